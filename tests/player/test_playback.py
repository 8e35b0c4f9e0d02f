"""What is played is what would have been made, in order, without gaps; steps go where they say."""

import time
from itertools import pairwise

import pytest

from audiobrief.model import Clip
from audiobrief.player.clip_buffer import ClipBuffer
from audiobrief.player.playback import Playback
from audiobrief.player.playlist import build_playlist
from audiobrief.player.session import ACTIONS, open_session
from tests.waiting import wait_until

RATE = 22_050


def play(session, frames=1000):
    """All that is heard, as fast as it is spoken."""
    return b"".join(iter(lambda: session.playback.drain(frames), b""))


def expected(performance, first=0):
    """Every sentence as the voice says it, with the pauses of the programme."""
    pauses = performance.profile.pauses
    utterances = [utterance for chapter in performance.script.chapters for utterance in chapter.utterances]
    sound = b""
    for part in performance.speak(first):
        sound += part.clip.pcm
        if part.complete:
            sound += bytes(2 * round(pauses[utterances[part.at].pause_after] * performance.sample_rate))
    return sound


def test_all_is_heard_in_order_with_its_pauses(performance):
    with open_session(performance) as session:
        assert play(session) == expected(performance)
        assert session.playback.ended and session.playback.gaps == 0


def test_from_a_chapter_on(performance):
    with open_session(performance, first=4) as session:
        assert play(session) == expected(performance, 4)


def test_a_long_first_sentence_begins_with_a_phrase(performance):
    """So that something is heard while the rest is spoken; no word is lost."""
    parts = list(performance.speak(1))
    assert [part.complete for part in parts if part.at == 1][-2:] == [False, True]
    assert all(part.at <= following.at for part, following in pairwise(parts))


def test_in_real_time_there_is_no_gap(performance):
    with open_session(performance) as session:
        wait_until(lambda: not session.playback.waiting or session.playback.read(10).strip(b"\0"))
        begun, sound = time.monotonic(), b""
        while time.monotonic() - begun < 1.5:
            sound += session.playback.read(RATE // 50)
            time.sleep(0.02)
        assert session.playback.gaps == 0 and any(sound)


def test_a_voice_that_is_too_slow_is_heard_to_the_end(performance, clock):
    """More is waited for than is spoken ahead otherwise."""

    def speak(first):
        for part in performance.speak(first):
            if part.at:
                # Half as fast as it is heard: it comes when nothing is left to hear.
                wait_until(lambda: playback.waiting, every=0.001)
                clock.now += 2 * part.clip.frames / RATE
            yield part

    playlist = build_playlist(performance.script, performance.profile.pauses)
    with ClipBuffer(speak, len(playlist.utterances), ahead=1.0) as buffer:
        playback = Playback(playlist, buffer, performance.sample_rate)

        def end():
            playback.read(RATE // 5)
            return playback.ended

        assert wait_until(end, every=0.001) and playback.gaps > 0 and playback.reserve > 4.0


def test_silence_while_paused_and_then_the_very_next_frame(performance):
    with open_session(performance) as session:
        whole = expected(performance)
        heard = b"".join(session.playback.drain(500) for _ in range(20))
        assert ACTIONS[" "](session).text == "Paused."
        assert session.playback.read(400) == bytes(800)
        assert ACTIONS[" "](session).text == "Playing."
        assert whole.startswith(heard + session.playback.read(500))


def test_steps_between_sentences_and_chapters(performance):
    with open_session(performance) as session:
        place = lambda: session.playback.place.at  # noqa: E731
        for key, at in [("right", 1), ("right", 2), ("left", 1), ("page down", 2), ("]", 5), ("[", 2), ("page up", 0)]:
            ACTIONS[key](session)
            assert place() == at, key
        ACTIONS["left"](session)
        assert place() == 0


def test_back_goes_to_the_beginning_of_a_sentence_of_which_much_was_heard(performance):
    with open_session(performance, first=1) as session:
        for _ in range(40):
            session.playback.drain(1000)
        ACTIONS["left"](session)
        assert session.playback.place.at == 1 and session.playback.place.heard == 0.0


def test_how_much_of_a_sentence_was_heard(performance):
    """Of one that comes in two parts, the first counts for a third."""
    parts = [part.clip.frames for part in performance.speak(1) if part.at == 1]
    with open_session(performance, first=1) as session:
        wait_until(lambda: session._buffer.is_complete(1))

        def hear(frames):
            while frames:
                frames -= len(session.playback.drain(frames)) // 2
            return session.playback.place.heard

        assert session.playback.place.heard == 0.0
        assert hear(parts[0] // 2) == pytest.approx(0.15, abs=0.01)
        assert hear(parts[0] - parts[0] // 2 + parts[1] // 2) == pytest.approx(0.65, abs=0.01)
        assert session.playback.place.at == 1


def test_beyond_the_last_it_ends(performance):
    with open_session(performance, first=6) as session:
        ACTIONS["right"](session)
        assert session.playback.ended and session.playback.drain(100) == b""
        assert session.playback.place.at == 6


def test_another_pace_from_the_next_sentence_on(performance):
    with open_session(performance) as session:
        first = session.playback.drain(100)
        rate = performance.profile.rate + 10
        assert str(ACTIONS["+"](session)) == f"Pace: {rate} words a minute, from the next sentence on."
        faster = performance.with_rate(rate)
        rest = first + play(session)
        assert rest.endswith(expected(faster, 1)[-2000:]) and len(rest) < len(expected(performance))


def test_where_one_is(performance):
    with open_session(performance, first=3) as session:
        said = str(ACTIONS["w"](session))
        assert said.startswith("Chapter 2 of 3: Les prix. Sentence 4 of 7, about 0:")


def test_a_sentence_is_said_again_slowly_and_then_the_next(performance):
    with open_session(performance, first=3) as session:
        for _ in range(30):
            session.playback.drain(1000)
        ACTIONS["r"](session)
        again = play(session)
        (normal,) = [part.clip.frames for part in performance.speak(3) if part.at == 3]
        assert len(again) // 2 - len(expected(performance, 4)) // 2 > 1.15 * normal
        assert again.endswith(expected(performance, 5)[-2000:])


def test_the_last_name_is_spelled(performance):
    with open_session(performance, first=4) as session:
        while session.playback.place.heard < 0.75:
            session.playback.drain(500)
        said = str(ACTIONS["s"](session))
        assert said == "Kerloc'h: K e r l o c ' h"


def test_an_inserted_clip_is_heard_at_once(performance):
    with open_session(performance) as session:
        session.playback.drain(100)
        session.playback.insert(Clip(b"\7\0" * 50, performance.sample_rate))
        assert session.playback.drain(50) == b"\7\0" * 50


def test_a_voice_that_fails_is_told_when_what_was_ready_is_heard(performance):
    def speak(first):
        yield next(performance.speak(first))
        raise OSError("the voice is gone")

    with open_session(performance) as session:
        session._buffer.replace(speak, 0)
        try:
            play(session)
        except OSError as error:
            assert "the voice is gone" in str(error)
        else:
            raise AssertionError("nothing was told")
