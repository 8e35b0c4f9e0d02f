"""eSpeak NG as a voice: small, instant, always installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from audiobrief.messages import Message
from audiobrief.model import Clip, Speech
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.foreign import transcribe_foreign
from audiobrief.pronunciation.phonemes import REVISION
from audiobrief.pronunciation.pronounce import pronounce_speech
from audiobrief.pronunciation.respelling import write_mnemonics
from audiobrief.pronunciation.words import Word
from audiobrief.voice.clips import trim_silence
from audiobrief.voice.engine import Manner, refuse_model


class EspeakEngine:
    """`voice` is an eSpeak NG voice name: `fr`, `fr-be`, `fr+f3`."""

    online = False
    trained = False

    def __init__(self, voice: str) -> None:
        self.voice = voice
        self.identity = f"{espeak_library.identify_library()} {voice} steady, phonemes {REVISION}"

    @property
    def sample_rate(self) -> int:
        return espeak_library.find_sample_rate()

    @staticmethod
    def missing() -> Message | None:
        return espeak_library.find_missing()

    @staticmethod
    def open(voice: str, model: str = "") -> EspeakEngine:
        refuse_model("espeak", model)
        return EspeakEngine(voice)

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        for speech in utterances:
            pcm, rate = espeak_library.synthesize_ssml(
                build_ssml(speech, manner, french=self.voice.startswith("fr")),
                voice=self.voice,
                rate=manner.rate,
                pitch=manner.pitch,
            )
            yield trim_silence(Clip(pcm, rate))


def build_ssml(speech: Speech, manner: Manner, *, french: bool = True) -> str:
    """The utterance in SSML 1.1, its words as phonemes for a French voice, as text for another.

    Letters are `characters`; foreign names are in their language if `manner` asks for it.
    """
    way = manner.foreign
    words = pronounce_speech(
        speech,
        espeak_library.transcribe_text,
        lambda span: "" if way == "switch" else transcribe_foreign(span, way),
    )
    parts: list[str] = []
    # Phonemes of words that are said as one: « l' » and « Est ».
    joined = ""
    for word in words:
        phonemes = write_mnemonics(word.phonemes) if french and _is_word(word, manner) else ""
        if phonemes and joined and word.before != " ":
            joined += phonemes
            continue
        parts += [_mark_phonemes(joined), " " if word.before == " " else ""]
        joined = phonemes
        if not phonemes:
            parts.append(_build_element(word, manner))
    parts.append(_mark_phonemes(joined))
    # Without the space, eSpeak NG lengthens the last word.
    return f"<speak>{''.join(parts).strip()} </speak>"


def _is_word(word: Word, manner: Manner) -> bool:
    return word.kind == "word" or (word.kind == "foreign" and manner.foreign != "switch")


def _mark_phonemes(mnemonics: str) -> str:
    return " ".join(f"[[{part}]]" for part in mnemonics.split())


def _build_element(word: Word, manner: Manner) -> str:
    text = escape(word.text, quote=False)
    if word.kind == "letters":
        return f'<say-as interpret-as="characters">{text}</say-as>'
    if word.kind == "foreign" and manner.foreign == "switch":
        return f'<lang xml:lang="{escape(word.language)}">{text}</lang>'
    if word.spelling and (word.kind == "word" or manner.foreign == "respell"):
        return escape(word.spelling, quote=False)
    return text
