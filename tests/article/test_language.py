"""The language of an article: French is read, anything else is refused unless asked for."""

import subprocess
import sys

import pytest

from audiobrief.article import read_article
from audiobrief.article.language import detect_language
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.errors import ArticleError

FRENCH = "Le gardien a rallumé la lampe du phare vendredi soir, devant une foule venue de toute la côte en barque."
ENGLISH = (
    "The keeper lit the lamp of the lighthouse again on Friday, before a crowd that had come from all over the bay."
)
TEXTS = {
    "fr": FRENCH + " Les pêcheurs l’attendaient depuis dix ans.",
    "en": ENGLISH,
    "de": "Der Wärter hat am Freitagabend die Lampe des Leuchtturms wieder angezündet, vor einer großen Menge.",
    "es": "El farero volvió a encender la lámpara del faro el viernes por la noche, ante una gran multitud.",
    "it": "Il guardiano ha riacceso la lampada del faro venerdì sera, davanti a una folla venuta in barca.",
    "nl": "De wachter heeft vrijdagavond de lamp van de vuurtoren weer aangestoken, voor een menigte uit de hele baai.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_of_a_paragraph_is_known(language):
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "1234 5678", "Hello world, how are you?", "Sven Bjornsson, Reykjavik"])
def test_a_text_that_is_too_short_has_no_language(text):
    assert detect_language(text) == ""


def test_french_without_its_frequent_words_is_french():
    listed = "Farine, beurre salé, œufs frais, pommes reinettes, cannelle moulue, sucre roux, crème épaisse. "
    assert detect_language(listed * 2) == "fr"


def test_an_article_in_another_language_is_refused_with_what_to_do():
    with pytest.raises(ArticleError, match=r"'standard input' is in English, .*: give --force-french") as refused:
        read_article(ENGLISH.encode())
    assert refused.value.exit_status == 3
    assert read_article(ENGLISH.encode(), ReadingOptions(any_language=True)).blocks[0].text == ENGLISH


def test_a_french_article_may_quote_another_language():
    quoted = f"{FRENCH}\n\n« {ENGLISH} », a-t-il dit."
    assert len(read_article(quoted.encode()).blocks) == 2


QUOTED = ["ﷺ", "صلى الله عليه وسلم", "Знание сила", "知識就是力量"]


@pytest.mark.parametrize("quoted", QUOTED)
def test_a_few_words_in_another_script_do_not_make_the_language(quoted):
    french = "Le pont de Lannévez a rouvert mardi, après 21 jours de travaux. " * 5
    assert detect_language(f"« L’œuf » {french} {quoted}") == "fr"
    assert detect_language(f"{ENGLISH} {quoted}") == "en"


def test_french_is_known_without_loading_the_detector():
    code = (
        "import sys; from audiobrief.article import read_article; read_article(sys.argv[1].encode());"
        "sys.exit('eld' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, TEXTS["fr"]], check=False).returncode == 0
