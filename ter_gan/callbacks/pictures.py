"""A rhythm for what takes time to draw."""

import keras

PICTURES = 60  # about as many at most: a film of 24 seconds


class Pictures(keras.callbacks.Callback):
    """Calls `draw` after epochs; of many, after every second, third … and the last.

    Subclasses write `draw(epoch)`, with epochs counted from 1.

    Args:
        epochs: int. Of the whole training.
    """

    def __init__(self, epochs=1):
        super().__init__()
        self.every = max(round(epochs / PICTURES), 1)
        self.left_out = None  # the newest epoch, if there is no picture of it

    def on_epoch_end(self, epoch, logs=None):
        self.left_out = epoch + 1
        if self.left_out % self.every == 0:
            self._draw_newest()

    def on_train_end(self, logs=None):
        if self.left_out is not None:
            self._draw_newest()

    def _draw_newest(self):
        epoch, self.left_out = self.left_out, None
        self.draw(epoch)
