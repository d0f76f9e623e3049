import numpy as np
import pytest
from keras import ops

from ter_gan.errors import UserError
from ter_gan.points.networks import build


@pytest.mark.parametrize("dimensions", [1, 2])
def test_two_hidden_layers_and_no_normalisation(dimensions):
    generator, discriminator = build("mlp", (dimensions,), 3, width=32)
    for model in (generator, discriminator):
        units = [layer.units for layer in model.layers if hasattr(layer, "units")]
        assert units[:2] == [32, 32]
        assert not any("Norm" in type(layer).__name__ for layer in model.layers)
    samples = generator(1e3 * np.eye(5, 3, dtype="float32"))
    assert tuple(samples.shape) == (5, dimensions)
    assert np.abs(ops.convert_to_numpy(samples)).max() > 1  # no bounds
    assert tuple(discriminator(samples).shape) == (5, 1)


def test_options_reach_the_networks():
    generator, discriminator = build(
        "mlp",
        (2,),
        3,
        width=4,
        generator_normalisation="batch",
        normalisation="spectral",
        pack=3,
        minibatch_stddev=True,
    )
    assert generator.get_layer("g_norm_2")
    assert hasattr(discriminator.get_layer("d_dense_1"), "u")
    assert discriminator.get_layer("d_minibatch_stddev")
    assert discriminator.input_shape == (None, 6)


def test_labels():
    generator, discriminator = build("mlp", (2,), 3, width=4, classes=8)
    assert generator.input_shape == [(None, 3), (None,)]
    assert discriminator.input_shape == [(None, 2), (None,)]


@pytest.mark.parametrize(
    ("network", "shape", "options", "message"),
    [
        ("dcgan", (2,), {}, "Known: mlp"),
        ("mlp", (28, 28, 1), {}, "Points have shape"),
        ("mlp", (2,), {"width": 0}, "width must be at least 1"),
        ("mlp", (2,), {"normalisation": "batchh"}, "Did you mean batch"),
        ("mlp", (2,), {"attention": True}, "no attention"),
        ("mlp", (2,), {"growing": True}, "no growing"),
        ("mlp", (2,), {"generator_normalisation": "conditional"}, "resnet generator"),
        ("mlp", (2,), {"conditioning": "auxiliary"}, "needs class labels"),
        ("mlp", (2,), {"auxiliary": 3, "discriminators": 2}, "auxiliary output"),
    ],
)
def test_what_cannot_be_is_said(network, shape, options, message):
    with pytest.raises(UserError, match=message):
        build(network, shape, 3, **options)


def test_several_discriminators_have_weights_of_their_own():
    _, discriminator = build("mlp", (2,), 3, width=4, discriminators=3, classes=2)
    x, labels = np.ones((5, 2), "float32"), np.zeros(5, "int32")
    logits = ops.convert_to_numpy(discriminator([x, labels]))
    assert logits.shape == (5, 3) and np.ptp(logits, axis=1).min() > 0


def test_auxiliary_outputs():
    for options, size in (
        ({"classes": 8, "conditioning": "auxiliary"}, 8),
        ({"auxiliary": 3}, 3),
    ):
        _, discriminator = build("mlp", (2,), 3, width=4, **options)
        assert discriminator.output_names == ["d_logit", "d_auxiliary"]
        assert discriminator.input_shape == (None, 2)
        assert discriminator.output_shape == [(None, 1), (None, size)]
