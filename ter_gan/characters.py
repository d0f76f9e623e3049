"""Characters of foreign texts, as a person may see them."""

import unicodedata

CONTROLS = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")  # Unicode's categories


def visible(text):
    """The text with characters that control a display written as escapes.

    They could reorder or hide what stands beside them, move a terminal's cursor, or
    make a page invalid.
    """
    return "".join(
        repr(c)[1:-1] if unicodedata.category(c) in CONTROLS else c for c in text
    )
