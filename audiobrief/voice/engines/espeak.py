"""eSpeak NG as a voice: small, instant, always installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from audiobrief.messages import Message
from audiobrief.model import Clip, Speech, TimedWord
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.foreign import transcribe_foreign
from audiobrief.pronunciation.phonemes import REVISION
from audiobrief.pronunciation.pronounce import pronounce_speech
from audiobrief.pronunciation.respelling import write_mnemonics
from audiobrief.pronunciation.words import Word
from audiobrief.voice.clips import trim_silence, trim_words
from audiobrief.voice.engine import Manner, refuse_model

_OPENING = "<speak>"
# A zero-width space.
_NO_SPACE = "&#x200b;"


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
            request = build_ssml(speech, manner, french=self.voice.startswith("fr"))
            spoken = espeak_library.synthesize_ssml(
                request.text, voice=self.voice, rate=manner.rate, pitch=manner.pitch
            )
            clip = Clip(spoken.pcm, spoken.sample_rate)
            yield trim_silence(trim_words(replace(clip, words=_time_words(request, spoken))))


@dataclass(frozen=True, slots=True)
class SsmlWord:
    """The characters `start:end` of what is said, which are `first:last` of the SSML, without the tags around them."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Ssml:
    """An utterance in SSML, and its words in order."""

    text: str
    words: tuple[SsmlWord, ...]


def build_ssml(speech: Speech, manner: Manner, *, french: bool = True) -> Ssml:
    """The utterance in SSML 1.1, its words as phonemes for a French voice, as text for another.

    Letters are `characters`; foreign names are in their language if `manner` asks for it.
    """
    way = manner.foreign
    words = pronounce_speech(
        speech,
        espeak_library.transcribe_text,
        lambda span: "" if way == "switch" else transcribe_foreign(span, way),
    )
    body = ""
    placed: list[SsmlWord] = []
    for group in _join_spoken(words, manner, french=french):
        first = group[0]
        phonemes = "".join(_write_phonemes(word, manner, french=french) for word in group)
        element = _mark_phonemes(phonemes) if phonemes else _build_element(first, manner)
        if body and first.before == " ":
            body += " "
        body += _part_element(body, element)
        if first.kind != "mark":
            placed.append(SsmlWord(first.start, group[-1].end, len(body), len(body) + len(element)))
        body += element
    # Without the space, eSpeak NG lengthens the last word.
    return Ssml(f"{_OPENING}{body.rstrip()} </speak>", tuple(placed))


def _part_element(before: str, element: str) -> str:
    """What eSpeak NG needs between what is written already and an element."""
    if before.endswith("(") and element.startswith("["):
        # Else it leaves the word out.
        return " "
    if before.endswith("]]") and element.startswith(("<", "&")):
        # Else it reads the tag aloud.
        return " "
    if before.rstrip().endswith(".") and element.startswith("<say-as"):
        # Else it leaves out all that follows.
        return _NO_SPACE
    return ""


def _join_spoken(words: Sequence[Word], manner: Manner, *, french: bool) -> Iterator[list[Word]]:
    """Words that are said as one, together: « l' » and « Est ». What is not written as phonemes stands alone."""
    group: list[Word] = []
    for word in words:
        joined = (
            group
            and word.before != " "
            and all(_write_phonemes(each, manner, french=french) for each in (group[0], word))
        )
        if group and not joined:
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _write_phonemes(word: Word, manner: Manner, *, french: bool) -> str:
    """A word as phonemes for eSpeak NG, empty if it is given as text."""
    return write_mnemonics(word.phonemes) if french and _is_word(word, manner) else ""


def _time_words(request: Ssml, spoken: espeak_library.SpokenText) -> tuple[TimedWord, ...]:
    """The words of a request with their times: each lasts until the next event, or to the end."""
    frames = len(spoken.pcm) // 2
    events = [(at - len(_OPENING), frame) for at, frame in spoken.words]
    timed: list[TimedWord] = []
    for word in request.words:
        inside = [number for number, (at, _) in enumerate(events) if word.first <= at < word.last]
        if inside:
            last = inside[-1] + 1
            end = events[last][1] if last < len(events) else frames
            timed.append(TimedWord(word.start, word.end, events[inside[0]][1], end))
    return tuple(timed)


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
