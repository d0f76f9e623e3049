"""Verdicts that must come out, and verdicts that must not, by construction."""

import math

import numpy as np
import pytest

from experiments.engine import (
    NOT_MEASURED,
    NOT_SUPPORTED,
    SUPPORTED,
    UNDECIDED,
    AllOf,
    AnyOf,
    Differs,
    Level,
    Not,
    Outcome,
    Same,
    Spreads,
    Table,
    Trend,
)
from experiments.engine.table import Row

OUTCOMES = {
    "y": Outcome("yield", "kg", "more"),
    "fell": Outcome("fell", worst=1.0, event=True),
}
MORE, LESS = {"group": "a"}, {"group": "b"}


def table(outcome="y", **groups):
    rows = [
        Row({"group": name}, {"group": name, "base": 1}, seed, {outcome: float(value)})
        for name, values in groups.items()
        for seed, value in enumerate(values)
    ]
    return Table(rows, OUTCOMES)


def verdict(test, **groups):
    return test.evaluate(table(**groups)).verdict


FAR = {"a": [11, 12, 13, 14, 15], "b": [1, 2, 3, 4, 5]}
CLOSE = {"a": [1.1, 2.1, 3.1, 4.1, 5.1], "b": [1, 2, 3, 4, 5]}


def test_a_difference_is_supported_only_on_the_claimed_side():
    assert verdict(Differs("y", MORE, LESS), **FAR) == SUPPORTED
    assert verdict(Differs("y", LESS, MORE), **FAR) == NOT_SUPPORTED
    assert verdict(Differs("y", MORE, LESS), **CLOSE) == UNDECIDED


def test_the_margin_decides():
    assert verdict(Differs("y", MORE, LESS, by=9), **FAR) == SUPPORTED
    assert verdict(Differs("y", MORE, LESS, by=10.5), **FAR) == UNDECIDED
    assert verdict(Differs("y", MORE, LESS, by=20), **FAR) == NOT_SUPPORTED


def test_a_ratio_is_one():
    groups = {"a": [4, 4.2, 4.4, 4.1, 4.3], "b": [2, 2.1, 2.2, 2.05, 2.15]}
    found = Differs("y", MORE, LESS, by=1.5, relative=True).evaluate(table(**groups))
    assert found.verdict == SUPPORTED
    assert found.effect == pytest.approx(2, abs=0.1)
    assert 1.5 < found.interval[0] < found.effect < found.interval[1]
    test = Differs("y", MORE, LESS, by=3, relative=True)
    assert verdict(test, **groups) == NOT_SUPPORTED
    assert verdict(test, a=[-1] * 5, b=[1] * 5) == UNDECIDED


def test_a_zero_is_below_every_ratio():
    """A gradient that vanished altogether supports that it vanished."""
    test = Differs("y", MORE, LESS, by=3, relative=True)
    zeros, ones = [0.0] * 5, [1e-9, 1.0, 1.1, 1.2, 1.3]
    found = test.evaluate(table(a=ones, b=zeros))
    assert (found.verdict, found.effect) == (SUPPORTED, math.inf)
    assert found.asdict()["effect"] is None
    assert verdict(test, a=zeros, b=ones) == NOT_SUPPORTED
    none = test.evaluate(table(a=zeros, b=zeros))
    assert (none.verdict, none.effect) == (NOT_SUPPORTED, 1)


def test_few_seeds_and_no_seeds_decide_nothing():
    assert verdict(Differs("y", MORE, LESS), a=[9, 9], b=[1, 1]) == UNDECIDED
    found = Differs("y", MORE, LESS).evaluate(table(a=[9, 9]))
    assert found.verdict == NOT_MEASURED
    assert found.sentence == "No trial has finished at group = b."


def test_what_diverged_counts_with_its_worst_value_or_as_missing():
    lost = [math.nan] * 5
    assert verdict(Level("fell", MORE, above=0.5), outcome="fell", a=lost) == SUPPORTED
    found = Level("y", MORE, above=0.5).evaluate(table(a=[1, 2, 3, 4, 5, math.nan]))
    assert (found.missing, found.seeds) == (1, (5,))
    assert "1 trials have no value" in found.sentence
    assert verdict(Level("y", MORE, above=0.5), a=lost) == UNDECIDED


def test_level_is_a_share_only_of_an_event():
    ones = {"a": [1, 1, 1, 1, 1]}
    share = Level("fell", MORE, above=0.5).evaluate(table("fell", **ones))
    assert share.effect_name == "share of seeds"
    assert share.verdict == SUPPORTED
    assert verdict(Level("fell", MORE, above=0.9), outcome="fell", **ones) == UNDECIDED
    score = Level("y", MORE, above=0.9).evaluate(table(**ones))
    assert (score.effect_name, score.verdict) == ("median", SUPPORTED)
    assert verdict(Level("y", MORE, above=6), **FAR) == SUPPORTED
    assert verdict(Level("y", MORE, below=6), **FAR) == NOT_SUPPORTED


def test_level_between_two_limits():
    assert verdict(Level("y", MORE, above=10, below=16), **FAR) == SUPPORTED
    assert verdict(Level("y", MORE, above=10, below=14), **FAR) == UNDECIDED
    assert verdict(Level("y", MORE, above=16, below=20), **FAR) == NOT_SUPPORTED
    assert verdict(Level("y", MORE, above=2, below=9), **FAR) == NOT_SUPPORTED
    assert verdict(Level("y", MORE, above=0, below=99), a=[1, 1]) == UNDECIDED


def test_equivalence_needs_both_bounds_inside():
    near = {"a": [5, 5.1, 5.2, 5.05, 5.15], "b": [5, 5.1, 5.2, 5.07, 5.12]}
    assert verdict(Same("y", MORE, LESS, within=1), **near) == SUPPORTED
    assert verdict(Same("y", MORE, LESS, within=0.01), **near) == UNDECIDED
    assert verdict(Same("y", MORE, LESS, within=1), **FAR) == NOT_SUPPORTED
    test = Same("y", MORE, LESS, within=1.2, relative=True)
    assert verdict(test, **near) == SUPPORTED


def test_trend_along_a_setting():
    rows = [
        Row({"size": size}, {"size": size}, seed, {"y": size + 0.3 * seed})
        for size in (1, 2, 3, 4)
        for seed in range(3)
    ]
    along = Table(rows, OUTCOMES)
    rising = Trend("y", "size").evaluate(along)
    assert rising.verdict == SUPPORTED
    assert rising.effect > 0.9
    falling = Trend("y", "size", rising=False).evaluate(along)
    assert falling.verdict == NOT_SUPPORTED
    assert falling.effect == rising.effect
    assert "rises along size from 1 to 4" in falling.sentence
    assert Trend("y", "size", where={"size": 9}).evaluate(along).verdict == NOT_MEASURED


def test_spread_between_seeds(rng):
    groups = {"a": rng.normal(0, 20, 12), "b": rng.normal(50, 1, 12)}
    assert verdict(Spreads("y", MORE, LESS, by=2), **groups) == SUPPORTED
    assert verdict(Spreads("y", LESS, MORE, by=2), **groups) == NOT_SUPPORTED
    assert verdict(Spreads("y", MORE, LESS, by=2), **CLOSE) == UNDECIDED


YES, NO = Differs("y", MORE, LESS), Differs("y", LESS, MORE)
MAYBE = Differs("y", MORE, LESS, by=10.5)


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (AllOf(YES, YES), SUPPORTED),
        (AllOf(YES, MAYBE), UNDECIDED),
        (AllOf(MAYBE, NO), NOT_SUPPORTED),
        (AnyOf(NO, YES), SUPPORTED),
        (AnyOf(NO, MAYBE), UNDECIDED),
        (AnyOf(NO, NO), NOT_SUPPORTED),
        (Not(YES), NOT_SUPPORTED),
        (Not(NO), SUPPORTED),
        (Not(MAYBE), UNDECIDED),
    ],
)
def test_logic(test, expected):
    assert verdict(test, **FAR) == expected


def test_parts_without_trials_are_told_of_once():
    part, other = Level("y", MORE, above=1), Level("y", LESS, above=1)
    none = AllOf(part, Not(part), AnyOf(part, other)).evaluate(table())
    assert none.verdict == Not(part).evaluate(table()).verdict == NOT_MEASURED
    assert none.sentence == "No trial has finished at group = a, nor at group = b."
    some = AllOf(part, other, Not(other)).evaluate(table(a=FAR["a"]))
    assert some.verdict == UNDECIDED
    assert some.sentence.startswith("Supported: Yield at group = a")
    assert some.sentence.endswith(". No trial has finished at group = b.")
    assert verdict(AllOf(Level("y", MORE, below=1), other), **{"a": FAR["a"]}) == (
        NOT_SUPPORTED
    )


def test_any_of_many_false_claims_is_rarely_supported(rng):
    names = [f"g{i}" for i in range(8)]
    tests = [
        Differs("y", {"group": a}, {"group": b})
        for a, b in zip(names[::2], names[1::2])
    ]
    wrong = [
        verdict(AnyOf(*tests), **{name: rng.normal(size=6) for name in names})
        == SUPPORTED
        for _ in range(300)
    ]
    assert np.mean(wrong) <= 0.05 + 0.04


def test_a_false_claim_is_rarely_supported_with_a_margin_or_a_divergence(rng):
    test = Differs("fell", MORE, LESS)
    wrong = [
        verdict(
            test,
            outcome="fell",
            **{name: rng.choice([0.0, math.nan], 6) for name in "ab"},
        )
        == SUPPORTED
        for _ in range(400)
    ]
    assert np.mean(wrong) <= 0.05 + 0.03


def test_impossible_tests_are_refused():
    with pytest.raises(ValueError, match="at least 1, received 0.5"):
        Differs("y", MORE, LESS, by=0.5, relative=True)
    with pytest.raises(ValueError, match="above or below"):
        Level("y", MORE)
    with pytest.raises(ValueError, match="at least two"):
        AllOf(YES)
