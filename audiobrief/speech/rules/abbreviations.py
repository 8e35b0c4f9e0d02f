"""Abbreviations, each only before what it goes with: `M.` before a name or a title, `p.` before a number."""

import re
from collections.abc import Callable

from audiobrief.speech.lexicon import builtin
from audiobrief.speech.rule import CAPITALS, DIGITS, Context, Piece, Rule, Said, kept_stop
from audiobrief.speech.rules.dates import MONTHS

_GAP = r"[ \u00a0\u202f\u2009]"
_CAPITAL = r"(?=(?:d[’'])?[A-ZÀ-ÖØ-ÞŒ])"
_NAME = (
    rf"(?=(?:{_GAP}?[»”\"])?{_GAP}+(?:(?:de|du|des|de la)\s|(?:de l|d)[’'])?[A-ZÀ-ÖØ-ÞŒ]|-[A-ZÀ-ÖØ-ÞŒ]"
    rf"|{_GAP}du{_GAP}\d{{1,2}}[- ](?:[A-ZÀ-ÖØ-Þ]|{'|'.join(MONTHS)}))"
)
_TITLE = (
    rf"(?=[A-ZÀ-ÖØ-Þ][a-zà-ÿ’']{{2}}|{_GAP}+(?:[A-ZÀ-ÖØ-ÞŒ]|l(?:a|e|es)\s|l[’']|d[’'][A-ZÀ-ÖØ-Þ]"
    r"|(?:de|du|des|von|van)\s(?:la\s)?[A-ZÀ-ÖØ-Þ]|(?:et|ou)\s(?:M|Dr|Mgr)))"
)
_DIGIT = rf"(?={_GAP}*(?:\d|[IVXLC]+\b|[LRDA]\.?{_GAP}?\d))"


def _any_of(table: str) -> str:
    return "|".join(re.escape(key) for key in sorted(builtin().abbreviations[table], key=len, reverse=True))


def _initials(table: str) -> frozenset[str]:
    return frozenset(key[0] for key in builtin().abbreviations[table])


def _reader(table: str) -> Callable[[re.Match[str], Context], Said]:
    def say(match: re.Match[str], context: Context) -> Said:
        written = match["short"]
        said = context.lexicon.abbreviations[table][written]
        if table not in _BEFORE_SOMETHING:
            said += kept_stop(match, context)
        return [Piece(*match.span(), said, entry=written)]

    return say


# These are read so only because of what follows: their stop ends no sentence.
_BEFORE_SOMETHING = {"before_publisher", "before_letter"}


def _title(match: re.Match[str], context: Context) -> Said:
    said = context.lexicon.abbreviations["before_title"][match["short"]]
    following = context.text[match.end() : match.end() + 12]
    if match["short"] == "M." and _FIRST_NAME.match(context.text, match.end()):
        return None
    return [Piece(*match.span(), said + ("" if following[:1].isspace() else " "), entry=match["short"])]


# `M. R. Dupont` has two first names, `M. R. dort` one name that is kept back.
_FIRST_NAME = re.compile(
    r"[ \u00a0](?:(?:[A-ZÀ-ÖØ-Þ]\.[ \u00a0-]?)+(?!(?:Il|Elle|Le|La|Les|Un|Une|Son|Sa|Ses|Ce|Cette|L[’'])\b)"
    r"[A-ZÀ-ÖØ-Þ][a-zà-ÿ’']|Pokora\b|Night )"
)


def _name(match: re.Match[str], context: Context) -> Said:
    written = match["short"]
    following = context.words_after(match.end(), 1)
    if written in ("Me", "Mes") and following and following[0].lower() in context.lexicon.english:
        return None
    if written == "Mes" and not _TWO_NAMES.match(context.text, match.end()):
        return None
    said = context.lexicon.abbreviations["before_name"][written]
    if written.startswith("St"):
        said = said.capitalize() if context.text.startswith("-", match.end()) else said
    return [Piece(*match.span(), said, entry=written)]


# `Mes Roux et Petit` are lawyers, `Mes amis` are not.
_TWO_NAMES = re.compile(r"[ \u00a0](?:[A-ZÀ-ÖØ-Þ][\w’-]+[ \u00a0]){1,2}et[ \u00a0][A-ZÀ-ÖØ-Þ]")


def _digit(match: re.Match[str], context: Context) -> Said:
    written = match["short"]
    said = context.lexicon.abbreviations["before_digit"][written]
    if written == "nos" and context.word_before(match.start()).lower() not in _PLURAL_BEFORE:
        return None
    if (
        context.word_before(match.start()).lower() in _PLURAL_BEFORE
        and said in context.lexicon.words["plural_before_numbers"]
    ):
        said += "s"
    after = context.text[match.end() : match.end() + 1]
    return [Piece(match.start(), match.end(), said + ("" if after.isspace() else " "), entry=written)]


def _on(match: re.Match[str], context: Context) -> Said:
    """`Chalon s/Saône`: on a river."""
    return "-sur-"


def _extremes(match: re.Match[str], context: Context) -> Said:
    """`les températures min.`, `les max. iront`: minimal and maximal ones."""
    return "minimales" if match["short"].startswith("min") else "maximales"


def _street(match: re.Match[str], context: Context) -> Said:
    """`Wall St.`: after a name and before no other, a street."""
    return "Street"


# `Les art. 9 et 10` are « les articles neuf et dix ».
_PLURAL_BEFORE = {"les", "des", "aux", "ces"}


def _after_ordinal(match: re.Match[str], context: Context) -> Said:
    before = context.text[max(0, match.start() - 8) : match.start()]
    return _reader("after_ordinal")(match, context) if _ORDINAL_BEFORE.search(before) else None


_ORDINAL_BEFORE = re.compile(r"[\dIVXL](?:er|re|nd|nde|e|i?[eè]me|ᵉ)[\s\u00a0]$")


def _after_number(match: re.Match[str], context: Context) -> Said:
    """`3 vol.`: volumes; `1 vol.`: volume."""
    said = context.lexicon.abbreviations["after_number"][match["short"]]
    if re.search(r"(?<![\d.,])1[ \u00a0]$", context.text[max(0, match.start() - 4) : match.start()]):
        said = re.sub(r"s\b|(?<=eau)x\b", "", said, count=1)
    return said + kept_stop(match, context)


def _before_christ(match: re.Match[str], context: Context) -> Said:
    """`av. J.-C.`, `ap. JC`, `Avant J. C.`"""
    when = "après" if match["when"].lower().startswith("ap") else "avant"
    said = when.capitalize() if match["when"][0].isupper() else when
    return f"{said} Jésus-Christ{kept_stop(match, context)}"


def _christ(match: re.Match[str], context: Context) -> Said:
    """`J.-C.`, unless it is the first name of somebody: `J.-C. Morin`."""
    if re.match(r"[ \u00a0][A-ZÀ-ÖØ-Þ]", context.text[match.end() : match.end() + 2]):
        return None
    return f"Jésus-Christ{kept_stop(match, context)}"


def _shouted_title(match: re.Match[str], context: Context) -> Said:
    """`MME ROUX ÉLUE`: titles are shouted with their line."""
    if not context.is_shouted(match.start()):
        return None
    short = match["short"].capitalize()
    abbreviations = context.lexicon.abbreviations
    return abbreviations["before_title"].get(short) or abbreviations["before_name"].get(short)


def _initials_of_name(match: re.Match[str], context: Context) -> Said:
    """`George W. Bush`, `J. K. Rowling`: letters, and no stop that would make a voice pause."""
    following = context.words_after(match.end(), 2)
    plain = bool(following) and following[0].lower() in context.lexicon.words["plain_words"]
    if plain and not _is_surname(following, context.word_before(match.start()), context):
        return None
    return [Piece(match.start(), match.end(), re.sub(r"[^\w]", "", match[0]), "letters")]


_PARTICLES = {"De", "Des", "Du", "La", "Le"}


def _is_surname(following: list[str], before: str, context: Context) -> bool:
    """Whether words behind an initial are a name with its article (`J. Le Goff`): after a noun or a name, the initial
    is part of that and ends its sentence (`le plan B. Le Premier ministre`)."""
    named = len(following) > 1 and following[0] in _PARTICLES and following[1][:1].isupper()
    linked = any(before.lower() in context.lexicon.words[table] for table in ("plain_words", "openers"))
    return named and (not before or linked)


RULES = (
    Rule(
        "abbreviation",
        re.compile(rf"(?<!\w)(?P<when>[Aa]v(?:ant)?|[Aa]pr?(?:ès)?)\.?{_GAP}?J\.?[- \u00a0]?C(?:\.|(?!\w))"),
        _before_christ,
        needs=frozenset("J"),
    ),
    Rule(
        "abbreviation",
        re.compile(r"(?<=[a-zà-ÿ])[ -]s/-?[ \u00a0]?(?=[A-ZÀ-ÖØ-Þ][a-zà-ÿ])"),
        _on,
        needs=frozenset("/"),
    ),
    Rule("abbreviation", re.compile(r"(?<=es )(?P<short>min\.|max\.)(?= [a-zà-ÿ])"), _extremes, needs=frozenset("m")),
    Rule(
        "abbreviation",
        re.compile(rf"(?<=\d[ \u00a0])(?P<short>{_any_of('after_number')})(?![\w])"),
        _after_number,
        needs=DIGITS,
    ),
    Rule(
        "abbreviation",
        re.compile(rf"(?<![\w.])(?P<short>{_any_of('anywhere')})(?![\w])"),
        _reader("anywhere"),
        needs=_initials("anywhere"),
    ),
    Rule(
        "abbreviation",
        re.compile(rf"(?<![\w.])(?P<short>{_any_of('before_digit')}){_DIGIT}"),
        _digit,
        needs=_initials("before_digit"),
    ),
    Rule(
        "abbreviation",
        re.compile(rf"(?<![\w.])(?P<short>{_any_of('after_ordinal')})(?!\w)"),
        _after_ordinal,
        needs=_initials("after_ordinal"),
    ),
    Rule(
        "abbreviation",
        re.compile(
            rf"(?<![\w.])(?P<short>{_any_of('before_publisher')})"
            r"(?=[ \u00a0](?:(?:du|de la|des|de l[’']|de|d[’'])[ \u00a0]?)?[A-ZÀ-ÖØ-Þ])"
        ),
        _reader("before_publisher"),
        needs=_initials("before_publisher"),
    ),
    Rule(
        "abbreviation",
        re.compile(rf"(?<![\w.])(?P<short>{_any_of('before_letter')})(?=[ \u00a0][A-Z](?!\w))"),
        _reader("before_letter"),
        needs=_initials("before_letter"),
    ),
    Rule(
        "abbreviation",
        re.compile(rf"(?<=[^\W\d_][ \u00a0])(?P<short>{_any_of('after_noun')})(?=\s*(?:$|[,;:.!?)»]))"),
        _reader("after_noun"),
        needs=_initials("after_noun"),
    ),
    Rule(
        "abbreviation",
        re.compile(r"(?<![\w.])J\.[- ]?C\.?(?!\w)"),
        _christ,
        needs=frozenset("J"),
    ),
    Rule("abbreviation", re.compile(r"(?<=[a-z] )St\.(?![ -]?[A-ZÀ-ÖØ-Þ])"), _street, needs=frozenset("S")),
    Rule(
        "courtesy",
        re.compile(r"(?<![\w.-])(?P<short>MME|MLLE|MMES|MGR|DR|PR|ME)(?= [A-ZÀ-ÖØ-Þ]{2})"),
        _shouted_title,
        needs=frozenset("MDP"),
    ),
    Rule(
        "courtesy",
        re.compile(rf"(?<![\w.-])(?P<short>{_any_of('before_title')}){_TITLE}"),
        _title,
        needs=_initials("before_title"),
    ),
    Rule(
        "abbreviation",
        re.compile(rf"(?<![\w.])(?P<short>{_any_of('before_name')}){_NAME}"),
        _name,
        needs=_initials("before_name"),
    ),
    Rule(
        "initial",
        re.compile(
            r"(?<![\w.’'])(?<![A-ZÀ-ÖØ-Þ] )[A-ZÀ-ÖØ-Þ]\.(?:[ \u00a0-]?[A-ZÀ-ÖØ-Þ]\.){0,3}(?=[ \u00a0][A-ZÀ-ÖØ-Þ][\w’'])"
        ),
        _initials_of_name,
        needs=CAPITALS,
    ),
)
