"""Single keys pressed at a terminal, without waiting for Return."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

ReadKey = Callable[[float], str]
"""Waits so many seconds for a key, and returns its name: the character itself, or `left`, `right`, `up`, `down`,
`page up`, `page down`, `escape`; empty if none was pressed."""

# What terminals send (ECMA-48 and xterm's), and what Windows' console does after a first character.
_SEQUENCES = {
    "[A": "up", "OA": "up", "[B": "down", "OB": "down", "[C": "right", "OC": "right", "[D": "left", "OD": "left",
    "[5~": "page up", "[6~": "page down",
}  # fmt: skip
_WINDOWS = {"H": "up", "P": "down", "M": "right", "K": "left", "I": "page up", "Q": "page down"}
# Seconds within which the rest of a sequence follows its escape.
_SEQUENCE = 0.05


@contextmanager
def read_keys(terminal: TextIO) -> Iterator[ReadKey]:
    """A function that waits for keys of `terminal` during the block; nothing is echoed."""
    if sys.platform == "win32":
        yield _read_windows_key
        return
    import termios
    import tty

    descriptor = terminal.fileno()
    former = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    try:
        yield lambda seconds: _read_key(descriptor, seconds)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, former)


@contextmanager
def read_lines(terminal: TextIO) -> Iterator[None]:
    """Inside `read_keys`: lines can be typed and are echoed during the block."""
    if sys.platform == "win32":
        yield
        return
    import termios

    descriptor = terminal.fileno()
    former = termios.tcgetattr(descriptor)
    lines = list(former)
    lines[3] |= termios.ICANON | termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSADRAIN, lines)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, former)


def parse_sequence(sequence: str) -> str:
    """The name of the key that sends an escape and then `sequence`; empty for keys that have none here."""
    return _SEQUENCES.get(sequence, "" if sequence else "escape")


def _read_key(descriptor: int, seconds: float) -> str:
    first = _read_character(descriptor, seconds)
    if first != "\x1b":
        return first
    sequence = ""
    while character := _read_character(descriptor, _SEQUENCE):
        sequence += character
        if sequence not in ("[", "O") and (character.isalpha() or character == "~"):
            break
    return parse_sequence(sequence)


def _read_character(descriptor: int, seconds: float) -> str:
    import select

    ready, _, _ = select.select([descriptor], [], [], seconds)
    if not ready:
        return ""
    raw = os.read(descriptor, 1)
    if not raw:
        raise EOFError
    # The first byte of UTF-8 says how many follow.
    for count, least in ((1, 0xC0), (2, 0xE0), (3, 0xF0)):
        if raw[0] >= least and len(raw) <= count:
            raw += os.read(descriptor, 1)
    return raw.decode("utf-8", "replace")


if sys.platform == "win32":

    def _read_windows_key(seconds: float) -> str:
        import msvcrt

        until = time.monotonic() + seconds
        while not msvcrt.kbhit():
            if time.monotonic() >= until:
                return ""
            time.sleep(0.02)
        first = msvcrt.getwch()
        if first in ("\x00", "\xe0"):
            return _WINDOWS.get(msvcrt.getwch(), "")
        if first == "\x03":
            raise KeyboardInterrupt
        return "escape" if first == "\x1b" else first
