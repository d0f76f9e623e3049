"""Statistics of answers against closed forms."""

import json
from statistics import NormalDist

import pytest

from ter_gan.errors import UserError
from ter_gan.images.quiz import summarise
from ter_gan.images.quiz.answers import d_prime, statistics
from ter_gan.quiz import main

Z2 = NormalDist().inv_cdf(0.975) ** 2


def answers(right_real, wrong_real, right_generated, wrong_generated):
    counts = {
        ("real", "real"): right_real,
        ("real", "generated"): wrong_real,
        ("generated", "generated"): right_generated,
        ("generated", "real"): wrong_generated,
    }
    return [
        {"truth": truth, "answer": answer, "ms": 900}
        for (truth, answer), n in counts.items()
        for _ in range(n)
    ]


def saved(path, known, **changes):
    play = {"format": "quiz 1", "title": "ring", "seed": 1, "quiz": "ab"}
    play |= {"limit_ms": 0, "started": path.name, "answers": known}
    path.write_text(json.dumps(play | changes))
    return path


def test_rates_are_of_their_own_kind():
    found = statistics(answers(7, 3, 12, 8))
    assert found["right"]["count"] == 19 and found["right"]["n"] == 30
    assert found["error_real"]["value"] == pytest.approx(0.3)
    assert found["error_generated"]["value"] == pytest.approx(0.4)
    assert found["error"]["value"] == pytest.approx(11 / 30)


def test_d_prime_is_the_distance_of_two_normal_laws():
    """Someone who sees N(±1, 1) and says "generated" above 0.3."""
    law, n = NormalDist(), 10_000
    missed, alarms = round(n * law.cdf(0.3 - 1)), round(n * (1 - law.cdf(0.3 + 1)))
    found = d_prime(
        [True] * missed + [False] * (n - missed),
        [True] * alarms + [False] * (n - alarms),
    )
    assert found == pytest.approx(2, abs=0.01)


def test_d_prime_knows_no_bias():
    assert statistics(answers(0, 20, 20, 0))["d_prime"] == pytest.approx(0)
    assert statistics(answers(5, 15, 15, 5))["d_prime"] == pytest.approx(0)
    best, worst = answers(20, 0, 20, 0), answers(0, 20, 0, 20)
    edge = 2 * NormalDist().inv_cdf(20.5 / 21)
    assert statistics(best)["d_prime"] == pytest.approx(edge)
    assert statistics(worst)["d_prime"] == pytest.approx(-edge)


@pytest.mark.parametrize(
    "counts, verdict",
    [
        ((20, 0, 20, 0), "apart"),
        ((0, 20, 20, 0), "guessing"),
        ((13, 7, 13, 7), "guessing"),  # 26 of 40: from 0.495
        ((14, 6, 13, 7), "apart"),  # 27 of 40: from 0.52
        ((6, 14, 7, 13), "reversed"),
    ],
)
def test_verdicts(counts, verdict):
    assert statistics(answers(*counts))["verdict"] == verdict


def test_players_are_pooled(tmp_path):
    files = [
        saved(tmp_path / "a.json", answers(10, 0, 10, 0)),
        saved(tmp_path / "b.json", answers(0, 10, 10, 0)),
    ]
    found = summarise(files)
    assert found["right"]["count"] == 30 and found["right"]["n"] == 40
    assert found["error_real"]["value"] == 0.5
    assert [each["verdict"] for each in found["players"]] == ["apart", "guessing"]
    assert found["verdict"] == "apart"


def test_the_command_prints_a_table(tmp_path, capsys):
    file = saved(tmp_path / "a.json", answers(9, 1, 4, 6), limit_ms=250)
    assert main([str(file), "--json", str(tmp_path / "s.json")]) == 0
    out = capsys.readouterr().out
    assert "20 answers of 1 player, each shown for 250 ms" in out
    assert "60% [31%, 83%]" in out and "10% [2%, 40%]" in out
    assert "consistent with guessing" in out
    written = json.loads((tmp_path / "s.json").read_text())
    assert written["error_generated"]["count"] == 6


@pytest.mark.parametrize(
    "change, words",
    [
        ({"quiz": "cd"}, "b.json has another images"),
        ({"limit_ms": 250}, "another limit of time"),
        ({"format": "quiz 9"}, "quiz 9"),
        ({"answers": []}, "an answer is real or generated"),
        ({"answers": [{"truth": "real", "answer": "maybe"}]}, "an answer is real or"),
        ({"started": "a.json"}, "same answers as .*a.json"),
    ],
)
def test_what_cannot_be_pooled_is_named(tmp_path, change, words):
    first = saved(tmp_path / "a.json", answers(9, 1, 4, 6))
    second = saved(tmp_path / "b.json", **{"known": answers(9, 1, 4, 6)} | change)
    with pytest.raises(UserError, match=words):
        summarise([first, second])


def test_no_files_are_named(tmp_path):
    with pytest.raises(UserError, match="no answers"):
        summarise([])
    with pytest.raises(UserError, match="gone.json"):
        summarise([tmp_path / "gone.json"])
    (tmp_path / "other.json").write_text('{"format": "quiz 1", "answers": []}')
    with pytest.raises(UserError, match="lacks limit_ms, quiz, seed, started, title"):
        summarise([tmp_path / "other.json"])
