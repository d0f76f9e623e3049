import json

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.vocabulary import (
    EOS,
    PAD,
    SPECIALS,
    UNK,
    Vocabulary,
    build,
    lengths,
    normal,
)

LINES = [
    "the king doesn't see the queen's 3.14 well-known (old) things.",
    "i can't say \"hello there\", it's the 1,000 cafés; o'clock — 22nd!",
] * 2


@pytest.mark.parametrize("line", LINES[:2])
def test_words_round_trip_through_ids(line):
    vocabulary = build(LINES)
    ids = vocabulary.encode(line)
    assert UNK not in ids
    assert vocabulary.decode([*ids, EOS, PAD, PAD]) == line


def test_split_text_and_natural_text_are_the_same_words():
    vocabulary = build(LINES)
    natural = "The king doesn't see it's THINGS."
    split = "the king does n't see it 's things ."
    assert vocabulary.encode(natural) == vocabulary.encode(split)
    words = ["the", "king", "does", "n't", "see", "it", "'s", "things", "."]
    assert vocabulary.tokens(vocabulary.encode(natural)) == words
    assert normal("  The   KING sees . ") == normal("the king sees.")
    assert normal("the king sees.") != normal("the queen sees.")


def test_most_frequent_first_ties_by_the_alphabet_rare_words_are_unknown():
    vocabulary = build(["b a c", "b c a", "b once"])
    assert vocabulary.words == (*SPECIALS, "b", "a", "c")
    assert vocabulary.encode("b once a") == [3, UNK, 4]
    assert build(["b a c", "b c a", "b once"], size=5).words == (*SPECIALS, "b", "a")
    assert "once" in build(["b a c", "b c a", "b once"], size=99).words


def test_specials_cannot_be_written_except_unk():
    vocabulary = build(["a b <unk> <eos> <pad>"] * 2)
    ids = vocabulary.encode("a <unk> b <eos> <pad>")
    assert ids[1] == UNK
    assert EOS not in ids and PAD not in ids


def test_decode_cuts_at_the_first_end_and_drops_padding():
    vocabulary = build(["a b"] * 2)
    assert vocabulary.decode(np.array([PAD, 3, PAD, 4, EOS, 3])) == "a b"
    assert vocabulary.decode([EOS, 3]) == ""


def test_lengths_count_the_end_once_and_padding_never():
    assert lengths(np.array([[3, 4, EOS, PAD], [3, 3, 3, 3]])).tolist() == [3, 4]


@pytest.mark.parametrize("tokeniser", ["word", "char", "bpe", "wordpiece"])
def test_each_tokeniser_round_trips_text_and_configuration(tokeniser):
    size = {"bpe": 300, "wordpiece": 100}.get(tokeniser, 0)
    lines = ["the king sees the queen.", "the queen sleeps, the king sings."] * 5
    vocabulary = build(lines, tokeniser, size)
    assert vocabulary.words[:3] == SPECIALS
    assert not size or len(vocabulary) <= size
    for line in lines[:2]:
        ids = vocabulary.encode(line)
        assert UNK not in ids
        assert vocabulary.decode([*ids, EOS, PAD]) == line
    config = json.loads(json.dumps(vocabulary.to_config()))
    again = Vocabulary.from_config(config)
    assert again == vocabulary
    assert again.encode_lines(lines) == vocabulary.encode_lines(lines)


def test_characters_keep_case_and_space():
    vocabulary = build(["Aa b", "Aa b"], "char")
    assert vocabulary.decode(vocabulary.encode("A b")) == "A b"


def test_byte_pairs_write_any_text():
    vocabulary = build(["the king"] * 3, "bpe", 290)
    assert vocabulary.decode(vocabulary.encode("Ünknown 漢字!")) == "Ünknown 漢字!"


@pytest.mark.parametrize(
    ("lines", "message"),
    [(["a a", "a"], "has one word, 'a'"), (["a b"], "has no word")],
)
def test_a_vocabulary_of_one_word_is_a_mistake(lines, message):
    with pytest.raises(UserError, match=message) as error:
        build(lines)
    assert "\n" not in str(error.value)


def test_an_unknown_tokeniser_gets_the_nearest():
    with pytest.raises(UserError, match="'words'. Did you mean word"):
        build(["a b"] * 2, "words")


def test_words_must_be_distinct_and_begin_with_the_specials():
    with pytest.raises(ValueError, match="must be distinct"):
        Vocabulary((*SPECIALS, "a", "a"))
    with pytest.raises(ValueError, match="begin with"):
        Vocabulary(("a", "b", "c", "d", "e"))


def test_a_prompt_refuses_unknown_words_and_names_the_nearest():
    vocabulary = build(["the king sees the queen"] * 2)
    assert vocabulary.prompt("The Queen") == vocabulary.encode("the queen")
    with pytest.raises(UserError, match="'kin' is not in .*Did you mean 'king'"):
        vocabulary.prompt("the kin")
    with pytest.raises(UserError, match="'zzz'.*6 words|'zzz'.*7 words"):
        vocabulary.prompt("zzz")
