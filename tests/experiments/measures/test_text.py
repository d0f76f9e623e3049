"""What a model of text gained on maximum likelihood."""

import math
import types

import pytest

from experiments.measures import text
from ter_gan.text.metrics.curve import Curve, Point
from ter_gan.text.metrics.scores import Scores

BASE = (
    (1.0, 0.4),
    (1.5, 0.2),
    (2.0, 0.1),
)  # diversity and quality, of which less is better


def curve(places):
    points = [Point("", Scores.of([y] * 9), Scores.of([x] * 9)) for x, y in places]
    return Curve("", points)


def gained(monkeypatch, places, controls=("temperature",)):
    monkeypatch.setattr(text, "likelihood_curve", lambda *about: curve(BASE))
    model = types.SimpleNamespace(controls=controls)
    return text.gain(None, model, curve(places), {}, seed=0, n=9)


def test_gains_where_both_are_equally_diverse(monkeypatch):
    better = [(x, y - 0.05) for x, y in BASE]
    assert gained(monkeypatch, better) == pytest.approx(0.05)
    assert str(gained(monkeypatch, BASE)) == "0.0"


def test_loses_at_least_its_best_where_it_is_never_as_diverse(monkeypatch):
    assert gained(monkeypatch, [(3, 0.7), (4, 0.3)]) == pytest.approx(0.1 - 0.3)


def test_nothing_is_said_where_nothing_can_be(monkeypatch):
    assert math.isnan(gained(monkeypatch, [(3, 0.05)]))
    assert math.isnan(gained(monkeypatch, BASE, controls=()))
