import numpy as np
from keras import ops

from ter_gan.layers import GlobalSumPooling2D


def test_it_sums_each_channel():
    x = np.random.default_rng(0).normal(size=(2, 3, 4, 5)).astype("float32")
    y = ops.convert_to_numpy(GlobalSumPooling2D()(x))
    np.testing.assert_allclose(y, x.sum(axis=(1, 2)), rtol=1e-5, atol=1e-5)
