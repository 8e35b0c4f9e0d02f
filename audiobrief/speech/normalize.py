"""The speech stage: rules claim spans of a sentence, plain words fill the gaps, spacing is normalized."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Script, Spoken
from audiobrief.sanitize import unescape_references
from audiobrief.speech.all_caps import find_all_caps
from audiobrief.speech.gloss import find_defined_acronyms
from audiobrief.speech.lexicon import Lexicon, load_builtin_lexicon
from audiobrief.speech.patterns import MONTHS
from audiobrief.speech.questions import mark_questions
from audiobrief.speech.rule import Context, claim_spans
from audiobrief.speech.rules import index_rules

# Words that lose their e before a vowel: `plus de`, `lorsque`.
_ELIDING_WORD = lazy_regex(r"\b([Dd]|[Qq]u|[Ll]orsqu|[Pp]uisqu)e\s*$")
_ONE = lazy_regex(r"une?\b")
_MONTH_WITH_VOWEL = lazy_regex(rf"(?:{'|'.join(month for month in MONTHS if month[0] in 'ao')})\b")
_RANGE_FOLLOWS = lazy_regex(r"\s*à\s")
_LEADING_DASH = lazy_regex(r"^(?:[–—-]+(?:\s|$))+")
_CLOSING = (".", ",", "…", ")", "]")


def speak_text(text: str, lexicon: Lexicon | None = None, known: frozenset[str] | None = None) -> tuple[Spoken, ...]:
    """What is said for `text`: spans in order, disjoint, covering it from first to last character.

    `known` holds the acronyms that the whole article defines; by default, those that `text` defines.
    """
    words = lexicon or load_builtin_lexicon()
    defined = find_defined_acronyms([text]) if known is None else known
    context = Context(text, words, find_all_caps(text, words), defined)
    spans = _fill_gaps(claim_spans(words.derive(index_rules), context), text)
    return tuple(mark_questions(_space_spans(_elide_words(_part_digits(spans, text), text))))


def speak_script(script: Script, lexicon: Lexicon | None = None) -> Script:
    """The script with the speech of every utterance."""
    words = lexicon or load_builtin_lexicon()
    known = find_defined_acronyms(utterance.text for chapter in script.chapters for utterance in chapter.utterances)
    return replace(
        script,
        chapters=tuple(
            replace(
                chapter,
                utterances=tuple(
                    replace(utterance, speech=speak_text(utterance.text, words, known))
                    for utterance in chapter.utterances
                ),
            )
            for chapter in script.chapters
        ),
    )


def speak_line(text: str, lexicon: Lexicon | None = None) -> str:
    """What is said for `text`, in which character references may be left, as one line."""
    return join_spans(speak_text(unescape_references(text), lexicon))


def join_spans(spans: Iterable[Spoken]) -> str:
    """Spans as one readable line: spelled acronyms as separate letters."""
    said = "".join(" ".join(span.text) if span.kind == "letters" else span.text for span in spans)
    return " ".join(said.split())


def _fill_gaps(claims: list[Spoken], text: str) -> Iterator[Spoken]:
    """The claims with plain spans in the gaps."""
    at = 0
    for span in claims:
        if span.start > at:
            yield Spoken(at, span.start, text[at : span.start])
        yield span
        at = max(at, span.end)
    if at < len(text):
        yield Spoken(at, len(text), text[at:])


def _part_digits(spans: Iterable[Spoken], text: str) -> Iterator[Spoken]:
    """A space between digits and letters that touch in the article: `A320neo`."""
    for span in spans:
        glued = 0 < span.start < span.end and text[span.start - 1].isdigit() != text[span.start].isdigit()
        if glued and text[span.start - 1].isalnum() and span.text[:1].isalnum():
            yield Spoken(span.start, span.start, " ")
        yield span


def _elide_words(spans: Iterable[Spoken], text: str) -> Iterator[Spoken]:
    """`plus de 1 million` is said « plus d’un million »: words elide before digits that are said « un » or as a month
    (`de 04/2024`); `de 1 à 2` is not elided."""
    held: list[Spoken] = []  # a span that may end in such a word, and the spaces after it
    for span in spans:
        digits = span.rule and text[span.start : span.start + 1].isnumeric()
        ranged = _RANGE_FOLLOWS.match(text[max(0, span.end - 1) : span.end + 3])
        elides = (_ONE.match(span.text) and not ranged) or _MONTH_WITH_VOWEL.match(span.text)
        if held and span.rule == "space":
            held.append(span)
            continue
        yield from _elide_last_word(held) if digits and elides else held
        held = [span]
    yield from held


def _elide_last_word(spans: list[Spoken]) -> list[Spoken]:
    """The spans, whose first ends in a word and whose others are spaces, with that word elided where it can be."""
    if not spans or spans[0].rule or not (len(spans) > 1 or spans[0].text[-1:].isspace()):
        return spans
    elided = _ELIDING_WORD.sub(r"\1’", spans[0].text)
    if elided == spans[0].text:
        return spans
    return [replace(spans[0], text=elided), *(replace(space, text="") for space in spans[1:])]


def _space_spans(spans: Iterable[Spoken]) -> Iterator[Spoken]:
    """One space where words meet, and none before a full stop or comma, inside brackets or at either end."""
    held: Spoken | None = None
    ends_in_space = True
    waiting: list[Spoken] = []
    for span in spans:
        text = span.text
        if span.kind == "words":
            lead = text[:1].isspace()
            body = " ".join(text.split())
            if "(" in body or ")" in body:
                body = body.replace("( ", "(").replace(" )", ")")
            if held is None:
                body = _LEADING_DASH.sub("", body)
            tail = text[-1:].isspace() and bool(body) and not body.endswith("(")
            if not body:
                text = "" if ends_in_space or not lead else " "
            else:
                opening = " " if lead and not ends_in_space and not body.startswith(_CLOSING) else ""
                text = f"{opening}{body}{' ' if tail else ''}"
        if text:
            if held is not None and text.lstrip().startswith(_CLOSING):
                held = replace(held, text=held.text.rstrip())
            if held is not None:
                yield held
            yield from waiting
            waiting.clear()
            held = replace(span, text=text)
            ends_in_space = text[-1].isspace() or text.endswith("(")
        elif held is None:
            yield replace(span, text="")
        else:
            waiting.append(replace(span, text=""))
    if held is not None:
        yield replace(held, text=held.text.rstrip())
    yield from waiting
