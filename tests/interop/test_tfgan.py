"""Parity with tensorflow-gan's own functions."""

import keras
import numpy as np
import pytest

from ter_gan import losses, penalties

tf = pytest.importorskip("tensorflow")
pytestmark = pytest.mark.skipif(
    keras.backend.backend() != "tensorflow", reason="TF-GAN is TensorFlow"
)


@pytest.fixture(scope="module")
def tfgan():
    from ter_gan.interop import tfgan

    return tfgan.load()


@pytest.fixture
def logits(rng):
    return [rng.normal(0, 3, (32, 1)).astype("float32") for _ in range(2)]


PAIRS = {
    "minimax": ("minimax_discriminator_loss", "minimax_generator_loss"),
    "non-saturating": ("modified_discriminator_loss", "modified_generator_loss"),
    "least-squares": (
        "least_squares_discriminator_loss",
        "least_squares_generator_loss",
    ),
    "wasserstein": ("wasserstein_discriminator_loss", "wasserstein_generator_loss"),
    "hinge": (
        "wasserstein_hinge_discriminator_loss",
        "wasserstein_hinge_generator_loss",
    ),
    "relativistic-average": (
        "relativistic_discriminator_loss",
        "relativistic_generator_loss",
    ),
}
SMOOTHED = ("minimax", "non-saturating")


def theirs(tfgan, name, real, fake, smoothing=0.0):
    discriminator, generator = (
        getattr(tfgan.losses.losses_impl, each) for each in PAIRS[name]
    )
    options = {"label_smoothing": smoothing} if name in SMOOTHED else {}
    both = name.startswith("relativistic")
    return (
        float(discriminator(real, fake, **options)),
        float(generator(real, fake) if both else generator(fake)),
    )


@pytest.mark.parametrize("name", PAIRS)
def test_losses(name, tfgan, logits):
    ours = [float(value) for value in losses.get(name)(*logits)]
    expected = theirs(tfgan, name, *logits)
    if name == "minimax":
        # Theirs also counts a real logit of 1: a constant, without a gradient.
        ours[1] -= np.log1p(np.exp(-1))
    np.testing.assert_allclose(ours, expected, rtol=1e-5)


@pytest.mark.parametrize("name", SMOOTHED)
def test_one_sided_smoothing(name, tfgan, logits):
    ours = losses.get(name, label_smoothing=0.1)(*logits)
    # Theirs moves the target half as far, towards 1/2.
    expected = theirs(tfgan, name, *logits, smoothing=0.2)
    assert float(ours[0]) == pytest.approx(expected[0], rel=1e-5)


def critic(x, _=None):
    return tf.reduce_sum(tf.sin(x) * tf.cast(tf.shape(x)[1], "float32"), -1)[:, None]


class FixedAlpha:
    """Gives the alpha that TF-GAN is made to draw."""

    def __init__(self, alpha):
        self.alpha = alpha

    def uniform(self, shape):
        return tf.reshape(self.alpha, shape)


def test_gradient_penalty(tfgan, rng, monkeypatch):
    real, fake = (rng.normal(size=(16, 3)).astype("float32") for _ in range(2))
    alpha = rng.random((16, 1)).astype("float32")
    ours = penalties.wgan_gp(critic, real, fake, FixedAlpha(alpha))
    # TF-GAN goes from real to generated, and calls it alpha from the other end.
    monkeypatch.setattr(tf.random, "uniform", lambda **_: tf.constant(1 - alpha))
    with tf.Graph().as_default():
        expected = tfgan.losses.losses_impl.wasserstein_gradient_penalty(
            tf.constant(real),
            tf.constant(fake),
            generator_inputs=None,
            discriminator_fn=critic,
            discriminator_scope=tf.compat.v1.VariableScope(reuse=True, name="d"),
        )
        with tf.compat.v1.Session() as session:
            expected = session.run(expected)
    assert float(ours) == pytest.approx(float(expected), rel=1e-4)


def test_the_shim_leaves_tensorflow_as_it_was(tfgan):
    import sys

    assert not hasattr(tf, "estimator")
    assert "tensorflow_gan.python.estimator" not in sys.modules
