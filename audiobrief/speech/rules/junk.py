"""What stands in an article but is not read aloud: icons, note marks, photo credits, markup."""

import re
from unicodedata import combining, normalize

from audiobrief.speech.lexicon import builtin
from audiobrief.speech.rule import Context, Piece, Rule, Said

# Pictographs, dingbats, arrows, enclosed marks, flags, with their joiners and variation selectors.
_ICON = (
    "[\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
_AGENCY = f"(?:{'|'.join(sorted(builtin().words['photo_agencies'], key=len, reverse=True))})"
_NAMES = r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]+\.?(?:\s|(?=\s?/)|\.?\s*$)){1,4}"
_JOINER = "[\ufe00-\ufe0f\u200d\u20e3]"


def _nothing(match: re.Match[str], context: Context) -> Said:
    return ""


def _space(match: re.Match[str], context: Context) -> Said:
    return " "


def _brackets(match: re.Match[str], context: Context) -> Said:
    inside = match[1]
    if not any(letter.isalpha() for letter in inside):
        return ""
    if re.fullmatch(
        r"(?i)sic ?[!?]?|réf\. nécessaire|citation needed|note \d+|[a-z]|(?:lire|voir) (?:p\.|page|pp\.).*", inside
    ):
        return ""
    return None


def _note_figure(match: re.Match[str], context: Context) -> Said:
    """A superscript figure behind a word is a note's, unless the two are a unit: `km²`."""
    return None if match[0] in context.lexicon.units else [Piece(match.start("mark"), match.end(), "")]


def _recompose(match: re.Match[str], context: Context) -> Said:
    # Beyond what one French letter can carry, marks are noise.
    composed = normalize("NFC", match[0][:3])
    return "".join(mark for mark in composed if not combining(mark))


# Before addresses, which stand in them.
TAGS = (
    Rule(
        "tag",
        re.compile(r"</?(?:br|div|p|li|ul|ol|h[1-6]|tr|td|blockquote)(?:\s[^<>]{0,400})?/?>", re.I),
        _space,
        needs=frozenset("<"),
    ),
    Rule(
        "tag",
        re.compile(r"</?(?:a|b|em|i|img|small|span|strong|sub|sup|u)(?:\s[^<>]{0,400})?/?>", re.I),
        _nothing,
        needs=frozenset("<"),
    ),
)

RULES = (
    Rule(
        "photo-credit",
        re.compile(
            r"(?:(?<!\s)\s{1,40})?[(\[](?:(?:crédits?|photos?|ph\.|images?|illustration|dessin|infographie|vidéo|©|archives?)"
            r"(?=[\s:/©])[^()\[\]]{0,120}|©[^()\[\]]{0,120})[)\]]|(?:(?<!\s)\s{1,40})?©\s?[^.;:!?()\n]{1,60}(?=$|\n)",
            re.I,
        ),
        _nothing,
        needs=frozenset("([©"),
    ),
    Rule(
        "photo-credit",
        re.compile(
            r"(?:^|(?<=[.!?…»”])\s+)(?:Crédits?(?: photos?)?\s?[:/©]|Photos?\s?[:/©]|©|\(c\))\s?[^.!?\n]{1,80}\.?\s*$",
            re.I,
        ),
        _nothing,
    ),
    Rule(
        "photo-credit",
        re.compile(rf"(?:^|(?<=[.!?…»”])\s+)(?:{_NAMES}\s?/\s?{_AGENCY}|{_AGENCY}\s?/\s?{_NAMES})\.?\s*$"),
        _nothing,
        needs=frozenset("/"),
    ),
    Rule(
        "ellipsis-brackets", re.compile(r"(?:(?<!\s)\s{1,40})?[(\[](?:…|\.\.\.)[)\]]"), _nothing, needs=frozenset("([")
    ),
    Rule("note-mark", re.compile(r"\s?\[([^\[\]\n]{0,24})\]"), _brackets, needs=frozenset("[")),
    Rule(
        "note-mark",
        re.compile(
            r"(?:(?<=\b[a-zà-ÿ]{3})|(?<=[a-zà-ÿ]{4}))\s\([1-9]\)(?!(?: et | ou |, )\()"
            r"|(?<=[»”])\s\([1-9]\)|^\([1-9]\)\s(?=[A-ZÀ-ÖØ-Þ«])"
        ),
        _nothing,
        needs=frozenset("("),
    ),
    Rule(
        "shortcode",
        re.compile(r"\[/?(?:caption|embed|gallery|video|audio)\b[^\[\]]{0,300}\]"),
        _space,
        needs=frozenset("["),
    ),
    Rule("rule-of-signs", re.compile(r"([=~+*_#-])\1{3,}"), _space, needs=frozenset("=~+*_#-")),
    Rule(
        "note-mark",
        re.compile(
            r"(?<![\w/.])(?:[^\W\d_²³¹⁰-⁹]{4,40}[.,»’]?|[^\W\d_²³¹⁰-⁹]{2,3}[.,»’])(?P<mark>[¹²³⁰⁴-⁹]+)(?![\w/])"
        ),
        _note_figure,
        needs=frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹"),
    ),
    Rule(
        "bullet",
        re.compile(r"^\s*(?:[•‣▪◦·∙*]\s+){1,9}"),
        _nothing,
        needs=frozenset("•‣▪◦·∙*"),
    ),
    Rule("icon", re.compile(rf"(?:(?<!\s)\s{{1,40}})?{_ICON}(?:{_ICON}|{_JOINER}|\s(?={_ICON}))*{_JOINER}*"), _space),
    Rule("sic", re.compile(r"(?:(?<!\s)\s)?\((?:sic ?[!?]?|DR|\*{1,3})\)", re.I), _nothing, needs=frozenset("(")),
    Rule("plural", re.compile(r"(?<=\d0)['’]s\b"), _nothing, needs=frozenset("'’")),
    Rule(
        "zero-width", re.compile("[\u20e3\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufe00-\ufe0f]+"), _nothing
    ),
    Rule(
        "apostrophe",
        re.compile(r"(?<=[^\W\d_])[´`ʼ′](?=\w)"),
        lambda match, context: "’",
        needs=frozenset("´`ʼ′"),
    ),
    Rule(
        "ligature",
        re.compile("[\ufb00-\ufb06]"),
        lambda match, context: normalize("NFKC", match[0]),
        needs=frozenset("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"),
    ),
    Rule(
        "combining",
        re.compile("[^\\W\\d_]?[\u0300-\u036f]+"),
        _recompose,
        needs=frozenset(map(chr, range(0x300, 0x370))),
    ),
)
