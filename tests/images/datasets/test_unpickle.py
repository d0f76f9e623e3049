import os
import pickle

import numpy as np
import pytest

from ter_gan.images.datasets import unpickle
from ter_gan.sources.ways import Unavailable


def test_reads_arrays_in_builtin_containers():
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    content = pickle.dumps(((array, [1, 2]), {b"key": "text"}), protocol=4)
    (read, numbers), table = unpickle.loads(content, "file")
    np.testing.assert_array_equal(read, array)
    assert read.dtype == np.float32
    assert (numbers, table) == ([1, 2], {b"key": "text"})


def test_reads_the_names_of_old_and_new_numpy():
    new = pickle.dumps(np.arange(3), protocol=3)
    old = new.replace(b"numpy._core.multiarray", b"numpy.core.multiarray")
    assert old != new
    for each in (new, old):
        np.testing.assert_array_equal(unpickle.loads(each, "file"), np.arange(3))


class Malicious:
    def __init__(self, call, *arguments):
        self.call = call, arguments

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
def test_runs_nothing_that_a_pickle_asks_for(tmp_path, protocol):
    target = tmp_path / "made"
    content = pickle.dumps(Malicious(os.mkdir, str(target)), protocol)
    with pytest.raises(Unavailable, match=r"\.mkdir, which is refused"):
        unpickle.loads(content, "evil.pkl")
    assert not target.exists()
    pickle.loads(content)  # it would have
    assert target.exists()


@pytest.mark.parametrize("call", [eval, np.load, np.fromfile, getattr])
def test_refuses_other_functions_of_allowed_modules(call):
    with pytest.raises(Unavailable, match="refused"):
        unpickle.loads(pickle.dumps(Malicious(call, "x")), "evil.pkl")


@pytest.mark.parametrize("content", [b"", b"junk", pickle.dumps([1, 2, 3])[:-3]])
def test_names_a_damaged_pickle(content):
    with pytest.raises(Unavailable, match="^some.pkl cannot be unpickled"):
        unpickle.loads(content, "some.pkl")
