"""Tests made of tests."""

import dataclasses

from experiments.engine import statistics
from experiments.engine.claims import (
    NOT_MEASURED,
    NOT_SUPPORTED,
    SUPPORTED,
    UNDECIDED,
    Verdict,
)
from experiments.engine.predicates import not_measured

OPPOSITE = {
    SUPPORTED: NOT_SUPPORTED,
    NOT_SUPPORTED: SUPPORTED,
    UNDECIDED: UNDECIDED,
    NOT_MEASURED: NOT_MEASURED,
}


class _Several:
    """What `AllOf` and `AnyOf` share: several tests on one table."""

    def __init__(self, *tests):
        if len(tests) < 2:
            raise ValueError(f"{type(self).__name__} joins at least two tests.")
        self.tests = tests

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.tests))})"

    def needs(self):
        return [need for test in self.tests for need in test.needs()]

    def _joined(self, table, level, decisive):
        """`decisive` if one part is, else what all parts are, else undecided."""
        parts = tuple(test.evaluate(table, level) for test in self.tests)
        found = {part.verdict for part in parts}
        if decisive in found:
            verdict = decisive
        else:
            verdict = found.pop() if len(found) == 1 else UNDECIDED
        sentence = " ".join(self._sentences(table, parts))
        missing = sum(part.missing for part in parts)
        return Verdict(verdict, sentence, missing=missing, parts=parts)

    def _sentences(self, table, parts):
        """What each part says; one sentence for all parts without trials."""
        needs = []
        for test, part in zip(self.tests, parts):
            if part.verdict == NOT_MEASURED:
                needs += test.needs()
            else:
                yield f"{part.verdict.capitalize()}: {part.sentence}"
        if needs:
            yield not_measured(table, needs).sentence


class AllOf(_Several):
    """Supported when all tests are; not supported when one is not.

    When a part is false, the whole is supported no more often than that part:
    no correction is needed.
    """

    def evaluate(self, table, level=statistics.LEVEL):
        """The verdict on a `Table`."""
        return self._joined(table, level, NOT_SUPPORTED)


class AnyOf(_Several):
    """Supported when one test is; not supported when all are not.

    Each of the k tests has the k-th part of the error (Bonferroni), because
    k chances to be right are also k chances to be wrong.
    """

    def evaluate(self, table, level=statistics.LEVEL):
        """The verdict on a `Table`."""
        level = level / len(self.tests)
        return self._joined(table, level, SUPPORTED)


class Not:
    """The opposite verdict of a test."""

    def __init__(self, test):
        self.test = test

    def __repr__(self):
        return f"Not({self.test!r})"

    def needs(self):
        return self.test.needs()

    def evaluate(self, table, level=statistics.LEVEL):
        """The verdict on a `Table`."""
        found = self.test.evaluate(table, level)
        return dataclasses.replace(found, verdict=OPPOSITE[found.verdict])


def leaves(test):
    """The tests that a test is made of; each once."""
    if isinstance(test, Not):
        return leaves(test.test)
    parts = getattr(test, "tests", None)
    if parts is None:
        return [test]
    found = {repr(leaf): leaf for part in parts for leaf in leaves(part)}
    return list(found.values())
