"""What each model trains with by default, as rows over `ter_gan.recipes.Recipe`.

A row names only what differs from the defaults. Each kind of data has its models.
"""

from ter_gan.presets.family import FAMILY, MODELS, ONLY_FOR_IMAGES, PAIRS, POINTS
from ter_gan.presets.tables import (
    TABLE,
    TABLE_FAMILY,
    TABLE_MODELS,
    TABLE_OPTIONS,
)
from ter_gan.presets.text import TEXT, TEXT_FAMILY, TEXT_MODELS, TEXT_OPTIONS

MODELS_OF = {
    "images": MODELS,
    "points": {
        name: row | POINTS
        for name, row in MODELS.items()
        if name not in ONLY_FOR_IMAGES
    },
    "text": {name: TEXT | row for name, row in TEXT_MODELS.items()},
    "tables": {name: TABLE | row for name, row in TABLE_MODELS.items()},
}
DEFAULT_MODEL = {
    "images": "dcgan",
    "points": "gan",
    "text": "gru",
    "tables": "table-gan",
}
# What is said of the models of each kind.
FAMILY_OF = {
    "images": FAMILY,
    "points": FAMILY,
    "text": TEXT_FAMILY,
    "tables": TABLE_FAMILY,
}
# What models of these kinds look at, of the options that others may have.
OPTIONS_OF = TEXT_OPTIONS | TABLE_OPTIONS

__all__ = [
    "DEFAULT_MODEL",
    "FAMILY",
    "FAMILY_OF",
    "MODELS",
    "MODELS_OF",
    "OPTIONS_OF",
    "PAIRS",
    "TABLE_FAMILY",
    "TEXT_FAMILY",
    "TEXT_OPTIONS",
]
