"""Which words lie near each other, and analogies between them."""

import numpy as np

from ter_gan.text.vocabulary import UNK


class Neighbours:
    """Words by the cosine of their vectors; specials are never named.

    Args:
        vocabulary: `ter_gan.text.vocabulary.Vocabulary`.
        table: float array `(words, dim)`, one vector for each word.

    Raises:
        ValueError: if there is not one vector for each word.
    """

    def __init__(self, vocabulary, table):
        table = np.asarray(table, "float32")
        if table.ndim != 2 or len(table) != len(vocabulary):
            raise ValueError(
                f"Expected vectors ({len(vocabulary)}, dim), one for each word, not "
                f"of shape {table.shape}."
            )
        self.vocabulary = vocabulary
        norms = np.linalg.norm(table, axis=1, keepdims=True)
        self._table = table / np.maximum(norms, 1e-12)

    def near(self, word, k=10):
        """The words nearest to a word.

        Args:
            word: str.
            k: int.

        Returns:
            list of at most `k` pairs (word, cosine), nearest first.

        Raises:
            UserError: if the word is not in the vocabulary.
        """
        (id,) = self._ids(word)
        return self._nearest(self._table[id], {id}, k)

    def analogy(self, a, b, c, k=5):
        """What is to `c` as `b` is to `a`: nearest to b - a + c, none of the three.

        Mikolov, Yih and Zweig 2013, https://aclanthology.org/N13-1090.

        Args:
            a, b, c: str.
            k: int.

        Returns:
            list of at most `k` pairs (word, cosine), nearest first.

        Raises:
            UserError: if a word is not in the vocabulary.
        """
        ids = self._ids(a, b, c)
        first, second, third = self._table[ids]
        return self._nearest(second - first + third, set(ids), k)

    def _ids(self, *words):
        return [id for word in words for id in self.vocabulary.prompt(word)[:1]]

    def _nearest(self, vector, without, k):
        cosines = self._table @ vector / max(np.linalg.norm(vector), 1e-12)
        order = np.argsort(-cosines, kind="stable")
        ids = [id for id in order if id > UNK and id not in without]
        return [(self.vocabulary.words[id], float(cosines[id])) for id in ids[:k]]
