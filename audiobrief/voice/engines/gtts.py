"""gTTS: the online voice. The text of every utterance is sent out; gTTS does not check the server's certificate."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from threading import Event
from typing import TYPE_CHECKING

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, message
from audiobrief.model import Clip, Speech
from audiobrief.voice.engine import InterruptedSpeechError, Manner, refuse_model, words
from audiobrief.voice.engines.gtts_errors import RequestError, no_speech, not_asked, request_error
from audiobrief.voice.silence import trimmed
from audiobrief.voice.sound import UndecodableError, decoded
from audiobrief.voice.split_text import ends_at_mark, phrase_cuts

if TYPE_CHECKING:
    from tenacity import RetryCallState

_SAMPLE_RATE = 24_000
# What the service takes at a time: gTTS cuts a longer text at the last blank.
_LONGEST_REQUEST = 100
# Half of what the quickest newsreader needs for a letter: less than that was cut short, or is no speech.
_SHORTEST_LETTER = 0.02
_BREATH, _JOINT = 0.25, 0.06
_TOP_LEVEL_DOMAIN = re.compile(r"[a-z]{2,3}(\.[a-z]{2})?")


@dataclass(frozen=True, slots=True)
class Patience:
    """How many requests run side by side, how often each is made, and seconds: to wait for an answer, between the
    first two attempts at most (then twice as long each time), and between two at the service's own wish."""

    side_by_side: int = 4
    attempts: int = 4
    timeout: float = 15.0
    first_wait: float = 1.0
    longest_wait: float = 30.0


class GttsEngine:
    """`voice` is a language code, with a top-level domain for an accent: `fr`, `fr:ca`."""

    online = True
    sample_rate = _SAMPLE_RATE

    def __init__(self, voice: str, patience: Patience | None = None) -> None:
        self.language, _, domain = voice.partition(":")
        self.domain = domain or "com"
        self.patience = patience or Patience()
        self.identity = f"gtts {self.language} {self.domain} by phrases"

    @staticmethod
    def missing() -> Message | None:
        return None if find_spec("gtts") else message("install it with 'pip install gtts'.")

    @staticmethod
    def open(voice: str, model: str = "") -> GttsEngine:
        from gtts.lang import tts_langs

        refuse_model("gtts", model)
        engine = GttsEngine(voice)
        if engine.language not in tts_langs():
            raise VoiceError(
                "gTTS has no language '{language}': use a code such as fr or fr-CA.", language=engine.language
            )
        if not _TOP_LEVEL_DOMAIN.fullmatch(engine.domain):
            raise VoiceError(
                "'{domain}' is no top-level domain: use one such as com, ca or co.uk.", domain=engine.domain
            )
        return engine

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        broken, given_up = Event(), Event()
        pool = ThreadPoolExecutor(self.patience.side_by_side)
        clips = [pool.submit(self._clip, speech, broken, given_up) for speech in utterances]
        said = 0
        try:
            for clip in clips:
                yield clip.result()
                said += 1
        except RequestError as error:
            given_up.set()
            pool.shutdown(cancel_futures=True)
            raise InterruptedSpeechError(
                "The online voice {reason}: {advice}, or finish offline with '--fallback espeak'.",
                {later: clips[later].result() for later in range(said, len(clips)) if _well(clips[later])},
                reason=error.reason,
                advice=error.advice,
            ) from error
        finally:
            given_up.set()
            pool.shutdown(cancel_futures=True)

    def _clip(self, speech: Speech, broken: Event, given_up: Event) -> Clip:
        text = words(speech, respelled=True)
        if not re.search(r"\w", text):
            return Clip(b"", _SAMPLE_RATE)
        # Sentences are begun in order: one that is left out here stands after the one that is told.
        if broken.is_set():
            raise not_asked()
        requests = phrase_cuts(text, _LONGEST_REQUEST)
        try:
            sounds = [self._patiently(request, given_up) for request in requests]
        except RequestError:
            broken.set()
            raise
        tails = [_BREATH if ends_at_mark(request) else _JOINT for request in requests[:-1]]
        joined = [trimmed(sound, tail=tail) for sound, tail in zip(sounds, [*tails, _JOINT], strict=True)]
        return Clip(b"".join(sound.pcm for sound in joined), _SAMPLE_RATE)

    def _patiently(self, request: str, given_up: Event) -> Clip:
        """The sound of a request that is made again while its errors may pass. Raises RequestError."""
        from tenacity import Retrying, retry_if_exception, sleep_using_event, stop_after_attempt, stop_when_event_set

        retrying = Retrying(
            retry=retry_if_exception(self._worth_asking_again),
            stop=stop_after_attempt(self.patience.attempts) | stop_when_event_set(given_up),
            wait=self._wait,
            sleep=sleep_using_event(given_up),
            reraise=True,
        )
        return retrying(self._asked, request, given_up)

    def _worth_asking_again(self, error: BaseException) -> bool:
        return isinstance(error, RequestError) and error.passing and (error.wait or 0.0) <= self.patience.longest_wait

    def _wait(self, state: RetryCallState) -> float:
        """Seconds before the next attempt: the service's wish, else twice as long each time; by chance somewhat more,
        so that requests that failed together do not come back together."""
        assert state.outcome is not None
        error = state.outcome.exception()
        assert isinstance(error, RequestError)
        longest = self.patience.first_wait * 2.0 ** (state.attempt_number - 1)
        return (error.wait or 0.0) + random.uniform(0.5, 1.0) * longest

    def _asked(self, request: str, given_up: Event) -> Clip:
        """The sound of one request made once. Raises RequestError."""
        if given_up.is_set():
            raise not_asked()
        try:
            clip = decoded(self._mp3(request), _SAMPLE_RATE)
        except UndecodableError as error:
            raise no_speech() from error
        letters = sum(mark.isalnum() for mark in request)
        if trimmed(clip).frames < _SHORTEST_LETTER * letters * _SAMPLE_RATE:
            raise no_speech()
        return clip

    def _mp3(self, request: str) -> bytes:
        from gtts import gTTS, gTTSError

        # The words are already those to be said, and short: gTTS's own English rules would only damage them.
        speech = gTTS(
            request,
            lang=self.language,
            tld=self.domain,
            lang_check=False,
            pre_processor_funcs=[],
            timeout=self.patience.timeout,
        )
        sound = BytesIO()
        try:
            speech.write_to_fp(sound)
        except (gTTSError, OSError, ValueError, TypeError) as error:
            raise request_error(error, self.patience.timeout) from error
        return sound.getvalue()


def _well(clip: Future[Clip]) -> bool:
    return clip.done() and not clip.cancelled() and clip.exception() is None
