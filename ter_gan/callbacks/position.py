"""Where a training stands."""

import time

import keras


class Position(keras.callbacks.Callback):
    """Counts epochs, steps and seconds; the other callbacks ask it.

    It comes first in the list of callbacks, so that the seconds of an epoch
    are those of training alone.

    Args:
        steps_per_epoch: int.
        images_per_step: int. Real samples that one step sees.
        steps_per_batch: int. Steps that one batch of `fit` holds.
        epoch: int. Finished epochs.
        step: int. Finished steps of the epoch that comes next.
        seconds: float. Training time so far.
        epoch_seconds: float. The part of it that belongs to those steps.
    """

    def __init__(
        self,
        steps_per_epoch,
        images_per_step,
        steps_per_batch=1,
        epoch=0,
        step=0,
        seconds=0.0,
        epoch_seconds=0.0,
    ):
        super().__init__()
        self.steps_per_epoch, self.images_per_step = steps_per_epoch, images_per_step
        self.steps_per_batch = steps_per_batch
        self.epoch, self.step = epoch, step
        self.seconds, self.epoch_seconds = seconds, epoch_seconds
        self._first_step = step

    @classmethod
    def of(cls, feed, **progress):
        """The position in a training on a feed that `ter_gan.training.build` gave.

        Args:
            feed: `ter_gan.feed.Feed` with `steps_per_epoch`.
            **progress: what `progress` returned; nothing: the beginning.
        """
        steps = feed.steps_per_epoch, feed.batch_size, feed.steps_per_batch
        return cls(*steps, **progress)

    def progress(self):
        """dict for a checkpoint, from which a `Position` can be made again."""
        return {
            "epoch": self.epoch,
            "step": self.step,
            "seconds": self.seconds,
            "epoch_seconds": self.epoch_seconds,
        }

    @property
    def images_per_second(self):
        return self.step * self.images_per_step / max(self.epoch_seconds, 1e-9)

    def on_epoch_begin(self, epoch, logs=None):
        self._first_step, self._last_look = self.step, time.monotonic()

    def on_train_batch_end(self, batch, logs=None):
        now = time.monotonic()
        self.seconds += now - self._last_look
        self.epoch_seconds += now - self._last_look
        self._last_look = now
        self.step = self._first_step + (batch + 1) * self.steps_per_batch

    def begin_next_epoch(self):
        """Called when all callbacks are done with an epoch's numbers."""
        self.epoch, self.step, self.epoch_seconds = self.epoch + 1, 0, 0.0
