"""The feed that is replaced: what it says of the podcast and when its episodes were published.

Who writes a feed again without repeating every option must not lose its title, picture or owner, and an episode that
is made again keeps its date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from audiobrief.podcast.rss import NAMESPACES

# What a channel holds, as options of `feed`, and where: an element, and an attribute if it is not the text.
_PLACES = {
    "title": ("title", ""),
    "link": ("link", ""),
    "description": ("description", ""),
    "language": ("language", ""),
    "image": ("itunes:image", "href"),
    "author": ("itunes:author", ""),
    "owner": ("itunes:owner/itunes:name", ""),
    "email": ("itunes:owner/itunes:email", ""),
    "guid": ("podcast:guid", ""),
    "copyright": ("copyright", ""),
    "address": ("atom:link", "href"),
}
_LARGEST = 64 << 20


@dataclass(frozen=True, slots=True)
class FormerFeed:
    """What a feed said: the values of its channel by the names of options, and the date of each episode by guid."""

    values: dict[str, str] = field(default_factory=dict)
    dates: dict[str, datetime] = field(default_factory=dict)


def read_former_feed(path: Path) -> FormerFeed:
    """Read the feed at `path`; a file that is missing or no feed says nothing."""
    from lxml import etree

    try:
        if path.stat().st_size > _LARGEST:
            return FormerFeed()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        channel = etree.fromstring(path.read_bytes(), parser).find("channel")
    except (OSError, etree.XMLSyntaxError):
        return FormerFeed()
    if channel is None:
        return FormerFeed()
    values = {name: value for name, place in _PLACES.items() if (value := _find_value(channel, *place))}
    if category := _find_category(channel):
        values["category"] = category
    if _find_value(channel, "itunes:explicit", "").lower() in ("true", "yes"):
        values["explicit"] = "true"
    dates = {}
    for item in channel.findall("item"):
        guid, when = item.findtext("guid"), _parse_date(item.findtext("pubDate"))
        if guid and when:
            dates[guid.strip()] = when
    return FormerFeed(values, dates)


def _find_value(channel: Any, path: str, attribute: str) -> str:
    found = channel.find(path, NAMESPACES)
    if found is None:
        return ""
    return (found.get(attribute, "") if attribute else found.text or "").strip()


def _find_category(channel: Any) -> str:
    found = channel.find("itunes:category", NAMESPACES)
    if found is None:
        return ""
    inner = found.find("itunes:category", NAMESPACES)
    names = [found.get("text", ""), inner.get("text", "") if inner is not None else ""]
    return " > ".join(name for name in names if name)


def _parse_date(text: str | None) -> datetime | None:
    """An RFC 5322 date in UTC, or None."""
    try:
        when = parsedate_to_datetime(text or "")
    except (TypeError, ValueError):
        return None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
