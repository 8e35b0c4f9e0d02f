"""What acronyms stand for: those that the article spells out itself, and the others, explained at their first mention
in apposition: « la SNCF, Société nationale…, »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Script, Spoken, Utterance
from audiobrief.speech.lexicon import Lexicon
from audiobrief.speech.numbers import parse_roman
from audiobrief.speech.patterns import LOWERS, UPPER

_RULE = "acronym:"
_DEFINED = lazy_regex(
    rf"""
    ({UPPER}{{2,10}})s?(?=\))                                        # … (BCE)
    |({UPPER}{{2,10}})(?=\s\((?:{UPPER}|[{LOWERS}]+\s)[^()]{{5,}})   # BCE (Banque centrale)
    """,
    re.X,
)
# The long form, as far as the bracket.
_LONG_FORM = lazy_regex(r"[^\W\d_][^()]{2,}\(\s*$")
_LONGEST_FORM = 120


def find_defined_acronyms(texts: Iterable[str]) -> frozenset[str]:
    """Acronyms that stand alone in parentheses after their long form, or before it."""
    found: set[str] = set()
    for text in texts:
        for match in _DEFINED.finditer(text):
            if match[2]:
                found.add(match[2])
            elif _has_long_form(match[1], text, match.start()):
                found.add(match[1])
    return frozenset(found)


def _has_long_form(written: str, text: str, start: int) -> bool:
    """Whether what stands before the brackets may be the long form; a numeral (`résolution 217 (III)`) must be its
    initials."""
    long = _LONG_FORM.search(text, max(0, start - _LONGEST_FORM), start)
    if not long or not parse_roman(written):
        return bool(long)
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", long[0]))
    return initials.upper().endswith(written)


def gloss_acronyms(script: Script, lexicon: Lexicon) -> Script:
    """The script, whose speech is made, with each listed acronym explained once, unless the article does so itself."""
    texts = [utterance.text for chapter in script.chapters for utterance in chapter.utterances]
    whole = " ".join(texts).casefold()
    known = set(find_defined_acronyms(texts)) | {
        written for written, entry in lexicon.acronyms.items() if entry.means and entry.means.casefold() in whole
    }

    def gloss_utterance(utterance: Utterance) -> Utterance:
        if utterance.role in ("title", "heading"):
            return utterance
        return replace(utterance, speech=tuple(_add_glosses(utterance, lexicon, known)))

    return replace(
        script,
        chapters=tuple(
            replace(chapter, utterances=tuple(gloss_utterance(utterance) for utterance in chapter.utterances))
            for chapter in script.chapters
        ),
    )


def _add_glosses(utterance: Utterance, lexicon: Lexicon, known: set[str]) -> Iterator[Spoken]:
    """The spans, and an empty one that carries the gloss after each first mention; `known` grows."""
    spans = utterance.speech
    for at, span in enumerate(spans):
        last = at + 1 == len(spans) or spans[at + 1].rule != span.rule
        written = span.rule.removeprefix(_RULE)
        entry = lexicon.acronyms.get(written)
        if not (span.rule.startswith(_RULE) and last and entry and entry.means) or written in known:
            yield span
            continue
        known.add(written)
        following = utterance.text[span.end :].lstrip()[:1]
        closing = "" if following in (",", ";", ":", ".", "!", "?", ")", "…", "") else ","
        said = span.text.rstrip()
        yield replace(span, text=said)
        gap = span.text[len(said) :]
        yield Spoken(span.end, span.end, f", {entry.means}{closing}{gap}", rule=f"gloss:{written}")
