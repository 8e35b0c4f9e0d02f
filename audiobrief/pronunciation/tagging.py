"""The word class of each word of an utterance: a tagger with the classes of the dictionary and costs set by hand.

The tags of a sentence are those whose costs add up to the least: of each word as such a word (its classes in the
dictionary, the most frequent first; its ending, if it is unknown), and of each tag after the one before it
(`tagging.toml`). They are found by the algorithm of Viterbi.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.words import Word
from audiobrief.system.toml_files import load_shipped

# Tags are written as Universal Dependencies write word classes, but for those that are told more finely.
CLASSES = {
    "FIN": "VERB",
    "INF": "VERB",
    "PART": "VERB",
    "GER": "VERB",
    "SUBJ": "PRON",
    "CLIT": "PRON",
    "REL": "PRON",
    "NEG": "ADV",
}
# Each further class of a word in the dictionary is rarer than the one before.
_RARER = 1.3
# A word of a closed class with a capital within a sentence: « La Rochelle », « 3) Les taux ».
_NAMED = 1.0
_OPEN = {"NOUN", "ADJ", "ADV", "NUM", "INTJ"}
_DASHED = re.compile("^(?:je|tu|ils?|elles?|on|nous|vous|ce|t|là|ci|moi|toi|lui|leur|y|en|les?|la)$")
_UNKNOWN = {"NOUN": 0.5, "PROPN": 2.5, "ADJ": 1.5, "FIN": 2.5, "PART": 3.0, "INF": 4.0, "ADV": 3.5}
_ENDINGS: tuple[tuple[re.Pattern[str], Mapping[str, float]], ...] = (
    (re.compile("ment$"), {"ADV": 0.0, "NOUN": 1.0, "FIN": 3.0}),
    (re.compile("(?:er|ir)$"), {"INF": 0.3, "NOUN": 1.0}),
    (re.compile("(?:é|ée|és|ées)$"), {"PART": 0.3, "NOUN": 1.0, "ADJ": 1.0}),
    (re.compile("ant$"), {"GER": 0.3, "ADJ": 1.0, "NOUN": 1.5}),
    (re.compile("(?:aient|ait|era|eront|erait|eraient|ent|ons|ez)$"), {"FIN": 0.3, "NOUN": 1.0, "ADJ": 2.0}),
    (re.compile("(?:tions?|ités?|ismes?|eurs?|ages?)$"), {"NOUN": 0.0, "ADJ": 3.0}),
    (re.compile("(?:iques?|ales?|aux|eux|euses?|ives?|ables?|iens?|iennes?|aises?|oise?s?)$"), {"ADJ": 0.2, "NOUN": 1}),
)  # fmt: skip
# Forms of verbs by their endings.
_PARTICIPLE = re.compile(
    "(?:é|ée|és|ées|u|ue|us|ues|i|ie|is|ies|ises?|ites?|it|ert|erte|ertes|erts|int|inte|ints|intes|ort|orte|ait|aits|aites?"
    "|os|ose|oses|ous|oute)$"
)
_FORM_IN_RE = re.compile("è[^aeiou]*re$")
_SURELY_PARTICIPLE = re.compile("(?:é|és|ée|ées|u|i|ue|ues|ert|ertes|erts|its|ints|ies)$")


@dataclass(frozen=True)
class _Grammar:
    """The costs of tagging.toml."""

    words: Mapping[str, Mapping[str, float]]
    after: Mapping[str, Mapping[str, float]]
    otherwise: float


def tag_words(words: Sequence[Word]) -> tuple[str, ...]:
    """The tag of each word, as `tagging.toml` writes them."""
    if not words:
        return ()
    grammar = _load_grammar()
    # For each word, the least cost of each of its tags, and the tag before it that this cost is reached with.
    best: dict[str, float] = {"START": 0.0}
    ways: list[dict[str, str]] = []
    for at in range(len(words)):
        costs = _weigh_tags(words, at)
        reached: dict[str, float] = {}
        way: dict[str, str] = {}
        for tag, cost in costs.items():
            reached[tag], way[tag] = min(
                (before + grammar.after[former].get(tag, grammar.otherwise) + cost, former)
                for former, before in best.items()
            )
        best = reached
        ways.append(way)
    tag = min(best, key=lambda each: best[each])
    tags = [tag]
    for way in reversed(ways[1:]):
        tag = way[tag]
        tags.append(tag)
    return tuple(reversed(tags))


def _weigh_tags(words: Sequence[Word], at: int) -> Mapping[str, float]:
    """What each tag of a word costs."""
    word = words[at]
    if word.kind == "mark":
        return {"PUNCT": 0.0}
    if word.kind != "word":
        return {"PROPN": 0.0, "NOUN": 1.0, "ADJ": 3.0}
    lower = word.lower
    begins = at == 0 or (words[at - 1].kind == "mark" and words[at - 1].text[0] in ".!?:…(")
    capital = word.text[0].isupper()
    if word.before == "-" and at and _DASHED.match(lower):
        # A pronoun after its verb says what the word before it is.
        return {"PRON": -2.0} if words[at - 1].kind == "word" else {"ADV": 0.0}
    known = _load_grammar().words.get(lower)
    if known is not None:
        return known if begins or not capital or word.text.endswith("'") else {**known, "PROPN": _NAMED}
    if any(letter.isdigit() for letter in lower):
        return {"NUM": 0.0}
    costs = _weigh_known(lower) or _weigh_unknown(lower)
    if not capital:
        return costs
    if begins:
        return {**costs, "PROPN": 1.5 if find_readings(lower) else 0.3}
    return {**{tag: cost + 1.5 for tag, cost in costs.items() if tag in _OPEN}, "PROPN": 0.0}


def _weigh_known(word: str) -> dict[str, float]:
    costs: dict[str, float] = {}
    cost = 0.0
    for reading in find_readings(word):
        for name in reading.classes:
            for tag, more in _split_class(name, word).items():
                costs.setdefault(tag, cost + more)
            cost += _RARER
    return costs


def _weigh_unknown(word: str) -> Mapping[str, float]:
    return next((costs for ending, costs in _ENDINGS if ending.search(word)), _UNKNOWN)


def _split_class(name: str, word: str) -> dict[str, float]:
    """The tags of a word class: the forms that a verb of this spelling can be."""
    if name not in ("VERB", "AUX"):
        return {} if name in ("DET", "X") else {name: 0.0}
    if word.endswith(("er", "ir")) or (word.endswith("re") and _is_infinitive(word)):
        return {"INF": 0.0}
    if word.endswith("ant"):
        return {"GER": -_RARER}
    if word.endswith(("ue", "ues", "ie", "ies")) and find_readings(word.removesuffix("s") + "r"):
        # « Explique », « signifie », but « perdue », « finie ».
        return {"FIN": 0.0}
    if _SURELY_PARTICIPLE.search(word):
        return {"PART": 0.0}
    if word.endswith("us"):
        return {"PART": 0.0, "FIN": 1.0}
    return {"FIN": 0.0, "PART": 0.3} if _PARTICIPLE.search(word) else {"FIN": 0.0}


def _is_infinitive(word: str) -> bool:
    """Whether a verb in -re is an infinitive (prendre), not a form of another verb (montre, offre, considère)."""
    if _FORM_IN_RE.search(word) or find_readings(word + "r"):
        return False
    return not (word.endswith(("vre", "fre")) and find_readings(word[:-1] + "ir"))


@cache
def _load_grammar() -> _Grammar:
    table = load_shipped(__package__, "tagging")
    after = dict(table["after"])
    return _Grammar(table["words"], after, after.pop("otherwise"))
