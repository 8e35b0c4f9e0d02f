"""The way as far as the script: what will be said, without saying it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.brief.voicing import profile_of
from audiobrief.brief.wishes import Wishes
from audiobrief.errors import ArticleError
from audiobrief.messages import reason_of
from audiobrief.model import Article, Script, Utterance

if TYPE_CHECKING:
    from audiobrief.delivery.formats import Delivery
    from audiobrief.speech.lexicon import Lexicon
    from audiobrief.voice.profiles import Profile


def write_script(address: str, wishes: Wishes) -> Script:
    """The script of the article at `address`, with its speech."""
    from audiobrief.article import read
    from audiobrief.delivery.formats import delivery
    from audiobrief.script import entitled

    kind = delivery(wishes.delivery)
    article = entitled(read(address, stdin=sys.stdin.buffer, intranet=wishes.allow_private))
    return script_of(article, wishes, profile_of(wishes, kind), kind)


def script_of(article: Article, wishes: Wishes, profile: Profile, delivery: Delivery) -> Script:
    """The chapters and utterances of an article, with what is announced and what is said for each."""
    from audiobrief.script import announced, write
    from audiobrief.speech import glossed, say_script

    words = _lexicon(profile.lexicon, wishes.lexicon)
    written = announced(
        write(article, chapters=wishes.chapters, words_per_minute=profile.rate),
        title=delivery.spoken_title if wishes.say_title is None else wishes.say_title,
        contents=delivery.spoken_contents,
        chapters=delivery.spoken_chapters,
    )
    spoken = say_script(written, words)
    return glossed(spoken, words) if wishes.acronyms == "gloss" else spoken


def spoken_lines(lines: Iterable[str], lexicon: Path | None = None) -> Iterator[str]:
    """One spoken line for each line."""
    from audiobrief.speech import spoken_line

    words = _lexicon(lexicon)
    for text in lines:
        yield spoken_line(text, words)


def file_lines(address: str) -> Iterator[str]:
    """The lines of a UTF-8 file. Raises ArticleError."""
    try:
        yield from Path(address).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ArticleError(
            "The lines of '{address}' cannot be read ({reason}): check the path.",
            address=address,
            reason=reason_of(error),
        ) from error


def said(utterance: Utterance) -> str:
    """What an utterance says, as one line."""
    from audiobrief.speech import line

    return line(utterance.speech)


def _lexicon(*houses: Path | None) -> Lexicon:
    """The built-in lexicon, and over it each house's, the last winning."""
    from audiobrief.speech.lexicon import builtin, with_house

    words = builtin()
    for house in houses:
        words = with_house(words, house) if house else words
    return words
