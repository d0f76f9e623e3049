"""Networks whose units have known effects."""

import keras
import numpy as np
from keras import layers, ops

SIZE = 8
SQUARES = [(0, 0), (0, 4), (4, 0), (4, 4)]  # top left corners, 3x3 pixels


def painter():
    """Latent k is how brightly unit k of `paint` paints square k."""
    inputs = keras.Input((4,))
    x = layers.Dense(SIZE * SIZE * 4, use_bias=False, name="place")(inputs)
    x = layers.Reshape((SIZE, SIZE, 4))(x)
    x = layers.Activation("relu", name="paint")(x)
    x = layers.Conv2D(1, 1, name="mix")(x)
    model = keras.Model(inputs, x, name="generator")
    kernel = np.zeros((4, SIZE, SIZE, 4), "float32")
    for k in range(4):
        kernel[k, ..., k] = square(k)
    model.get_layer("place").set_weights([kernel.reshape(4, -1)])
    weights = [2 * np.ones((1, 1, 4, 1)), -np.ones(1)]  # ground -1, square +1
    model.get_layer("mix").set_weights(weights)
    return model


def square(k):
    row, column = SQUARES[k]
    mask = np.zeros((SIZE, SIZE), bool)
    mask[row : row + 3, column : column + 3] = True
    return mask


def linear_judge():
    """Its logit is w · unit, where unit k is the mean of a quarter."""
    inputs = keras.Input((SIZE, SIZE, 1))
    x = layers.AveragePooling2D(4, name="quarters")(inputs)
    x = layers.Flatten(name="flat")(x)
    x = layers.Dense(1, name="logit")(x)
    model = keras.Model(inputs, x, name="discriminator")
    weights = np.array([[1.0], [-2.0], [3.0], [0.0]])
    model.get_layer("logit").set_weights([weights, np.zeros(1)])
    return model


class Setting:
    """The two networks, and a run of them on fixed latents."""

    def __init__(self, latents=None):
        self.models = {"G": painter(), "D": linear_judge()}
        rng = np.random.default_rng(0)
        self.latents = (
            rng.uniform(0.2, 1.0, (6, 4)).astype("float32")
            if latents is None
            else np.asarray(latents, "float32")
        )

    def run(self):
        images = self.models["G"](self.latents, training=False)
        scores = self.models["D"](images, training=False)[:, 0]
        return ops.convert_to_numpy(images), ops.convert_to_numpy(scores)

    def scores(self):
        images = self.models["G"](self.latents, training=False)
        return self.models["D"](images, training=False)[:, 0]
