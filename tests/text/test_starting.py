import numpy as np
import pytest

from ter_gan.data import Split
from ter_gan.errors import UserError
from ter_gan.text import starting
from ter_gan.text.datasets.assemble import TextDataset
from ter_gan.text.embeddings import ppmi_svd
from ter_gan.text.models.writer import SHARP, embedding_layers
from ter_gan.text.vocabulary import Vocabulary
from tests import helpers
from tests.text.tiny import SIZE, WORDS, build, sentences

SPLITS = [Split(sentences(n, seed)) for seed, n in enumerate((60, 9, 9))]
DATA = TextDataset("tiny", *SPLITS, vocabulary=Vocabulary(WORDS))


def test_tables():
    assert starting.table("random", DATA, 4) is None
    found = starting.table("ppmi", DATA, 4, seed=3)
    np.testing.assert_array_equal(found, ppmi_svd(DATA.train.x, SIZE, 4, seed=3))
    assert found.shape == (SIZE, 4)


def test_more_numbers_than_counts_can_tell_are_zeros():
    found = starting.table("ppmi", DATA, SIZE + 3)
    np.testing.assert_array_equal(
        found[:, : SIZE - 1], starting.table("ppmi", DATA, SIZE - 1)
    )
    assert found.shape == (SIZE, SIZE + 3) and not found[:, SIZE - 1 :].any()


def test_mistakes(tmp_path):
    with pytest.raises(UserError, match="Unknown start of word embeddings 'ppm'.*ppmi"):
        starting.table("ppm", DATA, 4)
    with pytest.raises(UserError, match="Unknown start of word embeddings 'glove:'"):
        starting.table("glove:", DATA, 4)
    with pytest.raises(UserError, match="have 50 numbers, the network's 4; use --embe"):
        starting.table("glove", DATA, 4)
    path = tmp_path / "vectors.txt"
    path.write_text("a 1 2 3\nb 3 2 1\n")
    with pytest.raises(UserError, match="have 3 numbers, the network's 4; use --embe"):
        starting.table(f"glove:{path}", DATA, 4)
    found = starting.table(f"glove:{path}", DATA, 3)
    np.testing.assert_allclose(found[WORDS.index("a")], [1, 2, 3])


TABLES = {  # where word vectors are, of how many numbers
    "gru": {"g_embedding": 4},
    "mini-gpt": {"g_embedding": 4},
    "mini-bert": {"g_embedding": 4},
    "autoencoder": {"e_embedding": 4, "g_embedding": 4},
    "latent-text-gan": {"e_embedding": 4, "g_embedding": 4},
    "embedding-gan": {"d_embedding": 4, "g_words": 4},
    "relgan-mini": {"g_embedding": 4, "d_embedding": 4},
}


def vectors(layer):
    """float32 `(size, dim)`: a layer's table; that of logits is longer, and lies."""
    found = helpers.array(layer.weights[0])
    return found.T / SHARP if layer.name == "g_words" else found


@pytest.mark.parametrize("model", TABLES)
def test_all_word_vectors_start_from_the_table_and_nothing_else_does(model):
    gan = build(model, embeddings="ppmi", width=4)
    layers = {layer.name: layer for layer in embedding_layers(gan.players)}
    before = {name: vectors(layer) for name, layer in layers.items()}
    assert {name: x.shape[1] for name, x in before.items()} == TABLES[model]
    started = {id(layer.weights[0]) for layer in layers.values()}
    others = [v for v in gan.variables if id(v) not in started]
    kept = [helpers.array(v) for v in others]
    gan.prepare(DATA)
    for name, layer in layers.items():
        found = vectors(layer)
        table = starting.table("ppmi", DATA, found.shape[1], gan.seed)
        np.testing.assert_allclose(found[:SIZE], table, atol=1e-6)
        np.testing.assert_array_equal(found[SIZE:], before[name][SIZE:])  # the mask
    assert helpers.same(kept, [helpers.array(v) for v in others])


def test_random_ones_stay_as_they_are():
    gan = build("gru", embeddings="random")
    before = helpers.weights(gan.generator)
    gan.prepare(DATA)
    assert helpers.same(helpers.weights(gan.generator), before)
