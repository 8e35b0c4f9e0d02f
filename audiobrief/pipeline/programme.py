"""What is made, and what is told while it is being made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.messages import Message
from audiobrief.model import Article, Loudness, Script, Timeline

# Seconds: an item is on time for radio automation, and an MP3 frame is shorter.
_SLOT_TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class ChapterTime:
    """A chapter of a programme: its title, and where it starts and ends, in seconds."""

    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme on disk, with what it was made from.

    `mp3` is the sound, `files` everything that was written, the MP3 first. `voice` is the name of the profile that
    spoke; `online` says that the article's text was sent to a service for it. If it was split, `parts` are the
    programmes of its chapters, `mp3` is that of the first, and their playlist comes first in `files`. `slot` is the
    length that was asked for, in seconds; 0 if none was.

    >>> programme = make(b"# Le pont\\n\\nIl a 21 ans.", voice="espeak-fr", output="pont.mp3", delivery="listening")
    >>> [path.name for path in programme.files], round(programme.loudness.integrated)
    (['pont.mp3', 'pont.vtt', 'pont.html'], -19)
    """

    mp3: Path
    files: tuple[Path, ...]
    article: Article
    script: Script
    timeline: Timeline
    loudness: Loudness
    voice: str
    online: bool
    parts: tuple[Programme, ...] = ()
    slot: float = 0.0

    @property
    def duration(self) -> float:
        """The length in seconds."""
        return self.timeline.frames / self.timeline.sample_rate

    @property
    def fits_slot(self) -> bool:
        """Whether the programme has the length that was asked for, if one was."""
        return not self.slot or abs(self.duration - self.slot) <= _SLOT_TOLERANCE

    @property
    def chapters(self) -> tuple[ChapterTime, ...]:
        """The chapters in order; the first starts at 0, each ends where the next starts."""
        rate = self.timeline.sample_rate
        return tuple(ChapterTime(mark.title, mark.start / rate, mark.end / rate) for mark in self.timeline.chapters)


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of synthesis: utterances done and in all, seconds of speech made, seconds elapsed, and seconds left,
    estimated from the letters that are left.

    >>> Progress(done=3, utterances=12, spoken=9.5, elapsed=1.0, left=3.0).done
    3
    """

    done: int
    utterances: int
    spoken: float
    elapsed: float
    left: float


class Events:
    """Callbacks while a programme is made. Override those that you need; they do nothing by default.

    >>> class Stages(Events):
    ...     def start_stage(self, what):
    ...         print(what)
    >>> programme = make(b"Il a 21 ans.", voice="espeak-fr", output="a.mp3", events=Stages())
    Voice: espeak-fr (eSpeak NG, French: small and instant, offline)
    Article: Il a 21 ans (1 block)
    ...
    Sound: -19... LUFS, true peak ... dBTP
    """

    def start_stage(self, what: Message) -> None:
        """A stage begins, or reports a result, such as « Script: 3 chapters, 12 sentences »."""

    def warn(self, what: Message) -> None:
        """Something differs from what was asked for: a slot was missed, or a voice failed midway."""

    def advance(self, progress: Progress) -> None:
        """One more utterance has been spoken."""
