"""Text files: read in UTF-8, line by line, with errors that say where."""

import pathlib

from ter_gan.errors import UserError

NAMES = {  # of files that are a part of a folder's text
    "train": ("train", "training"),
    "validation": ("validation", "valid", "val", "dev"),
    "test": ("test",),
}
SUFFIXES = (".txt", ".tokens")


def read(path):
    """The lines of a text file.

    Args:
        path: `pathlib.Path`.

    Returns:
        list of str, without space at the ends and without blank lines.

    Raises:
        UserError: if it cannot be read, is not UTF-8, or has only blank lines.
    """
    lines = [line.strip() for line in paragraphs(path)]
    lines = [line for line in lines if line]
    if not lines:
        raise UserError(f"{path} has no text in it, only blank lines or nothing.")
    return lines


def paragraphs(path):
    """The lines of a text file as they are; arguments and errors as for `read`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
        line = content.count(b"\n", 0, place) + 1
        raise UserError(
            f"{path} is not UTF-8: byte 0x{content[place]:02x} at offset {place}, line "
            f"{line}. Save it as UTF-8, for example by "
            f"`iconv -f ENCODING -t UTF-8`."
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def read_parts(place):
    """The text of a file, or of a folder.

    A folder may have files for its parts, such as `train.txt`, `valid.txt`,
    `test.txt` or `wiki.train.tokens`; otherwise all its files are one text.

    Args:
        place: str or path.

    Returns:
        dict from `"train"` and what else there is to lists of str.

    Raises:
        UserError: if there is nothing to read, or as for `read`.
    """
    path = pathlib.Path(place).expanduser()
    if path.is_file():
        return {"train": read(path)}
    if not path.is_dir():
        raise UserError(f"There is no file or folder {place}.")
    files = sorted(f for f in path.rglob("*") if f.suffix in SUFFIXES and f.is_file())
    if not files:
        raise UserError(f"{place} has no file that ends with {' or '.join(SUFFIXES)}.")
    parts = {part: _named(files, names) for part, names in NAMES.items()}
    if parts["train"] is None:
        return {"train": [line for file in files for line in read(file)]}
    return {part: read(file) for part, file in parts.items() if file}


def _named(files, names):
    """The file one of whose dotted names is among `names`, or `None`."""
    found = [file for file in files if set(file.name.lower().split(".")) & set(names)]
    return found[0] if len(found) == 1 else None
