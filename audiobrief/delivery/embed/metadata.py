"""What machines are told of the sound: JSON-LD (schema.org), Open Graph, and oEmbed 1.0."""

from __future__ import annotations

import json
from html import escape
from typing import Any
from urllib.parse import urlsplit

from audiobrief.delivery.embed.addresses import Addresses
from audiobrief.delivery.exporter import Rendition
from audiobrief.delivery.mp3 import join_text
from audiobrief.delivery.text.templating import choose_language
from audiobrief.delivery.timecode import to_milliseconds
from audiobrief.sanitize import dump_json, sanitize_text

FRAME_WIDTH, FRAME_HEIGHT = 640, 260
"""The size of the player in a frame, in CSS pixels."""
_TYPE = "audio/mpeg"


def make_structured_data(rendition: Rendition, addresses: Addresses) -> dict[str, Any]:
    """The article with its sound as schema.org describes them: a `NewsArticle` whose `audio` is an `AudioObject` with
    its transcript and its chapters as `Clip`s. What is not known is left out."""
    article, language = rendition.article, choose_language(rendition.article)
    moment = article.published_at or article.published
    published = moment.isoformat() if moment else ""
    sound = {
        "@type": "AudioObject",
        "@id": f"{addresses.sound}#audio",
        "name": article.title,
        "contentUrl": addresses.sound,
        "embedUrl": addresses.frame,
        "encodingFormat": _TYPE,
        "contentSize": str(rendition.mp3.stat().st_size) if rendition.mp3.exists() else "",
        "duration": format_duration(to_milliseconds(rendition.timeline.frames, rendition.timeline.sample_rate)),
        "uploadDate": rendition.produced.isoformat(),
        "inLanguage": language,
        "digitalSourceType": rendition.disclosure.schema_type,
        "disambiguatingDescription": rendition.disclosure.notice,
        "transcript": join_text(rendition.script),
        "hasPart": _list_clips(rendition, addresses),
    }
    author = {"@type": "Person", "name": article.byline} if article.byline else None
    publisher = {"@type": "Organization", "name": article.source} if article.source else None
    return {
        "@context": "https://schema.org",
        **_clean(
            {
                "@type": "NewsArticle",
                "@id": article.web_address,
                "url": article.web_address,
                "headline": article.title,
                "datePublished": published,
                "inLanguage": language,
                "author": author,
                "publisher": publisher,
                "audio": sound,
            }
        ),
    }


def render_head(rendition: Rendition, addresses: Addresses) -> str:
    """What goes into the `head` of the article's page: structured data, and for a programme whose address is known,
    the properties of Open Graph and the link to its oEmbed file."""
    lines = []
    if addresses.absolute:
        lines = [_make_meta("og:audio", addresses.sound), _make_meta("og:audio:type", _TYPE)]
        if addresses.sound.startswith("https:"):
            lines.insert(1, _make_meta("og:audio:secure_url", addresses.sound))
        lines.append(
            f'<link rel="alternate" type="application/json+oembed" href="{escape(addresses.oembed)}"'
            f' title="{escape(sanitize_text(rendition.article.title))}">'
        )
    # No text of the data can end the element: `<` is written as an escape (HTML, 4.12.1.3).
    text = json.dumps(make_structured_data(rendition, addresses), ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return "\n".join([*lines, '<script type="application/ld+json">', text, "</script>", ""])


def make_oembed(rendition: Rendition, addresses: Addresses) -> str:
    """The oEmbed response of type `rich`: the player in a frame."""
    article, show = rendition.article, rendition.show
    title = sanitize_text(article.title)
    frame = (
        f'<iframe src="{escape(addresses.frame)}" title="{escape(title)}" width="{FRAME_WIDTH}" '
        f'height="{FRAME_HEIGHT}" style="border:0;max-width:100%" loading="lazy"></iframe>'
    )
    site = urlsplit(addresses.base)
    known = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": sanitize_text(article.byline),
        "provider_name": sanitize_text(show.title if show else article.source),
        "provider_url": (show.link if show else "") or f"{site.scheme}://{site.netloc}/",
        "html": frame,
        "width": FRAME_WIDTH,
        "height": FRAME_HEIGHT,
    }
    return dump_json(_clean(known)) + "\n"


def format_duration(milliseconds: int) -> str:
    """An ISO 8601 duration in whole seconds.

    >>> format_duration(3_723_400)
    'PT1H2M3S'
    """
    minutes, seconds = divmod(max(1, round(milliseconds / 1000)), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in parts if number)


def _list_clips(rendition: Rendition, addresses: Addresses) -> list[dict[str, Any]]:
    marks, rate = rendition.timeline.chapters, rendition.timeline.sample_rate
    if len(marks) < 2:
        return []
    return [
        {
            "@type": "Clip",
            "name": mark.title,
            "startOffset": to_milliseconds(mark.start, rate) / 1000,
            "endOffset": to_milliseconds(mark.end, rate) / 1000,
            "url": f"{addresses.sound}#t={to_milliseconds(mark.start, rate) / 1000:g}",
        }
        for mark in marks
    ]


def _make_meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{escape(content)}">'


def _clean(value: Any) -> Any:
    """The value without control characters, empty texts, lists and None."""
    if isinstance(value, dict):
        cleaned = {key: _clean(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in ("", None, [])}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, str):
        return "\n".join(sanitize_text(line) for line in value.split("\n"))
    return value
