"""What was varied is found, and what is joined by a line."""

import pytest

from ter_gan.comparison import sweep
from ter_gan.comparison.plots import curves, means
from ter_gan.comparison.trained import Trained, differing, shared

RECIPE = {"model": "gan", "width": 8, "latent_dim": 2, "loss": "hinge", "seed": 0}


def trained(parameters=100, rows=(), chosen=(), **fields):
    counts = {"generator": parameters, "discriminator": 50}
    recipe = RECIPE | fields
    rows, chosen = list(rows), dict(chosen)
    return Trained("a", recipe, chosen, "1", counts, 10, 640, 64, rows, None)


def test_only_fields_that_differ_are_named():
    runs = [trained(), trained(width=16, seed=1)]
    assert differing(runs) == {"width": (8, 16), "seed": (0, 1)}
    assert shared(runs) == {"model": "gan", "latent_dim": 2, "loss": "hinge"}
    assert differing([trained(), trained()]) == {}


def test_one_numeric_field_is_the_sweep_and_seeds_are_repetitions():
    found = sweep.find([trained(latent_dim=d, seed=s) for d in (2, 8) for s in (0, 1)])
    assert (found.name, found.values) == ("latent_dim", (2, 2, 8, 8))
    assert found.groups == {"": [0, 1, 2, 3]} and found.joined


def test_what_is_no_number_makes_groups():
    runs = [trained(width=w, loss=loss) for w in (8, 16) for loss in ("a", "b")]
    assert sweep.find(runs).groups == {"a": [0, 2], "b": [1, 3]}


def test_several_numeric_fields_leave_the_parameters():
    alike = trained(100, generator_width=0, chosen={"generator_width": 8})
    sizes = [alike, trained(200, width=16, generator_width=3)]
    found = sweep.find(sizes)
    assert (found.name, found.values) == ("parameters", (150, 250))
    assert found.joined
    more = sweep.find([trained(100), trained(200, width=16, latent_dim=8)])
    assert more.name == "parameters" and not more.joined


def test_a_choice_that_was_left_open_stands_where_the_run_took_it():
    runs = [
        trained(steps_per_epoch=n, chosen={"steps_per_epoch": n or 900})
        for n in (0, 300)
    ]
    assert differing(runs) == {"steps_per_epoch": (900, 300)}
    assert sweep.find(runs).values == (900, 300)
    same = [
        trained(steps_per_epoch=n, chosen={"steps_per_epoch": 300}) for n in (0, 300)
    ]
    assert differing(same) == {} and sweep.find(same) is None


def test_nothing_is_drawn_against_a_choice_that_nobody_knows():
    runs = [trained(max_length=n) for n in (0, 20)]
    assert differing(runs) == {"max_length": ("the corpus decides", 20)}
    assert sweep.find(runs) is None
    shown = shared([trained(steps_per_epoch=0), trained(steps_per_epoch=0, seed=1)])
    assert shown["steps_per_epoch"] == "one pass over the data"


def test_equal_sizes_are_no_sweep():
    assert sweep.find([trained(), trained(seed=1)]) is None
    assert sweep.find([trained(), trained(loss="b")]) is None


def test_lines_go_through_the_means_of_seeds_from_left_to_right():
    assert means([(8, 1.0), (2, 5.0), (8, 3.0)]) == [(2, 5.0), (8, 2.0)]


def test_curves_stand_over_the_samples_seen():
    rows = [{"epoch": e, "g_loss": float(e), "minutes": e} for e in (1, 2, 3)]
    assert trained(rows=rows).curve("g_loss") == [(64, 1), (128, 2), (192, 3)]
    assert trained(rows=rows).curve("penalty") == []
    (svg,) = curves([trained(rows=rows), trained()])
    assert "g_loss" in svg and svg.count("<circle") == 3
    assert curves([trained(rows=rows[:1])]) == []


def test_numbers_that_are_not_finite_are_not_drawn():
    rows = [
        {"epoch": e, "g_loss": v} for e, v in ((1, 1.0), (2, float("nan")), (3, 2.0))
    ]
    (svg,) = curves([trained(rows=rows)])
    assert svg.count("<circle") == 2 and "nan" not in svg


def test_time_is_that_of_the_epochs_and_unknown_before_the_first():
    rows = [
        {"epoch": e, "minutes": e * 0.5, "images_per_second": s}
        for e, s in ((1, 10), (2, 90), (3, 100))
    ]
    run = trained(rows=rows)
    assert (run.minutes, run.images_per_second) == (1.5, 90)
    assert (trained().minutes, trained().images_per_second) == (None, None)
    assert run.cost["parameters of both"] == pytest.approx(150)
