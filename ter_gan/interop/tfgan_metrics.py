"""tensorflow-gan's metrics of the same images: do both libraries agree?"""

import contextlib
import dataclasses
import logging

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import GROUPS, shuffled
from ter_gan.images.metrics import kernel, sliced
from ter_gan.interop import tfgan

ALLOWED = 1e-3  # relative difference
DRAWS = 5  # of tensorflow-gan's random patches and directions
PATCHES = 16  # of each image and level
IMAGES = 512  # of either side, for the sliced Wasserstein distance
TINY = 1e-300  # instead of a probability of 0, whose logarithm is asked for


@dataclasses.dataclass(frozen=True)
class Row:
    """One metric, computed by both libraries.

    Args:
        name: str.
        ours, theirs: float.
        allowed: float. The relative difference that is none.
        note: str. How both differ from our usual protocol.
    """

    name: str
    ours: float
    theirs: float
    allowed: float = ALLOWED
    note: str = ""

    @property
    def difference(self):
        """The relative difference."""
        return abs(self.ours - self.theirs) / max(abs(self.theirs), TINY)

    @property
    def agrees(self):
        """Whether the difference is allowed."""
        return self.difference <= self.allowed


def cross_check(ours, real, fake, seed=0):
    """Computes metrics again with tensorflow-gan.

    Args:
        ours: dict from `"fd"`, `"kid"`, `"is"`, `"swd"` to our values, as floats;
            others are left out. That of `"swd"` is computed again, with patches
            normalised as tensorflow-gan does it.
        real, fake: with the arrays `vectors`, `probabilities`, `samples` (images),
            as far as the metrics look at them.
        seed: int. Of our metrics.

    Returns:
        list of `Row`, in the order of `ours`.

    Raises:
        UserError: if tensorflow-gan is not installed.
    """
    oracles = {
        "fd": lambda: frechet_distance(real.vectors, fake.vectors),
        "kid": lambda: kernel_distance(
            kernel.blocks(real.vectors, fake.vectors, seed=seed)
        ),
        "is": lambda: classifier_score(_splits(fake.probabilities, seed)),
    }
    rows = []
    with _without_advice():
        for name, value in ours.items():
            if name in oracles:
                rows.append(Row(name, float(value), oracles[name]()))
            elif name == "swd":
                rows.append(sliced_wasserstein_row(real.samples, fake.samples, seed))
    return rows


@contextlib.contextmanager
def _without_advice():
    """Keeps what TensorFlow advises tensorflow-gan to do from the screen."""
    logger = logging.getLogger("tensorflow")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _splits(probabilities, seed):
    """What `score.classifier_score` averages over."""
    return np.array_split(shuffled(np.asarray(probabilities, float), seed), GROUPS)


def frechet_distance(real, fake):
    """Fréchet distance of feature vectors `(n, d)` and `(m, d)`."""
    theirs = _library().eval.frechet_classifier_distance_from_activations
    return float(theirs(*_tensors(real, fake)))


def kernel_distance(blocks):
    """Mean kernel distance of pairs of blocks `(b, d)`, one block at a time."""
    theirs = _library().eval.kernel_classifier_distance_from_activations
    return float(
        np.mean([theirs(*_tensors(*pair), max(map(len, pair))) for pair in blocks])
    )


def classifier_score(parts):
    """Mean classifier score of parts, each probabilities `(n, classes)`."""
    theirs = _library().eval.classifier_score_from_logits
    logits = [np.log(np.maximum(part, TINY)) for part in parts]
    return float(np.mean([theirs(each) for each in _tensors(*logits)]))


def sliced_wasserstein(real, fake, seed=0):
    """Sliced Wasserstein distances of images, one for each draw.

    Args:
        real, fake: float arrays `(n, side, side, 3)`, as many of each.
        seed: int. Of their patches and directions.

    Returns:
        float array `(DRAWS,)`: means over levels.
    """
    import tensorflow as tf

    theirs = _library().eval.sliced_wasserstein_distance
    real, fake = (tf.constant(side, tf.float32) for side in (real, fake))
    with _seeded(tf, seed):
        draws = [theirs(real, fake, patches_per_image=PATCHES) for _ in range(DRAWS)]
    return np.array([np.mean([level[1] for level in draw]) for draw in draws])


def sliced_wasserstein_row(real, fake, seed=0):
    """Both libraries' sliced Wasserstein distance.

    They draw other patches and directions, so three standard deviations of such
    draws are allowed. Noise of one grey level is added to the images:
    tensorflow-gan divides by a patch's standard deviation, which is 0 where all
    of its pixels are alike.

    Args:
        real, fake: uint8 arrays `(n, side, side, channels)`; a grey channel is
            shown three times.
        seed: int.
    """
    rng, n = np.random.default_rng(seed), min(len(real), len(fake), IMAGES)
    real, fake = (
        _colour(side[:n] + rng.random(side[:n].shape)) for side in (real, fake)
    )
    ours = sliced.sliced_wasserstein(
        real, fake, patches=PATCHES, normalise="patch", seed=seed
    )
    theirs = sliced_wasserstein(real, fake, seed)
    spread = np.hypot(theirs.std(ddof=1), ours.details["projection_error"])
    allowed = 3 * spread / theirs.mean()
    note = f"{n} images, each patch normalised"
    return Row("swd", ours.value, float(theirs.mean()), float(allowed), note)


def _colour(images):
    return images.repeat(3, axis=-1) if images.shape[-1] == 1 else images


@contextlib.contextmanager
def _seeded(tf, seed):
    """TensorFlow's and NumPy's global random numbers from a seed, for a while.

    TensorFlow's generator cannot be read, so it is seeded anew afterwards.
    """
    state = np.random.get_state()
    np.random.seed(seed)
    tf.random.set_seed(seed)
    try:
        yield
    finally:
        np.random.set_state(state)
        tf.random.set_seed(None)


def _tensors(*arrays):
    import tensorflow as tf

    return [tf.constant(array, tf.float64) for array in arrays]


def _library():
    try:
        return tfgan.load()
    except ImportError as error:
        raise UserError(
            f"--cross-check needs tensorflow-gan ({error}): pip install tensorflow-gan"
        ) from error
