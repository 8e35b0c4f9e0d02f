"""The way itself: an article in, a programme and what goes with it out."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief import __version__
from audiobrief.brief.beside import Made, planned, write_beside
from audiobrief.brief.scripting import script_of
from audiobrief.brief.slotting import fitted
from audiobrief.brief.voicing import cache_of, clips_of, profile_of, watched
from audiobrief.brief.wishes import Programme, Progress, Wishes
from audiobrief.errors import DataError
from audiobrief.messages import Message, counted, message
from audiobrief.model import Article
from audiobrief.system.unfinished import sweep, unfinished_folder

if TYPE_CHECKING:
    from audiobrief.delivery.cover import Cover
    from audiobrief.delivery.formats import Delivery
    from audiobrief.voice.cache import ClipCache

Told = Callable[[Message], None]


def _untold(progress: Progress) -> None:
    """Progress that nobody asked for."""


def make(
    address: str,
    wishes: Wishes,
    *,
    on_stage: Told,
    on_miss: Told | None = None,
    on_progress: Callable[[Progress], None] = _untold,
) -> Programme:
    """Read the article at `address` and deliver its programme. `on_stage` is told a line for each stage; `on_miss`
    (without one, `on_stage` too) what is not as it was wished: a slot that was missed, a voice that gave up midway.

    Raises a subclass of AudiobriefError; then no output file was written, and a former one is untouched.
    """
    from audiobrief.article import read
    from audiobrief.delivery.formats import delivery
    from audiobrief.script import entitled
    from audiobrief.system.overwrite_guard import STANDARD_INPUT

    kind = delivery(wishes.delivery)
    profile = profile_of(wishes, kind)
    on_stage(message("Voice: {name} ({description})", name=profile.name, description=Message(profile.description)))
    article = entitled(read(address, stdin=sys.stdin.buffer, intranet=wishes.allow_private))
    origin = STANDARD_INPUT if address == "-" else Path(address)
    return deliver(article, wishes, kind, origin=[origin], on_stage=on_stage, on_miss=on_miss, on_progress=on_progress)


def deliver(
    article: Article,
    wishes: Wishes,
    kind: Delivery,
    *,
    origin: Sequence[Path] = (),
    on_stage: Told,
    on_miss: Told | None = None,
    on_progress: Callable[[Progress], None] = _untold,
) -> Programme:
    """As `make`, for an article that has been read, from the files `origin`, and a kind of delivery that is known."""
    from audiobrief.audio import make_sound
    from audiobrief.audio.mastering import Mastering
    from audiobrief.audio.pieces import Spacing
    from audiobrief.delivery.lyrics import lyrics
    from audiobrief.delivery.mp3_tags import tag_mp3
    from audiobrief.system.file_names import slug
    from audiobrief.system.overwrite_guard import inputs
    from audiobrief.system.transaction import check_writable, transaction
    from audiobrief.voice.cast import opened

    profile = profile_of(wishes, kind)
    blocks = counted("{count} block", "{count} blocks", count=len(article.blocks))
    on_stage(message("Article: {title} ({blocks})", title=article.title, blocks=blocks))
    cover, produced = _cover(article, wishes, kind), _produced(article)
    target = wishes.output or Path("output", f"{slug(article.title)}.mp3")
    check_writable(target, ending=".mp3")
    inputs([*origin, *wishes.files(), *profile.files()]).check(planned(target, wishes, kind))
    # Said before the script, since people wait for it from here on.
    on_stage(message("Loading the voice"))
    cast = opened(profile)
    script = script_of(article, wishes, profile, kind)
    sentences = sum(len(chapter.utterances) for chapter in script.chapters)
    on_stage(
        message(
            "Script: {chapters}, {sentences}",
            chapters=counted("{count} chapter", "{count} chapters", count=len(script.chapters)),
            sentences=counted("{count} sentence", "{count} sentences", count=sentences),
        )
    )
    with ExitStack() as stack:
        if cast.online:
            on_stage(
                message(
                    "Privacy: the text of the article is sent to the online service behind {name}", name=profile.name
                )
            )
        cache = cache_of(wishes)
        if cache:
            stack.callback(cache.store.shrink)
        if wishes.duration:
            cache = cache or _passing_cache(stack)
            profile = fitted(script, profile, cast, wishes.duration, cache, on_stage, on_miss or on_stage)
            cast = cast.at(profile.rate)
        clips = clips_of(script, cast, wishes.fallback, cache, on_miss or on_stage)
        on_stage(message("Speaking"))
        files = stack.enter_context(transaction())
        mp3 = files.stage_file(target)
        wav = stack.enter_context(unfinished_folder(target.parent)) / "mastered.wav" if "wav" in kind.formats else None
        recording = make_sound(
            script,
            watched(clips, script, on_progress),
            spacing=Spacing(profile.pauses, profile.lead_in, profile.lead_out),
            mastering=Mastering(kind.loudness, kind.true_peak, kind.sample_rate, kind.bitrate),
            mp3=mp3,
            wav=wav,
            store=cache.store if cache else None,
        )
        on_stage(
            message(
                "Sound: {integrated:.1f} LUFS, true peak {true_peak:.1f} dBTP",
                integrated=recording.loudness.integrated,
                true_peak=recording.loudness.true_peak,
            )
        )
        tag_mp3(mp3, recording.timeline, article, script, version=__version__, lyrics=lyrics(script), cover=cover)
        made = Made(target, mp3, wav, article, script, recording.timeline, kind, cover, profile.name, produced)
        beside = write_beside(made, wishes, files)
    return Programme(target, article, script, recording, tuple(beside), profile.name, cast.online)


def _cover(article: Article, wishes: Wishes, kind: Delivery) -> Cover | None:
    """The cover given, else one that is drawn where the delivery has covers."""
    from audiobrief.delivery.cover import drawn, given

    if wishes.cover:
        return given(wishes.cover)
    return drawn(article) if "cover" in kind.holds else None


def _produced(article: Article) -> datetime:
    """When the programme is dated: SOURCE_DATE_EPOCH, else the article's day, else today; so that the same article
    gives the same bytes. Raises DataError."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise DataError(
                "SOURCE_DATE_EPOCH is '{epoch}': give the seconds since 1970, as in 1767225600.", epoch=epoch
            ) from error
    day = article.published or datetime.now(UTC).date()
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _passing_cache(stack: ExitStack) -> ClipCache:
    """A cache for one run: a slot is fitted by speaking twice."""
    from audiobrief.voice.cache import ClipCache

    place = Path(tempfile.gettempdir())
    sweep(place)
    return ClipCache(stack.enter_context(unfinished_folder(place)))
