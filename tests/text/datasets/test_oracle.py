import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.datasets import load, oracle

TOKENS = 7


def small_weights(seed=0, tokens=TOKENS):
    rng = np.random.default_rng(seed)
    return {key: rng.normal(size=oracle._shape(key, tokens)) for key in oracle.KEYS}


@pytest.fixture(scope="module")
def small():
    return oracle.Oracle(small_weights(), length=4)


def slow_log_prob(weights, tokens):
    """Yu et al.'s LSTM, one sequence and one gate at a time."""

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    def gate(letter):
        return (
            e @ weights["W" + letter]
            + h @ weights["U" + letter]
            + weights["b" + letter]
        )

    h = c = np.zeros(oracle.UNITS)
    total, before = 0.0, 0
    for token in tokens:
        e = weights["E"][before]
        i, f, o = (sigmoid(gate(letter)) for letter in "ifo")
        c = f * c + i * np.tanh(gate("c"))
        h = o * np.tanh(c)
        p = np.exp(h @ weights["V"] + weights["bv"])
        total += np.log(p[token] / p.sum())
        before = token
    return total


def test_log_prob_is_that_of_a_slow_loop(small):
    x = small.sample(20, np.random.default_rng(0))
    slow = [slow_log_prob(small_weights(), ids - 3) for ids in x]
    assert small.log_prob(x) == pytest.approx(slow, abs=1e-4)


def test_probabilities_of_all_sequences_sum_to_one():
    two = oracle.Oracle(small_weights(), length=2)
    tokens = np.arange(3, 3 + TOKENS)
    x = np.stack(np.meshgrid(tokens, tokens), -1).reshape(-1, 2)
    p = np.exp(two.log_prob(x))
    assert p.sum() == pytest.approx(1.0, abs=1e-5)
    drawn = two.sample(20_000, np.random.default_rng(0))
    index = (drawn[:, 1] - 3) * TOKENS + drawn[:, 0] - 3
    counts = np.bincount(index, minlength=len(x))[(x[:, 1] - 3) * TOKENS + x[:, 0] - 3]
    errors = np.sqrt(20_000 * p * (1 - p)) + 1
    assert (np.abs(counts - 20_000 * p) < 5 * errors).all()


def test_impossible_sequences(small):
    x = small.sample(3, np.random.default_rng(0))
    x[1, 2] = 1
    assert np.isfinite(small.log_prob(x)).tolist() == [True, False, True]
    assert small.grammatical(x).tolist() == [True, False, True]
    assert np.isneginf(small.log_prob(x[:, :3])).all()
    assert not small.grammatical(x[:, :3]).any()


def test_entropy_is_the_mean_of_minus_log_p(small):
    nll = -small.log_prob(small.sample(4_000, np.random.default_rng(5)))
    error = np.hypot(nll.std() / len(nll) ** 0.5, small.entropy_error)
    assert abs(nll.mean() - small.entropy) < 3 * error
    assert small.entropy_per_token == small.entropy / 4


def test_draws_by_the_weights():
    weights = np.array([[0.0, 1.0, 0.0, 3.0, 0.0]] * 4)
    drawn = oracle._draw(weights, np.array([0.0, 0.99, 1.0, 3.99]))
    assert drawn.tolist() == [1, 1, 3, 3]


def test_published_weights_give_the_published_entropy(real_data):
    weights = oracle.read_weights(real_data / "seqgan_oracle" / "oracle.npz")
    published = oracle.Oracle(weights, 20)
    nll = -published.log_prob(published.sample(128, np.random.default_rng(0))) / 20
    error = nll.std() / len(nll) ** 0.5
    assert error < 0.06
    assert abs(nll.mean() - 5.743) < 3 * error


@pytest.fixture
def stored(tmp_path, monkeypatch):
    sizes = {"train": 12, "validation": 3, "test": 5}
    monkeypatch.setattr("ter_gan.text.datasets.ORACLE_SIZES", sizes)
    np.savez(tmp_path / "o.npz", **small_weights())
    return tmp_path / "o.npz"


def test_a_file_with_weights_is_a_dataset(stored, lines):
    dataset = load(f"oracle:{stored}", report=lines.append)
    assert dataset.train.x.shape == (12, 20) and dataset.train.x.dtype == np.int32
    assert dataset.name == f"oracle:{stored}"
    assert dataset.vocabulary.words[3:] == tuple(f"w{n}" for n in range(TOKENS))
    assert np.isfinite(dataset.truth.log_prob(dataset.test.x)).all()
    assert len(lines) == 1 and "drawing 20 sequences" in lines[0]
    again = load(f"oracle:{stored}", report=lines.append)
    assert again.content_hash == dataset.content_hash
    assert len(lines) == 1  # out of the cache
    assert load(f"oracle:{stored}", max_length=6).shape == (6,)


def test_a_damaged_cache_is_drawn_again(stored, tmp_path):
    dataset = load(f"oracle:{stored}")
    (cached,) = (tmp_path / "cache" / "oracle").iterdir()
    cached.write_bytes(cached.read_bytes()[:100])
    assert load(f"oracle:{stored}").content_hash == dataset.content_hash


def test_random_weights_are_standard_normal_and_seeded():
    weights = oracle.random_weights()
    assert weights["E"].shape == (5_000, 32) and weights["V"].shape == (32, 5_000)
    assert weights["V"].std() == pytest.approx(1.0, abs=0.02)
    assert np.array_equal(weights["V"], oracle.random_weights()["V"])
    assert not np.array_equal(weights["V"], oracle.random_weights(1)["V"])


def test_bad_oracles_are_one_line_each(tmp_path, stored):
    weights = small_weights()
    np.savez(tmp_path / "less.npz", **{k: v for k, v in weights.items() if k != "Wf"})
    np.savez(tmp_path / "shape.npz", **(weights | {"Uo": np.zeros((3, 3))}))
    (tmp_path / "text.npz").write_text("no")
    for name, options, message in (
        (f"oracle:{tmp_path / 'none.npz'}", {}, "There is no oracle file"),
        (f"oracle:{tmp_path / 'less.npz'}", {}, "it has no Wf"),
        (f"oracle:{tmp_path / 'shape.npz'}", {}, r"Uo has the shape \(3, 3\)"),
        (f"oracle:{tmp_path / 'text.npz'}", {}, "cannot be read"),
        ("seqgan_oracle", {}, "there is none.*Or take oracle,"),
        ("oracle", {"max_length": 9}, "sequences of 20 tokens, not 9"),
        ("oracle", {"tokeniser": "char"}, "no other tokeniser"),
    ):
        with pytest.raises(UserError, match=message) as error:
            load(name, **options)
        assert "\n" not in str(error.value)
