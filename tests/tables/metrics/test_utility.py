import numpy as np
import pytest
from sklearn.metrics import f1_score, r2_score, roc_auc_score

from ter_gan.errors import UserError
from ter_gan.tables.baselines import Independent
from ter_gan.tables.metrics import utility
from ter_gan.tables.metrics.learners import LEARNERS, Learner
from tests.tables.metrics.tabular import DISCRETE, SIZES, mixed


@pytest.fixture(scope="module")
def tables():
    rng = np.random.default_rng(0)
    real, fresh, test = (mixed(rng, n) for n in (250, 250, 200))
    return real, fresh, Independent().fit(real, DISCRETE, SIZES).sample(250), test


def test_fresh_rows_teach_and_shuffled_columns_do_not(tables):
    real, fresh, apart, test = tables
    good = utility.utility(real, fresh, test, 2, DISCRETE, SIZES)
    bad = utility.utility(real, apart, test, 2, DISCRETE, SIZES)
    assert set(good) == {*LEARNERS, "guess"}
    for name in LEARNERS:
        gap = good[name]["gap_auc"]
        assert abs(gap.value) < 4 * gap.error + 0.02
        assert good[name]["trtr_f1"].value > 0.6 > bad[name]["tstr_f1"].value
        assert good[name]["trtr_f1"].value > good["guess"]["trtr_f1"].value + 0.2
        assert abs(bad[name]["tstr_auc"].value - 0.5) < 0.2
    assert good["guess"]["trtr_auc"].value == 0.5


def test_a_number_is_predicted_with_r2(tables):
    real, fresh, apart, test = tables
    for name in LEARNERS:
        learner = Learner(name, 1, DISCRETE, SIZES)
        x, y = learner.parts(test)
        answer = learner.fit(fresh).predict(x)
        assert utility._r2(y, answer) == pytest.approx(r2_score(y, answer))
        assert (
            r2_score(y, answer)
            > 0.6
            > 0.3
            > r2_score(y, learner.fit(apart).predict(x)[:, 0])
        )


def test_scores_as_scikit_learn(rng):
    y, answer = rng.integers(3, size=60), rng.dirichlet([1, 1, 1], 60)
    f1 = f1_score(y, answer.argmax(axis=1), average="macro")
    assert utility._f1(y, answer) == pytest.approx(f1)
    area = roc_auc_score(y, answer, multi_class="ovr")
    assert utility._auc(y, answer) == pytest.approx(area)


def test_a_table_of_one_class_answers_it(tables):
    one = tables[0].copy()
    one[:, 2] = 1
    learner = Learner("linear", 2, DISCRETE, SIZES).fit(one)
    answer = learner.predict(learner.parts(tables[3])[0])
    np.testing.assert_array_equal(answer, np.tile([0, 1, 0], (len(answer), 1)))
    one[:, 2] = np.nan
    with pytest.raises(UserError, match="missing in all"):
        learner.fit(one)
    with pytest.raises(UserError, match="forest"):
        Learner("forrest", 2, DISCRETE, SIZES)


def test_importances_agree_for_fresh_rows(tables):
    real, fresh, _, test = tables
    same = utility.importance_agreement(real, real, test, 2, DISCRETE, SIZES)
    assert same.value == pytest.approx(1)
    found = utility.importance_agreement(
        real, fresh, test, 2, DISCRETE, SIZES, repeats=2
    )
    assert np.argmax(found.details["real"]) == np.argmax(found.details["fake"]) == 0


def test_augmentation_helps_a_small_table_and_noise_harms(tables):
    real, fresh, apart, test = tables
    gain = utility.augmentation_gain(real[:60], fresh, test, 2, DISCRETE, SIZES)
    harm = utility.augmentation_gain(real[:60], apart, test, 2, DISCRETE, SIZES)
    assert gain["f1"].value > 0 > harm["f1"].value


def test_a_number_s_table_of_scores(tables, monkeypatch):
    real, fresh, _, test = tables
    monkeypatch.setattr(utility, "LEARNERS", ("linear",))
    found = utility.utility(real, fresh, test, 1, DISCRETE, SIZES)
    assert set(found["linear"]) == {"tstr_r2", "trtr_r2", "gap_r2"}
    assert abs(found["guess"]["trtr_r2"].value) < 0.1 < found["linear"]["tstr_r2"].value
    difference = found["linear"]["trtr_r2"].value - found["linear"]["tstr_r2"].value
    assert found["linear"]["gap_r2"].value == pytest.approx(difference)
    assert 0 < found["linear"]["gap_r2"].error < 0.1
