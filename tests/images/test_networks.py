import keras
import numpy as np
import pytest
from keras import ops

from ter_gan.errors import UserError
from ter_gan.images.networks import NETWORKS, build
from ter_gan.images.networks.dcgan import dcgan_discriminator, dcgan_generator
from ter_gan.images.networks.resnet import resnet_discriminator, resnet_generator
from ter_gan.images.networks.sampling import UPSAMPLINGS, resolutions

SIZES = [(28, 28, 1), (32, 32, 3), (64, 64, 3), (48, 32, 1), (30, 30, 1), (9, 17, 2)]
SMALL = (9, 10, 1)
OPTIONS = [
    *({"normalisation": n} for n in ("none", "batch", "layer", "spectral")),
    *(
        {"generator_normalisation": n}
        for n in ("none", "batch", "layer", "spectral", "spectral+batch")
    ),
    {"classes": 3, "conditioning": "projection"},
    {"classes": 3, "conditioning": "projection", "normalisation": "spectral"},
    {"classes": 3, "conditioning": "concat"},
    {"pack": 2},
    {"minibatch_stddev": True},
    {"dropout": 0.5},
]


def numpy(x):
    return ops.convert_to_numpy(ops.convert_to_tensor(x))


@pytest.fixture
def without_weights():
    """Networks are built, not initialised: quick where only structure counts."""
    with keras.StatelessScope(initialize_variables=False):
        yield


def play(generator, discriminator, classes=0, n=4, training=False):
    """Samples and their logits."""
    size = generator.inputs[0].shape[-1]
    latents = np.random.default_rng(0).normal(size=(n, size)).astype("float32")
    labels = ops.convert_to_tensor(np.arange(n, dtype="int32") % max(classes, 1))

    def outputs(network, x):
        x = [ops.convert_to_tensor(x), labels] if len(network.inputs) > 1 else x
        return network(x, training=training)

    samples = outputs(generator, latents)
    pack = discriminator.inputs[0].shape[-1] // samples.shape[-1]
    return samples, outputs(discriminator, ops.concatenate([samples] * pack, axis=-1))


@pytest.mark.usefixtures("without_weights")
@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("shape", SIZES)
def test_every_network_builds_for_every_size(network, shape):
    generator, discriminator = build(network, shape, 5, width=2)
    assert generator.output_shape == (None, *shape)
    assert discriminator.input_shape == (None, *shape)
    assert discriminator.output_shape == (None, 1)


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_every_network_runs_with_every_option(network, options):
    pair = build(network, SMALL, 5, width=2, **options)
    for training in (True, False):
        samples, logits = play(*pair, options.get("classes", 0), training=training)
        assert tuple(samples.shape) == (4, *SMALL)
        assert tuple(logits.shape) == (4, 1)
        assert np.isfinite(numpy(logits)).all()
        assert np.abs(numpy(samples)).max() <= 1


@pytest.mark.parametrize("network", ["dcgan", "resnet"])
@pytest.mark.parametrize("upsampling", UPSAMPLINGS)
def test_every_upsampling(network, upsampling):
    pair = build(network, SMALL, 5, width=2, upsampling=upsampling)
    samples, logits = play(*pair)
    assert tuple(samples.shape) == (4, *SMALL)
    assert tuple(logits.shape) == (4, 1)


@pytest.mark.usefixtures("without_weights")
@pytest.mark.parametrize(
    ("shape", "smallest", "stages"),
    [
        ((28, 28, 1), (7, 7), 2),
        ((32, 32, 3), (4, 4), 3),
        ((64, 64, 3), (4, 4), 4),
        ((48, 32, 1), (6, 4), 3),
        ((30, 30, 1), (4, 4), 3),
        ((8, 8, 1), (4, 4), 1),
    ],
)
def test_the_smallest_feature_map(shape, smallest, stages):
    assert resolutions(shape)[-1] == smallest
    assert len(resolutions(shape)) == stages + 1
    generator, discriminator = build("dcgan", shape, 5, width=2)
    assert generator.get_layer("g_reshape").output.shape[1:3] == smallest
    last = discriminator.get_layer(f"d_conv_{stages}").output
    assert last.shape[1:] == (*smallest, 2 * 2 ** (stages - 1))


@pytest.mark.usefixtures("without_weights")
def test_width_is_that_of_the_widest_resolution_and_doubles_below():
    generator, discriminator = build("dcgan", (128, 128, 3), 5, width=2)
    filters = [discriminator.get_layer(f"d_conv_{i}").filters for i in (1, 2, 3, 4, 5)]
    assert filters == [2, 4, 8, 16, 16]
    channels = [
        generator.get_layer(f"g_norm_{i}").output.shape[-1] for i in (1, 2, 3, 4, 5)
    ]
    assert channels == filters[::-1]


@pytest.mark.usefixtures("without_weights")
def test_sub_pixel_and_transpose_have_equal_parameters():
    counts = {
        upsampling: dcgan_generator(
            (32, 32, 3), 5, width=4, upsampling=upsampling
        ).count_params()
        for upsampling in ("subpixel", "transpose")
    }
    assert counts["subpixel"] == counts["transpose"]


@pytest.mark.usefixtures("without_weights")
def test_the_kernel_is_an_option():
    generator = dcgan_generator(SMALL, 5, width=2, kernel=3)
    assert generator.get_layer("g_to_image").kernel_size == (3, 3)
    discriminator = dcgan_discriminator(SMALL, width=2, kernel=5)
    assert discriminator.get_layer("d_conv_1").kernel_size == (5, 5)


def test_dcgan_follows_the_paper():
    pair = build("dcgan", (16, 16, 1), 5, width=16, normalisation="batch")
    for network in pair:
        for layer in network.layers:
            if hasattr(layer, "kernel"):
                assert np.std(numpy(layer.kernel)) == pytest.approx(0.02, rel=0.25)
                assert np.mean(numpy(layer.kernel)) == pytest.approx(0, abs=0.006)
    discriminator = pair[1]
    names = {layer.name for layer in discriminator.layers}
    assert "d_norm_2" in names
    assert "d_norm_1" not in names


@pytest.mark.usefixtures("without_weights")
def test_spectral_normalisation_is_in_all_layers_with_a_kernel():
    _, discriminator = build("resnet", SMALL, 5, width=2, normalisation="spectral")
    kernels = [layer for layer in discriminator.layers if hasattr(layer, "kernel")]
    assert len(kernels) == 6
    assert all(hasattr(layer, "u") for layer in kernels)


def test_branches_without_normalisation_start_at_zero():
    """Fixup: at first, each block is its shortcut."""
    generator = resnet_generator(SMALL, 5, width=2, normalisation="none")
    discriminator = resnet_discriminator(SMALL, width=2)
    for network, name in ((generator, "g_block_1"), (discriminator, "d_block_2")):
        assert not numpy(network.get_layer(f"{name}_conv_2").kernel).any()
    # two blocks: He's variance of 2 / fan-in, halved
    first = discriminator.get_layer("d_block_2_conv_1").kernel_initializer
    assert (first.scale, first.mode) == (2.0 / 2, "fan_in")
    normalised = resnet_discriminator(SMALL, width=2, normalisation="spectral")
    assert numpy(normalised.get_layer("d_block_2_conv_2").kernel).any()


@pytest.mark.usefixtures("without_weights")
def test_dcgan_without_normalisation_has_biases_and_with_it_none():
    with_it = dcgan_generator(SMALL, 5, width=2)
    without = dcgan_generator(SMALL, 5, width=2, normalisation="none")
    assert not with_it.get_layer("g_project").use_bias
    assert without.get_layer("g_project").use_bias


def test_labels_matter_to_both_players():
    for conditioning in ("projection", "concat"):
        options = {"classes": 3, "conditioning": conditioning}
        generator, discriminator = build("dcgan", SMALL, 5, width=2, **options)
        labels = ops.convert_to_tensor(np.arange(3, dtype="int32"))
        samples = numpy(generator([ops.ones((3, 5)), labels]))
        logits = numpy(discriminator([ops.ones((3, *SMALL)), labels]))
        assert len(np.unique(samples.reshape(3, -1), axis=0)) == 3
        assert len(np.unique(logits)) == 3


@pytest.mark.parametrize("network", NETWORKS)
def test_mixed_precision_ends_in_float32(network):
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        pair = build(
            network,
            SMALL,
            5,
            width=2,
            classes=2,
            normalisation="spectral",
            minibatch_stddev=True,
        )
        samples, logits = play(*pair, classes=2, training=True)
    finally:
        keras.config.set_dtype_policy("float32")
    assert pair[0].layers[-2].compute_dtype == "bfloat16"
    for result in (samples, logits):
        assert keras.backend.standardize_dtype(result.dtype) == "float32"
        assert np.isfinite(numpy(result)).all()


@pytest.mark.parametrize("network", NETWORKS)
def test_keras_files(network, tmp_path):
    options = {"classes": 2, "normalisation": "spectral", "minibatch_stddev": True}
    pair = build(network, SMALL, 5, width=2, **options)
    play(*pair, classes=2, training=True)
    again = []
    for model in pair:
        model.save(tmp_path / f"{model.name}.keras")
        again.append(keras.models.load_model(tmp_path / f"{model.name}.keras"))
    for before, after in zip(play(*pair, 2), play(*again, 2), strict=True):
        np.testing.assert_array_equal(numpy(before), numpy(after))


@pytest.mark.usefixtures("without_weights")
@pytest.mark.parametrize("network", NETWORKS)
def test_layers_are_named_after_their_player(network):
    for model in build(network, SMALL, 5, width=2, classes=2, dropout=0.1):
        prefix = model.name[0] + "_"
        assert all(layer.name.startswith(prefix) for layer in model.layers)
    generator, discriminator = build(network, SMALL, 5, width=2)
    assert generator.layers[-1].name == "g_samples"
    assert discriminator.layers[-1].name == "d_logit"


@pytest.mark.parametrize(
    ("network", "shape", "options", "message"),
    [
        ("dcgna", SMALL, {}, "Did you mean dcgan"),
        ("dcgan", (7, 28, 1), {}, "at least 8 × 8"),
        ("resnet", (28, 7, 1), {}, "at least 8 × 8"),
        ("dcgan", (28, 28), {}, r"received \(28, 28\)"),
        ("dcgan", SMALL, {"width": 0}, "width must be at least 1"),
        ("dcgan", SMALL, {"pack": 0}, "pack must be at least 1"),
        ("dcgan", SMALL, {"classes": -1}, "classes must be at least 0"),
        ("dcgan", SMALL, {"dropout": 1.0}, "dropout"),
        ("dcgan", SMALL, {"normalisation": "spectrl"}, "Did you mean spectral"),
        (
            "dcgan",
            SMALL,
            {"generator_normalisation": "group"},
            "batch, conditional, instance, layer, none, spectral",
        ),
        ("dcgan", SMALL, {"conditioning": "x"}, "concat, projection"),
        ("dcgan", SMALL, {"upsampling": "subpixl"}, "Did you mean subpixel"),
        ("mlp", SMALL, {"upsampling": "subpixel"}, "no upsampling"),
        ("mlp", SMALL, {"attention": True}, "no attention"),
        ("mlp", SMALL, {"growing": True}, "no growing"),
        ("resnet", SMALL, {"downsampling": "max"}, "no downsampling"),
        ("dcgan", SMALL, {"growing": True}, "halved twice"),
        ("resnet", SMALL, {"growing": True}, "halved twice"),
        ("resnet", SMALL, {"generator_normalisation": "conditional"}, "class labels"),
        *(
            (
                network,
                SMALL,
                {"generator_normalisation": "spectral+conditional", "classes": 3},
                "resnet generator alone",
            )
            for network in ("dcgan", "mlp")
        ),
        (
            "dcgan",
            SMALL,
            {"generator_normalisation": "spectral", "upsampling": "transpose"},
            "subpixel or nearest",
        ),
        ("dcgan", SMALL, {"conditioning": "auxiliary"}, "needs class labels"),
        ("mlp", SMALL, {"auxiliary": 2, "classes": 3}, "without labels"),
        ("mlp", SMALL, {"auxiliary": -1}, "auxiliary must be at least 0"),
        ("mlp", SMALL, {"auxiliary": 2, "discriminators": 2}, "Several"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(network, shape, options, message):
    with pytest.raises(UserError, match=message) as error:
        build(network, shape, 5, **options)
    assert "\n" not in str(error.value)


def test_latents_are_needed():
    with pytest.raises(UserError, match="latent_dim must be at least 1"):
        build("mlp", SMALL, 0)


def test_hidden_dense_layers_of_a_dcgan():
    generator, discriminator = build("dcgan", (8, 8, 1), 3, width=4, hidden=16)
    for network, name in ((generator, "g_hidden"), (discriminator, "d_hidden")):
        assert network.get_layer(name).units == 16
    plain = build("dcgan", (8, 8, 1), 3, width=4)
    assert not [
        layer for net in plain for layer in net.layers if "hidden" in layer.name
    ]


@pytest.mark.parametrize("downsampling", ["stride", "max", "average"])
def test_a_discriminator_halves_by_stride_or_by_pooling(downsampling):
    _, discriminator = build(
        "dcgan", (16, 16, 1), 3, width=4, downsampling=downsampling
    )
    flat = discriminator.get_layer("d_flatten")
    assert flat.input.shape[1:3] == (4, 4)
    pools = [layer for layer in discriminator.layers if "pool" in layer.name]
    assert len(pools) == (0 if downsampling == "stride" else 2)


def test_instance_normalisation_evens_each_channel_of_each_image():
    _, discriminator = build("dcgan", (16, 16, 1), 3, width=4, normalisation="instance")
    probe = keras.Model(
        discriminator.inputs, discriminator.get_layer("d_norm_2").output
    )
    x = np.random.default_rng(0).normal(size=(2, 16, 16, 1)).astype("float32")
    y = ops.convert_to_numpy(probe(100 * x))
    np.testing.assert_allclose(y.mean(axis=(1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(y.std(axis=(1, 2)), 1, rtol=1e-3)
