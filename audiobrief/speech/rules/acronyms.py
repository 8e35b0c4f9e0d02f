"""Acronyms: the lexicon first, then what French can pronounce.

An unknown run of capitals is spelled when it has no vowel or at most three letters, and said as a word when it has four
letters or more and French can pronounce it, when it is a listed word, or when it has seven letters and a vowel.
"""

import re
from dataclasses import replace

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.accents import find_in_compound, restore_accents
from audiobrief.speech.all_caps import is_pronounceable
from audiobrief.speech.gender import is_common_word
from audiobrief.speech.patterns import ABBREVIATION_START, CAPITALS, LOWER, LOWERS, SPACE, SPACES, WORD_END, WORD_START
from audiobrief.speech.rule import Context, Piece, Rule, Said, keep_full_stop

# What goes inside brackets: the capitals of French.
_CAPITALS = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ"
_WITHOUT_ACCENTS = str.maketrans("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ", "AAACEEEEIIOOUUUY")
_VOWEL = lazy_regex(r"[aeiouyàâäéèêëîïôöùûü]")
# Capitals of this many letters, with a vowel among them, are a word, however hard to say.
_LONGEST_SPELLED = 7
# After an article these are letters: `le SI`, `l’EN`, `un DU`, `la norme EN 13432`.
_FUNCTION_WORDS = {"SE", "SI", "EN", "DE", "NE", "ME", "TE", "JE", "DU"}
_ARTICLES = {"le", "la", "l", "un", "une", "les", "des", "du", "au", "norme", "normes", "nf"}
# `le marquage CE`, `directive 2005/32/CE`, `règlement (CE)`
_MARKING_BEFORE = lazy_regex(
    r"""
    (?i:[/(]|\b(?:marquages?|certifi\w+|labels?|normes?|marques?|conformité|déclaration|logo|symbole|examen|type|n[°º]\s?\S+)\s)$
    """,
    re.X,
)
# `CE, 12 mars 2021`: the Conseil d’État; `TA 12/8`
_COURT_FOLLOWS = lazy_regex(r"CE,\s(?:\d{1,2}(?:er)?\s|ass\.|sect\.)")
_PRESSURE_FOLLOWS = lazy_regex(r"TA\s\d")
# `BTS, BUT`
_LISTED_BEFORE = lazy_regex(r"\b[A-Z]{2,5},\s$")
# `SA au capital de 37 000 euros`
_CAPITAL_FOLLOWS = lazy_regex(r"[A-Z]+,?\sau\scapital\b")
# `UN/ECE`, `UN-Habitat`
_UNITED_NATIONS = lazy_regex(r"UN(?:/[A-Z]{2,}|-(?:[A-Z]{3,}|Habitat|Women)\b)")
# Around the last part of an acronym, or the first one of a code; but `ARTHON-EN-RETZ`.
_IN_ACRONYM = lazy_regex(r"[A-Z]-\|(?!-)|\|-\d")
_WORD_AND_CAPITALS = lazy_regex(rf"([A-Za-z]{LOWER}{{2,}}|[A-Z]{LOWER}(?=[A-Z]{{3}}))([A-Z]{{2,5}})")
_CAPITALS_AND_WORD = lazy_regex(rf"([A-Z]{{2,}})({LOWER}{{3,}})")
# `IPhone`, whose first letter is small.
_APPLE = lazy_regex(r"I(?:Phone|Pad|Pod|Mac|Cloud|Tunes|Watch)s?")
# `SCoT`, `ABoVE`; `NCc`, `sRVB`, of which nobody makes a word.
_LETTERS_MIXED = lazy_regex(r"[A-Z]{2,4}(?:[a-rt-z]|[a-z][A-Z]{1,3})|[a-z]{1,2}[A-Z]{3,4}")
_LETTERS_ONLY = lazy_regex(r"[A-Z]{2,3}[a-rt-z]|[A-Z]{1,2}[a-z][A-Z]{1,2}|[a-z]{1,2}[A-Z]{3,4}")
_SHORT_MIXED = lazy_regex(r"[A-Z][a-z][A-Z]|[a-z][A-Z]{2}")


def keep_letters(word: str) -> str:
    """The letters of `word` in upper case, as a span of kind `letters` holds them."""
    return "".join(letter for letter in word.upper() if letter.isalpha())


def read_acronym(written: str, start: int, context: Context) -> list[Piece]:
    """How an acronym written without full stops is said, as pieces that stand at `start`."""
    end = start + len(written)
    acronyms = context.lexicon.acronyms
    entry = acronyms.get(written) or acronyms.get(written.translate(_WITHOUT_ACCENTS))
    if entry is None:
        if _is_spelled(written, start, context):
            return [Piece(start, end, keep_letters(written), "letters", entry="unknown-spelled")]
        return [Piece(start, end, _restore(written, start, context).capitalize(), entry="unknown-word")]
    if entry.say == "letters":
        return [Piece(start, end, keep_letters(written), "letters", entry=written)]
    if entry.say == "word":
        return [Piece(start, end, written.capitalize(), respelling=entry.sounds, entry=written)]
    return _read_as(entry.said_as, start, end, written)


def _restore(written: str, start: int, context: Context) -> str:
    """A word in capitals, in lower case and with its accents."""
    return restore_accents(written.lower(), start, context)


def _is_spelled(written: str, start: int, context: Context) -> bool:
    """Whether an unknown acronym is spelled."""
    word = written.lower()
    if len(written) <= 3:
        following = context.find_words_after(start + len(written), 1)
        named = not context.lexicon.words["organisation_words"].isdisjoint(following)
        return not (named and is_pronounceable(word))
    if _VOWEL.search(word) and not set(written) <= set("IVXLCM") and _follows_first_name(start, context):
        return False
    long_word = len(word) >= _LONGEST_SPELLED and _VOWEL.search(word)
    return not (is_pronounceable(word) or is_common_word(_restore(written, start, context)) or long_word)


def _read_as(text: str, start: int, end: int, entry: str) -> list[Piece]:
    """An `as` reading: capital tokens spelled, the rest as words. The first piece stands for all the characters."""
    pieces: list[Piece] = []
    for token in re.findall(r"\S+", text):
        gap = " " if pieces else ""
        at = end if pieces else start
        if re.fullmatch(f"[{_CAPITALS}]+", token):
            if gap:
                pieces.append(Piece(at, end, gap, entry=entry))
            pieces.append(Piece(at, end, token, "letters", entry=entry))
        else:
            pieces.append(Piece(at, end, gap + token, entry=entry))
    return pieces


def _say_capitals(match: re.Match[str], context: Context) -> Said:
    """`SNCF`, `PMEs`; `LA question`."""
    written, start = match["capitals"], match.start()
    if _is_word(written, start, context):
        return _say_word(written, start, context)
    pieces = read_acronym(written, start, context)
    return [*pieces[:-1], replace(pieces[-1], end=match.end())] if match["plural"] else pieces


def _follows_first_name(start: int, context: Context) -> bool:
    """Whether a first name or a title stands before capitals, which are then a surname: `Jean KUHN`, `Madame RETZ`."""
    before = context.find_word_before(start)
    named = len(before) > 2 and before[0].isupper() and before[1:].islower()
    return named and (
        before in ("Monsieur", "Madame", "Maître", "Docteur") or before in context.lexicon.words["first_names"]
    )


def _is_word(written: str, start: int, context: Context) -> bool:
    """Whether capitals hold an ordinary word, in a line of capitals or for emphasis (`LA question`, `un OUI`)."""
    if written in context.defined:
        return False
    words = context.lexicon.words
    listed = written in context.lexicon.acronyms
    plain = written.lower() in words["plain_words"]
    if _COURT_FOLLOWS.match(context.text, start) or _PRESSURE_FOLLOWS.match(context.text, start):
        return False
    in_list = listed and plain and len(written) > 2 and not context.is_all_caps(start)
    if in_list and _LISTED_BEFORE.search(context.get_text_before(start, 8)):
        return False
    if written == "CE" and _MARKING_BEFORE.search(context.text, max(0, start - 24), start):
        return False
    if written == "UN" and _UNITED_NATIONS.match(context.text, start):
        return False
    if context.is_all_caps(start):
        # SAINT-LO
        return plain or not listed or find_in_compound(written.lower(), start, context) is not None
    if written == "LA":
        return not (context.text[start - 1 : start] == "-" or _is_los_angeles(start, context))
    if written in words["company_forms"] and (
        context.find_word_before(start)[:1].isupper() or _CAPITAL_FOLLOWS.match(context.text, start)
    ):
        return False
    if not listed and written in _FUNCTION_WORDS:
        if _IN_ACRONYM.search(context.get_text_before(start, 2) + "|" + context.get_text_after(start + 2, 2)):
            # PPE-DE, DE-2012
            return False
        return context.find_word_before(start).lower().rstrip("’'") not in _ARTICLES
    if written.lower() in words["shouted"] and not listed:
        return True
    if not plain or not listed:
        return plain
    # `le CE`, `un CAP`: a listed acronym takes an article; `CE jour-là` does not.
    before = context.find_word_before(start)
    has_article = before.lower() in words["determiners"] and not before.isupper()
    return not (has_article or context.text[start - 1 : start] in ("’", "'", "-"))


def _is_los_angeles(start: int, context: Context) -> bool:
    """Whether `LA` is the city: `le LA Weekly`, `les LA Lakers`."""
    following = context.find_words_after(start + 2, 1)
    before = context.find_word_before(start).lower()
    english = bool(following) and following[0][:1].isupper() and following[0].lower() in context.lexicon.english
    return english and before in context.lexicon.words["determiners"]


def _say_word(written: str, start: int, context: Context) -> list[Piece]:
    opens_sentence = not context.get_text_before(start, 8).strip(f"{SPACES}«“\"'(")
    word = _restore(written, start, context)
    said = word.capitalize() if opens_sentence else word
    return [Piece(start, start + len(written), said, entry="all-caps")]


def _say_dotted(match: re.Match[str], context: Context) -> Said:
    """`O.N.U.`, `R.I.Ma`"""
    return _say_joined(match[0].replace(".", "").upper(), match, context)


def _say_spaced(match: re.Match[str], context: Context) -> Said:
    """`S. N. C. F.`: as without its spaces."""
    return _say_joined(match[0].replace(".", ""), match, context)


def _say_joined(written: str, match: re.Match[str], context: Context) -> list[Piece]:
    """The acronym of the match's letters, and the full stop if the last one also ends the sentence."""
    end = match.end()
    first, *others = read_acronym("".join(written.split()), match.start(), context)
    covered = [replace(first, end=end), *(replace(piece, start=end, end=end) for piece in others)]
    stop = keep_full_stop(match, context)
    return [*covered, Piece(end, end, stop)] if stop else covered


def _say_mixed(match: re.Match[str], context: Context) -> Said:
    """`AfD`, `pH`: listed as written; `QRcodes`, `BNPParibas`: capitals, then a word."""
    written = match[0]
    if written in context.lexicon.acronyms:
        return read_acronym(written, match.start(), context)
    if _APPLE.fullmatch(written):
        return [Piece(*match.span(), f"i{written[1:]}")]
    hyphened = "-" in (context.text[match.start() - 1 : match.start()], context.get_text_after(match.end(), 1))
    if _SHORT_MIXED.fullmatch(written) and not hyphened:
        return [Piece(*match.span(), keep_letters(written), "letters", entry="unknown-spelled")]
    if _LETTERS_MIXED.fullmatch(written):
        listed = context.lexicon.acronyms.get(written.upper())
        if listed is None and (is_common_word(written.lower()) or not _LETTERS_ONLY.fullmatch(written)):
            return [Piece(*match.span(), written.capitalize(), entry="unknown-word")]
        return read_acronym(written.upper(), match.start(), context)
    if parts := _WORD_AND_CAPITALS.fullmatch(written):
        cut = match.end(0) - len(parts[2])
        return [Piece(match.start(), cut, f"{parts[1]} "), *read_acronym(parts[2], cut, context)]
    if not (parts := _CAPITALS_AND_WORD.fullmatch(written)):
        return None
    # Unless the capitals are known, or only two, the last one is the word's own: `STMicroelectronics`.
    capitals = parts[1] if len(parts[1]) == 2 or parts[1] in context.lexicon.acronyms else parts[1][:-1]
    cut = match.start() + len(capitals)
    return [*read_acronym(capitals, match.start(), context), Piece(cut, match.end(), f" {written[len(capitals) :]}")]


def _say_capitalised(match: re.Match[str], context: Context) -> Said:
    """`Insee`, `Ehpad`: an acronym that is written as a word, and that French spelling would mislead."""
    entry = context.lexicon.acronyms.get(match[0].upper())
    if entry is None or not entry.sounds or is_common_word(match[0].lower()):
        return None
    return [Piece(*match.span(), match[0], respelling=entry.sounds, entry=match[0].upper())]


def _say_lone_capital(match: re.Match[str], context: Context) -> Said:
    """`L’ÉTÉ À LA MER`: one letter in a line of capitals."""
    if not context.is_all_caps(match.start()):
        return None
    word = _restore(match[0], match.start(), context)
    return word if match.start() else word.upper()


# Before abbreviations, which would read « N. » as « numéro ».
SPACED = (
    Rule(
        "acronym",
        # S. N. C. F., but J. R. R. Tolkien
        lazy_regex(rf"(?<![\w.])[{_CAPITALS}]\.(?:{SPACE}[{_CAPITALS}]\.){{2,}}(?!{SPACE}?[{_CAPITALS}][{LOWERS}'’.])"),
        _say_spaced,
        needs=CAPITALS,
    ),
)

RULES = (
    Rule(
        "acronym",
        lazy_regex(
            rf"""
            (?<![\w.@#])(?=[A-Z]*{LOWER})                # capitals and small letters
            (?:[a-z]{{1,3}}|[A-Z][a-z]*)[A-Z]            # pH, AfD, QRcodes
            [A-Z{LOWERS}]*{WORD_END}
            """,
            re.X,
        ),
        _say_mixed,
        needs=CAPITALS,
    ),
    # Insee
    Rule("acronym", lazy_regex(rf"{WORD_START}[A-Z]{LOWER}{{3,14}}{WORD_END}"), _say_capitalised, needs=CAPITALS),
    Rule(
        "acronym",
        # O.N.U.
        lazy_regex(
            rf"{ABBREVIATION_START}(?:[{_CAPITALS}]\.){{2,}}(?:[{_CAPITALS}][{LOWERS}]?{WORD_END}(?!\s?[A-Z]))?"
        ),
        _say_dotted,
        needs=CAPITALS,
    ),
    Rule(
        "acronym",
        # SNCF, PMEs
        lazy_regex(rf"{ABBREVIATION_START}(?P<capitals>[{_CAPITALS}]{{2,}})(?P<plural>s)?{WORD_END}"),
        _say_capitals,
        needs=CAPITALS,
    ),
    Rule(
        "acronym",
        # beside digits and marks: 20SNCF
        lazy_regex(rf"(?<![A-Za-zÀ-ÿŒœ])(?P<capitals>[{_CAPITALS}]{{2,}})(?P<plural>)(?![A-Za-zÀ-ÿŒœ])"),
        _say_capitals,
        needs=CAPITALS,
    ),
    Rule(
        "all-caps",
        # L’ÉTÉ
        lazy_regex(rf"{ABBREVIATION_START}[{_CAPITALS}](?=[’']){WORD_END}"),
        _say_lone_capital,
        needs=CAPITALS,
    ),
    # À LA MER
    Rule("all-caps", lazy_regex(r"(?<![\w.’'])[ÀAYO](?=[\s-])|(?<=[A-Z]-)T(?=-)"), _say_lone_capital, needs=CAPITALS),
)
