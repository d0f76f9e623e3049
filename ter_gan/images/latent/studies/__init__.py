"""The studies of a latent space: each makes pictures and numbers of one question.

A study is a module with `make(laboratory)`, which returns a `Part`; with
`check(space)`, which raises `UserError` where a model does not allow the study; and
with `NEEDS_DATA`, whether it looks at real images.
"""

from ter_gan.images.latent.studies import (
    arithmetic,
    classes,
    codes,
    directions,
    interpolation,
    inversion,
    truncation,
)

STUDIES = {
    "interpolation": interpolation,
    "arithmetic": arithmetic,
    "truncation": truncation,
    "directions": directions,
    "classes": classes,
    "codes": codes,
    "inversion": inversion,
}
