"""Keys as terminals send them."""

import os
import pty

import pytest

from audiobrief.player.keys import parse_sequence, read_keys

SENT = [
    (b" ", " "), (b"w", "w"), ("é".encode(), "é"), (b"\x1b[C", "right"), (b"\x1bOD", "left"), (b"\x1b[5~", "page up"),
    (b"\x1b[6~", "page down"), (b"\x1b", "escape"), (b"\x1b[1;5C", ""), (b"+", "+"),
    ("€".encode(), "€"), ("🎧".encode(), "🎧"),
    (b"\x1b[A", "up"), (b"\x1bOB", "down"), (b"\xff\x80\x80\x80", "\ufffd" * 4),
]  # fmt: skip


@pytest.fixture
def terminal():
    master, slave = pty.openpty()
    with os.fdopen(slave, encoding="utf-8") as opened:
        yield master, opened
    os.close(master)


@pytest.mark.parametrize(("sent", "name"), SENT, ids=[repr(sent) for sent, _ in SENT])
def test_a_key_has_a_name(terminal, sent, name):
    master, opened = terminal
    with read_keys(opened) as read_key:
        os.write(master, sent)
        assert read_key(2.0) == name


def test_without_a_key_it_waits_and_says_nothing(terminal):
    with read_keys(terminal[1]) as read_key:
        assert read_key(0.01) == ""


def test_the_terminal_is_as_it_was_afterwards(terminal):
    import termios

    before = termios.tcgetattr(terminal[1].fileno())
    with read_keys(terminal[1]):
        assert termios.tcgetattr(terminal[1].fileno())[3] != before[3]
    assert termios.tcgetattr(terminal[1].fileno()) == before


@pytest.mark.parametrize(("sequence", "name"), [("[A", "up"), ("OB", "down"), ("", "escape"), ("[Z", "")])
def test_sequences(sequence, name):
    assert parse_sequence(sequence) == name
