"""Exporters, and finding the installed ones.

An exporter writes one file, or one folder, of a programme. Packages bring exporters by entry points of the group
`audiobrief.exporters`, as audiobrief itself does: the name of the entry point is the name of the exporter.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.errors import DataError
from audiobrief.model import Article, Script, Timeline
from audiobrief.options import Id3Version
from audiobrief.system.plugins import has_plugin, list_plugins, load_plugin

if TYPE_CHECKING:
    import re

    from audiobrief.delivery.chapter_files import Place
    from audiobrief.delivery.cover import Cover
    from audiobrief.delivery.disclosure import Disclosure
    from audiobrief.delivery.formats import Delivery
    from audiobrief.delivery.provenance import Credentials
    from audiobrief.model import Codec, Loudness
    from audiobrief.show import Show

_GROUP = "audiobrief.exporters"


@dataclass(frozen=True, slots=True)
class Rendition:
    """A programme whose sound is finished, as exporters see it.

    `mp3` is the finished sound at a temporary path, `target` its final path. `master` is the mastered sound as PCM in a
    WAV file, or None if no exporter needs it. `voice` is the name of the voice profile, `disclosure` what is to be said
    of it, `produced` the date of the programme, `version` the version of audiobrief. `place` is that of a chapter that
    has a file of its own, `show` and `episode` are those that the programme belongs to. It may be aired from
    `valid_from` (default: `produced`) to `valid_until`. `by_word` asks for the times of words where a format has a
    choice. `credentials` sign the sound. `music_rights` says whose music is heard, `id3` is the version of ID3 tags.
    """

    target: Path
    mp3: Path
    master: Path | None
    article: Article
    script: Script
    timeline: Timeline
    loudness: Loudness
    delivery: Delivery
    cover: Cover | None
    voice: str
    disclosure: Disclosure
    produced: datetime
    version: str
    place: Place | None = None
    by_word: bool = False
    show: Show | None = None
    episode: int | None = None
    music_rights: str = ""
    id3: Id3Version = "2.3"
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    credentials: Credentials | None = None

    @property
    def generator(self) -> str:
        """The name and version of this program."""
        return f"audiobrief {self.version}"

    @property
    def sound_name(self) -> str:
        """The file name of the MP3 as valid Unicode: names on disk need not be UTF-8."""
        return os.fsencode(self.target.name).decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Exporter:
    """One kind of file beside the MP3, or the MP3 itself.

    `write(rendition, path)` writes it to `path`: a new, empty file, or a new folder if `folder` is given, a pattern
    that the names of all its files match. The caller then moves it beside the MP3, under the MP3's name with `ending`
    instead of its own. `description` is its line in the table of deliveries. `flag` is the command-line option that
    asks for it, if there is one, `flag_help` its help. `needs_master` says that it reads `Rendition.master`. If `codec`
    is given, `path` is not empty but holds the master encoded by it, and `write` adds the tags. `prepare` loads what
    `write` will need; it is called while the programme is being spoken.

    `write` raises AudiobriefError if the file cannot be made; nothing is put in place then.
    """

    name: str
    ending: str
    description: str
    write: Callable[[Rendition, Path], None]
    flag: str = ""
    flag_help: str = ""
    needs_master: bool = False
    codec: Codec | None = None
    folder: re.Pattern[str] | None = None
    prepare: Callable[[], object] | None = None

    def target_beside(self, mp3: Path) -> Path:
        """The path of this exporter's file beside that of the MP3, which keeps its own."""
        return mp3 if self.name == "mp3" else mp3.with_name(f"{mp3.stem}{self.ending}")


def load_exporters() -> dict[str, Exporter]:
    """Every installed exporter by name."""
    return {name: load_plugin(_GROUP, name) for name in list_plugins(_GROUP)}


def choose_exporters(delivery: Delivery, asked: Sequence[str]) -> list[Exporter]:
    """The exporters of a delivery and those asked for: the MP3 first, then sidecar files, the other sound formats, and
    last those asked for. Raises DataError for an unknown name."""
    first, *others = sorted(delivery.formats, key=lambda name: name != "mp3")
    names = dict.fromkeys([first, *delivery.sidecars, *others, *sorted(asked)])
    if unknown := next((name for name in names if not has_plugin(_GROUP, name)), None):
        known = ", ".join(list_plugins(_GROUP))
        raise DataError("There is no exporter '{name}': use one of {known}.", name=unknown, known=known)
    return [load_plugin(_GROUP, name) for name in names]


def plan_targets(target: Path, exporters: Sequence[Exporter]) -> list[Path]:
    """All paths that are written for a programme whose MP3 is `target`, that MP3 first."""
    return [exporter.target_beside(target) for exporter in exporters]
