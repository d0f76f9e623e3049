import keras
import numpy as np
import pytest
from keras import layers, ops

from ter_gan.errors import UserError
from ter_gan.models.auxiliary import ClassOf, CodesOf
from ter_gan.models.gan import GAN
from ter_gan.models.noise import Latents
from tests import helpers
from tests.models.gan_test import fit


def number(x):
    return float(ops.convert_to_numpy(x))


def test_guessing_the_class_costs_its_logarithm_and_knowing_it_nothing():
    labels = np.array([0, 2, 1], "int32")
    guess = np.zeros((3, 4), "float32")
    sure = 50 * np.eye(4, dtype="float32")[labels]
    assert number(ClassOf().of_real(guess, labels)) == pytest.approx(np.log(4))
    assert number(ClassOf().of_fake(sure, labels, None)) == pytest.approx(0, abs=1e-6)
    assert number(ClassOf().of_real(sure, labels[::-1].copy())) > 10


def test_guessing_the_codes_costs_what_the_docstring_says():
    latents = Latents(10, categories=4, codes=3)
    question = CodesOf(latents)
    drawn = latents.array(20_000, seed=1)
    guess = np.zeros((len(drawn), 7), "float32")
    cost = number(question.of_fake(guess, None, drawn))
    assert cost == pytest.approx(np.log(4) + 3 / 6, abs=0.01)
    right = drawn[:, :7] * np.array([50] * 4 + [1] * 3, "float32")
    assert number(question.of_fake(right, None, drawn)) == pytest.approx(0, abs=1e-6)
    assert question.of_real(guess, None) == 0


def networks(answers, labelled):
    """A generator, and a discriminator with a second output."""
    z = keras.Input((6,))
    inputs, features = z, z
    if labelled:
        label = keras.Input((), dtype="int32")
        code = layers.Embedding(3, 2)(label)
        inputs, features = [z, label], layers.Concatenate()([z, code])
    hidden = layers.Dense(16, activation="relu")(features)
    generator = keras.Model(inputs, layers.Dense(2, name="g_out")(hidden))
    x = keras.Input((2,))
    h = layers.Dense(16, activation="leaky_relu", name="d_dense")(x)
    outputs = [
        layers.Dense(1, name="d_logit")(h),
        layers.Dense(answers, name="d_auxiliary")(h),
    ]
    return generator, keras.Model(x, outputs, name="discriminator")


def test_the_plain_discriminator_shares_its_layers_and_is_what_others_see():
    gan = GAN(*networks(3, labelled=True), classes=3)
    assert len(gan.discriminator.outputs) == 1 and not gan.judges_labels
    assert gan.discriminator.get_layer("d_dense") is gan.full_discriminator.get_layer(
        "d_dense"
    )
    assert gan.players["discriminator"] is gan.full_discriminator
    assert gan.logits(np.zeros((4, 2)), np.zeros(4, int)).shape == (4, 1)


@pytest.mark.parametrize(
    "options, labelled",
    [({"classes": 3}, True), ({"categories": 3}, False)],
    ids=["acgan", "infogan"],
)
def test_the_answer_is_learned_by_both_players(options, labelled, rng):
    """Three clusters: class or category k shall become cluster k, or one of them."""
    keras.utils.set_random_seed(0)
    gan = GAN(*networks(3, labelled), auxiliary_weight=1.0, **options)
    gan.compile(
        generator_optimizer=helpers.adam(1e-2),
        discriminator_optimizer=helpers.adam(1e-2),
    )
    labels = np.arange(96, dtype="int32") % 3
    centres = np.array([[1, 0], [-0.5, 0.9], [-0.5, -0.9]], "float32")
    real = centres[labels] + rng.normal(0, 0.05, (96, 2)).astype("float32")
    data = (real, labels) if labelled else real
    first = fit(gan, data, steps=1)["auxiliary"][0]
    last = fit(gan, data, steps=300)
    final = fit(gan, data, steps=20)["auxiliary"][0]
    assert first > 0.6 * np.log(3)
    assert final < 0.3 * first, (first, last)


def test_no_auxiliary_number_without_a_second_output():
    gan = helpers.compiled(GAN(*helpers.tiny_networks()))
    assert "auxiliary" not in fit(gan, np.zeros((4, 2), "float32"))


def test_codes_need_room():
    with pytest.raises(UserError, match="leave no noise"):
        GAN(*networks(6, labelled=False), categories=6)
