"""What a language model expects, as a layer of a network that judges sentences."""

import keras
from keras import layers, ops

from ter_gan.text.networks.language import before, log_probs, of_tokens
from ter_gan.text.vocabulary import PAD


@keras.saving.register_keras_serializable("ter_gan")
class Expectation(layers.Layer):
    """Tells how probable each word of a sentence is to a language model.

    And how sure of its guess the model is there: a rare word is no mistake where many
    are possible. The language model stands still, and its dropout is off.

    Args:
        language_model: network of `ter_gan.text.networks.language`.
        **kwargs: as in `keras.layers.Layer`.

    Input: one-hot tokens `(n, length, size)`; of a relaxed token the likeliest word
    counts. Output: float32 `(n, length, 2)`, in nats, 0 at pads: the log-probability
    of the word, and the entropy of all words there.
    """

    def __init__(self, language_model, **kwargs):
        super().__init__(**kwargs)
        self.language_model = language_model
        self.trainable = False

    def call(self, samples):
        tokens = ops.argmax(samples, axis=-1)
        known = log_probs(self.language_model(before(tokens), training=False))
        entropy = -ops.sum(ops.exp(known) * known, axis=-1)
        entropy = ops.where(tokens != PAD, entropy, 0.0)
        return ops.stack([of_tokens(known, tokens), entropy], axis=-1)

    def compute_output_shape(self, shape):
        return (*shape[:2], 2)

    def get_config(self):
        network = keras.saving.serialize_keras_object(self.language_model)
        return super().get_config() | {"language_model": network}

    @classmethod
    def from_config(cls, config):
        network = keras.saving.deserialize_keras_object(config.pop("language_model"))
        return cls(network, **config)
