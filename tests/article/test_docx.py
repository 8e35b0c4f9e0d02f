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
<w:style w:type="paragraph" w:styleId="Citation"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="Points"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Gras"><w:name w:val="Gras"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Gras2"><w:name w:val="Gras 2"/><w:basedOn w:val="Gras"/></w:style>
<w:style w:type="paragraph" w:styleId="Grand"><w:name w:val="Grand"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Exposant"><w:name w:val="Exposant"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>
<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2)"/>
</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>
<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl><w:lvl w:ilvl="2"><w:numFmt w:val="none"/>
<w:lvlText w:val="%3"/></w:lvl><w:lvl w:ilvl="3"><w:lvlText w:val="%4."/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val=""/></w:lvlOverride></w:num>
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
    "the last outline level": (p("Le pont", '<w:outlineLvl w:val="8"/>') + p("Un."), "9 Le pont\np Un.\n"),
    "a bullet": (p("a", number(0, 3)) + p("b", number(1, 3)), "- a\n- a) b\n"),
    "no sign": (p("a", number(2, 3)), "- a\n"),
    "a level that is not defined": (p("a", number(7)), "- a\n"),
    "a list of a style": (p("a", style("Liste")) + p("b", style("Liste")), "- I. a\n- II. b\n"),
    "a list of a style, taken away": (p("a", style("Liste") + number(0, 0)), "p a\n"),
    "lists of one definition": (p("a", number(0)) + p("b", number(0, 4)) + p("c", number(0, 2)), "- I. a\n- II. b\n- IV. c\n"),
    "another start of a level without one": (p("a", number(0, 5)) + p("b", number(1, 5)), "- I. a\n- I.1) b\n"),
    "a level above that was not counted": (p("a", number(1)), "- I.1) a\n"),
    "a heading with a number": (p("Le pont", style("Titre1") + number(0)) + p("Un."), "1 I. Le pont\np Un.\n"),
    "a heading with a figure": (p("Le pont", style("Titre1") + number(3, 3)) + p("Un."), "1 Le pont\np Un.\n"),
    "an empty item": (p("", number(0)) + p("a", number(0)), "- I. a\n"),
    "a heading of two lines": (
        f"<w:p><w:pPr>{style('Titre1')}</w:pPr><w:r><w:t>Le pont.</w:t><w:br/><w:t>Et la halle</w:t></w:r></w:p>" + p("Un."), "1 Le pont. Et la halle\np Un.\n",
    ),
    "two breaks": ("<w:p><w:r><w:t>Une phrase</w:t><w:br/><w:cr/><w:t>et une autre</w:t></w:r></w:p>", "p Une phrase\np et une autre\n"),
    "a page's end": ('<w:p><w:r><w:t>Une phrase.</w:t><w:br w:type="page"/><w:t>Une autre.</w:t></w:r></w:p>', "p Une phrase. Une autre.\n"),
    "a column's end": ('<w:p><w:r><w:t>Une phrase.</w:t><w:br w:type="column"/><w:t>Une autre.</w:t></w:r></w:p>', "p Une phrase. Une autre.\n"),
    "a quotation": (p("Il neige.", style("Citation")), "> Il neige.\n"),
    "no longer hidden": (p("visible", run='<w:vanish w:val="false"/>'), "p visible\n"),
    "bold by a style, but for a word": (
        p("Un texte.") + f"<w:p><w:pPr>{style('Gras')}</w:pPr><w:r><w:t>Les </w:t></w:r><w:r><w:rPr><w:b w:val='off'/></w:rPr><w:t>travaux</w:t></w:r></w:p>" + p("Deux."),
        "p Un texte.\np Les travaux\np Deux.\n",
    ),
    "bold by a style": (p("Un texte.") + p("Les travaux", style("Gras")) + p("Deux."), "p Un texte.\n2 Les travaux\np Deux.\n"),
    "bold by a style above": (p("Un texte.") + p("Les travaux", style("Gras2")) + p("Deux."), "p Un texte.\n2 Les travaux\np Deux.\n"),
    "larger by a style": (p("Un texte.") + p("Les travaux", style("Grand")) + p("Deux."), "p Un texte.\n2 Les travaux\np Deux.\n"),
    "hardly larger": (p("Un texte.") + p("Les travaux", run='<w:sz w:val="24"/>') + p("Deux."), "p Un texte.\np Les travaux\np Deux.\n"),
    "raised by a style": (
        "<w:p><w:r><w:t>4 m</w:t></w:r><w:r><w:rPr><w:rStyle w:val='Exposant'/></w:rPr><w:t>2</w:t></w:r></w:p>", "p 4 m²\n",
    ),
    "the call of a note": (
        "<w:p><w:r><w:t>Le pont</w:t></w:r><w:hyperlink w:anchor='n'><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>[1]</w:t></w:r></w:hyperlink></w:p>",
        "p Le pont\n",
    ),
    "a link to a place": ("<w:p><w:hyperlink w:anchor='n'><w:r><w:t>12</w:t></w:r></w:hyperlink></w:p>", "p 12\n"),
    "a link and a tag": (
        "<w:p><w:hyperlink><w:r><w:t>Le </w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>pont</w:t></w:r></w:smartTag></w:p>", "p Le pont\n",
    ),
    "a raised link to a page": (
        "<w:p><w:hyperlink><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r></w:hyperlink></w:p>", "p ¹\n",
    ),
    "a field in a field": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>y</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>z</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Oui</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', "p Oui\n",
    ),
    "a field that was not begun": (
        '<w:p><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>Oui</w:t></w:r></w:p>', "p Oui\n",
    ),
    "a table of contents by its field": (
        p("Sommaire") + '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Le pont 3</w:t></w:r></w:p>' + p("La halle 4")
        + '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>' + p(LAST), f"p {LAST}\n",
    ),
    "what is above it, and no title": (
        p("Le pont") + '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Le pont 3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>' + p(LAST),
        f"p Le pont\np {LAST}\n",
    ),
    "an initial in the margin": (p("L", '<w:framePr w:dropCap="margin"/>') + p(" e pont rouvre."), "p Le pont rouvre.\n"),
    "a frame": (p("L", '<w:framePr w:dropCap="none"/>') + p("e pont rouvre."), "p L\np e pont rouvre.\n"),
    "a reading above a word": (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>lu</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>écrit</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>", "p écrit\n",
    ),
    "moved text": (f"<w:moveTo>{p('là')}</w:moveTo><w:customXml>{p('ici')}</w:customXml>", "p là\np ici\n"),
    "a head of a table": (
        f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr><w:tr><w:tc>{p('c')}</w:tc><w:tc>{p('d')}</w:tc></w:tr></w:tbl>",
        "p a, b\np c, d\n",
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
