"""The errors that audiobrief raises. Each says what went wrong, where, and what to do about it.

Each class carries the exit status the command line ends with (docs/exit-status.md shows them).
Status 2 is Click's own too, for wrong options.
"""

from __future__ import annotations

import errno
import os
from typing import Any

from audiobrief.messages import Message, message

# How C++, onnxruntime and the library loader report a lack of memory.
_NO_MEMORY = ("bad_alloc", "bad allocation", "allocate memory", "failed to map segment")


class AudiobriefError(Exception):
    """The base of all errors. The message is one sentence that a user of a screen reader can act on: `text` in English,
    with a `{name}` for each of `fields`. `str` gives it in English, `message` in any language there is a catalogue for.

    >>> try:
    ...     read("none.md")
    ... except AudiobriefError as error:
    ...     print(error, error.exit_status)
    There is no article at 'none.md': check the path. 3
    """

    exit_status = 1

    def __init__(self, text: str, /, **fields: object) -> None:
        self.message = Message(text, fields)
        super().__init__(str(self.message))

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are unpickled from `args`, here the formatted text. As `__init__` of subclasses takes other
        # arguments, the error is created without it and its attributes are restored.
        return _restore_error, (type(self), self.args, self.__dict__)


class OptionError(AudiobriefError):
    """There is no option of that name, or its value is invalid."""

    exit_status = 2


class ArticleError(AudiobriefError):
    """The article cannot be read: it is missing, a folder, not text, in an unknown encoding, in another language than
    French, or a page without an article."""

    exit_status = 3


class EmptyArticleError(ArticleError):
    """The article has no text to speak. For `feed`: the folder has no programmes, but its present feed lists some."""

    exit_status = 4


class NetworkError(AudiobriefError):
    """The network failed: an address could not be reached, was refused, or did not give what was asked for."""

    exit_status = 5


class VoiceError(AudiobriefError):
    """The voice is unknown, not installed, or failed to speak."""

    exit_status = 6


class TargetError(AudiobriefError):
    """The programme, the report or the feed cannot be written where it was asked for, or would replace what is read."""

    exit_status = 7


class DataError(AudiobriefError):
    """A lexicon, a voice profile, a cover, the config file or `SOURCE_DATE_EPOCH` is wrong: the message says why."""

    exit_status = 8


class EncoderError(AudiobriefError):
    """The sound could not be measured or encoded."""

    exit_status = 9


class UnfinishedError(AudiobriefError):
    """Some articles of `batch` or `watch --once`, or files of `feed`, failed. The reason for each was reported."""

    exit_status = 10


class ClusterError(AudiobriefError):
    """The cluster cannot be used: it cannot be reached, has no workers, or has another version of audiobrief."""

    exit_status = 11


class ResourceError(AudiobriefError):
    """The system has no more memory, open files, threads or processes to give."""

    exit_status = 12


class DeviceError(AudiobriefError):
    """No sound can be played: there is no sound card, it is in use, or it is not to be had under that name."""

    exit_status = 13


MISSED_SLOT = 14
"""The exit status where a programme was written, but is longer or shorter than the slot that was asked for."""


def explain_error(error: BaseException) -> AudiobriefError:
    """Convert any error to the one to report: a ResourceError if a lack of resources is its cause, an AudiobriefError
    itself, and others as unexpected."""
    cause: BaseException | None = error
    while cause is not None:
        if what := _find_exhausted(cause):
            return ResourceError(
                "The system has no more {what}: end other programs, or raise the limit (as with ulimit).", what=what
            )
        cause = cause.__cause__
    return error if isinstance(error, AudiobriefError) else wrap_unforeseen(error)


def _find_exhausted(error: BaseException) -> Message | None:
    """The resource that the system has no more of, according to an error, or None."""
    if isinstance(error, AudiobriefError):
        return None
    number = error.errno if isinstance(error, OSError) else None
    said = str(error)
    if isinstance(error, MemoryError) or number == errno.ENOMEM or any(mark in said for mark in _NO_MEMORY):
        return message("memory")
    if number in (errno.EMFILE, errno.ENFILE) or os.strerror(errno.EMFILE) in said:
        return message("open files")
    if number == errno.EAGAIN or "can't start new thread" in said:
        return message("threads and processes")
    return None


def _restore_error(kind: type[AudiobriefError], arguments: tuple[Any, ...], carried: dict[str, Any]) -> AudiobriefError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(carried)
    return error


def wrap_unforeseen(error: BaseException) -> AudiobriefError:
    """Wrap an unexpected error, with its type and text in one sentence."""
    said = " ".join(str(error).split()).rstrip(".")
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return AudiobriefError("An unexpected error occurred ({what}): please report it.", what=what)
