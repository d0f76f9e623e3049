import keras
import numpy as np
import pytest
from keras import layers, ops

from layer_viz.dissection import maximise
from tests.layer_viz.dissection.planted import painter


@pytest.fixture(scope="module")
def detector():
    """Unit 0 likes bright, unit 1 dark, 2 upright edges, 3 is a constant."""
    model = keras.Sequential(
        [
            keras.Input((12, 12, 1)),
            layers.Conv2D(4, 2, strides=2, name="conv"),
            layers.Flatten(),
            layers.Dense(1, name="logit"),
        ]
    )
    kernel = np.zeros((2, 2, 1, 4), "float32")
    kernel[..., 0], kernel[..., 1] = 1, -1
    kernel[:, :, 0, 2] = [[-1, 1], [-1, 1]]
    model.get_layer("conv").set_weights([kernel, np.zeros(4)])
    return model


def maximised(model, units, **options):
    return maximise.maximise_image(
        {"D": model},
        lambda x: model(x, training=False),
        "D/conv",
        units,
        (12, 12, 1),
        **options,
    )


def test_images_become_what_the_units_like(detector):
    best = maximised(detector, [0, 1, 2])
    assert best.inputs.shape == (3, 12, 12, 1) and best.outputs.shape == (3, 1)
    assert np.abs(best.inputs).max() <= 1
    assert best.inputs[0].mean() > 0.9 and best.inputs[1].mean() < -0.9
    columns = best.inputs[2].mean(axis=(0, 2))
    assert (columns[1::2] > 0.5).all() and (columns[::2] < -0.5).all()
    np.testing.assert_array_less(3.0, best.reached)  # 4 is the most possible


def test_more_than_real_inputs_and_more_than_no_steps(detector, rng):
    real = rng.uniform(-1, 1, (200, 12, 12, 1)).astype("float32")
    table = maximise.strengths(detector.get_layer("conv")(real))
    largest = ops.convert_to_numpy(table).max(axis=0)
    assert (maximised(detector, [0, 1, 2]).reached > largest[:3]).all()
    assert (maximised(detector, [0, 1, 2], steps=0).reached < largest[:3]).all()


def test_units_do_not_disturb_each_other(detector):
    alone = maximised(detector, [2], steps=8)
    together = maximised(detector, [2, 3], steps=8)
    np.testing.assert_allclose(alone.inputs[0], together.inputs[0], atol=1e-5)


def test_a_unit_without_gradient_stays_finite(detector):
    best = maximised(detector, [3], steps=8)
    assert np.isfinite(best.inputs).all() and best.reached == 0


def test_the_same_seed_gives_the_same_images(detector):
    one, two, other = (maximised(detector, [0], steps=3, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(one.inputs, two.inputs)
    assert (one.inputs != other.inputs).any()


def test_latents_find_the_planted_direction_and_keep_their_norm(rng):
    model = painter()
    latents = rng.normal(size=(16, 4))
    best = maximise.maximise_latent(
        {"G": model}, model, "G/paint", [0, 1, 2, 3], latents
    )
    directions = best.inputs / np.linalg.norm(best.inputs, axis=1, keepdims=True)
    np.testing.assert_allclose(np.diag(directions), 1, atol=0.02)
    norms = np.linalg.norm(latents, axis=1)
    for row in best.inputs:
        assert np.abs(norms - np.linalg.norm(row)).min() < 1e-4
    assert best.outputs.shape == (4, 8, 8, 1)
