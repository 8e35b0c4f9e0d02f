"""Sentences, quotations, chapters and their titles."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Article, Block
from audiobrief.segmentation import write_script
from audiobrief.segmentation.sentences import find_sentences
from audiobrief.segmentation.titles import make_distinct, title_article
from audiobrief.segmentation.utterances import find_quotes

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
    # A dash goes on behind a dateline, not behind a sentence of names.
    "La Roche-sur-Yon. – Le maire part.",
    "La Roche-sur-Yon et Saint-Hilaire-de-Riez.| – Le maire part.",
    "Tout va bien ici.| – Le maire part.",
    # A call at a sentence's head, a party inside it.
    "Ensemble !| Nous gagnerons.",
    "Ensemble !| Bâtissons.",
    "« Ensemble !| Bâtissons. »",
    "« Ensemble !| Nous gagnerons. »",
    "Le groupe Ensemble ! Nouvel élan est né.",
    "Le groupe Ensemble !| Le vote est clos.",
    # A place before a dash, and what is no place.
    "La Roche. – Il pleut.",
    "Le maire parle.| – Il pleut.",
    # A surname with its article, and an article that opens a sentence.
    "Karim B.| Le parquet fera appel.",
    "Karim B.| Le Goff est parti.",
    "Il salue le gén. Le Goff et part.",
    "Il salue le gén.| Le soir tombe.",
    "Il salue M. J. Le Goff et part.",
    "Il salue Jean L.| Le Goff est parti.",
    "Elle est née à 5 km.| 7 ans plus tard, elle part.",
    "Le vin (Ch.| Beau) ferme.".replace("|", ""),
    "(Il part.)| Elle reste.",
    "Il lit « Oui. » Il rit.".replace("» ", "»| "),
    "Fin.[12]| Suite.",
    "Fin.[1234] Suite.",
    "**Fin.**| Suite.",
    "Il dit non.| « Jamais. »",
    "",
    "   ",
    "  Un.  |  Deux.  ",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences_end_where_they_end(marked):
    text = marked.replace("|", "")
    wanted = [part.strip() for part in marked.split("|") if part.strip()]
    assert [text[start:end] for start, end in find_sentences(text)] == wanted


# Runs with their depth; the marks stay outside.
QUOTES = [
    ("Il dit « oui » et part.", [("oui", 1)]),
    ("Il dit “oui” et part.", [("oui", 1)]),
    ("Il dit „oui” et part.", [("oui", 1)]),
    ("Il dit ‹ oui › et part.", [("oui", 1)]),
    ('Il dit "oui" et part, puis "non".', [("oui", 1), ("non", 1)]),
    ("« La nation« , dit-il.", [("La nation", 1)]),
    ("« La nation«", [("La nation", 1)]),
    ("« Il lit « Oui » ce soir », dit-elle.", [("Il lit « Oui » ce soir", 1), ("Oui", 2)]),
    ("« Il lit «Oui» ce soir », dit-elle.", [("Il lit «Oui» ce soir", 1), ("Oui", 2)]),
    ("« Il a dit “non” hier », dit-elle.", [("Il a dit “non” hier", 1), ("non", 2)]),
    (
        "« Il a dit “non ‘jamais’ non” hier »",
        [("Il a dit “non ‘jamais’ non” hier", 1), ("non ‘jamais’ non", 2), ("jamais", 3)],
    ),
    ('"Il a dit “non" hier', [("Il a dit “non", 1), ("non", 2)]),
    ("« Il a dit “non« , dit-elle.", [("Il a dit “non", 1), ("non", 2)]),
    ('« Il a "dit" non »', [('Il a "dit" non', 1), ("dit", 2)]),
    ("« Sans fin", [("Sans fin", 1)]),
    ("« Sans “fin", [("Sans “fin", 1), ("fin", 2)]),
    ("« “Fin” »", [("“Fin”", 1), ("Fin", 2)]),
    ("««Fin»»", [("«Fin»", 1), ("Fin", 2)]),
    ("L’été, l’hiver : rien.", []),
    ("‘Oui’, dit-il.", [("Oui", 1)]),
    ("‘Il a pris l’été’, dit-il.", [("Il a pris l’été", 1)]),
    ("‘Elle l’a dit’, dit-il.", [("Elle l’a dit", 1)]),
    ("« C’est l’été ’ ici », dit-il.", [("C’est l’été ’ ici", 1)]),
    ("Il lit l‘été et s’en va.", []),
    ("« Un » et « deux »", [("Un", 1), ("deux", 1)]),
    ("rien », dit-il", []),
    ("«  » et « »", []),
]


@pytest.mark.parametrize(("text", "runs"), QUOTES)
def test_quoted_runs(text, runs):
    assert [(text[run.start : run.end], run.depth) for run in find_quotes(text)] == runs


def test_a_quotation_over_two_sentences_is_known_in_both():
    article = Article("Titre", (Block("paragraph", "Il dit : « Je pars. Je reviens », puis il sort."),))
    one, two = _utterances(article)
    assert [one.text[run.start : run.end] for run in one.quotes] == ["Je pars."]
    assert [two.text[run.start : run.end] for run in two.quotes] == ["Je reviens"]


def _utterances(article):
    return [u for chapter in write_script(article).chapters for u in chapter.utterances if u.role != "title"]


PARAGRAPH = "Le conseil municipal a voté hier soir le budget de la commune, après un long débat sur les écoles. " * 3


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
    script = write_script(Article("Le chantier", blocks))
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
    assert len(write_script(Article("T", blocks), chapters="none").chapters) == 1


@pytest.mark.parametrize(("headings", "chapters"), [(250, 250), (251, 126), (256, 128), (700, 234)])
def test_never_more_chapters_than_id3_can_hold(headings, chapters):
    blocks = [
        block
        for n in range(headings)
        for block in (Block("heading", f"Partie {n}", 2), Block("paragraph", f"Du texte {n}" + ", encore" * 20))
    ]
    script = write_script(Article("T", tuple(blocks)))
    assert len(script.chapters) == chapters
    size = -(-headings // 250)
    assert [chapter.title for chapter in script.chapters] == [f"Partie {n}" for n in range(0, headings, size)]
    spoken = [utterance.text for chapter in script.chapters for utterance in chapter.utterances]
    assert spoken == ["T", *(block.text for block in blocks)]


def test_pauses_follow_the_structure():
    blocks = (
        Block("heading", "Un titre", 2),
        Block("paragraph", "Un. Deux."),
        Block("paragraph", "Trois."),
        Block("heading", "Un autre", 2),
        Block("paragraph", "Fin."),
    )
    script = write_script(Article("T", blocks))
    assert [u.pause_after for chapter in script.chapters for u in chapter.utterances] == [
        "heading", "heading", "sentence", "paragraph", "chapter", "heading", "none",
    ]  # fmt: skip


def test_a_guessed_title_is_not_said_twice():
    article = title_article(Article("", (Block("paragraph", "Il neige. Encore."),)))
    assert article.title == "Il neige"
    assert [u.role for u in write_script(article).chapters[0].utterances] == ["text", "text"]


@given(st.text(alphabet='ab. !?…«»"“”’,;: M.\u00a0ℹAÉ1\n', max_size=300))
def test_nothing_is_lost(text):
    spans = find_sentences(text)
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_no_utterance_is_endless_and_time_is_linear():
    article = Article("T", (Block("paragraph", "mot " * 20_000 + "m" * 20_000),))
    begun = time.process_time()
    utterances = _utterances(article)
    assert max(len(utterance.text) for utterance in utterances) <= 800
    assert "".join(u.text for u in utterances).replace(" ", "") == article.blocks[0].text.replace(" ", "")
    assert time.process_time() - begun < 10


EQUAL = [
    (["Le toit", "Le sol", "Le toit", "Le toit"], ["Le toit", "Le sol", "Le toit (2)", "Le toit (3)"]),
    (["Le toit", "Le toit", "Le toit (2)"], ["Le toit", "Le toit (2)", "Le toit (2) (2)"]),
    (["Le toit (2)", "Le toit", "Le toit"], ["Le toit (2)", "Le toit", "Le toit (3)"]),
    ([], []),
]


@pytest.mark.parametrize(("titles", "given"), EQUAL)
def test_equal_titles_are_numbered(titles, given):
    assert make_distinct(titles) == given


def test_chapters_with_equal_headings_are_told_apart():
    blocks = [Block("heading", "Le toit", 2), Block("paragraph", "Il fuit.")] * 2
    script = write_script(Article("T", tuple(blocks)))
    assert [chapter.title for chapter in script.chapters] == ["Le toit", "Le toit (2)"]


def test_each_kind_of_block_has_its_role_and_pause():
    blocks = (
        Block("list_item", "Un point."),
        Block("list_item", "Un autre. Encore."),
        Block("quotation", "Une parole."),
        Block("list_item", "Un point."),
        Block("caption", "Une légende."),
        Block("paragraph", "***"),
        Block("paragraph", "Un\ttexte  sur\ndeux   lignes, 12\u00a0000 mots."),
    )
    (chapter,) = write_script(Article("", blocks, title_guessed=True)).chapters
    assert [(u.text, u.role, u.pause_after) for u in chapter.utterances] == [
        ("Un point.", "text", "sentence"),
        ("Un autre.", "text", "sentence"),
        ("Encore.", "text", "paragraph"),
        ("Une parole.", "quotation", "paragraph"),
        ("Un point.", "text", "paragraph"),
        ("Une légende.", "caption", "paragraph"),
        ("Un texte sur deux lignes, 12\u00a0000 mots.", "text", "none"),
    ]


def test_a_sentence_of_several_phrases_pauses_between_them():
    text = f"{'mot ' * 100}: {'mot ' * 100}fin. Suite."
    article = Article("", (Block("paragraph", text),), title_guessed=True)
    spoken = [(len(u.text), u.pause_after) for u in write_script(article).chapters[0].utterances]
    assert spoken == [(401, "phrase"), (404, "sentence"), (6, "none")]


def test_a_quotation_keeps_its_place_in_each_phrase():
    text = f"Il lit « {'mot ' * 100}; {'mot ' * 100}fin » hier."
    article = Article("", (Block("paragraph", text),), title_guessed=True)
    spoken = [[u.text[q.start : q.end] for q in u.quotes] for u in write_script(article).chapters[0].utterances]
    assert spoken == [[f"{'mot ' * 100};"], [f"{'mot ' * 100}fin"]]
