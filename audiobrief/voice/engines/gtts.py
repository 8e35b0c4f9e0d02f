"""gTTS: the online voice. It sends the text of every utterance, and does not verify the server's certificate."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import IncompleteRead
from importlib.util import find_spec
from io import BytesIO
from threading import Event
from typing import TYPE_CHECKING

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, counted, message
from audiobrief.model import Clip, Speech
from audiobrief.voice.clips import trim_silence
from audiobrief.voice.engine import InterruptedSpeechError, Manner, join_words, refuse_model
from audiobrief.voice.splitting import ends_at_mark, split_text

if TYPE_CHECKING:
    from tenacity import RetryCallState

_SAMPLE_RATE = 24_000
# Characters in a request: gTTS splits a longer text at the last space.
_LONGEST_REQUEST = 100
# Seconds for a letter, half of what the fastest newsreader needs: a shorter sound is cut short, or is no speech.
_SHORTEST_LETTER = 0.02
# Seconds of silence between two requests: after punctuation, and within a phrase.
_BREATH, _JOINT = 0.25, 0.06
_TOP_LEVEL_DOMAIN = re.compile(r"[a-z]{2,3}(\.[a-z]{2})?")
# Seconds of a Retry-After header that are believed.
_LONGEST_WAIT = 86_400.0
_LATER = message("try again later")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How requests are made, with times in seconds.

    `side_by_side` requests run at once, each is sent up to `attempts` times, and waits `timeout` for its answer. The
    wait before the second attempt is at most `first_wait`, and at most twice as long each time. A service that asks for
    more than `longest_wait` is not asked again.
    """

    side_by_side: int = 4
    attempts: int = 4
    timeout: float = 15.0
    first_wait: float = 1.0
    longest_wait: float = 30.0


class GttsEngine:
    """`voice` is a language code, and a top-level domain for an accent: `fr`, `fr:ca`."""

    online = True
    trained = True
    sample_rate = _SAMPLE_RATE

    def __init__(self, voice: str, policy: RetryPolicy | None = None) -> None:
        self.language, _, domain = voice.partition(":")
        self.domain = domain or "com"
        self.policy = policy or RetryPolicy()
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
                "'{domain}' is not a top-level domain: use one such as com, ca or co.uk.", domain=engine.domain
            )
        return engine

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        failed, stopped = Event(), Event()
        pool = ThreadPoolExecutor(self.policy.side_by_side)
        clips = [pool.submit(self._speak_utterance, speech, failed, stopped) for speech in utterances]
        spoken = 0
        try:
            for clip in clips:
                yield clip.result()
                spoken += 1
        except RequestError as error:
            stopped.set()
            pool.shutdown(cancel_futures=True)
            raise InterruptedSpeechError(
                "The online voice {reason}: {advice}, or finish offline with '--fallback espeak'.",
                {later: clips[later].result() for later in range(spoken, len(clips)) if _has_succeeded(clips[later])},
                reason=error.reason,
                advice=error.advice,
            ) from error
        finally:
            stopped.set()
            pool.shutdown(cancel_futures=True)

    def _speak_utterance(self, speech: Speech, failed: Event, stopped: Event) -> Clip:
        """The clip of an utterance. `failed` is set when one fails, `stopped` when no more is wanted."""
        text = join_words(speech, respelled=True)
        if not re.search(r"\w", text):
            return Clip(b"", _SAMPLE_RATE)
        # Utterances are started in order, so the error of an earlier one is the one that is raised.
        if failed.is_set():
            raise make_not_sent_error()
        requests = split_text(text, _LONGEST_REQUEST)
        try:
            sounds = [self._request_with_retries(request, stopped) for request in requests]
        except RequestError:
            failed.set()
            raise
        tails = [_BREATH if ends_at_mark(request) else _JOINT for request in requests[:-1]]
        trimmed = [trim_silence(sound, tail=tail) for sound, tail in zip(sounds, [*tails, _JOINT], strict=True)]
        return Clip(b"".join(sound.pcm for sound in trimmed), _SAMPLE_RATE)

    def _request_with_retries(self, request: str, stopped: Event) -> Clip:
        """The sound of a request, sent again after errors that may be transient. Raises RequestError."""
        from tenacity import Retrying, retry_if_exception, sleep_using_event, stop_after_attempt, stop_when_event_set

        retrying = Retrying(
            retry=retry_if_exception(self._should_retry),
            stop=stop_after_attempt(self.policy.attempts) | stop_when_event_set(stopped),
            wait=self._compute_wait,
            sleep=sleep_using_event(stopped),
            reraise=True,
        )
        return retrying(self._request_once, request, stopped)

    def _should_retry(self, error: BaseException) -> bool:
        return isinstance(error, RequestError) and error.transient and (error.wait or 0.0) <= self.policy.longest_wait

    def _compute_wait(self, state: RetryCallState) -> float:
        """Seconds before the next attempt: what the service asked for, and a wait that doubles each time.

        Its length is partly random, so that requests that failed together are not sent again together.
        """
        assert state.outcome is not None
        error = state.outcome.exception()
        assert isinstance(error, RequestError)
        longest = self.policy.first_wait * 2.0 ** (state.attempt_number - 1)
        return (error.wait or 0.0) + random.uniform(0.5, 1.0) * longest

    def _request_once(self, request: str, stopped: Event) -> Clip:
        """The sound of a request that is sent once. Raises RequestError."""
        from audiobrief.audio.codec import UndecodableError, decode_mp3

        if stopped.is_set():
            raise make_not_sent_error()
        try:
            clip = decode_mp3(self._fetch_mp3(request), _SAMPLE_RATE)
        except UndecodableError as error:
            raise make_no_speech_error() from error
        letters = sum(mark.isalnum() for mark in request)
        if trim_silence(clip).frames < _SHORTEST_LETTER * letters * _SAMPLE_RATE:
            raise make_no_speech_error()
        return clip

    def _fetch_mp3(self, request: str) -> bytes:
        from gtts import gTTS, gTTSError

        # The text is normalized and short already: gTTS's pre-processing for English would only damage it.
        speech = gTTS(
            request,
            lang=self.language,
            tld=self.domain,
            lang_check=False,
            pre_processor_funcs=[],
            timeout=self.policy.timeout,
        )
        sound = BytesIO()
        try:
            speech.write_to_fp(sound)
        except (gTTSError, OSError, ValueError, TypeError) as error:
            raise classify_error(error, self.policy.timeout) from error
        return sound.getvalue()


class RequestError(Exception):
    """A request failed. `reason` continues « The online voice », `advice` says what to do.

    A `transient` error may not occur at the next attempt, after `wait` seconds if the service asked for that.
    """

    def __init__(self, reason: Message, advice: Message, *, transient: bool = True, wait: float | None = None) -> None:
        super().__init__(str(reason))
        self.reason, self.advice, self.transient, self.wait = reason, advice, transient, wait


def classify_error(error: Exception, timeout: float) -> RequestError:
    """What is behind an error that gTTS raised after waiting up to `timeout` seconds.

    gTTS's own error only guesses at the cause; the errors of `requests` and of the socket are in its context.
    """
    response = getattr(error, "rsp", None)
    if response is not None:
        return classify_status(response.status_code, response.headers.get("Retry-After", ""))
    causes = tuple(_list_causes(error))

    def is_caused_by(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if is_caused_by(TimeoutError):
        return RequestError(message("did not answer within {timeout:g} seconds", timeout=timeout), _LATER)
    if is_caused_by(IncompleteRead, ConnectionResetError, ConnectionAbortedError):
        return RequestError(message("broke off its answer"), _LATER)
    if is_caused_by(OSError):
        return RequestError(message("cannot be reached"), message("check the network"))
    return make_no_speech_error()


def classify_status(status: int, retry_after: str) -> RequestError:
    """The error for an HTTP status and the header Retry-After, empty if there is none (RFC 9110, 10.2.3)."""
    wait = parse_retry_after(retry_after, datetime.now(UTC))
    if status == 429:
        advice = message("try again in {time}", time=_describe_wait(wait)) if wait else _LATER
        return RequestError(message("refuses more requests for now (status 429)"), advice, wait=wait)
    if status >= 500:
        return RequestError(message("is out of order (status {status})", status=status), _LATER, wait=wait)
    if status == 200:
        return make_no_speech_error()
    advice = message("update gTTS with 'pip install --upgrade gtts'")
    return RequestError(
        message("does not accept the request (status {status})", status=status), advice, transient=False
    )


def make_no_speech_error() -> RequestError:
    """The error for a complete answer that is not the sound of the request."""
    return RequestError(message("sent something that is not speech"), _LATER)


def make_not_sent_error() -> RequestError:
    """The error for a request that was not sent because an earlier one had failed. It is not shown."""
    return RequestError(message("was not called again"), _LATER, transient=False)


def parse_retry_after(header: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or a date; None if it is neither."""
    header = header.strip()
    if header.isascii() and header.isdecimal():
        return min(float(header), _LONGEST_WAIT)
    try:
        date = parsedate_to_datetime(header)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return min(max(0.0, (date - now).total_seconds()), _LONGEST_WAIT)


def _list_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__context__


def _describe_wait(seconds: float) -> Message:
    minutes = math.ceil(seconds / 60)
    if minutes > 120:
        return counted("an hour", "{count} hours", count=math.ceil(minutes / 60))
    return counted("a minute", "{count} minutes", count=minutes)


def _has_succeeded(clip: Future[Clip]) -> bool:
    return clip.done() and not clip.cancelled() and clip.exception() is None
