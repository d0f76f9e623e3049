import keras
import numpy as np
import pytest
from keras import ops

from ter_gan.layers import DepthToSpace


def naive(x, block):
    n, height, width, depth = x.shape
    channels = depth // block**2
    y = np.empty((n, height * block, width * block, channels), x.dtype)
    for i, row, column, k in np.ndindex(y.shape):
        place = (row % block) * block + column % block
        source = x[i, row // block, column // block, place * channels + k]
        y[i, row, column, k] = source
    return y


@pytest.mark.parametrize(
    ("block", "shape"), [(2, (2, 3, 5, 8)), (3, (1, 2, 2, 18)), (1, (1, 2, 3, 4))]
)
def test_it_is_the_documented_order(block, shape):
    x = np.arange(np.prod(shape), dtype="float32").reshape(shape)
    y = ops.convert_to_numpy(DepthToSpace(block)(x))
    np.testing.assert_array_equal(y, naive(x, block))


def test_keras_file(tmp_path):
    inputs = keras.Input((2, 3, 8))
    model = keras.Model(inputs, DepthToSpace(2)(inputs))
    assert model.output_shape == (None, 4, 6, 2)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert again.layers[-1].block_size == 2


def test_channels_that_fill_no_block_are_refused():
    with pytest.raises(ValueError, match="multiple of 4"):
        DepthToSpace(2)(np.zeros((1, 2, 2, 6), "float32"))
