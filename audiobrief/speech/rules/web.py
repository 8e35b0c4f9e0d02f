"""Addresses of the web: sites, e-mail, social handles and hashtags.

Newsreaders say a site's name, « point », and its top-level domain: spelled when it is a country's (« f r »), as a word
when it can be said (« com »). The protocol, `www` and what follows a `?` or `#` are not said.
"""

import re

from audiobrief.speech.numbers import digits, dotted
from audiobrief.speech.rule import Context, Piece, Rule, Said
from audiobrief.speech.rules.acronyms import as_letters

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
_TLD = (
    r"(?:com|net|org|info|fr|eu|be|ch|ca|de|uk|us|io|tv|re|gouv|paris|bzh|es|it|lu|mc|ma|tn|dz|sn|ci|edu|gov|int|mil|"
    r"blog|news|app|dev|ai|me|co|pt|nl|ru|ua|cn|jp|asso|radio|biz|qc|pf|nc|gp|mq|gf|yt|at|pl|se|no|dk|fi|ie|gr|tr)"
)
# In capitals, only those that are no words: `C’EST FINI.DE NUIT` lacks a space.
_TLD_IN_CAPITALS = r"(?:COM|NET|ORG|INFO|FR|EU|CH|UK|IO|TV|GOUV|BZH|LU|GOV|EDU|ASSO|BIZ)"
_HOST = rf"(?:{_LABEL}\.){{1,8}}(?:{_TLD}|{_TLD_IN_CAPITALS})(?![A-Za-z0-9]|\.s\b)"
_PATH = r"(?:/[^\s»”\"<>)\]]*[^\s»”\"<>)\].,;:!?…’'])?/?"
_WORDS = {".": " point ", "-": " tiret ", "_": " tiret bas ", "/": " slash ", "@": " arobase ", "+": " plus "}


def _chunk(text: str, start: int, context: Context, *, domain: bool = False) -> list[Piece]:
    pieces: list[Piece] = []
    for token in re.finditer(r"[A-Za-zÀ-ÿ]+|\d+|.", text):
        word, at, end = token[0], start + token.start(), start + token.end()
        if word.isdecimal():
            pieces.append(Piece(at, end, f" {digits(word)} "))
        elif word in _WORDS:
            pieces.append(Piece(at, end, _WORDS[word]))
        elif not word.isalpha():
            pieces.append(Piece(at, end, " "))
        else:
            last = domain and token.end() == len(text)
            spelled = (
                (last and word.lower() not in context.lexicon.words["top_level_domains_said"])
                or (len(word) == 1)
                or (len(word) <= 4 and not re.search(r"[aeiouy]", word.lower()))
            )
            listed = context.lexicon.acronyms.get(word.upper())
            if not spelled and not last and listed and listed.say == "letters" and len(word) <= 4:
                spelled = True
            if spelled:
                pieces.append(Piece(at, end, as_letters(word), "letters"))
            else:
                pieces.append(Piece(at, end, word.lower() if word.isupper() else word))
    return pieces


def _email(match: re.Match[str], context: Context) -> Said:
    start, at = match.start(), match[0].rindex("@")
    return [
        *_chunk(match[0][:at], start, context),
        Piece(start + at, start + at + 1, " arobase "),
        *_chunk(match[0][at + 1 :], start + at + 1, context, domain=True),
    ]


def _site(match: re.Match[str], context: Context) -> Said:
    start, path = match.start("host"), match["path"] or ""
    pieces = [Piece(match.start(), start, "")] if start > match.start() else []
    pieces += _chunk(match["host"], start, context, domain=True)
    if len(path) > 1:
        said = re.split(r"[?#]", path.rstrip("/"))[0]
        cut = match.start("path")
        if 1 < len(said) <= 40:
            pieces += _chunk(said, cut, context)
            cut += len(said)
        if cut < match.end():
            pieces.append(Piece(cut, match.end(), ""))
    elif path:
        pieces.append(Piece(match.start("path"), match.end(), ""))
    return pieces


_CAMEL = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,}(?![a-zß-ÿ])|[A-ZÀ-ÖØ-Þ]?[a-zß-ÿ]+|\d+|[A-ZÀ-ÖØ-Þ]")


def _words_of(name: str, start: int, context: Context) -> list[Piece]:
    pieces: list[Piece] = []
    for word in _CAMEL.finditer(name):
        at, end, text = start + word.start(), start + word.end(), word[0]
        listed = context.lexicon.acronyms.get(text)
        if text.isdecimal():
            pieces.append(Piece(at, end, f" {digits(text)} "))
        elif listed and listed.say == "letters":
            pieces.append(Piece(at, end, text, "letters"))
        else:
            pieces.append(Piece(at, end, f" {text.lower() if text.isupper() else text} "))
    return pieces


def _handle(match: re.Match[str], context: Context) -> Said:
    told = context.word_before(match.start()).lower() in ("hashtag", "hashtags", "mot-dièse", "dièse")
    sign = " arobase " if match[1] == "@" else "" if told else " hashtag "
    name_start = match.start() + 1
    pieces = [Piece(match.start(), name_start, sign)]
    for part in re.finditer(r"[^_]+|_+", match[2]):
        at = name_start + part.start()
        if part[0].startswith("_"):
            said = " tiret bas " if match[1] == "@" else " "
            pieces.append(Piece(at, name_start + part.end(), said))
        else:
            pieces += _words_of(part[0], at, context)
    return pieces


def _ending(match: re.Match[str], context: Context) -> Said:
    """`rapport.pdf`, `en .org`: what stands behind the full stop of a file or a site."""
    return [
        Piece(match.start(), match.start() + 1, " point "),
        *_chunk(match[0][1:], match.start() + 1, context, domain=True),
    ]


def _version(match: re.Match[str], context: Context) -> Said:
    """`v2.0`: a version."""
    return f"version {dotted(match['numbers'])}"


_FILE = r"(?:pdf|docx?|odt|xlsx?|csv|txt|md|html?|js|css|py|zip|exe|jpe?g|png|gif|svg|mp[34]|wav|epub|NET|net)"

RULES = (
    Rule(
        "email",
        re.compile(rf"(?<![\w.@])[A-Za-z0-9](?:[\w.+-]{{0,63}}[A-Za-z0-9_])?@{_HOST}", re.ASCII | re.I),
        _email,
        needs=frozenset("@"),
    ),
    Rule(
        "site",
        re.compile(
            rf"(?<![\w@.])(?i:https?://)?(?i:www\.)?(?P<host>(?:(?<=//)[\w-]+(?:\.[\w-]+)*|{_HOST}))(?P<path>{_PATH})",
            re.ASCII,
        ),
        _site,
        needs=frozenset("."),
    ),
    Rule(
        "file",
        re.compile(rf"(?:(?<=\w)\.{_FILE}|(?<![\w.])\.(?:{_FILE}|{_TLD}))(?![\w/])(?!\.\w)"),
        _ending,
        needs=frozenset("."),
    ),
    Rule(
        "version",
        re.compile(r"(?<!\w)[vV](?P<numbers>\d{1,3}(?:\.\d{1,3}){1,3})(?!\w|\.\d)"),
        _version,
        needs=frozenset("vV"),
    ),
    Rule("handle", re.compile(r"(?<![\w&/])([@#])(?=\w*[^\W\d_])([\w]+)"), _handle, needs=frozenset("@#")),
)
