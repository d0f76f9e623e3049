import pathlib

import pytest

from ter_gan.errors import UserError
from ter_gan.sources.ways import (
    Absent,
    Unavailable,
    Way,
    first_that_works,
    reading,
)


def failing(error, tried=None):
    def get():
        if tried is not None:
            tried.append(str(error))
        raise error

    return get


def test_stops_at_the_first_way_that_works(lines):
    later = Way("later", failing(AssertionError("never to be tried")))
    ways = [Way("absent", failing(Absent("nothing"))), Way("good", lambda: 7), later]
    value, way = first_that_works("data", ways, "", lines.append)
    assert (value, way.name) == (7, "good")
    assert lines == []


def test_tries_all_ways_in_their_order_and_lists_why_each_failed(lines):
    tried = []
    ways = [
        Way("one", failing(Absent("not there"), tried)),
        Way("two", failing(Unavailable("broken"), tried), slow=True),
    ]
    with pytest.raises(UserError) as error:
        first_that_works("data", ways, "Do this.", lines.append)
    assert tried == ["not there", "broken"]
    assert str(error.value) == (
        "Could not get data. Tried (1) one: not there; (2) two: broken. Do this."
    )
    assert "\n" not in str(error.value)


def test_reports_slow_ways_and_what_is_wrong_but_not_what_is_absent(lines):
    ways = [
        Way("absent", failing(Absent("nothing"))),
        Way("slow", failing(Unavailable("broken")), slow=True),
        Way("good", lambda: 7),
    ]
    first_that_works("data", ways, "", lines.append)
    assert lines == ["data: trying slow ...", "data: slow failed: broken"]


def test_a_mistake_in_the_code_is_not_taken_for_a_failed_way():
    with pytest.raises(ZeroDivisionError):
        first_that_works("data", [Way("bug", lambda: 1 / 0)], "")


def test_reading_names_the_damaged_file():
    with (
        pytest.raises(Unavailable, match=r"^a\.gz cannot be read \(EOFError\)$"),
        reading(pathlib.Path("folder/a.gz")),
    ):
        raise EOFError
