"""Words of RTF: destinations, characters with names, character sets of fonts, and names of styles."""

from __future__ import annotations

import re
from typing import Literal

from audiobrief.lazy_regex import lazy_regex

# What the text in a group is for. `skip` is all that is not read.
Destination = Literal["text", "skip", "note", "label", "font", "stylesheet", "style", "info", "title", "author", "day"]

_SKIPPED = (
    "aftncn", "aftnsep", "aftnsepc", "annotation", "atnauthor", "atnicn", "atnid", "atnref", "atntime", "atrfend",
    "atrfstart", "background", "bkmkend", "bkmkstart", "colorschememapping", "colortbl", "comment", "datastore",
    "docvar", "expandedcolortbl", "falt", "filetbl", "fldinst", "fontemb", "fontfile", "footer", "footerf", "footerl",
    "footerr", "ftncn", "ftnsep", "ftnsepc", "generator", "header", "headerf", "headerl", "headerr", "htmltag",
    "latentstyles", "listoverridetable", "listtable", "mhtmltag", "mmath", "nonesttables", "nonshppict", "objclass",
    "objdata", "object", "panose",
    "passwordhash", "pgptbl", "pict", "pn", "pnseclvl", "private", "revtbl", "rsidtbl", "rxe", "shppict", "sn", "sp",
    "sv", "tc", "template", "themedata", "txe", "ud", "userprops", "wgrffmtfilter", "xe", "xmlnstbl",
)  # fmt: skip
DESTINATIONS: dict[str, Destination] = {
    "fonttbl": "font",
    "stylesheet": "stylesheet",
    "info": "info",
    "footnote": "note",
    "listtext": "label",
    "pntext": "label",
    # Text boxes, and what a field shows.
    "shptxt": "text",
    "shpinst": "text",
    "shp": "text",
    "fldrslt": "text",
    "field": "text",
}
DESTINATIONS.update(dict.fromkeys(_SKIPPED, "skip"))

SYMBOLS = {
    "tab": " ",
    "line": "\v",
    "lbr": "\v",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "",
    "zwnj": "",
    "nestcell": " ",
    "nestrow": " ",
    "column": "",
    "softline": "",
    "chftn": "",
    "chpgn": "",
    "chdate": "",
    "chtime": "",
    "chatn": "",
}

# The codec for each \fcharset; symbols (2) have none of their own.
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb2312", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip

HEADING_STYLE = {
    "heading": lazy_regex(r"(?:heading|titre|überschrift)\s*([1-9])", re.I),
    "title": lazy_regex(r"title|titre(?: principal)?", re.I),
    "contents": lazy_regex(r"(?:toc|tm|contents|table des matières)\s*(?:heading|\d)", re.I),
    "caption": lazy_regex(r"(?:(?:image|figure|picture) ?)?caption|légende|illustration", re.I),
    "author": lazy_regex(r"authors?|auteure?s?|byline|signature", re.I),
    "quotation": lazy_regex(r"(?:intense )?(?:quote|quotations?|citation)(?: intense)?|block ?text", re.I),
}
