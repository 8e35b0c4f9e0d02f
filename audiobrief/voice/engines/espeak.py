"""eSpeak NG as a voice: small, instant, always there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from audiobrief.messages import Message
from audiobrief.model import Clip, Speech
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.lexicon import readable
from audiobrief.voice.engine import Manner, refuse_model
from audiobrief.voice.silence import trimmed


class EspeakEngine:
    """`voice` is an eSpeak NG voice name: `fr`, `fr-be`, `fr+f3`."""

    online = False

    def __init__(self, voice: str) -> None:
        self.voice = voice
        self.identity = f"{espeak_library.identity()} {voice} steady, words respelled"

    @property
    def sample_rate(self) -> int:
        return espeak_library.sample_rate()

    @staticmethod
    def missing() -> Message | None:
        return espeak_library.missing()

    @staticmethod
    def open(voice: str, model: str = "") -> EspeakEngine:
        refuse_model("espeak", model)
        return EspeakEngine(voice)

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        for speech in utterances:
            pcm, rate = espeak_library.synthesise(
                ssml(speech, manner), voice=self.voice, rate=manner.rate, pitch=manner.pitch
            )
            yield trimmed(Clip(pcm, rate))


def ssml(speech: Speech, manner: Manner) -> str:
    """The utterance in SSML 1.1: letters as `characters`, foreign words in their language where asked."""
    parts: list[str] = []
    for span in speech:
        text = escape(span.text, quote=False)
        if span.kind == "letters":
            parts.append(f'<say-as interpret-as="characters">{text}</say-as>')
        elif span.kind == "foreign" and manner.foreign == "switch":
            parts.append(f'<lang xml:lang="{escape(span.language)}">{text}</lang>')
        elif (span.kind == "foreign" and manner.foreign == "respell" and span.respelling) or (
            span.kind == "words" and span.respelling
        ):
            parts.append(escape(span.respelling, quote=False))
        elif span.kind == "words":
            parts.append(escape(readable(span.text, espeak_library.phonemes), quote=False))
        else:
            parts.append(text)
    return f"<speak>{''.join(parts)}</speak>"
