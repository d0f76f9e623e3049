"""The generator of the best epoch, which is kept."""

import keras
import numpy as np


class Keeping:
    """Keeps the weights with the best held-out score; `network` gives them.

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

    @property
    def newest(self):
        """The generator as it is now, averaged if it is."""
        return self.averaged_generator or self.generator

    def network(self, averaged=True):
        """The generator that is kept, or the one that trains."""
        kept = averaged and np.isfinite(float(self.kept_score))
        return self.kept_generator if kept else self.generator

    def look_back(self, real, seed=0):
        """Keeps the newest weights if they are the best; gives their score."""
        kept, best = self.kept_generator.get_weights(), float(self.kept_score)
        self.kept_generator.set_weights(self.newest.get_weights())
        self.kept_score.assign(0.0)  # so that they are the ones that are used
        self.settle(seed)
        found = self.score(real, seed)
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
