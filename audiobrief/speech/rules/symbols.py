"""Bare symbols left between words."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.gender import is_common_word
from audiobrief.speech.lexicon import Lexicon
from audiobrief.speech.numbers import say_digits, say_of
from audiobrief.speech.patterns import GAP, LOWER, MONTHS
from audiobrief.speech.rule import Context, Rule, Said, say_constant

_WORDS = {
    "&": "et", "+": "plus", "=": "égale", "@": "arobase", "%": "pour cent", "‰": "pour mille", "§": "paragraphe",
    "±": "plus ou moins", "≥": "supérieur ou égal à", "≤": "inférieur ou égal à", "≈": "environ", "≠": "différent de",
    "×": "fois", "÷": "divisé par", "−": "moins", "∞": "l’infini", "√": "racine de", "µ": "micro", "°": "degrés",
    "²": "au carré", "³": "au cube",
}  # fmt: skip
_SILENT = "*_#^~|\\<>{}[]©®™¤¦¬¨´`¸†‡•/⁄→←↑↓¹⁰⁴⁵⁶⁷⁸⁹⁻⁺ªº"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT = "[⁰¹²³⁴-⁹]"
_FROM_SUPERSCRIPT = str.maketrans(_SUPERSCRIPTS, "0123456789")
# Words quoted inside a quotation: `+gilets jaunes+`
_QUOTE_OPENS = lazy_regex(r"\+[^\W\d_]")
_QUOTE_CLOSES = lazy_regex(r"(?<![\w+])\+[^\W\d_][^+]{1,200}\+$")
# One of them: `le €`, `l’€`.
_SINGULAR_BEFORE = lazy_regex(r"(?i)\b(?:le|la|du|au|une?|ce|cette|(?P<elided>[ld][’']))$")
_VERB_BEFORE = lazy_regex(r"(?i)\b(?:ils?|elles?|on|qui|cela|ça|n(?:e\s|[’']))\s?[^\W\d_]+\s$")
_VERB_ENDING = lazy_regex(r"(?:ent|ont|ait|aient|er|ir|oir|re|int|it|se|gne|te|de|ne|che|ve|que)$")
# How each sign is said before an amount, and between two.
_COMPARISONS = {
    "<": ("moins de ", "inférieur à "),
    ">": ("plus de ", "supérieur à "),
    "≤": ("au plus ", "inférieur ou égal à "),
    "≥": ("au moins ", "supérieur ou égal à "),
}


def _say_symbol(match: re.Match[str], context: Context) -> Said:
    """`A & B`, `le $ monte`, `des €`."""
    symbol = match[0].strip()
    if symbol in _WORDS:
        return f" {_WORDS[symbol]} "
    currency = context.lexicon.currencies[symbol]
    one = _SINGULAR_BEFORE.search(context.text, max(0, match.start() - 6), match.start())
    if one:
        return f"{'' if one['elided'] else ' '}{currency.one} "
    return f" {currency.many} "


def _say_nothing(match: re.Match[str], context: Context) -> Said:
    """Nothing, or a space where the mark alone separates two words."""
    before, after = context.text[match.start() - 1 : match.start()], context.get_text_after(match.end(), 1)
    return " " if (before.isalnum() and after.isalnum()) or {"/", "|"} & {*match[0]} else ""


def _say_comparison(match: re.Match[str], context: Context) -> Said:
    """`< 5 %`: fewer than; after a noun, `de moins de`; between two numbers or names, `inférieur à`."""
    said, between = _COMPARISONS[match["sign"] or match["between"]]
    if match["between"]:
        return f"{'supérieur' if match['between'] == '>' else 'inférieur'} à"
    written = context.find_word_before(match.start())
    before = written.lower()
    if (
        len(before) == 1
        or written == "pH"
        or written.isupper()
        or re.search(r"\d\s?$", context.get_text_before(match.start(), 2))
    ):
        return between
    if before in context.lexicon.words["copulas"]:
        return between
    after_verb = _VERB_BEFORE.search(context.text, max(0, match.start() - 40), match.start()) or _looks_like_verb(
        before
    )
    after_noun = before and not after_verb and before not in context.lexicon.words["before_comparison"]
    return say_of(said) if after_noun else said


def _looks_like_verb(word: str) -> bool:
    """Whether a word ends as verbs do (`dépassent`, `payer`, `atteint`) and is no noun."""
    return _VERB_ENDING.search(word) is not None and not is_common_word(word)


def _say_stars(match: re.Match[str], context: Context) -> Said:
    """`3*`: the stars of a hotel."""
    return f" étoile{'' if context.text[match.start() - 1] == '1' else 's'}"


def _say_inner_quote(match: re.Match[str], context: Context) -> Said:
    """Nothing for `+` around words that are quoted; `Canal+` keeps its name's."""
    if _QUOTE_OPENS.match(context.text, match.start()):
        return ""
    return "" if _QUOTE_CLOSES.search(context.text, max(0, match.start() - 200), match.end()) else None


def _say_power(match: re.Match[str], context: Context) -> Said:
    """`10⁶`: ten to the sixth."""
    sign = "moins " if match[0].startswith("⁻") else ""
    return f" puissance {sign}{say_digits(match[0].lstrip('⁻').translate(_FROM_SUPERSCRIPT))}"


def build_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """The rules, which say the currencies of `lexicon` where no amount stands beside their symbols."""
    currencies = {symbol for symbol in lexicon.currencies if len(symbol) == 1 and not symbol.isalnum()}
    said = frozenset(_WORDS) | currencies
    return (
        Rule(
            "symbol",
            # 10⁶, 10⁻⁶; m² is left to the units
            lazy_regex(rf"(?<=\d)(?![²³](?!{_SUPERSCRIPT}))⁻?{_SUPERSCRIPT}+"),
            _say_power,
            needs=frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹"),
            has_digits=True,
        ),
        Rule(
            "minus",
            lazy_regex(
                r"""
                (?:(?<!\S)|(?<=\())[-−–]\s?
                  (?=\d+(?:[.,]\d+)?\s?(?:°|%|[^–—]{0,3}\)))            # - 5 %, (- 5)
                  (?![^–—]{0,80}\s[–—])                                 # but a thought between dashes
                |(?:(?<=\bde\s)|(?<=\bà\s))[-−–]\s?(?=\d+\s?(?:à|°)) # de - 5 à - 10
                |(?<=\s)[-−–]\s?(?=de\s\d)                             # - de 25 ans
                |(?<=m/)[-−](?=\d)                                       # +850 m/-850 m
                """,
                re.X,
            ),
            say_constant("moins "),
            needs=frozenset("-−–"),
            has_digits=True,
        ),
        # < 5 %, x > y
        Rule(
            "symbol",
            lazy_regex(rf"(?P<sign>[<>≤≥]){GAP}(?=[\d+-])|(?<=\b\w\s)(?P<between>[<>])(?=\s\w\b)"),
            _say_comparison,
            needs=frozenset("<>≤≥"),
        ),
        Rule(
            "symbol",
            # euros/an
            lazy_regex(rf"(?:(?<={LOWER}{{2}})|(?<=[²³]))/(?=(?:an|mois|semaine|personne)\b)"),
            say_constant(" par "),
            needs=frozenset("/"),
        ),
        # "les +gilets jaunes+": how agencies quote inside a quotation
        Rule(
            "symbol",
            lazy_regex(
                r"(?<![\w+])\+(?=[^\W\d_]{2})(?=[^+]{1,200}[\w.!?…»]\+(?![\w+]))"
                r"|(?<=[\w.!?…»])\+(?![\w+])(?<!\d\+)(?<=[^\W\d_.!?…»]\+)"
            ),
            _say_inner_quote,
            needs=frozenset("+"),
        ),
        # 4K @ 30
        Rule(
            "symbol",
            lazy_regex(r"(?<=[\dKk])\s?@\s?(?=\d)"),
            say_constant(" à "),
            needs=frozenset("@"),
            has_digits=True,
        ),
        # († 5 mai 1821), († 1821), († en 1821)
        Rule(
            "symbol",
            lazy_regex(
                rf"†{GAP}(?=(?P<day>\d{{1,2}}(?:er)?(?:/|\s(?:{'|'.join(MONTHS)})\b))|(?P<year>\d{{3,4}}(?![\w/]))|(?:le|en|vers|à)\s)"
            ),
            lambda match, context: f"mort {'le ' if match['day'] else 'en ' if match['year'] else ''}",
            needs=frozenset("†"),
        ),
        # 3*
        Rule(
            "symbol",
            lazy_regex(r"(?<=(?<!\d)[1-5])\*(?![\w*])"),
            _say_stars,
            needs=frozenset("*"),
            has_digits=True,
        ),
        # 12 € HT/mois
        Rule(
            "symbol",
            lazy_regex(r"(?:(?<=\bHT)|(?<=\bTTC))\s?/\s?(?=(?:an|mois|jour|heure|personne|unité|kg)\b)"),
            say_constant(" par "),
            needs=frozenset("/"),
        ),
        # 12 cm x 5 cm, 12 V x 2 A
        Rule(
            "multiple",
            lazy_regex(r"(?:(?<=[ckm]m)|(?<=\d\sm)|(?<=\dm)|(?<=po)|(?<=[\"”″’']))\s?[x×]\s?(?=\d)"),
            say_constant(" sur "),
            needs=frozenset("x×"),
            has_digits=True,
        ),
        Rule(
            "multiple",
            lazy_regex(r"(?<=[A-Za-zΩ])\s[x×]\s(?=\d)"),
            say_constant(" fois "),
            needs=frozenset("x×"),
            has_digits=True,
        ),
        # 120/km²
        Rule(
            "symbol",
            lazy_regex(
                r"(?<=\d)\s?/(?:(?=(?:[kcm]?m[²³]|ha|kg|jour|mois|an|semaine|personne)(?!\w))|(?P<short>min|mn|j|h|sem)(?!\w))"
            ),
            lambda match, context: f" par {context.lexicon.denominators[match['short']] if match['short'] else ''}",
            needs=frozenset("/"),
            has_digits=True,
        ),
        # un moule de 24 cm de Ø
        Rule("symbol", lazy_regex(r"(?<=\bde\s)Ø(?!\w|\s?\d)"), say_constant("diamètre"), needs=frozenset("Ø")),
        # C#
        Rule("symbol", lazy_regex(r"(?<=\b[CF])#(?!\w)"), say_constant(" dièse"), needs=frozenset("#")),
        # l’épisode #17
        Rule(
            "symbol",
            lazy_regex(r"(?<![\w#&])#(?=\d{1,3}(?!\w))"),
            say_constant("numéro "),
            needs=frozenset("#"),
            has_digits=True,
        ),
        Rule("symbol", lazy_regex(r"(?<!\S)#(?!\w)"), say_constant("dièse"), needs=frozenset("#")),
        Rule("symbol", lazy_regex(rf"\s?[{re.escape(''.join(sorted(said)))}]\s?"), _say_symbol, needs=said),
        Rule("symbol", lazy_regex(rf"[{re.escape(_SILENT)}]{{1,99}}"), _say_nothing, needs=frozenset(_SILENT)),
    )
