"""Titles made of opening words: whole where they can be, cut where a group of words is whole."""
# ruff: noqa: E501  one case a row

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Article, Block
from audiobrief.segmentation import write_script
from audiobrief.segmentation.titles import clean_marks, make_distinct, make_title, title_article, trim_weak_end

TITLES = [
    # The first sentence, whole.
    ("Il neige.", "Il neige"),
    ("Le maire démissionne. Il part demain.", "Le maire démissionne"),
    ("M. Ozanne part.", "M. Ozanne part"),
    ("« C’est fini », a dit le maire.", "C’est fini, a dit le maire"),
    ("Où iront les bateaux cet hiver ? Nul ne le sait.", "Où iront les bateaux cet hiver ?"),
    ("Et après ?", "Et après ?"),
    ("Le tribunal a jugé Karim B. Le parquet fera appel.", "Le tribunal a jugé Karim B."),
    ("Le vote aura lieu le 20 oct. Les élus se préparent.", "Le vote aura lieu le 20 oct."),
    ("**La halle rouvre.** Les étals sont pleins.", "La halle rouvre"),
    ("1. Lavez les poires. Coupez-les.", "Lavez les poires"),
    (
        "Selon M. Ozanne, le pont sera fermé pendant tout l’hiver et une partie du printemps.",
        "Selon M. Ozanne, le pont sera fermé pendant tout l’hiver et une partie du printemps",
    ),
    # A number is never cut.
    ("Le blé a pris 0,59 % à 218,25 euros la tonne.", "Le blé a pris 0,59 % à 218,25 euros la tonne"),
    (
        "Le blé a pris 0,59 % à 218,25 euros la tonne, le maïs 0,12 % et le colza 1,4 % dans un marché calme et morne.",
        "Le blé a pris 0,59 % à 218,25 euros la tonne",
    ),
    # Nor does a title end on an abbreviation or in brackets.
    (
        "Le livre (trad. P. Durand, coll. Folio), paru en mai dernier à Lannévez, raconte deux années passées en mer.",
        "Le livre, paru en mai dernier à Lannévez, raconte deux années passées en mer",
    ),
    (
        "Le club (champion en 2019, 2021 et 2023) a battu son voisin devant 3 000 spectateurs ravis.",
        "Le club a battu son voisin devant 3 000 spectateurs ravis",
    ),
    (
        "La fête aura lieu le sam. 5 avril sur la grande place, près des halles, si le temps le permet encore samedi.",
        "La fête aura lieu le sam. 5 avril sur la grande place, près des halles",
    ),
    # A group of words is left whole.
    (
        "Les pompiers ont sauvé 21 personnes dans un immeuble de la rue du Port, à Lannévez.",
        "Les pompiers ont sauvé 21 personnes dans un immeuble de la rue du Port",
    ),
    (
        "Dans la nuit de mardi à mercredi, un incendie a ravagé un entrepôt de la rue du Port sans faire de victime",
        "Dans la nuit de mardi à mercredi, un incendie a ravagé un entrepôt",
    ),
    (
        "Les gendarmes ont travaillé avec des associations de défense des victimes pour offrir un toit et des repas",
        "Les gendarmes ont travaillé avec des associations de défense des victimes",
    ),
    # It is cut where 45 letters are reached, not where a bracket that is never closed is open.
    (
        "Le maire de Lannévez a rouvert la halle à blé, puis il a parlé longuement de son avenir.",
        "Le maire de Lannévez a rouvert la halle à blé",
    ),
    (
        "Le club de Lannévez a battu son voisin (venu de la côte, de la ville ou de la vallée de l’Orne, dit-on, avec "
        "ses enfants devant 3 000 spectateurs ravis",
        "Le club de Lannévez a battu son voisin",
    ),
    # Datelines and kickers are no part of it.
    ("La Roche sur Yon – Le maire démissionne.", "Le maire démissionne"),
    ("NANTES. Le maire démissionne.", "Le maire démissionne"),
    ("Nîmes. – Le procès s’ouvre.", "Le procès s’ouvre"),
    ("PARIS (AFP) – Le Sénat vote.", "Le Sénat vote"),
    ("EN DIRECT. La tempête arrive.", "La tempête arrive"),
    ("VIDÉO. À 19 h. La place se remplit.", "La place se remplit"),
    ("Vidéo : la crue vue du ciel", "La crue vue du ciel"),
    ("DISPARITION – La chanteuse est morte.", "La chanteuse est morte"),
    # But a subject and a score are.
    ("Pêche : le port rouvre", "Pêche : le port rouvre"),
    ("Lannévez – Kerdrel : 3-1", "Lannévez – Kerdrel : 3-1"),
    # A bracket that was never opened shuts nothing; one that opens the text for good does not shut it all out.
    (
        "Le bac) du port, rouvert hier matin après des mois de travaux, attire déjà des centaines de curieux venus de"
        " loin.",
        "Le bac) du port, rouvert hier matin après des mois de travaux",
    ),
    (
        "(Le maire élu en 2020 a déclaré que le pont restauré du vieux port serait ouvert aux promeneurs bientôt et"
        " sans retard aucun",
        "Le maire élu en 2020 a déclaré que le pont restauré du vieux port serait ouvert",
    ),
    # A bracket that is never closed is left out; one inside another, and the one around both, are closed.
    ("Le maire (élu en 2020", "Le maire élu en 2020"),
    ("Le maire (élu (hier) part", "Le maire élu (hier) part"),
    ("Le maire (élu (hier) à main levée) part", "Le maire (élu (hier) à main levée) part"),
    ("(, Le maire part : (", "Le maire part"),
    ("Le maire (élu (hier (soir)) en mai) part", "Le maire (élu (hier (soir)) en mai) part"),
    ("(Le maire part. Il reviendra.) La suite.", "Le maire part"),
    (
        "Le bac du vieux port de pêche (rouvert hier matin, après des mois de travaux, attire déjà des centaines de"
        " curieux venus de loin",
        "Le bac du vieux port de pêche",
    ),
    (
        "Le grand bac du vieux port de pêche) rouvert hier matin après des travaux, attire déjà des centaines de"
        " curieux venus de loin.",
        "Le grand bac du vieux port de pêche) rouvert hier matin après des travaux",
    ),
    (
        "Le maire, qui fut longtemps le patron du vieux port de pêche puis celui des halles quitte ses fonctions"
        " cet hiver",
        "Le maire, qui fut longtemps le patron",
    ),
    # An early comma parts nothing, nor one behind words that only lead in.
    (
        "Hier, le bac du vieux port de pêche a rouvert après des mois de travaux et attire déjà des centaines"
        " de curieux.",
        "Hier, le bac du vieux port de pêche a rouvert",
    ),
    (
        "Le bac, rouvert hier matin après des mois de travaux au vieux port, attire déjà des centaines de"
        " curieux venus de loin.",
        "Le bac, rouvert hier matin après des mois de travaux au vieux port",
    ),
    (
        "Selon la préfète du département, le bac du vieux port de pêche a rouvert hier après des mois de"
        " travaux et attire du monde.",
        "Selon la préfète du département, le bac du vieux port de pêche a rouvert hier",
    ),
    (
        "Le 3 mars, le bac du vieux port de pêche a rouvert après des mois de travaux, et il attire déjà"
        " des centaines de curieux.",
        "Le 3 mars, le bac du vieux port de pêche a rouvert après des mois de travaux",
    ),
    (
        "Le dimanche 3 mars 2024, le bac du vieux port de pêche a rouvert après des mois de travaux, et il attire des"
        " gens.",
        "Le dimanche 3 mars 2024, le bac du vieux port de pêche a rouvert après des mois de travaux",
    ),
    # What was cut off in the middle of an elision is left out.
    (
        "Le bac du vieux port de pêche que la ville avait fermé pendant de longues années a rouvert aujourd’",
        "Le bac du vieux port de pêche que la ville avait fermé pendant de longues années a rouvert",
    ),
    (
        "Le bac du vieux port de pêche que la ville avait fermé pendant de longues années a rouvert l'",
        "Le bac du vieux port de pêche que la ville avait fermé pendant de longues années a rouvert",
    ),
    # A participle's complement follows it.
    (
        "Le maire a déclaré que le pont restauré du vieux port serait ouvert aux promeneurs dans une semaine au"
        " plus tard",
        "Le maire a déclaré que le pont restauré du vieux port serait ouvert",
    ),
    ("« … » ? Il neige.", "Il neige"),
    ("1) Il neige. Encore.", "Il neige"),
    ("12. Il neige.", "Il neige"),
    ("123. Il neige.", "123. Il neige"),
    ("🔴 Il neige.", "Il neige"),
    ("À 19 h 30. La foule arrive.", "La foule arrive"),
    ("Vers 9h. La foule arrive.", "La foule arrive"),
    ("LANNÉVEZ, RÉGION. La foule arrive.", "La foule arrive"),
    ("Un deux trois quatre cinq. La foule arrive.", "Un deux trois quatre cinq"),
    ("UN DEUX TROIS QUATRE CINQ. La foule arrive.", "La foule arrive"),
    ("UN DEUX TROIS QUATRE CINQ SIX. La foule arrive.", "UN DEUX TROIS QUATRE CINQ SIX"),
    ("Bref : le port rouvre", "Bref : le port rouvre"),
    ("Reportage : le port rouvre", "Le port rouvre"),
    ("PORT – 12 bateaux rentrent", "12 bateaux rentrent"),
    ("Le port – 12 bateaux rentrent", "Le port – 12 bateaux rentrent"),
    ("La Roche – Les bateaux rentrent.", "Les bateaux rentrent"),
    ("La Roche. – 12 bateaux rentrent.", "12 bateaux rentrent"),
    ("La maison – Les bateaux rentrent.", "La maison – Les bateaux rentrent"),
    (
        "Un incendie a détruit 12 000 mètres carrés de hangars sur le port de commerce de la ville sans faire"
        " de blessés",
        "Un incendie a détruit 12 000 mètres carrés de hangars sur le port",
    ),
    ("", ""),
    ("…", ""),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_titles_are_opening_words(text, title):
    assert make_title(text) == title


# A title, whether others are above it with the same name, and what the chapters are called.
@pytest.mark.parametrize(("titles", "names"), [
    (["A", "B"], ["A", "B"]), (["A", "A", "A"], ["A", "A (2)", "A (3)"]), (["A (2)", "A", "A"], ["A (2)", "A", "A (3)"]),
    (["A", "A", "A (2)"], ["A", "A (2)", "A (2) (2)"]), ([], []),
])  # fmt: skip
def test_no_two_titles_are_equal(titles, names):
    assert make_distinct(titles) == names


TRIMMED = [
    ("Le bac de la", "Le bac"),
    ("Le bac, et", "Le bac"),
    ("de la", "de"),
    ("Le bac –", "Le bac"),
    ("Le bac de l’", "Le bac"),
    ("Le bac.", "Le bac"),
    ("Le bac de M.", "Le bac"),
    ("Le bac d’été", "Le bac"),
    ("Le bac d’eau", "Le bac d’eau"),
]


@pytest.mark.parametrize(("text", "bare"), TRIMMED)
def test_weak_words_at_an_end_are_left_out(text, bare):
    assert trim_weak_end(text) == bare


BARE = [
    ("🎧 « Le bac » , [part] .", "Le bac, part."),
    ("… – Le bac", "Le bac"),
    ("Le bac ( ) part", "Le bac part"),
    ("*Le* _bac_", "Le bac"),
    ("Le bac (neuf)", "Le bac (neuf)"),
]


@pytest.mark.parametrize(("text", "bare"), BARE)
def test_marks_are_left_out(text, bare):
    assert clean_marks(text) == bare


@pytest.mark.parametrize("longest", [30, 50, 80])
def test_how_long_a_title_may_be(longest):
    text = "Le bac du vieux port a rouvert ce matin dans la joie et avec ses marins devant la mairie de la commune"
    assert len(make_title(text, longest)) <= longest
    assert make_title("Le bac rouvre", 13) == "Le bac rouvre"


@pytest.mark.parametrize("end", ["de", "la", "le", "un", "une", "à", "dans", "et", "du", "des", "a"])
def test_a_line_that_was_cut_off_ends_on_no_weak_word(end):
    assert make_title(f"Un deux trois quatre cinq six sept huit neuf dix onze douze {end}").endswith("douze")


@given(st.text(alphabet="abé A.,;:!?()«» -–0189\u00a0*’", min_size=1, max_size=300))
def test_a_title_is_short_and_ends_on_no_mark_of_a_pause(text):
    made = make_title(text)
    assert len(made) <= 120
    assert not made.endswith((",", ";", ":", " "))


PARAGRAPH = "Le conseil a voté le budget de la commune, après un long débat sur les écoles et sur les routes. " * 3


def test_the_first_chapter_without_a_heading_has_the_title_of_the_article_whole():
    title = "Lannévez : 21 ans après la fermeture du port, la criée du « vieux quai » rouvre"
    chapters = write_script(
        Article(title, tuple(Block("paragraph", f"{n} fois, {PARAGRAPH}") for n in range(2, 26))),
        shortest_chapter=60,
    ).chapters
    assert len(chapters) > 2
    assert chapters[0].title == title


def test_a_question_is_not_parted_from_its_answer():
    answer = "Parce que la mer monte, que les digues cèdent et que personne ne veut payer pour les refaire. " * 3
    blocks = tuple(
        block
        for n in range(20)
        for block in (Block("paragraph", f"Question {n} ?"), Block("paragraph", f"{answer}Voilà {n}."))
    )
    chapters = write_script(Article("Entretien", blocks), shortest_chapter=60).chapters
    assert len(chapters) > 2
    for chapter in chapters:
        assert not chapter.utterances[-1].text.endswith("?")


def test_an_article_without_a_word_is_called_so():
    assert title_article(Article("", (Block("paragraph", "***"),))).title == "Article"
    assert title_article(Article("", (Block("paragraph", "***"), Block("paragraph", "Il neige.")))).title == "Il neige"
    assert title_article(Article("Le toit", (Block("paragraph", "Il neige."),))) == Article(
        "Le toit", (Block("paragraph", "Il neige."),)
    )
