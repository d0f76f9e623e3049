"""Charts: everything at its place, inside, and no label on another."""

import re

import pytest

from ter_gan.comparison import chart as charts
from ter_gan.comparison.chart import Dot, Series, chart, compact


def circles(svg):
    found = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)
    return [(float(x), float(y)) for x, y in found]


def labels(svg):
    found = re.findall(r'class="label" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)', svg)
    return {text: (float(x), float(y)) for x, y, text in found}


def drawn(dots, **options):
    return chart("title", [Series(0, dots, [])], "width", **options)


def test_more_is_higher_and_further_right():
    (x1, y1), (x2, y2) = circles(drawn([Dot(1, 2), Dot(3, 5)]))
    assert x1 < x2 and y1 > y2
    for x, y in ((x1, y1), (x2, y2)):
        assert charts.LEFT <= x <= charts.WIDTH - charts.RIGHT
        assert charts.TOP <= y <= charts.HEIGHT - charts.BOTTOM


def test_equal_ratios_are_equally_far_on_logarithmic_axes():
    svg = drawn([Dot(1, 1), Dot(10, 10), Dot(100, 100)])
    places = circles(svg)
    for a, b, c in zip(*places):
        assert b - a == pytest.approx(c - b, abs=0.2)
    assert svg.count("logarithmic") == 2
    assert "logarithmic" not in drawn([Dot(1, 1), Dot(10, 10)])


@pytest.mark.parametrize("height", [0.0, 1.0])
def test_labels_of_equal_dots_do_not_lie_on_each_other(height):
    dots = [Dot(1, height, str(i)) for i in range(40)] + [Dot(2, 0.5, "other")]
    found = labels(drawn(dots))
    assert len(found) == 41
    places = list(found.values())
    for i, (a, b) in enumerate(places):
        assert charts.TOP <= b <= charts.HEIGHT - charts.BOTTOM + 4
        for c, d in places[:i]:
            assert abs(a - c) >= charts.LABEL - 0.1 or abs(b - d) >= charts.LINE - 0.1


def test_a_lonely_label_stands_beside_its_dot():
    svg = drawn([Dot(1, 2, "1"), Dot(3, 5, "2")])
    for (x, y), (a, b) in zip(circles(svg), labels(svg).values()):
        assert (a - x, b - y) == pytest.approx((6, 4), abs=0.1)


def test_floor_and_intervals_are_inside():
    svg = drawn([Dot(1, 2, interval=(1, 3)), Dot(2, 2, interval=(1.5, 9))], floor=0.5)
    kinds = re.findall(
        r'<line class="(bar|floor)".*? y1="([\d.]+)".*? y2="([\d.]+)"', svg
    )
    assert [kind for kind, *_ in kinds] == ["floor", "bar", "bar"]
    for _, *ends in kinds:
        for end in map(float, ends):
            assert charts.TOP <= end <= charts.HEIGHT - charts.BOTTOM
    assert 'class="floor"' not in drawn([Dot(1, 2)])


def test_texts_are_escaped():
    svg = drawn([Dot(1, 2, "<b>", text="a & <b>")])
    assert "<b>" not in svg and "a &amp; &lt;b&gt;" in svg


def test_looks_repeat_with_other_dashes():
    looks = {charts.look(i) for i in range(charts.COLOURS * len(charts.DASHES))}
    assert len(looks) == charts.COLOURS * len(charts.DASHES)


@pytest.mark.parametrize(
    "value, text",
    [
        (0, "0"),
        (64, "64"),
        (0.5, "0.5"),
        (2500, "2500"),
        (2e5, "200k"),
        (1.5e6, "1.5M"),
    ],
)
def test_numbers_in_few_letters(value, text):
    assert compact(value) == text
