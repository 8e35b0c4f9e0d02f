"""Join lines of print: words that were divided at the end of a line become whole, real hyphens stay."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from audiobrief.lazy_regex import lazy_regex

_DIVIDED = lazy_regex(r"(\w+)[-\u00ad\u2010]$")
_WORD = lazy_regex(r"\w[\w’'-]*")
# What stands before or behind a hyphen that is no division of a word.
_FIRST_PARTS = lazy_regex(
    r"peut|c['’]est|quelqu|demie?|mi|semi|ex|vice|non|quasi|porte|(?:[dl]['’])?(?:après|avant|arrière)|sous|sur|contre"
    r"|entre|outre|haut"
    r"|bas|grand|petit|au|là|ci|ce(?:lui|lle|lles|ux)|rendez|est|dit|fait|vingt|trente|(?:quar|cinqu|soix)ante|quatre"
    r"|dix|mot|lui|elle|moi|toi|soi|nous|vous|eux|même|sainte?|nord|sud|nouve(?:au|lle)|franco|anglo|germano|libre|chef"
    r"|long|court|moyen|jusque|presqu|garde|chauffe|essuie|ouvre|tire|compte|gratte|pare|perce|coupe"
)
_LAST_PARTS = lazy_regex(
    r"ils?|elles?|on|je|tu|nous|vous|moi|toi|lui|leur|l[ea]s?|en|y|ce|c?i|là|mêmes?|t|être|à|dire|dess(?:us|ous)"
    r"|cl(?:és?|efs?)|peu"
)


def collect_words(lines: Iterable[str]) -> frozenset[str]:
    """The words within lines, in lower case, by which divided ones are recognized."""
    return frozenset(word.lower() for line in lines for word in _WORD.findall(_DIVIDED.sub("", line)) if len(word) > 2)


def join_lines(first: str, second: str, words: Collection[str] = ()) -> str:
    """Two lines of a paragraph as one. `words` are those of the document.

    >>> join_lines("le projet de réno-", "vation"), join_lines("la vice-", "présidente")
    ('le projet de rénovation', 'la vice-présidente')
    """
    first, second = first.rstrip(), second.lstrip()
    found = _DIVIDED.search(first)
    if not found or not second or not second[0].isalpha():
        return f"{first} {second}".strip()
    stem = first[: found.end(1)]
    left = re.search(r"[\w’'-]+$", stem)
    right = _WORD.match(second)
    begun, rest = (left[0] if left else found[1]).lower(), (right[0] if right else second).lower()
    if first.endswith("\u00ad"):
        return stem + second
    whole, hyphenated = begun + rest, f"{begun}-{rest}"
    if hyphenated in words:
        return f"{stem}-{second}"
    if whole in words:
        return stem + second
    last = rest.split("-")[0]
    keeps = (
        second[0].isupper()
        or _FIRST_PARTS.fullmatch(begun.split("-")[-1])
        or _LAST_PARTS.fullmatch(last)
        or begun.endswith("-t")
        or begun[-1].isdigit()
    )
    return f"{stem}-{second}" if keeps else stem + second
