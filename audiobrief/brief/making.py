"""The way itself: an article in, a programme and what goes with it out."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief import __version__
from audiobrief.brief.scripting import script_of
from audiobrief.brief.slotting import fitted
from audiobrief.brief.voicing import cache_of, clips_of, profile_of, watched
from audiobrief.brief.wishes import Programme, Progress, Wishes
from audiobrief.model import Article, Script, Timeline

if TYPE_CHECKING:
    from audiobrief.delivery.cover import Cover
    from audiobrief.delivery.profiles import Delivery
    from audiobrief.voice.cache import ClipCache

Told = Callable[[str], None]


def _untold(progress: Progress) -> None:
    """Progress that nobody asked for."""


def make(
    address: str, wishes: Wishes, *, on_stage: Told, on_progress: Callable[[Progress], None] = _untold
) -> Programme:
    """Read the article at `address` and deliver its programme. `on_stage` is told a line for each stage.

    Raises a subclass of AudiobriefError; then no output file was written, and a former one is untouched.
    """
    from audiobrief.article import read
    from audiobrief.delivery.profiles import delivery
    from audiobrief.script import entitled

    kind = delivery(wishes.delivery)
    profile = profile_of(wishes, kind)
    on_stage(f"Voice: {profile.name} ({profile.description})")
    article = entitled(read(address, stdin=sys.stdin.buffer))
    return deliver(article, wishes, kind, on_stage=on_stage, on_progress=on_progress)


def deliver(
    article: Article,
    wishes: Wishes,
    kind: Delivery,
    *,
    on_stage: Told,
    on_progress: Callable[[Progress], None] = _untold,
) -> Programme:
    """As `make`, for an article that has been read and a kind of delivery that is known."""
    from audiobrief.audio import make_sound
    from audiobrief.audio.mastering import Mastering
    from audiobrief.delivery.lyrics import lyrics
    from audiobrief.delivery.mp3_tags import tag_mp3
    from audiobrief.delivery.target import atomic_target, check_writable, default_target
    from audiobrief.voice.casting import opened

    profile = profile_of(wishes, kind)
    on_stage(f"Article: {article.title} ({_count(len(article.blocks), 'block')})")
    target = wishes.output or default_target(article.title, Path("output"))
    check_writable(target)
    cover = _cover(article, wishes, kind)
    script = script_of(article, wishes, profile, kind)
    sentences = sum(len(chapter.utterances) for chapter in script.chapters)
    on_stage(f"Script: {_count(len(script.chapters), 'chapter')}, {_count(sentences, 'sentence')}")
    with ExitStack() as stack:
        cache = cache_of(wishes)
        if wishes.duration:
            cache = cache or _passing_cache(stack)
            profile = fitted(script, profile, wishes.duration, cache, on_stage)
        cast = opened(profile)
        if cast.online:
            on_stage(f"Privacy: the text of the article is sent to the online service behind {profile.name}")
        clips = clips_of(script, cast, wishes.fallback, cache, on_stage)
        on_stage("Speaking")
        mp3 = stack.enter_context(atomic_target(target))
        wav = Path(stack.enter_context(_scratch(target))) / "mastered.wav" if "wav" in kind.formats else None
        recording = make_sound(
            script,
            watched(clips, script, on_progress),
            pauses=profile.pauses,
            lead_in=profile.lead_in,
            lead_out=profile.lead_out,
            mastering=Mastering(kind.loudness, kind.true_peak, kind.sample_rate, kind.bitrate),
            mp3=mp3,
            wav=wav,
        )
        on_stage(f"Sound: {recording.loudness.integrated:.1f} LUFS, true peak {recording.loudness.true_peak:.1f} dBTP")
        tag_mp3(mp3, recording.timeline, article, script, version=__version__, lyrics=lyrics(script), cover=cover)
        beside = _written_beside(target, mp3, wav, article, script, recording.timeline, wishes, kind, cover, stack)
    return Programme(target, article, script, recording, tuple(beside))


def _written_beside(
    target: Path,
    mp3: Path,
    wav: Path | None,
    article: Article,
    script: Script,
    timeline: Timeline,
    wishes: Wishes,
    kind: Delivery,
    cover: Cover | None,
    stack: ExitStack,
) -> list[Path]:
    """What goes with the sound, each file put in place only when all are whole; their paths."""
    from audiobrief.delivery.sidecars import sidecar
    from audiobrief.delivery.target import atomic_target

    def to(ending: str) -> Path:
        return target.with_name(f"{target.stem}{ending}")

    beside = [to(f".{name}") for name in kind.sidecars]
    for path, name in zip(beside, kind.sidecars, strict=True):
        stack.enter_context(atomic_target(path)).write_bytes(sidecar(name, article, script, timeline, target.name))
    produced = _produced(article)
    if wav:
        from audiobrief.audio.measuring import measure
        from audiobrief.delivery.airing import Airing
        from audiobrief.delivery.bwf import write_bwf

        loudness = measure(wav, "wav").loudness
        assert loudness is not None
        beside.append(to(".wav"))
        unfinished = stack.enter_context(atomic_target(beside[-1]))
        write_bwf(wav, unfinished, timeline, article, script, loudness, Airing(produced), version=__version__)
    if wishes.page:
        from audiobrief.delivery.page import page

        beside.append(to(".page.html"))
        with mp3.open("rb") as sound, stack.enter_context(atomic_target(beside[-1])).open("wb") as file:
            file.writelines(page(article, timeline, sound))
    if wishes.daisy or wishes.epub:
        from audiobrief.delivery.daisy202 import write_daisy202
        from audiobrief.delivery.edition import Edition, identifier
        from audiobrief.delivery.epub3 import write_epub3

        edition = Edition(identifier(script), produced, generator=f"audiobrief {__version__}")
        if wishes.daisy:
            beside.append(to(".daisy"))
            write_daisy202(beside[-1], mp3, article, script, timeline, edition)
        if wishes.epub:
            beside.append(to(".epub"))
            write_epub3(beside[-1], mp3, article, script, timeline, edition, cover=cover.picture if cover else None)
    return beside


def _cover(article: Article, wishes: Wishes, kind: Delivery) -> Cover | None:
    """The cover given, else one that is drawn where the delivery has covers."""
    from audiobrief.delivery.cover import drawn, given

    if wishes.cover:
        return given(wishes.cover)
    return drawn(article) if "cover" in kind.holds else None


def _produced(article: Article) -> datetime:
    """When the programme is dated: SOURCE_DATE_EPOCH, else the article's day, else today; so that the same article
    gives the same bytes."""
    if (epoch := os.environ.get("SOURCE_DATE_EPOCH", "")).isdigit():
        return datetime.fromtimestamp(int(epoch), timezone.utc)
    day = article.published or datetime.now(timezone.utc).date()
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


def _passing_cache(stack: ExitStack) -> ClipCache:
    """A cache for one run: a slot is fitted by speaking twice."""
    from audiobrief.voice.cache import ClipCache

    return ClipCache(Path(stack.enter_context(tempfile.TemporaryDirectory())))


def _scratch(target: Path) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(dir=target.parent, prefix=".audiobrief-")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
