"""Fading in: how a growing network goes on to the next resolution."""

import keras
from keras import layers, ops

from ter_gan.errors import UserError


@keras.saving.register_keras_serializable("ter_gan")
class FadeIn(layers.Layer):
    """Blends what a growing network has with what its next level adds.

    Called with `[coarse, fine]` of one shape, it gives
    `(1 - w) · coarse + w · fine`. The schedule's time, `progress` in [0, 1], is
    cut into `levels` equal parts. In its part a level fades in during the first
    half (w from 0 to 1) and stays in the second; before it w is 0, after it 1.
    Level 0, the smallest resolution, has nothing to fade and gets no layer.

    This is the schedule of progressive growing (Karras et al. 2018) in one
    static graph, so that it runs on every backend and compiles once. The levels
    that are not yet seen are computed all the same, and weigh nothing, so that
    no gradient reaches them: the schedule is had, not the saving of time.

    `progress` is a weight that is not trained and starts at 0; set it in all
    layers of a network with `set_progress`.

    Args:
        level: int from 1 to `levels - 1`. Which level fades in here.
        levels: int. How many resolutions there are, the smallest included.

    Raises:
        ValueError: if there is no such level.

    Reference: Karras et al. 2018, https://arxiv.org/abs/1710.10196
    """

    def __init__(self, level, levels, **kwargs):
        super().__init__(**kwargs)
        if not 1 <= level < levels:
            raise ValueError(
                f"FadeIn needs a level from 1 to levels - 1. "
                f"Received: level={level}, levels={levels}."
            )
        self.level, self.levels = level, levels

    def build(self, input_shape):
        self.progress = self.add_weight(
            shape=(),
            initializer="zeros",
            name="progress",
            dtype="float32",
            autocast=False,
            trainable=False,
            aggregation="only_first_replica",  # equal on all of them
        )

    def call(self, inputs):
        coarse, fine = inputs
        begun = self.progress * self.levels - self.level
        weight = ops.cast(ops.clip(2.0 * begun, 0.0, 1.0), fine.dtype)
        return (1.0 - weight) * coarse + weight * fine

    def compute_output_shape(self, input_shape):
        return input_shape[1]

    def get_config(self):
        config = {"level": self.level, "levels": self.levels}
        return {**super().get_config(), **config}


def set_progress(network, progress):
    """Sets how far a growing network has come; other networks stay as they are.

    Args:
        network: `keras.Model`; models inside it are looked through too.
        progress: float or scalar tensor in [0, 1].

    Raises:
        UserError: for a number outside [0, 1].
    """
    if isinstance(progress, (int, float)) and not 0 <= progress <= 1:
        raise UserError(f"progress must lie in [0, 1]; received {progress}.")
    for layer in network.layers:
        if isinstance(layer, FadeIn):
            layer.progress.assign(progress)
        elif isinstance(layer, keras.Model):
            set_progress(layer, progress)
