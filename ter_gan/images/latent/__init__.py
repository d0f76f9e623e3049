"""The latent space of a generator of images: what lies between and beyond samples.

```python
space = latent.LatentSpace(gan, scaling, class_names)
path = latent.interpolate(*space.draw(2, seed=1), steps=9, how="spherical")
images = space.images(path)
```
"""

from ter_gan.images.latent.arithmetic import choose, combine, neighbours, shift
from ter_gan.images.latent.classes import in_all_classes, walk
from ter_gan.images.latent.codes import over_categories, over_code
from ter_gan.images.latent.directions import Directions, ganspace, sefa
from ter_gan.images.latent.interpolation import interpolate, suited, tour
from ter_gan.images.latent.inversion import Inversion, invert, rmse
from ter_gan.images.latent.laboratory import Laboratory, Options, Part
from ter_gan.images.latent.pictures import rows
from ter_gan.images.latent.space import LatentSpace
from ter_gan.images.latent.truncation import spread, truncate

__all__ = [
    "Directions",
    "Inversion",
    "Laboratory",
    "LatentSpace",
    "Options",
    "Part",
    "choose",
    "combine",
    "ganspace",
    "in_all_classes",
    "interpolate",
    "invert",
    "neighbours",
    "over_categories",
    "over_code",
    "rmse",
    "rows",
    "sefa",
    "shift",
    "spread",
    "suited",
    "tour",
    "truncate",
    "walk",
]
