"""What is written beside the sound: small files, Broadcast WAV, page, talking books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief import __version__
from audiobrief.brief.wishes import Wishes
from audiobrief.model import Article, Script, Timeline

if TYPE_CHECKING:
    from audiobrief.delivery.cover import Cover
    from audiobrief.delivery.formats import Delivery
    from audiobrief.system.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Made:
    """A programme whose sound is whole, but not yet in place: `mp3` and `wav` are where it stands, `target` is where
    the MP3 goes. `voice` is the name of the profile; `produced` dates it."""

    target: Path
    mp3: Path
    wav: Path | None
    article: Article
    script: Script
    timeline: Timeline
    kind: Delivery
    cover: Cover | None
    voice: str
    produced: datetime

    def to(self, ending: str) -> Path:
        """The path beside the target that ends so."""
        return _beside(self.target, ending)


def planned(target: Path, wishes: Wishes, kind: Delivery) -> list[Path]:
    """Everything that is written for a programme whose MP3 goes to `target`, that MP3 first."""
    endings = [f".{name}" for name in kind.sidecars]
    asked = {
        ".wav": "wav" in kind.formats,
        ".page.html": wishes.page,
        ".daisy": wishes.daisy,
        ".epub": wishes.epub,
    }
    return [target, *(_beside(target, ending) for ending in (*endings, *filter(asked.get, asked)))]


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(f"{target.stem}{ending}")


def write_beside(made: Made, wishes: Wishes, files: Transaction) -> list[Path]:
    """Write what goes with the sound, and return the paths; each is staged in `files`."""
    paths = [*_sidecars(made, files), *_broadcast_wav(made, files)]
    if wishes.page:
        paths.append(_page(made, files))
    if wishes.daisy:
        paths.append(_daisy(made, files))
    if wishes.epub:
        paths.append(_epub(made, files))
    return paths


def _sidecars(made: Made, files: Transaction) -> Iterator[Path]:
    from audiobrief.delivery.sidecars import sidecar

    for name in made.kind.sidecars:
        path = made.to(f".{name}")
        content = sidecar(name, made.article, made.script, made.timeline, made.target.name)
        files.stage_file(path).write_bytes(content)
        yield path


def _broadcast_wav(made: Made, files: Transaction) -> Iterator[Path]:
    if made.wav is None:
        return
    from audiobrief.audio.measurement import measure
    from audiobrief.delivery.radio.broadcast_metadata import Airing
    from audiobrief.delivery.radio.bwf import write_bwf

    loudness = measure(made.wav, "wav").loudness
    assert loudness is not None  # mastering has measured it already
    path, airing = made.to(".wav"), Airing(made.produced, cut_id=made.target.stem)
    unfinished = files.stage_file(path)
    write_bwf(made.wav, unfinished, made.timeline, made.article, made.script, loudness, airing, version=__version__)
    yield path


def _page(made: Made, files: Transaction) -> Path:
    from audiobrief.delivery.text.page import page

    path = made.to(".page.html")
    with made.mp3.open("rb") as sound, files.stage_file(path).open("wb") as file:
        file.writelines(page(made.article, made.timeline, sound))
    return path


def _daisy(made: Made, files: Transaction) -> Path:
    from audiobrief.delivery.books.book import Edition, identifier
    from audiobrief.delivery.books.daisy202 import FILE_NAMES, write_daisy202

    edition = Edition(identifier(made.script), made.produced, made.voice, generator=_GENERATOR)
    path = made.to(".daisy")
    write_daisy202(files.stage_folder(path, FILE_NAMES), made.mp3, made.article, made.script, made.timeline, edition)
    return path


def _epub(made: Made, files: Transaction) -> Path:
    from audiobrief.delivery.books.book import Edition, identifier
    from audiobrief.delivery.books.epub3 import write_epub3

    edition = Edition(identifier(made.script), made.produced, made.voice, generator=_GENERATOR)
    path, cover = made.to(".epub"), made.cover.picture if made.cover else None
    write_epub3(files.stage_file(path), made.mp3, made.article, made.script, made.timeline, edition, cover=cover)
    return path


_GENERATOR = f"audiobrief {__version__}"
