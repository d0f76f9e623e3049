"""Tables of known quality get the numbers that they deserve."""

import dataclasses

import numpy as np
import pytest

from ter_gan.data import Split
from ter_gan.errors import UserError
from ter_gan.evaluation.baseline import Quoted
from ter_gan.points import load
from ter_gan.points.evaluation import Evaluator as PointsEvaluator
from ter_gan.tables.baselines import BASELINES
from ter_gan.tables.datasets import assemble, simulated
from ter_gan.tables.evaluation import METRICS, Evaluator, together
from tests.tables.evaluation.people import dataset, fresh

COPIES = "copies,near_train,dcr,nndr,membership_nearest,membership_density,attribute"
COPIES += ",rare,detector"


@pytest.fixture(scope="module")
def data():
    return dataset()


def measured(data, rows, metrics="standard", **options):
    """dict from names of metrics to results, for given rows."""
    judge = Evaluator(data, metrics, **options)
    return judge.contribution(judge.bench(Quoted(rows)))


@pytest.fixture(scope="module")
def honest(data):
    """All results of rows of the same law."""
    return measured(data, fresh(300, data.schema))


@pytest.fixture(scope="module")
def copied(data):
    return measured(data, data.train.x, COPIES)


def test_every_row_has_a_name_and_a_group_of_its_own():
    for names in ([m.name for m in METRICS], [m.label for m in METRICS]):
        assert len(set(names)) == len(names)
    groups = [m.group.partition(":")[0] for m in METRICS]
    assert list(dict.fromkeys(groups)) == ["Sanity", "Fidelity", "Utility", "Privacy"]
    assert all(m.meaning.endswith(".") for m in METRICS)


def test_new_rows_of_the_same_law_are_at_the_floor(honest):
    for name in ("shapes", "correlations", "bivariate", "precision", "coverage"):
        found = honest[name]
        assert abs(found.value - found.floor) < 0.1, name
    assert honest["out_of_schema"].value == honest["violations"].value == 0
    assert abs(honest["detector"].value - 0.5) < 4 * honest["detector"].error
    assert honest["tstr_forest"].value > 0.8 < honest["tstr_forest"].floor
    assert abs(honest["tstr_gap"].value) < 0.1
    assert honest["bivariate_relative"].floor == 1


def test_an_honest_generator_is_not_accused(honest):
    assert together.signs(honest) == {}
    for name in ("membership_nearest", "membership_density", "near_train"):
        assert abs(honest[name].value - 0.5) < 3 * honest[name].error


@pytest.mark.parametrize("split", ["test", "validation"])
def test_a_holdout_is_not_accused(data, split):
    other = {"test": "validation", "validation": "test"}[split]
    found = measured(data, getattr(data, other).x, COPIES, split=split)
    assert together.signs(found) == {}


def test_names_and_floors_carry_the_protocol(data, honest):
    assert honest["tstr_linear"].name == "tstr_f1_linear_300"
    assert honest["shapes"].protocol["floor"] == "train samples"
    assert honest["shapes"].protocol["n_real"] == 200
    assert honest["near_train"].protocol["floor"] == "validation samples"
    assert honest["copies"].protocol["n_floor"] == 300
    names = [column.name for column in data.schema.learned]
    assert list(honest["shapes"].details["each"]) == names
    assert "age × income" in honest["correlations"].details["each"]


def test_a_planted_copy_is_found_where_quality_is_perfect(copied, honest):
    assert copied["copies"].value == 1 > copied["copies"].floor
    assert set(together.signs(copied)) >= {
        *("copies", "near_train", "membership_nearest", "membership_density"),
        "attribute",
    }
    assert copied["detector"].value < 0.5 + 3 * copied["detector"].error
    assert copied["nndr"].value < honest["nndr"].value


def test_rare_rows_that_came_out_are_found(data):
    chosen = {"known": "age,income", "secret": "coin"}
    copied = measured(data, data.train.x, "rare,unique", **chosen)
    assert list(together.signs(copied)) == ["rare"]
    assert copied["rare"].details["known"] == ["age", "income"]
    honest = measured(data, fresh(300, data.schema), "rare", **chosen)
    assert together.signs(honest) == {}


def test_a_planted_collapse_is_found(data, honest):
    rows = np.repeat(fresh(1, data.schema), 300, axis=0)
    names = "duplicates,shapes,precision,recall,coverage,detector,tstr_forest,unique"
    found = measured(data, rows, names)
    assert found["duplicates"].value == 1 > found["duplicates"].floor
    assert found["duplicates"].details["most"] == 300
    assert found["recall"].value < 0.1 and found["coverage"].value < 0.1
    assert found["shapes"].value < honest["shapes"].value - 0.2
    assert found["detector"].value > 0.9
    assert found["tstr_forest"].value < found["tstr_forest"].floor - 0.3


def test_a_planted_leak_of_a_secret_is_found(data):
    """No row is copied: each number is moved a little, but the coin is the same."""
    rows = data.train.x.copy()
    rng = np.random.default_rng(1)
    rows[:, 1:3] += np.round(rng.uniform(-0.9, 0.9, (len(rows), 2)), 1)
    names = "copies,attribute"
    found = measured(data, rows, names, secret="coin")
    assert found["copies"].value < 0.05 and "copies" not in together.signs(found)
    assert "attribute" in together.signs(found)
    assert found["attribute"].details["secret"] == "coin"
    assert found["attribute"].details["attack"] > 0.75
    assert abs(found["attribute"].details["control"] - 0.5) < 0.15


def test_shuffled_columns_keep_shapes_and_lose_pairs(data, honest):
    rng = np.random.default_rng(0)
    apart = np.stack([rng.permutation(column) for column in data.train.x.T], axis=1)
    found = measured(data, apart, "shapes,correlations,bivariate,detector,violations")
    assert found["shapes"].value == pytest.approx(honest["shapes"].value, abs=0.05)
    assert found["correlations"].value < honest["correlations"].value - 0.05
    assert found["bivariate"].value < honest["bivariate"].value - 0.03
    assert found["detector"].value > 0.8
    assert 0 < found["violations"].value < 1


def test_impossible_rows_are_counted(data):
    rows = fresh(100, data.schema)
    rows[:20, 0] = 200  # an age
    rows[20:30, 1] = np.nan  # an income, of which none is missing
    rows[30:35, 1] += 0.033
    found = measured(data, rows, "out_of_schema")["out_of_schema"]
    assert found.details["count"] == 35
    assert found.details["columns"]["age"] == pytest.approx(0.2)
    assert found.details["columns"]["weight"] == 0


def test_infinite_rows_are_refused_and_gaps_are_not(data, honest):
    assert np.isnan(fresh(300, data.schema)).any() and honest["missing"].value < 0.1
    rows = fresh(20, data.schema)
    rows[3, 0] = np.inf
    with pytest.raises(UserError, match="not finite"):
        Evaluator(data).generated(Quoted(rows))


# -- what is not possible ------------------------------------------------------


@pytest.fixture(scope="module")
def grid():
    """A table whose density is known, without target, categories and gaps."""
    frames, truth = simulated.draw("grid-table")
    frames = {part: df[:600] for part, df in frames.items()}
    return assemble.from_frames("grid-table", frames, assemble.Options(), truth=truth)


def test_where_the_truth_is_known_it_is_asked(grid):
    names = "l_syn,l_test,modes"
    good = measured(grid, grid.validation.x, names)
    near = grid.validation.x[np.abs(grid.validation.x).max(axis=1) < 3]
    bad = measured(grid, near, names)
    assert good["l_syn"].value == pytest.approx(good["l_syn"].floor, abs=0.15)
    assert good["l_test"].value == pytest.approx(good["l_test"].floor, abs=0.15)
    assert good["modes"].value == 25 and bad["modes"].value == 9
    assert bad["l_syn"].value == pytest.approx(good["l_syn"].value, abs=0.15)
    assert bad["l_test"].value < good["l_test"].value - 1


def test_what_a_table_does_not_have_is_said(grid, honest):
    found = measured(grid, grid.validation.x)
    for name, words in {
        "missing": "no value of the table is missing",
        "violations": "no constraint",
        "contingency": "no column of categories",
        "tstr_gap": "--target COLUMN",
        "attribute": "--secret COLUMN",
        "l_diversity": "--known COLUMNS",
    }.items():
        assert words in found[name].why, name
    assert "nobody knows" in honest["l_syn"].why
    assert together.overview(grid, {"run": found}, {}).sentences[1].startswith("Copied")


def test_training_rows_cannot_be_the_holdout(data):
    for name in ("tstr_forest", "near_train", "membership_nearest", "attribute"):
        with pytest.raises(UserError, match="Use --split test"):
            measured_strictly(data, name, split="train")


def measured_strictly(data, name, **options):
    judge = Evaluator(data, name, **options)
    return judge.results(judge.bench(Quoted(data.test.x)))


def test_a_number_is_predicted_with_r2():
    data = dataset(target="income")
    found = measured(data, fresh(300, data.schema), "tstr_linear,tstr_auc,tstr_gap")
    assert found["tstr_linear"].name == "tstr_r2_linear_300"
    assert found["tstr_linear"].value > 0.3
    assert "a number" in found["tstr_auc"].why


# -- columns that are chosen ---------------------------------------------------


def test_known_and_secret_columns_are_chosen(data):
    names = "rare,k_anonymity,l_diversity,attribute"
    rows = fresh(300, data.schema)
    found = measured(data, rows, names, known="age, job", secret="coin")
    assert found["k_anonymity"].details["known"] == ["age", "job"]
    assert found["attribute"].details["secret"] == "coin"
    usual = measured(data, rows, names)
    assert usual["rare"].details["known"] == ["coin"]
    assert usual["k_anonymity"].value > found["k_anonymity"].value


def test_columns_that_cannot_be_chosen_are_refused(data):
    with pytest.raises(UserError, match="income"):
        Evaluator(data, known="incone")
    with pytest.raises(UserError, match="coin is among --known"):
        Evaluator(data, known="job,coin", secret="coin")
    with pytest.raises(UserError, match="no table"):
        PointsEvaluator(load("ring"), known="x")


# -- what a reader is told -----------------------------------------------------


def test_few_rows_and_twins_are_told(data):
    judge = Evaluator(data)
    few, assumed = judge.warnings
    assert "Only 200 real rows" in few
    assert assumed == (
        "What is taken as known of a person: coin (--known). What is taken as secret: "
        "job (--secret)."
    )
    assert len(Evaluator(data, "shapes").warnings) == 1
    codes = np.tile(data.train.x[:50], (6, 1))
    twins = dataclasses.replace(data, train=Split(codes))
    assert "accuse it wrongly" in Evaluator(twins).warnings[1]


def test_the_baselines_are_those_of_every_report(data):
    judge = Evaluator(data, "shapes,copies")
    found = {each.name: each for each in judge.baselines()}
    assert list(found) == [*BASELINES, "real data"]
    rows = {
        name: judge.contribution(judge.bench(each.model))
        for name, each in found.items()
    }
    assert rows["train-copy"]["copies"].value == 1
    assert rows["real data"]["copies"].value == 0
    assert rows["independent"]["shapes"].value > 0.85


def test_much_nearer_to_training_rows_shows_in_the_splits(data):
    judge = Evaluator(data, "shapes")
    found = judge.losses(judge.bench(Quoted(fresh(300, data.schema))))
    assert list(found) == ["train", "validation", "test"]
    assert {each["rows"] for each in found.values()} == {200}
    assert all(each["difference"] < 0.4 for each in found.values())
