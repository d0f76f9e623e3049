"""A small English: the rules and the words of the dataset `grammar`.

Each rule is a symbol, `->`, and alternatives with weights; their probabilities
are proportional to the weights. `"who"` is a word, `empty` is nothing, and a
symbol of `LEXICON` is one of its words. A letter in brackets stands for any of
its `FEATURES`, the same one throughout a rule:

- `a`, what agrees with a subject: `he`, `she`, `it`, `they`;
- `n`, the same for things: `one`, `many`;
- `t`, the tense: `main` and `free` mean any, of the main clause and of others.

A noun and all that must agree with it are one rule, since what follows depends
on it: `Subject[she,past]` is the rest of a clause after "the queen". The next
word always tells which alternative it is (the grammar is LL(1), Lewis and
Stearns 1968), so that no sentence has two derivations.
"""

FEATURES = {
    "a": ("he", "she", "it", "they"),
    "n": ("one", "many"),
    "t": ("main", "free", "present", "past", "future"),
}
TENSES = ("present", "past", "future")

RULES = """
Sentence -> 79 Clause[main] Ending | 8 PastTime Clause[past] Ending
          | 7 PresentTime Clause[present] Ending
          | 6 FutureTime Clause[future] Ending
Ending -> 88 "." | 12 Linker Clause[free] Ending

Clause[t] -> 44 AnyNumber Noun[t] | 22 Singular SingularNoun[t]
           | 14 Plural PluralNoun[t] | 7 Man Predicate[he,t]
           | 7 Woman Predicate[she,t] | 2 "he" Predicate[he,t]
           | 2 "she" Predicate[she,t] | 2 "they" Predicate[they,t]
Noun[t] -> 20 Adjective Noun[t] | 22 Male Subject[he,t] | 22 Female Subject[she,t]
         | 9 Animal Subject[it,t] | 15 Group Subject[they,t]
         | 8 Thing Matter[one,t] | 4 Things Matter[many,t]
SingularNoun[t] -> 20 Adjective SingularNoun[t] | 28 Male Subject[he,t]
         | 28 Female Subject[she,t] | 12 Animal Subject[it,t]
         | 12 Thing Matter[one,t]
PluralNoun[t] -> 20 Adjective PluralNoun[t] | 62 Group Subject[they,t]
         | 18 Things Matter[many,t]

Subject[a,t] -> 84 Predicate[a,t] | 7 Place Predicate[a,t]
              | 9 Who Relative[a] Predicate[a,t]
Predicate[a,t] -> 88 Tense[a,t] | 12 Often Tense[a,t]
Tense[a,main] -> 48 Verb[a,present] | 34 Verb[a,past] | 18 Verb[a,future]
Tense[a,free] -> 48 Verb[a,present] | 34 Verb[a,past] | 18 Verb[a,future]
Tense[a,present] -> 1 Verb[a,present]
Tense[a,past] -> 1 Verb[a,past]
Tense[a,future] -> 1 Verb[a,future]
Verb[a,present] -> 28 Rest[a] Adverbial | 36 Meet[a] Object[a]
                 | 8 Say[a] "that" Clause[free] | 16 Is[a] State[a]
                 | 6 Does[a] "not" Act[a] | 6 Modal Bare[a]
Verb[a,past] -> 30 Rested Adverbial | 38 Met Object[a]
              | 10 Said "that" Clause[free] | 15 Was[a] State[a]
              | 7 "did" "not" Act[a]
Verb[a,future] -> 1 "will" Will[a]
Will[a] -> 90 Bare[a] | 10 "not" Bare[a]
Bare[a] -> 83 Act[a] | 17 "be" State[a]
Act[a] -> 39 Rest[they] Adverbial | 51 Meet[they] Object[a]
        | 10 Say[they] "that" Clause[free]

State[a] -> 54 Quality | 12 Very Quality | 26 Place | 8 Kind[a]
Kind[he] -> 1 "a" KindOfMan
Kind[she] -> 1 "a" KindOfWoman
Kind[it] -> 1 "a" KindOfAnimal
Kind[they] -> 1 Group
KindOfMan -> 30 Adjective KindOfMan | 70 Male
KindOfWoman -> 30 Adjective KindOfWoman | 70 Female
KindOfAnimal -> 30 Adjective KindOfAnimal | 70 Animal

Adverbial -> 50 empty | 24 Manner Where | 26 Place
Where -> 86 empty | 14 Place
Place -> 1 Preposition Somewhere
Somewhere -> 84 "the" Spot | 16 "a" Spot
Spot -> 18 Adjective Spot | 82 PlaceName Beside
Beside -> 90 empty | 10 Preposition Somewhere

Object[a] -> 36 AnyNumber Whom | 22 Singular SingularWhom | 12 Plural PluralWhom
           | 7 Man | 7 Woman | 9 Reflexive[a] | 7 Possessive[a] Whom
Whom -> 20 Adjective Whom | 18 Male After[he] | 18 Female After[she]
      | 10 Animal After[it] | 12 Group After[they] | 15 Thing AfterThing
      | 7 Things AfterThing
SingularWhom -> 20 Adjective SingularWhom | 21 Male After[he]
      | 21 Female After[she] | 14 Animal After[it] | 24 Thing AfterThing
PluralWhom -> 20 Adjective PluralWhom | 50 Group After[they] | 30 Things AfterThing
After[a] -> 77 empty | 11 Place | 12 Who Relative[a]
AfterThing -> 77 empty | 11 Place | 12 Which Gap

Relative[a] -> 63 Predicate[a,free] | 16 AnyNumber GapNoun
             | 6 Singular GapSingular | 6 Plural GapPlural
             | 4 Man GapVerb[he] | 4 Woman GapVerb[she] | 1 "they" GapVerb[they]
Gap -> 44 AnyNumber GapNoun | 16 Singular GapSingular | 16 Plural GapPlural
     | 11 Man GapVerb[he] | 11 Woman GapVerb[she] | 2 "they" GapVerb[they]
GapNoun -> 12 Adjective GapNoun | 30 Male GapTail[he] | 30 Female GapTail[she]
         | 8 Animal GapTail[it] | 20 Group GapTail[they]
GapSingular -> 12 Adjective GapSingular | 38 Male GapTail[he]
         | 38 Female GapTail[she] | 12 Animal GapTail[it]
GapPlural -> 12 Adjective GapPlural | 88 Group GapTail[they]
GapTail[a] -> 86 GapVerb[a] | 8 Place GapVerb[a] | 6 Who Relative[a] GapVerb[a]
GapVerb[a] -> 48 Meet[a] | 36 Met | 10 "will" Meet[they]
            | 6 Does[a] "not" Meet[they]

Matter[n,t] -> 86 MatterTense[n,t] | 14 Place MatterTense[n,t]
MatterTense[n,main] -> 48 MatterVerb[n,present] | 34 MatterVerb[n,past]
                     | 18 MatterVerb[n,future]
MatterTense[n,free] -> 48 MatterVerb[n,present] | 34 MatterVerb[n,past]
                     | 18 MatterVerb[n,future]
MatterTense[n,present] -> 1 MatterVerb[n,present]
MatterTense[n,past] -> 1 MatterVerb[n,past]
MatterTense[n,future] -> 1 MatterVerb[n,future]
MatterVerb[n,present] -> 50 Fall[n] Adverbial | 50 Is[n] MatterState
MatterVerb[n,past] -> 50 Fell Adverbial | 50 Was[n] MatterState
MatterVerb[n,future] -> 50 "will" MatterBare
MatterBare -> 50 Fall[many] Adverbial | 50 "be" MatterState
MatterState -> 50 Adjective | 12 Very Adjective | 38 Place
"""

# Words of one class have the weights 1/2, 1/3, 1/4 ... in this order (Zipf 1935).
WORDS = {
    "PastTime": "yesterday once formerly",
    "PresentTime": "today now usually",
    "FutureTime": "tomorrow soon later",
    "Linker": "and but because while so although",
    "AnyNumber": "the my our your",
    "Singular": "a this that every each one another",
    "Plural": "these some many two several three all few those",
    "Man": "paul henry david thomas victor simon louis martin felix hugo oscar noah",
    "Woman": "mary alice julia emma clara lucy anna rose helen nora jane sophie",
    "Male": "man king boy father brother prince monk lawyer duke son wizard waiter "
    "knight husband nephew widower",
    "Female": "woman queen girl mother sister princess nun witch lady duchess "
    "daughter waitress nurse wife niece widow",
    "Animal": "dog cat horse bird fox wolf bear lion mouse rabbit swan goat",
    "Group": "people children men women friends soldiers dogs kings queens farmers "
    "cats students horses sisters brothers birds teachers wolves pirates lions",
    "Thing": "book letter bottle door picture lamp clock table key ship box mirror "
    "ring knife wheel chair bell crown coin candle",
    "Things": "books letters flowers stones pictures doors lamps keys ships clocks "
    "bottles boxes coins bells mirrors wheels",
    "PlaceName": "house garden city room street river forest village castle kitchen "
    "school market mountain bridge harbour tower church field theatre library",
    "Adjective": "small young big new strange tall beautiful famous black poor "
    "little white dark grey heavy golden gentle clean pale broken lonely silent "
    "round tiny",
    "Quality": "happy tired ready afraid hungry angry alone ill asleep proud busy sad "
    "awake late glad sorry",
    "Very": "very rather too quite",
    "Who": "who that",
    "Which": "which that",
    "Often": "often never always sometimes rarely seldom",
    "Manner": "quietly well slowly quickly loudly happily together badly again "
    "gladly sadly secretly bravely carefully",
    "Preposition": "in near behind at by outside under above",
    "Modal": "can must may should",
    "Does[he]": "does",
    "Does[they]": "do",
    "Is[he]": "is",
    "Is[they]": "are",
    "Was[he]": "was",
    "Was[they]": "were",
    "Reflexive[he]": "himself",
    "Reflexive[she]": "herself",
    "Reflexive[it]": "itself",
    "Reflexive[they]": "themselves",
    "Possessive[he]": "his",
    "Possessive[she]": "her",
    "Possessive[it]": "its",
    "Possessive[they]": "their",
}

# Verbs: without an ending, third person, past.
VERBS = {
    ("Rest", "Rested"): "live lives lived, work works worked, sleep sleeps slept, "
    "wait waits waited, sing sings sang, laugh laughs laughed, run runs ran, "
    "dance dances danced, walk walks walked, smile smiles smiled, cry cries cried, "
    "swim swims swam, travel travels travelled, stay stays stayed, "
    "dream dreams dreamed, play plays played",
    ("Meet", "Met"): "see sees saw, love loves loved, know knows knew, "
    "like likes liked, find finds found, follow follows followed, "
    "watch watches watched, help helps helped, remember remembers remembered, "
    "meet meets met, forget forgets forgot, hide hides hid, carry carries carried, "
    "paint paints painted, admire admires admired, choose chooses chose, "
    "draw draws drew, protect protects protected",
    ("Say", "Said"): "say says said, think thinks thought, hope hopes hoped, "
    "believe believes believed, hear hears heard, fear fears feared, "
    "suspect suspects suspected, swear swears swore",
    ("Fall", "Fell"): "fall falls fell, break breaks broke, shine shines shone, "
    "burn burns burned, vanish vanishes vanished, appear appears appeared, "
    "shake shakes shook, move moves moved",
}
AGREES_LIKE = {"she": "he", "it": "he", "one": "he", "many": "they"}


def lexicon():
    """dict from symbols to tuples of the words that they may be."""
    words = {symbol: tuple(line.split()) for symbol, line in WORDS.items()}
    for (present, past), lines in VERBS.items():
        base, third, ended = zip(*(line.split() for line in lines.split(",")))
        words |= {f"{present}[they]": base, f"{present}[he]": third, past: ended}
    for symbol in list(words):
        for feature, model in AGREES_LIKE.items():
            if symbol.endswith(f"[{model}]"):
                words.setdefault(symbol.replace(model, feature), words[symbol])
    return words
