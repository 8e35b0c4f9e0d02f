"""What is said, word by word, as phonemes: where each reading comes from, and how it is said in its place.

`pronounce_speech` is the whole way (see `words.py` for its steps). eSpeak NG is asked only for words that neither a
lexicon nor a rule knows, for spelled letters, foreign names and respellings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import or_

from audiobrief.model import Speech, Spoken
from audiobrief.pronunciation.aspiration import is_aspirated
from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.foreign import clean_phonemes
from audiobrief.pronunciation.grammar import begins_sentence
from audiobrief.pronunciation.guessing import guess_phonemes
from audiobrief.pronunciation.homographs import choose_reading
from audiobrief.pronunciation.inflection import derive_from_name, inflect_known
from audiobrief.pronunciation.liaison import link_word
from audiobrief.pronunciation.name_rules import guess_origin, read_letters, read_name
from audiobrief.pronunciation.names import find_name
from audiobrief.pronunciation.stress import place_stress, stress_word
from audiobrief.pronunciation.tagging import CLASSES, tag_words
from audiobrief.pronunciation.words import Reading, Source, Word, split_speech

# What elided words end with, before a vowel.
_ELIDED = {
    "c": "s", "d": "d", "j": "ʒ", "l": "l", "m": "m", "n": "n", "s": "s", "t": "t", "z": "z", "qu": "k",
    "jusqu": "ʒysk", "lorsqu": "lɔʁsk", "puisqu": "pyisk", "quoiqu": "kwak", "presqu": "pʁɛsk", "quelqu": "kɛlk",
    "entr": "ɑ̃tʁ",
}  # fmt: skip
_VERBS = ("FIN", "INF", "PART", "GER", "VERB", "AUX")
# Inhabitants and adjectives of places, which are read as French wherever the place is.
_DEMONYM = re.compile("(?:[ée]en|[ée]enne|ien|ienne|ois|oise|ais|aise)s?$")
# Letters: what is longer is no word, and is left to eSpeak NG. Rules and guesses take time with its square.
_LONGEST_WORD = 60
# Phonemes of « presque », but not of « que ».
_SHORTEST_ELIDED = 4
_VOWELS = frozenset("aeiouyøœɛɔɑ")
_VOWEL_LETTERS = frozenset("aàâäáãåeéèêëěiîïíoôöóøõuùûüúůyýÿœæıř")
# Letters of an acronym that is written with one capital, without a last e.
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 3, 6
# The words of a compound that the dictionary may have whole: « peut-être », « c'est-à-dire ».
_LONGEST_COMPOUND = 6
_LETTER_NAMES = {"É": "e", "È": "ɛ", "Ê": "ɛ", "À": "a", "Ç": "se", "E": "ø", "W": "dubləve"}

Transcribe = Callable[[str], str]


def pronounce_speech(
    speech: Speech,
    transcribe_text: Transcribe,
    transcribe_foreign: Callable[[Spoken], str] = lambda span: "",
) -> tuple[Word, ...]:
    """The words and marks of what is said, each word with its phonemes and where they come from.

    `transcribe_text` transcribes French by eSpeak NG, `transcribe_foreign` a foreign name; it returns an empty text if
    the name is best read as if it were French.
    """
    words = list(_join_compounds(split_speech(speech)))
    words = [replace(word, tag=tag) for word, tag in zip(words, tag_words(words), strict=True)]
    words = [_find_word(words, at, transcribe_text, transcribe_foreign) for at in range(len(words))]
    words = [_choose_word(words, at) for at in range(len(words))]
    words = [replace(word, phonemes=_elide(words, at, link_word(words, at))) for at, word in enumerate(words)]
    return tuple(replace(word, phonemes=stress_word(words, at)) for at, word in enumerate(words))


def transcribe_letters(letters: str, transcribe_text: Transcribe) -> str:
    """A spelled acronym as one word with the main stress on each letter, which is understood best."""
    names = [
        _LETTER_NAMES.get(letter) or re.sub("[ˈˌ]", "", clean_phonemes(transcribe_text(letter))) for letter in letters
    ]
    return "".join(map(place_stress, names))


def _join_compounds(words: Sequence[Word]) -> Iterator[Word]:
    """Join words that a lexicon has as one: « peut » + « être », « Wall » + « Street »."""
    at = 0
    while at < len(words):
        end = at + 1
        while end < len(words) and end - at < _LONGEST_COMPOUND and _may_join(words[at], words[end]):
            end += 1
        while end > at + 1 and not _is_compound(words[at:end]):
            end -= 1
        joined = replace(words[at], text=_join_texts(words[at:end]), end=words[end - 1].end)
        yield joined if end > at + 1 else words[at]
        at = end


def _may_join(first: Word, word: Word) -> bool:
    return first.kind == word.kind == "word" and not (
        first.readings or word.readings or first.spelling or word.spelling
    )


def _is_compound(words: Sequence[Word]) -> bool:
    text = _join_texts(words)
    if find_name(text):
        return True
    hyphens = [word.before == "-" for word in words[1:]]
    elisions = [word.text.endswith("'") for word in words[:-1]]
    # Nothing but hyphens, and apostrophes beside them: « chef-d'œuvre ».
    if not any(hyphens) or not all(map(or_, hyphens, elisions)):
        return False
    readings = find_readings(text)
    # A numeral's parts are said in their context: « dix-neuf heures ».
    return bool(readings) and readings[0].classes[:1] != ("NUM",)


def _join_texts(words: Sequence[Word]) -> str:
    return words[0].text + "".join(word.before + word.text for word in words[1:])


def _find_word(
    words: Sequence[Word], at: int, transcribe_text: Transcribe, transcribe_foreign: Callable[[Spoken], str]
) -> Word:
    """A word with its readings, and where they come from."""
    word = words[at]
    if word.kind == "mark" or word.readings:
        return word
    if word.kind == "letters":
        return _give_reading(word, transcribe_letters(word.text, transcribe_text), "letters")
    if word.kind == "foreign":
        span = Spoken(0, len(word.text), word.text, "foreign", word.language, word.spelling)
        phonemes = transcribe_foreign(span)
        if phonemes:
            return _give_reading(word, phonemes, "foreign")
    if word.spelling:
        return _give_reading(word, clean_phonemes(transcribe_text(word.spelling)), "house lexicon")
    if not word.text[0].isalpha() or len(word.text) > _LONGEST_WORD or (word.kind == "foreign" and " " in word.text):
        return _give_reading(word, clean_phonemes(transcribe_text(word.text)), "rule")
    readings, source = _find_readings(words, at, transcribe_text, transcribe_foreign)
    return replace(word, readings=readings, source=source)


def _give_reading(word: Word, phonemes: str, source: Source) -> Word:
    return replace(word, readings=(Reading(phonemes),), source=source)


def _find_readings(
    words: Sequence[Word], at: int, transcribe_text: Transcribe, transcribe_foreign: Callable[[Spoken], str]
) -> tuple[tuple[Reading, ...], Source]:
    """The readings of a French word, of the first source that knows it."""
    word = words[at]
    if word.text.endswith("'") and (sound := _ELIDED.get(word.lower[:-1])):
        return (Reading(sound),), "rule"
    if word.lower == "t" and word.before == "-":
        return (Reading("t"),), "rule"
    if len(word.text) > 1 and word.text.endswith("'"):
        # An apostrophe after which nothing follows: « E' ».
        word = replace(word, text=word.text[:-1])
    known = find_readings(word.text)
    if word.text[0] == "E" and not any(each.classes for each in known):
        # Capitals are often written without their accent: « Etat ».
        known = find_readings("é" + word.text[1:]) or find_readings("ê" + word.text[1:]) or known
    capital = word.text[0].isupper()
    # At the beginning of a sentence, a word that is no name: « Tours et détours ».
    common = capital and word.tag != "PROPN" and begins_sentence(words, at) and any(each.classes for each in known)
    name = find_name(word.lower if common else word.text)
    if name:
        classes = known[0].classes if known and not capital else ("PROPN",)
        return (Reading(name, classes, is_aspirated(word.text, name)),), "name"
    if known:
        return known, "lexicon"
    reading, source = _derive_reading(word, transcribe_text, transcribe_foreign, begins=begins_sentence(words, at))
    return (reading,), source


def _derive_reading(
    word: Word, transcribe_text: Transcribe, transcribe_foreign: Callable[[Spoken], str], *, begins: bool
) -> tuple[Reading, Source]:
    """The reading of a word that no lexicon has. `begins`: a capital says nothing, since it begins a sentence."""
    capital = word.text[0].isupper()
    if len(word.text) == 1:
        return Reading(transcribe_letters(word.text.upper(), transcribe_text)), "letters"
    if capital and _is_acronym(word.lower):
        # « La Dgse », « le Pnf », as newspapers write an acronym.
        return Reading(transcribe_letters(word.text.upper(), transcribe_text)), "letters"
    if (not capital or begins) and (inflected := inflect_known(word.text)):
        return inflected, "rule"
    if derived := derive_from_name(word.text):
        return derived, "rule"
    if _DEMONYM.search(word.lower):
        demonym = read_letters(word.text)
        return Reading(demonym, ("NOUN", "ADJ"), is_aspirated(word.text, demonym)), "rule"
    if capital and guess_origin(word.text) == "english":
        span = Spoken(0, len(word.text), word.text, "foreign", "en")
        if english := re.sub("[ˈˌ ]", "", transcribe_foreign(span)):
            return Reading(english, ("PROPN",), is_aspirated(word.text, english)), "foreign"
    if capital and (name := read_name(word.text)):
        return Reading(name, ("PROPN",), is_aspirated(word.text, name)), "rule"
    guess = guess_phonemes(word.text, transcribe_text, verb=word.tag in _VERBS)
    if _VOWELS.isdisjoint(guess):
        # Taken for a verb, such as « trent ».
        guess = read_letters(word.text) or guess
    return Reading(guess, (), is_aspirated(word.text, guess)), "guess"


def _is_acronym(lower: str) -> bool:
    """Whether a name in small letters has no vowel, or none but a last e, so that it can only be spelled."""
    letters = lower.removesuffix("e")
    return _SHORTEST_ACRONYM <= len(letters) <= _LONGEST_ACRONYM and _VOWEL_LETTERS.isdisjoint(letters)


def _elide(words: Sequence[Word], at: int, phonemes: str) -> str:
    """The phonemes of a word without its mute e before a vowel: « presque à »."""
    if not phonemes.endswith("ə") or len(phonemes) < _SHORTEST_ELIDED or at + 1 == len(words):
        return phonemes
    following = words[at + 1].reading
    vowel = following is not None and not following.aspirated and following.phonemes.lstrip("ˈˌ")[:1] in _VOWELS
    return phonemes[:-1] if vowel and words[at].kind == "word" else phonemes


def _choose_word(words: Sequence[Word], at: int) -> Word:
    """A word with the reading that its sentence decides, or else the most frequent of its class."""
    word = words[at]
    if not word.readings or word.source in ("house lexicon", "letters", "foreign"):
        return replace(word, reading=word.readings[0] if word.readings else None)
    chosen = choose_reading(words, at)
    if chosen is not None:
        aspirated = any(each.aspirated for each in word.readings)
        source: Source = (
            "homograph rule" if len(word.readings) > 1 or chosen.phonemes != word.readings[0].phonemes else word.source
        )
        return replace(word, reading=replace(chosen, aspirated=aspirated), source=source)
    name = CLASSES.get(word.tag, word.tag)
    reading = next((each for each in word.readings if name in each.classes), word.readings[0])
    return replace(word, reading=reading)
