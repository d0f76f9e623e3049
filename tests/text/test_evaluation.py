"""Writers of known quality get the numbers that they deserve."""

import json

import numpy as np
import pytest

from ter_gan.characters import visible
from ter_gan.data import Split
from ter_gan.errors import UserError
from ter_gan.evaluation import page, report, table
from ter_gan.evaluation.baseline import Quoted
from ter_gan.evaluation.estimate import Estimate
from ter_gan.evaluation.report import Evaluated, Report
from ter_gan.text.datasets import TextDataset
from ter_gan.text.datasets.grammar import Grammar
from ter_gan.text.evaluation import METRICS, Evaluator, curves, excerpts
from ter_gan.text.metrics import language
from ter_gan.text.metrics.curve import Curve, Point
from ter_gan.text.metrics.scores import Scores
from ter_gan.text.models.counted import Counted
from ter_gan.text.models.likelihood import LanguageModel
from ter_gan.text.models.masked import MaskedLanguageModel
from ter_gan.text.networks import language as networks
from ter_gan.text.networks.language import masked_transformer
from ter_gan.text.vocabulary import PAD, Vocabulary

GRAMMAR = Grammar(16)
HOSTILE = ("</td><script>alert(1)</script>", "a\x00b\x1b[31m", "‮gnp", "&amp;")
PARTS = ("train", "validation", "test")


def drawn(n, seed):
    return GRAMMAR.sample(n, np.random.default_rng(seed))[0]


def dataset(vocabulary=GRAMMAR.vocabulary, truth=GRAMMAR):
    sizes = zip(PARTS, (1500, 300, 300))
    parts = {part: Split(drawn(n, i)) for i, (part, n) in enumerate(sizes)}
    return TextDataset("grammar", **parts, vocabulary=vocabulary, truth=truth)


DATA = dataset()


def evaluator(metrics="standard", data=DATA, n=200, **options):
    return Evaluator(data, metrics, n, **options)


def measured(model, *arguments, **options):
    """dict from the names in `--metrics` to results."""
    judge = evaluator(*arguments, **options)
    bench = judge.bench(model)
    return {row.name: r for row, r in zip(judge.rows, judge.results(bench))}


@pytest.fixture(scope="module")
def perfect():
    return measured(Quoted(drawn(500, 9)))


def network():
    return networks.recurrent(16, len(GRAMMAR.vocabulary), 8, 1, 8, 0.0)


def counted(order=2):
    model = Counted(order, 16, len(GRAMMAR.vocabulary))
    model.prepare(DATA)
    return model


def test_every_row_has_a_name_of_its_own():
    for names in ([m.name for m in METRICS], [m.label for m in METRICS]):
        assert len(set(names)) == len(names)


def test_new_sentences_of_the_same_law_are_at_the_floor(perfect):
    for name in ("nll_oracle", "lm", "bleu4", "self_bleu3", "span", "novel3"):
        found = perfect[name]
        assert abs(found.value - found.floor) < 4 * 2**0.5 * found.error, name
    assert perfect["grammatical"].value == perfect["grammatical"].floor == 1
    assert perfect["jsd2"].value == pytest.approx(perfect["jsd2"].floor, abs=0.03)
    assert perfect["copies"].value < 0.1


def test_names_carry_the_protocol(perfect):
    assert perfect["lm"].name == "lm_score_kn5_200"
    assert perfect["bleu4"].name == "bleu4_all_test"
    assert perfect["nll"].name == "nll_test"
    assert perfect["curve"].name == "curve_gap_ungrammatical_500"


def test_the_same_sentence_again_and_again_is_seen(perfect):
    model = Quoted(np.repeat(drawn(3, 5), 100, axis=0))
    found = measured(model, "self_bleu4,reverse_lm,distinct2,grammatical")
    assert found["self_bleu4"].value == 1 > found["self_bleu4"].floor
    assert found["reverse_lm"].value > perfect["reverse_lm"].value + 0.5
    assert found["distinct2"].value < 0.1 * found["distinct2"].floor
    assert found["grammatical"].value == 1  # quality alone does not see it


def test_copies_are_seen_where_the_other_numbers_are_perfect(perfect):
    found = measured(Quoted(DATA.train.x), "copies,span,novel4,bleu4")
    assert found["copies"].value == found["span"].value == 1
    assert found["copies"].floor == perfect["copies"].floor < 0.1
    assert found["novel4"].value == 0 < found["novel4"].floor
    assert found["bleu4"].value == pytest.approx(found["bleu4"].floor, abs=0.05)


def test_a_model_without_likelihood_says_why(perfect):
    for name in ("nll", "bits", "excess"):
        assert "gives no probability" in perfect[name].why
    assert "takes no temperature" in perfect["curve"].why
    assert "masked" in perfect["pseudo_nll"].why
    with pytest.raises(UserError, match="nll is not possible"):
        measured(Quoted(DATA.test.x), "nll")
    assert evaluator().losses(evaluator().bench(Quoted(DATA.test.x))) == {}


def test_without_a_truth_its_rows_say_so():
    data = dataset(truth=None)
    with pytest.raises(UserError, match="nobody knows"):
        measured(Quoted(DATA.test.x), "nll_oracle", data)
    bench = evaluator("lm", data).bench(Quoted(DATA.test.x))
    assert bench.words["quality"] == "lm"


def test_the_likelihood_is_per_token_and_per_character():
    model = counted()
    judge = evaluator("nll,bits,excess")
    bench = judge.bench(model)
    found = {r.metric: r for r in judge.results(bench)}
    x = bench.real.samples
    total = -model.log_prob(x).sum()
    assert found["nll"].value == pytest.approx(total / (x != PAD).sum())
    letters = sum(len(DATA.vocabulary.decode(row)) + 1 for row in x)
    assert found["bits"].value == pytest.approx(total / np.log(2) / letters)
    least = -GRAMMAR.log_prob(x).sum()
    wanted = (total - least) / (x != PAD).sum()
    assert found["excess"].value == pytest.approx(wanted)
    losses = judge.losses(bench)
    assert losses["test"]["nll"] == found["nll"].value
    assert losses["train"]["nll"] < losses["test"]["nll"]
    assert losses["test"]["perplexity"] == pytest.approx(np.exp(found["nll"].value))


def test_a_masked_model_has_rows_of_its_own():
    size = len(GRAMMAR.vocabulary)
    model = MaskedLanguageModel(masked_transformer(16, size, 8, 1, 0.0))
    judge = evaluator("masked_accuracy,pseudo_nll", n=50)
    bench = judge.bench(model)
    bench.generated = judge.stand_in
    found = {r.metric: r for r in judge.results(bench)}
    assert found["pseudo_nll"].value == pytest.approx(np.log(size), rel=0.2)
    assert 0 <= found["masked_accuracy"].value < 0.1
    with pytest.raises(UserError, match="gives no probability"):
        likelihood = evaluator("nll", n=50)
        likelihood.results(likelihood.bench(model))


class Codes(Quoted):
    """An autoencoder that loses the last `lost` words."""

    def __init__(self, samples, lost):
        super().__init__(samples)
        self.lost = lost

    def encode(self, x):
        return x

    def write(self, codes, seed, temperature):
        return codes[:, : codes.shape[1] - self.lost]


def test_reconstruction_is_perfect_or_not():
    whole = measured(Codes(DATA.train.x, 0), "rouge_l,rouge_2")
    assert [whole[name].value for name in ("rouge_l", "rouge_2")] == [1, 1]
    part = measured(Codes(DATA.train.x, 13), "rouge_l,rouge_2")
    assert 0.2 < part["rouge_2"].value < part["rouge_l"].value < 0.8


def test_the_baselines_are_those_of_every_report():
    judge = evaluator("lm,copies")
    found = {each.name: each for each in judge.baselines()}
    assert list(found) == [
        *("unigram", "kneser-ney-3", "kneser-ney-5", "real data", "train copy"),
    ]
    results = {
        name: {r.metric: r.value for r in judge.results(judge.bench(each.model))}
        for name, each in found.items()
    }
    assert results["unigram"]["lm"] > results["kneser-ney-3"]["lm"] + 0.5
    assert results["train copy"]["copies"] == 1
    assert results["real data"]["copies"] < 0.1


def test_the_real_data_are_not_those_that_are_compared_with():
    for split, other in {"test": "validation", "validation": "test"}.items():
        found = {b.name: b.model for b in evaluator("lm", split=split).baselines()}
        np.testing.assert_array_equal(
            found["real data"].samples, getattr(DATA, other).x
        )


# -- the curve -----------------------------------------------------------------


def line(name, quality, low, high, rng):
    """A curve of constant quality between two diversities."""
    noise = rng.normal(0, 0.05, 300)
    points = [
        Point("1", Scores.of(quality + noise), Scores.of(place + noise))
        for place in np.linspace(low, high, 4)
    ]
    return Curve(name, [*points[:1], *_falling(points[1:])])


def _falling(points):
    """A front needs a quality that gets a little better to the right."""
    for i, point in enumerate(points, 1):
        sums = point.quality.sums - 0.01 * i
        yield Point("1", Scores.of(sums), point.diversity)


@pytest.mark.parametrize(
    "quality, verdict",
    [(1.5, "is worse than b"), (0.5, "is better than b"), (1.0, "not distinguishable")],
)
def test_the_verdict_at_equal_diversity(rng, quality, verdict):
    own, base = line("a", quality, 3, 4, rng), line("b", 1.0, 3, 4, rng)
    found = curves.gap_to(base, own)
    text = curves.sentence(own, base, found, curves.JUDGED)
    assert text.startswith("a is") and verdict in text
    assert "nats per token" in text


def test_models_that_are_never_equally_diverse(rng):
    base = line("b", 1.0, 3, 4, rng)
    worse = [line(name, 2.0, 5, 6, rng) for name in "ac"]
    others = [*worse, line("d", 0.5, 5, 6, rng), line("e", 1.5, 3, 4, rng)]
    gaps = {own.name: curves.gap_to(base, own) for own in others}
    assert gaps["a"] is gaps["c"] is gaps["d"] is None
    dominated, apart, known = curves.sentences(others, base, gaps, curves.JUDGED)
    assert known.startswith("e is worse than b")
    assert dominated.endswith("less diverse and worse than it is at some: a, c.")
    assert apart.endswith("at equal diversity cannot be compared: d.")


def test_quality_is_asked_of_the_hardest_judge():
    assert curves.quality_of(DATA) is curves.RIGHT
    assert curves.quality_of(dataset(truth=None)) is curves.JUDGED

    class Everything:
        def grammatical(self, x):
            return np.ones(len(x), bool)

    assert curves.quality_of(dataset(truth=Everything())) is curves.KNOWN


def test_a_temperature_trades_diversity_for_quality():
    judge = evaluator("curve")
    places = curves.of(judge, judge.models[3]).places()
    assert len(places) == len(curves.INVERSE)
    assert places[-1, 1] < places[0, 1]  # fewer wrong sentences
    assert places[-1, 0] > places[2, 0]  # which say less of the language


# -- all of it -----------------------------------------------------------------


@pytest.fixture(scope="module")
def found():
    """The report of an untrained GRU and a sampler that copies, of hostile words."""
    words = list(GRAMMAR.vocabulary.words)
    words[-len(HOSTILE) :] = HOSTILE
    judge = evaluator("curve,lm,copies,nll", dataset(Vocabulary(tuple(words))))
    evaluated, shared = [], {}
    for name, model in {"gru": LanguageModel(network()), "kn": counted(5)}.items():
        bench = judge.bench(model)
        parts = (judge.results(bench), judge.pictures(bench), judge.losses(bench))
        evaluated.append(Evaluated(name, {"model": name}, *parts))
        shared[name] = judge.contribution(bench)
    others, more = [], {}
    for each in judge.baselines():
        bench = judge.bench(each.model)
        results = judge.results(bench, strict=False)
        others.append(Evaluated(each.label, {"meaning": each.meaning}, results, [], {}))
        more[each.label] = judge.contribution(bench)
    overview = judge.together(shared, more)
    facts = {"dataset": "grammar", "command": "python -m ter_gan.evaluate gru kn"}
    return Report(evaluated, facts, [], [], others, judge.CHAPTER, overview)


def test_the_best_likelihood_model_is_the_base_of_the_verdicts(found):
    assert found.overview.numbers["curve"]["base"] == "kn"
    assert set(found.overview.numbers["curve"]["gaps"]) == {"gru", "[kneser-ney-5]"}
    assert found.overview.sentences[0].count("gru") >= 1
    titles = [each.title for each in found.overview.exhibits]
    assert titles == ["Quality against diversity", "Samples side by side"]
    heading = found.overview.exhibits[1].heading
    assert heading[:3] == ("gru", "kn", "[unigram]") and len(heading) == 7
    assert len(found.overview.exhibits[1].rows) == excerpts.SAMPLES


def test_tables_mark_the_baselines_and_json_has_them(found, tmp_path):
    report.write(found, tmp_path)
    content = json.loads((tmp_path / "evaluation.json").read_text())
    assert [each["name"] for each in content["baselines"]][-1] == "[train copy]"
    assert content["overview"]["sentences"] == list(found.overview.sentences)
    for text in (table.terminal(found), (tmp_path / "evaluation.md").read_text()):
        assert "[kneser-ney-5]" in text and table.IN_BRACKETS in text
        assert found.overview.sentences[0][:30] in text
    assert "perplexity" in table.terminal(found)


def test_the_page_speaks_of_likelihood_and_escapes_words(found):
    text = page.html(found)
    assert "Likelihood on held-out data" in text and "Discriminator" not in text
    assert "<script" not in text and "\x00" not in text and "\x1b" not in text
    assert "‮" not in text
    assert text.count('class="lane baseline"') > 8
    assert "What may be copied" in text and "<mark>" in text


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_are_shown_and_do_nothing(word):
    from ter_gan.evaluation.metric import Texts

    shown = page.exhibit(Texts("t", ("a",), ((((word, True),),),), "c"))
    assert word not in shown or word == visible(word)
    assert shown.count("<td>") == shown.count("</td>") == 1
    assert "<mark>" in shown


def test_words_that_differ_are_marked():
    words = GRAMMAR.vocabulary
    sentence = next(row for row in DATA.train.x if (row != PAD).sum() == 7)
    changed = sentence.copy()
    changed[2] = sentence[2] + 1
    first, second = excerpts.side_by_side(words, changed, sentence)
    assert [text for text, marked in first if marked] == [words.words[changed[2]]]
    assert [text for text, marked in second if marked] == [words.words[sentence[2]]]
    assert "".join(text for text, _ in second) == words.decode(sentence)


def test_the_longest_copies_come_first():
    x = np.concatenate([drawn(190, 9), DATA.train.x[:10]])
    shown = excerpts.copies(evaluator().bench(Quoted(x)))
    assert len(shown.rows) == excerpts.COPIES
    assert not any(marked for row in shown.rows[:1] for _, marked in row[0])
    assert "distance 0.00" in shown.rows[0][2][0][0]


def test_samples_are_made_once_and_references_are_all(monkeypatch):
    judge, model, asked = evaluator("lm,bleu2,bleu3"), counted(), []
    parts = model.parts
    monkeypatch.setattr(
        model, "parts", lambda *a, **o: asked.append(a) or parts(*a, **o)
    )
    bench = judge.bench(model)
    judge.results(bench)
    judge.contribution(bench)
    assert len(asked) == 1
    assert len(bench.references) == 300 > len(bench.real)
    wanted = language.lm_score(bench.generated.samples, DATA.test.x, bench.size)
    assert isinstance(wanted, Estimate)
    assert judge.results(bench)[0].value == pytest.approx(wanted.value)
