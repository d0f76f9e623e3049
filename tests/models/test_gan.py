import keras
import numpy as np
import pytest

from ter_gan import backends, layers
from ter_gan.errors import UserError
from ter_gan.models import parts
from ter_gan.models.gan import GAN, WeightClip
from ter_gan.models.lens import packed
from tests import helpers
from tests.helpers import array
from tests.models.gan_test import fit


def gan(pack=1, dropout=0.0, batch_norm=False, **options):
    keras.utils.set_random_seed(0)
    networks = helpers.tiny_networks(pack=pack, dropout=dropout, batch_norm=batch_norm)
    return helpers.compiled(GAN(*networks, pack=pack, **options))


@pytest.fixture
def batch(rng):
    return rng.normal(size=(12, 2)).astype("float32")


class Spy:
    """Stands before a discriminator and remembers what it was shown."""

    def __init__(self, model):
        self.shown, self.call = [], model.discriminator.call
        model.discriminator.call = self

    def __call__(self, inputs, training=None, mask=None):
        self.shown.append(keras.ops.convert_to_numpy(inputs))
        return self.call(inputs, training=training)


@pytest.mark.skipif(keras.backend.backend() == "jax", reason="needs eager steps")
def test_each_critic_step_sees_other_real_samples(batch):
    model = gan(critic_steps=3)
    spy = Spy(model)
    model.adversarial_step(batch)
    reals = [
        shown for shown in spy.shown if any((shown[0] == row).all() for row in batch)
    ]
    # The three critic steps, then the generator's step on the last one's.
    np.testing.assert_array_equal(np.concatenate(reals[:3]), batch)
    np.testing.assert_array_equal(reals[3], reals[2])


@pytest.mark.parametrize("player", ["generator", "discriminator"])
def test_one_player_moves_and_the_other_keeps_all_its_state(player, batch):
    model = gan(batch_norm=True)
    other = {"generator": "discriminator", "discriminator": "generator"}[player]
    setattr(model, f"_move_{other}", lambda *arguments: None)
    before = {name: helpers.weights(net) for name, net in model.players.items()}
    fit(model, batch)
    assert not helpers.same(helpers.weights(model.players[player]), before[player])
    assert helpers.same(helpers.weights(model.players[other]), before[other])


def test_average_follows_the_generator_batch_norm_included(batch):
    model = gan(batch_norm=True, average=0.5)
    before = helpers.weights(model.generator)
    fit(model, batch, steps=1)
    decay = min(0.5, 2 / 11)  # one step done
    after = helpers.weights(model.generator)
    expected = [decay * b + (1 - decay) * a for a, b in zip(after, before)]
    for mean, value in zip(helpers.weights(model.averaged_generator), expected):
        np.testing.assert_allclose(mean, value, rtol=1e-5, atol=1e-7)
    assert len(after) > len(model.generator.trainable_variables)


def test_average_is_what_generates(batch):
    model = gan(average=0.9)
    fit(model, batch, steps=5)
    assert not np.allclose(model.generate(3), model.generate(3, averaged=False))


def test_weights_are_clipped_at_each_update(batch):
    model = gan(loss="wasserstein", weight_clip=0.01)
    fit(model, batch)
    largest = max(np.abs(w).max() for w in helpers.weights(model.discriminator))
    assert largest == pytest.approx(0.01)
    assert max(np.abs(w).max() for w in helpers.weights(model.generator)) > 0.01


def test_weight_clip_closed_form():
    clipped = WeightClip(0.5)(np.array([-2.0, 0.1, 3.0], "float32"))
    np.testing.assert_allclose(keras.ops.convert_to_numpy(clipped), [-0.5, 0.1, 0.5])


def test_packed_joins_consecutive_samples_along_channels():
    samples = np.arange(16, dtype="float32").reshape(4, 2, 1, 2)
    result = keras.ops.convert_to_numpy(packed(samples, 2))
    assert result.shape == (2, 2, 1, 4)
    np.testing.assert_array_equal(result[0, ..., :2], samples[0])
    np.testing.assert_array_equal(result[0, ..., 2:], samples[1])
    np.testing.assert_array_equal(result[1, ..., 2:], samples[3])


def test_instance_noise_fades_to_nothing(batch):
    model = gan(instance_noise=1.0, instance_noise_steps=4)
    levels = []
    for _ in range(3):
        levels.append(
            float(model.lens.noise_left(model.discriminator_optimizer.iterations))
        )
        fit(model, batch)
    np.testing.assert_allclose(levels, [1.0, 0.5, 0.0])


def test_networks_grow_with_the_generators_steps(batch):
    z, dense = keras.Input((3,)), keras.layers.Dense
    fade_in = layers.FadeIn(1, 2, name="g_fade_in")([dense(2)(z), dense(2)(z)])
    _, discriminator = helpers.tiny_networks()
    generator = keras.Model(z, fade_in)
    rules = {"growing_steps": 2, "average": 0.9}
    model = helpers.compiled(GAN(generator, discriminator, **rules))
    for expected in (0.0, 0.5, 1.0, 1.0):
        fit(model, batch, steps=1)
        for network in (model.generator, model.averaged_generator):
            assert array(network.get_layer("g_fade_in").progress) == expected


def test_same_seed_same_samples_and_another_seed_others():
    model = gan()
    first = model.generate(4, seed=1)
    np.testing.assert_array_equal(first, model.generate(4, seed=1))
    assert not np.allclose(first, model.generate(4, seed=2))


def test_batches_do_not_change_what_is_generated():
    model = gan(batch_norm=True)
    np.testing.assert_allclose(
        model.generate(7, batch_size=2), model.generate(7, batch_size=256), rtol=1e-5
    )


def test_each_step_draws_new_noise(batch):
    model = gan()
    before = array(model.seed_generator.state)
    fit(model, batch)
    assert not np.array_equal(before, array(model.seed_generator.state))


def test_labels_without_classes_are_refused():
    with pytest.raises(UserError, match="trained without labels"):
        gan().generate(3, labels=1)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"loss": "wasserstein", "penalty": "wgan-gp", "weight_clip": 0.1}, "keep one"),
        ({"loss": "hinge", "label_smoothing": 0.1}, "no labels to smooth"),
        ({"latent": "cauchy"}, "Unknown latent distribution"),
        ({"penalty": "r9"}, "Unknown penalty"),
    ],
)
def test_combinations_that_make_no_sense_say_why(options, message):
    with pytest.raises(UserError, match=message):
        gan(**options)


def test_networks_that_disagree_about_labels_are_refused():
    with pytest.raises(ValueError, match="labels too"):
        GAN(*helpers.tiny_networks(), classes=3)


def test_compile_wants_an_optimizer_for_each_player():
    model = GAN(*helpers.tiny_networks())
    with pytest.raises(ValueError, match="discriminator_optimizer.*Received"):
        model.compile(generator_optimizer="adam")


def test_state_of_another_model_is_refused():
    state = gan(batch_norm=True).state()
    with pytest.raises(ValueError, match="belongs to another model"):
        gan().load_state(state)


def test_several_steps_in_one_batch_are_those_steps(rng):
    """A loop inside the graph moves the weights as steps one by one do."""
    samples = rng.normal(size=(3, 8, 2)).astype("float32")
    one_by_one, together = gan(critic_steps=2), gan(critic_steps=2)
    for model, steps in ((one_by_one, 1), (together, 3)):
        model.compile(
            steps_per_batch=steps,
            jit_compile=True,  # XLA draws other noise than TensorFlow without it
            generator_optimizer=helpers.adam(),
            discriminator_optimizer=helpers.adam(),
        )
    for batch in samples:
        logs = fit(one_by_one, batch, steps=1)
    fit(together, samples.reshape(24, 2), steps=1)
    for name in one_by_one.players:
        pairs = zip(
            helpers.weights(one_by_one.players[name]),
            helpers.weights(together.players[name]),
        )
        for first, second in pairs:
            np.testing.assert_allclose(first, second, rtol=1e-4, atol=1e-6)
    assert int(together.discriminator_optimizer.iterations) == 6
    assert np.isfinite(list(logs.values())).all()


@pytest.mark.skipif(keras.backend.backend() == "jax", reason="needs eager steps")
def test_an_unrolled_discriminator_is_where_its_own_steps_lead(batch):
    """Two foreseen steps are two steps of gradient descent on D's loss."""
    model = gan(unrolled_steps=2, unrolled_rate=0.5)
    twin = gan()
    real, fake = (keras.ops.convert_to_tensor(x) for x in (batch, batch[::-1] + 1))
    variables = twin.discriminator.trainable_variables
    for _ in range(2):
        twin_loss = lambda: twin.loss_fn(  # noqa: E731
            twin.discriminator(real), twin.discriminator(fake)
        )[0]
        backends.minimize(twin_loss, variables, keras.optimizers.SGD(0.5))
    ahead, _ = model._critic_ahead(real, fake, None)(real)
    np.testing.assert_allclose(ahead, twin.discriminator(real), rtol=1e-5, atol=1e-6)
    before = array(model.discriminator.trainable_variables[0])
    assert not np.allclose(before, array(variables[0]))  # and it stands still itself


def test_unrolling_changes_what_the_generator_learns(batch):
    plain, unrolled = gan(), gan(unrolled_steps=3, unrolled_rate=0.5)
    for model in (plain, unrolled):
        fit(model, batch, steps=3)
        assert np.isfinite(model.generate(4)).all()
    assert not np.allclose(plain.generate(4), unrolled.generate(4))


def test_several_discriminators_learn_apart_and_judge_together(batch):
    keras.utils.set_random_seed(0)
    generator, _ = helpers.tiny_networks()
    several = parts.several(lambda: helpers.tiny_networks()[1], 3)
    model = helpers.compiled(GAN(generator, several))
    before = helpers.weights(several)
    fit(model, batch)
    logits = several(batch)
    assert tuple(logits.shape) == (12, 3)
    assert np.ptp(keras.ops.convert_to_numpy(logits), axis=1).min() > 0
    assert all((a != b).any() for a, b in zip(before, helpers.weights(several)))
    mean = keras.ops.convert_to_numpy(logits).mean(axis=1, keepdims=True)
    np.testing.assert_allclose(model.logits(batch), mean, rtol=1e-5, atol=1e-6)
    with pytest.raises(UserError, match="--discriminators 1"):
        GAN(generator, several, penalty="r1")


def test_a_keras_file_keeps_the_probability_of_ada(tmp_path):
    model = gan(augmentation="ada")
    model.augment_probability.assign(0.25)
    model.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")
    assert float(again.lens.probability) == 0.25


def test_ada_asks_what_a_logit_says(batch):
    """With least squares D is undecided at 1/2; with differences it has no zero."""
    adapted = []
    for loss in ("least-squares", "hinge"):
        model = gan(loss=loss, augmentation="ada", ada_images=100)
        model.lens.adapt = adapted.append
        model.update = lambda player, loss: loss()
        model._shown = lambda samples, noise: samples
        model._verdict = lambda samples, labels: (keras.ops.full((12, 1), 0.5), None)
        model._move_discriminator(batch, None, model.noise)
    assert [float(logits[0, 0]) for logits in adapted] == [0.0, 0.5]
    for loss in ("wasserstein", "relativistic-average", "relativistic-paired"):
        with pytest.raises(UserError, match="--augment ada asks"):
            gan(loss=loss, augmentation="ada")
