"""Parts of an article that are not read aloud: icons, note marks, photo credits, markup."""

import re
from unicodedata import combining, normalize

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.lexicon import Lexicon
from audiobrief.speech.patterns import LOWER, UPPER, UPPERS, WORD_LETTER, match_any
from audiobrief.speech.rule import Context, Piece, Rule, Said, say_constant

# Pictographs, dingbats, arrows, enclosed marks, flags.
_ICON = (
    "[\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
# What joins icons, or chooses how they are drawn.
_JOINER = "[\ufe00-\ufe0f\u200d\u20e3]"
# The spaces before what is not read; bounded, so that a page of spaces is searched once.
_LEADING_SPACES = r"(?:(?<!\s)\s{1,40})?"
# The beginning of the text, or of a sentence.
_SENTENCE_START = r"(?:^|(?<=[.!?…»”])\s+)"
# After what is lent, a bank or a tax: `(crédit d’impôt)`, `(Crédit agricole)`.
_OF_MONEY = (
    r"(?!\s(?:d[’'eu]|à\s|agricole|mutuel|lyonnais|suisse|foncier|municipal|coopératif|immobilier|bancaire|revolving|"
    r"logement|conso|vert))"
)
# A photographer.
_NAMES = rf"(?:{UPPER}[\w’'-]+\.?(?:\s|(?=\s?/)|\.?\s*$)){{1,4}}"
_SUPERSCRIPT = "[¹²³⁰⁴-⁹]"
_LETTER = r"[^\W\d_²³¹⁰-⁹]"
# What is not read in brackets.
_SILENT_IN_BRACKETS = lazy_regex(
    r"""
    sic\s?[!?]?
    |réf\.\snécessaire|citation\sneeded
    |note\s\d+|[a-z]
    |(?:lire|voir)\s(?:p\.|page|pp\.).*
    """,
    re.X | re.I,
)

# What is no note, though it has no letters: `[3,2 %]`.
_FIGURES = lazy_regex(r"\d\s?[%°€$]|\d[,.]\d|[<>=]|(?:^|,\s?)[-−]\d")


def _say_brackets(match: re.Match[str], context: Context) -> Said:
    """`[1]`, `[sic]`, `[note 3]`: nothing; other words in brackets are read."""
    inside = match[1]
    if _FIGURES.search(inside):
        # (34 [3,2 %])
        return [Piece(match.start(), match.start(1), " "), Piece(match.end() - 1, match.end(), "")]
    if not any(letter.isalpha() for letter in inside) or _SILENT_IN_BRACKETS.fullmatch(inside):
        return ""
    return None


def _drop_note_mark(match: re.Match[str], context: Context) -> Said:
    """A superscript digit after a word marks a note, unless the two are a unit: `km²`."""
    return None if match[0] in context.lexicon.units else [Piece(match.start("mark"), match.end(), "")]


def _compose_letter(match: re.Match[str], context: Context) -> Said:
    """A letter and its combining marks as one letter; marks beyond what one French letter can carry are noise."""
    composed = normalize("NFC", match[0][:3])
    return "".join(mark for mark in composed if not combining(mark))


# Before addresses, which may stand in them.
TAGS = (
    Rule(
        "tag",
        # separates words
        lazy_regex(r"</?(?:br|div|p|li|ul|ol|h[1-6]|tr|td|blockquote)(?:\s[^<>]{0,400})?/?>", re.I),
        say_constant(" "),
        needs=frozenset("<"),
    ),
    Rule(
        "tag",
        # inside a line
        lazy_regex(r"</?(?:a|b|em|i|img|small|span|strong|sub|sup|u)(?:\s[^<>]{0,400})?/?>", re.I),
        say_constant(""),
        needs=frozenset("<"),
    ),
)


def build_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """The rules, which know the photo agencies of `lexicon`."""
    agency = f"(?:{match_any(lexicon.words['photo_agencies'])})"
    return (
        Rule(
            "photo-credit",
            lazy_regex(
                rf"""
                {_LEADING_SPACES}[(\[]
                  (?:(?:crédits?{_OF_MONEY}|photos?|ph\.|images?|illustration|dessin|infographie|vidéo|©|archives?)
                      (?=[\s:/©])[^()\[\]]{{0,120}}                       # (photo Jean Roux)
                    |©[^()\[\]]{{0,120}})                                 # [© AFP]
                  [)\]]
                |{_LEADING_SPACES}©\s?[^.;:!?()\n]{{1,60}}(?=$|\n)        # © Jean Roux, at the end of a line
                """,
                re.X | re.I,
            ),
            say_constant(""),
            needs=frozenset("([©"),
        ),
        Rule(
            "photo-credit",
            lazy_regex(
                rf"""
                {_SENTENCE_START}
                (?:Crédits?(?:\sphotos?)?\s?[:/©]|Photos?\s?[:/©]|©|\(c\))   # Crédit photo : Jean Roux
                \s?[^.!?\n]{{1,80}}\.?\s*$
                """,
                re.X | re.I,
            ),
            say_constant(""),
        ),
        Rule(
            "photo-credit",
            # Jean Roux / AFP
            lazy_regex(rf"{_SENTENCE_START}(?:{_NAMES}\s?/\s?{agency}|{agency}\s?/\s?{_NAMES})\.?\s*$"),
            say_constant(""),
            needs=frozenset("/"),
        ),
        Rule(
            "ellipsis-brackets",
            # [...]
            lazy_regex(rf"{_LEADING_SPACES}[(\[](?:…|\.\.\.)[)\]]"),
            say_constant(""),
            needs=frozenset("(["),
        ),
        Rule(
            "edit-link",
            # [modifier | modifier le code]
            lazy_regex(r"(?:(?<!\s)\s)?\[\s?modifier(?:\s?\|\s?modifier\sle\s(?:wiki)?code)?\s?\]", re.I),
            say_constant(""),
            needs=frozenset("["),
        ),
        Rule(
            "stage-direction",
            # [Musique], [INAUDIBLE 00:12:05]
            lazy_regex(
                r"""
                (?:(?<!\s)\s)?\[\s?
                (?:musiques?|applaudissements|rires?|silences?|soupirs?|inaudible|incompréhensible|bruits?|générique|jingle|toux)
                (?:\s[^\[\]\n]{1,24})?\s?\]
                """,
                re.X | re.I,
            ),
            say_constant(""),
            needs=frozenset("["),
        ),
        Rule("note-mark", lazy_regex(r"\s?\[([^\[\]\n]{0,24})\]"), _say_brackets, needs=frozenset("[")),
        Rule(
            "note-mark",
            lazy_regex(
                rf"""
                (?:(?<=\b{LOWER}{{3}})|(?<={LOWER}{{4}}))\s\([1-9]\)(?!(?:\set\s|\sou\s|,\s)\()   # mot (1)
                |(?<=[»”])\s\([1-9]\)
                |^\([1-9]\)\s(?=[{UPPERS}«])                                                           # (1) Note
                """,
                re.X,
            ),
            say_constant(""),
            needs=frozenset("("),
            has_digits=True,
        ),
        Rule(
            "shortcode",
            lazy_regex(r"\[/?(?:caption|embed|gallery|video|audio)\b[^\[\]]{0,300}\]"),
            say_constant(" "),
            needs=frozenset("["),
        ),
        # ====
        Rule("separator", lazy_regex(r"([=~+*_#-])\1{3,}"), say_constant(" "), needs=frozenset("=~+*_#-")),
        Rule(
            "note-mark",
            lazy_regex(
                rf"""
                (?<![\w/.])
                (?:{_LETTER}{{4,40}}[.,»’]?|{_LETTER}{{2,3}}[.,»’])      # halle², mot.²
                (?P<mark>{_SUPERSCRIPT}+)
                (?![\w/])
                """,
                re.X,
            ),
            _drop_note_mark,
            needs=frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹"),
        ),
        Rule("bullet", lazy_regex(r"^\s*(?:[•‣▪◦·∙*]\s+){1,9}"), say_constant(""), needs=frozenset("•‣▪◦·∙*")),
        Rule(
            "icon",
            lazy_regex(rf"{_LEADING_SPACES}{_ICON}(?:{_ICON}|{_JOINER}|\s(?={_ICON}))*{_JOINER}*"),
            say_constant(" "),
        ),
        # La loi^1
        Rule(
            "note-mark",
            lazy_regex(rf"(?<={LOWER}{{3}})\^\d{{1,2}}(?!\w)"),
            say_constant(""),
            needs=frozenset("^"),
            has_digits=True,
        ),
        # (sic), (DR), (***)
        Rule(
            "sic",
            lazy_regex(r"(?:(?<!\s)\s)?\((?:sic\s?[!?]?|DR|\*{1,3})\)", re.I),
            say_constant(""),
            needs=frozenset("("),
        ),
        # les années 1980’s
        Rule(
            "plural",
            lazy_regex(r"(?<=\d0)['’]s\b"),
            say_constant(""),
            needs=frozenset("'’"),
            has_digits=True,
        ),
        Rule(
            "zero-width",
            lazy_regex("[\u20e3\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufe00-\ufe0f]+"),
            say_constant(""),
        ),
        Rule(
            "apostrophe",
            lazy_regex(
                rf"(?<={WORD_LETTER})[´`ʼ′](?=\w)|(?:(?<=\b[cdjlmnstCDJLMNST])|(?<=\b[Qq]u)|(?<=\b[aA]ujourd))‘(?=\w)"
            ),
            say_constant("’"),
            needs=frozenset("´`ʼ′‘"),
        ),
        Rule(
            "ligature",
            lazy_regex("[\ufb00-\ufb06]"),
            lambda match, context: normalize("NFKC", match[0]),
            needs=frozenset("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"),
        ),
        Rule(
            "combining",
            lazy_regex(f"{WORD_LETTER}?[\u0300-\u036f]+"),
            _compose_letter,
            needs=frozenset(map(chr, range(0x300, 0x370))),
        ),
    )
