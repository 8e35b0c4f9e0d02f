"""What becomes of a document's paragraphs: its title, headings by type, lists, attribution, notes, properties."""
# ruff: noqa: E501  one case a row

from datetime import date

import pytest

from audiobrief.article import ReadingOptions
from audiobrief.article.documents.assembly import (
    Paragraph,
    Properties,
    clean_author,
    clean_title,
    find_usual_size,
    get_language,
    make_article,
    parse_day,
)
from audiobrief.article.documents.cues import Cue, make_paragraphs, parse_time
from audiobrief.article.documents.numbering import format_number
from audiobrief.article.documents.typed_text import TypedText
from tests.article.test_documents import show

TEXT = "Le pont de Lannévez a rouvert mardi matin, après de longs travaux."
MORE = "Les habitants attendaient ce jour depuis deux ans, selon la mairie."


def p(text, **more):
    return Paragraph("paragraph", text, **more)


def h(text, level=1):
    return Paragraph("heading", text, level)


def made(*paragraphs, notes=(), reading=None, address="", **properties):
    return make_article(paragraphs, notes, Properties(**properties), address, reading or ReadingOptions())


def shown(article):
    return article.title, show(article).splitlines()


P, Q = f"p {TEXT}", f"p {MORE}"
# The paragraphs, the title that the document declares, the title that it gets, and its blocks.
TITLES = {
    "by its style": ([p("Le pont", is_title=True), p(TEXT)], "", "Le pont", [P]),
    "a second of that style is a heading": (
        [p("Le pont", is_title=True), p(TEXT), p("La suite", is_title=True), p(MORE)], "", "Le pont", [P, "1 La suite", Q],
    ),
    "below a rubric": ([p("Patrimoine"), p("Le pont", is_title=True), p(TEXT)], "", "Le pont", ["p Patrimoine", P]),
    "the fifth line": (
        [p("Un"), p("Deux"), p("Trois"), p("Quatre"), p("Le pont", is_title=True), p(TEXT)], "", "Le pont",
        ["p Un", "p Deux", "p Trois", "p Quatre", P],
    ),
    "too far below": (
        [p("Un"), p("Deux"), p("Trois"), p("Quatre"), p("Cinq"), p("Le pont", is_title=True), p(TEXT)], "", "",
        ["p Un", "p Deux", "p Trois", "p Quatre", "p Cinq", "1 Le pont", P],
    ),
    "a first line in larger type": ([p("Le pont", size=18), p(TEXT, size=11)], "", "Le pont", [P]),
    "a first line in bold type": ([p("Le pont", bold=True), p(TEXT)], "", "Le pont", [P]),
    "a first line as large as the text": ([p("Le pont", size=11), p(TEXT, size=11)], "", "", ["p Le pont", P]),
    "the only heading of the highest level": ([h("Le pont"), p(TEXT), h("La suite", 2), p(MORE)], "", "Le pont",
                                              [P, "2 La suite", Q]),
    "two of the highest level": ([h("Le pont"), p(TEXT), h("La suite"), p(MORE)], "", "", ["1 Le pont", P, "1 La suite", Q]),
    "a higher one below": ([h("Le pont", 2), p(TEXT), h("La suite", 1), p(MORE)], "", "", ["2 Le pont", P, "1 La suite", Q]),
    "a heading behind a text": ([p(TEXT), h("Le pont"), p(MORE)], "", "", [P, "1 Le pont", Q]),
    "a heading behind a rubric": ([p("Patrimoine"), h("Le pont"), p(TEXT)], "", "Le pont", ["p Patrimoine", P]),
    "a heading behind a long rubric": (
        [p("Patrimoine " * 6), h("Le pont"), p(TEXT)], "", "", ["p " + " ".join(["Patrimoine"] * 6), "1 Le pont", P],
    ),
    "a heading behind three rubrics": ([p("Un"), p("Deux"), p("Trois"), h("Le pont"), p(TEXT)], "", "Le pont", ["p Un", "p Deux", "p Trois", P]),
    "a heading behind too many rubrics": (
        [p("Un"), p("Deux"), p("Trois"), p("Quatre"), h("Le pont"), p(TEXT)], "", "",
        ["p Un", "p Deux", "p Trois", "p Quatre", "1 Le pont", P],
    ),
    "as declared": ([p(TEXT)], "Le pont", "Le pont", [P]),
    "as declared, and repeated": ([p("LE PONT !"), p(TEXT)], "Le pont", "Le pont", [P]),
    "repeated far below": (
        [p("Un"), p("Deux"), p("Trois"), p("Quatre"), p("Le pont"), p(TEXT)], "Le pont", "Le pont",
        ["p Un", "p Deux", "p Trois", "p Quatre", "p Le pont", P],
    ),
    "declared otherwise than the one heading behind a rubric": (
        [p("Patrimoine"), h("Le pont"), p(TEXT)], "La halle", "La halle", ["p Patrimoine", "1 Le pont", P],
    ),
    "declared otherwise than the one heading": ([h("Le pont"), p(TEXT)], "La halle", "Le pont", [P]),
    "declared otherwise, with other headings": (
        [p("Patrimoine"), h("Le pont"), p(TEXT), h("Après", 2), p(MORE)], "La halle", "Le pont",
        ["p Patrimoine", P, "2 Après", Q],
    ),
    "nothing": ([p(TEXT)], "", "", [P]),
}  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "declared", "title", "blocks"), TITLES.values(), ids=TITLES)
def test_the_title(paragraphs, declared, title, blocks):
    assert shown(made(*paragraphs, title=declared)) == (title, blocks)


B = p("Les travaux", bold=True)
HEADINGS = {
    "bold": ([p(TEXT), B, p(MORE)], [P, "2 Les travaux", Q]),
    "bold, with a colon": ([p(TEXT), p("Les travaux :", bold=True), p(MORE)], [P, "2 Les travaux", Q]),
    "a colon that is not bold": (
        [p(TEXT, size=10), p("Les travaux :", size=14), p(MORE, size=10)],
        [P, "p Les travaux :", Q],
    ),
    "bold above bold": ([p(TEXT), B, p(MORE, bold=True)], [P, "p Les travaux", Q]),
    "bold above what is larger": (
        [p(TEXT, size=10), p("Les travaux", bold=True, size=10), p("Un mot", size=12), p(MORE, size=10)],
        [P, "p Les travaux", "2 Un mot", Q],
    ),
    "at the end": ([p(TEXT), B], [P, "p Les travaux"]),
    "a bold sentence": ([p(TEXT), p("Il neige.", bold=True), p(MORE)], [P, "p Il neige.", Q]),
    "bold, in initials": ([p(TEXT), p("Le rôle de M.", bold=True), p(MORE)], [P, "2 Le rôle de M.", Q]),
    "bold, of 110 characters": ([p(TEXT), p("a" * 110, bold=True), p(MORE)], [P, f"2 {'a' * 110}", Q]),
    "bold, of 111": ([p(TEXT), p("a" * 111, bold=True), p(MORE)], [P, f"p {'a' * 111}", Q]),
    "bold, without a letter": ([p(TEXT), p("2024", bold=True), p(MORE)], [P, "p 2024", Q]),
    "a bold item": ([p(TEXT), Paragraph("list_item", "Un", bold=True), p(MORE)], [P, "- Un", Q]),
    "larger by a seventh": ([p(TEXT, size=10), p("Un mot", size=11.5), p(MORE, size=10)], [P, "2 Un mot", Q]),
    "hardly larger": ([p(TEXT, size=10), p("Un mot", size=11), p(MORE, size=10)], [P, "p Un mot", Q]),
    "one size": ([p(TEXT, size=1), p("Un mot", size=1), p(MORE, size=1)], [P, "p Un mot", Q]),
    "two sizes": (
        [p(TEXT, size=10), p("La ville", size=18), p(TEXT, size=10), p("Le pont", size=14), p(MORE, size=10)],
        [P, "1 La ville", P, "2 Le pont", Q],
    ),
    "where a style marks one": ([p(TEXT), h("Avant", 3), p(TEXT), B, p(MORE)], [P, "3 Avant", P, "p Les travaux", Q]),
}


@pytest.mark.parametrize(("paragraphs", "blocks"), HEADINGS.values(), ids=HEADINGS)
def test_headings_by_their_type(paragraphs, blocks):
    assert show(made(*paragraphs, title="Titre")).splitlines() == blocks


def test_there_are_six_levels():
    lines = [p(TEXT, size=10)]
    for size in range(28, 12, -2):
        lines += [p(f"Le titre {'abcdefgh'[(28 - size) // 2]}", size=size), p(MORE * 9, size=10)]
    levels = [block.level for block in made(*lines).blocks if block.kind == "heading"]
    assert levels == [1, 2, 3, 4, 5, 6, 6, 6]


@pytest.mark.parametrize(
    ("sizes", "usual"), [([], 0.0), ([(10, 5), (12, 6)], 12), ([(10, 5), (12, 6), (10, 2)], 10), ([(0, 3)], 0)]
)
def test_the_usual_size_is_that_of_most_of_the_text(sizes, usual):
    assert find_usual_size([p("a" * length, size=size) for size, length in sizes]) == usual


ITEMS = {
    "bullets": (["• un", "• deux"], ["- un", "- deux"]),
    "one bullet": (["• un"], ["- un"]),
    "bullets of Wingdings": (["\uf0a7 un", "\uf0b7 deux"], ["- un", "- deux"]),
    "bullets without a name, of TeX": (["\x88 un", "\x0f deux"], ["- un", "- deux"]),
    "hyphens": (["- un", "- deux"], ["- un", "- deux"]),
    "one hyphen": (["- un"], ["p - un"]),
    "hyphens apart": (["- un", "et", "- deux"], ["p - un", "p et", "p - deux"]),
    "dashes before what is said": (["– Un pont ?", "– Oui."], ["p – Un pont ?", "p – Oui."]),
    "dashes before small letters": (["– un", "– deux"], ["- un", "- deux"]),
    "numbers": (["1. un", "2. deux"], ["- 1. un", "- 2. deux"]),
    "numbers in parentheses": (["3) un", "4) deux"], ["- 3) un", "- 4) deux"]),
    "numbers that do not follow": (["1. un", "3. deux"], ["p 1. un", "p 3. deux"]),
    "numbers that go down": (["2. un", "1. deux"], ["p 2. un", "p 1. deux"]),
    "one number": (["1. un"], ["p 1. un"]),
    "numbers with text between": (["1. un", *["mot"] * 7, "2. deux"], ["- 1. un", *["p mot"] * 7, "- 2. deux"]),
    "too much between": (["1. un", *["mot"] * 8, "2. deux"], ["p 1. un", *["p mot"] * 8, "p 2. deux"]),
}


@pytest.mark.parametrize(("texts", "blocks"), ITEMS.values(), ids=ITEMS)
def test_lists_by_their_signs(texts, blocks):
    assert show(made(*map(p, texts), title="Titre")).splitlines() == blocks


# Lines, the author that is declared, and the author, the day and the lines of the article.
ATTRIBUTED = {
    "a line of the author": (["Par Anne Le Roux", TEXT], "", "Anne Le Roux", None, [P]),
    "the declared author, repeated": (["ANNE LE ROUX", TEXT], "Anne Le Roux", "Anne Le Roux", None, [P]),
    "repeated in a sentence": (["Anne Le Roux rit", TEXT], "Anne Le Roux", "Anne Le Roux", None, ["p Anne Le Roux rit", P]),
    "a day": (["2024-03-14", TEXT], "", "", date(2024, 3, 14), [P]),
    "a name above a day": (["Anne Le Roux", "2024-03-14", TEXT], "", "Anne Le Roux", date(2024, 3, 14), [P]),
    "a name above a day, and another declared": (
        ["Anne Le Roux", "2024-03-14", TEXT], "Jeanne Kerloc’h", "Jeanne Kerloc’h", date(2024, 3, 14), ["p Anne Le Roux", P],
    ),
    "what is no name above a day": (["patrimoine", "2024-03-14", TEXT], "", "", date(2024, 3, 14), ["p patrimoine", P]),
    "two names above a day": (
        ["Anne Le Roux", "Jeanne Noël", "2024-03-14", TEXT], "", "", date(2024, 3, 14),
        ["p Anne Le Roux", "p Jeanne Noël", P],
    ),
    "a day far below": ([TEXT, MORE, TEXT + " Oui.", MORE + " Oui.", "2024-03-14"], "", "", None,
                        [P, Q, f"{P} Oui.", f"{Q} Oui.", "p 2024-03-14"]),
    "a name between a title and a long text": (
        [p("Le pont", is_title=True), "Anne Le Roux", f"{TEXT} {MORE}"], "", "Anne Le Roux", None, [f"p {TEXT} {MORE}"],
    ),
    "a name above a text, without a title": (
        ["Anne Le Roux", f"{TEXT} {MORE}"], "", "", None, ["p Anne Le Roux", f"p {TEXT} {MORE}"],
    ),
    "a line in the author's style": ([p("anne le roux", is_author=True), TEXT], "", "anne le roux", None, [P]),
    "a machine's user": ([TEXT], "Utilisateur 3", "", None, [P]),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "declared", "byline", "day", "blocks"), ATTRIBUTED.values(), ids=ATTRIBUTED)
def test_the_attribution(texts, declared, byline, day, blocks):
    paragraphs = [each if isinstance(each, Paragraph) else p(each) for each in texts]
    article = made(*paragraphs, title="Titre", byline=declared)
    assert (article.byline, article.published, show(article).splitlines()) == (byline, day, blocks)


def test_notes_are_numbered_at_the_end():
    given = {"notes": ["  De 1912. ↩", "", "De\n1913."], "title": "Titre"}
    assert show(made(p(TEXT), **given)).splitlines() == [P]
    loud = ReadingOptions(notes="read")
    assert show(made(p(TEXT), **given, reading=loud)).splitlines() == [P, "2 Notes", "- 1. De 1912.", "- 2. De 1913."]
    assert show(made(p(TEXT), notes=[" "], title="Titre", reading=loud)).splitlines() == [P]


DECLARED = [
    ("Le pont", "Le pont"), ("  Le\n pont ", "Le pont"), ("Document 1", ""), ("Sans titre", ""), ("untitled 12", ""),
    ("Microsoft Word - pont.doc", ""), ("pont.docx", ""), ("pont", ""), ("https://pont.example/a", ""), ("--", ""),
    ("Titre", ""), ("Le titre", "Le titre"), ("Document de travail", "Document de travail"),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "title"), DECLARED)
def test_titles_that_programs_put_there_are_none(declared, title):
    assert clean_title(declared, "/articles/pont.pdf") == title


AUTHORS = [
    ("Anne  Le Roux", "Anne Le Roux"), ("Admin", ""), ("Microsoft Office User", ""), ("root@localhost", ""), ("HP", ""),
    ("user 2", ""), ("-", ""), ("Administration des ponts", "Administration des ponts"), ("python-docx", ""),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "author"), AUTHORS)
def test_authors_that_programs_put_there_are_none(declared, author):
    assert clean_author(declared) == author


TAGS = [("fr-FR", "fr"), ("EN_us", "en"), (" de ", "de"), ("", "fr"), ("zxx", "fr"), ("gsw-CH", "gsw"), ("français", "fr"),
        ("und", "fr")]  # fmt: skip


@pytest.mark.parametrize(("tag", "language"), TAGS)
def test_the_language_of_a_tag(tag, language):
    assert get_language(tag) == language


DAYS = [
    ("2024-03-14T09:12:00Z", date(2024, 3, 14)), ("D:20240314101200", date(2024, 3, 14)), (" 20240314", date(2024, 3, 14)),
    ("2024-13-40", None), ("14 mars 2024", None), ("", None), ("2024", None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "day"), DAYS)
def test_the_day_of_metadata(written, day):
    assert parse_day(written) == day


NUMBERS = [
    (1, "decimal", "1"), (26, "lowerLetter", "z"), (27, "upperLetter", "AA"), (28, "a", "bb"), (234, "a", "zzzzzzzzz"),
    (235, "a", "235"), (0, "A", "0"), (3999, "lowerRoman", "mmmcmxcix"), (4000, "I", "4000"), (0, "i", "0"),
    (1994, "upperRoman", "MCMXCIV"), (448, "i", "cdxlviii"), (7, "bullet", ""), (7, "none", ""), (-2, "decimal", "-2"),
    (12, "", "12"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "form", "label"), NUMBERS)
def test_numbers_of_items(number, form, label):
    assert format_number(number, form) == label


def test_the_type_of_a_paragraph_is_that_of_most_of_it():
    text = TypedText(9.0)
    assert (text.text, text.is_bold, text.size) == ("", False, 9.0)
    text.add("  ab ", True, 10.0)
    assert (text.text, text.is_bold, text.size) == ("  ab ", True, 10.0)
    text.add("   ", False, 12.0)
    assert (text.is_bold, text.size) == (True, 10.0)
    text.add("abc", False, 12.0)
    assert (text.is_bold, text.size) == (False, 12.0)
    text.add("d", True, 10.0)
    text.add("e", True, 10.0)
    assert text.size == 10.0


TIMES = [
    ("01:02:03,450", 3723.45),
    ("02:03.5", 123.5),
    ("7", 7.0),
    ("1:00", 60.0),
    ("::9", 9.0),
    ("00:00:00.001", 0.001),
]


@pytest.mark.parametrize(("written", "seconds"), TIMES)
def test_times_of_subtitles(written, seconds):
    assert parse_time(written) == pytest.approx(seconds)


LONG = "Il " + "pleut " * 90 + "fort."
# The end of the first cue, the beginning of the next, both texts, and the paragraphs.
SPOKEN = [
    (2, 3, "Il neige.", "Il vente.", ["Il neige. Il vente."]),
    (2, 6, "Il neige.", "Il vente.", ["Il neige. Il vente."]),
    (2, 6.5, "Il neige.", "Il vente.", ["Il neige.", "Il vente."]),
    (2, 9, "Il neige", "et il vente.", ["Il neige et il vente."]),
    (2, 3, "Il neige.", "- Il vente.", ["Il neige.", "Il vente."]),
    (2, 3, "Il neige", "- Il vente.", ["Il neige Il vente."]),
    (2, 3, "<v Anne>Il neige", "<v Jean>Il vente.", ["Il neige", "Il vente."]),
    (2, 3, "<v Anne>Il neige.", "<v Anne>Il vente.", ["Il neige. Il vente."]),
    (2, 3, "<v.haut Anne>Il neige.", "<v Anne>Il vente.", ["Il neige. Il vente."]),
    (2, 3, "Il neige.", "Il neige.", ["Il neige."]),
    (2, 3, "Il neige.", "[Musique] Il <i>vente</i>.", ["Il neige. Il vente."]),
    (2, 3, "Il neige.", "♪ ♪", ["Il neige."]),
    (2, 3, "Il neige.", "Sous-titrage ST' 501", ["Il neige."]),
    (2, 3, LONG, "Il vente.", [LONG, "Il vente."]),
    (2, 3, "Il neige.\nIl gèle.", "Il vente.", ["Il neige. Il gèle. Il vente."]),
]


def test_the_last_paragraph_tells_whether_a_sentence_has_ended():
    cues = [Cue(0, 1, "Il neige."), Cue(9, 10, "Il vente"), Cue(20, 21, "et il gèle.")]
    assert [block.text for block in make_paragraphs(cues)] == ["Il neige.", "Il vente et il gèle."]


@pytest.mark.parametrize(("end", "start", "first", "second", "paragraphs"), SPOKEN)
def test_cues_are_put_together(end, start, first, second, paragraphs):
    blocks = make_paragraphs([Cue(0, end, first), Cue(start, start + 2, second)])
    assert [block.text for block in blocks] == paragraphs
