"""Global sum pooling: what SNGAN's discriminators end with."""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable("ter_gan")
class GlobalSumPooling2D(layers.Layer):
    """Sums each channel over the image: `(n, h, w, c)` to `(n, c)`.

    Unlike the mean, the sum lets a spectrally normalised discriminator reach
    logits beyond ±1.

    Reference: Miyato et al. 2018, https://arxiv.org/abs/1802.05957
    """

    def call(self, inputs):
        return ops.sum(inputs, axis=(1, 2))

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[-1])
