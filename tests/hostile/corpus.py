"""Articles that nobody would want to read, made on the spot: the same bytes each time, none of them kept.

`STATUS` is what audiobrief must end with: 0 a programme, 3 no article, 4 nothing to say.
"""

# ruff: noqa: E501  one article a row
from __future__ import annotations

import base64
import gzip
import io
import itertools
import random
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

SENTENCE = "Le pont de Lannévez a rouvert mardi, après 21 jours de travaux. "
PROSE = SENTENCE * 5
MB = 1 << 20


@dataclass(frozen=True)
class Hostile:
    """An article `name` (its suffix says what it claims to be), what makes it, the exit status that is right, and
    whether it is large, and takes long to be made."""

    name: str
    make: Callable[[], bytes | str]
    status: int = 0
    large: bool = False

    def made(self) -> bytes:
        made = self.make()
        return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")


def page(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="fr"><head><title>Une page</title>{head}</head><body>{body}</body></html>'


def article(body: str) -> str:
    return page(f"<article><h1>Une page</h1><p>{PROSE}</p>{body}</article>")


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def zipped(name: str = "article.txt") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), PROSE)
    return made.getvalue()


def png() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = (64).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    pixels = zlib.compress(bytes(65) * 64)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def zalgo(marks: int) -> str:
    storm = random.Random(2)
    return "".join(
        letter + "".join(chr(storm.randrange(0x300, 0x36F)) for _ in range(marks)) if letter.isalpha() else letter
        for letter in SENTENCE
    )


def laughs(levels: int) -> str:
    """The billion laughs: each entity ten of the one before."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels + 1))
    return (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "ha">{entities}]>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{PROSE}</p><p>&e{levels};</p></body></html>'
    )


def yaml_bomb() -> str:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in itertools.pairwise("abcdefghi")]
    return "---\n" + "\n".join(lines) + f"\n---\n\n{PROSE}"


def acronyms(count: int) -> str:
    letters = random.Random(3)
    return " ".join(
        "".join(letters.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=letters.randint(2, 6))) for _ in range(count)
    )


def scripts() -> str:
    words = ["привет", "مرحبا", "שלום", "你好", "こんにちは", "안녕", "γειά", "हैलो", "สวัสดี", "ሰላም", "გამარჯობა", "pont"]
    return " ".join(words * 40) + ". " + PROSE


ODT = b"application/vnd.oasis.opendocument.text"
EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
MAIL = "MIME-Version: 1.0\nFrom: a@b.example\n"
LOCK = (
    b'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData><EncryptionMethod '
    b'Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/></EncryptedData></encryption>'
)


def parts(files: dict[str, bytes]) -> bytes:
    """A ZIP archive with these parts, compressed, the same bytes each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def entities(levels: int) -> str:
    """A document type whose last entity is ten of the one before, and so on."""
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels + 1))
    return f'<!DOCTYPE a [<!ENTITY e0 "ha">{declared}]>'


def paragraph(text: str) -> bytes:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()


def docx(body: bytes, head: str = "") -> bytes:
    word = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return parts({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/'
        f'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{main}"/>'
        "</Types>".encode(),
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{office}" '
        'Target="word/document.xml"/></Relationships>'.encode(),
        "word/document.xml": head.encode() + b'<w:document xmlns:w="' + word + b'"><w:body>' + body + b"</w:body></w:document>",
    })  # fmt: skip


def office(head: str, text: str) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    return (
        f'{head}<o:document-content xmlns:o="{space}:office:1.0" xmlns:t="{space}:text:1.0"><o:body><o:text><t:p>{text}</t:p>'
        "</o:text></o:body></o:document-content>"
    ).encode()


def epub(page: bytes, href: str = "a.xhtml", more: dict[str, bytes] | None = None) -> bytes:
    return parts({
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": b'<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
        "a.opf": b'<package><metadata/><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        + f'<item id="b" href="{href}" media-type="application/xhtml+xml"/></manifest>'.encode()
        + b'<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        "a.xhtml": b"<html><body>" + page + b"</body></html>",
        **(more or {}),
    })  # fmt: skip


def encrypted(archive: bytes) -> bytes:
    """The archive with the flag of encryption on every part (APPNOTE 4.4.4)."""
    marked = bytearray(archive)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = marked.find(signature)
        while start >= 0:
            marked[start + at] |= 1
            start = marked.find(signature, start + 4)
    return bytes(marked)


def pdf(pages: bytes, trailer: bytes = b"", content: bytes = b"") -> bytes:
    """A PDF with this page tree, one page and its content, and a table of places that readers have to repair."""
    packed = zlib.compress(content)
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n" + pages + b"\nendobj\n4 0 obj\n"
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F 6 0 R>>>>>>\nendobj\n5 0 obj\n"
        b"<</Filter/FlateDecode/Length "
        + str(len(packed)).encode()
        + b">>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n"
        b"6 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\ntrailer\n<</Root 1 0 R"
        + trailer
        + b">>\n%%EOF\n"
    )


TEXTS: dict[str, tuple[Callable[[], bytes | str], int]] = {
    # Encodings.
    "latin-1.txt": (lambda: PROSE.encode("latin-1"), 0),
    "cp1252.txt": (lambda: f"« {SENTENCE}» L’œuvre coûte 3 €. ".encode("cp1252") * 9, 0),
    "mac-roman.txt": (lambda: (PROSE * 3).encode("mac_roman"), 0),
    "cp037.txt": (lambda: PROSE.encode("cp037"), 3),
    "utf-16-le-with-bom.txt": (lambda: b"\xff\xfe" + PROSE.encode("utf-16-le"), 0),
    "utf-16-be-with-bom.txt": (lambda: b"\xfe\xff" + PROSE.encode("utf-16-be"), 0),
    "utf-16-le-without-bom.txt": (lambda: PROSE.encode("utf-16-le"), 3),
    "utf-16-be-without-bom.txt": (lambda: PROSE.encode("utf-16-be"), 3),
    "utf-16-odd.txt": (lambda: b"\xff\xfe" + PROSE.encode("utf-16-le")[:-1], 3),
    "utf-16-lone-surrogate.txt": (lambda: b"\xff\xfe" + PROSE.encode("utf-16-le") + b"\x00\xd8", 3),
    "utf-32.txt": (lambda: PROSE.encode("utf-32"), 0),
    "utf-32-broken.txt": (lambda: b"\xff\xfe\0\0" + noise(400), 3),
    "utf-7.txt": (lambda: PROSE.encode("utf-7"), 0),
    "utf-8-with-bom.txt": (lambda: b"\xef\xbb\xbf" + PROSE.encode(), 0),
    "utf-8-with-two-boms.txt": (lambda: b"\xef\xbb\xbf" * 2 + PROSE.encode(), 0),
    "bom-alone.txt": (lambda: b"\xef\xbb\xbf", 4),
    "bom-16-alone.txt": (lambda: b"\xff\xfe", 4),
    "truncated-utf-8.txt": (lambda: (PROSE + "é").encode()[:-1], 0),
    "overlong-utf-8.txt": (lambda: PROSE.encode() + b"\xc0\xaf\xe0\x80\xaf", 0),
    "cesu-surrogates.txt": (lambda: PROSE + "\ud83d\ude00 \udcff. " + PROSE, 0),
    "a-letter-a-paragraph.txt": (lambda: "a\n\n" * 10_000, 0),
    "mixed-utf-8-and-latin-1.txt": (lambda: PROSE.encode() + PROSE.encode("latin-1"), 0),
    "mojibake.txt": (lambda: PROSE.encode().decode("latin-1"), 0),
    "twice-mojibake.txt": (lambda: PROSE.encode().decode("cp1252").encode().decode("latin-1"), 0),
    "random-bytes.txt": (lambda: noise(4096), 3),
    "random-high-bytes.txt": (lambda: bytes(byte | 0x80 for byte in noise(4096)), 3),
    "much-random.txt": (lambda: noise(2 * MB), 3),
    # Controls.
    "empty.txt": (lambda: b"", 4),
    "one-nul.txt": (lambda: b"\0", 3),
    "nul-inside.txt": (lambda: PROSE.replace("pont", "po\0nt"), 3),
    "nul-all.txt": (lambda: bytes(100_000), 3),
    "nul-between.txt": (lambda: PROSE.replace("", "\0"), 3),
    "c0.txt": (lambda: PROSE + "".join(map(chr, range(32))) + PROSE, 3),
    "c1.txt": (lambda: PROSE + "".join(map(chr, range(0x80, 0xA0))) + PROSE, 0),
    "escapes.txt": (lambda: f"\x1b]0;titre\x07\x1b[31m\x1b[2J\n\n{PROSE * 9}", 0),
    "csi-in-c1.txt": (lambda: f"\x9b31mLe pont\x9b2J\n\n{PROSE}", 0),
    "backspaces.txt": (lambda: "a\b" * 5000 + PROSE, 3),
    "form-feeds.txt": (lambda: f"{SENTENCE}\f{SENTENCE}\v{SENTENCE}\x1c{SENTENCE}\x85{SENTENCE}", 0),
    "carriage-returns.txt": (lambda: f"{SENTENCE}\r\r\n\r{SENTENCE}\n\r{SENTENCE}", 0),
    "only-newlines.txt": (lambda: "\n" * 200_000, 4),
    "only-spaces.txt": (lambda: " " * 200_000, 4),
    "only-no-break-spaces.txt": (lambda: "\u00a0\u202f\u3000" * 20_000, 4),
    "only-zero-width.txt": (lambda: "\u200b\u200c\u200d\u2060\ufeff" * 5000, 4),
    "separators.txt": (lambda: f"{SENTENCE}\u2028{SENTENCE}\u2029{SENTENCE}", 0),
    # Directions and marks.
    "right-to-left-override.txt": (lambda: f"\u202e{SENTENCE}\u202c\n\n{PROSE}", 0),
    "nested-embeddings.txt": (lambda: "\u202b" * 200 + SENTENCE + "\u202c" * 200 + PROSE, 0),
    "isolates.txt": (lambda: "\u2066\u2067\u2068" * 500 + SENTENCE + PROSE, 0),
    "arabic.txt": (lambda: "مرحبا بالعالم. " * 20, 0),
    "hebrew-and-french.txt": (lambda: "שלום pont עולם rouvert. " * 20, 0),
    "zalgo.txt": (lambda: zalgo(12) * 4, 0),
    "combining-storm.txt": (lambda: "e" + "\u0301" * 30_000 + f"\n\n{PROSE}", 0),
    "combining-first.txt": (lambda: "\u0301\u0327\u20dd" * 300 + PROSE, 0),
    "hangul-jamo.txt": (lambda: "\u1100\u1161\u11a8" * 5000 + f". {PROSE}", 0),
    "variation-selectors.txt": (lambda: PROSE.replace("a", "a\ufe0f\U000e0100"), 0),
    "tags.txt": (lambda: PROSE + "".join(chr(0xE0000 + ord(letter)) for letter in "caché") + SENTENCE, 0),
    "private-use.txt": (lambda: PROSE + "\ue000\uf8ff\U000f0000\U0010fffd " * 200, 0),
    "noncharacters.txt": (lambda: PROSE + "\ufffe\uffff\ufdd0\U0010ffff " * 20 + PROSE, 0),
    "replacement.txt": (lambda: PROSE.replace("é", "\ufffd"), 0),
    "only-replacement.txt": (lambda: "\ufffd" * 5000, 4),
    "object-replacement.txt": (lambda: f"\ufffc {PROSE} \ufffc", 0),
    "fullwidth.txt": (lambda: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in SENTENCE * 3), 0),
    "mathematical.txt": (lambda: "𝐋𝐞 𝐩𝐨𝐧𝐭 𝟏𝟐 𝓮𝓽 𝟛𝟜. " * 10, 0),
    "circled.txt": (lambda: "①②③ ⓐⓑⓒ ⅯⅭⅬ ½⅓⅔ ²³ ₁₂ ℃ № ℡ ㎏. " * 8, 0),
    "digits-of-the-world.txt": (lambda: "Il y a ٣٤٥ ६७८ ๑๒๓ 𝟗𝟗 ೫೬ ᠑᠒ personnes. " * 10, 0),
    "ligatures.txt": (lambda: "ﬁn ﬂot ﬃ ĳ ǆ ﷺ ﷽. " * 12, 0),
    # Marks alone.
    "only-emoji.txt": (lambda: "😀👨‍👩‍👧‍👦🇫🇷🏳️‍🌈👍🏽" * 400, 4),
    "emoji-and-one-word.txt": (lambda: "😀" * 4000 + " oui " + "🎉" * 4000, 0),
    "flags-odd.txt": (lambda: "🇫" * 999 + " " + PROSE, 0),
    "joiners.txt": (lambda: "👩" + "\u200d👩" * 3000 + " " + PROSE, 0),
    "only-urls.txt": (lambda: "\n".join(f"https://example.org/{n}?q={n * 7}#p{n}" for n in range(300)), 0),
    "long-url.txt": (lambda: f"{SENTENCE} https://example.org/{'a%20' * 5000} {SENTENCE}", 0),
    "urls-without-end.txt": (lambda: "https://" * 4000 + PROSE, 0),
    "e-mail.txt": (lambda: "a@" * 6000 + PROSE, 0),
    "dots-of-hosts.txt": (lambda: "www." * 6000 + "fr " + PROSE, 0),
    "only-punctuation.txt": (lambda: "?!…;:,.-–—«»()[]{}'’\"“” " * 800, 4),
    "only-dots.txt": (lambda: "." * 200_000, 4),
    "dots-then-word.txt": (lambda: "." * 50_000 + " Fin", 0),
    "opening-quotes.txt": (lambda: "« " * 8000 + PROSE, 0),
    "closing-quotes.txt": (lambda: " »" * 8000 + PROSE, 0),
    "straight-quotes.txt": (lambda: '"' * 9999 + PROSE, 0),
    "nested-quotes.txt": (lambda: "« a “ b " * 3000 + "” » " * 3000, 0),
    "brackets.txt": (lambda: "([{" * 9000 + "a" + "}])" * 9000, 0),
    "hyphens.txt": (lambda: "a-" * 20_000 + "b", 0),
    "apostrophes.txt": (lambda: "l’" * 20_000 + "eau", 0),
    "underscores.txt": (lambda: "_a_" * 10_000, 0),
    "slashes.txt": (lambda: "a/b\\c|" * 5000, 0),
    "commas.txt": (lambda: "un, " * 20_000, 0),
    "questions.txt": (lambda: "Quoi ?! " * 5000, 0),
    "one-letter-sentences.txt": (lambda: "A. " * 6000, 0),
    "one-letter-lines.txt": (lambda: "a\n" * 20_000, 0),
    # Lengths.
    "one-line-of-50-mb.txt": (lambda: b"a" * (50 * MB), 3),
    "over-50-mb.txt": (lambda: b"a" * (50 * MB + 1), 3),
    "words-of-5-mb.txt": (lambda: SENTENCE * (5 * MB // 64), 3),
    "words-of-100-kb.txt": (lambda: SENTENCE * 1500, 0),
    "one-word-of-100-kb.txt": (lambda: "anti" * 25_000, 0),
    "one-word-of-consonants.txt": (lambda: "bcdfghjklmnpqrstvwxz" * 2500, 0),
    "one-sentence-of-100-kb.txt": (lambda: "le pont de pierre et " * 5000, 0),
    "one-sentence-with-commas.txt": (lambda: "le pont de pierre, et " * 3000, 0),
    "lower-case-lines.txt": (lambda: "une ligne assez longue pour être coupée ici\n" * 5000, 0),
    "capitals.txt": (lambda: "LE PONT DE LANNÉVEZ A ROUVERT MARDI APRÈS LES TRAVAUX. " * 300, 0),
    "numbers-of-100-000-digits.txt": (lambda: f"Il y en a {'7' * 100_000}. Et {'0' * 50_000}.", 0),
    "grouped-number.txt": (lambda: f"Il coûte {'123 ' * 5000}euros.", 0),
    "decimal-number.txt": (lambda: f"Il pèse 3,{'14159' * 8000} kg.", 0),
    "numbers-with-points.txt": (lambda: "1.2.3.4.5.6.7.8.9." * 2000, 0),
    "negative-numbers.txt": (lambda: "-" * 500 + "12 °C, " + "−5 % " * 3000, 0),
    "exponents.txt": (lambda: f"10^{'9' * 5000} et 1e{'9' * 5000} et 2{'²' * 5000}.", 0),
    "fractions.txt": (lambda: f"{'1/' * 6000}2 et {'½' * 3000}.", 0),
    "ratios.txt": (lambda: "3-0, 12-11, 6/4 7/6 " * 1500, 0),
    "phone-numbers.txt": (lambda: "01 23 45 67 89 " * 2000, 0),
    "many-numbers.txt": (lambda: " ".join(str(n * n) for n in range(3000)), 0),
    "money.txt": (lambda: f"{'9' * 3000} €, {'1 000 ' * 2000}$, 3 M€ {'€' * 3000}", 0),
    "units.txt": (lambda: "12 km/h/s²/kg·m³ 45° 12′ 3″ N " * 800, 0),
    "absurd-dates.txt": (
        lambda: "Le 99/99/9999, le 31 février 0000, le 00/00/00, le 45 mars 20245, le 1er 13 -1, le 32/13/2024. " * 60, 0,
    ),
    "absurd-times.txt": (lambda: "À 99h99, 25:61:61, 0h0, 24h00min99s, 12h" + "30" * 3000 + " " + PROSE, 0),
    "date-lines.txt": (lambda: "Publié le 99 mars 9999 à 99h99\n\n" + PROSE, 0),
    "many-dates.txt": (lambda: "du 1er au 3 mars 2024 et 12/03/12/03/2024-14/03/2024 " * 400, 0),
    "roman-numbers.txt": (lambda: f"Le {'M' * 5000}e siècle, Louis {'X' * 3000}, {'IVXLCDM' * 900}.", 0),
    "acronym-flood.txt": (lambda: acronyms(4000), 0),
    "acronym-of-10-000.txt": (lambda: f"La {'SNCF' * 2500} et l’{'O.N.U.' * 2500}.", 0),
    "definitions.txt": (lambda: "".join(f"Office national {n} (ON{n}) et " for n in range(800)), 0),
    "abbreviations.txt": (lambda: "M. Mme. Dr. p. ex. etc. cf. art. n° " * 800, 0),
    "codes.txt": (lambda: "A320neo B-52 v1.2.3-rc4 #mot @nom 0x1F C++ RN12 D1N2A3 " * 300, 0),
    "footnotes.txt": (lambda: "Le pont[1][2][^3]¹²³ " * 1000, 0),
    "base64.txt": (lambda: f"{SENTENCE}\n\n{base64.b64encode(noise(30_000)).decode()}\n\n{SENTENCE}", 0),
    "base64-lines.txt": (lambda: f"{SENTENCE}\n\n{base64.encodebytes(noise(30_000)).decode()}\n\n{SENTENCE}", 0),
    "hexadecimal.txt": (lambda: f"{SENTENCE} {noise(10_000).hex()} {SENTENCE}", 0),
    "json.txt": (lambda: '{"a": [1, 2, {"b": "' + "c" * 500 + '"}]}\n' * 50, 0),
    "csv.txt": (lambda: "nom;âge;ville\n" + "Anne;21;Brest\n" * 1500, 0),
    "diff.txt": (lambda: "@@ -1,3 +1,3 @@\n-ancien\n+nouveau\n" * 400, 0),
    "log.txt": (lambda: "2024-03-01T12:00:00.123Z [ERROR] a.b.C$1: 0xDEADBEEF at /x/y:12\n" * 450, 0),
    "mixed-scripts.txt": (scripts, 0),
    "homographs.txt": (lambda: PROSE.replace("a", "а").replace("e", "е").replace("o", "о"), 0),
    "chinese.txt": (lambda: "中文句子没有空格也没有法语。" * 600, 0),
    "thai.txt": (lambda: "ภาษาไทยไม่มีช่องว่างระหว่างคำ" * 400, 0),
    "braces.txt": (lambda: PROSE + "{path} {0} %s %(name)s ${HOME} $(ls) `ls` {{x}} {% raw %} " * 6, 0),
    "ssml.txt": (
        lambda: PROSE + '<speak><break time="999999s"/><audio src="file:///etc/hostname"/></speak> [[inp]] ' * 6, 0,
    ),
    "espeak-phonemes.txt": (lambda: "[[a'b@c]] [[_:_]] [[" * 300 + PROSE, 0),
    "path-title.txt": (lambda: f"../../../../tmp/titre\n\n{PROSE}", 0),
    "shell-title.txt": (lambda: f"; rm -rf ~; $(reboot) `halt` | cat\n\n{PROSE}", 0),
    "title-of-100-kb.txt": (lambda: f"{'Un titre sans fin ' * 5000}\n\n{PROSE}", 0),
    "only-furniture.txt": (lambda: "Publicité\n\nLire aussi\n\nPartager\n\nS’abonner\n" * 300, 4),
    "bylines.txt": (lambda: "Par Anne Le Roux, à Brest, et Paul Le Guen, et l’AFP, " * 800 + "\n\n" + PROSE, 0),
    "crumbs.txt": (lambda: "Accueil > " * 8000 + "\n\n" + PROSE, 0),
    # Markdown.
    "4000-headings.md": (lambda: "".join(f"# Partie {n}\n\nUn texte.\n\n" for n in range(4000)), 0),
    "only-headings.md": (lambda: "".join(f"## Partie {n}\n" for n in range(500)), 0),
    "empty-headings.md": (lambda: "#\n\n## \n\n###\n\n" * 500 + PROSE, 0),
    "deep-headings.md": (lambda: "".join(f"{'#' * (n % 6 + 1)} {n}\n\n" for n in range(600)) + PROSE, 0),
    "heading-of-50-kb.md": (lambda: f"# {'titre ' * 8000}\n\n{PROSE}", 0),
    "deep-quotes.md": (lambda: "> " * 20_000 + SENTENCE, 0),
    "deep-quotes-by-line.md": (lambda: "\n".join(">" * n + " mot" for n in range(1, 400)), 0),
    "deep-lists.md": (lambda: "".join(f"{'  ' * n}- point {n}\n" for n in range(600)), 0),
    "flat-markers.md": (lambda: "- " * 5000 + "point\n\n" + PROSE, 0),
    "long-list.md": (lambda: "".join(f"{n}. point\n" for n in range(2500)), 0),
    "large-number-in-list.md": (lambda: f"999999999. point\n9999999999. autre\n\n{PROSE}", 0),
    "huge-table.md": (lambda: "| a | b | c |\n|---|---|---|\n" + "| 1 | deux | 3 € |\n" * 4000, 0),
    "wide-table.md": (lambda: f"{'| a ' * 3000}|\n{'|---' * 3000}|\n{'| 1 ' * 3000}|\n", 0),
    "numbers-in-a-row.md": (lambda: f"{'1. ' * 3000}{SENTENCE}", 0),
    "quotes-and-lists-in-a-row.md": (lambda: f"{'> - ' * 3000}{SENTENCE}", 0),
    "only-quotes.md": (lambda: f"> {SENTENCE}\n\n" * 20, 0),
    "open-images.md": (lambda: "![a " * 15_000 + PROSE, 0),
    "images.md": (lambda: "![une vue](a.png) " * 20_000 + PROSE, 0),
    "100-000-lines.txt": (lambda: "Un mot.\n" * 100_000, 3),
    "stars.md": (lambda: "*" * 20_000 + "a" + "*" * 20_000, 0),
    "open-stars.md": (lambda: "*a **b " * 5000, 0),
    "open-links.md": (lambda: "[" * 20_000 + "a", 0),
    "half-links.md": (lambda: "[a](" * 8000 + PROSE, 0),
    "nested-links.md": (lambda: "[a" * 3000 + "](b)" * 3000 + "\n\n" + PROSE, 0),
    "backticks.md": (lambda: "".join("e" + "`" * n for n in range(400)) + "\n\n" + PROSE, 0),
    "open-fence.md": (lambda: f"{PROSE}\n\n```\n{PROSE * 50}", 0),
    "only-code.md": (lambda: f"```\n{PROSE}\n```\n", 4),
    "references.md": (lambda: "".join(f"[r{n}]: http://x/{n}\n" for n in range(2500)) + PROSE, 0),
    "entities.md": (lambda: "&#x202e;&#0;&#x1b;&#10;&lt;&#xD800;&#99999999; " * 200 + PROSE, 0),
    "front-matter-bomb.md": (yaml_bomb, 0),
    "front-matter-open.md": (lambda: f"---\ntitle: {'a' * 5000}\n{PROSE}", 0),
    "front-matter-tags.md": (lambda: f"---\ntitle: !!python/object/apply:os.system ['true']\n---\n{PROSE}", 0),
    "front-matter-values.md": (
        lambda: f"---\ntitle: \"\\u202e\x1b[31m\"\nauthor: {'A' * 20_000}\ndate: 9999-99-99\nlang: ../../x\n---\n{PROSE}", 0,
    ),
    "front-matter-flood.md": (lambda: "---\n" + "title: x\n" * 50_000 + f"---\n{PROSE}", 0),
    "front-matters.md": (lambda: "---\na: b\n---\n" * 3000 + PROSE, 0),
    "html-inside.md": (lambda: f"<script>alert(1)</script>\n\n<iframe src=x></iframe>\n\n{PROSE}", 0),
    "hard-breaks.md": (lambda: "un mot  \n" * 3000, 0),
    "escapes.md": (lambda: "\\*\\_\\`\\[" * 3000 + PROSE, 0),
    "rules.md": (lambda: "---\n***\n___\n" * 2000 + PROSE, 0),
    "setext.md": (lambda: "Titre\n===\nAutre\n---\n" * 1500, 0),
    # Web pages.
    "400-000-deep.html": (lambda: f"<html><body><p>{PROSE}</p>{'<div>' * 400_000}{SENTENCE}", 0),
    "deep-closed.html": (lambda: page(f"{'<div>' * 20_000}{PROSE}{'</div>' * 20_000}"), 0),
    "deep-lists.html": (lambda: page(f"<p>{PROSE}</p>{'<ul><li>' * 3000}point"), 0),
    "deep-quotes.html": (lambda: page(f"{'<blockquote>' * 3000}<p>{PROSE}</p>"), 0),
    "deep-spans.html": (lambda: article(f"<p>{'<span><b><i>' * 3000}{PROSE}</p>"), 0),
    "deep-tables.html": (lambda: article(f"{'<table><tr><td>' * 1500}{PROSE}"), 0),
    "unclosed.html": (lambda: "<html><body>" + "<p>Un mot <b>et <i>un autre <a href=x>" * 1500, 0),
    "closed-only.html": (lambda: "</div></p></body>" * 3000 + f"<p>{PROSE}</p>", 0),
    "crossed.html": (lambda: article("<p><b><i>un</b></i> deux</p>" * 1500), 0),
    "half-tag.html": (lambda: f"<html><body><p>{PROSE}</p><p attribut=\"{'x' * 50_000}", 0),
    "less-than.html": (lambda: page(f"<p>{'<' * 20_000} {PROSE}</p>"), 0),
    "attributes.html": (lambda: page(f"<p {' '.join(f'a{n}=b' for n in range(20_000))}>{PROSE}</p>"), 0),
    "long-attribute.html": (lambda: page(f"<p title='{'x' * MB}'>{PROSE}</p>"), 0),
    "scripts.html": (lambda: article("<script>alert('non')</script><iframe src='file:///etc/hostname'></iframe>" * 300), 0),
    "only-scripts.html": (lambda: page("<script>alert('non')</script>" * 300), 4),
    "styles.html": (lambda: article("<style>p{background:url(javascript:x)}</style>" * 500), 0),
    "comments.html": (lambda: article("<!-- caché --" + "-" * 50_000 + ">"), 0),
    "open-comment.html": (lambda: f"<html><body><p>{PROSE}</p><!-- {PROSE * 100}", 0),
    "conditional.html": (lambda: article("<![if IE]><!--[if gt IE 6]>x<![endif]-->" * 800), 0),
    "cdata.html": (lambda: article("<![CDATA[" * 3000 + "]]>"), 0),
    "instructions.html": (lambda: "<?php system('true'); ?>" * 800 + article(""), 0),
    "billion-laughs.xhtml": (lambda: laughs(9), 0),
    "quadratic-entities.xhtml": (
        lambda: f'<!DOCTYPE html [<!ENTITY a "{"a" * 50_000}">]><html><body><p>{PROSE}</p><p>{"&a;" * 5000}</p></body></html>', 0,
    ),
    "external-entity.xhtml": (
        lambda: '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        f"<html><body><p>{PROSE}</p><p>&x;</p></body></html>", 0,
    ),
    "parameter-entity.xhtml": (
        lambda: '<?xml version="1.0"?><!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY % p SYSTEM "file:///x">%p;]>'
        f"<html><body><p>{PROSE}</p></body></html>", 0,
    ),
    "xinclude.xhtml": (
        lambda: '<html xmlns:xi="http://www.w3.org/2001/XInclude"><body><xi:include href="file:///etc/hostname" parse="text"/>'
        f"<p>{PROSE}</p></body></html>", 0,
    ),
    "character-entities.html": (lambda: article(f"<p>{'&#x202e;&#0;&#27;&#xD800;&#1114112;&amp;amp;&nbsp;' * 800}</p>"), 0),
    "control-title.html": (
        lambda: page(f"<article><p>{PROSE}</p></article>", '<meta property="og:title" content="A&#27;[31m&#10;B&#x202e;C">'), 0,
    ),
    "title-only.html": (lambda: "<html><head><title>Un titre</title></head><body></body></html>", 4),
    "many-titles.html": (lambda: "<title>x</title>" * 5000 + article(""), 0),
    "huge-table.html": (lambda: article(f"<table>{'<tr><td>a<td>1' * 5000}</table>"), 0),
    "headings.html": (lambda: article("".join(f"<h2>Partie {n}</h2><p>{SENTENCE}</p>" for n in range(1500))), 0),
    "empty-headings.html": (lambda: article("<h2></h2><h3> </h3>" * 3000), 0),
    "paragraphs.html": (lambda: article("<p>Un mot.</p>" * 2500), 0),
    "line-breaks.html": (lambda: article("un mot<br>" * 8000), 0),
    "links.html": (lambda: page('<a href="javascript:x">Lire aussi</a> ' * 5000), 4),
    "forms.html": (lambda: page(f"<form>{'<input><select><option>x</select>' * 2000}</form><p>{PROSE}</p>"), 0),
    "svg.html": (lambda: article(f"<svg>{'<g>' * 3000}<text>caché</text></svg><math><mi>x</mi></math>"), 0),
    "json-ld.html": (
        lambda: page(f"<p>{PROSE}</p>", '<script type="application/ld+json">' + '{"a":' * 5000 + "</script>"), 0,
    ),
    "json-ld-types.html": (
        lambda: page(
            f"<p>{PROSE}</p>",
            '<script type="application/ld+json">{"@type":"NewsArticle","author":[[[]],5,{"name":{"x":1}}],'
            '"headline":["a"],"datePublished":{"y":2},"publisher":7}</script>',
        ), 0,
    ),
    "meta.html": (
        lambda: page(
            f"<p>{PROSE}</p>",
            '<meta name="author" content="../../x\x1b[31m;<b>"><meta property="article:published_time" '
            'content="9999-99-99T99:99"><meta property="og:site_name" content="&#x202e;site">',
        ), 0,
    ),
    "base-href.html": (lambda: page(f"<p>{PROSE}</p>", '<base href="file:///etc/"><link rel=canonical href="http://[">'), 0),
    "charset-lie.html": (lambda: page(f"<p>{PROSE}</p>", "<meta charset=utf-16>"), 0),
    "charset-unknown.html": (lambda: page(f"<p>{PROSE}</p>", "<meta charset=rot13>").encode("cp1252"), 0),
    "lang.html": (lambda: f'<html lang="{"x" * 5000}"><body><p>{PROSE}</p></body></html>', 0),
    "frameset.html": (lambda: "<html><frameset><frame src=x></frameset></html>", 4),
    "noscript.html": (lambda: page(f"<noscript><p>{PROSE}</p></noscript>"), 4),
    "hidden.html": (lambda: page(f"<div hidden style='display:none'><p>{PROSE}</p></div><p>{PROSE}</p>"), 0),
    "text.html": (lambda: PROSE, 0),
    "plaintext.html": (lambda: f"<plaintext>{PROSE}</p>", 0),
    "xml.html": (lambda: f'<?xml version="1.0" encoding="utf-16"?><html><body><p>{PROSE}</p></body></html>', 0),
    "feed.html": (lambda: f"<rss><channel><item><description>{PROSE}</description></item></channel></rss>", 0),
    "empty-page.html": (lambda: "<!doctype html>", 4),
    "image-only.html": (lambda: page("<img src=x onerror=alert(1) alt=''>"), 4),
    "data-url.html": (lambda: article(f"<img src='data:image/png;base64,{base64.b64encode(noise(MB)).decode()}'>"), 0),
    "long-comment.html": (lambda: page(f"<!--{'x' * (12 * MB)}--><p>{PROSE}</p>"), 0),
    "long-attributes.html": (lambda: page(f"<p title='{'x' * (20 * MB)}'>{PROSE}</p>"), 0),
    "long-script.html": (lambda: page(f"<script>{'x' * (12 * MB)}</script><p>{PROSE}</p>"), 0),
    "long-style.html": (lambda: page(f"<style>{'x ' * (6 * MB)}</style><p>{PROSE}</p>"), 0),
    "long-picture.html": (lambda: article(f"<img src='data:image/png;base64,{'A' * (12 * MB)}'>"), 0),
    "long-text.html": (lambda: page(f"<p>{'mot ' * (3 * MB)}</p>"), 3),
    "long-title.html": (lambda: f"<title>{'mot ' * (3 * MB)}</title><p>{PROSE}</p>", 3),
    "deep-unclosed.html": (lambda: page("".join(f"<div><p>{n} {SENTENCE}</p>" for n in range(600))), 0),
    "deep-crossed.html": (lambda: page(f"{'<b><div></b>' * 3000}<p>{PROSE}</p>"), 0),
    "layout-tables.html": (lambda: page(f"<table><tr><td>{'<table><tr><td>' * 400}{PROSE}<br><br>{PROSE}"), 0),
    "220-000-elements.html": (lambda: page("<div>a</div>" * 220_000), 3),
    "60-000-paragraphs.html": (lambda: page("<p>Un mot.</p>" * 60_000), 3),
    # What is no text at all.
    "pdf.txt": (lambda: b"%PDF-1.7\n" + noise(2000), 3),
    "pdf.html": (lambda: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", 3),
    "pdf-behind-space.txt": (lambda: b"\n%PDF-1.7\n" + noise(2000), 3),
    "zip.txt": (zipped, 3),
    "zip.html": (zipped, 3),
    "docx.md": (lambda: zipped("word/document.xml"), 3),
    "png.txt": (png, 3),
    "png.html": (png, 3),
    "jpeg.txt": (lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + noise(2000), 3),
    "gif.txt": (lambda: b"GIF89a" + noise(200), 3),
    "gzip.txt": (lambda: gzip.compress(PROSE.encode(), mtime=0), 3),
    "gzip-bomb.html": (lambda: gzip.compress(bytes(100 * MB), mtime=0), 3),
    "mp3.txt": (lambda: b"\xff\xfb\x90\x64" + noise(2000), 3),
    "elf.txt": (lambda: b"\x7fELF" + noise(200), 3),
    "tar.txt": (lambda: b"article.txt".ljust(512, b"\0") + PROSE.encode().ljust(1024, b"\0"), 3),
    "sqlite.txt": (lambda: b"SQLite format 3\0" + bytes(500), 3),
    "rtf.txt": (lambda: r"{\rtf1\ansi{\fonttbl\f0 Times;}\f0 Le pont a rouvert mardi.\par}" * 20, 0),
    "postscript.txt": (lambda: "%!PS-Adobe-3.0\n/Times findfont 12 scalefont setfont (Le pont) show\n" * 20, 3),
    # Documents.
    "bomb.docx": (lambda: docx(b"<w:p/>" * (30 * MB)), 3),
    "bomb.odt": (lambda: parts({"mimetype": ODT, "content.xml": b" " * (300 * MB)}), 3),
    "bomb.epub": (lambda: epub(b"<p>a</p>" * (30 * MB)), 3),
    "many-parts.epub": (lambda: parts({f"a{n}": b"" for n in range(25_000)}), 3),
    "deep.docx": (lambda: docx(b"<w:sdt><w:sdtContent>" * 3000), 3),
    "deep-closed.docx": (lambda: docx(b"<w:sdt>" * 3000 + b"</w:sdt>" * 3000), 3),
    "laughs.docx": (lambda: docx(b"<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", entities(9)), 3),
    "laughs.odt": (lambda: parts({"mimetype": ODT, "content.xml": office(entities(9), "&e9;")}), 3),
    "external.odt": (lambda: parts({"mimetype": ODT, "content.xml": office(EXTERNAL, f"{PROSE}&x;")}), 0),
    "laughs.fb2": (lambda: f'<?xml version="1.0"?>{entities(9)}<FictionBook><body><p>{PROSE}&e9;</p></body></FictionBook>', 0),
    "deep.fb2": (lambda: f"<FictionBook><body>{'<section>' * 3000}<p>{PROSE}</p>", 3),
    "no-document.docx": (lambda: parts({"[Content_Types].xml": b"<Types/>", "word/a.xml": b"<a/>"}), 3),
    "cut.docx": (lambda: docx(b"<w:p/>")[:-80], 3),
    "noise.docx": (lambda: b"PK\x03\x04" + noise(4000), 3),
    "text.docx": (lambda: PROSE, 3),
    "encrypted.docx": (lambda: encrypted(docx(paragraph(PROSE))), 3),
    "good.docx": (lambda: docx(paragraph(PROSE)), 0),
    "climbing.epub": (lambda: epub(f"<p>{PROSE}</p>".encode(), "../../a.xhtml"), 0),
    "locked.epub": (lambda: epub(b"<p>a</p>", more={"META-INF/encryption.xml": LOCK}), 3),
    "no-spine.epub": (lambda: parts({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<container/>"}), 3),
    "empty.epub": (lambda: epub(b""), 3),
    "cut.pdf": (lambda: b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n", 3),
    "noise.pdf": (lambda: b"%PDF-1.4\n" + noise(100_000), 3),
    "loop.pdf": (lambda: pdf(b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), 3),
    "many-pages.pdf": (lambda: pdf(b"<</Type/Pages/Kids[" + b"4 0 R " * 20_000 + b"]/Count 20000>>"), 3),
    "picture.pdf": (lambda: pdf(b"<</Type/Pages/Kids[4 0 R]/Count 1>>"), 3),
    "locked.pdf": (lambda: pdf(b"<</Type/Pages/Kids[4 0 R]/Count 1>>", b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(" + b"a" * 32 + b")/U(" + b"b" * 32 + b")>>/ID[(a)(a)]"), 3),
    "stream-bomb.pdf": (lambda: pdf(b"<</Type/Pages/Kids[4 0 R]/Count 1>>", content=b"BT /F 9 Tf (a) Tj ET " * (4 * MB)), 3),
    "deep.rtf": (lambda: "{\\rtf1 " + "{" * 300_000 + PROSE, 0),
    "closed.rtf": (lambda: "{\\rtf1 " + "}" * 300_000 + PROSE, 0),
    "bin.rtf": (lambda: "{\\rtf1 {\\pict\\bin999999999 " + PROSE, 4),
    "numbers.rtf": (lambda: "{\\rtf1 \\u99999999999?\\uc-5\\fs-3\\f99999\\s-1 Un mot \\'zz\\u-1?.\\par " + PROSE, 0),
    "deep.eml": (lambda: MAIL + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2000)), 3),
    "long-header.eml": (lambda: f"{MAIL}Subject: {'a' * MB}\n\n{PROSE}", 0),
    "folded.eml": (lambda: MAIL + "To: a\n" + " b\n" * 200_000 + f"\n{PROSE}", 0),
    "no-part.mhtml": (lambda: f"{MAIL}Content-Type: multipart/related; boundary=b\n\n--b--\n", 4),
    "deep.ipynb": (lambda: '{"cells": ' + "[" * 100_000, 3),
    "deep.rst": (lambda: "".join(f"{'  ' * n}* point\n\n" for n in range(400)), 3),
    "include.rst": (lambda: f".. include:: /etc/hostname\n\n.. raw:: html\n   :file: /etc/hostname\n\n{PROSE}", 0),
    "open.vtt": (lambda: "WEBVTT\n\n" + "00:01.000 --> " * 20_000, 4),
    "cues.srt": (lambda: "1\n00:00:00,000 --> 99:99:99,999\nmot\n\n" * 50_000, 0),
    "data.json": (lambda: '{"a": 1}', 3),
    "data.csv": (lambda: "a;b\n" * 99, 3),
    "python-pickle.txt": (lambda: b"\x80\x04\x95" + bytes(30) + b"cos\nsystem\n", 3),
}  # fmt: skip

# Those that take a tenth of a second, or longer, to be made.
LARGE = {"bomb.docx", "bomb.odt", "bomb.epub", "many-parts.epub", "gzip-bomb.html", "stream-bomb.pdf"}
ARTICLES = [Hostile(name, make, status, name in LARGE) for name, (make, status) in TEXTS.items()]
