"""eSpeak NG as a voice: small, instant, always installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from audiobrief.messages import Message
from audiobrief.model import Clip, Speech
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.lexicon import respell_text
from audiobrief.voice.clips import trim_silence
from audiobrief.voice.engine import Manner, refuse_model


class EspeakEngine:
    """`voice` is an eSpeak NG voice name: `fr`, `fr-be`, `fr+f3`."""

    online = False

    def __init__(self, voice: str) -> None:
        self.voice = voice
        self.identity = f"{espeak_library.identify_library()} {voice} steady, words respelled"

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
                build_ssml(speech, manner), voice=self.voice, rate=manner.rate, pitch=manner.pitch
            )
            yield trim_silence(Clip(pcm, rate))


def build_ssml(speech: Speech, manner: Manner) -> str:
    """The utterance in SSML 1.1: letters as `characters`, foreign names in their language if `manner` asks for it."""
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
            parts.append(escape(respell_text(span.text, espeak_library.transcribe_text), quote=False))
        else:
            parts.append(text)
    return f"<speak>{''.join(parts)}</speak>"
