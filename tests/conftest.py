"""What the tests share: a backend, quiet frameworks, small networks."""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# There is a test process for each core: more threads of NumPy wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pytest

from tests.helpers import TEST_BACKENDS


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture(params=TEST_BACKENDS)
def backend(request):
    """Each backend that is installed, for tests that start processes."""
    return request.param


def pytest_collection_modifyitems(items):
    """Long tests come first: at the end a worker would wait for another's."""
    long = ("test_jax.py", "test_notebooks.py", "test_time_to_quality.py")
    items.sort(key=lambda item: item.path.name not in long)
