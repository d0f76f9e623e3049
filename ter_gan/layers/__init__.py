"""Own Keras layers."""

from ter_gan.layers.conditional_batch_norm import ConditionalBatchNormalization
from ter_gan.layers.depth_to_space import DepthToSpace
from ter_gan.layers.fade_in import FadeIn, set_progress
from ter_gan.layers.global_sum_pooling import GlobalSumPooling2D
from ter_gan.layers.minibatch_stddev import MinibatchStddev
from ter_gan.layers.self_attention import SelfAttention2D
from ter_gan.layers.spectral_norm import (
    SpectralConv2D,
    SpectralDense,
    SpectralEmbedding,
)

__all__ = [
    "ConditionalBatchNormalization",
    "DepthToSpace",
    "FadeIn",
    "GlobalSumPooling2D",
    "MinibatchStddev",
    "SelfAttention2D",
    "SpectralConv2D",
    "SpectralDense",
    "SpectralEmbedding",
    "set_progress",
]
