"""An inspection as plain text: one fact on each line with its name first, which suits screen readers."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.delivery.radio.bext import Bext
from audiobrief.delivery.radio.cart import Cart
from audiobrief.inspection.compliance import (
    format_bitrate,
    format_channels,
    format_coding,
    format_length,
    format_tag_version,
)
from audiobrief.inspection.report import Inspection, compute_dual_mono
from audiobrief.inspection.sound_info import Provenance, SoundInfo
from audiobrief.inspection.wave_tags import find_other_titles
from audiobrief.messages import Message, message


def describe_inspection(inspected: Inspection) -> Iterator[Message]:
    """The lines that `audiobrief inspect` prints."""
    info = inspected.info
    yield message("File: {name}", name=inspected.name)
    yield message("Format: {format}", format=_describe_format(info))
    yield message(
        "Sound: {rate} Hz, {channels}, {coding}",
        rate=info.sample_rate,
        channels=format_channels(info.channels),
        coding=format_coding(info.bits) if info.format in ("wav", "flac") else format_bitrate(info),
    )
    yield message(
        "Duration: {time} ({frames} frames decoded)",
        time=format_time(inspected.duration),
        frames=inspected.sound.frames,
    )
    yield from _describe_loudness(inspected)
    yield from _describe_tags(info)
    if info.provenance:
        yield from _describe_provenance(info.provenance)
    if info.bext:
        yield from _describe_bext(info.bext)
    if info.cart:
        yield from _describe_cart(info.cart, info.sample_rate)
    yield message("Chapters: {number}", number=len(info.chapters))
    for chapter in info.chapters:
        yield message(
            "  {time}  {title}", time=format_time(chapter.start), title=chapter.title or message("(no title)")
        )
    if info.chapters:
        yield from (message("Chapter fault: {fault}", fault=fault) for fault in inspected.chapter_faults)
    yield from (message("Damage: {fault}", fault=fault) for fault in info.faults)
    for verdict in inspected.verdicts:
        broken = [check for check in verdict.checks if not check.passed]
        yield message(
            "Delivery {name}: {verdict}, {kept} of {all}",
            name=verdict.delivery,
            verdict=message("pass") if verdict.passed else message("fail"),
            kept=len(verdict.checks) - len(broken),
            all=len(verdict.checks),
        )
        for check in broken:
            yield message(
                "  {name}: wanted {wanted}, found {found}",
                name=check.name,
                wanted=check.expected,
                found=check.actual,
            )


def format_time(seconds: float) -> Message:
    """`0:04.250`, or `1:02:03.400` from an hour up."""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return message("{hours}:{minutes:02d}:{seconds:06.3f}", hours=hours, minutes=minutes, seconds=rest / 1000)
    return message("{minutes}:{seconds:06.3f}", minutes=minutes, seconds=rest / 1000)


_FORMATS = {"m4b": "MPEG-4", "opus": "Opus in Ogg", "flac": "FLAC", "mp2": "MPEG Layer II"}


def _describe_format(info: SoundInfo) -> Message:
    if info.format == "wav":
        return Message("Broadcast WAV") if info.bext else Message("WAV")
    if info.format in _FORMATS:
        return Message(_FORMATS[info.format])
    header = message("{name} header", name=info.header) if info.header else message("no length header")
    return message("MP3, {header}", header=header)


def _describe_loudness(inspected: Inspection) -> Iterator[Message]:
    loudness = inspected.sound.loudness
    if loudness is None:
        yield message("Loudness: nothing can be heard")
        return
    measured = message(
        "{loudness:.1f} LUFS measured on {channels}",
        loudness=loudness.integrated,
        channels=format_channels(inspected.info.channels),
    )
    if inspected.info.channels == 1:
        yield message(
            "Loudness: {measured} ({dual:.1f} LUFS as dual mono)", measured=measured, dual=compute_dual_mono(loudness)
        )
    else:
        yield message("Loudness: {measured}", measured=measured)
    if loudness.range is not None:
        yield message("Loudness range: {range:.1f} LU", range=loudness.range)
    if loudness.momentary is not None:
        yield message("Highest momentary loudness: {loudness:.1f} LUFS", loudness=loudness.momentary)
    if loudness.short_term is not None:
        yield message("Highest short-term loudness: {loudness:.1f} LUFS", loudness=loudness.short_term)
    yield message("True peak: {peak:.1f} dBTP", peak=loudness.true_peak)


def _describe_tags(info: SoundInfo) -> Iterator[Message]:
    tags = info.tags
    if info.format in ("mp3", "mp2"):
        yield message("Tags: {version}", version=format_tag_version(info))
    yield from _list_known(
        (message("Title"), tags.title),
        *_list_titles(info),
        (message("Artist"), tags.artist),
        (message("Album"), tags.album),
        (message("Date"), tags.date),
        (message("Language"), tags.language),
        (message("Genre"), tags.genre),
        (message("Comment"), tags.comment),
        (message("Encoder"), tags.encoder),
        (message("Made as"), tags.source_type),
        (message("Synthetic voice"), tags.voice),
    )
    if tags.lyrics:
        yield message("Text: {length}", length=format_length(len(tags.lyrics)))
    if tags.cover:
        yield message("Cover: {kind}, {size} bytes", kind=tags.cover, size=tags.cover_bytes)


def _list_titles(info: SoundInfo) -> Iterator[tuple[Message, object]]:
    """Where the title of a WAV stands, and titles in other places that are not the same."""
    if info.titles:
        yield message("Title found in"), ", ".join(title.place for title in info.titles)
    for title in find_other_titles(info.titles):
        yield message("Another title in {place}", place=title.place), title.title


def _describe_provenance(about: Provenance) -> Iterator[Message]:
    signer = about.signer or "?"
    if about.state == "trusted":
        told = message("signed by {signer}, whom this system trusts, and unchanged since", signer=signer)
    elif about.state == "valid":
        told = message(
            "signed by {signer} and unchanged since; whether to trust the signer is for you to say", signer=signer
        )
    elif about.state == "invalid":
        told = message(
            "not valid ({reason}): the file was changed after it was signed, or is damaged", reason=about.reason or "?"
        )
    else:
        told = message("present, but not checked: run pip install 'audiobrief[provenance]'")
    yield message("Content Credentials: {told}", told=told)
    yield from _list_known(
        (message("Signed as made by"), about.maker),
        (message("Signed as made as"), about.source_type),
    )


def _describe_bext(about: Bext) -> Iterator[Message]:
    yield from _list_known(
        (message("bext version"), about.version),
        (message("bext description"), about.description),
        (message("bext originator"), about.originator),
        (message("bext reference"), about.originator_reference),
        (message("bext origination"), f"{about.origination_date} {about.origination_time}".strip()),
        (message("bext coding history"), " / ".join(about.coding_history.split("\r\n")).strip(" /")),
    )
    measures = (
        (message("bext loudness"), about.loudness_value, "LUFS"),
        (message("bext loudness range"), about.loudness_range, "LU"),
        (message("bext true peak"), about.max_true_peak_level, "dBTP"),
        (message("bext momentary"), about.max_momentary_loudness, "LUFS"),
        (message("bext short-term"), about.max_short_term_loudness, "LUFS"),
    )
    for name, value, unit in measures:
        if value is not None:
            yield message("{name}: {value:.2f} {unit}", name=name, value=value, unit=unit)


def _describe_cart(label: Cart, sample_rate: int) -> Iterator[Message]:
    yield from _list_known(
        (message("cart version"), label.version),
        (message("cart title"), label.title),
        (message("cart artist"), label.artist),
        (message("cart cut"), label.cut_id),
        (message("cart client"), label.client_id),
        (message("cart category"), label.category),
        (message("cart classification"), label.classification),
        (message("cart out cue"), label.out_cue),
        (message("cart from"), f"{label.start_date} {label.start_time}".strip()),
        (message("cart to"), f"{label.end_date} {label.end_time}".strip()),
        (message("cart made by"), f"{label.producer_app} {label.producer_app_version}".strip()),
        (message("cart user text"), label.user_text),
        (message("cart address"), label.url),
    )
    for timer in label.timers:
        yield message("cart timer {use}: {time}", use=timer.use, time=format_time(timer.frame / sample_rate))
    if label.tag_text:
        yield message("cart text: {length}", length=format_length(len(label.tag_text)))


def _list_known(*facts: tuple[Message, object]) -> Iterator[Message]:
    """A line for each value that is known."""
    for name, value in facts:
        if value not in ("", None):
            yield message("{name}: {value}", name=name, value=value)
