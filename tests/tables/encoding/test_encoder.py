import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from ter_gan.errors import UserError
from ter_gan.tables.encoding import Encoder
from ter_gan.tables.schema import Schema


def frame(n=600):
    rng = np.random.default_rng(0)
    modes = rng.choice([-10, 0, 10], size=n)
    tail = np.exp(rng.normal(0, 2, size=n))
    return pd.DataFrame(
        {
            "gauss": rng.normal(modes, 0.5).round(3),
            "tail": np.where(rng.random(n) < 0.4, 0, tail).round(2),
            "left": (-np.exp(rng.normal(0, 1.5, size=n))).round(2),
            "gap": np.where(rng.random(n) < 0.2, np.nan, rng.normal(size=n).round(2)),
            "city": rng.choice([f"c{i}" for i in range(300)], size=n),
            "size": pd.Categorical(rng.choice(["s", "l"], n), ["s", "l"], ordered=True),
            "sex": rng.choice(["f", "m", None], size=n),
            "seen": pd.Timestamp("2020-01-01")
            + pd.to_timedelta(rng.integers(900, size=n), "D"),
        }
    )


@pytest.fixture(scope="module")
def table():
    schema = Schema.infer(frame())
    return schema, schema.to_matrix(frame())


def part(encoder, name):
    return encoder.parts[encoder.names.index(name)]


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("seed", [None, 5])
def test_rows_come_back_exactly(table, plain, seed):
    schema, matrix = table
    encoder = Encoder.fit(matrix, schema, plain=plain)
    values = encoder.to_model(matrix, seed)
    assert values.dtype == "float32" and values.shape == (len(matrix), encoder.width)
    back = encoder.from_model(values)
    city = schema.index("city")  # rare ones are drawn among themselves
    np.testing.assert_array_equal(np.delete(back, city, 1), np.delete(matrix, city, 1))
    kept = np.isin(matrix[:, city], part(encoder, "city").kept)
    np.testing.assert_array_equal(back[kept, city], matrix[kept, city])
    assert (
        not kept.all()
        and np.isin(back[~kept, city], part(encoder, "city").others).all()
    )


def test_spans_lie_side_by_side_and_one_hot_where_they_say(table):
    schema, matrix = table
    encoder = Encoder.fit(matrix, schema)
    values = encoder.to_model(matrix, 0)
    starts = [span.start for span in encoder.spans]
    widths = [span.width for span in encoder.spans]
    assert starts == np.cumsum([0, *widths[:-1]]).tolist()
    assert sum(widths) == encoder.width
    for span in encoder.spans:
        block = values[:, span.start : span.start + span.width]
        if span.activation == "softmax":
            assert set(np.unique(block)) <= {0, 1} and (block.sum(axis=1) == 1).all()
        else:
            assert span.activation == "bounded" and np.abs(block).max() <= 4


def test_columns_get_what_they_need(table):
    schema, matrix = table
    encoder = Encoder.fit(matrix, schema)
    assert len(part(encoder, "gauss").means) == 3
    assert part(encoder, "tail").points == (0.0,) and part(encoder, "tail").tail == 1
    assert part(encoder, "left").tail == -1 and part(encoder, "gauss").tail == 0
    assert part(encoder, "gap").missing and not part(encoder, "gauss").missing
    assert part(encoder, "city").options == 100
    plain = part(Encoder.fit(matrix, schema, plain=True), "gauss")
    assert plain.widths == ((1, "linear"),)
    np.testing.assert_allclose(plain.encode(matrix[:, 0])[0].std(), 1, rtol=1e-5)


def test_modes_are_drawn_by_the_seed(table):
    schema, matrix = table
    encoder = Encoder.fit(matrix, schema)
    one, same, other = (encoder.to_model(matrix, seed) for seed in (0, 0, 1))
    assert (one == same).all() and (one != other).any()


def test_rare_categories_are_drawn_as_often_as_they_are():
    counts = [50] * 99 + [8, 2]
    codes = np.repeat(np.arange(101), counts).astype(float)[:, None]
    schema = Schema.infer(pd.DataFrame({"c": [f"{int(c):03d}x" for c in codes[:, 0]]}))
    encoder = Encoder.fit(codes, schema)
    other = np.tile(np.eye(100)[99], (5000, 1))
    drawn = encoder.from_model(other, seed=3)[:, 0]
    assert set(drawn) == {99, 100} and abs((drawn == 99).mean() - 0.8) < 0.03
    assert (drawn == encoder.from_model(other, seed=3)[:, 0]).all()


def test_json_rebuilds_it(table):
    schema, matrix = table
    rules = ["size, sex together"]
    encoder = Encoder.fit(matrix, schema, constraints=rules)
    config = json.loads(json.dumps(dataclasses.asdict(encoder)))
    again = Encoder(**config)
    assert again == encoder
    np.testing.assert_array_equal(again.to_model(matrix), encoder.to_model(matrix))


def test_what_no_row_has_is_still_encoded(table):
    schema, matrix = table
    encoder = Encoder.fit(matrix, schema)
    far = matrix[:2].copy()
    far[0, schema.index("gauss")] = 1e9
    back = encoder.from_model(encoder.to_model(far))
    assert back[0, schema.index("gauss")] == schema.column("gauss").high
    wild = encoder.from_model(
        np.random.default_rng(0).normal(0, 9, (50, encoder.width))
    )
    schema.to_matrix(schema.from_matrix(wild))  # nothing that the schema refuses


@pytest.mark.parametrize(
    "values",
    [
        [0.0, 1e-214, -1e-209, 5.0, 5.0],  # squares that are 0
        [1e100, -1e100, 1e99, 3.0, 3.0],  # large ones
        [0.0, 1e-90, 1.0, 1e90, 1e90],  # a tail that no exponential reaches
    ],
)
def test_numbers_of_any_size_are_encoded(values):
    df = pd.DataFrame({"x": values})
    schema = Schema.infer(df)
    encoder = Encoder.fit(matrix := schema.to_matrix(df), schema)
    values = encoder.to_model(matrix, seed=0)
    assert np.isfinite(values).all()
    np.testing.assert_allclose(encoder.from_model(values), matrix, 1e-3, 1e-80)
    wild = encoder.from_model(np.random.default_rng(0).normal(0, 9, values.shape))
    schema.to_matrix(schema.from_matrix(wild))


def test_columns_without_training_values_are_refused(table):
    schema, matrix = table
    matrix = matrix.copy()
    matrix[:, schema.index("gap")] = np.nan
    with pytest.raises(UserError, match="'gap' has no value"):
        Encoder.fit(matrix, schema)
