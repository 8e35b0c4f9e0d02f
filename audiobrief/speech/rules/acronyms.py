"""Acronyms: the lexicon first, then what French can pronounce.

An unknown run of capitals is spelled when it has no vowel or at most three letters, and said as a word when it has four
letters or more and French can pronounce it, when it is a listed word, or when it has seven letters and a vowel.
"""

import re
from dataclasses import replace

from audiobrief.speech.gender import is_listed
from audiobrief.speech.pronounceable import pronounceable
from audiobrief.speech.rule import CAPITALS, Context, Piece, Rule, Said, ends_sentence

_UPPER = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ"
_LONGEST_SPELLED = 7
_ACCENTS = str.maketrans("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ", "AAACEEEEIIOOUUUY")


def as_letters(word: str) -> str:
    """Upper-case letters only, as a span of kind `letters` holds them."""
    return "".join(letter for letter in word.upper() if letter.isalpha())


def _composed(text: str, start: int, end: int, entry: str) -> list[Piece]:
    """An `as` reading: capital tokens spelled, the rest as words. The first piece stands for all the characters."""
    pieces: list[Piece] = []
    for token in re.findall(r"\S+", text):
        gap = " " if pieces else ""
        at = start if not pieces else end
        stop = end
        if re.fullmatch(f"[{_UPPER}]+", token):
            if gap:
                pieces.append(Piece(at, stop, gap, entry=entry))
            pieces.append(Piece(at, stop, token, "letters", entry=entry))
        else:
            pieces.append(Piece(at, stop, gap + token, entry=entry))
    return pieces


def reading(written: str, start: int, context: Context) -> list[Piece]:
    """How an acronym written without dots is said, as pieces that stand at `start`."""
    end = start + len(written)
    entry = context.lexicon.acronyms.get(written) or context.lexicon.acronyms.get(written.translate(_ACCENTS))
    if entry is None:
        word = written.lower()
        if len(written) <= 3:
            spelled = not (pronounceable(word) and _names_firm(end, context))
        else:
            spelled = not (pronounceable(word) or is_listed(word) or _too_long(word))
        source = "unknown-spelled" if spelled else "unknown-word"
        if spelled:
            return [Piece(start, end, as_letters(written), "letters", entry=source)]
        return [Piece(start, end, written.capitalize(), entry=source)]
    if entry.say == "letters":
        return [Piece(start, end, as_letters(written), "letters", entry=written)]
    if entry.say == "word":
        return [Piece(start, end, written.capitalize(), respelling=entry.sounds, entry=written)]
    return _composed(entry.said_as, start, end, written)


def _too_long(word: str) -> bool:
    """Seven letters with a vowel among them are a word in capitals, however hard to say."""
    return len(word) >= _LONGEST_SPELLED and bool(re.search(r"[aeiouyàâäéèêëîïôöùûü]", word))


def _names_firm(end: int, context: Context) -> bool:
    return not context.lexicon.words["organisation_words"].isdisjoint(context.words_after(end, 1))


def _capitals(match: re.Match[str], context: Context) -> Said:
    written, start = match["capitals"], match.start()
    if _is_word(written, start, context):
        return _spoken_word(written, start, context)
    if match["plural"]:
        pieces = reading(written, start, context)
        last = pieces[-1]
        return [*pieces[:-1], replace(last, end=match.end())]
    return reading(written, start, context)


# Behind an article these are letters: `le SI`, `l’EN`, `un DU`, `la norme EN 13432`.
_NO_NOUNS = {"SE", "SI", "EN", "DE", "NE", "ME", "TE", "JE", "DU"}
_ARTICLES = {"le", "la", "l", "un", "une", "les", "des", "du", "au", "norme", "normes"}


def _is_word(written: str, start: int, context: Context) -> bool:
    """Whether capitals hold an ordinary word, shouted with its line or for its own sake (`LA question`, `un OUI`)."""
    if written in context.defined:
        return False
    listed = written in context.lexicon.acronyms
    plain = written.lower() in context.lexicon.words["plain_words"]
    if context.is_shouted(start):
        return plain or not listed
    if written in context.lexicon.words["company_forms"] and context.word_before(start)[:1].isupper():
        return False
    if not listed and written in _NO_NOUNS:
        return context.word_before(start).lower().rstrip("’'") not in _ARTICLES
    if not plain or not listed:
        return plain
    # `le CE`, `un CAP`: a listed acronym takes an article; `CE jour-là` does not.
    before = context.word_before(start)
    has_article = before.lower() in context.lexicon.words["determiners"] and not before.isupper()
    return not (has_article or context.text[start - 1 : start] in ("’", "'", "-"))


def _spoken_word(written: str, start: int, context: Context) -> list[Piece]:
    sentence_start = not context.text[max(0, start - 8) : start].strip(" «“\"'(\u00a0\u202f")
    return [
        Piece(start, start + len(written), written.capitalize() if sentence_start else written.lower(), entry="shouted")
    ]


def _dotted(match: re.Match[str], context: Context) -> Said:
    written = match[0].replace(".", "").replace(" ", "")
    end = match.end()
    stop = "." if match[0].endswith(".") and ends_sentence(context, end) else ""
    pieces = reading(written, match.start(), context)
    first = pieces[0]
    covered = [replace(first, end=end), *(replace(piece, start=end, end=end) for piece in pieces[1:])]
    if stop:
        covered.append(Piece(end, end, stop))
    return covered


def _mixed(match: re.Match[str], context: Context) -> Said:
    """`AfD`, `pH`: listed as written; `QRcodes`, `BNPParibas`: capitals, then a word."""
    written = match[0]
    if written in context.lexicon.acronyms:
        return reading(written, match.start(), context)
    hyphened = "-" in (context.text[match.start() - 1 : match.start()], context.text[match.end() : match.end() + 1])
    if re.fullmatch("[A-Z][a-z][A-Z]|[a-z][A-Z]{2}", written) and not hyphened:
        return [Piece(*match.span(), as_letters(written), "letters", entry="unknown-spelled")]
    if parts := _WORD_AND_CAPITALS.fullmatch(written):
        cut = match.end(0) - len(parts[2])
        return [Piece(match.start(), cut, f"{parts[1]} "), *reading(parts[2], cut, context)]
    if not (parts := _CAPITALS_AND_WORD.fullmatch(written)):
        return None
    # Unless the capitals are known, or are but two, the last one is the word's own: `STMicroelectronics`.
    capitals = parts[1] if len(parts[1]) == 2 or parts[1] in context.lexicon.acronyms else parts[1][:-1]
    cut = match.start() + len(capitals)
    return [*reading(capitals, match.start(), context), Piece(cut, match.end(), f" {written[len(capitals) :]}")]


def _capitalised(match: re.Match[str], context: Context) -> Said:
    """`Insee`, `Ehpad`: an acronym that is written as a word, and that French spelling would mislead."""
    entry = context.lexicon.acronyms.get(match[0].upper())
    if entry is None or not entry.sounds or is_listed(match[0].lower()):
        return None
    return [Piece(*match.span(), match[0], respelling=entry.sounds, entry=match[0].upper())]


_WORD_AND_CAPITALS = re.compile(r"([A-Za-z][a-zà-ÿ]{2,})([A-Z]{2,3})")
_CAPITALS_AND_WORD = re.compile(r"([A-Z]{2,})([a-zà-ÿ]{3,})")

RULES = (
    Rule(
        "acronym",
        re.compile(r"(?<![\w.@#])(?=[A-Z]*[a-zà-ÿ])(?:[a-z]{1,3}|[A-Z][a-z]*)[A-Z][A-Za-zà-ÿ]*(?!\w)"),
        _mixed,
        needs=CAPITALS,
    ),
    Rule("acronym", re.compile(r"(?<!\w)[A-Z][a-zà-ÿ]{3,14}(?!\w)"), _capitalised, needs=CAPITALS),
    Rule("acronym", re.compile(rf"(?<![\w.])(?:[{_UPPER}]\.){{2,}}(?:[{_UPPER}](?!\w))?"), _dotted, needs=CAPITALS),
    Rule(
        "acronym",
        re.compile(rf"(?<![\w.])(?P<capitals>[{_UPPER}]{{2,}})(?P<plural>s)?(?![\w])"),
        _capitals,
        needs=CAPITALS,
    ),
    Rule(
        "acronym",
        re.compile(rf"(?<![A-Za-zÀ-ÿŒœ])(?P<capitals>[{_UPPER}]{{2,}})(?P<plural>)(?![A-Za-zÀ-ÿŒœ])"),
        _capitals,
        needs=CAPITALS,
    ),
    Rule(
        "shouted",
        re.compile(rf"(?<![\w.])(?P<capitals>[{_UPPER}])(?P<plural>)(?=[’'])(?![\w])"),
        lambda match, context: match[0].lower() if context.is_shouted(match.start()) and match.start() else None,
        needs=CAPITALS,
    ),
    Rule(
        "shouted",
        re.compile(r"(?<![\w.’'])[ÀAYO](?=\s)"),
        lambda match, context: match[0].lower() if context.is_shouted(match.start()) and match.start() else None,
        needs=CAPITALS,
    ),
)
