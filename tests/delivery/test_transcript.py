"""The transcript as an HTML parser of its own sees it."""

from dataclasses import replace

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.delivery.formats import load_delivery
from audiobrief.delivery.text.read_along import build_read_along
from audiobrief.delivery.text.read_along_json import describe_read_along, list_sentences
from audiobrief.delivery.text.transcript import render_transcript
from audiobrief.model import Article, Block, Utterance
from audiobrief.segmentation import announce, write_script
from tests.timelines import ARTICLE, heard, timeline


def parsed(text):
    """The document; html5lib in strict mode raises for anything that is not HTML as the standard has it."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def words(element):
    return " ".join("".join(element.itertext()).split())


def test_what_it_holds():
    document = parsed(render_transcript(ARTICLE, timeline()))
    assert document.get("lang") == "fr"
    assert words(document.find(".//title")) == words(document.find(".//h1")) == ARTICLE.title
    header = [words(line) for line in document.findall(".//header/p")]
    assert header == ['Par Paul "Le" Guen', "Publié le 1er mars 2024", "Source : Le Phare & Cie"]
    assert document.find(".//header//a").get("href") == ARTICLE.address
    assert document.find(".//time").get("datetime") == "2024-03-01"
    # The first chapter bears the article's title, which is not said twice.
    assert [words(heading) for heading in document.findall(".//h2")] == ["Sur le quai"]
    assert [words(heading) for heading in document.findall(".//h3")] == ["Et après"]
    assert [words(item) for item in document.findall(".//li")] == [
        "les sacs de sable ;",
        "les pompes. Elles sont neuves.",
    ]
    (quotation,) = document.findall(".//blockquote")
    assert [words(line) for line in quotation.findall("p")] == [
        "« On a eu de la chance », dit Lia Morvan.",
        "« Cette fois. »",
    ]
    assert words(document.find(".//section/p")) == "La digue de Ferlan a tenu. Personne n’est blessé !"
    assert words(document.find(".//p[@class='caption']")) == "Le quai, hier --> à marée haute."


def test_nothing_in_it_runs():
    text = render_transcript(ARTICLE, timeline())
    document = parsed(text)
    assert document.findall(".//script") == []
    assert "<script>alert" not in text and "alert(1)" in words(document.find(".//main"))
    assert not any(name.startswith("on") for element in document.iter() for name in element.attrib)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", None),
        ("/home/anne/article.md", None),
        ("file:///home/anne/article.md", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_only_web_addresses_are_linked(address, shown):
    link = parsed(render_transcript(replace(ARTICLE, address=address), timeline())).find(".//header//a")
    assert (link.get("href") if link is not None else None) == shown


def test_an_article_of_which_little_is_known():
    document = parsed(render_transcript(Article("T", (), language="x' y"), heard(("T", [Utterance("Un.")]))))
    assert document.findall(".//header/p") == []
    assert document.get("lang") == "fr"
    assert words(document.find(".//section/p")) == "Un."


def test_a_sentence_that_no_block_holds_goes_by_its_own_role():
    """As in a script changed by hand."""
    article = Article("T", (Block("paragraph", "Un. Deux."), Block("list_item", "Trois.")))
    spoken = [
        Utterance("Un."),
        Utterance("Ajouté.", pause_after="paragraph"),
        Utterance("Sous-titre", "heading", "heading"),
        Utterance("Cité.", "quotation", "paragraph"),
        Utterance("Trois.", pause_after="none"),
    ]
    (section,) = build_read_along(article, heard(("T", spoken))).sections
    assert [passage.kind for passage in section.passages] == [
        "paragraph",
        "paragraph",
        "heading",
        "quotation",
        "list_item",
    ]


def said(text, role="text", pause="sentence"):
    return Utterance(text, role, pause)


# Sentences that no block holds, and the paragraphs that are made of them.
BY_PAUSES = [
    ([said("Un."), said("Deux."), said("Trois.")], [("paragraph", "Un. Deux. Trois.")]),
    ([said("Un", pause="phrase"), said("deux.")], [("paragraph", "Un deux.")]),
    ([said("Un.", pause="paragraph"), said("Deux.")], [("paragraph", "Un."), ("paragraph", "Deux.")]),
    ([said("Un.", pause="chapter"), said("Deux.")], [("paragraph", "Un."), ("paragraph", "Deux.")]),
    ([said("Un.", pause="none"), said("Deux.")], [("paragraph", "Un."), ("paragraph", "Deux.")]),
    ([said("Un."), said("Cité.", "quotation")], [("paragraph", "Un."), ("quotation", "Cité.")]),
    ([said("Cité.", "quotation"), said("Un.")], [("quotation", "Cité."), ("paragraph", "Un.")]),
    ([said("Photo.", "caption"), said("Un.")], [("caption", "Photo."), ("paragraph", "Un.")]),
    ([said("Un."), said("Photo.", "caption")], [("paragraph", "Un."), ("caption", "Photo.")]),
]


@pytest.mark.parametrize(("sentences", "shown"), BY_PAUSES)
def test_sentences_that_no_block_holds_are_parted_by_roles_and_pauses(sentences, shown):
    (section,) = build_read_along(Article("T", ()), heard(("T", sentences))).sections
    assert [
        (passage.kind, " ".join(sentence.text for sentence in paragraph))
        for passage in section.passages
        for paragraph in passage.paragraphs
    ] == shown


PLAIN = Article(
    "Le bac",
    (
        Block("paragraph", "Le bac a repris la mer."),
        Block("heading", "La panne", 2),
        Block("paragraph", "Elle venait du moteur."),
        Block("heading", "Et après", 2),
        Block("paragraph", "On verra."),
    ),
)
# What is announced, and then: the headings, the items of lists, and the paragraphs before the first chapter.
_DELIVERIES = [
    ("podcast", "", ["La panne", "Et après"], [], []),
    (
        "listening",
        "",
        ["Chapitre 1.", "Chapitre 2. La panne", "Chapitre 3. Et après"],
        ["Chapitre 1 : Le bac.", "Chapitre 2 : La panne.", "Chapitre 3 : Et après."],
        ["Au sommaire."],
    ),
    (
        "listening",
        "Voici le journal.",
        ["Chapitre 1.", "Chapitre 2. La panne", "Chapitre 3. Et après"],
        ["Chapitre 1 : Le bac.", "Chapitre 2 : La panne.", "Chapitre 3 : Et après."],
        ["Voici le journal.", "Au sommaire."],
    ),
    ("radio", "", ["La panne", "Et après"], [], []),
]


@pytest.mark.parametrize(("delivery", "opening", "headings", "items", "before"), _DELIVERIES)
def test_every_delivery_has_one_heading_a_chapter(delivery, opening, headings, items, before):
    made = load_delivery(delivery)
    script = announce(
        write_script(PLAIN),
        title=made.spoken_title,
        contents=made.spoken_contents,
        chapters=made.spoken_chapters,
        opening=opening,
    )
    marks = heard(*((chapter.title, chapter.utterances) for chapter in script.chapters))
    document = parsed(render_transcript(PLAIN, marks))
    assert [words(heading) for heading in document.findall(".//h2")] == headings
    assert document.findall(".//h3") == []
    assert [words(item) for item in document.findall(".//li")] == items
    assert [words(line) for line in document.findall(".//main/p")] == before
    assert [words(line) for line in document.findall(".//section/p")] == [
        block.text for block in PLAIN.blocks if block.kind == "paragraph"
    ]
    told = describe_read_along(build_read_along(PLAIN, marks))
    assert [sentence["n"] for sentence in list_sentences(told)] == list(range(len(list(list_sentences(told)))))
    starts = [sentence["start"] for sentence in list_sentences(told)]
    assert starts == sorted(starts)


def test_a_title_that_is_not_spoken_stands_after_the_number():
    """As of chapters that were cut by subject."""
    article = Article("Le bac", (Block("paragraph", "Un."), Block("paragraph", "Deux.")))
    spoken = (
        [Utterance("Chapitre 1.", "heading", "heading"), Utterance("Un.")],
        [Utterance("Chapitre 2.", "heading", "heading"), Utterance("Deux.")],
    )
    document = parsed(render_transcript(article, heard(("Le bac", spoken[0]), ("La suite", spoken[1]))))
    assert [words(heading) for heading in document.findall(".//h2")] == ["Chapitre 1.", "Chapitre 2. La suite"]


LINES = st.text(st.sampled_from("abcé .!?\n\u00a0«»<&’1"), min_size=1, max_size=60)
KINDS = st.sampled_from(["heading", "paragraph", "quotation", "list_item", "caption"])


@given(st.lists(st.tuples(KINDS, LINES), max_size=12), st.sampled_from(["auto", "headings", "none"]))
def test_every_sentence_stands_once_in_its_own_block(lines, mode):
    blocks = tuple(Block(kind, text, 2 if kind == "heading" else 0) for kind, text in lines)
    article = Article("Le titre", blocks)
    script = write_script(article, chapters=mode)
    read = build_read_along(article, heard(*((chapter.title, chapter.utterances) for chapter in script.chapters)))
    shown = [*read.heading]
    kinds = []
    for section in read.sections:
        shown += section.heading
        kinds += ["heading"] * bool(section.heading)
        for passage in section.passages:
            for paragraph in passage.paragraphs:
                shown += paragraph
                kinds.append(passage.kind)
    assert [sentence.text.split() for sentence in shown] == [
        utterance.text.split() for chapter in script.chapters for utterance in chapter.utterances
    ]
    assert kinds == [kind for kind, text in lines if any(mark.isalnum() for mark in text)]
    parsed(render_transcript(article, heard(*((chapter.title, chapter.utterances) for chapter in script.chapters))))


@pytest.mark.parametrize(("heading", "name", "is_shown_once"), [
    ("La suite", "La suite", True),
    ("La suite", "La suite (2)", True),
    ("Les élus de la côte demandent un plan d’urgence avant l’été", "Les élus de la côte demandent un plan", True),
    ("Les élus de la côte demandent un plan d’urgence avant l’été", "Les élus de la côte…", True),
    ("La suite", "La fin", False),
    ("La", "La suite", False),
])  # fmt: skip
def test_a_heading_that_was_shortened_for_its_chapter_is_shown_once_and_whole(heading, name, is_shown_once):
    article = Article("T", (Block("heading", heading, 2), Block("paragraph", "Un texte.")))
    spoken = (Utterance(heading, "heading", "heading"), Utterance("Un texte.", "text", "none"))
    (section,) = build_read_along(article, heard((name, spoken))).sections
    assert "".join(sentence.text for sentence in section.heading) == (heading if is_shown_once else "")
    assert len(section.passages) == (1 if is_shown_once else 2)
