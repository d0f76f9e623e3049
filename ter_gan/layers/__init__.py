"""Own Keras layers."""

from ter_gan.layers.depth_to_space import DepthToSpace
from ter_gan.layers.global_sum_pooling import GlobalSumPooling2D
from ter_gan.layers.minibatch_stddev import MinibatchStddev
from ter_gan.layers.spectral_norm import (
    SpectralConv2D,
    SpectralDense,
    SpectralEmbedding,
)

__all__ = [
    "DepthToSpace",
    "GlobalSumPooling2D",
    "MinibatchStddev",
    "SpectralConv2D",
    "SpectralDense",
    "SpectralEmbedding",
]
