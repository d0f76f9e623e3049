import numpy as np
import pandas as pd
import pytest

from ter_gan.errors import UserError
from ter_gan.tables import conditions
from ter_gan.tables.datasets import assemble
from ter_gan.tables.schema import Schema
from tests.tables.small import table


@pytest.fixture(scope="module")
def dataset():
    return table(constraints="")


def met(dataset, *texts):
    rows = dataset.train.x
    found = conditions.parse(texts, dataset.schema)
    return rows[np.all([each.holds(rows) for each in found], axis=0)]


def test_conditions_choose_rows(dataset):
    age, sex, pay = 0, 1, 2
    names = dataset.schema.column("sex").categories
    assert (met(dataset, "age>40")[:, age] > 40).all()
    assert (met(dataset, " age <= 40 ")[:, age] <= 40).all()
    assert set(met(dataset, "sex=f|x")[:, sex]) == {names.index("f"), names.index("x")}
    assert set(met(dataset, "sex!=f|x")[:, sex]) == {names.index("m")}
    assert np.isnan(met(dataset, "pay=?")[:, pay]).all()
    assert not np.isnan(met(dataset, "pay!=?")[:, pay]).any()
    assert (met(dataset, "pay=0")[:, pay] == 0).all() and len(met(dataset, "pay=0"))
    both = met(dataset, "age>40", "sex=m")
    assert (
        0
        < len(both)
        == sum(
            (dataset.train.x[:, age] > 40)
            & (dataset.train.x[:, sex] == names.index("m"))
        )
    )


@pytest.mark.parametrize(
    "text, problem",
    [
        ("age", "is no condition"),
        ("agee=3", "Unknown column 'agee'. Did you mean age"),
        ("sex=y", "Unknown category 'y' of 'sex'"),
        ("sex<m", "sex has no order"),
        ("age>old", "'old' is not a number"),
        ("age=?", "no value of age is ever missing"),
    ],
)
def test_mistakes_are_named(dataset, text, problem):
    with pytest.raises(UserError, match=problem):
        conditions.parse([text], dataset.schema)


@pytest.mark.parametrize(
    "texts, problem",
    [
        (["age>200"], "meet 'age>200': 'age' is a whole number from 18 to 89"),
        (["age=20.5"], "meet 'age=20.5': 'age' is a whole number"),
        (["age<18"], "'age' is a whole number from 18"),
        (["pay<-1"], "'pay' is from 0.0 to"),
        (["sex!=f|m|x"], "'sex' is one of f, m, x"),
        (["age>40", "age<30"], "'age>40' and 'age<30' contradict each other"),
        (["age>40", "sex=f", "age!=60", "age<41"], "'age>40' and 'age<41' contradict"),
        (["pay=?", "pay>3"], "'pay=\\?' and 'pay>3' contradict"),
        (["sex=f", "sex!=f"], "'sex=f' and 'sex!=f' contradict"),
    ],
)
def test_conditions_that_nothing_meets_are_refused(dataset, texts, problem):
    with pytest.raises(UserError, match=problem):
        conditions.parse(texts, dataset.schema)


@pytest.mark.parametrize(
    "texts",
    [
        ["age>=89"],
        ["age>40", "age<42"],
        ["age>40.5", "age<=41"],
        ["age>=18", "age!=18|19", "age<21"],
        ["pay=?", "pay!=0"],
        ["age>20", "sex=f", "pay>=0"],
    ],
)
def test_conditions_that_some_value_meets_are_taken(dataset, texts):
    assert len(conditions.parse(texts, dataset.schema)) == len(texts)


def test_bounds_of_dates_are_dates():
    days = pd.date_range("2020-01-01", periods=9)
    schema = Schema.infer(pd.DataFrame({"day": days}))
    with pytest.raises(UserError, match="from 2020-01-01 to 2020-01-09."):
        conditions.parse(["day>2021-01-01"], schema)
    with pytest.raises(UserError, match="contradict"):
        conditions.parse(["day>2020-01-02", "day<2020-01-03"], schema)


def test_options_that_may_come(dataset):
    def allowed(*texts):
        found = conditions.parse(texts, dataset.schema)
        mask = conditions.allowed(found, dataset.encoder, dataset.schema)
        return dict(zip(dataset.encoded.places, mask))

    encoder = dataset.encoder
    assert set(allowed().values()) == {0}
    spans = [s for s in encoder.spans if s.activation == "softmax"]
    sex = next(s for s in spans if encoder.names[s.part] == "sex")
    pay = next(s for s in spans if encoder.names[s.part] == "pay")
    codes = dataset.schema.column("sex").categories
    mask = allowed("sex=f|x")
    assert [mask[sex.start + i] for i in range(3)] == [c in "fx" for c in codes]
    mask = [allowed("pay=?")[pay.start + i] for i in range(pay.width)]
    assert mask == [0] * (pay.width - 1) + [1]
    mask = [allowed("pay=0")[pay.start + i] for i in range(pay.width)]
    assert mask[encoder.parts[2].options - 2] == 1 and mask[-1] == 0
    assert set(allowed("age>0").values()) == {0}  # all of them may come


def test_a_table_without_options_allows_nothing_in_particular(rng):
    df = pd.DataFrame({"x": rng.normal(size=60)})
    options = assemble.Options(encoding="plain")
    plain = assemble.from_frames("x", {"train": df}, options)
    assert conditions.allowed((), plain.encoder, plain.schema).shape == (0,)
