"""What ACGAN, InfoGAN, SAGAN, BigGAN and progressive growing ask of the networks."""

import keras
import numpy as np
import pytest
from keras import ops

from ter_gan import layers
from ter_gan.errors import UserError
from ter_gan.images.networks import NETWORKS, build
from ter_gan.models import parts
from tests.images.test_networks import SMALL, numpy, play, without_weights  # noqa: F401

CONVOLUTIONAL = ("dcgan", "resnet")
ALL = {
    "attention": True,
    "growing": True,
    "classes": 3,
    "conditioning": "auxiliary",
}
TWICE = (15, 16, 1)  # halved to 8 × 8, to 4 × 4


def pair(network, shape=SMALL, latent_dim=5, **options):
    return build(network, shape, latent_dim, width=2, **options)


def of_type(network, kind):
    return [layer for layer in network.layers if isinstance(layer, kind)]


@pytest.mark.parametrize("network", NETWORKS)
def test_an_auxiliary_classifier_guesses_the_label_it_is_not_told(network):
    players = pair(network, classes=3, conditioning="auxiliary")
    assert len(players[0].inputs) == 2
    assert players[1].output_names == ["d_logit", "d_auxiliary"]
    samples, (logits, classes) = play(*players, classes=3)
    assert tuple(logits.shape) == (4, 1) and tuple(classes.shape) == (4, 3)
    logit, guess = (players[1].get_layer(f"d_{x}") for x in ("logit", "auxiliary"))
    assert logit.input is guess.input  # the same features


@pytest.mark.parametrize("network", NETWORKS)
def test_an_auxiliary_code_has_a_hidden_layer_of_its_own(network):
    players = pair(network, auxiliary=7, normalisation="spectral")
    assert len(players[0].inputs) == 1
    _, (logits, code) = play(*players)
    assert tuple(logits.shape) == (4, 1) and tuple(code.shape) == (4, 7)
    hidden = players[1].get_layer("d_auxiliary_hidden")
    assert hidden.units == 128
    assert hidden.input is players[1].get_layer("d_logit").input
    assert not hasattr(hidden, "u") and hasattr(players[1].get_layer("d_logit"), "u")


@pytest.mark.usefixtures("without_weights")
@pytest.mark.parametrize("network", CONVOLUTIONAL)
@pytest.mark.parametrize("shape", [SMALL, (30, 30, 3)])
def test_attention_is_at_half_the_resolution(network, shape):
    for player in pair(network, shape, attention=True, normalisation="spectral"):
        (layer,) = of_type(player, layers.SelfAttention2D)
        height = layer.output.shape[1]
        assert height in (shape[0] // 2, (shape[0] + 1) // 2, shape[0] // 2 + 1)
        assert layer.spectral == (player.name == "discriminator")


@pytest.mark.usefixtures("without_weights")
@pytest.mark.parametrize("network", NETWORKS)
def test_a_spectral_generator(network):
    for name, normalised in (("spectral", False), ("spectral+batch", True)):
        generator, _ = pair(network, generator_normalisation=name)
        kernels = [layer for layer in generator.layers if hasattr(layer, "kernel")]
        assert all(hasattr(layer, "u") for layer in kernels)
        batch = of_type(generator, keras.layers.BatchNormalization)
        assert bool(batch) == normalised


@pytest.mark.parametrize("latent_dim", [1, 6, 8])
def test_hierarchical_latents(latent_dim):
    """Two blocks: three chunks, the first takes what is left."""
    options = {"generator_normalisation": "conditional", "classes": 3}
    generator, _ = pair("resnet", TWICE, latent_dim, **options)
    size = latent_dim // 3
    assert generator.get_layer("g_project").input.shape[1] == latent_dim - 2 * size
    norms = of_type(generator, layers.ConditionalBatchNormalization)
    assert len(norms) == 4
    assert all(norm.input[1].shape[1] == latent_dim + size for norm in norms)
    assert len(of_type(generator, keras.layers.Embedding)) == 1


def test_each_chunk_and_the_label_reach_their_block():
    options = {"generator_normalisation": "conditional", "classes": 3}
    generator, _ = pair("resnet", TWICE, 7, **options)
    names = ("g_project", "g_condition_1", "g_condition_2")
    seen = [generator.get_layer(name).input for name in names]
    probe = keras.Model(generator.inputs, seen)
    latents = ops.reshape(ops.arange(7, dtype="float32"), (1, 7))
    first, (code, second), (same, third) = probe([latents, ops.ones((1,), "int32")])
    chunks = [numpy(x)[0].tolist() for x in (first, second, third)]
    assert chunks == [[0, 1, 2], [3, 4], [5, 6]]
    np.testing.assert_array_equal(numpy(code), numpy(same))
    labels = ops.convert_to_tensor(np.arange(3, dtype="int32"))
    images = numpy(generator([ops.ones((3, 7)), labels])).reshape(3, -1)
    assert len(np.unique(images, axis=0)) == 3


@pytest.mark.parametrize("network", CONVOLUTIONAL)
def test_at_the_end_a_grown_network_is_the_plain_one(network):
    options = {"attention": True, "classes": 2}
    grown, plain = (pair(network, TWICE, **options, growing=g) for g in (True, False))
    for ours, theirs in zip(grown, plain, strict=True):
        for layer in theirs.layers:
            layer.set_weights(ours.get_layer(layer.name).get_weights())
        layers.set_progress(ours, 1.0)
    for ours, theirs in zip(play(*grown, 2), play(*plain, 2), strict=True):
        np.testing.assert_array_equal(numpy(ours), numpy(theirs))
    layers.set_progress(grown[0], 0.5)
    half = numpy(play(*grown, 2)[0])
    assert np.abs(half - numpy(play(*plain, 2)[0])).max() > 1e-4


@pytest.mark.parametrize("network", CONVOLUTIONAL)
def test_at_the_start_only_the_smallest_resolution_is_seen(network):
    options = {"growing": True, "normalisation": "spectral"}
    generator, discriminator = pair(network, (16, 16, 1), **options)
    samples, logits = play(generator, discriminator)
    blocks = numpy(samples).reshape(4, 4, 4, 4, 4)  # n, row, inside, column, inside
    assert np.ptp(blocks, axis=(2, 4)).max() == 0
    assert np.ptp(blocks[:, :, 0, :, 0], axis=(1, 2)).min() > 0
    striped = samples + np.tile([[1.0], [-1.0]], (8, 16))[..., None].astype("float32")
    found = numpy(discriminator(striped))
    np.testing.assert_allclose(found, numpy(logits), rtol=1e-4, atol=1e-5)
    layers.set_progress(discriminator, 1.0)
    details = numpy(discriminator(striped)) - numpy(discriminator(samples))
    assert np.abs(details).min() > 1e-3


def test_keras_files_and_copies(tmp_path):
    players = pair("resnet", TWICE, **ALL, generator_normalisation="conditional")
    play(*players, 3, training=True)
    again = []
    for model in players:
        layers.set_progress(model, 0.6)
        model.save(tmp_path / f"{model.name}.keras")
        again.append(keras.models.load_model(tmp_path / f"{model.name}.keras"))
    before, after = (keras.tree.flatten(play(*p, 3)) for p in (players, again))
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(numpy(one), numpy(other))
    copy = keras.models.clone_model(players[0])
    copy.set_weights(players[0].get_weights())
    samples = play(copy, players[1], 3)[0]
    np.testing.assert_array_equal(numpy(samples), numpy(before[0]))
    for model in players:
        assert all(layer.name.startswith(model.name[0] + "_") for layer in model.layers)


def test_mixed_precision():
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        players = pair("dcgan", TWICE, **ALL, normalisation="spectral")
        outputs = keras.tree.flatten(play(*players, 3, training=True))
    finally:
        keras.config.set_dtype_policy("float32")
    for result in outputs:
        assert keras.backend.standardize_dtype(result.dtype) == "float32"
        assert np.isfinite(numpy(result)).all()


@pytest.mark.usefixtures("without_weights")
def test_options_that_are_off_change_nothing():
    off = {"attention": False, "growing": False, "auxiliary": 0}
    for network in CONVOLUTIONAL:
        for plain, same in zip(pair(network), pair(network, **off), strict=True):
            assert [x.name for x in plain.layers] == [x.name for x in same.layers]
            assert plain.count_params() == same.count_params()


def test_normalisations_are_of_kernels_of_features_or_of_both():
    spectral = [n for n in parts.GENERATOR_NORMALISATIONS if parts.is_spectral(n)]
    assert spectral == ["spectral", "spectral+batch", "spectral+conditional"]
    assert [parts.of_features(n) for n in spectral] == ["none", "batch", "conditional"]
    assert [parts.has_shift(n) for n in spectral] == [False, True, True]


def test_conditions_need_a_place():
    with pytest.raises(UserError, match="resnet generator alone"):
        parts.normalise(keras.Input((4,)), "conditional", "g_norm")
