"""Parse e-mails (RFC 5322, MIME) with the standard library: subject, sender, day, text without what it answers to."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr

from audiobrief.article.documents.assembly import Paragraph, Properties, make_article
from audiobrief.article.documents.mail import (
    get_day,
    get_header,
    get_moment,
    get_text,
    list_attachments,
    parse_message,
    read_mail_page,
    strip_subject,
    trim_courtesies,
    unfold_plain,
)
from audiobrief.article.formats.mhtml import find_page, parse_mhtml
from audiobrief.article.formats.plain import parse_plain
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.errors import ArticleError
from audiobrief.messages import Message, counted
from audiobrief.model import Article

_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
# Mails with an HTML part of fewer letters than this, compared with the plain one, are read in the plain one.
_MIN_PART = 0.5


def parse_eml(content: bytes, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The text of an e-mail, with its subject as title and its sender as author.

    Raises ArticleError if it is encrypted or too long.
    """
    mail = parse_message(content, address)
    if find_page(mail) is not None and mail["Snapshot-Content-Location"]:
        return parse_mhtml(content, address, reading)
    if mail.get_content_type() in _ENCRYPTED:
        raise ArticleError(
            "'{address}' is encrypted: open it in your mail program and save its text.",
            address=address or "standard input",
        )
    held = _find_held(mail)
    sender, mailbox = parseaddr(get_header(held, "From"))
    properties = Properties(
        strip_subject(get_header(held, "Subject")), sender or mailbox, get_day(held), published_at=get_moment(held)
    )
    page, plain = get_text(held, "html"), unfold_plain(held)
    names = list_attachments(held)
    remarks: list[Message] = []
    if names:
        remarks.append(
            counted(
                "{count} attached file is not read: {names}.",
                "{count} attached files are not read: {names}.",
                count=len(names),
                names=", ".join(names),
            )
        )
    text = read_mail_page(page, address, reading) if page else None
    length = sum(len(paragraph.text) for paragraph in text.paragraphs) if text else 0
    if text and length >= _MIN_PART * len(plain):
        subject = [Paragraph("paragraph", properties.title, is_title=True)] if properties.title else []
        article = make_article([*subject, *text.paragraphs], text.notes, properties, address, reading, remarks)
        return replace(article, blocks=tuple(trim_courtesies(article.blocks)))
    told = parse_plain(plain, address, reading)
    return Article(
        properties.title or told.title,
        tuple(trim_courtesies(told.blocks)),
        byline=properties.byline,
        published=properties.published or told.published,
        published_at=properties.published_at,
        address=address,
        remarks=tuple(remarks),
    )


def _find_held(mail: EmailMessage) -> EmailMessage:
    """The mail itself or, if it has no text, the one that it forwards."""
    if not (get_text(mail, "html") or get_text(mail, "plain")):
        for part in mail.walk():
            if part.get_content_type() == "message/rfc822" and isinstance(part.get_payload(), list):
                inner = part.get_payload(0)
                if isinstance(inner, EmailMessage):
                    return inner
    return mail
