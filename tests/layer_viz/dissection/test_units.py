import numpy as np
import pytest

from layer_viz.dissection import units
from layer_viz.tap import layers_of
from ter_gan.errors import UserError
from tests.layer_viz.dissection.planted import Setting, square

PATH = "G/paint"


@pytest.fixture(scope="module")
def setting():
    return Setting()


@pytest.mark.parametrize("unit", range(4))
def test_ablation_removes_the_units_square_and_nothing_else(setting, unit):
    effects = units.ablate(setting.models, setting.run, PATH, [unit])
    changed = effects.before[0, ..., 0] != effects.after[0, ..., 0]
    np.testing.assert_array_equal(changed, square(unit))
    assert (effects.after[0][square(unit)] == -1).all()
    expected = 2 * setting.latents[:, unit] * 9 / 64
    np.testing.assert_allclose(effects.image[0], expected, rtol=1e-5)
    weight = [1, -2, 3, 0][unit]
    score = -weight * 2 * setting.latents[:, unit] * 9 / 16
    np.testing.assert_allclose(effects.score[0], score, atol=1e-5)


def test_the_example_is_the_input_that_changes_most(setting):
    effects = units.ablate(setting.models, setting.run, PATH, [2])
    images, _ = setting.run()
    most = setting.latents[:, 2].argmax()
    np.testing.assert_array_equal(effects.before[0], images[most])


def test_insertion_paints():
    setting = Setting(np.zeros((5, 4)))
    effects = units.insert(setting.models, setting.run, PATH, [1], [0.5])
    np.testing.assert_allclose(effects.after[0], 0, atol=1e-6)  # everywhere
    np.testing.assert_allclose(effects.image[0], 1, atol=1e-6)


def test_insertion_of_the_units_own_values_changes_nothing(setting):
    outputs = units.record(setting.models, setting.run, ["D/flat"])[0]["D/flat"]
    effects = units.insert(setting.models, setting.run, "D/flat", [3], [100.0])
    assert (effects.score == 0).all()  # its weight is 0
    moved = units.insert(setting.models, setting.run, "D/flat", [2], [100.0])
    expected = 3 * (100 - outputs[:, 2])
    np.testing.assert_allclose(moved.score[0], expected, rtol=1e-5)


def test_a_group_does_what_its_units_do(setting):
    one = units.ablate(setting.models, setting.run, PATH, [0, 3])
    group = units.ablate(setting.models, setting.run, PATH, [[0, 3]])
    np.testing.assert_allclose(group.image[0], one.image.sum(0), rtol=1e-5)


def test_layers_of_d_do_not_change_images(setting):
    effects = units.ablate(setting.models, setting.run, "D/quarters", [0])
    assert effects.image is None and effects.before is None
    assert np.abs(effects.score).min() > 0


def test_runs_without_images(setting):
    effects = units.ablate(
        setting.models, lambda: (None, setting.run()[1]), PATH, [0, 3]
    )
    assert effects.image is None
    assert np.abs(effects.score[0]).min() > 0 and (effects.score[1] == 0).all()


def test_nothing_is_left_behind(setting):
    before = setting.run()
    units.ablate(setting.models, setting.run, PATH, [0, 1])
    units.unit_gradients(setting.models, setting.scores, PATH)
    for a, b in zip(before, setting.run()):
        np.testing.assert_array_equal(a, b)
    assert not [p for layer, p in layers_of(setting.models) if "call" in vars(layer)]


def test_gradients_of_a_linear_judge_are_its_weights(setting):
    vector = units.unit_gradients(setting.models, setting.scores, "D/flat")
    np.testing.assert_allclose(vector, [1, 2, 3, 0], atol=1e-6)
    maps = units.unit_gradients(setting.models, setting.scores, PATH)
    total = 2 * (1 - 2 + 3) * 16 / 16  # moved everywhere, so in all quarters
    np.testing.assert_allclose(maps, total, rtol=1e-5)


def test_wrong_names_are_told(setting):
    with pytest.raises(UserError, match="G/paint"):
        units.ablate(setting.models, setting.run, "G/pain", [0])
    with pytest.raises(UserError, match="D/logit"):
        units.unit_gradients(setting.models, setting.scores, "D/logits")
    with pytest.raises(ValueError, match="0 … 3"):
        units.ablate(setting.models, setting.run, PATH, [4])


def test_high_values_are_each_units_own(rng):
    outputs = rng.uniform(size=(50, 4, 4, 2)) * [1, 10]
    np.testing.assert_allclose(units.high_values(outputs), [0.99, 9.9], rtol=0.02)


def test_random_groups_repeat_with_the_seed():
    groups = units.random_groups(20, 10, size=4, seed=3)
    assert groups.shape == (20, 4)
    assert all(len(set(group)) == 4 for group in groups.tolist())
    np.testing.assert_array_equal(groups, units.random_groups(20, 10, 4, seed=3))
    assert (groups != units.random_groups(20, 10, 4, seed=4)).any()


def test_intervals_hold_the_truth_about_as_often_as_they_say(rng):
    hits = 0
    for seed in range(200):
        mean, (low, high) = units.interval(rng.normal(1, 1, (1, 40)), seed)
        assert low < mean < high
        hits += low < 1 < high
    assert 0.88 < hits / 200 < 0.99
