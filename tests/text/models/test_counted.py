import numpy as np
import pytest

from ter_gan.data import Split
from ter_gan.runs import Run
from ter_gan.text.datasets.assemble import TextDataset
from ter_gan.text.vocabulary import Vocabulary
from tests.text.tiny import WORDS, build, recipe, sentences, well_formed

SPLITS = [Split(sentences(n, seed)) for seed, n in enumerate((60, 9, 9))]
DATA = TextDataset("tiny", *SPLITS, vocabulary=Vocabulary(WORDS))


@pytest.mark.parametrize("model", ["unigram", "kneser-ney"])
def test_a_run_folder_keeps_what_was_counted(model, tmp_path):
    counted = build(model)
    counted.prepare(DATA)
    run = Run.create(tmp_path / "run", recipe(model), "tensorflow")
    run.save_checkpoint(counted, {"epoch": 1, "step": 0})
    other = build(model)
    assert Run.find(tmp_path / "run").load_checkpoint(other)["epoch"] == 1
    x = DATA.test.x
    np.testing.assert_array_equal(counted.log_prob(x), other.log_prob(x))
    first = counted.generate(300, seed=3)
    np.testing.assert_array_equal(first, other.generate(300, seed=3))
    assert not np.array_equal(first, counted.generate(300, seed=4))
    assert first.dtype == np.int32 and well_formed(first)


def test_its_order_is_the_recipes():
    unigram, ngram = build("unigram"), build("kneser-ney", order=3)
    assert (unigram.ngram.order, ngram.ngram.order) == (1, 3)


def test_of_a_run_of_another_order_nothing_is_taken(tmp_path):
    counted = build("kneser-ney", order=3)
    counted.prepare(DATA)
    with pytest.raises(ValueError, match="not the state of an 2-gram"):
        build("kneser-ney", order=2).load_state(counted.state())


def test_temperature_is_its_only_control():
    counted = build("unigram")
    counted.prepare(DATA)
    cold = counted.generate(50, seed=0, temperature=0.02)
    assert len(np.unique(cold[:, 0])) == 1
    assert len(np.unique(counted.generate(50, seed=0)[:, 0])) > 1
    with pytest.raises(TypeError):
        counted.generate(1, top_k=3)
