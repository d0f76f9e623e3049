"""Depth to space: the second half of a sub-pixel convolution."""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable("ter_gan")
class DepthToSpace(layers.Layer):
    """Turns blocks of channels into blocks of pixels.

    `(n, height, width, b² · c)` becomes `(n, b · height, b · width, c)` for
    block size b. Channel `(row · b + column) · c + k` of a position becomes
    channel k of the pixel at `(row, column)` in its block: the order of
    `tf.nn.depth_to_space`. (`torch.nn.PixelShuffle` has k first.)

    Args:
        block_size: int. b above, how many times larger the image becomes.

    Raises:
        ValueError: if the channels are not a multiple of `block_size²`.

    Reference: Shi et al. 2016, https://arxiv.org/abs/1609.05158
    """

    def __init__(self, block_size=2, **kwargs):
        super().__init__(**kwargs)
        self.block_size = block_size

    def build(self, input_shape):
        if input_shape[-1] % self.block_size**2:
            raise ValueError(
                f"DepthToSpace(block_size={self.block_size}) needs a multiple of "
                f"{self.block_size**2} channels. Received: shape {input_shape}."
            )

    def call(self, inputs):
        b = self.block_size
        _, height, width, channels = self.compute_output_shape(inputs.shape)
        x = ops.reshape(inputs, (-1, height // b, width // b, b, b, channels))
        x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
        return ops.reshape(x, (-1, height, width, channels))

    def compute_output_shape(self, input_shape):
        n, height, width, channels = input_shape
        b = self.block_size
        return (n, height * b, width * b, channels // b**2)

    def get_config(self):
        return {**super().get_config(), "block_size": self.block_size}
