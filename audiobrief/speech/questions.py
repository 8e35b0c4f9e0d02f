"""Which questions rise at their end.

French marks a question by its words or by its tune alone. With an interrogative word (« Où va-t-il ? ») or the subject
behind the verb (« Viendra-t-il ? », « Est-ce que… ? ») the voice falls as in a statement; without, only the rise tells
it from one: « Il vient ? » (Delattre, *Les dix intonations de base du français*, 1966: question against interrogation).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Spoken

_APOSTROPHE = "['’]"
_ASKING = (
    r"qui|quoi|où|quand|comment|pourquoi|combien|que|quel(?:le)?s?|"
    r"(?:le|la|les|du|des|au|aux)quel(?:le)?s?|(?:à|de)\s+laquelle"
)
# What may stand before the interrogative word: a conjunction, a preposition.
_BEFORE = (
    r"(?:et|mais|ou|or|donc|alors|maintenant|bref|puis|enfin|ainsi|car|à|de|du|des|en|dans|par|pour|avec|sans|sur|sous|chez|vers|"
    r"contre|depuis|dès|jusque|jusqu['’]à|jusqu['’]|d['’]ici\s+à|entre|après|avant|selon|malgré|c['’]est|"
    r"de\s+la\s+part\s+de|à\s+partir\s+de|au\s+bout\s+de|grâce\s+à|d['’])"
)
_OPENS = lazy_regex(rf"^\W*(?:{_BEFORE}[\s,]*){{0,3}}(?:(?:{_ASKING})\b|qu{_APOSTROPHE})", re.I)
# At the end the word stands in its place: « Vous partez quand ? », « Il arrive à quelle heure ? ».
_CLOSES = lazy_regex(
    r"\b(?:qui|quoi|où|quand|comment|pourquoi|combien|(?:les?|la)quel(?:le)?s?|"
    rf"(?:quel(?:le)?s?|combien\s+(?:de\b|d{_APOSTROPHE}))\s*[\w-]+)\W*$",
    re.I,
)
# The subject behind its verb. « rendez-vous » is mostly the noun.
_INVERTED = lazy_regex(
    r"(?<!\brendez)-(?:t-)?(?:je|tu|il|elle|on|nous|vous|ils|elles|ce)\b(?!-)|\bvous\s+rendez-vous\b", re.I
)
# What is added to a statement, to be agreed to.
_TAG = lazy_regex(rf"\bn{_APOSTROPHE}est-ce\s+pas\W*$|(?:^|,)\s*(?:hein|non|d{_APOSTROPHE}accord)\W*$", re.I)
# The last of the alternatives falls: « un accord ou une rupture ? ».
_CHOICE = lazy_regex(rf"\bou\s+(?:bien\s+|plutôt\s+)?(?:[\w-]+(?:{_APOSTROPHE}|\s+))?[\w-]+\W*$", re.I)
# Where a question may begin. Quotation marks are no longer there.
_BEGINS = lazy_regex(r"[.!?…:;]|\s[–—]\s")


def mark_questions(spans: Iterable[Spoken]) -> Iterator[Spoken]:
    """The spans, `rising` where their last question mark is that of a question that rises."""
    said = list(spans)
    text = "".join(span.text for span in said)
    if "?" not in text:
        yield from said
        return
    begins = accumulate((len(span.text) for span in said), initial=0)
    for span, begin in zip(said, begins, strict=False):
        mark = span.text.rfind("?")
        rising = mark >= 0 and span.kind == "words" and is_rising(text[: begin + mark])
        yield replace(span, rising=True) if rising else span


def is_rising(before: str) -> bool:
    """Whether the question that ends `before`, without its mark, rises.

    >>> is_rising("Vous venez"), is_rising("Venez-vous"), is_rising("Bien. Quand venez-vous")
    (True, False, False)
    """
    if not any(map(str.isalpha, before)):
        return False
    edges = [match.end() for match in _BEGINS.finditer(before.rstrip(" ?!\u00a0\u202f"))]
    question = before[edges[-1] if edges else 0 :]
    if _TAG.search(question):
        return True
    return not any(rule.search(question) for rule in (_OPENS, _CLOSES, _INVERTED, _CHOICE))
