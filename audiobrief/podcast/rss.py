"""A podcast feed: RSS 2.0 with Apple's tags, those of Podcasting 2.0 and the link to itself (Atom, RFC 4287)."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from email.utils import format_datetime
from typing import Any
from uuid import UUID, uuid5

from audiobrief.podcast.episodes import Episode
from audiobrief.podcast.show import Channel, quoted
from audiobrief.sanitize import sanitize_text
from audiobrief.version import __version__

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}
# What XML 1.0 does not allow in a text, clause 2.2, tags may hold; and the carriage return, which readers change. The
# controls of C1 it allows, and terminals obey them.
_ILLEGAL = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rss(channel: Channel, episodes: Sequence[Episode]) -> bytes:
    """The feed's file. The same channel and episodes give the same bytes."""
    from lxml import etree

    root = etree.Element("rss", {"version": "2.0"}, nsmap=NAMESPACES)
    _channel(_Parent(root).into("channel"), channel, episodes)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


class _Parent:
    """An element that takes children: `name` may have one of the prefixes above."""

    def __init__(self, element: Any) -> None:
        self._element = element

    def put(self, name: str, text: str = "", /, **attributes: str) -> None:
        self.into(name, **attributes)._element.text = _clean(text) or None

    def into(self, name: str, /, **attributes: str) -> _Parent:
        from lxml import etree

        prefix, colon, local = name.rpartition(":")
        qualified = f"{{{NAMESPACES[prefix]}}}{local}" if colon else name
        return _Parent(
            etree.SubElement(self._element, qualified, {key: _clean(value) for key, value in attributes.items()})
        )


def _channel(parent: _Parent, channel: Channel, episodes: Sequence[Episode]) -> None:
    parent.put("title", channel.title)
    parent.put("link", channel.link)
    parent.put("description", _as_html(channel.description))
    parent.put("language", channel.language)
    if episodes:
        parent.put("pubDate", format_datetime(max(episode.published for episode in episodes)))
        # Of the files, not of this run: a feed in which nothing changed is the same, byte for byte.
        parent.put("lastBuildDate", format_datetime(max(episode.changed for episode in episodes)))
    parent.put("generator", f"audiobrief {__version__}")
    parent.put("atom:link", href=channel.address, rel="self", type="application/rss+xml")
    if channel.image:
        parent.put("itunes:image", href=channel.image)
    category = parent.into("itunes:category", text=channel.category)
    if channel.subcategory:
        category.put("itunes:category", text=channel.subcategory)
    parent.put("itunes:explicit", "true" if channel.explicit else "false")
    parent.put("itunes:type", "episodic")
    if channel.author:
        parent.put("itunes:author", channel.author)
    if channel.owner or channel.email:
        owner = parent.into("itunes:owner")
        if channel.owner:
            owner.put("itunes:name", channel.owner)
        if channel.email:
            owner.put("itunes:email", channel.email)
    parent.put("podcast:guid", str(channel.guid))
    parent.put("podcast:medium", "podcast")
    for episode in episodes:
        _item(parent.into("item"), channel, episode)


def _item(parent: _Parent, channel: Channel, episode: Episode) -> None:
    parent.put("title", episode.title)
    if episode.page:
        parent.put("link", channel.url(episode.page))
    parent.put("description", _as_html(episode.opening or episode.title))
    parent.put("enclosure", url=channel.url(episode.file), length=str(episode.size), type="audio/mpeg")
    parent.put("guid", str(_guid(channel, episode)), isPermaLink="false")
    parent.put("pubDate", format_datetime(episode.published))
    parent.put("itunes:duration", str(max(1, round(episode.duration))))
    parent.put("itunes:explicit", "true" if channel.explicit else "false")
    if episode.author:
        parent.put("itunes:author", episode.author)
    if episode.chapters:
        parent.put("podcast:chapters", url=channel.url(episode.chapters), type="application/json+chapters")
    for transcript in episode.transcripts:
        captions = {"rel": "captions"} if transcript.captions else {}
        parent.put("podcast:transcript", url=channel.url(transcript.file), type=transcript.type, **captions)


def _guid(channel: Channel, episode: Episode) -> UUID:
    """By the podcast and the file's name: it stays when the programme is made again, when the podcast moves with its
    own guid, and in every locale."""
    try:
        return uuid5(channel.guid, os.fsencode(episode.file).decode("utf-8"))
    except UnicodeDecodeError:
        return uuid5(channel.guid, quoted(episode.file))


def _as_html(text: str) -> str:
    """Plain words for where readers expect HTML, as in a description (RSS 2.0): escaped where they would be taken for
    a tag or an entity, and only there, for other readers show the text as it stands."""
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", re.sub(r"&(?=[A-Za-z#])", "&amp;", text))


def _clean(text: str) -> str:
    return sanitize_text(_ILLEGAL.sub("", text)).strip()
