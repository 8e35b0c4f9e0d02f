"""What a talking book says of itself, beyond the article's own title and author."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from audiobrief.delivery.books.xml import remove_illegal
from audiobrief.delivery.exporter import Rendition
from audiobrief.model import Article, Script

# A name space of the program's own (RFC 4122, 4.3): an identifier says nothing but which text it is.
_NAME_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "audiobrief")


@dataclass(frozen=True, slots=True)
class Edition:
    """`produced` is when the programme was made; without a time zone it is taken for UTC. Empty texts are left out.

    `narrator` names the voice, `generator` the program and its version.
    """

    identifier: str
    produced: datetime
    narrator: str = ""
    publisher: str = ""
    generator: str = "audiobrief"

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
    """Who made what, each in one line, empty where it is not known; `publisher` is never empty.

    `address` is given only where it is one of the web: a path on somebody's machine concerns nobody else.
    """

    author: str
    source: str
    publisher: str
    narrator: str
    address: str
    identifier: str
    generator: str


def collect_credits(article: Article, edition: Edition) -> Credits:
    def line(text: str) -> str:
        return " ".join(remove_illegal(text).split())

    source = line(article.source)
    return Credits(
        author=line(article.byline),
        source=source,
        publisher=line(edition.publisher) or source or line(edition.generator),
        narrator=line(edition.narrator),
        address=line(article.address) if article.address.startswith(("http://", "https://")) else "",
        identifier=line(edition.identifier),
        generator=line(edition.generator),
    )


def make_identifier(script: Script) -> str:
    """A URN that is the same for the same title and text (UUID version 5, RFC 4122)."""
    text = [utterance.text for chapter in script.chapters for utterance in chapter.utterances]
    whole = "\n".join([script.title, *text]).encode("utf-8", "replace").decode()
    return uuid.uuid5(_NAME_SPACE, whole).urn


def make_edition(rendition: Rendition) -> Edition:
    """The edition that is made of a programme."""
    return Edition(
        make_identifier(rendition.script), rendition.produced, rendition.voice, generator=rendition.generator
    )
