import keras
import numpy as np
import pytest

from ter_gan import losses
from ter_gan.errors import UserError
from ter_gan.film import look as looking
from ter_gan.film.look import Look, facts, steepest_plane
from ter_gan.models.gan import GAN
from ter_gan.points.datasets import load
from tests.film.films import built, tiny

RING = load("ring")


def linear(weights, columns=2):
    """A network without bias that multiplies its input by `weights`."""
    x = keras.Input((len(weights),))
    network = keras.Model(x, keras.layers.Dense(columns, use_bias=False)(x))
    network.set_weights([np.array(weights, "float32")])
    return network


def known_gan(generator=((1.0, 0.0), (0.0, 2.0)), critic=(3.0, 4.0), **options):
    critic = linear([[w] for w in critic], 1)
    return GAN(linear(generator), critic, **{"loss": "wasserstein"} | options)


def test_a_linear_gan_is_seen_as_it_is():
    gan = known_gan()
    arrays, numbers = Look(gan, RING)(gan)
    generated = arrays["generated"]
    assert generated.shape == (512, 2)
    np.testing.assert_allclose(generated.std(axis=0), [1, 2], rtol=0.1)
    np.testing.assert_allclose(arrays["descent"], np.tile([3, 4], (128, 1)), rtol=1e-4)
    np.testing.assert_allclose(arrays["slope"], np.tile([3, 4], (128, 1)), rtol=1e-4)
    assert numbers["generator_slope"] == pytest.approx(5, rel=1e-4)
    real = RING.validation.x[:512] @ [3, 4]
    fake = generated @ [3, 4]
    assert numbers["d_real"] == pytest.approx(real.mean(), abs=1e-3)
    assert numbers["d_loss"] == pytest.approx(fake.mean() - real.mean(), abs=1e-3)
    assert numbers["g_loss"] == pytest.approx(-fake.mean(), abs=1e-3)


def test_rows_of_the_heatmap_go_up_and_columns_to_the_right():
    gan = known_gan(loss="hinge")
    look = Look(gan, RING)
    logits = look(gan)[0]["logits"]
    x0, x1, y0, y1 = look.box
    assert logits[0, 0] == pytest.approx(3 * x0 + 4 * y0, rel=1e-4)
    assert logits[0, -1] == pytest.approx(3 * x1 + 4 * y0, abs=1e-3)
    assert logits[-1, 0] == pytest.approx(3 * x0 + 4 * y1, abs=1e-3)


def test_a_free_offset_of_the_critic_does_not_show():
    frames = []
    for offset in (0.0, 50.0):
        gan = known_gan()
        x = keras.Input((2,))
        gan.discriminator = keras.Model(x, gan.discriminator(x) + offset)
        frames.append(Look(gan, RING)(gan)[0]["logits"])
    np.testing.assert_allclose(*frames, atol=1e-4)
    free = {
        name for name, loss in losses.LOSSES.items() if looking.offset_is_free(loss)
    }
    assert free == {"wasserstein", "relativistic-average", "relativistic-paired"}


def test_packs_are_copies_of_a_point():
    gan = known_gan(critic=(3.0, 4.0, 1.0, 2.0), loss="hinge", pack=2)
    look = Look(gan, RING)
    arrays, _ = look(gan)
    x0, _, y0, _ = look.box
    assert arrays["logits"][0, 0] == pytest.approx(4 * x0 + 6 * y0, rel=1e-4)
    np.testing.assert_allclose(arrays["slope"], np.tile([4, 6], (128, 1)), rtol=1e-4)
    # a sample is first or second in its pack: two samples share a judgement
    expected = 2 * np.tile([[3, 4], [1, 2]], (64, 1))
    np.testing.assert_allclose(arrays["descent"], expected, rtol=1e-4)
    assert "pack of 2 copies" in facts(gan, RING, tiny())["heatmap"]


@pytest.mark.parametrize("latent, extent", [("normal", 3), ("uniform", 1)])
def test_the_manifold_is_the_image_of_a_grid(latent, extent):
    gan = known_gan(latent=latent)
    manifold = Look(gan, RING)(gan)[0]["manifold"]
    assert manifold.shape == (21, 21, 2)
    side = np.linspace(-extent, extent, 21)
    np.testing.assert_allclose(manifold[0, :, 0], side, atol=1e-5)
    np.testing.assert_allclose(manifold[:, 0, 1], 2 * side, atol=1e-5)


def test_one_latent_gives_a_line():
    gan = known_gan(generator=((1.0, 2.0),))
    manifold = Look(gan, RING)(gan)[0]["manifold"]
    assert manifold.shape == (1, 101, 2)
    np.testing.assert_allclose(manifold[0, [0, -1]], [[-3, -6], [3, 6]], atol=1e-5)
    assert facts(gan, RING, tiny())["manifold"]["kind"] == "line"


def test_many_latents_give_the_plane_where_most_happens(rng):
    """Latents 3 and 5 alone matter: 5 moves x, 3 moves y."""
    weights = 0.001 * rng.normal(size=(6, 2))
    weights[3, 1], weights[5, 0] = 1.0, 2.0
    gan = known_gan(generator=weights)
    latents = rng.normal(size=(16, 6)).astype("float32")
    plane = steepest_plane(lambda z: z @ weights.astype("float32"), latents)
    np.testing.assert_allclose(plane, np.eye(6)[[5, 3]], atol=0.01)
    np.testing.assert_allclose(plane @ plane.T, np.eye(2), atol=1e-5)
    manifold = Look(gan, RING)(gan)[0]["manifold"]
    np.testing.assert_allclose(manifold[0, :, 0], 2 * np.linspace(-3, 3, 21), atol=0.05)
    about = facts(gan, RING, tiny())["manifold"]
    assert about["kind"] == "pca" and "6 latents" in about["text"]


def test_a_generator_that_broke_is_filmed_too():
    gan = known_gan(generator=np.full((6, 2), np.nan))
    arrays, numbers = Look(gan, RING)(gan)
    assert np.isnan(arrays["generated"]).all()
    assert numbers["modes_covered"] == 0


def test_models_with_labels_have_no_heatmap():
    recipe = tiny(model="cgan")
    gan, _, dataset, _ = built(recipe)
    arrays, numbers = Look(gan, dataset)(gan)
    assert "logits" not in arrays
    assert arrays["descent"].shape == (128, 2)
    assert np.isfinite(list(numbers.values())).all()
    about = facts(gan, dataset, recipe)
    assert about["heatmap"].startswith("No heatmap")
    assert "class (1, 0)" in about["manifold"]["text"]
    assert about["networks"]["G"][0] == "noise 2, label"
    assert about["networks"]["D"][1:] == ["dense 8 leaky relu"] * 2 + ["logit"]


def test_arrows_point_down_the_generators_loss():
    """Against finite differences, on a curved loss and a curved D."""
    gan, _, dataset, _ = built(tiny())
    look = Look(gan, dataset)
    arrays, numbers = look(gan)
    moved = arrays["generated"].copy()
    moved[7, 0] += 0.01
    shift = looking.losses(gan, *look._judge(gan, moved))["g_loss"] - numbers["g_loss"]
    assert -512 * shift / 0.01 == pytest.approx(arrays["descent"][7, 0], rel=0.1)


def test_the_facts():
    recipe = tiny(loss="hinge")
    gan, _, dataset, _ = built(recipe)
    about = facts(gan, dataset, recipe, "a command")
    assert about["networks"] == {
        "G": ["noise 2", "dense 8 relu", "dense 8 relu", "points 2"],
        "D": ["points 2", "dense 8 leaky relu", "dense 8 leaky relu", "logit"],
    }
    assert about["equilibrium"] == [2.0, 0.0] and about["probability"] is False
    assert about["modes"] == 8 and about["command"] == "a command"
    assert 0 < about["floor"]["energy_distance"] < 1e-3
    assert facts(gan, load("spiral"), recipe)["modes"] is None


def test_other_dimensions_are_refused():
    with pytest.raises(UserError, match=r"gaussian_1d has samples of shape \(1,\)"):
        Look(known_gan(), load("gaussian_1d"))
