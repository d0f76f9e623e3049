import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.embeddings import Neighbours, SentenceVectors, picture
from ter_gan.text.embeddings.picture import most_frequent, principal_components
from ter_gan.text.vocabulary import EOS, PAD, SPECIALS, Vocabulary

WORDS = Vocabulary((*SPECIALS, "man", "woman", "king", "queen", "tea"))
TABLE = np.array(
    [[1, 0, 0]] * 3 + [[1, 0, 0], [1, 1, 0], [1, 0, 3], [1, 1, 3], [0, -2, 0]], float
)


def test_neighbours_by_cosine():
    near = Neighbours(WORDS, TABLE).near("man", 2)
    assert [word for word, _ in near] == ["woman", "king"]
    assert near[0][1] == pytest.approx(0.5**0.5)
    assert len(Neighbours(WORDS, TABLE).near("man", 99)) == 4  # no special, not itself


def test_analogy():
    (answer, *_) = Neighbours(WORDS, TABLE).analogy("man", "woman", "king")
    assert answer[0] == "queen"
    assert answer[1] > 0.9


def test_unknown_words_and_wrong_tables():
    with pytest.raises(UserError, match="'quen'.*Did you mean 'queen'"):
        Neighbours(WORDS, TABLE).near("quen")
    with pytest.raises(ValueError, match=r"\(8, dim\).*\(7, 3\)"):
        Neighbours(WORDS, TABLE[:7])


def test_components_and_the_most_frequent_words():
    rng = np.random.default_rng(0)
    flat = rng.normal(size=(50, 2)) * (5, 1) @ rng.normal(size=(2, 6))
    places, shares = principal_components(flat)
    assert shares.sum() == pytest.approx(1.0)
    centred = flat - flat.mean(axis=0)
    distances = np.linalg.norm(centred, axis=1)
    assert np.linalg.norm(places, axis=1) == pytest.approx(distances)
    assert places[np.abs(places).argmax(0), [0, 1]].min() > 0
    x = np.array([[5, 5, 3, EOS, PAD], [5, 3, 4, EOS, PAD]])
    assert most_frequent(x, 8, 2).tolist() == [5, 3]
    assert most_frequent(x, 8, 99).tolist() == [5, 3, 4]


def test_picture_has_the_size_and_shows_something():
    x = np.arange(3, 8)[None]
    image = picture(TABLE, WORDS, x, size=400)
    assert image.size == (400, 400) and image.mode == "RGB"
    assert np.asarray(image).std() > 10
    moved = picture(TABLE[::-1], WORDS, x, size=400)
    assert np.any(np.asarray(moved) != np.asarray(image))


def test_sentence_vectors_in_closed_form():
    table = np.eye(8)
    train = np.array([[3, 3, 4, EOS], [3, 4, EOS, PAD]])
    vectors = SentenceVectors(table, train)
    weights = 1e-3 / (1e-3 + np.array([3, 2]) / 5)
    means = np.zeros((2, 8))
    means[0, 3:5] = weights * (2, 1) / 3
    means[1, 3:5] = weights / 2
    shared = np.linalg.svd(means)[2][0]
    expected = means - np.outer(means @ shared, shared)
    assert vectors(train) == pytest.approx(expected, abs=1e-8)


def test_sentence_vectors_do_not_depend_on_order_or_padding():
    rng = np.random.default_rng(0)
    train = rng.integers(3, 30, (50, 6))
    vectors = SentenceVectors(rng.normal(size=(30, 5)), train)
    x = train[:3]
    padded = np.pad(x[:, ::-1], ((0, 0), (0, 4)))
    padded[:, 6] = EOS
    assert vectors(padded) == pytest.approx(vectors(x), abs=1e-7)
    assert vectors(x).dtype == np.float32
    assert np.abs(vectors(np.full((1, 4), PAD))).max() == 0
    other = x.copy()
    other[:, 0] = 3 + (x[:, 0] - 2) % 27
    assert np.abs(vectors(other) - vectors(x)).max() > 1e-4
