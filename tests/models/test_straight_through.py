import numpy as np
from keras import ops

from ter_gan import backends
from ter_gan.models.straight_through import straight_through

array = ops.convert_to_numpy


def test_straight_through_shows_one_choice_and_has_the_gradient_of_the_weights(rng):
    weights = rng.dirichlet(np.ones(5), size=3).astype("float32")
    shown = array(straight_through(ops.convert_to_tensor(weights)))
    np.testing.assert_allclose(shown, np.eye(5)[weights.argmax(axis=1)], atol=1e-6)
    factors = rng.normal(size=(3, 5)).astype("float32")

    def gradient(fn):
        weighted = lambda w: ops.sum(fn(w) * factors, axis=1)  # noqa: E731
        return array(backends.gradient(weighted, weights))

    gradients = [gradient(straight_through), gradient(lambda w: w)]
    np.testing.assert_allclose(*gradients, atol=1e-6)
    np.testing.assert_allclose(gradients[0], factors, atol=1e-6)
