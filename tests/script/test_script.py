"""Sentences, quotations, chapters and their titles."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Article, Block
from audiobrief.script import write
from audiobrief.script.quotes import quoted
from audiobrief.script.sentences import sentences
from audiobrief.script.titles import entitled

# A bar marks where a sentence ends.
SENTENCES = [
    "Il pleut.| Le vent se lève.",
    "M. Ozanne part.| Mme Le Goff reste.",
    "Selon M. Ozanne, tout va bien.",
    "Le Dr. Varnet est là.| Elle parle.",
    "MM. Roux et Petit sont venus.",
    "« Pourquoi ? » demande-t-il.| Personne ne répond.",
    "« Partez ! » crie-t-elle.",
    "« Je pars. »| Il sort.",
    "« Je pars. Je reviens », dit-il.".replace(". J", ".| J"),
    "Le maire (M. Tresque) refuse.| Il l’a dit.",
    "Voir p. 12 et art. 5 du texte.| Fin.",
    "Il vend des fruits, des fleurs, etc.| Le soir, il rentre.",
    "Des fruits, etc., et des fleurs.",
    "En 52 av. J.-C., la ville brûle.",
    "C’était en 52 av. J.-C.| La ville brûle.",
    "J. Dupont et J.-P. Martin arrivent.",
    "L’O.N.U. vote.| Le texte passe.",
    "Le texte de l’O.N.U.| Les pays votent.",
    "L’article 49.3 revient.| On vote.",
    "Il pèse 3.5 kg.| C’est peu.",
    "Le site exemple.fr ferme.| Dommage.",
    "Écrivez à aide@mairie.fr.| Merci.",
    "Il hésite… puis il part.",
    "Il hésite...| Puis il part.",
    "Quoi ?!| Rien.",
    "Il a dit Tresque ℹ️ .| La suite demain.",
    "« La ville est belle« , dit-il.| Elle rit.",
    "Le 3 sept. 2024, il part.",
    "Le n. 5 est pris.",
    "1. Le premier point.",
    "C’est le plan B.| Le plan A a échoué.",
    "Il habite rue St. Paul.",
    "Il dit : « Non. »| Puis il sort.",
    "La fin",
    "Oui.| Non.| Peut-être !",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences_end_where_they_end(marked):
    text = marked.replace("|", "")
    wanted = [part.strip() for part in marked.split("|")]
    assert [text[start:end] for start, end in sentences(text)] == wanted


# Brackets stand for the run's edges; the marks stay outside.
QUOTES = [
    ("Il dit « oui » et part.", ["oui"]),
    ("Il dit “oui” et part.", ["oui"]),
    ('Il dit "oui" et part, puis "non".', ["oui", "non"]),
    ("« La nation« , dit-il.", ["La nation"]),
    ("« Il a dit “non” hier », dit-elle.", ["Il a dit “non” hier", "non"]),
    ("« Sans fin", ["Sans fin"]),
    ("L’été, l’hiver : rien.", []),
    ("‘Oui’, dit-il.", ["Oui"]),
    ("« Un » et « deux »", ["Un", "deux"]),
    ("rien », dit-il", []),
]


@pytest.mark.parametrize(("text", "runs"), QUOTES)
def test_quoted_runs(text, runs):
    assert [text[run.start : run.end] for run in quoted(text)] == runs


def test_a_quotation_over_two_sentences_is_known_in_both():
    article = Article("Titre", (Block("paragraph", "Il dit : « Je pars. Je reviens », puis il sort."),))
    one, two = _utterances(article)
    assert [one.text[run.start : run.end] for run in one.quotes] == ["Je pars."]
    assert [two.text[run.start : run.end] for run in two.quotes] == ["Je reviens"]


def _utterances(article):
    return [u for chapter in write(article).chapters for u in chapter.utterances if u.role != "title"]


PARAGRAPH = "Le conseil municipal a voté hier soir le budget de la commune, après un long débat sur les écoles. " * 3


def test_paragraphs_are_grouped_to_about_a_minute():
    article = Article("Titre", tuple(Block("paragraph", f"{n} fois, {PARAGRAPH}") for n in range(2, 20)))
    chapters = write(article, words_per_minute=165).chapters
    for chapter in chapters:
        words = sum(len(utterance.text.split()) for utterance in chapter.utterances if utterance.role != "title")
        assert 45 <= words / 165 * 60 <= 75
    titles = [chapter.title for chapter in chapters]
    assert len(set(titles)) == len(titles)


def test_chapters_from_headings():
    blocks = (
        Block("paragraph", "Une introduction."),
        Block("heading", "La charpente", 2),
        Block("paragraph", "Elle tient."),
        Block("heading", "Vide", 2),
        Block("heading", "Le toit", 2),
        Block("paragraph", "Il fuit."),
        Block("heading", "Un détail", 4),
        Block("paragraph", "Une tuile."),
    )
    script = write(Article("Le chantier", blocks))
    assert [chapter.title for chapter in script.chapters] == ["Le chantier", "La charpente", "Le toit"]
    spoken = [utterance.text for chapter in script.chapters for utterance in chapter.utterances]
    assert spoken[0] == "Le chantier"
    assert "Vide" in spoken


def test_one_chapter_when_none_are_wanted():
    blocks = (
        Block("heading", "A un", 2),
        Block("paragraph", "Un."),
        Block("heading", "B deux", 2),
        Block("paragraph", "Deux."),
    )
    assert len(write(Article("T", blocks), chapters="none").chapters) == 1


def test_never_more_chapters_than_id3_can_hold():
    blocks = tuple(
        block for n in range(700) for block in (Block("heading", f"Partie {n}", 2), Block("paragraph", "Du texte."))
    )
    assert len(write(Article("T", blocks)).chapters) <= 250


def test_pauses_follow_the_structure():
    blocks = (
        Block("heading", "Un titre", 2),
        Block("paragraph", "Un. Deux."),
        Block("paragraph", "Trois."),
        Block("heading", "Un autre", 2),
        Block("paragraph", "Fin."),
    )
    script = write(Article("T", blocks))
    assert [u.pause_after for chapter in script.chapters for u in chapter.utterances] == [
        "heading", "heading", "sentence", "paragraph", "chapter", "heading", "none",
    ]  # fmt: skip


def test_a_guessed_title_is_not_said_twice():
    article = entitled(Article("", (Block("paragraph", "Il neige. Encore."),)))
    assert article.title == "Il neige"
    assert [u.role for u in write(article).chapters[0].utterances] == ["text", "text"]


@given(st.text(alphabet='ab. !?…«»"“”’,;: M.\u00a0ℹAÉ1\n', max_size=300))
def test_nothing_is_lost(text):
    spans = sentences(text)
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_no_utterance_is_endless_and_time_is_linear():
    article = Article("T", (Block("paragraph", "mot " * 20_000 + "m" * 20_000),))
    begun = time.perf_counter()
    utterances = _utterances(article)
    assert max(len(utterance.text) for utterance in utterances) <= 800
    assert "".join(u.text for u in utterances).replace(" ", "") == article.blocks[0].text.replace(" ", "")
    assert time.perf_counter() - begun < 10
