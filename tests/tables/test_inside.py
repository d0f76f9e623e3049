"""layer_viz in models of tables: what it shows is what they compute, and no more."""

import numpy as np
import pandas as pd
import pytest

from layer_viz import gallery
from layer_viz.recorder import Recorder
from layer_viz.schedule import Schedule
from layer_viz.tap import layers_of
from ter_gan import inside
from ter_gan.models.mlp import mlp_discriminator
from ter_gan.tables import networks
from ter_gan.tables.datasets import assemble
from ter_gan.tables.inside import evidence, panels, words
from ter_gan.tables.inside.marginals import BARS, Marginal, distance
from ter_gan.tables.inside.view import TableView, asked_of
from ter_gan.tables.models.gan import TableGAN
from ter_gan.tables.schema import Column
from tests.helpers import compiled, same, speaks_both
from tests.layer_viz.store.test_schema import check_record
from tests.tables.small import build, people, table

EVIL = "</script><img src=x onerror=alert(1)>"
PANELS = {
    "numeric-gan": ["evidence-d", "marginals"],
    "table-gan": ["evidence-d", "marginals"],
    "tvae": ["evidence-p", "marginals"],
}


@pytest.fixture(scope="module")
def dataset():
    return table()


@pytest.fixture(scope="module")
def varied():
    """Dates in order, tied and hostile categories, many columns."""
    df, rng = people(120), np.random.default_rng(1)
    df["seen"] = pd.Timestamp("2021-03-04") + pd.to_timedelta(rng.integers(9, size=120))
    df["seen"] = df.seen.dt.floor("D") + pd.to_timedelta(rng.integers(9, size=120), "D")
    df["left"] = df.seen + pd.to_timedelta(rng.integers(1, 9, size=120), "D")
    df["city"] = rng.choice(["Paris", "Lyon", EVIL], 120)
    df["land"] = df.city.map({"Paris": "F", "Lyon": "F", EVIL: "?"})
    df["both"] = df.age + df.end
    for i in range(25):
        df[f"x{i}"] = rng.normal(size=120).round(2)
    ties = ("seen < left", "city, land together", "age + end = both")
    options = assemble.Options(constraints=ties)
    return assemble.from_frames("varied", {"train": df}, options)


def linear(dataset, pack=1, conditional=True):
    """A GAN whose discriminator is one weighted sum."""
    spans = [(each.width, each.activation) for each in dataset.encoder.spans]
    generator = networks.generator(spans, 4, conditional, width=8, layers=1)
    width = dataset.encoder.width + len(networks.options_of(spans)) * conditional
    discriminator = mlp_discriminator((width,), (), pack=pack)
    options = {"pack": pack, "seed": 0, "conditional": conditional}
    gan = compiled(TableGAN(generator, discriminator, **options))
    facts = dataset.facts
    gan.learn_about(facts["schema"], facts["encoder"], facts["frequencies"])
    return gan


def taken(gan, found, name):
    """What a panel of a view takes."""
    return next(panel for panel in found.panels if panel.id == name).take()


@pytest.mark.parametrize("pack", [1, 4])
@pytest.mark.parametrize("conditional", [True, False])
def test_evidence_of_a_linear_judge_is_its_sum_term_by_term(dataset, pack, conditional):
    gan = linear(dataset, pack, conditional)
    found = inside.tables(gan, dataset)
    rows = found.judged()
    n, asked = len(rows), rows.shape[1] - gan.width
    assert n % (2 * pack) == 0 and (asked > 0) == conditional
    shown = panels.judgements(gan, found, words.of(gan.schema, gan.encoder))
    names = list(shown.names)
    assert sorted(names) == sorted(
        [*gan.encoder.names[:-1], "end − age", *["what was asked"] * conditional]
    )
    weights, bias = gan.discriminator.layers[-1].get_weights()
    terms = rows * np.resize(weights.reshape(pack, -1), rows.shape)
    logits = np.repeat(terms.reshape(n // pack, -1).sum(axis=1) + bias, pack)
    half, start, ends = n // 2, 0, {}
    for span in gan.encoder.spans:  # closed form, column by column
        name = gan.encoder.names[span.part]
        name = "end − age" if name == "end" else name
        ends[name] = ends.get(name, 0) + terms[:, start : start + span.width].sum(
            axis=1
        )
        start += span.width
    ends["what was asked"] = terms[:, start:].sum(axis=1)
    places = [*range(6), *range(half, half + 6)]
    for strip, place in zip(shown.rows, places, strict=True):
        assert strip.role == ("real" if place < half else "fake")
        expected = [ends[name][place] for name in names]
        np.testing.assert_allclose(strip.values, expected, rtol=1e-4, atol=1e-6)
        assert float(strip.note.split()[1]) == pytest.approx(logits[place], abs=0.006)


def test_numbers_belong_to_the_columns_that_they_encode(varied):
    owners = evidence.owners(varied.encoder, asked=3)
    names = varied.encoder.names
    assert len(owners) == varied.encoder.width + 3
    assert (owners[-3:] == len(names)).all() and (np.diff(owners) >= 0).all()
    for number, part in enumerate(varied.encoder.parts):
        assert (owners == number).sum() == sum(width for width, _ in part.widths)


def test_values_are_those_of_the_rows(dataset):
    gan = build("table-gan", dataset)
    found = inside.tables(gan, dataset)
    shown = taken(gan, found, "evidence-d")
    real = dataset.schema.from_matrix(dataset.validation.x[:6])
    assert real["pay"].isna().any()
    for (_, row), strip in zip(real.iterrows(), shown.rows):
        said = dict(zip(shown.names, strip.words))
        assert said["age"] == str(row["age"]) and said["sex"] == row["sex"]
        assert said["end − age"] == "5"
        if pd.isna(row["pay"]):
            assert said["pay"] == "missing"
        else:
            assert float(said["pay"]) == pytest.approx(row["pay"], rel=1e-3)


def test_what_was_asked_of_a_real_row_holds(dataset):
    gan = build("table-gan", dataset)
    rows = gan.encoder.to_model(dataset.train.x, seed=0)
    asked = asked_of(gan, rows, seed=0)
    places = networks.options_of([(s.width, s.activation) for s in gan.encoder.spans])
    assert (asked.sum(axis=1) == 1).all() and (asked <= rows[:, places]).all()
    columns = words.of(gan.schema, gan.encoder)
    said = panels.asked(columns, gan.encoder, asked)
    frame = dataset.frame()
    for text, (_, row) in zip(said, frame.iterrows(), strict=True):
        name, option = text.split(": ")
        if name == "sex":
            assert option == row["sex"]
        elif option == "missing":
            assert pd.isna(row["pay"])
        elif option == "0":
            assert row["pay"] == 0
        else:
            assert option.startswith("about ") or name == "end − age"
    assert {text.split(":")[0] for text in said} >= {"sex", "pay"}


def test_tied_columns_are_read_as_they_are_learned(varied):
    columns = words.of(varied.schema, varied.encoder)
    names = [column.name for column in columns]
    assert "both" not in names and {"left − seen", "city · land"} <= set(names)
    untied = varied.encoder.untied(varied.train.x[:20]).T
    said = {c.name: c.read(values) for c, values in zip(columns, untied)}
    frame = varied.frame()[:20]
    assert said["city · land"] == list(frame.city + " · " + frame.land)
    assert said["seen"] == frame.seen.dt.strftime("%Y-%m-%d").tolist()
    days = (frame.left - frame.seen).dt.days
    assert said["left − seen"] == [f"{day} d" for day in days]


def test_words_of_what_is_odd():
    several = Column("c", "categorical", "object", True, categories=("", "y" * 200))
    assert words.read(several, [0, np.nan]) == ["(empty)", "missing"]
    assert len(words.read(several, [1])[0]) == words.LONGEST
    number = Column("n", "continuous", "float64", False)
    assert words.read(number, [np.inf, 1234567.8, 0.123456]) == [
        *("not finite", "1234568", "0.1235")
    ]


def test_of_many_columns_those_with_most_evidence_are_drawn(varied):
    gan = linear(varied, conditional=False)
    found = inside.tables(gan, varied)
    columns = words.of(gan.schema, gan.encoder)
    assert len(columns) > panels.MOST
    about = found.panels[0].about
    assert f"24 of {len(columns)} columns with most evidence" in about["en"].lead
    assert f"les 24 colonnes, sur {len(columns)}, qui pèsent" in about["fr"].lead
    weights, bias = gan.discriminator.layers[-1].get_weights()
    weights[evidence.owners(gan.encoder) == 30] = 100.0
    gan.discriminator.layers[-1].set_weights([weights, bias])
    shown = taken(gan, found, "evidence-d")
    order = [column.name for column in columns]
    assert len(shown.names) == panels.MOST and order[30] in shown.names
    assert list(shown.names) == sorted(shown.names, key=order.index)


@pytest.mark.parametrize("model", PANELS)
def test_a_record_holds_its_panels_changes_nothing_and_opens(model, varied, tmp_path):
    gan = build(model, varied)
    kept, chance = gan.state(), np.random.get_state()[1].copy()
    recorder = Recorder(tmp_path / "layer_viz", inside.tables(gan, varied))
    recorder.take(0)
    assert same(kept.values(), gan.state().values())
    np.testing.assert_array_equal(chance, np.random.get_state()[1])
    record = recorder.close()
    check_record(record)
    assert list(record.epoch(0)["panels"]) == PANELS[model]
    networks_of = recorder.view.networks
    paths = {f"{k}/{path}" for k, n in networks_of.items() for _, path in layers_of(n)}
    drawn = {f"{row['network']}/{row['path']}" for row in record.manifest["layers"]}
    assert drawn and drawn <= paths
    index = gallery.build([record], tmp_path / "gallery")
    single = gallery.single_file([record], tmp_path / "one.html").read_text()
    assert index.exists() and EVIL not in single and "<img" not in single


@pytest.mark.parametrize("pack", [1, 4])
def test_panels_speak_both_languages(dataset, pack):
    views = [inside.tables(build("tvae", dataset), dataset)]
    views.append(inside.tables(linear(dataset, pack, conditional=False), dataset))
    for panel in (panel for view in views for panel in view.panels):
        speaks_both(panel)
    about = views[1].panels[0].about
    assert (f"packs of {pack}:" in about["en"].lead) == (pack > 1)
    assert (f"paquets de {pack} :" in about["fr"].lead) == (pack > 1)
    assert "2\u202f000 lignes fausses" in views[1].panels[1].about["fr"].lead


def test_a_divergent_generator_is_shown_without_numbers(dataset):
    gan = build("table-gan", dataset)
    found = inside.tables(gan, dataset)
    logits = gan.generator.get_layer("g_logits")
    logits.set_weights([np.full_like(each, np.nan) for each in logits.get_weights()])
    strips = taken(gan, found, "evidence-d")
    entry = strips.entry(None)
    assert np.isfinite(entry["scale"])
    assert all(value is None for row in entry["rows"][6:] for value in row["values"])


def test_losses_and_scores_are_those_of_the_players(dataset):
    gan = linear(dataset, pack=4)
    found = inside.tables(gan, dataset)
    shown = found.judged()
    half = len(shown) // 2
    scores = found.scores(found.probes)
    for stream, rows in (("D.real", shown[:half]), ("D.fake", shown[half:])):
        logits = gan.logits(rows)[:, 0]  # of whole packs; the view's begin at each row
        np.testing.assert_allclose(scores[stream][::4], logits, rtol=1e-4, atol=1e-5)
    losses = found.losses(found.many)
    assert {name: np.isfinite(float(loss())) for name, loss in losses.items()} == {
        "G": True,
        "D": True,
    }


def test_few_rows_come_again(dataset):
    gan = linear(dataset, pack=4)
    found = TableView(gan, dataset.validation.x[:3])
    assert len(found.many["real"]) == 64
    rows = gan.encoder.from_model(found.probes["real"][:, : gan.width])
    np.testing.assert_array_equal(rows[:5], rows[3:])
    assert len(rows) == 8


def test_shares_are_counted():
    column = Column("c", "categorical", "object", True, categories=tuple("abcdefghijk"))
    real = np.array([*np.repeat(np.arange(11), np.arange(12, 1, -1)), np.nan])
    marginal = Marginal(column, real.astype(float))
    made = np.array([0, 0, 1, 10, np.nan])
    share = marginal.beside(made)
    assert share.names == [*"abcdefgh"[:BARS], "others", "missing"]
    np.testing.assert_allclose(share.fake, [0.4, 0.2, *[0] * 6, 0.2, 0.2])
    assert share.real.sum() == pytest.approx(1) and 0 < distance(share) < 1
    number = Column("n", "integer", "int64", True)
    share = Marginal(number, np.array([0, 10, 10, np.nan])).beside(np.array([10, 0.0]))
    assert share.ends == ["0", "10"] and share.note.startswith("missing: 25.0% real")
    assert (share.real[0], share.real[-1]) == (0.25, 0.5)
    assert distance(Marginal(number, made[:2]).beside(made[:2])) == 0


def test_baselines_have_nothing_inside(dataset, capsys):
    class Run:
        recipe = type("Recipe", (), {"kind": "tables"})

    gan = build("independent", dataset)
    assert inside.recorder(Run, gan, dataset, None, None, Schedule()) is None
    assert "no layers" in capsys.readouterr().out
