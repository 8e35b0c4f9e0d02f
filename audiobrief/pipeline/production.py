"""The last stages: clips become the sound of a programme, whole or chapter by chapter, and its files are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.model import Article, Codec, Loudness, Script
from audiobrief.options import Id3Version
from audiobrief.pipeline.programme import Programme
from audiobrief.pipeline.voicing import Spoken
from audiobrief.system.unfinished import unfinished_folder
from audiobrief.version import __version__

if TYPE_CHECKING:
    import re

    from audiobrief.audio.mastering import Mastering
    from audiobrief.audio.music import Music
    from audiobrief.audio.programme import Recording
    from audiobrief.delivery.chapter_files import Place
    from audiobrief.delivery.cover import Cover
    from audiobrief.delivery.disclosure import Disclosure
    from audiobrief.delivery.exporter import Exporter, Rendition
    from audiobrief.delivery.formats import Delivery
    from audiobrief.delivery.provenance import Credentials
    from audiobrief.show import Show
    from audiobrief.system.transaction import Transaction
    from audiobrief.voice.cache import ClipCache
    from audiobrief.voice.profiles import Profile


@dataclass(frozen=True, slots=True)
class Production:
    """What makes programmes of the clips of a script, whole or chapter by chapter."""

    profile: Profile
    delivery: Delivery
    exporters: Sequence[Exporter]
    cover: Callable[[], Cover | None]
    disclosure: Disclosure
    show: Show | None
    episode: int | None
    validity: tuple[datetime | None, datetime | None]
    credentials: Credentials | None
    produced: datetime
    online: bool
    cache: ClipCache | None
    clips: Spoken
    by_word: bool
    mastering: Mastering
    music: Music
    music_rights: str
    id3: Id3Version

    def write_programme(self, target: Path, article: Article, script: Script, files: Transaction) -> Programme:
        """Write the programme whose MP3 is `target`, and the files beside it."""

        def stage(path: Path, folder: re.Pattern[str] | None) -> Path:
            return files.stage_folder(path, folder) if folder else files.stage_file(path)

        return self._write(target, article, script, stage)[0]

    def write_chapters(self, folder: Path, article: Article, script: Script, files: Transaction) -> Programme:
        """Write a programme for each chapter into `folder`, with their playlist."""
        from audiobrief.audio.loudness import integrate_loudness
        from audiobrief.audio.pieces import join_timelines
        from audiobrief.delivery.chapter_files import (
            format_playlist,
            get_playlist_name,
            match_chapter_files,
            split_programme,
        )

        place = files.stage_folder(folder, match_chapter_files(folder.name))

        def stage(path: Path, inner: re.Pattern[str] | None) -> Path:
            staged = place / path.name
            if inner:
                staged.mkdir()
            return staged

        made = [
            self._write(folder / part.name, part.article, part.script, stage, part.place)
            for part in split_programme(article, script)
        ]
        parts = tuple(programme for programme, _ in made)
        playlist = folder / get_playlist_name(folder.name)
        entries = [(part.mp3.name, part.article.title, part.duration) for part in parts]
        text = format_playlist(script.title, article.byline, entries)
        (place / playlist.name).write_bytes(text.encode())
        return Programme(
            parts[0].mp3,
            (playlist, *(path for part in parts for path in part.files)),
            article,
            script,
            join_timelines([part.timeline for part in parts]),
            Loudness(
                integrate_loudness([recording.blocks for _, recording in made]),
                max(part.loudness.true_peak for part in parts),
            ),
            self.profile.name,
            self.online,
            parts,
        )

    def _write(
        self,
        target: Path,
        article: Article,
        script: Script,
        stage: Callable[[Path, re.Pattern[str] | None], Path],
        place: Place | None = None,
    ) -> tuple[Programme, Recording]:
        """Write a programme to the files and folders that `stage` gives for their paths."""
        from audiobrief.delivery.exporter import Rendition

        with ExitStack() as stack:
            mp3 = stage(target, None)
            needs_master = any(exporter.needs_master or exporter.codec for exporter in self.exporters)
            master = stack.enter_context(unfinished_folder(mp3.parent)) / "mastered.wav" if needs_master else None
            music = self.music.choose_part(place.number, place.total) if place else self.music
            recording = self._make_recording(script, music, mp3, master)
            rendition = Rendition(
                target=target,
                mp3=mp3,
                master=master,
                article=article,
                script=script,
                timeline=recording.timeline,
                loudness=_measure_master(master) if master else recording.loudness,
                delivery=self.delivery,
                cover=self.cover(),
                voice=self.profile.name,
                disclosure=self.disclosure,
                show=self.show,
                episode=self.episode,
                valid_from=self.validity[0],
                valid_until=self.validity[1],
                credentials=self.credentials,
                produced=self.produced,
                version=__version__,
                place=place,
                by_word=self.by_word,
                music_rights=self.music_rights,
                id3=self.id3,
            )
            paths = _run_exporters(rendition, self.exporters, stage, self.mastering)
        programme = Programme(
            target,
            tuple(paths),
            article,
            script,
            recording.timeline,
            recording.loudness,
            self.profile.name,
            self.online,
        )
        return programme, recording

    def _make_recording(self, script: Script, music: Music, mp3: Path, master: Path | None) -> Recording:
        from audiobrief.audio.pieces import Spacing
        from audiobrief.audio.programme import make_sound

        profile = self.profile
        return make_sound(
            script,
            self.clips,
            spacing=Spacing(profile.pauses, profile.lead_in, profile.lead_out),
            mastering=self.mastering,
            mp3=mp3,
            wav=master,
            store=self.cache.store if self.cache else None,
            music=music,
        )


def _measure_master(master: Path) -> Loudness:
    """The loudness of the master, with its range and maxima."""
    from audiobrief.audio.loudness import measure_file

    loudness = measure_file(master, "wav").loudness
    assert loudness is not None  # mastering has measured it already
    return loudness


def _run_exporters(
    rendition: Rendition,
    exporters: Sequence[Exporter],
    stage: Callable[[Path, re.Pattern[str] | None], Path],
    mastering: Mastering,
) -> list[Path]:
    """Run every exporter into a staged file or folder; return their final paths, the MP3 first."""
    paths = []
    for exporter in exporters:
        path = exporter.target_beside(rendition.target)
        staged = rendition.mp3 if path == rendition.target else stage(path, exporter.folder)
        if exporter.codec:
            _encode_master(rendition, exporter.codec, staged, mastering)
        exporter.write(rendition, staged)
        if rendition.credentials:
            _sign_sound(rendition, exporter, staged)
        paths.append(path)
    return paths


def _sign_sound(rendition: Rendition, exporter: Exporter, path: Path) -> None:
    """Sign the file of an exporter if it is of a kind that can be signed."""
    from audiobrief.delivery.provenance import MEDIA_TYPES, sign_rendition

    if exporter.name in MEDIA_TYPES:
        sign_rendition(rendition, path, MEDIA_TYPES[exporter.name])


def _encode_master(rendition: Rendition, codec: Codec, path: Path, mastering: Mastering) -> None:
    from audiobrief.audio.encoders import encode_master

    assert rendition.master is not None  # every exporter with a codec needs it
    encode_master(rendition.master, path, codec, mastering, rendition.timeline.chapters)
