"""Podcast feeds: RSS 2.0 with Apple's tags, those of Podcasting 2.0, and a link to the feed (Atom, RFC 4287)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from uuid import UUID, uuid5

from audiobrief.podcast.episodes import Episode
from audiobrief.podcast.show import Channel, quote_name
from audiobrief.sanitize import sanitize_text
from audiobrief.show import Person
from audiobrief.version import __version__

_PAGES = ("Le texte", "À écouter et à lire")
_SYNTHETIC = "Cet épisode est lu par une voix de synthèse."
NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
# Tags may contain what XML 1.0 does not allow (clause 2.2). Carriage returns, which parsers change, and C1 controls,
# which terminals interpret, are removed too.
_ILLEGAL = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make_rss(channel: Channel, episodes: Sequence[Episode]) -> bytes:
    """The feed as the bytes of a file. The same channel and episodes give the same bytes."""
    from lxml import etree

    root = etree.Element("rss", {"version": "2.0"}, nsmap=NAMESPACES)
    _fill_channel(_Parent(root).add_parent("channel"), channel, episodes)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def keep_dates(channel: Channel, episodes: Sequence[Episode], dates: Mapping[str, datetime]) -> list[Episode]:
    """The episodes, latest first, with the dates of the former feed for those that have none in their tags: an episode
    that is made again stays where it was."""
    kept = [
        episode
        if episode.dated
        else replace(episode, published=dates.get(str(make_episode_guid(channel, episode)), episode.published))
        for episode in episodes
    ]
    return sorted(kept, key=lambda episode: episode.published, reverse=True)


class _Parent:
    """An element to which children are added; names may have a prefix of NAMESPACES."""

    def __init__(self, element: Any) -> None:
        self._element = element

    def add_text(self, name: str, text: str = "", /, **attributes: str) -> None:
        """Add a child with text."""
        self.add_parent(name, **attributes)._element.text = _clean_text(text) or None

    def add_markup(self, name: str, markup: str) -> None:
        """Add a child whose text is HTML, as a CDATA section."""
        from lxml import etree

        child = self.add_parent(name)._element
        child.text = etree.CDATA(_clean_text(markup).replace("]]>", "]]&gt;"))

    def add_parent(self, name: str, /, **attributes: str) -> _Parent:
        """Add a child that has children itself, and return it."""
        from lxml import etree

        prefix, colon, local = name.rpartition(":")
        qualified = f"{{{NAMESPACES[prefix]}}}{local}" if colon else name
        return _Parent(
            etree.SubElement(self._element, qualified, {key: _clean_text(value) for key, value in attributes.items()})
        )


def _fill_channel(parent: _Parent, channel: Channel, episodes: Sequence[Episode]) -> None:
    parent.add_text("title", channel.title)
    parent.add_text("link", channel.link)
    parent.add_text("description", _escape_html(channel.description))
    parent.add_text("language", channel.language)
    if episodes:
        parent.add_text("pubDate", format_datetime(max(episode.published for episode in episodes)))
        # The time of the files, not of this run, so that an unchanged feed stays the same byte for byte.
        parent.add_text("lastBuildDate", format_datetime(max(episode.changed for episode in episodes)))
    parent.add_text("generator", f"audiobrief {__version__}")
    parent.add_text("atom:link", href=channel.address, rel="self", type="application/rss+xml")
    if channel.image:
        parent.add_text("itunes:image", href=channel.image)
    category = parent.add_parent("itunes:category", text=channel.category)
    if channel.subcategory:
        category.add_text("itunes:category", text=channel.subcategory)
    parent.add_text("itunes:explicit", "true" if channel.explicit else "false")
    parent.add_text("itunes:type", channel.type)
    if channel.copyright:
        parent.add_text("copyright", channel.copyright)
    if channel.author:
        parent.add_text("itunes:author", channel.author)
    if channel.owner or channel.email:
        owner = parent.add_parent("itunes:owner")
        if channel.owner:
            owner.add_text("itunes:name", channel.owner)
        if channel.email:
            owner.add_text("itunes:email", channel.email)
    parent.add_text("podcast:guid", str(channel.guid))
    parent.add_text("podcast:medium", "podcast")
    _fill_podcast_tags(parent, channel)
    for episode in episodes:
        _fill_item(parent.add_parent("item"), channel, episode)


def _fill_podcast_tags(parent: _Parent, channel: Channel) -> None:
    """Who makes the show, and on which terms (Podcasting 2.0)."""
    _add_persons(parent, channel.persons)
    if channel.license:
        more = {"url": channel.license.url} if channel.license.url else {}
        parent.add_text("podcast:license", channel.license.name, **more)
    if channel.funding:
        parent.add_text("podcast:funding", channel.funding.text, url=channel.funding.url)


def _add_persons(parent: _Parent, persons: Sequence[Person]) -> None:
    for person in persons:
        more = {"img": person.image, "href": person.link}
        parent.add_text(
            "podcast:person", person.name, role=person.role, **{name: value for name, value in more.items() if value}
        )


def _fill_item(parent: _Parent, channel: Channel, episode: Episode) -> None:
    parent.add_text("title", episode.title)
    if episode.page:
        parent.add_text("link", channel.get_url(episode.page))
    described = episode.opening or episode.title
    parent.add_text("description", _escape_html(f"{described}\n\n{_SYNTHETIC}" if episode.synthetic else described))
    parent.add_markup("content:encoded", _make_notes(channel, episode))
    parent.add_text("enclosure", url=channel.get_url(episode.file), length=str(episode.size), type="audio/mpeg")
    for sound in episode.sounds:
        other = parent.add_parent("podcast:alternateEnclosure", type=sound.type, length=str(sound.size))
        other.add_text("podcast:source", uri=channel.get_url(sound.file))
    parent.add_text("guid", str(make_episode_guid(channel, episode)), isPermaLink="false")
    parent.add_text("pubDate", format_datetime(episode.published))
    parent.add_text("itunes:episodeType", "full")
    parent.add_text("itunes:duration", str(max(1, round(episode.duration))))
    if episode.cover:
        parent.add_text("itunes:image", href=channel.get_url(episode.cover))
    season = episode.season or channel.season
    if season:
        parent.add_text("itunes:season", str(season))
        parent.add_text("podcast:season", str(season))
    if episode.number:
        parent.add_text("itunes:episode", str(episode.number))
        parent.add_text("podcast:episode", str(episode.number))
    parent.add_text("itunes:explicit", "true" if channel.explicit else "false")
    if episode.author:
        parent.add_text("itunes:author", episode.author)
        # The persons of an item stand for those of its channel, which are therefore repeated.
        _add_persons(parent, channel.persons)
        parent.add_text("podcast:person", episode.author, role="author", group="writing")
    if episode.chapters:
        parent.add_text("podcast:chapters", url=channel.get_url(episode.chapters), type="application/json+chapters")
    if episode.synthetic:
        # Podcasting 2.0, podcast:txt, purpose ai-content.
        parent.add_text("podcast:txt", "true", purpose="ai-content")
    for transcript in episode.transcripts:
        captions = {"rel": "captions"} if transcript.captions else {}
        parent.add_text("podcast:transcript", url=channel.get_url(transcript.file), type=transcript.type, **captions)


def _make_notes(channel: Channel, episode: Episode) -> str:
    """The show notes as HTML: the opening, the chapters, and links to the page, the transcript and the article."""
    parts = [f"<p>{escape(paragraph)}</p>" for paragraph in (episode.opening or episode.title).split("\n") if paragraph]
    if len(episode.marks) > 1:
        items = "".join(f"<li>{escape(clock)} {escape(title)}</li>" for clock, title in episode.marks)
        parts.append(f"<p>Chapitres</p><ul>{items}</ul>")
    links = [
        ("L’article", episode.address),
        *((_PAGES[name.endswith(".page.html")], channel.get_url(name)) for name in _list_pages(episode)),
    ]
    shown = " · ".join(f'<a href="{escape(url)}">{label}</a>' for label, url in links if url)
    if shown:
        parts.append(f"<p>{shown}</p>")
    if episode.synthetic:
        parts.append(f"<p>{_SYNTHETIC}</p>")
    return "".join(parts)


def _list_pages(episode: Episode) -> list[str]:
    """The files to read of an episode: its page, and its transcript."""
    transcripts = (transcript.file for transcript in episode.transcripts if transcript.type == "text/html")
    return list(dict.fromkeys(name for name in (episode.page, *transcripts) if name))


def make_episode_guid(channel: Channel, episode: Episode) -> UUID:
    """The guid of an episode, derived from that of the podcast and the file name.

    It stays when the programme is made again and when the podcast moves with its guid, and is the same in every locale.
    """
    try:
        return uuid5(channel.guid, os.fsencode(episode.file).decode("utf-8"))
    except UnicodeDecodeError:
        return uuid5(channel.guid, quote_name(episode.file))


def _escape_html(text: str) -> str:
    """Escape plain text for elements that some readers take for HTML, such as description (RSS 2.0).

    Only what would be read as a tag or an entity is escaped, since other readers show the text as it is.
    """
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", re.sub(r"&(?=[A-Za-z#])", "&amp;", text))


def _clean_text(text: str) -> str:
    return sanitize_text(_ILLEGAL.sub("", text)).strip()
