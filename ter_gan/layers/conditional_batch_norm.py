"""Batch normalisation whose gain and shift depend on a condition."""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable("ter_gan")
class ConditionalBatchNormalization(layers.Layer):
    """Batch normalisation with a gain and shift of each sample's own.

    Called with `[features, condition]`: features `(n, …, c)` are normalised
    over the batch and its positions, then multiplied by `1 + gain` and moved by
    `shift`, both `(n, c)` linear in the condition `(n, d)`, without bias. In
    BigGAN the condition is an embedding of the class and a chunk of the latents;
    there both linear functions are spectrally normalised too, which they are not
    here.

    Args:
        momentum: float. Of the moving statistics that inference uses.
        epsilon: float. Added to the variance.

    Reference: Brock et al. 2019, https://arxiv.org/abs/1809.11096
    """

    def __init__(self, momentum=0.9, epsilon=1e-5, **kwargs):
        super().__init__(**kwargs)
        self.momentum, self.epsilon = momentum, epsilon
        self.normalised = layers.BatchNormalization(
            momentum=momentum,
            epsilon=epsilon,
            center=False,
            scale=False,
            dtype=self.dtype_policy,
            name="normalised",
        )

    def build(self, input_shape):
        features, condition = input_shape
        self.normalised.build(features)
        linear = {"use_bias": False, "dtype": self.dtype_policy}
        self.gain = layers.Dense(features[-1], **linear, name="gain")
        self.shift = layers.Dense(features[-1], **linear, name="shift")
        self.gain.build(condition)
        self.shift.build(condition)

    def call(self, inputs, training=None):
        features, condition = inputs
        everywhere = (-1, *[1] * (len(features.shape) - 2), features.shape[-1])
        gain = ops.reshape(1.0 + self.gain(condition), everywhere)
        shift = ops.reshape(self.shift(condition), everywhere)
        return gain * self.normalised(features, training=training) + shift

    def compute_output_shape(self, input_shape):
        return input_shape[0]

    def get_config(self):
        config = {"momentum": self.momentum, "epsilon": self.epsilon}
        return {**super().get_config(), **config}
