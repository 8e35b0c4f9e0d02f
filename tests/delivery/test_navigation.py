"""What is shown in step with the sound: headings of their depth, paragraphs, quotations, lists, captions, sentences."""

from dataclasses import replace

import pytest

from audiobrief.article.formats.markdown import parse_markdown
from audiobrief.delivery.books.navigation import build_outline, split_languages
from audiobrief.model import Article, Block, Chapter, Script, Spoken, Utterance
from audiobrief.segmentation import announce, title_article, write_script

ARTICLE = """\
# Le phare

Il neige. La mer monte.

## Les gardiens

Ils sont deux.

> On ne dort pas. On veille.

### Le matin

- Le premier allume.
- Le second note.

Ils déjeunent.

## La suite

Rien ne bouge.
"""


def shown(parts):
    """An outline as lines: kind, depth of a heading, sentences parted by |, a star where nothing is read out."""
    return [
        [
            f"{passage.kind}{passage.level or ''}: "
            + " | ".join(sentence.text + ("" if sentence.utterances else " *") for sentence in passage.sentences)
            for passage in part.passages
        ]
        for part in parts
    ]


def of(markdown, chapters="auto"):
    article = title_article(parse_markdown(markdown, "article.md"))
    return build_outline(write_script(article, chapters=chapters), article)


def test_an_article_with_headings():
    assert shown(of(ARTICLE)) == [
        ["title1: Le phare", "paragraph: Il neige. | La mer monte."],
        [
            "heading1: Les gardiens",
            "paragraph: Ils sont deux.",
            "quotation: On ne dort pas. | On veille.",
            "heading2: Le matin",
            "list_item: Le premier allume.",
            "list_item: Le second note.",
            "paragraph: Ils déjeunent.",
        ],
        ["heading1: La suite", "paragraph: Rien ne bouge."],
    ]


def test_one_chapter():
    (part,) = of(ARTICLE, "none")
    assert part.title == "Le phare"
    assert [passage.level for passage in part.passages if passage.level] == [1, 1, 2, 1]


# Headings as (level in the article, depth in the book).
DEPTHS = [
    ([2, 2, 2], [1, 1, 1]),
    ([3, 3], [1, 1]),
    ([1, 2, 1, 3, 2], [1, 2, 1, 2, 2]),
    ([2, 4, 6, 2], [1, 2, 3, 1]),
    ([3, 2, 3, 1], [1, 1, 2, 1]),
    ([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]),
]


@pytest.mark.parametrize(("levels", "depths"), DEPTHS)
def test_no_heading_skips_a_level(levels, depths):
    blocks = []
    for number, level in enumerate(levels):
        blocks += [Block("heading", f"Partie {number}", level), Block("paragraph", "Du texte.")]
    article = Article("Le phare", (Block("paragraph", "Il neige."), *blocks))
    parts = build_outline(write_script(article), article)
    found = [passage.level for part in parts for passage in part.passages if passage.kind == "heading"]
    assert found == depths


def test_a_title_made_from_the_opening_words_is_shown_and_not_read_out():
    (part,) = of("Il neige sur le phare depuis ce matin. La mer monte.")
    assert shown([part]) == [
        [
            "title1: Il neige sur le phare depuis ce matin *",
            "paragraph: Il neige sur le phare depuis ce matin. | La mer monte.",
        ]
    ]


def test_chapters_by_length_open_with_a_heading_that_is_not_read_out():
    script = Script(
        "Le phare",
        (
            Chapter(
                "Il neige", (Utterance("Le phare", "title", "heading"), Utterance("Il neige.", pause_after="chapter"))
            ),
            Chapter("Vide", ()),
            Chapter("La mer", (Utterance("La mer monte.", pause_after="none"),)),
        ),
    )
    article = Article("Le phare", (Block("paragraph", "Il neige."), Block("paragraph", "La mer monte.")))
    assert shown(build_outline(script, article)) == [
        ["title1: Le phare", "paragraph: Il neige."],
        ["heading1: La mer *", "paragraph: La mer monte."],
    ]


def test_sentences_are_numbered_through():
    parts = of(ARTICLE)
    ids = [sentence.id for part in parts for passage in part.passages for sentence in passage.sentences]
    assert ids == [f"s{number:04d}" for number in range(1, len(ids) + 1)]


def test_a_phrase_at_the_end_of_a_paragraph_is_not_lost():
    """As in a script changed by hand: nothing follows the phrase that it could go on with."""
    phrases = (Utterance("Entier."), Utterance("Un début ;", pause_after="phrase"))
    article = Article("T", (Block("paragraph", "Entier. Un début ;"),))
    (part,) = build_outline(Script("T", (Chapter("T", phrases),)), article)
    said = [sentence.text for passage in part.passages for sentence in passage.sentences if sentence.utterances]
    assert said == ["Entier.", "Un début ;"]


def test_phrases_of_one_sentence_stay_one_sentence():
    phrases = (
        Utterance("Un début ;", pause_after="phrase"),
        Utterance("une suite.", pause_after="sentence"),
        Utterance("Une fin.", pause_after="none"),
    )
    article = Article("T", (Block("paragraph", "Un début ; une suite. Une fin."),), title_guessed=True)
    (part,) = build_outline(Script("T", (Chapter("T", phrases),)), article)
    assert [sentence.text for sentence in part.passages[1].sentences] == ["Un début ; une suite.", "Une fin."]


def test_the_same_words_twice_stay_two_paragraphs():
    article = Article("T", (Block("paragraph", "Il neige."), Block("paragraph", "Il neige.")))
    assert shown(build_outline(write_script(article), article)) == [
        ["title1: T", "paragraph: Il neige.", "paragraph: Il neige."]
    ]


ANNOUNCED = {
    "headings": [
        ["title1: Le phare", "heading1: Au sommaire.", "list_item: Chapitre 1 : Le phare.",
         "list_item: Chapitre 2 : Les gardiens.", "list_item: Chapitre 3 : La suite.",
         "paragraph: Il neige. | La mer monte."],
        ["heading1: Les gardiens"],
        ["heading1: La suite"],
    ],
    "numbered": [
        ["title1: Le phare", "heading1: Au sommaire.", "list_item: Chapitre 1 : Le phare.",
         "list_item: Chapitre 2 : Les gardiens.", "list_item: Chapitre 3 : La suite.", "heading1: Chapitre 1."],
        ["heading1: Chapitre 2. Les gardiens"],
        ["heading1: Chapitre 3. La suite"],
    ],
    "none": [
        ["title1: Le phare", "heading1: Au sommaire.", "list_item: Chapitre 1 : Le phare.",
         "list_item: Chapitre 2 : Les gardiens.", "list_item: Chapitre 3 : La suite.",
         "paragraph: Il neige. | La mer monte."],
        ["heading1: Les gardiens *"],
        ["heading1: La suite *"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("chapters", ANNOUNCED)
def test_what_a_programme_says_of_itself(chapters):
    """A spoken table of contents is a list; the number of a chapter goes with its title."""
    article = title_article(parse_markdown(ARTICLE, "article.md"))
    script = announce(write_script(article), title=True, contents=True, chapters=chapters)
    found = shown(build_outline(script, article))
    assert [part[: len(wanted)] for part, wanted in zip(found, ANNOUNCED[chapters], strict=True)] == ANNOUNCED[chapters]
    assert "list_item: Le premier allume." in found[1] and "quotation: On ne dort pas. | On veille." in found[1]


def test_a_sentence_that_was_changed_by_hand_leaves_the_others_in_their_place():
    article = title_article(parse_markdown(ARTICLE, "article.md"))
    script = write_script(article)
    first, second, third = script.chapters
    said = [replace(one, text=one.text.replace("deux", "trois")) for one in second.utterances]
    (_, part, _) = build_outline(
        replace(script, chapters=(first, replace(second, utterances=tuple(said)), third)), article
    )
    assert shown([part]) == [
        [
            "heading1: Les gardiens",
            "paragraph: Ils sont trois.",
            "quotation: On ne dort pas. | On veille.",
            "heading2: Le matin",
            "list_item: Le premier allume.",
            "list_item: Le second note.",
            "paragraph: Ils déjeunent.",
        ]
    ]


def test_a_script_that_was_changed_by_hand_keeps_its_own_structure():
    script = Script(
        "Le phare",
        (
            Chapter(
                "Les gardiens",
                (
                    Utterance("Les gardiens", "heading", "heading"),
                    Utterance("Ils sont trois."),
                    Utterance("Ils veillent.", pause_after="paragraph"),
                    Utterance("Le soir", "heading", "heading"),
                    Utterance("On dort.", "quotation", "paragraph"),
                    Utterance("La salle des gardes.", "caption", "none"),
                ),
            ),
        ),
    )
    article = title_article(parse_markdown(ARTICLE, "article.md"))
    assert shown(build_outline(script, article)) == [
        [
            "title1: Le phare *",
            "heading1: Les gardiens",
            "paragraph: Ils sont trois. | Ils veillent.",
            "heading2: Le soir",
            "quotation: On dort.",
            "caption: La salle des gardes.",
        ]
    ]


@pytest.mark.parametrize("title", ["", "  ", "\x07"])
def test_a_programme_without_a_title_still_has_one(title):
    script = Script(title, (Chapter(title, (Utterance("Il neige."),)),))
    (part,) = build_outline(script, Article(title, (Block("paragraph", "Il neige."),)))
    assert part.title == part.passages[0].sentences[0].text == "Sans titre"


def test_foreign_words_are_told_from_the_rest():
    text = "Le New York Times en parle."
    speech = (
        Spoken(0, 3, "Le "),
        Spoken(3, 17, "New York Times", "foreign", "en"),
        Spoken(17, 17, ", le journal,", rule="gloss:x"),
        Spoken(17, 27, " en parle."),
    )
    article = Article("T", (Block("paragraph", text),), title_guessed=True)
    (part,) = build_outline(Script("T", (Chapter("T", (Utterance(text, speech=speech),)),)), article)
    title, sentence = part.passages[0].sentences[0], part.passages[1].sentences[0]
    assert list(split_languages(title, "fr")) == [("T", "")]
    assert list(split_languages(sentence, "fr")) == [("Le ", ""), ("New York Times", "en"), (" en parle.", "")]
    assert "".join(piece for piece, _ in split_languages(sentence, "en")) == text
