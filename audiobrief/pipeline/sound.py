"""What the options and the show choose for a programme's sound: its music, channels, loudness and bit rate."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from audiobrief.model import Script
from audiobrief.mpeg_header import BITRATES
from audiobrief.options import MUSIC, Options

if TYPE_CHECKING:
    from audiobrief.audio.mastering import Mastering
    from audiobrief.audio.music import Music, TuneName
    from audiobrief.delivery.formats import Delivery
    from audiobrief.show import Show

# The bit rate in stereo is the next that is so many times that in mono.
_STEREO_FACTOR = 1.3


def choose_music_files(options: Options, show: Show | None) -> dict[TuneName, Path]:
    """The files of the music that the options name, or else the show."""
    named = {name: getattr(options, name) or (getattr(show, name) if show else "") for name in MUSIC}
    return {name: Path(path) for name, path in named.items() if path}  # type: ignore[misc]


def choose_music(files: Mapping[TuneName, Path], delivery: Delivery, channels: int, stack: ExitStack) -> Music:
    """The music in the files, decoded for a programme of so many channels; it is removed when `stack` ends.

    Raises DataError, TargetError.
    """
    from audiobrief.audio.music import Music, prepare_music
    from audiobrief.system.unfinished import unfinished_folder

    if not files:
        return Music(channels)
    place = Path(gettempdir())
    return prepare_music(files, stack.enter_context(unfinished_folder(place)), delivery.sample_rate, channels)


def choose_music_rights(options: Options, show: Show | None) -> str:
    """Whose music is heard; empty where there is none, or nobody has said so."""
    if not choose_music_files(options, show):
        return ""
    return options.music_rights or (show.music_rights if show else "")


def choose_channels(options: Options, files: Mapping[TuneName, Path]) -> int:
    """As asked; else two where any music has two. Raises DataError."""
    if options.stereo is not None:
        return 2 if options.stereo else 1
    if not files:
        return 1
    from audiobrief.audio.music import count_channels

    return count_channels(files)


def choose_sound(options: Options, delivery: Delivery, channels: int) -> Mastering:
    """How the sound of a programme of so many channels is mastered and encoded."""
    from audiobrief.audio.mastering import Mastering

    rates = [rate for rate in BITRATES if rate >= delivery.bitrate * _STEREO_FACTOR]
    usual = delivery.bitrate if channels == 1 else rates[0] if rates else BITRATES[-1]
    return Mastering(
        delivery.loudness if channels == 1 else delivery.loudness_stereo,
        delivery.true_peak,
        delivery.sample_rate,
        options.bitrate or usual,
        channels,
        options.vbr,
    )


def count_opening(script: Script, opening: str) -> int:
    """How many utterances a bed lies under: the spoken opening and the title; where neither is said, the first."""
    said = next((chapter.utterances for chapter in script.chapters if chapter.utterances), ())
    after = 1 if opening and said and said[0].text == opening else 0
    titles = itertools.takewhile(lambda utterance: utterance.role == "title", said[after:])
    return max(1, after + len(list(titles)))
