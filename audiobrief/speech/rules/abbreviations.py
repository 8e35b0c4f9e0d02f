"""Abbreviations, each in its context only: `M.` before a name or a title, `p.` before a number."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.lexicon import Lexicon
from audiobrief.speech.patterns import (
    ABBREVIATION_START,
    APOSTROPHE,
    CAPITALS,
    DIGITS,
    GAP,
    LOWER,
    LOWERS,
    MONTHS,
    SPACE,
    SPACES,
    UPPER,
    WORD_END,
    WORD_LETTER,
    WORD_START,
    match_any,
)
from audiobrief.speech.rule import Context, Piece, Rule, Said, keep_full_stop, say_constant

_NAME_FOLLOWS = rf"""
    (?=
      (?:{GAP}[»”\"])?{SPACE}+                                # Dr », Dr
        (?:(?:de|du|des|de\sla)\s|(?:de\sl|d){APOSTROPHE})? # bd de la, bd d’
        {UPPER}                                               # Roux
      |-{UPPER}                                               # St-Paul
      |{SPACE}du{SPACE}\d{{1,2}}[\s-](?:{UPPER}|{"|".join(MONTHS)})  # bd du 8-Mai
    )
"""
_TITLE_FOLLOWS = rf"""
    (?=
      {UPPER}[{LOWERS}’']{{2}}                                # MmeRoux
      |{SPACE}+
        (?:{UPPER}                                            # M. Roux
        |l(?:a|e|es)\s|l{APOSTROPHE}|d{APOSTROPHE}{UPPER}     # M. le maire, M. d’Ys
        |(?:de|du|des|von|van)\s(?:la\s)?{UPPER}              # M. de la Halle
        |(?:et|ou)\s(?:M|Dr|Mgr))                             # M. et Mme
    )
"""
_DIGIT_FOLLOWS = rf"""
    (?=
      {SPACE}*
        (?:\d                                                 # p. 12
        |[IVXLC]+\b                                           # t. IV
        |[LRDA]\.?{GAP}\d)                                    # art. L. 121
    )
"""
_PUBLISHER_FOLLOWS = rf"(?={SPACE}(?:(?:du|de\sla|des|de\sl{APOSTROPHE}|de|d{APOSTROPHE}){GAP})?{UPPER})"
_LETTER_FOLLOWS = rf"(?={SPACE}[A-Z]\d{{0,3}}{WORD_END})"
_PHRASE_ENDS = r"(?=\s*(?:$|[,;:.!?)»]))"
# `M.` is no title in these names: M. Pokora, M. Night Shyamalan.
_FIRST_NAME_FOLLOWS = lazy_regex(rf"{SPACE}(?:Pokora\b|Night\s)")
# `Mes Roux et Petit` are lawyers, `Mes amis` are not.
_TWO_NAMES_FOLLOW = lazy_regex(rf"{SPACE}(?:{UPPER}[\w’-]+{SPACE}){{1,2}}et{SPACE}{UPPER}")
_ORDINAL_BEFORE = lazy_regex(r"(?:\d|\b[IVX][IVXL]*)(?:er|re|nd|nde|e|i?[eè]me|ᵉ)\s$")
_ONE_BEFORE = lazy_regex(rf"(?<![\d.,])1{SPACE}$")
# `p. 12 et s.`; after other words what follows is masculine: « les articles neuf et suivants ».
_PAGE_BEFORE = lazy_regex(r"\b(?:pp?\.|pages?)\s?\d{1,4}\s$")
# `5, pl. d’Italie` is an address, `5 pl. de parking` is none.
_SQUARE_FOLLOWS = lazy_regex(rf"{SPACE}(?:d[’']|de\sla\s|de\sl[’']|du\s|des\s|de\s)?{UPPER}")
# The mark of the plural, in the first word that has one.
_PLURAL_MARK = lazy_regex(r"s\b|(?<=eau)x\b")
# `amendements identiques, nos 420, 421 et 423`; but `nos 12 amis`.
_NUMBERS_FOLLOW = lazy_regex(r"\s\d+(?:[.-]\d+)*(?:,\s|\s(?:et|à|ou)\s)\d")
# `Les art. 9 et 10` are « les articles neuf et dix ».
_PLURAL_BEFORE = {"les", "des", "aux", "ces"}
_LENGTH_BEFORE = lazy_regex(r"(?:\d\s?[kdcm]?m|\b(?:kilo|déci|centi|milli)?mètres?)\sde\s$")
# Ranks, times and scores, by which a code in brackets is that of a competitor's nation.
_RESULT = lazy_regex(r"(?<!\w)b\.\s|(?<![\w.])\d{1,2}\.\s|\d[\"'’″]|\b\d-\d\b")
# Abbreviations that are words too, and words that begin a sentence but no name.
_ALSO_WORDS = {"cap.", "prof.", "col."}
_OPENERS = {"il", "elle", "ils", "elles", "on", "nous", "vous", "tout", "un", "une", "ce", "cette", "mais", "et"}
_PLAYER_BEFORE = lazy_regex(rf"(?:{UPPER}[\w’'-]+|\))\s$")
_INITIAL_BEFORE = lazy_regex(rf"(?<!\w){UPPER}\.\s?$")
# Where `ch. 12` is a room, or part of a court.
_ROOM = lazy_regex(
    r"(?i)\b(?:hôtels?|hôpital|clinique|ehpad|auberge|chambres?|pension|internat|étage|[ée]t\.|patiente?s?|cour|tribunal|pôle|CA|CAA|TGI)\b"
)
# Where `3 p.` are rooms.
_FLAT = lazy_regex(r"(?i)\b(?:appt?s?\.?|appart(?:ements?)?|immeubles?|duplex|studios?|loyer|charges)\b")
_COMPASS = {"N": "nord", "S": "sud", "E": "est", "O": "ouest"}
# The chambers of the Court of cassation, before the date of a decision.
_CHAMBERS = {"Soc": "chambre sociale", "Com": "chambre commerciale", "Civ": "chambre civile"}
_PARTICLES = {"De", "Des", "Du", "La", "Le"}
# These are read so only because of what follows: their full stop ends no sentence.
_NEVER_LAST = {"before_publisher", "before_letter"}


def _find_said(match: re.Match[str], context: Context, place: str) -> tuple[str, str]:
    """The abbreviation as the lexicon writes it, whatever its spaces in the text, and what is said for it."""
    written = " ".join(match["short"].split())
    return written, context.lexicon.abbreviations[place][written]


def _say_anywhere(match: re.Match[str], context: Context) -> Said:
    return _say_entry(match, context, "anywhere")


def _say_before_publisher(match: re.Match[str], context: Context) -> Said:
    """`éd. du Seuil`."""
    return _say_entry(match, context, "before_publisher")


def _say_before_letter(match: re.Match[str], context: Context) -> Said:
    """`bât. C`."""
    return _say_entry(match, context, "before_letter")


def _say_after_noun(match: re.Match[str], context: Context) -> Said:
    """`deux ans min.`; `une pizza mini` has no number."""
    if match["short"] == "mini" and not re.search(r"\d", context.get_text_before(match.start(), 20)):
        return None
    return _say_entry(match, context, "after_noun")


def _say_after_length(match: re.Match[str], context: Context) -> Said:
    """`3 m de larg.`; `un salaire de prof.` is no length."""
    if not _LENGTH_BEFORE.search(context.get_text_before(match.start(), 24)):
        return None
    return _say_entry(match, context, "after_length")


def _say_after_ordinal(match: re.Match[str], context: Context) -> Said:
    """`la 3e éd.`"""
    if not _ORDINAL_BEFORE.search(context.get_text_before(match.start(), 8)):
        return None
    return _say_entry(match, context, "after_ordinal")


def _say_entry(match: re.Match[str], context: Context, place: str) -> Said:
    written, said = _find_said(match, context, place)
    if written.isupper() and context.text[match.start() - 1 : match.start()] == "-":
        # FCAP-SVP
        return None
    if place not in _NEVER_LAST and not written.lower().startswith(("coll", "trad")):
        said += keep_full_stop(match, context)
    return [Piece(*match.span(), said, entry=written)]


def _say_title(match: re.Match[str], context: Context) -> Said:
    """`M. Roux`, `Mme la maire`."""
    written, said = _find_said(match, context, "before_title")
    if written == "M." and context.find_word_before(match.start()) in context.lexicon.abbreviations["before_title"]:
        # Mme M. Petit
        return None
    if written == "M." and _INITIAL_BEFORE.search(context.get_text_before(match.start(), 4)):
        # S. M. Roux
        return None
    if written == "M." and _FIRST_NAME_FOLLOWS.match(context.text, match.end()):
        return None
    return [Piece(*match.span(), said + _part_from_word(match, context), entry=written)]


def _part_from_word(match: re.Match[str], context: Context) -> str:
    """A space, unless one follows the abbreviation: `p.12`."""
    return "" if context.get_text_after(match.end(), 1).isspace() else " "


def _say_before_name(match: re.Match[str], context: Context) -> Said:
    """`Dr Roux`, `bd Foch`, `St-Paul`."""
    written, said = _find_said(match, context, "before_name")
    following = context.find_words_after(match.end(), 1)
    beside = {context.find_word_before(match.start()).lower(), following[0].lower() if following else ""}
    if written in ("Me", "Mes") and beside & context.lexicon.english:
        return None
    if written == "Mes" and not _TWO_NAMES_FOLLOW.match(context.text, match.end()):
        return None
    if written == "Mal" and context.find_word_before(match.start()).lower() not in ("le", "du", "au", "général"):
        return None
    if written in _ALSO_WORDS and following and following[0].lower() in _OPENERS:
        # « de pied en cap. Tout », « un salaire de prof. Il »
        return None
    if written.startswith("St") and context.text.startswith("-", match.end()):
        said = said.capitalize()
    return [Piece(*match.span(), said, entry=written)]


def _say_before_digit(match: re.Match[str], context: Context) -> Said:
    """`p. 12`, `n° 3`, `les art. 9 et 10`."""
    written, said = _find_said(match, context, "before_digit")
    before = context.find_word_before(match.start()).lower()
    several = before in _PLURAL_BEFORE
    listed = _NUMBERS_FOLLOW.match(context.text, match.end()) and (not before or before.endswith("s"))
    if written.lower() == "nos" and not several and not listed:
        return None
    if written == "ch." and context.find_once(_ROOM):
        said = "chambre"
    if several and said in context.lexicon.words["plural_before_numbers"]:
        said += "s"
    return [Piece(*match.span(), said + _part_from_word(match, context), entry=written)]


def _say_after_number(match: re.Match[str], context: Context) -> Said:
    """`3 vol.`: volumes; `1 vol.`: volume."""
    if match["short"] == "p." and context.find_once(_FLAT):
        one = _ONE_BEFORE.search(context.get_text_before(match.start(), 4))
        return f"pièce{'' if one else 's'}{keep_full_stop(match, context)}"
    if match["short"] == "pl." and _SQUARE_FOLLOWS.match(context.text, match.end()):
        return None
    _, said = _find_said(match, context, "after_number")
    if _ONE_BEFORE.search(context.get_text_before(match.start(), 4)):
        said = _PLURAL_MARK.sub("", said, count=1)
    if said == "et suivants" and _PAGE_BEFORE.search(context.get_text_before(match.start(), 16)):
        said = "et suivantes"
    return said + keep_full_stop(match, context)


def _say_extremes(match: re.Match[str], context: Context) -> Said:
    """`les températures min.`, `les max. iront`: minimal and maximal ones."""
    return "minimales" if match["short"].startswith("min") else "maximales"


def _say_before_christ(match: re.Match[str], context: Context) -> Said:
    """`av. J.-C.`, `ap. JC`, `Avant J. C.`"""
    when = "après" if match["when"].lower().startswith("ap") else "avant"
    said = when.capitalize() if match["when"][0].isupper() else when
    return f"{said} Jésus-Christ{keep_full_stop(match, context)}"


def _say_christ(match: re.Match[str], context: Context) -> Said:
    """`J.-C.`, unless it is the first name of somebody: `J.-C. Morin`."""
    if re.match(rf"{SPACE}{UPPER}", context.get_text_after(match.end(), 2)):
        return None
    return f"Jésus-Christ{keep_full_stop(match, context)}"


def _say_all_caps_title(match: re.Match[str], context: Context) -> Said:
    """`MME ROUX ÉLUE`: titles are in capitals with their line."""
    if not context.is_all_caps(match.start()):
        return None
    short = match["short"].capitalize()
    abbreviations = context.lexicon.abbreviations
    return abbreviations["before_title"].get(short) or abbreviations["before_name"].get(short)


def _say_beats(match: re.Match[str], context: Context) -> Said:
    """`Nadal b. Federer`: between two players."""
    return "bat" if _PLAYER_BEFORE.search(context.get_text_before(match.start(), 40)) else None


def _say_wind(match: re.Match[str], context: Context) -> Said:
    """`vent de NNE`: the points of the compass."""
    return "-".join(_COMPASS[point] for point in match["points"])


def _say_initials(match: re.Match[str], context: Context) -> Said:
    """`George W. Bush`, `J. K. Rowling`: letters, and no full stop that would make a voice pause."""
    following = context.find_words_after(match.end(), 2)
    plain = bool(following) and following[0].lower() in context.lexicon.words["plain_words"]
    if plain and not _is_surname(following, context.find_word_before(match.start()), context):
        return None
    return [Piece(match.start(), match.end(), re.sub(r"[^\w]", "", match[0]), "letters")]


def _is_surname(following: list[str], before: str, context: Context) -> bool:
    """Whether words after an initial are a name with its article (`J. Le Goff`): after a noun or a name, the initial
    is part of that and ends its sentence (`le plan B. Le Premier ministre`)."""
    named = len(following) > 1 and following[0] in _PARTICLES and following[1][:1].isupper()
    linked = any(before.lower() in context.lexicon.words[table] for table in ("plain_words", "openers"))
    return named and (not before or linked)


def _say_nation(match: re.Match[str], context: Context) -> Said:
    """`1. Pogacar (SLO), 2. Evenepoel (BEL)`: in results; `la Coupe d’Afrique des nations (CAN)` is no country."""
    name = context.find_word_before(match.start() - 1)
    results = len(context.find_once(match.re)) > 1 or context.find_once(_RESULT)
    if not name[:1].isupper() or not results:
        return None
    return _find_said(match, context, "nations")[1]


def _match_short(lexicon: Lexicon, place: str) -> str:
    """A group for the abbreviations that are read in `place`."""
    return f"(?P<short>{match_any(lexicon.abbreviations[place])})"


def _get_first_words(lexicon: Lexicon, place: str) -> tuple[str, ...]:
    """What a text must hold if an abbreviation of `place` is in it: up to a space, which may be of any width."""
    return tuple(sorted({word for written in lexicon.abbreviations[place] for word in written.split()[:1]}))


def build_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """The rules for the abbreviations of `lexicon`."""
    return (
        Rule(
            "abbreviation",
            lazy_regex(
                rf"""
                {WORD_START}(?P<when>[Aa]v(?:ant)?|[Aa]pr?(?:ès)?)\.?{GAP}
                J\.?[{SPACES}-]?C(?:\.|{WORD_END})                              # av. J.-C.
                """,
                re.X,
            ),
            _say_before_christ,
            needs=frozenset("J"),
        ),
        Rule(
            "abbreviation",
            # Chalon s/Saône, CHALON S/ SAONE
            lazy_regex(
                rf"(?<={LOWER})[\s-](?:s/-?{GAP}|S/{GAP})(?={UPPER}{LOWER})|(?<={UPPER}{{3}})[\s-][Ss]/-?{GAP}(?={UPPER}{{3}})"
            ),
            say_constant("-sur-"),
            needs=frozenset("/"),
        ),
        Rule(
            "abbreviation",
            # les températures max. iront
            lazy_regex(rf"(?<=es\s)(?P<short>min\.|max\.)(?=\s{LOWER})"),
            _say_extremes,
            needs=frozenset("m"),
        ),
        Rule(
            "abbreviation",
            # le min. de l’Intérieur
            lazy_regex(r"(?<=\b[Ll]e\s)(?P<short>min\.)(?=\s(?:d[eu]s?|d[’'])\b)"),
            say_constant("ministère"),
            needs=frozenset("m"),
        ),
        Rule(
            "abbreviation",
            # 20 € par pers.
            lazy_regex(r"(?<=\bpar\s)(?P<short>pers\.|hab\.|sem\.)"),
            lambda match, context: context.lexicon.denominators[match["short"]] + keep_full_stop(match, context),
            needs_any=("pers.", "hab.", "sem."),
        ),
        Rule(
            "abbreviation",
            # un séjour s/jardin
            lazy_regex(rf"(?<={LOWER}\s|[.,)]\s)s/(?=(?:cour|jardin|rue|terrasse|mer|parc|sol|plan|piscine)\b)"),
            say_constant("sur "),
            needs=frozenset("/"),
        ),
        Rule(
            "abbreviation",
            # 35 p. 100
            lazy_regex(rf"(?<=\d{SPACE})p\.{GAP}100(?!\w)"),
            say_constant("pour cent"),
            needs_any=("p.",),
            has_digits=True,
        ),
        Rule(
            "abbreviation",
            lazy_regex(rf"(?<=\d{SPACE}){_match_short(lexicon, 'after_number')}{WORD_END}"),
            _say_after_number,
            needs=DIGITS,
            needs_any=_get_first_words(lexicon, "after_number"),
        ),
        Rule(
            "abbreviation",
            lazy_regex(rf"{ABBREVIATION_START}{_match_short(lexicon, 'anywhere')}{WORD_END}"),
            _say_anywhere,
            needs_any=_get_first_words(lexicon, "anywhere"),
        ),
        Rule(
            "abbreviation",
            lazy_regex(rf"{ABBREVIATION_START}{_match_short(lexicon, 'before_digit')}{_DIGIT_FOLLOWS}", re.X),
            _say_before_digit,
            needs_any=_get_first_words(lexicon, "before_digit"),
        ),
        Rule(
            "abbreviation",
            # min. -3°, max. 7 °C
            lazy_regex(rf"\b(?P<short>m(?:in|ax))\.(?={GAP}[-−]?\d{{1,2}}{GAP}°)"),
            lambda match, context: f"{match['short']}imum",
            needs=frozenset("°"),
            has_digits=True,
        ),
        Rule(
            "abbreviation",
            # n°BPC
            lazy_regex(rf"{ABBREVIATION_START}[nN][°º](?={UPPER})"),
            say_constant("numéro "),
            needs=frozenset("°º"),
        ),
        Rule(
            "abbreviation",
            lazy_regex(rf"{ABBREVIATION_START}{_match_short(lexicon, 'after_ordinal')}{WORD_END}"),
            _say_after_ordinal,
            needs_any=_get_first_words(lexicon, "after_ordinal"),
        ),
        Rule(
            "abbreviation",
            lazy_regex(rf"{ABBREVIATION_START}{_match_short(lexicon, 'before_publisher')}{_PUBLISHER_FOLLOWS}"),
            _say_before_publisher,
            needs_any=_get_first_words(lexicon, "before_publisher"),
        ),
        Rule(
            "abbreviation",
            lazy_regex(rf"{ABBREVIATION_START}{_match_short(lexicon, 'before_letter')}{_LETTER_FOLLOWS}"),
            _say_before_letter,
            needs_any=_get_first_words(lexicon, "before_letter"),
        ),
        Rule(
            "abbreviation",
            lazy_regex(
                rf"(?:(?<={WORD_LETTER}{SPACE})|(?<={WORD_LETTER}\.{SPACE}))"
                rf"{_match_short(lexicon, 'after_noun')}{_PHRASE_ENDS}"
            ),
            _say_after_noun,
            needs_any=_get_first_words(lexicon, "after_noun"),
        ),
        Rule(
            "abbreviation",
            # 3 m de larg.
            lazy_regex(rf"(?<=\sde\s){_match_short(lexicon, 'after_length')}{WORD_END}"),
            _say_after_length,
            needs_any=_get_first_words(lexicon, "after_length"),
        ),
        Rule(
            "abbreviation",
            lazy_regex(rf"{ABBREVIATION_START}J\.[\s-]?C\.?{WORD_END}"),
            _say_christ,
            needs=frozenset("J"),
        ),
        Rule(
            "abbreviation",
            # Wall St.: after a name and before no other
            lazy_regex(rf"(?<=[a-z]\s)St\.(?![\s-]?{UPPER})"),
            say_constant("Street"),
            needs=frozenset("S"),
        ),
        Rule(
            "abbreviation",
            # (v. 1145), mort ca 1210
            lazy_regex(r"(?<![\w.])(?:v\.|ca\.?|c\.)(?=\s1?\d{3}(?![\d.,]\d|\w))"),
            say_constant("vers"),
            needs_any=("v.", "ca", "c."),
            has_digits=True,
        ),
        Rule(
            "abbreviation",
            # vent de NNE, secteur SO
            lazy_regex(
                r"(?i:(?<=\bvent\s)|(?<=\bvents\s)|(?<=\bvent\sde\s)|(?<=\bsecteur\s)|(?<=\bflux\sde\s))"
                r"(?P<points>[NS](?:[NS]?[EO])?|[EO](?:[NS][EO])?)(?![\w.’'])"
            ),
            _say_wind,
            needs_any=("vent", "secteur", "flux"),
        ),
        Rule(
            "abbreviation",
            # Nadal (ESP) b. Federer (SUI), Pogacar (SLO/UAE)
            lazy_regex(rf"(?<=[\w.]\s\(){_match_short(lexicon, 'nations')}(?=[)/])"),
            _say_nation,
            needs_any=_get_first_words(lexicon, "nations"),
        ),
        Rule(
            "abbreviation",
            # Nadal (ESP) b. Federer
            lazy_regex(rf"(?<=[\w)]\s)b\.(?=\s{UPPER}{LOWER})"),
            _say_beats,
            needs_any=("b.",),
        ),
        Rule(
            "abbreviation",
            # le P. Martin
            lazy_regex(rf"(?<=\b[Ll]e\s)P\.(?=\s{UPPER}{LOWER})"),
            say_constant("père"),
            needs_any=("P.",),
        ),
        Rule(
            "abbreviation",
            # S. M. Élisabeth II
            lazy_regex(rf"(?<![\w.])S\.{GAP}M\.(?=\s(?P<name>{UPPER}{LOWER}+))"),
            lambda match, context: "Sa Majesté" if match["name"] in context.lexicon.words["sovereigns"] else None,
            needs_any=("S.",),
        ),
        Rule(
            "abbreviation",
            # Soc., 31 janvier 2018
            lazy_regex(r"(?<!\w)(?P<short>Soc|Com|Civ)\.(?=,\s\d{1,2}(?:er)?\s)"),
            lambda match, context: _CHAMBERS[match["short"]],
            needs_any=("Soc.", "Com.", "Civ."),
            has_digits=True,
        ),
        Rule(
            "courtesy",
            lazy_regex(rf"(?<![\w.-])(?P<short>MME|MLLE|MMES|MGR|DR|PR|ME)(?=\s{UPPER}{{2}})"),
            _say_all_caps_title,
            needs=frozenset("MDP"),
        ),
        Rule(
            "courtesy",
            lazy_regex(rf"(?<![\w.-]){_match_short(lexicon, 'before_title')}{_TITLE_FOLLOWS}", re.X),
            _say_title,
            needs_any=_get_first_words(lexicon, "before_title"),
        ),
        Rule(
            "abbreviation",
            lazy_regex(rf"{ABBREVIATION_START}{_match_short(lexicon, 'before_name')}{_NAME_FOLLOWS}", re.X),
            _say_before_name,
            needs_any=_get_first_words(lexicon, "before_name"),
        ),
        Rule(
            "initial",
            lazy_regex(
                rf"""
                (?<![\w.’'])(?<!{UPPER}\s)
                {UPPER}\.(?:[{SPACES}-]?{UPPER}\.){{0,3}}                       # W., J. K., J.-C.
                (?={SPACE}{UPPER}[\w’'])
                """,
                re.X,
            ),
            _say_initials,
            needs=CAPITALS,
        ),
    )
