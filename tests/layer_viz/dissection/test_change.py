import keras
import numpy as np
import pytest
from keras import layers, ops

from layer_viz.dissection import predicted_and_real
from layer_viz.dissection.change import cosine
from layer_viz.weights import restoring
from ter_gan import backends


@pytest.fixture
def generator():
    """A sample is the bias: every direction can be followed."""
    model = keras.Sequential([keras.Input((2,)), layers.Dense(3, name="dense")])
    model.get_layer("dense").set_weights([np.zeros((2, 3)), np.zeros(3)])
    return model


def step(generator, wanted):
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(generator.trainable_variables)
    latents = np.ones((4, 2), "float32")

    def update():
        backends.minimize(
            lambda: ops.mean(losses(generator(latents, training=True))),
            generator.trainable_variables,
            optimizer,
        )

    def losses(samples):
        return -ops.sum(samples * wanted, axis=1)

    def generate():
        return generator(latents, training=False)

    return generate, losses, update


def test_a_step_that_is_free_goes_where_it_is_asked_to(generator):
    wanted = np.array([1.0, -2.0, 0.5], "float32")
    change = predicted_and_real(*step(generator, wanted))
    np.testing.assert_allclose(change.predicted, np.tile(wanted, (4, 1)), rtol=1e-5)
    np.testing.assert_allclose(change.cosine, 1, atol=1e-5)
    np.testing.assert_allclose(change.real, 0.1 * 3 * change.predicted, rtol=1e-4)


def test_a_step_against_the_loss_has_the_cosine_minus_one(generator):
    generate, losses, _ = step(generator, np.ones(3, "float32"))
    bias = generator.get_layer("dense").bias
    change = predicted_and_real(generate, losses, lambda: bias.assign(bias - 1.0))
    np.testing.assert_allclose(change.cosine, -1, atol=1e-5)


def test_no_step_has_the_cosine_zero(generator):
    generate, losses, _ = step(generator, np.ones(3, "float32"))
    change = predicted_and_real(generate, losses, lambda: None)
    assert (change.real == 0).all() and (change.cosine == 0).all()


def test_cosine_of_known_vectors():
    a = np.array([[1.0, 0], [1, 1], [0, 0]])
    b = np.array([[0.0, 2], [2, 2], [1, 0]])
    np.testing.assert_allclose(cosine(a, b), [0, 1, 0], atol=1e-12)


def test_variables_are_restored_bit_for_bit_even_after_an_error(generator, rng):
    generator.set_weights([rng.normal(size=w.shape) for w in generator.get_weights()])
    before = [w.copy() for w in generator.get_weights()]
    _, _, update = step(generator, np.ones(3, "float32"))
    with pytest.raises(RuntimeError), restoring(generator.variables):
        update()
        changed = [w.copy() for w in generator.get_weights()]
        raise RuntimeError
    assert any((a != b).any() for a, b in zip(before, changed))
    for a, b in zip(before, generator.get_weights()):
        np.testing.assert_array_equal(a, b)
