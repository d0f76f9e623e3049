"""Stops when nothing gets better."""

import keras
import numpy as np

from ter_gan.errors import UserError


class Patience(keras.callbacks.Callback):
    """Stops the training when the held-out score has not improved for some epochs.

    The model keeps the weights of its best epoch itself. What counts are the epochs
    since that one, whenever the training was interrupted.

    Args:
        log: `Log`, which comes before it.
        score: str, the model's `held_out`: a name in the epoch's logs, less is better.
        epochs: int. How many epochs may bring nothing.

    Raises:
        UserError: if the model has no score.
    """

    def __init__(self, log, score, epochs):
        super().__init__()
        if score is None:
            raise UserError(
                "--patience needs a model that is measured on held-out data after each "
                "epoch, and this one is not; leave it out, and use --epochs."
            )
        self.log, self.score, self.epochs = log, score, epochs

    def on_epoch_end(self, epoch, logs=None):
        scores = [row.get(self.score, np.inf) for row in self.log.rows]
        best = int(np.argmin(scores))
        if len(scores) - 1 - best >= self.epochs:
            self.model.stop_training = True
            print(
                f"Stopped after epoch {epoch + 1}: {self.score} was best after epoch "
                f"{best + 1} ({scores[best]:.3f}), whose weights are kept."
            )
