"""Checkpoints, and stopping in a way that can be gone on from."""

import contextlib
import signal
import time

import keras


class Interrupted(Exception):
    """The training was asked to stop, and its state is saved."""


class Checkpoints(keras.callbacks.Callback):
    """Saves after each epoch, and at the very step when asked to stop.

    It comes last in the list of callbacks: what it saves includes what the
    others wrote.

    Args:
        run: `ter_gan.runs.Run`.
        position: `Position`.
        max_minutes: float. Wall time after which to save and stop, or `None`.

    Raises:
        Interrupted: out of `fit`, after saving.
    """

    def __init__(self, run, position, max_minutes=None):
        super().__init__()
        self.run, self.position = run, position
        self.deadline = max_minutes and time.monotonic() + 60 * max_minutes
        self.stop_reason = None
        self._means = None

    @contextlib.contextmanager
    def catching_interrupts(self):
        """Within it, Ctrl-C finishes the step and saves; a second one kills."""

        def stop(signum, frame):
            self.stop_reason = "Ctrl-C"
            signal.signal(signum, signal.default_int_handler)
            print("\nCtrl-C: finishing the step and saving …", flush=True)

        try:
            before = signal.signal(signal.SIGINT, stop)
        except ValueError:  # not in the main thread: nothing to catch
            yield
            return
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def on_train_begin(self, logs=None):
        if self.position.step:  # fit is about to reset the epoch's means
            self._means = [
                keras.ops.convert_to_numpy(v) for v in self.model.metrics_variables
            ]

    def on_epoch_begin(self, epoch, logs=None):
        if self._means:
            for variable, value in zip(self.model.metrics_variables, self._means):
                variable.assign(value)
            self._means = None

    def on_train_batch_end(self, batch, logs=None):
        if self.position.step < self.position.steps_per_epoch:
            self._stop_if_asked()

    def on_epoch_end(self, epoch, logs=None):
        self.position.begin_next_epoch()
        self._save()
        self._stop_if_asked(saved=True)

    def _stop_if_asked(self, saved=False):
        if self.deadline and time.monotonic() > self.deadline:
            self.stop_reason = "the time limit"
        if self.stop_reason:
            if not saved:
                self._save()
            raise Interrupted(self.stop_reason)

    def _save(self):
        self.run.save_checkpoint(self.model, self.position.progress())
