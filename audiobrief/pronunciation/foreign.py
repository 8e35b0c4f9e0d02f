"""How a neural voice says a foreign name."""

from __future__ import annotations

from audiobrief.model import Foreign, Spoken
from audiobrief.pronunciation.adaptation import espeak_voice, in_french_sounds
from audiobrief.pronunciation.espeak_library import phonemes
from audiobrief.pronunciation.phonemes import clean


def foreign_phonemes(span: Spoken, way: Foreign) -> str:
    """The phonemes of a foreign name, or nothing where it is best read as if it were French.

    `respell` takes the lexicon's respelling, else its own phonemes brought to French sounds: measured to be understood
    best. `switch` takes its own phonemes as they are.
    """
    if way == "plain":
        return ""
    if way == "respell" and span.respelling:
        return clean(phonemes(span.respelling))
    language = span.language.partition("-")[0]
    voice = espeak_voice(language)
    if not voice:
        return ""
    own = clean(phonemes(span.text, voice=voice))
    return own if way == "switch" else in_french_sounds(own, language)
