"""The page about the space of codes of a text model."""

import dataclasses
from html import escape

from ter_gan.evaluation import page
from ter_gan.text.latent import STRENGTHS


def html(title, walks, shifts, not_made):
    """A page of walks and shifts.

    Args:
        title: str.
        walks: list of `ter_gan.text.latent.Walk`.
        shifts: list of `ter_gan.text.latent.Shift`.
        not_made: dict from a study to why it was not made.
    """
    parts = [
        page.section(
            "On the way from one sentence to another",
            _words(
                "Codes on the straight line between those of two test sentences, read "
                "out by the decoder. A smooth space changes a word or two at a step."
            ),
            *(_walk(walk) for walk in walks),
        )
    ]
    if shifts:
        parts.append(
            page.section(
                "Which way an attribute lies",
                _words(
                    "The difference of the mean codes of two classes, added to the "
                    "codes of test sentences of the first one, so many times. The "
                    "shares are those of 200 shifted sentences that n-gram models of "
                    "each class tell to be of the second one."
                ),
                *(_shift(shift) for shift in shifts),
            )
        )
    for study, why in not_made.items():
        parts.append(page.section(study, _words(f"Not made: {why}")))
    return page.document(title, parts)


def _words(text):
    return f'<p class="lead">{escape(text)}</p>\n'


def _walk(walk):
    rows = [(f"{i}", line) for i, line in enumerate(walk.steps)]
    rows = [("start", walk.start), *rows, ("end", walk.end)]
    return page.table_of(("step", "sentence"), rows)


def _shift(shift):
    head = ("sentence", *(f"{strength:g} times" for strength in STRENGTHS))
    rows = [(start, *moved) for start, moved in shift.examples]
    told = [f"{share:.0%} {shift.second}" for share in shift.shares]
    caption = f"from {shift.first} to {shift.second}"
    return page.table_of(head, [*rows, tuple(told)], caption)


def numbers(walks, shifts):
    """dict for JSON."""
    return {
        "walks": [dataclasses.asdict(walk) for walk in walks],
        "shifts": [dataclasses.asdict(shift) for shift in shifts],
    }
