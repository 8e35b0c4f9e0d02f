"""Addresses of the web: sites, e-mail, social handles and hashtags.

Newsreaders say a site's name, « point », and its top-level domain: spelled when it is a country's (« f r »), as a word
when it can be said (« com »). The protocol, `www` and what follows a `?` or `#` are not said.
"""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import say_digits, say_version
from audiobrief.speech.patterns import LOWERS, SPACES, UPPER, UPPERS, WORD_START
from audiobrief.speech.rule import Context, Piece, Rule, Said
from audiobrief.speech.rules.acronyms import keep_letters

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
_TLD = (
    r"(?:com|net|org|info|fr|eu|be|ch|ca|de|uk|us|io|tv|re|gouv|paris|bzh|es|it|lu|mc|ma|tn|dz|sn|ci|edu|gov|int|mil|"
    r"blog|news|app|dev|ai|me|co|pt|nl|ru|ua|cn|jp|asso|radio|biz|qc|pf|nc|gp|mq|gf|yt|at|pl|se|no|dk|fi|ie|gr|tr)"
)
# In capitals, only those that are not words: `C’EST FINI.DE NUIT` lacks a space.
_TLD_IN_CAPITALS = r"(?:COM|NET|ORG|INFO|FR|EU|CH|UK|IO|TV|GOUV|BZH|LU|GOV|EDU|ASSO|BIZ)"
# What a text must hold if an address is in it.
_ENDINGS = ("://", *(f".{name}" for name in _TLD[3:-1].split("|")))
_HOST = rf"(?:{_LABEL}\.){{1,8}}(?:{_TLD}|{_TLD_IN_CAPITALS})(?![A-Za-z0-9]|\.s\b)"
# What follows the host, without the punctuation that ends it.
_PATH = rf"(?:/[^\s{SPACES}»”\"<>)\]]*[^\s{SPACES}»”\"<>)\].,;:!?…’'])?/?"
_FILE = r"(?:pdf|docx?|odt|xlsx?|csv|txt|md|html?|js|css|py|zip|exe|jpe?g|png|gif|svg|mp[34]|wav|epub|NET|net)"
_MARKS = {".": " point ", "-": " tiret ", "_": " tiret bas ", "/": " slash ", "@": " arobase ", "+": " plus "}
_TOKEN = lazy_regex(rf"[{UPPERS}{LOWERS}]+|\d+|.")
_LONGEST_PATH_SAID = 40
# The words of `#JeSuisSNCF2`.
_CAMEL_WORD = lazy_regex(
    rf"""
    [{UPPERS}]{{2,}}(?![{LOWERS}])     # SNCF
    |{UPPER}?[{LOWERS}]+               # Suis
    |\d+
    |{UPPER}
    """,
    re.X,
)


def _say_tokens(text: str, start: int, context: Context, *, domain: bool = False) -> list[Piece]:
    """Part of an address that begins at `start`, token by token; the last of a `domain` is its top level."""
    pieces: list[Piece] = []
    for token in _TOKEN.finditer(text):
        word, at, end = token[0], start + token.start(), start + token.end()
        if word.isdecimal():
            pieces.append(Piece(at, end, f" {say_digits(word)} "))
        elif word in _MARKS:
            pieces.append(Piece(at, end, _MARKS[word]))
        elif not word.isalpha():
            pieces.append(Piece(at, end, " "))
        elif _is_spelled(word, context, top_level=domain and token.end() == len(text)):
            pieces.append(Piece(at, end, keep_letters(word), "letters"))
        else:
            pieces.append(Piece(at, end, word.lower() if word.isupper() else word))
    return pieces


def _is_spelled(word: str, context: Context, *, top_level: bool) -> bool:
    if top_level and word.lower() not in context.lexicon.words["top_level_domains_said"]:
        return True
    if len(word) == 1 or (len(word) <= 4 and not re.search(r"[aeiouy]", word.lower())):
        return True
    listed = context.lexicon.acronyms.get(word.upper())
    return not top_level and listed is not None and listed.say == "letters" and len(word) <= 4


def _say_email(match: re.Match[str], context: Context) -> Said:
    start, at = match.start(), match[0].rindex("@")
    return [
        *_say_tokens(match[0][:at], start, context),
        Piece(start + at, start + at + 1, " arobase "),
        *_say_tokens(match[0][at + 1 :], start + at + 1, context, domain=True),
    ]


def _say_site(match: re.Match[str], context: Context) -> Said:
    start, path = match.start("host"), match["path"] or ""
    pieces = [Piece(match.start(), start, "")] if start > match.start() else []
    pieces += _say_tokens(match["host"], start, context, domain=True)
    if len(path) > 1:
        said = re.split(r"[?#]", path.rstrip("/"))[0]
        cut = match.start("path")
        if 1 < len(said) <= _LONGEST_PATH_SAID:
            pieces += _say_tokens(said, cut, context)
            cut += len(said)
        if cut < match.end():
            pieces.append(Piece(cut, match.end(), ""))
    elif path:
        pieces.append(Piece(match.start("path"), match.end(), ""))
    return pieces


def _say_camel_words(name: str, start: int, context: Context) -> list[Piece]:
    """The words of a name without spaces that begins at `start`."""
    pieces: list[Piece] = []
    for word in _CAMEL_WORD.finditer(name):
        at, end, text = start + word.start(), start + word.end(), word[0]
        listed = context.lexicon.acronyms.get(text)
        if text.isdecimal():
            pieces.append(Piece(at, end, f" {say_digits(text)} "))
        elif listed and listed.say == "letters":
            pieces.append(Piece(at, end, text, "letters"))
        else:
            pieces.append(Piece(at, end, f" {text.lower() if text.isupper() else text} "))
    return pieces


def _say_handle(match: re.Match[str], context: Context) -> Said:
    announced = context.find_word_before(match.start()).lower() in ("hashtag", "hashtags", "mot-dièse", "dièse")
    sign = " arobase " if match[1] == "@" else "" if announced else " hashtag "
    name_start = match.start() + 1
    pieces = [Piece(match.start(), name_start, sign)]
    for part in re.finditer(r"[^_]+|_+", match[2]):
        at = name_start + part.start()
        if part[0].startswith("_"):
            said = " tiret bas " if match[1] == "@" else " "
            pieces.append(Piece(at, name_start + part.end(), said))
        else:
            pieces += _say_camel_words(part[0], at, context)
    return pieces


def _say_ending(match: re.Match[str], context: Context) -> Said:
    """`rapport.pdf`, `en .org`: what stands after the full stop of a file or a site."""
    return [
        Piece(match.start(), match.start() + 1, " point "),
        *_say_tokens(match[0][1:], match.start() + 1, context, domain=True),
    ]


def _say_version(match: re.Match[str], context: Context) -> Said:
    return f"version {say_version(match['numbers'])}"


RULES = (
    Rule(
        "email",
        lazy_regex(rf"(?<![\w.@])[A-Za-z0-9](?:[\w.+-]{{0,63}}[A-Za-z0-9_])?@{_HOST}", re.ASCII | re.I),
        _say_email,
        needs=frozenset("@"),
    ),
    Rule(
        "site",
        lazy_regex(
            rf"""
            (?<![\w@.])(?i:https?://)?(?i:www\.)?
            (?P<host>(?:(?<=//)[\w-]+(?:\.[\w-]+)*        # any host after https://
              |{_HOST}))                                  # else one whose top-level domain is known
            (?P<path>{_PATH})
            """,
            re.ASCII | re.X,
        ),
        _say_site,
        needs=frozenset("."),
        needs_any=_ENDINGS,
    ),
    Rule(
        "file",
        # rapport.pdf, .org
        lazy_regex(rf"(?:(?<=\w)\.{_FILE}|(?<![\w.])\.(?:{_FILE}|{_TLD}))(?![\w/])(?!\.\w)"),
        _say_ending,
        needs=frozenset("."),
    ),
    Rule(
        "version",
        # v2.0
        lazy_regex(rf"{WORD_START}[vV](?P<numbers>\d{{1,3}}(?:\.\d{{1,3}}){{1,3}})(?!\w|\.\d)"),
        _say_version,
        needs=frozenset("vV"),
        has_digits=True,
    ),
    Rule("handle", lazy_regex(r"(?<![\w&/])([@#])(?=\w*[^\W\d_])([\w]+)"), _say_handle, needs=frozenset("@#")),
)
