"""Rules of reading, and the context that they see of a text.

A rule claims characters of the original text; it never sees what another rule said. Rules are tried in the order of
`rules.build_rules`; the first to claim a character keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Spoken, SpokenKind
from audiobrief.speech.lexicon import Lexicon
from audiobrief.speech.patterns import APOSTROPHE, DIGITS, SPACE, WORD_LETTER


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of what a rule says: characters `start:end` of the text are said as `text`."""

    start: int
    end: int
    text: str
    kind: SpokenKind = "words"
    language: str = "fr"
    respelling: str = ""
    entry: str = ""
    phonemes: str = ""


@dataclass(frozen=True)
class Context:
    """The text a rule looks at, with what is known about it.

    `all_caps` holds the character ranges that are written in capitals for effect; `defined` the acronyms that the
    article itself spells out (`Long Form (LF)`).
    """

    text: str
    lexicon: Lexicon
    all_caps: tuple[tuple[int, int], ...] = ()
    defined: frozenset[str] = frozenset()

    def is_all_caps(self, position: int) -> bool:
        return any(start <= position < end for start, end in self.all_caps)

    def find_word_before(self, position: int) -> str:
        """The word that ends just before `position`, spaces skipped; empty when there is none."""
        found = _WORD_BEFORE.search(self.text, max(0, position - 40), position)
        return found[1] if found else ""

    def find_words_after(self, position: int, most: int = 4) -> list[str]:
        """Up to `most` words from `position` on, as long as nothing but spaces stands between them."""
        words: list[str] = []
        while len(words) < most:
            found = _WORD_AFTER.match(self.text, position)
            if not found:
                break
            words.append(found[1])
            position = found.end()
        return words

    def get_text_before(self, position: int, size: int) -> str:
        """Up to `size` characters before `position`."""
        return self.text[max(0, position - size) : position]

    def get_text_after(self, position: int, size: int) -> str:
        """Up to `size` characters from `position` on."""
        return self.text[position : position + size]

    def find_once(self, pattern: re.Pattern[str]) -> frozenset[str]:
        """What a pattern finds in the whole text, which is searched for it once however often this is asked."""
        if pattern not in self._found:
            self._found[pattern] = frozenset(found[0] for found in pattern.finditer(self.text))
        return self._found[pattern]

    @cached_property
    def _found(self) -> dict[re.Pattern[str], frozenset[str]]:
        return {}

    @cached_property
    def first_single_quote(self) -> int:
        """Where the first quotation in single quotation marks opens; the text's length if none does."""
        found = _SINGLE_QUOTE.search(self.text)
        return found.start() if found else len(self.text)


_WORD_BEFORE = lazy_regex(rf"({WORD_LETTER}+[.’']?)\s*$")
_WORD_AFTER = lazy_regex(rf"{SPACE}*((?:[dlDL]{APOSTROPHE})?{WORD_LETTER}+(?:-{WORD_LETTER}+)*)(?!{APOSTROPHE})")
_SINGLE_QUOTE = lazy_regex(r"(?<!\w)['‘](?=\w)")
_SENTENCE_END = lazy_regex(r"[\s»”\")\]]*$|\s+[«“]")


def ends_sentence(context: Context, position: int) -> bool:
    """Whether a full stop before `position` ends a sentence: nothing follows, or a word that opens another;
    `l’A.S. Monaco` and `coll. Quarto` go on."""
    if _SENTENCE_END.match(context.get_text_after(position, 12)):
        return True
    first = context.find_words_after(position, 1)
    return (
        bool(first)
        and first[0][:1].isupper()
        and any(first[0].lower() in context.lexicon.words[table] for table in ("plain_words", "openers", "determiners"))
    )


def keep_full_stop(match: re.Match[str], context: Context) -> str:
    """An abbreviation's own full stop, where it ends the sentence too; else nothing."""
    return "." if match[0].endswith(".") and ends_sentence(context, match.end()) else ""


_OPEN_QUOTE = lazy_regex(r"(?<!\w)[\"“](?=[^\"”]*$)")


def is_quoted(text: str, position: int) -> bool:
    """Whether a quotation is open at `position`. Only the text after the last closing mark is searched."""
    last = max(text.rfind(mark, 0, position) for mark in '"”')
    return (last >= 0 or text.find("“", 0, position) >= 0) and bool(_OPEN_QUOTE.search(text, max(0, last), position))


Said = str | Sequence[Piece] | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A way of reading one kind of thing.

    `say` returns what is said for the whole match, or the pieces of it that are claimed, or None to decline. A rule
    that `scans` matches a long stretch to find things in it: its pieces that clash with earlier claims are dropped.
    A text that holds none of the characters in `needs`, no digit where every match `has_digits`, or none of the texts
    in `needs_any`, cannot hold a match: it is not searched, nor is the pattern compiled for it. What `needs_any` has
    in small letters counts in capitals too.
    """

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str], Context], Said]
    scans: bool = False
    needs: frozenset[str] = frozenset()
    needs_any: tuple[str, ...] = ()
    has_digits: bool = False


class RuleSet:
    """Rules in their order, and which of them the characters of a text call for.

    Most rules need characters that most texts do not have. Which rules are left is remembered for each set of such
    characters that was met.
    """

    _REMEMBERED = 4096

    def __init__(self, rules: Sequence[Rule]) -> None:
        wanted = sorted({rule.needs for rule in rules if rule.needs} | {DIGITS}, key=sorted)
        bits = {needs: 1 << at for at, needs in enumerate(wanted)}
        self._bits: dict[str, int] = {}
        for needs, bit in bits.items():
            for character in needs:
                self._bits[character] = self._bits.get(character, 0) | bit
        self._rules = [
            (rule, bits.get(rule.needs, 0) | (bits[DIGITS] if rule.has_digits else 0), *_split_texts(rule.needs_any))
            for rule in rules
        ]
        self._chosen: dict[int, list[tuple[Rule, tuple[str, ...], tuple[str, ...]]]] = {}

    def find_candidates(self, text: str) -> Iterator[Rule]:
        """The rules of which `text` may hold a match, in their order."""
        met, get_bit = 0, self._bits.get
        for character in set(text):
            met |= get_bit(character, 0)
        lowered = text.lower()
        for rule, small, exact in self._choose(met):
            if not (small or exact) or _holds_any(lowered, small) or _holds_any(text, exact):
                yield rule

    def _choose(self, met: int) -> list[tuple[Rule, tuple[str, ...], tuple[str, ...]]]:
        """The rules whose characters are among those that were met, and the texts that they need."""
        chosen = self._chosen.get(met)
        if chosen is None:
            if len(self._chosen) >= self._REMEMBERED:
                self._chosen.clear()
            chosen = [(rule, small, exact) for rule, bits, small, exact in self._rules if bits & met == bits]
            self._chosen[met] = chosen
        return chosen


def _split_texts(texts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those in small letters, which count in capitals too, and those that count as they are written."""
    return tuple(text for text in texts if text == text.lower()), tuple(text for text in texts if text != text.lower())


def _holds_any(text: str, wanted: tuple[str, ...]) -> bool:
    # A generator would cost more than the search.
    for each in wanted:  # noqa: SIM110
        if each in text:
            return True
    return False


def say_constant(text: str) -> Callable[[re.Match[str], Context], str]:
    """A rule's `say` that says `text` whatever the match."""
    return lambda match, context: text


def claim_spans(rules: RuleSet, context: Context) -> list[Spoken]:
    """Every span claimed by `rules`, in text order. Linear in the text's length for each rule."""
    taken = bytearray(len(context.text))
    claims: list[Spoken] = []
    for rule in rules.find_candidates(context.text):
        # Most rules find nothing in most texts; a plain search is cheaper than starting `_find_matches`.
        if not rule.pattern.search(context.text):
            continue
        for found in _find_matches(rule, context.text, taken):
            said = rule.say(found, context)
            if said is None:
                continue
            pieces = [Piece(*found.span(), said)] if isinstance(said, str) else said
            free = [piece for piece in pieces if taken.find(1, piece.start, piece.end) < 0]
            for piece in free:
                taken[piece.start : piece.end] = b"\x01" * (piece.end - piece.start)
            claims.extend(_make_span(rule, piece) for piece in free)
        if taken.find(0) < 0:
            break
    claims.sort(key=lambda span: (span.start, span.end))
    return claims


def _find_matches(rule: Rule, text: str, taken: bytearray) -> Iterator[re.Match[str]]:
    """The rule's matches that touch nothing `taken`, from left to right; `taken` may grow meanwhile."""
    position, limit = 0 if rule.scans else taken.find(0), len(text)
    while position >= 0:
        found = rule.pattern.search(text, position, limit)
        if found is None and limit == len(text):
            return
        if found is None:
            position, limit = taken.find(0, limit), len(text)
            continue
        start, end = found.span()
        clash = -1 if rule.scans else taken.find(1, start, end)
        if start == end:
            position = end + 1
        elif clash > start:
            # What stands before the other rule's claim may still be a match by itself.
            position, limit = start, clash
        elif clash == start:
            position, limit = taken.find(0, clash), len(text)
        else:
            position = end
            yield found


def _make_span(rule: Rule, piece: Piece) -> Spoken:
    name = f"{rule.name}:{piece.entry}" if piece.entry else rule.name
    return Spoken(
        piece.start, piece.end, piece.text, piece.kind, piece.language, piece.respelling, name, piece.phonemes
    )
