"""What the page loads at a time: one epoch's numbers and sheets, as one text.

A chunk is 4 bytes (the length of the header, little-endian), the header
(deflated JSON: the content, and where each file lies), then the PNG files as
they are. A page opened from `file://` can read scripts only, so the bytes
travel as text: see `wide` and `narrow`.
"""

import base64
import json
import zlib

import numpy as np

from ter_gan.errors import UserError

WIDE_BITS, WIDE_FIRST = 15, 0x0100


def pack(record, content):
    """A chunk of one JSON document and the sheets that it names.

    Args:
        record: `layer_viz.store.Record`.
        content: dict, e.g. an `epoch.json`.

    Raises:
        UserError: if a sheet cannot be read.

    Returns:
        bytes.
    """
    files, blobs, offset = {}, [], 0
    for name in sorted({sheet["file"] for sheet in sheets(content)}):
        blob = _read(record.path / name)
        files[name] = [offset, len(blob)]
        blobs.append(blob)
        offset += len(blob)
    header = zlib.compress(to_json({"content": content, "files": files}).encode(), 9)
    return b"".join([len(header).to_bytes(4, "little"), header, *blobs])


def sheets(content):
    """Yields every sheet's dict inside a JSON document."""
    if isinstance(content, dict):
        if "file" in content and "tile" in content:
            yield content
        else:
            for value in content.values():
                yield from sheets(value)
    elif isinstance(content, list):
        for value in content:
            yield from sheets(value)


def wide(data):
    """Bytes as a text of 15 bits a character, for a UTF-16 file: 7 % more.

    The characters U+0100 to U+80FF need no escape and hold no surrogate.
    """
    bits = np.unpackbits(np.frombuffer(data, "uint8"))
    bits = np.pad(bits, (0, -len(bits) % WIDE_BITS)).reshape(-1, WIDE_BITS)
    places = 1 << np.arange(WIDE_BITS - 1, -1, -1)
    codes = (bits @ places + WIDE_FIRST).astype("<u2")
    return codes.tobytes().decode("utf-16-le")


def narrow(data):
    """Bytes as base64, for pages that travel in UTF-8: 33 % more."""
    return base64.b64encode(data).decode()


def chunk_script(name, text):
    """The script that hands a chunk to the page."""
    return f'TG.chunk({to_json(name)},"{text}");\n'


def to_json(value):
    """JSON that is safe inside a script element: pure ASCII without `<`."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _read(path):
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"The sheet {path} cannot be read: {error}") from error
