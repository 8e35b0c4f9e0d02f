"""Word documents, their XML written here by hand: what Word stores beside the text is not read."""

# ruff: noqa: E501  one document a row
import io
import zipfile

import pytest

from audiobrief.article import ReadingOptions, read_article
from audiobrief.errors import ArticleError
from tests.article.test_documents import show

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Rubrique"><w:name w:val="Rubrique"/><w:basedOn w:val="Titre1"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Lgende"><w:name w:val="caption"/></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>
<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2)"/>
</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>
"""


def make_docx(body, main=MAIN, space=W, styles=STYLES):
    """A document with `body`, in the order of parts that Word has."""

    def wrap(name, inner):
        return f'<?xml version="1.0"?><w:{name} xmlns:w="{space}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{inner}</w:{name}>'

    kinds = {"styles": styles, "numbering": NUMBERING}
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        'Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
        + "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{base}.{kind}+xml"/>' for kind in kinds)
        + "</Types>",
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        f'Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(f'<Relationship Id="r{kind}" Type="{office}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
        + "</Relationships>",
        "word/document.xml": wrap("document", f"<w:body>{body}</w:body>"),
        **{f"word/{kind}.xml": wrap(kind, inner) for kind, inner in kinds.items()},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def p(text, properties="", run=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def style(name):
    return f'<w:pStyle w:val="{name}"/>'


def number(level, of=1):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{of}"/></w:numPr>'


LAST = "Le pont a rouvert."
CASES = {
    "a heading by its style": (p("Le pont", style("Titre1")) + p("Un."), "1 Le pont\np Un.\n"),
    "by a style made from it": (p("Le pont", style("Rubrique")) + p("Un."), "1 Le pont\np Un.\n"),
    "by its outline level": (p("Le pont", '<w:outlineLvl w:val="2"/>') + p("Un."), "3 Le pont\np Un.\n"),
    "body text by its outline level": (p("Le pont", '<w:outlineLvl w:val="9"/>'), "p Le pont\n"),
    "bold lines, where nothing has a style": (
        p("Un texte.") + p("Les travaux", run="<w:b/>") + p("Deux."), "p Un texte.\n2 Les travaux\np Deux.\n",
    ),
    "no bold": (p("Un texte.") + p("Les travaux", run='<w:b w:val="0"/>') + p("Deux."),
                "p Un texte.\np Les travaux\np Deux.\n"),
    "a bold sentence": (p("Un texte.") + p("Il neige.", run="<w:b/>") + p("Deux."), "p Un texte.\np Il neige.\np Deux.\n"),
    "larger lines": (
        p("Un texte.") + p("Les travaux", run='<w:sz w:val="32"/>') + p("Deux."), "p Un texte.\n2 Les travaux\np Deux.\n",
    ),
    "numbers": (
        p("a", number(0)) + p("b", number(1)) + p("c", number(1)) + p("d", number(0)) + p("e", number(1)),
        "- I. a\n- I.1) b\n- I.2) c\n- II. d\n- II.1) e\n",
    ),
    "numbers from four": (p("a", number(0, 2)) + p("b", number(0, 2)), "- IV. a\n- V. b\n"),
    "a list that is no list": (p("a", number(0, 0)), "p a\n"),
    "deleted text": ("<w:p><w:del><w:r><w:delText>non</w:delText></w:r></w:del><w:ins><w:r><w:t>oui</w:t></w:r></w:ins>"
                     "</w:p>", "p oui\n"),
    "hidden text": (p("caché", run="<w:vanish/>") + p(LAST), f"p {LAST}\n"),
    "a field": (
        '<w:p><w:r><w:t>Page </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText>'
        '</w:r><w:r><w:t>code</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r></w:p>', "p Page 3\n",
    ),
    "a table of contents": (p("Un titre 1", style("TM1")) + p(LAST), f"p {LAST}\n"),
    "one in a content control": (
        f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('Sommaire')}</w:sdtContent></w:sdt><w:sdt><w:sdtContent>{p(LAST)}</w:sdtContent></w:sdt>",
        f"p {LAST}\n",
    ),
    "a text box, once": (
        f"<w:p><w:r><w:t>Un.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{p('Boîte.')}"
        f"</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{p('Boîte.')}</w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>", "p Un.\np Boîte.\n",
    ),
    "breaks": (
        "<w:p><w:r><w:t>Une phrase.</w:t><w:br/><w:t>Une autre</w:t><w:br/><w:t>qui court.</w:t></w:r></w:p>",
        "p Une phrase.\np Une autre qui court.\n",
    ),
    "a drop cap": (p("L", '<w:framePr w:dropCap="drop"/>') + p("e pont rouvre."), "p Le pont rouvre.\n"),
    "a raised digit": (
        "<w:p><w:r><w:t>4 m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r></w:p>",
        "p 4 m²\n",
    ),
    "marks": ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r></w:p>", "p a b‑c\n"),
    "a formula": ("<w:p><m:oMath><m:r><m:t>E=mc²</m:t></m:r></m:oMath></w:p>", "p E=mc²\n"),
    "a table in a table": (
        f"<w:tbl><w:tr><w:tc>{p('a')}<w:tbl><w:tr><w:tc>{p('b')}</w:tc></w:tr></w:tbl></w:tc><w:tc>{p('c')}</w:tc></w:tr>"
        "</w:tbl>", "p a b, c\n",
    ),
    "a box of one cell": (f"<w:tbl><w:tr><w:tc>{p('Le pont', style('Titre1'))}{p('Un.')}</w:tc></w:tr></w:tbl>",
                          "1 Le pont\np Un.\n"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "read"), CASES.values(), ids=CASES)
def test_what_is_read_of_a_document(body, read):
    # A title of its own, so that no heading is taken for it.
    article = read_article(make_docx(p("Le journal", style("Titre")) + body))
    assert (show(article), article.title, article.language) == (read, "Le journal", "fr")


def test_captions_are_read_where_asked():
    body = make_docx(p("Un.") + p("Une vue", style("Lgende")))
    assert show(read_article(body)) == "p Un.\n"
    assert show(read_article(body, ReadingOptions(captions="read"))) == "p Un.\nc Une vue\n"


@pytest.mark.parametrize(
    ("main", "space"),
    [
        ("application/vnd.ms-word.document.macroEnabled.main+xml", W),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", W),
        (MAIN, STRICT),
    ],
    ids=["macros", "template", "strict"],
)
def test_variants_are_read_alike(main, space):
    assert show(read_article(make_docx(p(LAST), main, space))) == f"p {LAST}\n"


@pytest.mark.parametrize("cut", [200, 900, -30])
def test_a_truncated_document_is_called_so(cut, tmp_path):
    (tmp_path / "a.docx").write_bytes(make_docx(p(LAST))[:cut])
    with pytest.raises(
        ArticleError, match=r"a\.docx' is damaged or incomplete: save it again in the program that made it"
    ):
        read_article(tmp_path / "a.docx")
