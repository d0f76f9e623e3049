"""Gradient descent: derivatives, closed forms, and the bound on the step."""

import keras
import numpy as np
import pytest

from experiments.first_steps import descent_film
from experiments.first_steps.descent import BOWL, SADDLE, SURFACES, Descent
from ter_gan.errors import UserError

EACH = pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))


@EACH
def test_derivatives_agree_with_finite_differences(surface, rng):
    h = 1e-5
    for point in rng.uniform(-1.5, 1.5, (5, 2)):
        sides = [(point + e, point - e) for e in h * np.eye(2)]
        slopes = [(surface.value(a) - surface.value(b)) / (2 * h) for a, b in sides]
        curves = [
            (surface.gradient(a) - surface.gradient(b)) / (2 * h) for a, b in sides
        ]
        assert surface.gradient(point) == pytest.approx(np.array(slopes), abs=1e-6)
        assert surface.hessian(point) == pytest.approx(np.array(curves), abs=1e-5)


@EACH
def test_stars_are_minima(surface):
    for minimum in surface.minima:
        assert surface.gradient(minimum) == pytest.approx([0, 0])
        assert np.linalg.eigvalsh(surface.hessian(minimum)).min() > 0


@EACH
@pytest.mark.parametrize("share, converges", [(0.98, True), (1.02, False)])
def test_the_step_decides_beside_the_minimum(surface, share, converges):
    start = surface.minima[0] + [1e-4, 1e-4]
    step = share * surface.largest_step()
    path = Descent(step).path(surface.gradient, start, 300)
    distances = np.linalg.norm(path - surface.minima[0], axis=1)
    # The slowest direction of the valley needs longer; the steepest decides.
    steepest = np.linalg.eigh(surface.hessian(surface.minima[0]))[1][:, -1]
    along = abs((path - surface.minima[0]) @ steepest)
    assert (along[-1] < 0.05 * along[0]) == converges
    assert (distances.max() > 2 * distances[0]) != converges


def test_plain_descent_on_the_bowl_has_its_closed_form():
    path = Descent(0.05).path(BOWL.gradient, (2.0, 1.0), 10)
    t = np.arange(11)
    assert path[:, 0] == pytest.approx(2 * (1 - 0.05) ** t)
    assert path[:, 1] == pytest.approx((1 - 0.5) ** t)


@pytest.mark.parametrize(
    "descent, optimizer",
    [
        (Descent(0.1), keras.optimizers.SGD(0.1)),
        (Descent(0.05, 0.9), keras.optimizers.SGD(0.05, momentum=0.9)),
        (Descent(0.1, adam=True), keras.optimizers.Adam(0.1)),
    ],
    ids=["plain", "momentum", "adam"],
)
def test_moves_are_those_of_keras(descent, optimizer):
    path = descent.path(SADDLE.gradient, SADDLE.start, 20)
    variable = keras.Variable(np.array(SADDLE.start, "float32"))
    optimizer.build([variable])
    for expected in path[1:]:
        here = keras.ops.convert_to_numpy(variable.value).astype("float64")
        slope = keras.ops.convert_to_tensor(SADDLE.gradient(here).astype("float32"))
        optimizer.apply([slope], [variable])
        found = keras.ops.convert_to_numpy(variable.value)
        assert found == pytest.approx(expected, abs=2e-4)


@EACH
def test_names_say_what_happens(surface):
    lowest = surface.value(surface.minima[0])
    ends = {k: surface.value(surface.path(k)[-1]) - lowest for k in surface.descents}
    assert ends["good step"] < 1e-2
    assert ends["step too small"] > 10 * ends["good step"]
    assert ends["step too large"] > 10 * ends["good step"]
    assert surface.descents["step too large"].step > surface.largest_step()
    assert surface.descents["good step"].step < surface.largest_step()


def test_a_frame_shows_the_point_and_its_value():
    film = descent_film.film("bowl", steps=10)
    film.update(len(film) - 1)
    path = BOWL.path("good step")
    axes = film.figure.axes[1]
    assert axes.lines[-1].get_xydata()[0] == pytest.approx(path[10])
    assert f"f = {BOWL.value(path[10]):.3g}" in axes.get_title()
    arrow = axes.collections[-1]
    direction = np.array([arrow.U[0], arrow.V[0]])
    downhill = -BOWL.gradient(path[10])
    assert np.cross([*direction, 0], [*downhill, 0])[2] == pytest.approx(0, abs=1e-9)
    assert direction @ downhill > 0


def test_unknown_names_are_named():
    with pytest.raises(UserError, match="Known: bowl, saddle, valley"):
        descent_film.film("hill")
    with pytest.raises(UserError, match="Unknown descent"):
        BOWL.path("newton")
