"""Probabilistic grammars as text: read, expanded, and proven unambiguous."""

import dataclasses
import itertools
import re

EMPTY = "empty"


@dataclasses.dataclass(frozen=True)
class Production:
    """One way to replace a symbol: `symbol -> parts` with a probability."""

    symbol: str
    parts: tuple[str, ...]
    probability: float


def read(rules, lexicon, features, start):
    """The productions of a grammar that its start symbol can reach.

    Args:
        rules: str, as in `ter_gan.text.datasets.english`.
        lexicon: dict from symbols to tuples of words, the k-th of which has
            a probability proportional to `1 / (k + 1)`.
        features: dict from letters to tuples of the values they stand for.
        start: str. The start symbol.

    Returns:
        dict from symbols to tuples of `Production`. Words stand in quotes.

    Raises:
        ValueError: if a symbol has no rule.
    """
    grammar = {}
    for rule in re.split(r"\n(?=\S)", rules.strip()):
        for symbol, alternatives in _expanded(rule, features):
            grammar[symbol] = _weighed(symbol, alternatives)
    for symbol, words in lexicon.items():
        weights = ((1 / (k + 2), (f'"{word}"',)) for k, word in enumerate(words))
        grammar[symbol] = _weighed(symbol, weights)
    return _reachable(grammar, start)


def is_word(part):
    """bool: a part of a production is a word, not a symbol."""
    return part.startswith('"')


def _expanded(rule, features):
    """Pairs of a symbol and its alternatives, for all values of the letters."""
    letters = _letters(rule.split("->")[0], features)
    for values in itertools.product(*(features[letter] for letter in letters)):
        chosen = dict(zip(letters, values))
        symbol, alternatives = re.sub(
            r"\[(.*?)\]",
            lambda inside: f"[{_replaced(inside[1], chosen)}]",  # noqa: B023
            rule,
        ).split("->")
        parts = (alternative.split() for alternative in alternatives.split("|"))
        yield symbol.strip(), [(float(weight), rest) for weight, *rest in parts]


def _letters(symbol, features):
    inside = re.search(r"\[(.*)\]", symbol)
    return [f for f in inside[1].split(",") if f in features] if inside else []


def _replaced(inside, chosen):
    return ",".join(chosen.get(feature, feature) for feature in inside.split(","))


def _weighed(symbol, alternatives):
    alternatives = list(alternatives)
    total = sum(weight for weight, _ in alternatives)
    return tuple(
        Production(symbol, tuple(p for p in parts if p != EMPTY), weight / total)
        for weight, parts in alternatives
    )


def _reachable(grammar, start):
    found, waiting = {}, [start]
    while waiting:
        symbol = waiting.pop()
        if symbol in found:
            continue
        if symbol not in grammar:
            raise ValueError(f"The grammar has no rule for {symbol!r}.")
        found[symbol] = grammar[symbol]
        parts = (part for rule in grammar[symbol] for part in rule.parts)
        waiting.extend(part for part in parts if not is_word(part))
    return found


def predictive_table(grammar, start, end):
    """Which production a symbol and the next word call for.

    A grammar for which there is such a table is called LL(1), and no sentence
    has two derivations (Lewis and Stearns 1968,
    https://doi.org/10.1145/321466.321477).

    Args:
        grammar: dict as `read` gives it.
        start: str. The start symbol.
        end: str, in quotes. The word that follows a sentence.

    Returns:
        dict from pairs of a symbol and a word in quotes to `Production`.

    Raises:
        ValueError: if the next word does not tell which production it is.
    """
    firsts = _firsts(grammar)
    follows = _follows(grammar, firsts, start, end)
    table = {}
    for production in itertools.chain.from_iterable(grammar.values()):
        words = _first_of(production.parts, firsts)
        if EMPTY in words:
            words = words - {EMPTY} | follows[production.symbol]
        for word in words:
            other = table.setdefault((production.symbol, word), production)
            if other is not production:
                raise ValueError(
                    f"Ambiguous: {word} may begin {production.parts} and "
                    f"{other.parts} of {production.symbol}."
                )
    return table


def _first_of(parts, firsts):
    """Words with which a sequence of parts can begin; `EMPTY` if it can be empty."""
    words = set()
    for part in parts:
        begins = {part} if is_word(part) else firsts[part]
        words |= begins - {EMPTY}
        if EMPTY not in begins:
            return words
    return words | {EMPTY}


def _firsts(grammar):
    firsts = {symbol: set() for symbol in grammar}

    def grow():
        for symbol, rules in grammar.items():
            for rule in rules:
                firsts[symbol] |= _first_of(rule.parts, firsts)

    _until_stable(grow, firsts)
    return firsts


def _follows(grammar, firsts, start, end):
    follows = {symbol: set() for symbol in grammar}
    follows[start].add(end)

    def grow():
        for rule in itertools.chain.from_iterable(grammar.values()):
            for index, part in enumerate(rule.parts):
                if not is_word(part):
                    rest = _first_of(rule.parts[index + 1 :], firsts)
                    after = follows[rule.symbol] if EMPTY in rest else set()
                    follows[part] |= rest - {EMPTY} | after

    _until_stable(grow, follows)
    return follows


def _until_stable(grow, sets):
    size = -1
    while size != (size := sum(map(len, sets.values()))):
        grow()
