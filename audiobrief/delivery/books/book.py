"""The metadata of a talking book."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from audiobrief.delivery.books.archive import Image
from audiobrief.delivery.books.media_overlay import SpokenPart
from audiobrief.delivery.books.xml import choose_language_tag, remove_illegal
from audiobrief.delivery.disclosure import Disclosure
from audiobrief.delivery.exporter import Rendition
from audiobrief.model import Article, Script

# The UUID namespace of identifiers that are derived from the text (RFC 4122, 4.3).
_NAME_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "audiobrief")


@dataclass(frozen=True, slots=True)
class Edition:
    """What a book says about its production. Empty fields are left out of the book.

    `produced` is when the programme was made, in UTC unless it has a time zone; `narrator` is the name of the voice,
    `disclosure` that it is synthetic, `generator` the name and version of this program, `certifier` who vouches for the
    book's accessibility, if not this program.
    """

    identifier: str
    produced: datetime
    narrator: str = ""
    publisher: str = ""
    generator: str = "audiobrief"
    disclosure: Disclosure | None = None
    certifier: str = ""

    @property
    def date(self) -> str:
        """`produced` as YYYY-MM-DD."""
        return self.modified[:10]

    @property
    def modified(self) -> str:
        """`produced` as YYYY-MM-DDThh:mm:ssZ (EPUB 3.3, 5.5.6)."""
        moment = self.produced if self.produced.tzinfo is None else self.produced.astimezone(UTC)
        return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


@dataclass(frozen=True, slots=True)
class Credits:
    """The credits of a book, each on one line and empty if unknown; `publisher` and `certifier` are never empty.

    `address` is the article's web address, empty if it was read from a local file.
    """

    author: str
    source: str
    publisher: str
    narrator: str
    address: str
    identifier: str
    generator: str
    certifier: str


@dataclass(frozen=True, slots=True)
class SpokenBook:
    """A book whose chapters have a sound and a text each, which begins with the title of the article."""

    article: Article
    edition: Edition
    credits: Credits
    parts: Sequence[SpokenPart]
    cover: Image | None

    @property
    def language(self) -> str:
        return choose_language_tag(self.article.language)

    @property
    def title(self) -> str:
        return self.parts[0].part.passages[0].sentences[0].text

    @property
    def chapters(self) -> list[tuple[str, SpokenPart]]:
        """The chapters with the names of their files."""
        return [(f"chapter{number:03d}", part) for number, part in enumerate(self.parts, 1)]


def collect_credits(article: Article, edition: Edition) -> Credits:
    """The credits that an article and its edition give."""

    def clean_line(text: str) -> str:
        return " ".join(remove_illegal(text).split())

    source = clean_line(article.source)
    return Credits(
        author=clean_line(article.byline),
        source=source,
        publisher=clean_line(edition.publisher) or source or clean_line(edition.generator),
        narrator=clean_line(edition.narrator),
        address=clean_line(article.web_address),
        identifier=clean_line(edition.identifier),
        generator=clean_line(edition.generator),
        certifier=clean_line(edition.certifier) or clean_line(edition.generator),
    )


def make_identifier(script: Script) -> str:
    """A URN that depends on title and text alone (UUID version 5, RFC 4122)."""
    text = [utterance.text for chapter in script.chapters for utterance in chapter.utterances]
    text_and_title = "\n".join([script.title, *text]).encode("utf-8", "replace").decode()
    return uuid.uuid5(_NAME_SPACE, text_and_title).urn


def make_edition(rendition: Rendition) -> Edition:
    """The edition of a programme."""
    return Edition(
        make_identifier(rendition.script),
        rendition.produced,
        f"{rendition.voice} (voix de synthèse)",
        generator=rendition.generator,
        disclosure=rendition.disclosure,
        certifier=rendition.show.certifier if rendition.show else "",
    )
