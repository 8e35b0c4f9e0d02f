"""The ID3 tags of a programme, with chapters (ID3v2 Chapter Frame Addendum 1.0)."""

from __future__ import annotations

from datetime import UTC
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.delivery.chapter_links import link_chapter
from audiobrief.delivery.disclosure import SOURCE_TYPE, VOICE, Disclosure, make_xmp_packet
from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.timecode import to_milliseconds
from audiobrief.errors import TargetError
from audiobrief.messages import get_reason
from audiobrief.model import Article, Script, Timeline
from audiobrief.options import Id3Version
from audiobrief.sanitize import sanitize_text

if TYPE_CHECKING:
    from audiobrief.delivery.chapter_files import Place
    from audiobrief.delivery.cover import Cover
    from audiobrief.show import Show

MOST_CHAPTERS = 255
MUSIC_RIGHTS = "MusicRights"
"""The description of the ID3 frame (TXXX) that says whose music is heard."""
# The description by which players that show links of chapters know them.
_CHAPTER_LINK = "chapter url"
_LATIN1, _UTF16 = 0, 1
# mutagen's words for the tags of ID3v1.
_REMOVE_V1, _WRITE_V1 = 0, 2
_FRONT_COVER = 3
_MILLISECONDS, _LYRICS = 2, 1
_NO_OFFSET = 0xFFFFFFFF
_PADDING = 1024
_TOP_LEVEL_ORDERED = 3
_PARAGRAPH_ENDS = {"paragraph", "heading", "chapter", "none"}


def make_tags(
    timeline: Timeline,
    article: Article,
    script: Script,
    *,
    version: str,
    lyrics: str,
    cover: Cover | None = None,
    disclosure: Disclosure | None = None,
    place: Place | None = None,
    show: Show | None = None,
    episode: int | None = None,
    music_rights: str = "",
    id3_version: Id3Version = "2.3",
) -> Any:
    """The tags of a programme, as mutagen's ID3; `disclosure` marks its voice as synthetic, `place` numbers a chapter
    that has a file of its own, `show` and `episode` are those that it belongs to, `music_rights` says whose music is
    heard.

    Raises ValueError for more than 255 chapters: the count in a CTOC frame is one byte.
    """
    from mutagen import id3 as untyped

    id3: Any = untyped
    if len(timeline.chapters) > MOST_CHAPTERS:
        raise ValueError(f"{len(timeline.chapters)} chapters: an ID3 table of contents holds at most {MOST_CHAPTERS}")
    tags = _make_ordered_tags()
    tags.add(id3.TIT2(_UTF16, [sanitize_text(script.title)]))
    if article.byline:
        tags.add(id3.TPE1(_UTF16, [sanitize_text(article.byline)]))
    if album := choose_album(article, place, show):
        tags.add(id3.TALB(_UTF16, [sanitize_text(album)]))
    if show:
        tags.add(id3.TPE2(_UTF16, [sanitize_text(show.author or show.title)]))
        if show.copyright:
            tags.add(id3.TCOP(_UTF16, [sanitize_text(show.copyright)]))
        if show.season:
            tags.add(id3.TPOS(_UTF16, [str(show.season)]))
    if place or episode:
        tags.add(id3.TRCK(_UTF16, [f"{place.number}/{place.total}" if place else str(episode)]))
    if article.web_address and article.web_address.isascii():
        # The web page of this sound (ID3v2.3, 4.3.1); URLs are ISO 8859-1.
        tags.add(id3.WOAF(article.web_address))
    if article.published_at:
        # ID3v2.4, structure, clause 4: timestamps are in UTC. ID3v2.3 has it as year, day and time.
        tags.add(id3.TDRC(_UTF16, [f"{article.published_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"]))
    elif article.published:
        tags.add(id3.TDRC(_UTF16, [article.published.isoformat()]))
    tags.add(id3.TLAN(_UTF16, ["fra"]))
    tags.add(id3.TCON(_UTF16, ["Speech"]))
    tags.add(id3.TLEN(_UTF16, [str(to_milliseconds(timeline.frames, timeline.sample_rate))]))
    tags.add(id3.TSSE(_UTF16, [f"audiobrief {version}"]))
    tags.add(id3.COMM(_UTF16, lang="fra", desc="", text=[f"audiobrief {version}"]))
    if disclosure:
        tags.add(id3.TXXX(_UTF16, desc=SOURCE_TYPE, text=[disclosure.source_type]))
        tags.add(id3.TXXX(_UTF16, desc=VOICE, text=[sanitize_text(disclosure.described_voice)]))
        # XMP specification, part 3, 1.1.5: XMP in an MP3 is a private frame.
        tags.add(id3.PRIV(owner="XMP", data=make_xmp_packet(disclosure, f"audiobrief {version}")))
    tags.add(id3.USLT(_UTF16, lang="fra", desc="", text="\n".join(sanitize_text(line) for line in lyrics.split("\n"))))
    if timeline.cues:
        # One entry for each sentence, at the millisecond where it begins (ID3v2.3, 4.10).
        lines = [
            (sanitize_text(cue.utterance.text), to_milliseconds(cue.start, timeline.sample_rate))
            for cue in timeline.cues
        ]
        tags.add(id3.SYLT(_UTF16, lang="fra", format=_MILLISECONDS, type=_LYRICS, desc="", text=lines))
    if music_rights:
        tags.add(id3.TXXX(_UTF16, desc=MUSIC_RIGHTS, text=[sanitize_text(music_rights)]))
    names = [f"chp{number}" for number in range(len(timeline.chapters))]
    tags.add(
        id3.CTOC(
            element_id="toc",
            flags=_TOP_LEVEL_ORDERED,
            child_element_ids=names,
            sub_frames=[id3.TIT2(_UTF16, [sanitize_text(script.title)])],
        )
    )
    for name, mark in zip(names, timeline.chapters, strict=True):
        sub_frames = [id3.TIT2(_UTF16, [sanitize_text(mark.title)])]
        link = link_chapter(article, mark.title)
        if link and link.isascii():
            sub_frames.append(id3.WXXX(_UTF16, desc=_CHAPTER_LINK, url=link))
        tags.add(
            id3.CHAP(
                element_id=name,
                start_time=to_milliseconds(mark.start, timeline.sample_rate),
                end_time=to_milliseconds(mark.end, timeline.sample_rate),
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=sub_frames,
            )
        )
    if cover:
        tags.add(id3.APIC(_LATIN1, mime=cover.mime, type=_FRONT_COVER, desc="", data=cover.picture))
    if id3_version.startswith("2.3"):
        tags.update_to_v23()
    return tags


def tag_mp3(path: Path, tags: Any, version: Id3Version = "2.3") -> None:
    """Write `tags` into a finished MP3, in place. Raises TargetError if the file cannot be written."""
    from mutagen import MutagenError

    try:
        v1 = _WRITE_V1 if version.endswith("+v1") else _REMOVE_V1
        tags.save(path, v2_version=_get_major(version), v1=v1, padding=lambda info: _PADDING)
    except (MutagenError, OSError) as error:
        raise make_tag_error(path.name, error) from error


def make_tag_error(name: str, error: Exception) -> TargetError:
    """The error for a file whose tags cannot be written."""
    return TargetError("The tags of '{name}' cannot be written: {reason}.", name=name, reason=get_reason(error))


def _get_major(version: Id3Version) -> int:
    return 4 if version.startswith("2.4") else 3


def pack_tags(tags: Any, version: Id3Version = "2.3") -> bytes:
    """The bytes of `tags` without their chapters, for a file that holds them in a chunk and has markers of its own:
    ffmpeg would show both."""
    tags.delall("CHAP")
    tags.delall("CTOC")
    file = BytesIO()
    tags.save(file, v2_version=_get_major(version), v1=_REMOVE_V1, padding=lambda info: 0)
    return file.getvalue()


def make_rendition_tags(rendition: Rendition) -> Any:
    """The tags of a rendition, as mutagen's ID3."""
    return make_tags(
        rendition.timeline,
        rendition.article,
        rendition.script,
        version=rendition.version,
        lyrics=join_text(rendition.script),
        cover=rendition.cover,
        disclosure=rendition.disclosure,
        place=rendition.place,
        show=rendition.show,
        episode=rendition.episode,
        music_rights=rendition.music_rights,
        id3_version=rendition.id3,
    )


def choose_album(article: Article, place: Place | None, show: Show | None) -> str:
    """The album of a programme: that of a chapter's file, else its show, else where the article was published."""
    if place:
        return place.album
    return show.title if show else article.source


def join_text(script: Script) -> str:
    """The text of the script for tags: chapter titles and paragraphs with blank lines between them."""
    paragraphs: list[str] = []
    for chapter in script.chapters:
        sentences: list[str] = []
        for utterance in chapter.utterances:
            sentences.append(utterance.text)
            if utterance.pause_after in _PARAGRAPH_ENDS:
                paragraphs.append(" ".join(sentences))
                sentences = []
        if sentences:
            paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)


def _make_ordered_tags() -> Any:
    """An ID3 object that writes its chapter frames in time order.

    mutagen 1.48 sorts frames by size, and some players show chapters in the order of the file. This overrides a private
    method, so the dependency is pinned.
    """
    from mutagen.id3 import ID3
    from mutagen.id3 import _tags as untyped

    tags: Any = untyped

    first = [
        "TIT2",
        "TPE1",
        "TPE2",
        "TALB",
        "TRCK",
        "TPOS",
        "TYER",
        "TDAT",
        "TIME",
        "TLAN",
        "TCON",
        "TLEN",
        "TSSE",
        "COMM",
        "CTOC",
        "CHAP",
    ]

    class Ordered(ID3):
        def _write(self, config: Any) -> bytearray:
            frames: Any = self

            def get_sort_key(frame: Any) -> tuple[int, int, str]:
                known = first.index(frame.FrameID) if frame.FrameID in first else len(first)
                return known, getattr(frame, "start_time", 0), frame.HashKey

            return bytearray().join(
                tags.save_frame(frame, config=config) for frame in sorted(frames.values(), key=get_sort_key)
            )

    ordered: Any = Ordered
    return ordered()


def tag_rendition(rendition: Rendition, path: Path) -> None:
    """Write the tags of a rendition into the MPEG sound at `path`. Raises TargetError."""
    tag_mp3(path, make_rendition_tags(rendition), rendition.id3)


EXPORTER = Exporter(
    "mp3",
    ".mp3",
    "the programme, tagged, with chapters, text and cover",
    tag_rendition,
    prepare=partial(import_module, "mutagen.id3"),
)
