"""Read the parts of an e-mail: headers, text, the names of attachments; leave out what it answers to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from audiobrief.article.charset import decode_text
from audiobrief.article.documents.faults import make_damage_error
from audiobrief.article.documents.markup import MarkupText, read_markup
from audiobrief.article.moments import parse_moment
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.errors import ArticleError
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Block

_SUBJECT_PREFIX = lazy_regex(r"^(?:(?:re|tr|fwd?|rép|wg)\s?(?:\[\d+\])?\s?:\s*)+", re.I)
_SIGNATURE = lazy_regex(r"^-- ?$", re.M)
# « Le 3 mars 2026 à 10:12, Anne Le Roux a écrit : », which may run over two lines, and Outlook's lines.
_ANSWERED = lazy_regex(
    r"^(?:Le\b[^\n]{0,200}\n?[^\n]{0,120}\ba écrit\s?:|On\b[^\n]{0,200}\n?[^\n]{0,120}\bwrote:"
    r"|-{2,}\s?(?:Message d['’]origine|Original Message|Message transféré|Forwarded message)\s?-{2,}"
    r"|_{20,})[ \t]*$",
    re.M,
)
_QUOTED_LINES = lazy_regex(r"(?:^[ \t]*>[^\n]*(?:\n|$))+", re.M)
_FORWARDED = lazy_regex(r"Message transféré|Forwarded", re.I)
_GREETING = lazy_regex(
    r"(?:bonjour|bonsoir|salut|hello|mesdames|messieurs|madame|monsieur|chère?s?|cher\(e\)s|coucou)\b[^.?!:]*[,!]?",
    re.I,
)
_CLOSING = lazy_regex(
    r"(?:bien |très |avec mes |sincères? )?(?:cordialement|cordiales? salutations|sincères salutations|salutations"
    r"|bien à (?:vous|toi)|à bientôt|amicalement|respectueusement|sincèrement|bonne (?:journée|réception|soirée)"
    r"|confraternellement)\b[^.?!]{0,60}[,.!]?",
    re.I,
)
_MAX_GREETING, _MAX_SIGNATURE = 80, 8
# The HTML of an answer or a signature, as mail programs mark them.
_QUOTATIONS = (
    "//blockquote[@type='cite'] | //*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
    " | //*[contains(concat(' ', @class, ' '), ' moz-cite-prefix ')] | //*[@id='divRplyFwdMsg']"
    " | //*[@id='appendonsend'] | //*[contains(concat(' ', @class, ' '), ' yahoo_quoted ')]"
)
_SIGNATURES = (
    "//*[contains(concat(' ', @class, ' '), ' moz-signature ')]"
    " | //*[contains(concat(' ', @class, ' '), ' gmail_signature ')] | //*[@id='Signature']"
)


def parse_message(content: bytes, address: str) -> EmailMessage:
    """The message in the bytes of a file, perhaps behind the line that a mailbox puts before each.

    Raises ArticleError if it is nested too deeply.
    """
    start = content.lstrip()
    if start.startswith(b"From "):
        start = start.partition(b"\n")[2]
    try:
        message: EmailMessage = BytesParser(EmailMessage, policy=policy.default).parsebytes(start)
        for _ in message.walk():
            pass
    except RecursionError as error:
        raise make_damage_error(address) from error
    return message


def get_header(message: EmailMessage, name: str) -> str:
    """A header as text on one line; empty if there is none or it is malformed."""
    try:
        return " ".join(str(message[name] or "").split())
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):  # email's parser of headers has faults
        return ""


def get_day(message: EmailMessage) -> date | None:
    """The day on which a message was sent."""
    try:
        return parsedate_to_datetime(get_header(message, "Date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def get_moment(message: EmailMessage) -> datetime | None:
    """The moment at which a message was sent."""
    return parse_moment(get_header(message, "Date"))


def strip_subject(subject: str) -> str:
    """A subject without the marks of answers and forwards (« Re: », « TR : »)."""
    return _SUBJECT_PREFIX.sub("", subject)


def get_text(message: EmailMessage, kind: str) -> str:
    """The text of a message in `html` or `plain`, empty if it has none."""
    try:
        part = message.get_body(preferencelist=(kind,))
    except (AttributeError, KeyError, ValueError):
        part = None
    return decode_part(part) if isinstance(part, EmailMessage) else ""


def decode_part(part: EmailMessage) -> str:
    """The text of a part in the encoding that it declares; empty if it is not text."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return decode_text(raw, "standard input", part.get_content_charset() or "")
    except ArticleError:
        return ""


def unfold_plain(message: EmailMessage) -> str:
    """The plain text of a message without its signature and what it answers to, with flowed lines joined (RFC 3676)."""
    text = get_text(message, "plain")
    part = message.get_body(preferencelist=("plain",)) if text else None
    if part is not None and str(part.get_param("format", "")).lower() == "flowed":
        text = re.sub(r"(?<!^--) \n(?=[^\s>])", " ", text, flags=re.M)
    if (found := _ANSWERED.search(text)) and text[: found.start()].strip() and not _FORWARDED.search(found[0]):
        text = text[: found.start()]
    if found := _SIGNATURE.search(text):
        text = text[: found.start()]
    own = _QUOTED_LINES.sub("\n", text)
    return own if any(mark.isalnum() for mark in own) else text


def read_mail_page(page: str, address: str, reading: ReadingOptions) -> MarkupText:
    """The text of a message in HTML, without its signature and what it answers to."""
    from lxml import etree, html

    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return MarkupText((), (), ())
    whole = len(tree.text_content())
    for path in (_SIGNATURES, _QUOTATIONS):
        for element in tree.xpath(path):
            if element.getparent() is not None and len(element.text_content()) < whole * 0.9:
                element.drop_tree()
    return read_markup(html.tostring(tree, encoding="unicode"), address, reading)


def trim_courtesies(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without a greeting at the start, and without a closing formula and the signature after it."""
    kept = list(blocks)
    if len(kept) > 1 and len(kept[0].text) <= _MAX_GREETING and _GREETING.fullmatch(kept[0].text):
        del kept[0]
    last = len(kept) - _MAX_SIGNATURE
    at = next((at for at, block in enumerate(kept) if at >= max(1, last) and _CLOSING.fullmatch(block.text)), len(kept))
    return kept[:at]


def list_attachments(message: EmailMessage) -> list[str]:
    """The names of the files that are attached to a message."""
    try:
        parts = list(message.iter_attachments())
    except (AttributeError, KeyError, ValueError, TypeError):
        return []
    return [name for part in parts if (name := part.get_filename() or "") and not part.get("Content-ID")]
