"""The gallery as one HTML file, for mail, a course page or a notebook."""

from pathlib import Path

from layer_viz.gallery.build import (
    KEYS,
    PAGE,
    SCRIPTS,
    documents,
    facts,
    is_gallery,
    opening,
    page_html,
    two_at_most,
)
from layer_viz.gallery.chunks import chunk_script, narrow, pack
from layer_viz.store.record import epoch_folder
from ter_gan.errors import UserError
from ter_gan.files import write_text

MEGABYTE = 1_000_000


def single_file(records, out, max_mb=8):
    """Writes the page of `html` as a file.

    Args:
        records, max_mb: as in `html`.
        out: str or path of the file.

    Raises:
        UserError: as in `html`, or if the file exists and is no gallery.

    Returns:
        `pathlib.Path` of the file.
    """
    out = Path(out)
    if out.exists() and not is_gallery(out):
        raise UserError(f"{out} exists and is not a gallery; choose another --out.")
    write_text(out, html(records, max_mb))
    return out


def html(records, max_mb=8):
    """The gallery as one text that needs no other file.

    Where all epochs would be too large, every run is thinned evenly; the first
    and the last epoch stay, and the page says which ones were left out.

    Args:
        records: list of one or two `layer_viz.store.Record`.
        max_mb: float. Largest size in millions of bytes.

    Raises:
        UserError: if not even two epochs of each run fit.

    Returns:
        str.
    """
    records = two_at_most(records)
    contents = [documents(record) for record in records]
    chunks = [
        {name: _script(key, name, record, document) for name, document in each.items()}
        for key, record, each in zip(KEYS, records, contents)
    ]
    longest = max(len(record.epochs) for record in records)
    for keep in range(longest, 0, -1):
        kept = [_evenly(record.epochs, keep) for record in records]
        text = _assemble(records, contents, chunks, kept)
        size = len(text.encode())
        if size <= max_mb * MEGABYTE:
            return text
        if keep == min(2, longest):
            break
    raise UserError(
        f"The smallest single page needs {size / MEGABYTE:.1f} MB, more than "
        f"--max-mb {max_mb:g}; allow more, or build the folder instead."
    )


def _script(key, name, record, document):
    return chunk_script(f"{key}/{name}", narrow(pack(record, document)))


def _evenly(epochs, keep):
    """`keep` of the epochs at even distances, with the first and the last."""
    last, keep = len(epochs) - 1, min(keep, len(epochs))
    if keep < 2:
        return epochs[-keep:]
    return [epochs[round(i * last / (keep - 1))] for i in range(keep)]


def _assemble(records, contents, chunks, kept):
    runs, scripts = [], []
    for key, record, content, texts, epochs in zip(
        KEYS, records, contents, chunks, kept
    ):
        left_out = set(record.epochs) - set(epochs)
        runs.append(facts(key, record, content, left_out))
        absent = {epoch_folder(number) for number in left_out}
        scripts += [text for name, text in texts.items() if name not in absent]
    code = [(PAGE / name).read_text(encoding="utf-8") for name in SCRIPTS]
    parts = [*code, opening(runs, inline=True), *scripts, "TG.end();\n"]
    tags = "\n".join(f"<script>{part}</script>" for part in parts)
    style = (PAGE / "app.css").read_text(encoding="utf-8")
    return page_html(f"<style>{style}</style>", tags)
