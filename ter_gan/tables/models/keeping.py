"""The generator of the best epoch, which is kept."""

import keras
import numpy as np
from keras import ops

WINDOW = 5  # epochs that the held-out score is averaged over


class Keeping:
    """Keeps the weights with the best held-out score; `network` gives them.

    One score is noisy: of many epochs the luckiest would be kept, and of an easy table
    that is one of the first. So it is the mean of the last five that counts; before
    the training they were 1, as those of noise are, or as bad as the first.

    A subclass has `score(real, seed)` of what its `network(averaged=True)` makes, and
    calls `keep` in `__init__` and `look_back` after each epoch.
    """

    held_out = "mismatch"

    def keep(self, generator):
        """Makes room for the weights that are kept."""
        self.kept_generator = keras.models.clone_model(generator)
        self.kept_generator.set_weights(generator.get_weights())
        self.kept_generator.trainable = False
        self.kept_score = keras.Variable(np.inf, trainable=False, name="kept_score")
        self.recent = keras.Variable(np.zeros(WINDOW), trainable=False, name="recent")

    @property
    def newest(self):
        """The generator as it is now, averaged if it is."""
        return self.averaged_generator or self.generator

    def network(self, averaged=True):
        """The generator that is kept, or the one that trains."""
        kept = averaged and np.isfinite(float(self.kept_score))
        return self.kept_generator if kept else self.generator

    def look_back(self, real, seed=0):
        """Keeps the newest weights if they are the best; gives their mean score."""
        kept, best = self.kept_generator.get_weights(), float(self.kept_score)
        self.kept_generator.set_weights(self.newest.get_weights())
        self.kept_score.assign(0.0)  # so that they are the ones that are used
        self.settle(seed)
        score, recent = self.score(real, seed), ops.convert_to_numpy(self.recent)
        if not np.isfinite(best):
            recent = np.full(WINDOW, max(1.0, score))
        self.recent.assign(np.append(recent[1:], score))
        found = float(ops.mean(self.recent))
        if found < best:
            self.kept_score.assign(found)
        else:
            self.kept_generator.set_weights(kept)
            self.kept_score.assign(best)
        return {"mismatch": found}

    def settle(self, seed):
        """What is done to the newest weights before they are judged; nothing here."""

    def export(self, path):
        """Saves the generator that is kept as a Keras file."""
        self.network().save(path)
