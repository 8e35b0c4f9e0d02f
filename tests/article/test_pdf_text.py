"""PDF files that are written here by hand: characters, types, angles, marked contents, the structure of tagged ones."""
# ruff: noqa: E501  one case a row

import re

import pypdfium2
import pytest

from audiobrief.article import ReadingOptions
from audiobrief.article.documents.pdf_structure import StructureReader
from audiobrief.article.documents.pdf_text import read_runs
from tests.article.test_documents import SIGNS

# Fonts of every reader: F plain, B bold by its name, W bold by its weight alone, E with an encoding of its own.
_FONTS = """<< /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>
/B << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>
/W << /Type /Font /Subtype /TrueType /BaseFont /Sans /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 32 /Widths [300]
/FontDescriptor << /Type /FontDescriptor /FontName /Sans /Flags 262176 /StemV 160 /FontWeight 700 /FontBBox [0 0 1 1]
/ItalicAngle 0 /Ascent 1 /Descent 0 /CapHeight 1 >> >>
/E << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding
/Differences [128 /fi /fl /acute /dotlessi /cedilla /dieresis /circumflex /questiondown /ff /ffi /ffl] >> >> >>"""


def make_pdf(content, structure=(), extra=""):
    """A page with this content. `structure` are the objects from number 6 on; the first is the root of the structure."""
    tagged = "/MarkInfo << /Marked true >> /StructTreeRoot 6 0 R" if structure else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {tagged} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /StructParents 0 /Resources << /Font 5 0 R {extra} >> >>",
        f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream",
        _FONTS,
        *structure,
    ]
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF"
    return made + end.encode("latin-1")


def write(text, left=50, top=700, size=10, font="F", matrix="1 0 0 1"):
    return f"BT /{font} {size} Tf {matrix} {left} {top} Tm ({text}) Tj ET\n"


@pytest.fixture
def runs():
    """The runs of a page with this content."""
    opened = []

    def read(content, **more):
        document = pypdfium2.PdfDocument(make_pdf(content, **more))
        page = document[0]
        opened.extend((page, document))
        return read_runs(page)

    yield read
    for each in opened:
        each.close()


LETTERS = {
    "plain": (write("Le pont"), ["Le pont"]),
    "of the code page": (write("\\311t\\351 \\200"), ["Été €"]),
    "ligatures": (write("\\200n et \\201ot, e\\210et, a\\211che, sou\\212e", font="E"), ["fin et flot, effet, affiche, souffle"]),
    "a loose acute": (write("\\202ete", font="E"), ["éte"]),
    "a loose diaeresis": (write("na\\205\\203f", font="E"), ["naïf"]),
    "a loose cedilla": (write("re\\204cu", font="E"), ["reçu"]),
    "a loose circumflex": (write("f\\206ete", font="E"), ["fête"]),
    "the euro of TeX": (write("12 \\207 et 3\\207 ?", font="E"), ["12 € et 3€ ?"]),
    "a question in Spanish": (write("\\207Que ?", font="E"), ["¿Que ?"]),
    "the euro in a font of its own": (write("12") + write("\\207", 62, font="E"), ["12", "€"]),
    "a question behind a word": (write("mot") + write("\\207Que", 70, font="E"), ["mot", "¿Que"]),
    "blanks alone": (write("   ") + write("Le pont", 80), ["Le pont"]),
}  # fmt: skip


@pytest.mark.parametrize(("content", "texts"), LETTERS.values(), ids=LETTERS)
def test_letters(runs, content, texts):
    assert [run.text.strip() for run in runs(content)] == texts


# Codes that fonts of TeX have, as PDFium gives them where a document does not tell the letters.
TOLD = [(2, "-"), (9, " "), (10, " "), (11, "ff"), (12, "fi"), (13, "fl"), (14, "ffi"), (15, "ffl"), (19, "«"), (20, "»"),
        (21, "–"), (22, "—"), (27, "ff"), (28, "fi"), (29, "fl"), (30, "ffi"), (31, "ffl"), (65, "A"), (0, ""), (0xFFFE, ""),
        (0xFFFF, "")]  # fmt: skip


@pytest.mark.parametrize(("code", "letters"), TOLD)
def test_codes_without_letters(runs, monkeypatch, code, letters):
    """Between two letters, the second of which is read also behind what is no character."""
    import pypdfium2.raw as pdfium

    told = pdfium.FPDFText_GetUnicode
    monkeypatch.setattr(pdfium, "FPDFText_GetUnicode", lambda text, at: code if at == 1 else told(text, at))
    (run,) = runs(write("a?b"))
    assert run.text == f"a{letters}b"


TYPES = {
    "plain": (write("Le pont"), 10.0, False),
    "bold by its name": (write("Le pont", font="B"), 10.0, True),
    "bold by its weight": (write("Le pont", font="W"), 10.0, True),
    "a half": (write("Le pont", size=10.6), 10.5, False),
    "scaled": (write("Le pont", size=5, matrix="2 0 0 3"), 15.0, False),
    "leaning": (write("Le pont", matrix="1 0 0.3 1"), 10.5, False),
}


@pytest.mark.parametrize(("content", "size", "bold"), TYPES.values(), ids=TYPES)
def test_types(runs, content, size, bold):
    assert [(run.size, run.bold) for run in runs(content)] == [(size, bold)]


ANGLES = {
    "upright": ("1 0 0 1", True),
    "a little turned to the left": ("0.99 0.14 -0.14 0.99", True),
    "a little turned to the right": ("0.99 -0.14 0.14 0.99", True),
    "turned": ("0.98 0.2 -0.2 0.98", False),
    "turned to the right": ("0.98 -0.2 0.2 0.98", False),
    "along the margin": ("0 1 -1 0", False),
}


@pytest.mark.parametrize(("matrix", "read"), ANGLES.values(), ids=ANGLES)
def test_what_runs_along_the_margin_is_not_read(runs, matrix, read):
    assert [run.text for run in runs(write("Le pont", 300, 400, matrix=matrix))] == (["Le pont"] if read else [])


MARKED = {
    "none": (write("Le pont"), -1, False),
    "a number": (f"/P << /MCID 3 >> BDC {write('Le pont')} EMC", 3, False),
    "an artifact": (f"/Artifact BMC {write('Le pont')} EMC", -1, True),
    "an artifact of a kind": (f"/Artifact << /Type /Pagination >> BDC {write('Le pont')} EMC", -1, True),
    "another mark": (f"/Span << /Lang (fr) >> BDC {write('Le pont')} EMC", -1, False),
    "an artifact within another mark": (f"/Span BMC /Artifact BMC {write('Le pont')} EMC EMC", -1, True),
    "behind an artifact": (f"/Artifact BMC q Q EMC {write('Le pont')}", -1, False),
}


@pytest.mark.parametrize(("content", "mark", "artifact"), MARKED.values(), ids=MARKED)
def test_marked_contents(runs, content, mark, artifact):
    assert [(run.mark, run.artifact) for run in runs(content)] == [(mark, artifact)]


def test_each_run_has_its_place(runs):
    """In Helvetica, a letter `m` is 0.833 as wide as high."""
    first, second, third = runs(write("mmm", 50, 700) + write("mm ", 75, 700, font="B") + write("m", 50, 600, size=20))
    assert (first.left, first.baseline) == (pytest.approx(50, abs=1), pytest.approx(700))
    assert first.right == pytest.approx(50 + 3 * 8.33, abs=1)
    assert (second.left, second.baseline) == (pytest.approx(75, abs=1), pytest.approx(700))
    assert (third.left, third.right) == (pytest.approx(50, abs=2), pytest.approx(50 + 16.66, abs=2))
    assert (third.baseline, third.size) == (pytest.approx(600), 20.0)
    assert [first.spaced, second.spaced, third.spaced] == [True, False, True]


def element(kind, *children, more=""):
    """A structure element, as its type, its children (numbers of marked contents, or elements) and more of its keys."""
    return kind, children, more


def make_structure(*roots):
    """The objects of a structure, from number 6 on."""
    objects = [""]

    def add(node, parent):
        kind, children, more = node
        at = len(objects)
        objects.append("")
        kids = [str(child) if isinstance(child, int) else f"{add(child, 6 + at)} 0 R" for child in children]
        objects[at] = f"<< /Type /StructElem /S /{kind} /P {parent} 0 R /Pg 3 0 R /K [{' '.join(kids)}] {more} >>"
        # What is marked belongs to the element (ISO 32000-1, 14.7.4.4).
        owners.update({child: 6 + at for child in children if isinstance(child, int)})
        return 6 + at

    owners = {}
    kids = " ".join(f"{add(root, 6)} 0 R" for root in roots)
    listed = " ".join(f"{owners.get(at, 7)} 0 R" for at in range(max(owners, default=-1) + 1))
    objects[0] = f"<< /Type /StructTreeRoot /K [{kids}] /ParentTree << /Nums [0 [{listed}]] >> >>"
    return objects


def marked(*texts, font="F"):
    """Lines, each of which is a marked content with its number."""
    return "".join(
        f"/P << /MCID {at} >> BDC {write(text, 50, 700 - 20 * at, font=font)} EMC\n" for at, text in enumerate(texts)
    )


def read(content, roots, reading=None):
    return read_objects(content, make_structure(*roots), reading)


def read_objects(content, objects, reading=None):
    document = pypdfium2.PdfDocument(make_pdf(content, objects))
    page = document[0]
    try:
        reader = StructureReader(page, read_runs(page), frozenset(), reading or ReadingOptions())
        found = reader.read()
        lines = None if found is None else [f"{SIGNS.get(each.kind, each.level)} {each.text}" for each in found]
        return lines, reader.notes, found
    finally:
        page.close()
        document.close()


ABC = marked("Un pont", "Deux halles", "Trois gares", "Quatre bacs")
STRUCTURES = {
    "paragraphs": ([element("P", 0), element("P", 1), element("P", 2), element("P", 3)],
                   ["p Un pont", "p Deux halles", "p Trois gares", "p Quatre bacs"]),
    "in the order of the structure": ([element("P", 2), element("P", 0), element("P", 3, 1)],
                                      ["p Trois gares", "p Un pont", "p Quatre bacs Deux halles"]),
    "headings": ([element("H1", 0), element("H6", 1), element("H", 2), element("H3", element("Span", 3))],
                 ["1 Un pont", "6 Deux halles", "1 Trois gares", "3 Quatre bacs"]),
    "sections": ([element("Sect", element("Div", element("P", 0), element("P", 1)), element("P", 2, 3))],
                 ["p Un pont", "p Deux halles", "p Trois gares Quatre bacs"]),
    "a section of words": ([element("Sect", 0, element("Span", 1)), element("P", 2, 3)],
                           ["p Un pont Deux halles", "p Trois gares Quatre bacs"]),
    "a quotation": ([element("BlockQuote", element("P", 0), element("P", 1)), element("P", 2, 3)],
                    ["> Un pont", "> Deux halles", "p Trois gares Quatre bacs"]),
    "a figure": ([element("Figure", element("P", 0)), element("P", 1), element("P", 2, 3)],
                 ["p Deux halles", "p Trois gares Quatre bacs"]),
    "a table of contents": ([element("TOC", element("TOCI", 0)), element("P", 1), element("P", 2, 3)],
                            ["p Deux halles", "p Trois gares Quatre bacs"]),
    "a figure in a line": ([element("P", 0, element("Formula", 1), 2), element("P", 3)], ["p Un pont Trois gares", "p Quatre bacs"]),
    "a caption": ([element("Caption", 0), element("P", 1), element("P", 2, 3)], ["p Deux halles", "p Trois gares Quatre bacs"]),
    "a list": ([element("L", element("LI", element("Lbl", 0), element("LBody", 1)), element("LI", element("LBody", 2))), element("P", 3)],
               ["- Un pont Deux halles", "- Trois gares", "p Quatre bacs"]),
    "a list in a list": (
        [element("L", element("LI", element("LBody", 0), element("L", element("LI", element("LBody", 1)))),
                 element("LI", element("LBody", element("P", 2), element("L", element("LI", element("LBody", 3))))))],
        ["- Un pont", "- Deux halles", "- Trois gares", "- Quatre bacs"]),
    "a list in a paragraph of an item": (
        [element("L", element("LI", element("P", 0, element("L", element("LI", element("LBody", 1)))))), element("P", 2, 3)],
        ["- Un pont", "- Deux halles", "p Trois gares Quatre bacs"]),
    "an item of words alone": ([element("L", element("LI", 0, 1)), element("P", 2, 3)], ["- Un pont Deux halles", "p Trois gares Quatre bacs"]),
    "a table": ([element("Table", element("TR", element("TH", 0), element("TH", 1)), element("TBody", element("TR", element("TD", 2), element("TD", 3))))],
                ["p Un pont, Deux halles", "p Trois gares, Quatre bacs"]),
    "a box": ([element("Table", element("TR", element("TD", 0))), element("P", 1), element("P", 2, 3)],
              ["p Un pont", "p Deux halles", "p Trois gares Quatre bacs"]),
    "text in place of what is shown": ([element("P", 0, element("Span", 1, more="/ActualText (Trois ponts)")), element("P", 2, 3)],
                                       ["p Un pontTrois ponts", "p Trois gares Quatre bacs"]),
    "an empty element": ([element("P"), element("P", 0, 1, 2, 3)], ["p Un pont Deux halles Trois gares Quatre bacs"]),
}  # fmt: skip


@pytest.mark.parametrize(("roots", "lines"), STRUCTURES.values(), ids=STRUCTURES)
def test_a_tagged_page_is_read_by_its_structure(roots, lines):
    assert read(ABC, roots)[:2] == (lines, [])


def nested(levels, *inside, kinds=("Div",)):
    """An element in so many others, of these kinds in turn."""
    (node,) = inside
    for at in range(levels):
        node = element(kinds[at % len(kinds)], node)
    return node


DEEP = {
    "paragraphs": (nested(31, element("P", 0)), "p Un pont"),
    "parts of a line": (element("P", nested(31, element("Span", 0), kinds=("Span",))), "p Un pont"),
    "lists": (nested(30, element("LBody", 0), kinds=("LI", "L")), "- Un pont"),
    "the body of an item": (element("L", element("LI", nested(29, element("P", 0)))), "- Un pont"),
    "the number of an item": (element("L", element("LI", element("Lbl", nested(29, element("Span", 0), kinds=("Span",))))), "- Un pont"),
}  # fmt: skip


@pytest.mark.parametrize(("root", "line"), DEEP.values(), ids=DEEP)
def test_as_deep_a_structure_as_there_is(root, line):
    assert read(ABC, [root, element("P", 1, 2, 3)])[:2] == ([line, "p Deux halles Trois gares Quatre bacs"], [])


@pytest.mark.parametrize("kind", ["Div", "Span", "Figure", "Table", "L", "LI"])
def test_an_element_that_is_listed_twice_is_read_once(kind):
    """Else a document of a few kilobytes would be read for hours."""
    objects = make_structure(nested(28, element("P", 0), kinds=(kind,)), element("P", 1, 2, 3))
    doubled = [re.sub(r"/K \[(\d+ 0 R)\]", r"/K [\1 \1]", each) if f"/S /{kind} " in each else each for each in objects]
    assert doubled != objects
    lines = [read_objects(ABC, each)[0] for each in (objects, doubled)]
    assert lines[0] == lines[1] and lines[1][-1] == "p Deux halles Trois gares Quatre bacs"


def test_text_in_place_of_what_is_shown_is_not_bold():
    roots = [element("P", 0, more="/ActualText (Trois ponts)"), element("P", 1), element("P", 2, 3)]
    for font, bold in (("B", [False, True, True]), ("F", [False, False, False])):
        found = read(marked("Un pont", "Deux halles", "Trois gares", "Quatre bacs", font=font), roots)[2]
        assert [each.bold for each in found] == bold


NOTES = {
    "a note": ([element("P", 0, 2, 3), element("Note", 1)], ["Deux halles"]),
    "a note in a line": ([element("P", 0, element("FENote", 1), 2, 3)], ["Deux halles"]),
}


@pytest.mark.parametrize(("roots", "notes"), NOTES.values(), ids=NOTES)
def test_notes_of_a_structure_are_apart(roots, notes):
    lines, found, _ = read(ABC, roots)
    assert (lines, found) == (["p Un pont Trois gares Quatre bacs"], notes)


@pytest.mark.parametrize(
    ("label", "note"), [("1. De 1912", "De 1912"), ("[12] De 1912", "De 1912"), ("De 1912", "De 1912")]
)
def test_the_number_of_a_note_is_not_read(label, note):
    assert read(marked("Un pont", label), [element("P", 0), element("Note", 1)])[1] == [note]


BULLETS = [
    ("\\225", "- Un pont"),
    ("1.", "- 1. Un pont"),
    ("a\\)", "- a) Un pont"),
    ("o", "- Un pont"),
    ("-", "- Un pont"),
]


@pytest.mark.parametrize(("label", "item"), BULLETS)
def test_a_bullet_is_not_read_and_a_number_is(label, item):
    roots = [element("L", element("LI", element("Lbl", 0), element("LBody", 1)))]
    assert read(marked(label, "Un pont"), roots)[0] == [item]


def test_captions_and_titles():
    roots = [element("Title", 0), element("Caption", 1), element("P", 2, 3)]
    lines, _, found = read(ABC, roots, ReadingOptions(captions="read"))
    assert lines == ["p Un pont", "c Deux halles", "p Trois gares Quatre bacs"]
    assert [each.is_title for each in found] == [True, False, False]


# How many of the page's five lines the structure holds, and whether it is used.
@pytest.mark.parametrize(("held", "used"), [(5, True), (4, True), (3, False), (0, False)])
def test_a_structure_that_holds_too_little_is_not_used(held, used):
    roots = [element("P", *range(held))] if held else [element("P")]
    assert (read(marked(*["Un pont"] * 5), roots)[0] is not None) is used


def test_what_is_no_text_counts_for_nothing():
    content = marked("Un pont") + f"/Artifact BMC {write('Le Courrier des Brumes', 50, 780)} EMC"
    assert read(content, [element("P", 0)])[0] == ["p Un pont"]


def test_the_type_of_a_paragraph_of_a_structure():
    content = f"/P << /MCID 0 >> BDC {write('Un pont', size=12, font='B')} EMC /P << /MCID 1 >> BDC {write('et', 100, size=9, font='B')} EMC"
    content += f"/P << /MCID 2 >> BDC {write('Un bac', top=600)} {write('rouvre', 90, 600, font='B')} EMC"
    _, _, found = read(content, [element("P", 0, 1), element("P", 2)])
    assert [(each.text, each.bold, each.size) for each in found] == [
        ("Un pont et", True, 12.0),
        ("Un bac rouvre", False, 10.0),
    ]


RAISED = [(704, 6, "Un pont²"), (700, 6, "Un pont 2"), (704, 9.5, "Un pont 2")]


@pytest.mark.parametrize(("top", "size", "text"), RAISED)
def test_a_raised_number_of_a_structure(top, size, text):
    content = f"/P << /MCID 0 >> BDC {write('Un pont')} {write('2', 95, top, size)} EMC"
    assert read(content, [element("P", 0)])[0] == [f"p {text}"]


def test_what_stands_behind_a_raised_number_is_read():
    content = f"/P << /MCID 0 >> BDC {write('Un pont')} {write('2', 95, 704, 6)} {write('rouvre', 105)} EMC"
    assert read(content, [element("P", 0)])[0] == ["p Un pont² rouvre"]


def test_lines_of_a_structure_are_joined():
    content = f"/P << /MCID 0 >> BDC {write('Un projet de réno-')} {write('vation', top=688)} EMC"
    assert read(content, [element("P", 0)])[0] == ["p Un projet de rénovation"]
