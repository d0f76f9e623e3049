"""The Dirac-GAN: its derivatives, and the theorems about who converges."""

import numpy as np
import pytest
from keras import ops

from experiments.first_steps import dirac_film
from experiments.first_steps.dirac import CASES, PENALTIES, SLOPES, DiracGAN
from ter_gan import backends, losses, penalties
from ter_gan.errors import UserError


def radii(path):
    return np.hypot(*path.T)


def tensor(value):
    return ops.convert_to_tensor(np.array(value, "float32"))


@pytest.mark.parametrize("name", SLOPES)
@pytest.mark.parametrize("t", [-2.0, -0.3, 0.0, 1.7])
def test_slopes_are_those_of_the_losses(name, t):
    """d loss / d logit of the generated point, by the backend's autodiff."""
    real = tensor([[0.0]])
    for player, found in enumerate(SLOPES[name]):

        def paid(fake, player=player):
            return losses.get(name)(real, fake)[player]

        slope = backends.gradient(paid, tensor([[t]]))
        expected = float(ops.convert_to_numpy(slope)[0, 0])
        assert float(found(np.float64(t))) == pytest.approx(expected)


@pytest.mark.parametrize("name", [name for name in PENALTIES if name])
@pytest.mark.parametrize("psi", [-1.5, 0.4, 2.0])
def test_penalties_are_those_of_the_library(name, psi):
    """The derivative of the penalty of D(x) = ψx with respect to ψ."""

    class Half:
        def uniform(self, shape):
            return 0.5 * ops.ones(shape)

    def value(slope):
        real, fake = tensor([[0.0]]), tensor([[1.3]])
        found = penalties.get(name)(lambda x: slope * x, real, fake, Half())
        return float(ops.convert_to_numpy(found))

    expected = (value(psi + 1e-2) - value(psi - 1e-2)) / 2e-2
    assert float(PENALTIES[name](np.float64(psi))) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("rate", [0.1, 0.5])
def test_simultaneous_wasserstein_grows_by_a_known_factor(rate):
    gan = DiracGAN("wasserstein", alternating=False, rate=rate)
    r = radii(gan.path(steps=50))
    assert r[1:] / r[:-1] == pytest.approx(np.sqrt(1 + rate**2) * np.ones(50))


def test_simultaneous_minimax_grows_by_the_slope_at_its_logit():
    gan = DiracGAN("minimax", alternating=False, rate=0.2)
    path = gan.path(steps=100)
    slope = SLOPES["minimax"][0](path[:-1].prod(axis=1))
    r = radii(path)
    assert r[1:] / r[:-1] == pytest.approx(np.sqrt(1 + (0.2 * slope) ** 2))


def test_alternating_wasserstein_stays_on_an_ellipse():
    """The step is symplectic: θ² + ψ² − hθψ is conserved."""
    path = DiracGAN("wasserstein", rate=0.3).path(steps=2000)
    theta, psi = path.T
    conserved = theta**2 + psi**2 - 0.3 * theta * psi
    assert conserved == pytest.approx(conserved[0] * np.ones(2001), rel=1e-9)


def test_alternating_minimax_stays_between_two_circles():
    r = radii(DiracGAN().path(steps=5000))
    assert r.min() > 1.2 and r.max() < 1.5


def test_r1_converges_at_a_known_rate():
    """Near (0, 0) the step is linear; its eigenvalues give the rate."""
    gan = DiracGAN(penalty="r1", weight=1.0, rate=0.2)
    h, f = 0.2, 0.5  # sigmoid(0)
    psi = np.array([-h * f, 1 - h])  # of (θ, ψ)
    step = np.array([np.array([1.0, 0.0]) + h * f * psi, psi])
    fastest = max(abs(np.linalg.eigvals(step)))
    r = radii(gan.path((0.1, 0.1), steps=300))
    assert r[-1] < 1e-6
    assert (r[300] / r[200]) ** (1 / 100) == pytest.approx(fastest, abs=5e-3)
    assert radii(DiracGAN(weight=0.0, penalty="r1").path(steps=300))[-1] > 1


def test_non_saturating_comes_nearer_ever_more_slowly():
    """In continuous time d(r²)/dt = −2 t tanh(t/2) ≤ 0, of fourth order in r."""
    gan = DiracGAN("non-saturating")
    for theta, psi in np.random.default_rng(0).normal(size=(20, 2)):
        u, v = gan.field(theta, psi)
        t = theta * psi
        assert 2 * (theta * u + psi * v) == pytest.approx(-2 * t * np.tanh(t / 2))
    r = radii(gan.path(steps=4000))
    assert r[4000] < r[400] < r[40] < r[0]
    assert r[4000] > 0.05  # R1 is at 0 since long
    assert r[4000] / r[3600] > r[800] / r[400]


@pytest.mark.parametrize(
    "name", ["Wasserstein, clipped", "Wasserstein + WGAN-GP", "minimax, alternating"]
)
def test_what_does_not_converge_goes_on_for_ever(name):
    path = CASES[name].path(steps=3000)
    r = radii(path[-500:])
    assert r.min() > 0.2 and r.max() < 2
    assert path[-500:, 0].min() < -0.2 and path[-500:, 0].max() > 0.2


def test_clipping_keeps_the_discriminator_within():
    path = DiracGAN("wasserstein", clip=0.5).path(steps=100)
    assert abs(path[1:, 1]).max() == 0.5
    free = DiracGAN("wasserstein").path(steps=100)
    assert abs(free[1:, 1]).max() > 0.5


def test_alternating_answers_to_the_new_discriminator():
    theta, psi = DiracGAN("wasserstein", rate=0.1).step(1.0, 1.0)
    assert (theta, psi) == pytest.approx((1.09, 0.9))
    both = DiracGAN("wasserstein", alternating=False, rate=0.1).step(1.0, 1.0)
    assert both == pytest.approx((1.1, 0.9))


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"loss": "hinge"}, "Unknown loss"),
        ({"penalty": "r3"}, "Unknown penalty"),
        ({"rate": 0.0}, "rate must be above 0"),
        ({"clip": -1.0}, "clip must be above 0"),
    ],
)
def test_mistakes_are_named(wrong, words):
    with pytest.raises(UserError, match=words):
        DiracGAN(**wrong)


def test_words_above_the_panels_are_true():
    ends = {name: radii(gan.path(steps=250))[-1] for name, gan in CASES.items()}
    start = np.sqrt(2)
    for name, words in dirac_film.ENDS.items():
        moved = ends[name] / start
        if "out" in words:
            assert moved > 1.5
        elif words == "converges":
            assert moved < 1e-3
        elif "inwards" in words or "smaller" in words:
            assert 0.1 < moved < 0.6
        else:
            assert words == "circles for ever" and 0.8 < moved < 1.2


def test_the_film_shows_the_path_of_each_case():
    film = dirac_film.film(steps=30)
    film.update(len(film) - 1)
    lines = [axes.lines[1].get_xydata() for axes in film.figure.axes[:8]]
    for gan, line in zip(CASES.values(), lines):
        assert line == pytest.approx(gan.path(dirac_film.START, 30))
