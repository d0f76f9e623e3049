"""Self-attention: every place of an image can look at every other one."""

import keras
from keras import layers, ops

from ter_gan.layers.spectral_norm import SpectralConv2D


@keras.saving.register_keras_serializable("ter_gan")
class SelfAttention2D(layers.Layer):
    """Adds to each place of an image what it finds at the others.

    Queries and keys are 1 × 1 convolutions to an eighth of the channels c,
    values one to half of them; one more brings what was found back to c
    channels. Keys and values are max-pooled 2 × 2, as in the authors' code of
    SAGAN and of BigGAN: a quarter of the work and of the memory. The result is
    `x + gamma · found` with a learned scalar gamma that starts at zero, so that
    the layer starts as the identity. Features `(n, height, width, c)`.

    Args:
        spectral: bool. Whether the kernels are spectrally normalised.

    Reference: Zhang et al. 2019, https://arxiv.org/abs/1805.08318
    """

    def __init__(self, spectral=False, **kwargs):
        super().__init__(**kwargs)
        self.spectral = spectral
        self.pool = layers.MaxPooling2D(
            2, padding="same", dtype=self.dtype_policy, name="pool"
        )

    def build(self, input_shape):
        channels = input_shape[-1]
        inner = (*input_shape[:-1], max(channels // 2, 1))
        self.query = self._conv("query", max(channels // 8, 1), input_shape)
        self.key = self._conv("key", max(channels // 8, 1), input_shape)
        self.value = self._conv("value", inner[-1], input_shape)
        self.found = self._conv("found", channels, inner)
        self.gamma = self.add_weight(shape=(), initializer="zeros", name="gamma")

    def _conv(self, name, filters, input_shape):
        conv = SpectralConv2D if self.spectral else layers.Conv2D
        layer = conv(filters, 1, use_bias=False, dtype=self.dtype_policy, name=name)
        layer.build(input_shape)
        return layer

    def call(self, inputs):
        query = _places(self.query(inputs))
        key = _places(self.pool(self.key(inputs)))
        value = _places(self.pool(self.value(inputs)))
        match = ops.matmul(query, ops.transpose(key, (0, 2, 1)))
        share = ops.softmax(ops.cast(match, "float32"), axis=-1)
        found = ops.matmul(ops.cast(share, value.dtype), value)
        found = ops.reshape(found, (-1, *inputs.shape[1:3], value.shape[-1]))
        return inputs + self.gamma * self.found(found)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "spectral": self.spectral}


def _places(features):
    """`(n, height, width, c)` as `(n, height · width, c)`."""
    _, height, width, channels = features.shape
    return ops.reshape(features, (-1, height * width, channels))
