"""What the tags of every sound format say of a programme."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.delivery.exporter import Rendition
from audiobrief.delivery.mp3 import choose_album, join_text
from audiobrief.sanitize import sanitize_text

GENRE, LANGUAGE = "Speech", "fra"


@dataclass(frozen=True, slots=True)
class SoundTags:
    """The texts of a programme's tags, safe to show; empty where there is nothing to say. `date` is yyyy-mm-dd;
    `track`, `tracks` and `season` are 0 where they are not known."""

    title: str
    artist: str
    album: str
    album_artist: str
    copyright: str
    date: str
    notice: str
    text: str
    address: str
    maker: str
    source_type: str
    voice: str
    music_rights: str
    track: int
    tracks: int
    season: int


def collect_tags(rendition: Rendition) -> SoundTags:
    """The tags of a rendition, in any format."""
    article, place, disclosure, show = rendition.article, rendition.place, rendition.disclosure, rendition.show
    return SoundTags(
        title=sanitize_text(rendition.script.title),
        artist=sanitize_text(article.byline),
        album=sanitize_text(choose_album(article, place, show)),
        album_artist=sanitize_text((show.author or show.title) if show else article.byline),
        copyright=sanitize_text(show.copyright) if show else "",
        date=article.published.isoformat() if article.published else "",
        notice=sanitize_text(disclosure.notice),
        text="\n".join(sanitize_text(line) for line in join_text(rendition.script).split("\n")),
        address=article.web_address,
        maker=rendition.generator,
        source_type=disclosure.source_type,
        voice=sanitize_text(disclosure.described_voice),
        music_rights=sanitize_text(rendition.music_rights),
        track=place.number if place else rendition.episode or 0,
        tracks=place.total if place else 0,
        season=(show.season or 0) if show else 0,
    )
