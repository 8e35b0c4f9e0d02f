"""What went wrong with a request of gTTS, told apart: what to say, and whether to ask again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import IncompleteRead

from audiobrief.messages import Message, counted, message

_LONGEST_WAIT = 86_400.0
_LATER = message("try again later")


class RequestError(Exception):
    """`reason` goes on from « The online voice », `advice` says what to do.

    A `passing` one may be gone at the next request, after `wait` seconds where the service named them.
    """

    def __init__(self, reason: Message, advice: Message, *, passing: bool = True, wait: float | None = None) -> None:
        super().__init__(str(reason))
        self.reason, self.advice, self.passing, self.wait = reason, advice, passing, wait


def request_error(error: Exception, timeout: float) -> RequestError:
    """What is behind an error that gTTS raised, `timeout` seconds having been waited for an answer.

    gTTS's own error only guesses at the cause: what `requests` and the socket raised stands in its context.
    """
    response = getattr(error, "rsp", None)
    if response is not None:
        return status_error(response.status_code, response.headers.get("Retry-After", ""))
    causes = tuple(_causes(error))

    def caused_by(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if caused_by(TimeoutError):
        return RequestError(message("did not answer within {timeout:g} seconds", timeout=timeout), _LATER)
    if caused_by(IncompleteRead, ConnectionResetError, ConnectionAbortedError):
        return RequestError(message("broke off its answer"), _LATER)
    if caused_by(OSError):
        return RequestError(message("cannot be reached"), message("check the network"))
    return no_speech()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__context__


def status_error(status: int, retry_after: str) -> RequestError:
    """What is behind an HTTP status, with the header Retry-After or an empty text (RFC 9110, 10.2.3)."""
    wait = seconds_of(retry_after, datetime.now(UTC))
    if status == 429:
        advice = message("try again in {time}", time=_about(wait)) if wait else _LATER
        return RequestError(message("refuses more requests for now (status 429)"), advice, wait=wait)
    if status >= 500:
        return RequestError(message("is out of order (status {status})", status=status), _LATER, wait=wait)
    if status == 200:
        return no_speech()
    advice = message("update gTTS with 'pip install --upgrade gtts'")
    return RequestError(message("does not accept the request (status {status})", status=status), advice, passing=False)


def no_speech() -> RequestError:
    """The answer came whole, but is not the sound of the request."""
    return RequestError(message("sent something that is no speech"), _LATER)


def not_asked() -> RequestError:
    """The request was not made, because an earlier one had failed for good: that one is told."""
    return RequestError(message("was not asked any more"), _LATER, passing=False)


def seconds_of(retry_after: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for: a number of them, or a date. None where it says neither."""
    written = retry_after.strip()
    if written.isascii() and written.isdecimal():
        return min(float(written), _LONGEST_WAIT)
    try:
        date = parsedate_to_datetime(written)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return min(max(0.0, (date - now).total_seconds()), _LONGEST_WAIT)


def _about(seconds: float) -> Message:
    minutes = math.ceil(seconds / 60)
    if minutes > 120:
        return counted("an hour", "{count} hours", count=math.ceil(minutes / 60))
    return counted("a minute", "{count} minutes", count=minutes)
