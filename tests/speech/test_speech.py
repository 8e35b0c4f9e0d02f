"""What the speech stage knows beyond the words: kinds, languages, reasons, a reader's own lexicon, glosses."""

import pytest

from audiobrief.errors import DataError
from audiobrief.model import Article, Block
from audiobrief.segmentation import write
from audiobrief.speech import glossed, line, say_script, speak_text, spoken_line
from audiobrief.speech.lexicon import builtin, with_house
from audiobrief.speech.rules import ORDER
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


@pytest.mark.parametrize("rule", ORDER, ids=[f"{at}-{rule.name}" for at, rule in enumerate(ORDER)])
def test_a_rule_needs_what_it_says_it_needs(rule):
    """A text without any of `needs` is not searched: nothing may be lost by that."""
    for _, sentence, _ in CASES:
        if rule.needs and rule.needs.isdisjoint(sentence):
            assert not rule.pattern.search(sentence), sentence


HOUSE = """
[words]
"Lormeau" = "Lormo"
"Halle aux Grains" = "halle aux grains, rue Basse"

[acronyms]
HPT = { say = "letters", means = "Halles pour tous" }
SNCF = { say = "as", as = "la Société des chemins de fer" }

[foreign]
"Brightwell" = { language = "en", say = "braïtouelle" }
"""


def test_a_house_lexicon_wins(tmp_path):
    path = tmp_path / "house.toml"
    path.write_text(HOUSE, encoding="utf-8")
    words = with_house(builtin(), path)
    said = line(speak_text("M. Lormeau, de la Halle aux Grains, et HPT aident Brightwell.", words))
    assert said == "monsieur Lormo, de la halle aux grains, rue Basse, et H P T aident Brightwell."
    assert line(speak_text("SNCF", words)) == "la Société des chemins de fer"
    assert [s.language for s in speak_text("chez Brightwell", words) if s.kind == "foreign"] == ["en"]


WRONG = [
    ("[words]\nA = 1\n", "line 2", "'A'"),
    ('[acronyms]\nX = "x"\n', "line 2", "'X'"),
    ('[acronyms]\n\nABC = { say = "loud" }\n', "line 3", "'ABC'"),
    ('[foreign]\nKyoto = { say = "kioto" }\n', "line 2", "'Kyoto'"),
    ("[sounds]\na = 1\n", "line 1", "'sounds'"),
    ("[words\n", "not valid TOML", "house.toml"),
    ('[acronyms]\nABC = { say = "word" }\nHPT = { means = 3, say = "word" }\n', "line 3", "'means' must be a text"),
    ('[acronyms]\nHPT = { say = "word", sounds = ["a"] }\n', "line 2", "'sounds' must be a text"),
    ('[acronyms]\nHPT = { say = "letters", as = true }\n', "line 2", "'as' must be a text"),
    ('[acronyms]\nHPT = { say = "as", as = 3 }\n', "line 2", 'needs as = "…"'),
    ("[acronyms]\nHPT = { say = 3 }\n", "line 2", "needs say"),
    ('[acronyms]\nHPT = { say = "word", mean = "x" }\n', "line 2", "'mean' is unknown; use say, as, sounds, means"),
    ('[words]\nHPT = "a"\n[acronyms.HPT]\nsay = "word"\nmeans = 1\n', "line 3", "'HPT'"),
    ('[words]\nHPTX = "a"\n[acronyms]\n"HPT" = 1\n', "line 4", "'HPT'"),
    ("acronyms.HPT = 1\n", "line 1", "'HPT'"),
    ("foreign.a = { language = 1 }\n", "line 1", "needs language"),
    ('[foreign]\n\nKyoto = { language = "ja", say = 3 }\n', "line 3", "'say' must be a text, not 3"),
    ('[foreign]\nKyoto = { language = "ja", as = "x" }\n', "line 2", "'as' is unknown; use language, say"),
    ("[words]\nA = 1979-02-30\n", "not valid TOML", "house.toml"),
    (f"a={'[' * 5000}", "not valid TOML", "nested too deeply"),
    (f"[words]\na.{'a.' * 5000}a = 1\n", "not valid TOML", "nested too deeply"),
    (f"[words]\nA = {'9' * 5000}\n", "not valid TOML", "too large"),
    (f"[words]\nA = 0x{'f' * 5000}\n", "not valid TOML", "too large"),
]


def test_a_lexicon_may_begin_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "house.toml"
    path.write_text(HOUSE, encoding="utf-8-sig")
    assert line(speak_text("HPT", with_house(builtin(), path))) == "H P T"


@pytest.mark.parametrize(("text", "where", "what"), WRONG, ids=[row[0][:40] for row in WRONG])
def test_a_wrong_entry_is_told_with_file_line_and_reason(tmp_path, text, where, what):
    path = tmp_path / "house.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as told:
        with_house(builtin(), path)
    assert "house.toml" in str(told.value) and where in str(told.value) and what in str(told.value)


def _glossed(*paragraphs):
    script = write(Article("", tuple(Block("paragraph", text) for text in paragraphs), title_guessed=True))
    words = builtin()
    return [line(u.speech) for c in glossed(say_script(script, words), words).chapters for u in c.utterances]


def test_an_acronym_is_glossed_at_its_first_mention_only():
    assert _glossed("La BCE attend.", "La BCE décide.") == [
        "La B C E, Banque centrale européenne, attend.",
        "La B C E décide.",
    ]


def test_a_gloss_is_a_rule_of_its_own():
    script = write(Article("", (Block("paragraph", "La BCE attend."),), title_guessed=True))
    (chapter,) = glossed(say_script(script, builtin()), builtin()).chapters
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


def test_an_acronym_that_the_article_defines_is_never_taken_for_a_shouted_word():
    assert spoken_line("LE CONSEIL DES HALLES (CDH) VOTE") == "Le conseil des halles (C D H) vote"


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
    assert spoken_line(text) == said
