"""What the tests share: a backend, quiet frameworks, small networks."""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

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
