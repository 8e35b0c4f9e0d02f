"""E-mails and saved pages, written by the standard library or by hand: subject, sender, day and text."""

# ruff: noqa: E501  one mail a row

from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from audiobrief.article import ReadingOptions, read_article
from audiobrief.article.documents.mail import (
    decode_part,
    get_day,
    get_header,
    list_attachments,
    parse_message,
    read_mail_page,
    trim_courtesies,
    unfold_plain,
)
from audiobrief.errors import ArticleError
from audiobrief.model import Block
from tests.article.test_documents import show

ONE = "Le conseil de Lannévez a présenté mardi le projet de rénovation de la halle."
TWO = "Les travaux doivent commencer en septembre et durer dix mois."


def make_mail(plain="", page="", subject="Communiqué : la halle rouvre", attached=()):
    mail = EmailMessage()
    mail["From"] = "Service presse <presse@lannevez.example>"
    mail["To"] = "redaction@radio.example"
    mail["Subject"] = subject
    mail["Date"] = "Tue, 03 Mar 2026 09:12:00 +0100"
    if plain:
        mail.set_content(plain, cte="quoted-printable")
    if page:
        (mail.add_alternative if plain else mail.set_content)(page, subtype="html", cte="base64")
    for name in attached:
        mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


WHOLE = f"p {ONE}\np {TWO}\n"
MAILS = {
    "plain": (make_mail(f"{ONE}\n\n{TWO}\n"), WHOLE),
    "greetings and a signature": (
        make_mail(f"Bonjour,\n\n{ONE}\n\n{TWO}\n\nBien cordialement,\n\n-- \nService presse\nTél. : 02 40 00 00 00\n"), WHOLE,
    ),
    "an answer": (
        make_mail(f"{ONE}\n\n{TWO}\n\nLe 2 mars 2026 à 10:12, Anne Le Roux a écrit :\n> Une question.\n> Encore.\n"), WHOLE,
    ),
    "an answer by Outlook": (
        make_mail(f"{ONE}\n\n{TWO}\n\n-----Message d'origine-----\nDe : Anne\nEnvoyé : lundi\nUne question.\n"), WHOLE,
    ),
    "both": (make_mail(f"{ONE}\n\n{TWO}\n", f"<h2>Le projet</h2><p>{ONE}</p><p>{TWO}</p>"), f"2 Le projet\n{WHOLE}"),
    "HTML alone": (make_mail("", f"<p>Bonjour,</p><p>{ONE}</p><ol><li>{TWO}</li></ol>"), f"p {ONE}\n- 1. {TWO}\n"),
    "an answer in HTML": (
        make_mail("", f"<p>{ONE}</p><p>{TWO}</p><div class='gmail_quote'>Le 2 mars, Anne a écrit :"
                      "<blockquote>Une question.</blockquote></div>"), WHOLE,
    ),
    "a stub of plain text": (make_mail("Voir en ligne.", f"<p>{ONE}</p><p>{TWO}</p>"), WHOLE),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "read"), MAILS.values(), ids=MAILS)
def test_a_mail_is_its_own_text(raw, read):
    article = read_article(raw)
    assert show(article) == read
    assert (article.title, article.byline) == ("Communiqué : la halle rouvre", "Service presse")
    assert article.published == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: La halle", "La halle"),
        ("RE : TR : La halle", "La halle"),
        ("Fwd: Re[2]: La halle", "La halle"),
        ("Refus", "Refus"),
    ],
)
def test_a_subject_is_a_title(subject, title):
    assert read_article(make_mail(f"{ONE}\n\n{TWO}\n", subject=subject)).title == title


def test_attachments_are_named():
    (remark,) = read_article(make_mail(f"{ONE}\n\n{TWO}\n", attached=["a.pdf", "b.pdf"])).remarks
    assert str(remark) == "2 attached files are not read: a.pdf, b.pdf."


def test_a_mail_that_only_forwards_is_the_one_inside():
    outer = EmailMessage()
    outer["Subject"], outer["From"], outer["MIME-Version"] = "TR: voir", "a@b.example", "1.0"
    inner = EmailMessage()
    inner["Subject"], inner["From"] = "La halle", "Anne <a@b.example>"
    inner.set_content(f"{ONE}\n\n{TWO}\n")
    outer.add_attachment(inner)
    article = read_article(outer.as_bytes())
    assert (article.title, article.byline, show(article)) == ("La halle", "Anne", WHOLE)


def test_an_encrypted_mail_is_named():
    raw = make_mail(ONE).replace(b"text/plain", b"application/pkcs7-mime", 1)
    with pytest.raises(ArticleError, match="is encrypted: open it in your mail program"):
        read_article(raw)


@pytest.mark.parametrize(
    "head", [b"Date: x\n", b"Date: Tue, 99 Foo 2026 99:99:99\n", b"From: <<<\n", b"Subject: =?x?q?=E9?=\n"]
)
def test_a_malformed_header_ends_nothing(head):
    raw = b"MIME-Version: 1.0\n" + head + b"Content-Type: text/plain; charset=none\n\n" + f"{ONE}\n\n{TWO}\n".encode()
    assert show(read_article(raw)) == WHOLE


ONES, TWOS = " ".join([ONE] * 3), " ".join([TWO] * 3)
PAGE = f"<html lang='fr'><head><title>La halle</title></head><body><article><h1>La halle</h1><p>{ONES}</p><p>{TWOS}</p></article></body></html>"
MHTML = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.courrier.example/halle\r\nSubject: La halle\r\n"
    "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"b\"\r\n\r\n\r\n"
    "--b\r\nContent-Type: text/html\r\nContent-ID: <f@mhtml.blink>\r\nContent-Transfer-Encoding: binary\r\n"
    f"Content-Location: https://www.courrier.example/halle\r\n\r\n{PAGE}\r\n--b\r\nContent-Type: text/css\r\n"
    "Content-Transfer-Encoding: binary\r\nContent-Location: cid:css@mhtml.blink\r\n\r\np { color: red }\r\n--b--\r\n"
)  # fmt: skip


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.eml", "a"])
def test_a_saved_page_is_its_article(name, tmp_path):
    (tmp_path / name).write_bytes(MHTML.encode())
    article = read_article(tmp_path / name)
    assert show(article) == f"p {ONES}\np {TWOS}\n"
    assert (article.title, article.source, article.address) == (
        "La halle",
        "courrier.example",
        str(tmp_path / name),
    )


COURTESIES = {
    "a greeting": (["Bonjour,", ONE], [ONE]),
    "a greeting with a name": (["Bonjour Anne !", ONE], [ONE]),
    "a greeting alone": (["Bonjour,"], ["Bonjour,"]),
    "a greeting that goes on": (
        ["Bonjour à tous, la halle rouvre. Venez !", ONE],
        ["Bonjour à tous, la halle rouvre. Venez !", ONE],
    ),
    "a greeting of 80 characters": (["Bonjour " + "a" * 72, ONE], [ONE]),
    "a greeting of 81": (["Bonjour " + "a" * 73, ONE], ["Bonjour " + "a" * 73, ONE]),
    "a greeting in the middle": ([ONE, "Bonjour,", TWO], [ONE, "Bonjour,", TWO]),
    "a closing": ([ONE, "Cordialement,", "Anne"], [ONE]),
    "a long closing": ([ONE, "Avec mes sincères salutations.", "Anne"], [ONE]),
    "a closing that goes on": (
        [ONE, "Cordialement. Anne vous attend.", "Anne"],
        [ONE, "Cordialement. Anne vous attend.", "Anne"],
    ),
    "of eight lines": ([ONE, "Bien à vous", *"abcdefg"], [ONE]),
    "of nine lines": ([ONE, "Bien à vous", *"abcdefgh"], [ONE, "Bien à vous", *"abcdefgh"]),
    "the first of two": ([ONE, TWO, "Cordialement,", "Anne", "Cordialement,", "Jean"], [ONE, TWO]),
    "a closing alone": (["Cordialement,"], ["Cordialement,"]),
    "a closing at the start": (["Cordialement,", ONE], ["Cordialement,", ONE]),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("texts", "kept"), COURTESIES.values(), ids=COURTESIES)
def test_courtesies_are_not_read(texts, kept):
    assert [block.text for block in trim_courtesies([Block("paragraph", text) for text in texts])] == kept


PLAIN = {
    "plain": ("Un.\nDeux.\n", "Un.\nDeux.\n"),
    "a signature": ("Un.\n-- \nAnne\n", "Un.\n"),
    "a signature without a blank": ("Un.\n--\nAnne\n", "Un.\n"),
    "a dash": ("Un.\n---\nDeux.\n", "Un.\n---\nDeux.\n"),
    "quoted lines": ("> Une question\n> longue\nUn.\n", "\nUn.\n"),
    "quoted lines alone": ("> Une question\n", "> Une question\n"),
    "an answer over two lines": ("Un.\nLe lundi 2 mars,\nAnne a écrit :\nUne question.\n", "Un.\n"),
    "an answer in English": ("Un.\nOn Monday, Anne wrote:\nUne question.\n", "Un.\n"),
    "an answer above": (
        "Le lundi 2 mars, Anne a écrit :\n> Une question.\nUn.\n",
        "Le lundi 2 mars, Anne a écrit :\n\nUn.\n",
    ),
    "a line of Outlook": ("Un.\n____________________\nDe : Anne\n", "Un.\n"),
    "a shorter line": ("Un.\n___________________\nDeux\n", "Un.\n___________________\nDeux\n"),
    "what is forwarded": ("Un.\n-- Message transféré --\nDeux.\n", "Un.\n-- Message transféré --\nDeux.\n"),
}


@pytest.mark.parametrize(("text", "own"), PLAIN.values(), ids=PLAIN)
def test_what_a_mail_answers_to_is_not_read(text, own):
    assert unfold_plain(parse_message(make_mail(text), "")) == own


FLOWED = [("flowed", "Un \nlong texte.\n > cité\n-- \nAnne\n", "Un long texte.\n > cité\n"), ("Flowed", "Un \nmot.\n", "Un mot.\n"),
          ("fixed", "Un \nmot.\n", "Un \nmot.\n"), ("flowed", "Un \n> cité\n", "Un \n")]  # fmt: skip


@pytest.mark.parametrize(("form", "text", "own"), FLOWED)
def test_flowed_lines_are_joined(form, text, own):
    raw = f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format={form}\n\n{text}".encode()
    read = unfold_plain(parse_message(raw, ""))
    assert " ".join(read.replace("> cité", "").split()) == " ".join(own.replace("> cité", "").split())
    assert ("\n" in read.strip()) is ("\n" in own.strip() and form == "fixed")


def test_a_message_of_a_mailbox():
    raw = b"\n From anne@b.example Mon Mar  2 10:12:00 2026\nSubject: La  halle\n\nUn.\n".replace(b"\n ", b"\n")
    message = parse_message(raw, "")
    assert (get_header(message, "Subject"), get_header(message, "Date"), get_day(message)) == ("La halle", "", None)
    assert unfold_plain(message) == "Un.\n"


def test_a_page_without_what_it_answers_to():
    own = f"<p>{ONE}</p>"
    quoted = [
        "<blockquote type='cite'>Une question.</blockquote>", "<div class='a gmail_quote b'>Une question.</div>",
        "<div class='moz-cite-prefix'>Une question.</div>", "<div id='divRplyFwdMsg'>Une question.</div>",
        "<div id='appendonsend'>Une question.</div>", "<div class='yahoo_quoted'>Une question.</div>",
        "<div class='moz-signature'>Anne</div>", "<div class='gmail_signature'>Anne</div>", "<div id='Signature'>Anne</div>",
    ]  # fmt: skip
    for part in quoted:
        assert [block.text for block in read_mail_page(own + part, "", ReadingOptions()).blocks] == [ONE], part
    for part in ("<blockquote>Une question.</blockquote>", "<div class='gmail_quotes'>Une question.</div>"):
        assert len(read_mail_page(own + part, "", ReadingOptions()).blocks) == 2, part
    # A mail that holds nothing else is read all the same.
    assert len(read_mail_page(f"<div class='gmail_quote'>{own}</div>", "", ReadingOptions()).blocks) == 1


def test_pictures_of_a_page_are_no_attachments():
    mail = message_from_bytes(make_mail(ONE, attached=["a.pdf"]), _class=EmailMessage, policy=policy.default)
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="logo.png", cid="<logo@a>")
    mail.add_attachment(b"x", maintype="image", subtype="png")
    assert list_attachments(mail) == ["a.pdf"]


def test_what_is_nested_too_deeply_for_the_reader_of_mails_is_told(monkeypatch):
    def refuse(*_):
        raise RecursionError

    monkeypatch.setattr("email.parser.BytesParser.parsebytes", refuse)
    with pytest.raises(ArticleError, match="damaged"):
        parse_message(b"Subject: Le pont\n\nIl rouvre.", "a.eml")


def test_a_part_that_is_no_text_has_none():
    part = message_from_bytes(b"Content-Type: text/plain\n\n" + bytes(range(256)) * 8, policy=policy.default)
    assert decode_part(part) == ""
