"""What each action does and says, with a voice and a buffer that are made here; sound as it goes into a pipe."""

import struct
from types import SimpleNamespace

import pytest

from audiobrief.errors import EncoderError
from audiobrief.model import Clip
from audiobrief.options import FASTEST, SLOWEST
from audiobrief.player import sound_stream
from audiobrief.player.playback import Place
from audiobrief.player.playlist import find_last_word, find_text, join_letters
from audiobrief.player.session import ACTIONS, Session
from audiobrief.player.sound_stream import encode_sound, encode_wav
from tests.player.test_playlist import PLAYLIST, said


class Voice:
    """A performance at a pace that notes what it is asked to say."""

    def __init__(self, rate=165, name="siwis"):
        self.profile = SimpleNamespace(rate=rate, pauses={})
        self.name, self.words = name, []

    def with_rate(self, rate):
        return Voice(rate, self.name)

    def with_voice(self, name):
        return Voice(self.profile.rate, name)

    def speak(self, first):
        return iter(())

    def speak_words(self, speech, **how):
        self.words.append(("".join(span.text for span in speech), how))
        return Clip(b"", 1000)


class Player:
    """A playback that notes where it is sent."""

    def __init__(self, at, heard):
        self.place, self.paused, self.waiting, self.calls = Place(at, heard), False, False, []

    def __getattr__(self, name):
        return lambda *given: self.calls.append((name, *given))


def listening(at=0, heard=0.0, rate=165):
    player = Player(at, heard)
    buffer = SimpleNamespace(error=OSError("gone"), replaced=[])
    buffer.replace = lambda speak, first: buffer.replaced.append(
        (speak.__self__.profile.rate, speak.__self__.name, first)
    )
    session = Session(Voice(rate), PLAYLIST, buffer, player)
    return session, player, buffer


# A key, the utterance and how much of it was heard, what is said, and what is done.
PRESSED = [
    ("right", 1, 0.5, "None", [("step", 1)]),
    ("left", 1, 0.5, "None", [("step", -1)]),
    ("page down", 1, 0.5, "Chapter 2 of 3: Les prix", [("go_to", 2)]),
    ("]", 4, 0.5, "Chapter 3 of 3: La fin", [("go_to", 5)]),
    ("]", 5, 0.5, "None", [("go_to", 6)]),
    ("page up", 5, 0.0, "Chapter 2 of 3: Les prix", [("go_to", 2)]),
    ("[", 4, 0.5, "Chapter 2 of 3: Les prix", [("go_to", 2)]),
    ("[", 0, 0.5, "Chapter 1 of 3: Le bac", [("go_to", 0)]),
    ("w", 3, 0.5, "Chapter 2 of 3: Les prix. Sentence 4 of 6, about 0:04 left.", []),
    ("w", 5, 0.5, "Chapter 3 of 3: La fin. Sentence 6 of 6, about 0:01 left.", []),
    ("w", 0, 0.0, "Chapter 1 of 3: Le bac. Sentence 1 of 6, about 0:09 left.", []),
]


@pytest.mark.parametrize(("key", "at", "heard", "said_", "calls"), PRESSED)
def test_what_a_key_does(key, at, heard, said_, calls):
    session, player, _ = listening(at, heard)
    player.paused = True
    assert str(ACTIONS[key](session)) == said_
    assert player.calls == calls and player.paused is (key == "w")


def test_a_pause_and_its_end():
    session, player, _ = listening()
    assert [(str(ACTIONS[" "](session)), player.paused) for _ in range(2)] == [("Paused.", True), ("Playing.", False)]


PACES = [
    ("+", 165, 175),
    ("=", 165, 175),
    ("-", 165, 155),
    ("+", FASTEST - 5, FASTEST),
    ("+", FASTEST, FASTEST),
    ("-", SLOWEST + 5, SLOWEST),
    ("-", SLOWEST, SLOWEST),
]


@pytest.mark.parametrize(("key", "rate", "other"), PACES)
def test_the_pace_goes_by_tens_within_its_limits(key, rate, other):
    session, _, buffer = listening(2, rate=rate)
    assert str(ACTIONS[key](session)) == f"Pace: {other} words a minute, from the next sentence on."
    assert (session.performance.profile.rate, buffer.replaced) == (other, [(other, "siwis", 3)])


def test_what_is_left_depends_on_the_pace():
    """Twelve letters and 3 s of pauses: at 6.2 letters a word."""
    told = [str(listening(3, rate=rate)[0].tell_place()).rpartition("about ")[2] for rate in (80, 400)]
    assert told == ["0:05 left.", "0:03 left."]


def test_another_voice_from_the_next_sentence_on():
    session, _, buffer = listening(2)
    assert str(session.change_voice("piper")) == "Voice: piper, from the next sentence on."
    assert buffer.replaced == [(165, "piper", 3)]


REPEATED = [(3, 0.5, "Il coûte.", 4), (3, 0.14, "Les prix.", 3), (3, 0.15, "Il coûte.", 4), (0, 0.0, "Le bac.", 1)]


@pytest.mark.parametrize(("at", "heard", "words", "then"), REPEATED)
def test_a_sentence_is_said_again_slowly(at, heard, words, then):
    session, player, _ = listening(at, heard)
    assert ACTIONS["r"](session) is None
    assert session.performance.words == [(words, {"slowly": True})]
    assert player.calls == [("go_to", then), ("insert", Clip(b"", 1000))]


SPELLED = [(3, 1.0, "coûte: c o û t e", "COÛTE"), (4, 0.0, "Peu: P e u", "PEU")]


@pytest.mark.parametrize(("at", "heard", "told", "letters"), SPELLED)
def test_a_word_is_spelled(at, heard, told, letters):
    session, player, _ = listening(at, heard)
    assert str(ACTIONS["s"](session)) == told
    assert session.performance.words == [(letters, {})] and player.calls == [("insert", Clip(b"", 1000))]


def test_without_a_word_nothing_is_spelled():
    from dataclasses import replace

    session, player, _ = listening(0, 1.0)
    session.playlist = replace(PLAYLIST, utterances=(said("…"), said("Brest attend."), said("…")))
    assert ACTIONS["s"](session) is None and player.calls == []
    player.place = Place(2, 0.0)
    assert session.find_last_word() == "attend"


def test_an_error_is_told_once_what_was_ready_is_heard():
    session, player, buffer = listening()
    assert session.error is None
    player.waiting = True
    assert session.error is buffer.error


LAST = [("Brest attend", 1.0, "attend"), ("Un bac part", 1.0, "part"),
        ("Le A est là", 1.0, "là"), ("Il va", 0.0, "Il"), ("…", 1.0, ""),
        ("Il est à Brest", 1.0, "Brest"), ("Il est à Brest", 0.4, "est")]  # fmt: skip


@pytest.mark.parametrize(("text", "heard", "word"), LAST)
def test_the_last_word(text, heard, word):
    assert find_last_word(said(text), heard) == word


def test_a_name_counts_among_the_last_six_words():
    six, seven = "vu à Aix un de ces ans si", "vu à Aix un de ces ans si là"
    assert find_last_word(said(six), 1.0) == "Aix"
    assert find_last_word(said(seven), 1.0) == "là"


@pytest.mark.parametrize(("near", "at"), [(0, 0), (1, 0), (2, 3), (9, 3)])
def test_a_sentence_is_found_near_where_it_was(near, at):
    utterances = [said(text) for text in ("Il part.", "Il reste.", "Il dort.", "Il part.")]
    assert find_text(utterances, "Il part.", near) == at and find_text(utterances, "Il rit.", near) is None
    assert join_letters("bac") == "b a c"


def test_the_header_of_a_wav_of_unknown_length():
    head, *rest = encode_wav([b"ab", b"cd"], 22_050)
    assert rest == [b"ab", b"cd"] and len(head) == 44
    assert struct.unpack("<4sI4s4sIHHIIHH4sI", head) == (
        b"RIFF", 0xFFFFFFFF, b"WAVE", b"fmt ", 16, 1, 1, 22_050, 44_100, 2, 16, b"data", 0xFFFFFFFF,
    )  # fmt: skip
    assert b"".join(encode_sound([b"ab"], 22_050, "wav")) == b"".join(encode_wav([b"ab"], 22_050))


SIGNS = {"mp3": b"ID3", "opus": b"OggS", "aac": b"\xff", "flac": b"fLaC"}


@pytest.mark.parametrize("kind", SIGNS)
def test_a_sound_is_encoded_as_it_comes(kind):
    assert b"".join(encode_sound((bytes(4410) for _ in range(20)), 22_050, kind)).startswith(SIGNS[kind])


def test_pcm_is_of_24_khz():
    assert len(b"".join(encode_sound([bytes(44_100)], 22_050, "pcm"))) == pytest.approx(48_000, abs=200)


def test_what_the_voice_raises_is_raised():
    def speak():
        yield bytes(4410)
        raise OSError("the voice is gone")

    with pytest.raises(OSError, match="the voice is gone"):
        list(encode_sound(speak(), 22_050, "mp3"))


def test_an_encoder_that_fails_is_told(monkeypatch):
    monkeypatch.setitem(sound_stream._ENCODERS, "mp3", ("-c:a", "no-such-encoder", "-f", "mp3"))
    with pytest.raises(EncoderError, match="could not encode the sound"):
        list(encode_sound([bytes(4410)], 22_050, "mp3"))


def test_who_stops_listening_leaves_no_encoder(monkeypatch):
    started, start = [], sound_stream.start_ffmpeg
    monkeypatch.setattr(
        sound_stream, "start_ffmpeg", lambda *given, **more: started.append(start(*given, **more)) or started[-1]
    )
    pieces = encode_sound((bytes(44_100) for _ in range(100)), 22_050, "flac")
    assert next(pieces)
    pieces.close()
    assert started[0].returncode is not None
