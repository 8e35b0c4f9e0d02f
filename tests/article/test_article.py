"""Reading: what each form of article gives, and what is refused."""

import io
import re
import threading
import time
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from audiobrief.article import read_article
from audiobrief.article.charset import decode_text
from audiobrief.article.sources import sniff_format
from audiobrief.errors import ArticleError, EmptyArticleError, NetworkError


def article(tmp_path, name, text, encoding="utf-8"):
    (tmp_path / name).write_bytes(text.encode(encoding))
    return read_article(str(tmp_path / name))


def shape(blocks):
    return [(block.kind, block.text) for block in blocks]


COPIED = (
    "Le port de Lannévez a perdu 12 bateaux ℹ️ , selon la capitainerie, dans la tempête du 3 mars, la plus forte.\n"
    "« On n’a rien pu faire« , dit un pêcheur.\n"
    "La digue sera refaite."
)


def test_without_blank_lines_each_line_is_a_paragraph(tmp_path):
    found = article(tmp_path, "a.txt", COPIED)
    assert [block.text for block in found.blocks] == [
        "Le port de Lannévez a perdu 12 bateaux, selon la capitainerie, dans la tempête du 3 mars, la plus forte.",
        "« On n’a rien pu faire », dit un pêcheur.",
        "La digue sera refaite.",
    ]
    assert not found.title


def test_wrapped_lines_are_joined(tmp_path):
    found = article(tmp_path, "a.txt", "Une phrase qui est\ncoupée en deux.\n\nUne autre phrase, entière celle-là.")
    assert [block.text for block in found.blocks] == [
        "Une phrase qui est coupée en deux.",
        "Une autre phrase, entière celle-là.",
    ]


def test_a_first_line_that_plainly_is_a_title(tmp_path):
    text = (
        "Les abeilles de Trémorin reviennent\n\nPar Louise Hamel\n\nLe 3 mars 2024\n\n"
        "Elles étaient parties depuis deux ans, et personne ne savait pourquoi."
    )
    found = article(tmp_path, "a.txt", text)
    assert found.title == "Les abeilles de Trémorin reviennent"
    assert (found.byline, found.published) == ("Louise Hamel", date(2024, 3, 3))
    assert len(found.blocks) == 1


def test_a_first_line_that_is_a_sentence_is_no_title(tmp_path):
    found = article(tmp_path, "a.txt", "Il pleut.\n\nLe fleuve monte depuis hier, et la ville se prépare.")
    assert not found.title
    assert len(found.blocks) == 2


def test_headings_and_lists_in_plain_text(tmp_path):
    text = "Il pleut sur la ville.\n\nLe temps de demain\n\n" + "Le soleil reviendra par l’ouest, dit la météo. " * 2
    text += "\n\n- des bottes\n- un parapluie\n\nPublicité\n\nFin de la liste."
    kinds = [block.kind for block in article(tmp_path, "a.txt", text).blocks]
    assert kinds == ["paragraph", "heading", "paragraph", "list_item", "list_item", "paragraph"]


MARKDOWN = """---
title: "La halle rouvre"
author: Anne Ferrec
date: 2024-05-02
lang: fr-FR
---
# La halle rouvre

Un *premier* paragraphe, avec [un lien](http://x.fr) et `du code`[^1].

## La charpente

> Elle tient.

- une poutre
- deux poutres

![une photo](x.png)

```
pas lu
```

| Étal | Prix |
|---|---|
| Fruits | 3 € |
"""


def test_markdown(tmp_path):
    found = article(tmp_path, "a.md", MARKDOWN)
    assert (found.title, found.byline, found.published) == ("La halle rouvre", "Anne Ferrec", date(2024, 5, 2))
    assert found.language == "fr"
    assert shape(found.blocks) == [
        ("paragraph", "Un premier paragraphe, avec un lien et du code."),
        ("heading", "La charpente"),
        ("quotation", "Elle tient."),
        ("list_item", "une poutre"),
        ("list_item", "deux poutres"),
        ("paragraph", "Étal, Prix"),
        ("paragraph", "Fruits, 3 €"),
    ]


PAGE = """<!doctype html><html lang="fr"><head><title>Le pont de Kerdrel fermé | Le Littoral</title>
<meta property="og:title" content="Le pont de Kerdrel fermé"><meta property="og:site_name" content="Le Littoral">
<meta name="author" content="Yves Kermarec">
<meta property="article:published_time" content="2024-04-09T08:00:00+02:00">
</head><body><nav><a href="/">Accueil</a> <a href="/sport">Sport</a></nav>
<article><h1>Le pont de Kerdrel fermé</h1>
<p>Le pont qui relie les deux rives du bourg est fermé depuis lundi,
après la découverte d’une fissure dans une pile.</p>
<h2>Un détour de 21 km</h2>
<p>Les habitants doivent passer par le viaduc de la vallée,
ce qui allonge leur trajet de près d’une demi-heure chaque jour.</p>
<blockquote><p>Nous n’avons pas le choix, a dit la maire du bourg
devant les habitants réunis à la salle des fêtes.</p></blockquote>
<script>alert("non")</script></article><footer>Mentions légales</footer></body></html>"""


def test_html(tmp_path):
    found = article(tmp_path, "a.html", PAGE)
    assert (found.title, found.byline, found.source) == ("Le pont de Kerdrel fermé", "Yves Kermarec", "Le Littoral")
    assert found.published == date(2024, 4, 9)
    texts = " ".join(block.text for block in found.blocks)
    assert "fissure" in texts and "demi-heure" in texts and "la maire du bourg" in texts
    assert "alert" not in texts and "Mentions" not in texts and "Accueil" not in texts
    assert ("heading", "Un détour de 21 km") in shape(found.blocks)


SHORT = "Le pont qui relie les deux rives est fermé depuis lundi, après la découverte d’une fissure dans une pile."
ASIDE = "Chaque matin, une lettre de ce que le bourg raconte."
# A page's body, and what is read of it.
SMALL_PAGES = [
    (f"<div id='menu'><p>{ASIDE}</p></div><article><p>{SHORT}</p></article>", [SHORT]),
    (f"<article><p>{SHORT}</p></article><div class='sidebar'><p>{ASIDE}</p></div>", [SHORT]),
]


@pytest.mark.parametrize(("body", "read_of_it"), SMALL_PAGES)
def test_of_a_page_with_one_paragraph_nothing_else_is_read(tmp_path, body, read_of_it):
    found = article(tmp_path, "a.html", f"<!doctype html><html lang='fr'><body>{body}</body></html>")
    assert [block.text for block in found.blocks] == read_of_it


def test_a_tiny_page_is_read_too(tmp_path):
    found = article(tmp_path, "a.html", "<html><body><p>Il neige.</p></body></html>")
    assert "Il neige." in [block.text for block in found.blocks]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("<!doctype html><p>Il neige sur la ville et ses faubourgs.</p>", {"paragraph"}),
        ("# Titre\n\n## Partie\n\nTexte.", {"heading", "paragraph"}),
        ("Du texte.\n\nEncore du texte.", {"paragraph"}),
    ],
)
def test_standard_input_is_sniffed(text, kinds):
    assert {block.kind for block in read_article(io.BytesIO(text.encode())).blocks} == kinds


PARTS = [
    ("<h1>Titre</h1><p>Bonjour à tous.</p>", "Titre", ["Bonjour à tous."]),
    ("\n <P class='x'>Bonjour.<P>Encore", "", ["Bonjour.", "Encore"]),
    ("<!-- a -->\n<!-- b --><div><p>Bonjour.</p></div>", "", ["Bonjour."]),
    ("<!-- a -->\n<!doctype html><body><p>Bonjour.</p># Titre", "", ["Bonjour.", "# Titre"]),
    ("<ul><li><p>Un pain</p></li><li>Deux pains</li></ul>", "", ["Un pain", "Deux pains"]),
    ("<div>Bonjour à tous<br>et à toutes.</div>", "", ["Bonjour à tous et à toutes."]),
    ("<table><tr><td>Un pain</td><td>3 €</td></tr></table>", "", ["Un pain, 3 €"]),
    ("<blockquote>Il dit non.</blockquote><p>Et encore.</p>", "", ["Il dit non.", "Et encore."]),
    ("<section><header><h1>Titre</h1></header><p>Bonjour.</p></section>", "Titre", ["Bonjour."]),
    ("<p align='center'>Logo</p>\n\n# Titre\n\nDu *texte*.", "Titre", ["Logo", "Du texte."]),
    ("<b>Note</b> : du **texte**.\n\n## Partie\n\nDu *texte*.", "", ["Note : du texte.", "Partie", "Du texte."]),
    ("<p-adique> est un mot.", "", ["<p-adique> est un mot."]),
]


@pytest.mark.parametrize("name", ["-", "a", "a.part"])
@pytest.mark.parametrize(("text", "title", "texts"), PARTS, ids=[row[0][:20] for row in PARTS])
def test_a_part_of_a_page_is_known_as_one(tmp_path, name, text, title, texts):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = read_article(io.BytesIO(text.encode()) if name == "-" else path)
    assert found.title == title
    assert [block.text for block in found.blocks] == texts


def test_many_comments_are_passed_quickly():
    begun = time.process_time()
    assert sniff_format("<!---->" * 500_000) == "html"
    assert sniff_format("<!--" * 1_000_000) == "html"
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    text = "L’été dernier, à Évreux, la forêt brûlait déjà ; les élèves étaient près du château. " * 4
    assert decode_text(text.encode(encoding), "a.txt") == text


def test_forms_are_made_uniform():
    assert decode_text("e\u0301te\u0301\r\nfin\u00adi".encode(), "a") == "été\nfini"


@pytest.mark.parametrize(
    ("name", "raw", "error"),
    [
        ("missing.txt", None, ArticleError),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ArticleError),
        ("book.pdf", b"%PDF-1.7\n" + bytes(range(256)), ArticleError),
        ("empty.txt", b"", EmptyArticleError),
        ("marks.txt", b"...\n\n---\n", EmptyArticleError),
        ("front.md", b"---\ntitle: x\n---\n", EmptyArticleError),
    ],
)
def test_what_is_refused(tmp_path, name, raw, error):
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    with pytest.raises(error, match=name):
        read_article(str(tmp_path / name))


@pytest.mark.parametrize(
    "address", ["ftp://x.example/y", "file:///x/y.txt", "https:/x.example/y", "HTTP:/x", "gopher://x"]
)
def test_an_address_of_another_kind_is_told_as_it_was_given(address):
    with pytest.raises(ArticleError, match=rf"'{address}' cannot be read: .* begins with https:// or http://"):
        read_article(address)


@pytest.mark.parametrize("address", ["www.example.org", "www.example.org/article", "example.org/a?b=1", "x.fr:80/a"])
def test_an_address_without_its_beginning_is_told_what_it_lacks(address):
    with pytest.raises(ArticleError, match=r"There is no file '.*': .* begins with https:// or http://"):
        read_article(address)


def test_an_address_that_windows_takes_for_no_name_is_told_what_it_lacks_too(monkeypatch):
    refused = OSError(22, "The filename, directory name, or volume label syntax is incorrect")
    refused.winerror = 123

    def refuse(path, **_):
        raise refused

    monkeypatch.setattr(Path, "stat", refuse)
    for address, told in (
        ("example.org/a?b=1", "There is no file 'example.org/a?b=1': check the path; the address of a page begins"),
        ("Pourquoi ?.txt", "There is no article at 'Pourquoi ?.txt': check the path."),
    ):
        with pytest.raises(ArticleError, match=re.escape(told)):
            read_article(address)


def test_a_file_may_be_named_like_a_site(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "www.example.org").mkdir()
    (tmp_path / "www.example.org" / "a.txt").write_text("Bonjour à tous, le monde.", encoding="utf-8")
    (tmp_path / "http: un protocole.txt").write_text("Bonjour à tous, le monde.", encoding="utf-8")
    assert read_article("www.example.org/a.txt").blocks
    assert read_article("http: un protocole.txt").blocks
    with pytest.raises(ArticleError, match=r"no article at 'texts/a.txt': check the path\.$"):
        read_article("texts/a.txt")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(ArticleError, match="folder"):
        read_article(str(tmp_path))


class _Site(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/page")
            self.end_headers()
        elif self.path == "/page":
            self._answer("text/html; charset=utf-8", PAGE.encode())
        elif self.path == "/latin":
            self._answer("text/plain; charset=iso-8859-1", "Été à Évreux.\n\nIl fait beau.".encode("latin-1"))
        elif self.path == "/image":
            self._answer("image/png", b"\x89PNG")
        else:
            self.send_error(404)

    def _answer(self, kind, body):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def site():
    server = HTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_page_over_http(site):
    found = read_article(f"{site}/moved", allow_private=True)
    assert (found.title, found.address) == ("Le pont de Kerdrel fermé", f"{site}/page")


def test_the_declared_charset_is_honoured(site):
    assert "Été à Évreux." in [block.text for block in read_article(f"{site}/latin", allow_private=True).blocks]


@pytest.mark.parametrize(("path", "said"), [("/none", "404"), ("/loop", "redirect"), ("/image", "image/png")])
def test_what_a_site_may_answer_wrongly(site, path, said):
    with pytest.raises(NetworkError, match=said):
        read_article(site + path, allow_private=True)


def test_a_site_that_is_down():
    with pytest.raises(NetworkError, match="cannot be reached"):
        read_article("http://127.0.0.1:9/", allow_private=True)


@pytest.mark.parametrize("name", ["(copie).txt", "+1.txt", "- fin.txt"])
def test_a_name_that_sorts_before_a_dash_is_a_file_s(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("Il neige.", encoding="utf-8")
    assert [block.text for block in read_article(name).blocks] == ["Il neige."]


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [(b"\xef\xbb\xbfIl \xe9", "utf-8"), (b"\xff\xfeI\0l", "utf-16"), (b"\xff\xfe\0\xd8a\0", "utf-16")],
)
def test_an_encoding_that_is_named_and_broken_is_told(tmp_path, raw, encoding):
    (tmp_path / "a.txt").write_bytes(raw)
    with pytest.raises(
        ArticleError, match=f"'.*a.txt' has a {encoding}.* byte order mark, but is not valid {encoding}.*: save it"
    ):
        read_article(str(tmp_path / "a.txt"))
