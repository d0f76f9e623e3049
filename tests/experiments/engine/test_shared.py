"""A value is made once in a run, and every time outside of one."""

from experiments.engine import shared


def test_a_value_is_made_once_in_a_run():
    made = []

    def make():
        made.append(1)
        return {"curve": [1.5, len(made)]}

    with shared.folder():
        first = shared.made_once("a", make)
        assert shared.made_once("a", make) == first == {"curve": [1.5, 1]}
        assert shared.made_once("b", make) == {"curve": [1.5, 2]}
    with shared.folder():
        assert shared.made_once("a", make) == {"curve": [1.5, 3]}


def test_outside_of_a_run_nothing_is_kept():
    made = [shared.made_once("a", object) for _ in range(2)]
    assert made[0] is not made[1]
