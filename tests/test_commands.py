"""What a person reads who gives an option a value that it cannot have."""

from typing import Literal

import pytest
from jsonargparse import typing

from ter_gan import commands
from ter_gan.errors import UserError


@pytest.fixture
def parser():
    found = commands.Parser("toys", "Makes toys.", "  python -m toys")
    for name in commands.NEEDED:
        kind = getattr(typing, name, bool)
        found.add_argument(f"--a-{name.lower()}", type=kind)
    found.add_argument("--colour", type=Literal["red", "blue"])
    found.add_argument("--wood", choices=("oak", "fir"))
    return found


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--a-positiveint 0", "a whole number of 1 or more, received 0."),
        ("--a-positiveint 1.5", "a whole number of 1 or more, received 1.5."),
        ("--a-nonnegativeint -1", "a whole number of 0 or more, received -1."),
        ("--a-positivefloat few", "a number above 0, received few."),
        ("--a-positivefloat nan", "a number above 0, received nan."),
        ("--a-nonnegativefloat -0.5", "a number of 0 or more, received -0.5."),
        ("--a-closedunitinterval 2", "a number from 0 to 1, received 2."),
        ("--a-bool maybe", "true or false, received maybe."),
    ],
)
def test_what_is_needed_and_what_was_received(parser, words, message):
    with pytest.raises(UserError) as caught:
        parser.parse_args(words.split())
    assert str(caught.value) == f"{words.split()[0]} must be {message}"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--colour rad", "Unknown --colour 'rad'. Did you mean red? Known: blue, red."),
        ("--wood ash", "Unknown --wood 'ash'. Known: fir, oak."),
        ("--wod oak", "Unknown option '--wod'. Did you mean --wood? See"),
    ],
)
def test_what_is_known(parser, words, message):
    with pytest.raises(UserError) as caught:
        parser.parse_args(words.split())
    assert str(caught.value).startswith(message)


def test_options_may_be_left_out(parser):
    assert not any(vars(parser.parse_args([])).values())
