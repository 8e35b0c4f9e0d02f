"""An inspection as plain lines: one fact a line, its name first, as a screen reader says them."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.delivery.examined.found import Found
from audiobrief.delivery.examined.inspection import Inspection, dual_mono
from audiobrief.delivery.examined.verdicts import bitrate, channels, tag_version
from audiobrief.delivery.radio.bext import Bext
from audiobrief.delivery.radio.cart import Cart


def inspection_lines(inspected: Inspection) -> Iterator[str]:
    """Everything `audiobrief inspect` prints."""
    found = inspected.found
    yield f"File: {inspected.name}"
    yield f"Format: {_format(found)}"
    yield f"Sound: {found.sample_rate} Hz, {channels(found.channels)}, {_coding(found)}"
    yield f"Duration: {clock(inspected.duration)} ({inspected.sound.frames} frames decoded)"
    yield from _loudness(inspected)
    yield from _tags(found)
    if found.bext:
        yield from _bext(found.bext)
    if found.cart:
        yield from _cart(found.cart, found.sample_rate)
    yield f"Chapters: {len(found.chapters)}"
    for chapter in found.chapters:
        yield f"  {clock(chapter.start)}  {chapter.title or '(no title)'}"
    if found.chapters:
        yield from (f"Chapter fault: {fault}" for fault in inspected.chapter_faults)
    yield from (f"Damage: {fault}" for fault in found.faults)
    for verdict in inspected.verdicts:
        broken = [promise for promise in verdict.promises if not promise.kept]
        kept = len(verdict.promises) - len(broken)
        yield f"Delivery {verdict.delivery}: {'pass' if verdict.kept else 'fail'}, {kept} of {len(verdict.promises)}"
        yield from (f"  {promise.name}: wanted {promise.wanted}, found {promise.found}" for promise in broken)


def clock(seconds: float) -> str:
    """`0:04.250`, or `1:02:03.400` from an hour up."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    tail = f"{rest // 1000:02d}.{rest % 1000:03d}"
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"


def _format(found: Found) -> str:
    if found.format == "wav":
        return "Broadcast WAV" if found.bext else "WAV"
    header = f"{found.header} header" if found.header else "no length header"
    return f"MP3, {header}"


def _coding(found: Found) -> str:
    if found.format == "mp3":
        return bitrate(found)
    return f"{found.bits}-bit PCM" if found.bits else "not linear PCM"


def _loudness(inspected: Inspection) -> Iterator[str]:
    loudness = inspected.sound.loudness
    if loudness is None:
        yield "Loudness: nothing can be heard"
        return
    measured = f"{loudness.integrated:.1f} LUFS measured on {channels(inspected.found.channels)}"
    if inspected.found.channels == 1:
        measured += f" ({dual_mono(loudness):.1f} LUFS as dual mono)"
    yield f"Loudness: {measured}"
    if loudness.range is not None:
        yield f"Loudness range: {loudness.range:.1f} LU"
    if loudness.momentary is not None:
        yield f"Highest momentary loudness: {loudness.momentary:.1f} LUFS"
    if loudness.short_term is not None:
        yield f"Highest short-term loudness: {loudness.short_term:.1f} LUFS"
    yield f"True peak: {loudness.true_peak:.1f} dBTP"


def _tags(found: Found) -> Iterator[str]:
    tags = found.tags
    if found.format == "mp3":
        yield f"Tags: {tag_version(found)}"
    named = {
        "Title": tags.title, "Artist": tags.artist, "Album": tags.album, "Date": tags.date, "Language": tags.language,
        "Genre": tags.genre, "Comment": tags.comment, "Encoder": tags.encoder,
    }  # fmt: skip
    yield from (f"{name}: {value}" for name, value in named.items() if value)
    if tags.lyrics:
        yield f"Text: {len(tags.lyrics)} characters"
    if tags.cover:
        yield f"Cover: {tags.cover}, {tags.cover_bytes} bytes"


def _bext(about: Bext) -> Iterator[str]:
    yield f"bext version: {about.version}"
    named = {
        "description": about.description, "originator": about.originator, "reference": about.originator_reference,
        "origination": f"{about.origination_date} {about.origination_time}".strip(),
        "coding history": " / ".join(about.coding_history.split("\r\n")).strip(" /"),
    }  # fmt: skip
    yield from (f"bext {name}: {value}" for name, value in named.items() if value)
    measures = {
        "loudness": (about.loudness_value, "LUFS"), "loudness range": (about.loudness_range, "LU"),
        "true peak": (about.max_true_peak_level, "dBTP"), "momentary": (about.max_momentary_loudness, "LUFS"),
        "short-term": (about.max_short_term_loudness, "LUFS"),
    }  # fmt: skip
    yield from (f"bext {name}: {value:.2f} {unit}" for name, (value, unit) in measures.items() if value is not None)


def _cart(label: Cart, sample_rate: int) -> Iterator[str]:
    yield f"cart version: {label.version}"
    named = {
        "title": label.title, "artist": label.artist, "cut": label.cut_id, "client": label.client_id,
        "category": label.category, "classification": label.classification, "out cue": label.out_cue,
        "from": f"{label.start_date} {label.start_time}".strip(), "to": f"{label.end_date} {label.end_time}".strip(),
        "made by": f"{label.producer_app} {label.producer_app_version}".strip(), "user text": label.user_text,
        "address": label.url,
    }  # fmt: skip
    yield from (f"cart {name}: {value}" for name, value in named.items() if value)
    yield from (f"cart timer {timer.use}: {clock(timer.frame / sample_rate)}" for timer in label.timers)
    if label.tag_text:
        yield f"cart text: {len(label.tag_text)} characters"
