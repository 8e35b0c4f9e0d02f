"""What one can do while listening: each action answers with a line to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from audiobrief.delivery.timecode import format_player_clock
from audiobrief.messages import Message, message
from audiobrief.options import FASTEST, SLOWEST
from audiobrief.pipeline import Performance
from audiobrief.player.clip_buffer import ClipBuffer
from audiobrief.player.playback import Playback
from audiobrief.player.playlist import (
    Playlist,
    build_playlist,
    find_last_word,
    join_letters,
    spell_word,
)

# Seconds spoken ahead of the listener.
_AHEAD = 30.0
# Words a minute for each press of a key.
_PACE_STEP = 10
# French words with the space after them, to tell how long the rest takes at a pace.
_LETTERS_PER_WORD = 6.2


class Session:
    """A performance that is being heard. `playback` is what a sound card reads from."""

    def __init__(self, performance: Performance, playlist: Playlist, buffer: ClipBuffer, playback: Playback) -> None:
        self.performance, self.playlist, self.playback = performance, playlist, playback
        self._buffer = buffer

    @property
    def error(self) -> BaseException | None:
        """What ended the speaking, once all that was ready has been heard."""
        return self._buffer.error if self.playback.waiting else None

    def pause(self) -> Message:
        """Pause, or go on."""
        self.playback.paused = not self.playback.paused
        return message("Paused.") if self.playback.paused else message("Playing.")

    def step_sentence(self, by: int) -> Message | None:
        """Go some sentences on or back. What is heard says where one is."""
        self.playback.step(by)
        self.playback.paused = False
        return None

    def step_chapter(self, by: int) -> Message | None:
        """Go some chapters on or back."""
        at = self.playlist.step_chapter(self.playback.place.at, by)
        self.playback.go_to(at)
        self.playback.paused = False
        if at >= len(self.playlist.utterances):
            return None
        return self.describe_chapter(self.playlist.find_chapter(at))

    def change_pace(self, by: int) -> Message:
        """Read faster or slower by some steps, from the next sentence on."""
        rate = max(SLOWEST, min(FASTEST, self.performance.profile.rate + by * _PACE_STEP))
        self._perform(self.performance.with_rate(rate))
        return message("Pace: {rate} words a minute, from the next sentence on.", rate=rate)

    def change_voice(self, name: str) -> Message:
        """Let another voice speak, from the next sentence on. Raises VoiceError, DataError."""
        self._perform(self.performance.with_voice(name))
        return message("Voice: {name}, from the next sentence on.", name=name)

    def change_performance(self, performance: Performance) -> None:
        """Speak the sentence that is being heard again, and all others, by another performance."""
        self.performance = performance
        self.playlist = build_playlist(performance.script, performance.profile.pauses)
        at = self.playback.place.at
        self._buffer.replace(performance.speak, at)
        self.playback.go_to(at)
        self.playback.paused = False

    def tell_place(self) -> Message:
        """Where one is, and how much is left."""
        place = self.playback.place
        left = self.playlist.estimate_seconds(place.at, len(self.playlist.utterances), self._measure_pace())
        chapter = self.playlist.find_chapter(place.at)
        return message(
            "Chapter {chapter} of {chapters}: {title}. Sentence {sentence} of {sentences}, about {left} left.",
            chapter=chapter + 1,
            chapters=len(self.playlist.starts),
            title=self.playlist.titles[chapter],
            sentence=place.at + 1,
            sentences=len(self.playlist.utterances),
            left=format_player_clock(1000 * round(left)),
        )

    def repeat_slowly(self) -> Message | None:
        """Say the sentence once more, slowly, then go on with the next."""
        place = self.playback.place
        # Whoever asks at the very beginning of a sentence means the one before.
        at = place.at - 1 if place.heard < 0.15 and place.at else place.at
        clip = self.performance.speak_words(self.playlist.utterances[at].speech, slowly=True)
        self.playback.go_to(at + 1)
        self.playback.insert(clip)
        return None

    def spell_last_word(self) -> Message | None:
        """Say the letters of the last name or long word."""
        word = self.find_last_word()
        if not word:
            return None
        self.playback.insert(self.performance.speak_words(spell_word(word)))
        return message("{word}: {letters}", word=word, letters=join_letters(word))

    def find_last_word(self) -> str:
        """The last name or long word that was heard."""
        place = self.playback.place
        utterances = self.playlist.utterances
        here = find_last_word(utterances[place.at], place.heard)
        return here or (find_last_word(utterances[place.at - 1], 1.0) if place.at else "")

    def describe_chapter(self, chapter: int) -> Message:
        """The line for the beginning of a chapter."""
        return message(
            "Chapter {chapter} of {chapters}: {title}",
            chapter=chapter + 1,
            chapters=len(self.playlist.starts),
            title=self.playlist.titles[chapter],
        )

    def _perform(self, performance: Performance) -> None:
        self.performance = performance
        self._buffer.replace(performance.speak, self.playback.place.at + 1)

    def _measure_pace(self) -> float:
        """Letters a second at the pace that was chosen."""
        return _LETTERS_PER_WORD * self.performance.profile.rate / 60


@contextmanager
def open_session(performance: Performance, first: int = 0) -> Iterator[Session]:
    """Begin to speak a performance from utterance `first` on; speaking ends with the block."""
    playlist = build_playlist(performance.script, performance.profile.pauses)
    with ExitStack() as stack:
        buffer = stack.enter_context(ClipBuffer(performance.speak, len(playlist.utterances), ahead=_AHEAD, first=first))
        playback = Playback(playlist, buffer, performance.sample_rate, first)
        yield Session(performance, playlist, buffer, playback)


Action = Callable[[Session], Message | None]
ACTIONS: dict[str, Action] = {
    " ": Session.pause,
    "right": lambda session: session.step_sentence(1),
    "left": lambda session: session.step_sentence(-1),
    "page down": lambda session: session.step_chapter(1),
    "]": lambda session: session.step_chapter(1),
    "page up": lambda session: session.step_chapter(-1),
    "[": lambda session: session.step_chapter(-1),
    "+": lambda session: session.change_pace(1),
    "=": lambda session: session.change_pace(1),
    "-": lambda session: session.change_pace(-1),
    "w": Session.tell_place,
    "r": Session.repeat_slowly,
    "s": Session.spell_last_word,
}
"""What each key does, but for those that need the terminal."""
