"""Tables from Python, and the commands on them."""

import keras
import pandas as pd
import pytest

from ter_gan import generate, tabular
from ter_gan.commands import run as run_command
from ter_gan.errors import UserError
from tests.tables.small import people

pytestmark = pytest.mark.skipif(
    keras.backend.backend() == "jax", reason="the command chooses its own backend"
)
SMALL = {"width": 8, "batch_size": 20, "epochs": 2, "steps_per_epoch": 2, "pack": 2}


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "people"
    options = {"target": "sex", "constraints": "age < end", **SMALL}
    return tabular.fit(people(), run_dir=folder, name="my people", **options)


def test_rows_come_back_as_they_were_given(model):
    made = model.sample(50, seed=1)
    assert (made.dtypes == people().dtypes).all() and len(made) == 50
    assert (made["age"] < made["end"]).all()
    pd.testing.assert_frame_equal(made, model.sample(50, seed=1))
    assert model.run.recipe.dataset == "frame:my-people"


@pytest.mark.parametrize(
    "conditions", [["sex=x", "age>30"], {"sex": ["x"], "age": ">30"}]
)
def test_conditions_are_a_list_or_a_dict(model, conditions):
    made = model.sample(20, conditions)
    assert (made["sex"] == "x").all() and (made["age"] > 30).all()


def test_save_and_load_give_the_same_rows(model, tmp_path):
    model.save(tmp_path / "saved")
    again = tabular.load(tmp_path / "saved")
    pd.testing.assert_frame_equal(model.sample(9, seed=2), again.sample(9, seed=2))
    with pytest.raises(UserError, match="exists; name another"):
        model.save(tmp_path / "saved")
    with pytest.raises(UserError, match="give the table that it was trained on"):
        again.report()


def test_the_command_writes_rows(model, tmp_path, capsys):
    out = tmp_path / "rows.csv"
    asked = ["--n", "7", "--out", str(out), "--where", "sex=f", "--where", "age>=20"]
    assert generate.main([str(model.run.path), *asked]) == 0
    found = pd.read_csv(out)
    assert len(found) == 7 and set(found["sex"]) == {"f"} and found["age"].min() >= 20
    assert "7 samples" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options, problem",
    [
        (["--where", "sx=f"], "Did you mean sex"),
        (["--where", "age>400"], "'age' is a whole number from 18 to 89"),
        (["--where", "age>80", "--where", "end<40"], "rows meets age>80, end<40"),
        (["--temperature", "2"], "--temperature belongs to models of text"),
        (["--labels", "1"], "use --where"),
        (["--out", "rows.txt"], "--out must end in .csv, .parquet, .png or .npy"),
    ],
)
def test_mistakes_are_one_line(model, options, problem, capsys, monkeypatch):
    monkeypatch.setattr("ter_gan.tables.models.rows.LEAST_TRIES", 5000)
    arguments = [str(model.run.path), "--n", "2", *options]
    with pytest.raises(SystemExit) as stopped:
        run_command(lambda _: generate.main(arguments))
    said = capsys.readouterr().err
    assert stopped.value.code == 2 and problem in said and said.count("\n") == 1


def test_mistakes_of_fit():
    with pytest.raises(UserError, match="Unknown option 'epoch'"):
        tabular.fit(people(50), epoch=3)
    with pytest.raises(UserError, match="Unknown column 'sx'"):
        tabular.fit(people(50), target="sx")


@pytest.mark.parametrize("minutes", [0, -1, True, "5", float("nan")])
def test_minutes_are_above_0(minutes):
    with pytest.raises(UserError, match="minutes must be a number above 0, received"):
        tabular.fit(people(50), minutes=minutes)


def test_only_tables_are_fitted():
    with pytest.raises(UserError, match="a pandas.DataFrame, received a list"):
        tabular.fit([1, 2])


def test_options_that_are_suggested_are_looked_at():
    with pytest.raises(UserError, match="Unknown option 'bananas'") as caught:
        tabular.fit(people(50), bananas=1)
    assert "conditional" in str(caught.value) and "rollouts" not in str(caught.value)


@pytest.mark.parametrize("n", [0, -1, 2.5, "a", None, True])
def test_numbers_of_rows_are_whole(model, n):
    with pytest.raises(UserError, match="whole number of 1 or more, received"):
        model.sample(n)


@pytest.mark.parametrize(
    "conditions, problem",
    [
        ({"age": None}, "The condition on 'age' has None; write \"\\?\""),
        ({"sex": ["f", float("nan")]}, 'write "\\?" for a missing value'),
        (7, "Conditions are a list such as"),
        ([None], "Conditions are a list such as"),
    ],
)
def test_what_is_no_condition_is_refused(model, conditions, problem):
    with pytest.raises(UserError, match=problem):
        model.sample(5, conditions)


def test_models_say_what_they_are(model):
    assert repr(model) == (
        "<Synthesizer: table-gan of frame:my-people, 4 columns (age, sex, pay, end), "
        f"in {model.run.path}>"
    )
