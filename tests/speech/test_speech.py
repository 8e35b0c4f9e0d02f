"""What the speech stage knows beyond the words: kinds, languages, reasons, glosses."""

import pytest

from audiobrief.model import Article, Block
from audiobrief.segmentation import write_script
from audiobrief.speech import gloss_acronyms, join_spans, speak_line, speak_script, speak_text
from audiobrief.speech.lexicon import load_builtin_lexicon
from audiobrief.speech.rules import build_rules
from tests.speech.test_cases import CASES


def kinds(text):
    return [(text[s.start : s.end], s.text.strip(), s.kind, s.language) for s in speak_text(text) if s.rule]


SPANS = [
    ("La SNCF recrute.", [("SNCF", "SNCF", "letters", "fr")]),
    ("L’ONU vote.", [("ONU", "Onu", "words", "fr")]),
    ("Le New York Times l’écrit.", [("New York Times", "New York Times", "foreign", "en")]),
    ("Il a 21 ans.", [("21 ", "vingt et un", "words", "fr")]),
    # Said alike, but shown so.
    ("La rue St-Paul dort.", [("St", "Saint", "words", "fr")]),
    ("La place St Paul dort.", [("St", "saint", "words", "fr")]),
    ("La QUESTION est là.", [("QUESTION", "Question", "words", "fr")]),
    ("TOUT est là.", [("TOUT", "Tout", "words", "fr")]),
    ("Il veut TOUT.", [("TOUT", "tout", "words", "fr")]),
    ("Les SNCFs du monde.", [("SNCFs", "SNCF", "letters", "fr")]),
]


@pytest.mark.parametrize(("text", "spans"), SPANS)
def test_a_span_knows_its_kind_and_language(text, spans):
    assert kinds(text) == spans


def test_each_span_names_the_rule_and_the_entry_that_spoke():
    rules = [span.rule for span in speak_text("Mme Roux quitte la SNCF le 1er mai avec 3 km d’avance.") if span.rule]
    assert rules == ["courtesy:Mme", "acronym:SNCF", "date", "unit"]


RULES = build_rules(load_builtin_lexicon())


@pytest.mark.parametrize("rule", RULES, ids=[f"{at}-{rule.name}" for at, rule in enumerate(RULES)])
def test_a_rule_needs_what_it_says_it_needs(rule):
    """A text without any of `needs` is not searched: nothing may be lost by that."""
    for _, sentence, _ in CASES:
        if rule.needs and rule.needs.isdisjoint(sentence):
            assert not rule.pattern.search(sentence), sentence


def _glossed(*paragraphs):
    script = write_script(Article("", tuple(Block("paragraph", text) for text in paragraphs), title_guessed=True))
    words = load_builtin_lexicon()
    chapters = gloss_acronyms(speak_script(script, words), words).chapters
    return [join_spans(utterance.speech) for chapter in chapters for utterance in chapter.utterances]


def test_an_acronym_is_glossed_at_its_first_mention_only():
    assert _glossed("La BCE attend.", "La BCE décide.") == [
        "La B C E, Banque centrale européenne, attend.",
        "La B C E décide.",
    ]


def test_a_gloss_is_a_rule_of_its_own():
    script = write_script(Article("", (Block("paragraph", "La BCE attend."),), title_guessed=True))
    (chapter,) = gloss_acronyms(speak_script(script, load_builtin_lexicon()), load_builtin_lexicon()).chapters
    assert "gloss:BCE" in [span.rule for span in chapter.utterances[0].speech]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("La BCE, elle, attend.", "La B C E, Banque centrale européenne, elle, attend."),
        ("Il défie la BCE.", "Il défie la B C E, Banque centrale européenne."),
        ("Il défie la BCE ; elle attend.", "Il défie la B C E, Banque centrale européenne ; elle attend."),
        ("Qui défie la BCE ?", "Qui défie la B C E, Banque centrale européenne ?"),
        ("La ZRTPS attend.", "La Z R T P S attend."),
    ],
)
def test_a_gloss_brings_no_mark_where_one_stands_already(text, said):
    assert _glossed(text) == [said]


@pytest.mark.parametrize(
    "text", ["La Banque centrale européenne (BCE) attend.", "La BCE attend ; la Banque centrale européenne tarde."]
)
def test_an_acronym_that_the_article_explains_is_not_glossed(text):
    (said,) = _glossed(text)
    assert said.lower().count("banque centrale européenne") == 1


def test_an_acronym_that_the_article_defines_is_never_taken_for_a_word_in_capitals():
    assert speak_line("LE CONSEIL DES HALLES (CDH) VOTE") == "Le conseil des halles (C D H) vote"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Le $, lui, monte.", "Le dollar, lui, monte."),
        ("Il vend du $.", "Il vend du dollar."),
        ("Il vend (du $) ici.", "Il vend (du dollar) ici."),
        ("Il vend du $…", "Il vend du dollar…"),
    ],
)
def test_no_space_is_left_before_a_mark(text, said):
    assert speak_line(text) == said
