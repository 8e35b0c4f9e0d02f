"""An article without what is no text. Front matter and character references, also those that were escaped twice,
bring in what the decoding has left out."""

from __future__ import annotations

import re
from dataclasses import replace

from audiobrief.model import Article
from audiobrief.sanitize import sanitize_text, unescape_references

# Letters of Vietnamese have two marks, transcriptions of sounds three; towers of them hide the lines around.
_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_TOWER = re.compile(rf"({_MARK}{{4}}){_MARK}+")
# A title or a name is shown in one place, a programme's label; nobody's is longer.
_LONGEST_NAME = 1000


def cleaned(article: Article) -> Article:
    """The same article, each of its texts on one line, without control characters and direction marks, and with four
    combining marks to a letter at most. The address stays as it was given."""
    return replace(
        article,
        title=_name(article.title),
        blocks=tuple(replace(block, text=_plain(block.text)) for block in article.blocks),
        byline=_name(article.byline),
        source=_name(article.source),
        language=article.language if re.fullmatch("[a-z]{2,3}", article.language) else "fr",
    )


def _plain(text: str) -> str:
    return _TOWER.sub(r"\1", sanitize_text(unescape_references(text))).strip()


def _name(text: str) -> str:
    plain = _plain(text)
    return plain if len(plain) <= _LONGEST_NAME else f"{plain[:_LONGEST_NAME].rsplit(' ', 1)[0].rstrip()}…"
