"""Plain text: titles, headings, lists, wrapped lines, interviews, results."""

import time

import pytest

from audiobrief.article import read_article
from audiobrief.article.formats.plain import parse_plain

PROSE = "La halle du bourg a rouvert lundi, après six mois de travaux et bien des retards. Les étals sont pleins."
MORE = "Les marchands attendaient ce jour depuis la tempête, qui avait emporté la moitié du toit de la halle."


def kinds(text):
    return [(block.kind, block.text) for block in parse_plain(text, "").blocks]


TITLES = [
    "La halle rouvre",
    "La halle rouvre : 21 étals sur 30",
    "ROANNE. La halle rouvre : ce qui change à partir de lundi",
    "La halle rouvre. Mais pour qui ?",
    "« On a tout perdu »",
    "Procès de Nîmes : 21 ans pour le meurtre du « vieux port »",
    "« On a tout perdu » : la nuit des marchands de la halle",
    "Halle : qui paiera ? Le point en cinq questions",
]


@pytest.mark.parametrize("title", TITLES)
def test_titles(title):
    found = parse_plain(f"{title}\n\n{PROSE}\n\n{MORE}", "")
    assert (found.title, len(found.blocks)) == (title, 2)


NO_TITLES = [
    "Il pleut.",
    "« Tu viens ? »",
    "« Je pars » et « je reviens,",
    "Le matin,",
    "Au programme :",
    "– Tu viens ?",
]


@pytest.mark.parametrize("line", NO_TITLES)
def test_no_titles(line):
    assert not parse_plain(f"{line}\n\n{PROSE}\n\n{MORE}", "").title


def test_a_title_over_short_sentences():
    assert parse_plain("La halle du bourg rouvre\n\nElle est belle. Elle est grande.\n\nIl pleut.", "").title


HEADINGS = [
    "Un toit neuf",
    "« Un gâchis »",
    "« Et maintenant ? »",
    "Un « gâchis » pour les marchands",
    "Et maintenant ?",
    "12 millions d’euros",
    "21 ans de travaux",
    "Contexte",
    "**Un toit neuf**",
    "14e journée de Ligue 2",
]


@pytest.mark.parametrize("line", HEADINGS)
def test_headings(line):
    found = kinds(f"La halle rouvre\n\n{PROSE}\n\n{line}\n\n{MORE}")
    assert [kind for kind, _ in found] == ["paragraph", "heading", "paragraph"]
    assert found[1][1] == line.strip("*")


NO_HEADINGS = [
    "Il pleut.",
    "Le matin,",
    "« Partez ! » crie-t-elle.",
    "– Tu viens ?",
    "le toit neuf",
    "3 œufs",
    "1 kg de riz",
    "18 h 30",
    "Rens. 04 77 00 00 00",
    "Écrire à aide@mairie.fr",
    "Il a dit « non",
]


@pytest.mark.parametrize("line", NO_HEADINGS)
def test_no_headings(line):
    assert "heading" not in [kind for kind, _ in kinds(f"La halle rouvre\n\n{PROSE}\n\n{line}\n\n{MORE}")]


@pytest.mark.parametrize(("words", "kind"), [(12, "paragraph"), (18, "heading")])
def test_a_heading_stands_over_twice_as_much_text(words, kind):
    line, under = "Un toit neuf pour les marchands", f"{' '.join(['Mot'] * words)}."
    assert (kind, line) in kinds(f"La halle rouvre\n\n{PROSE}\n\n{line}\n\n{under}")


WRAPPED = [
    # One line of four that goes on in lower case is enough for all to be wrapped, whatever ends them.
    ("Le vent de la mer\npousse le bateau\nMartin rentre au port.", 1),
    ("Le vent de la mer\nLa foule attend Martin.\nde la pointe on voit\npasser tous les bateaux", 1),
    ("Le vent de la mer\nMartin rentre au port.", 2),
    # One of five is not.
    ("Le vent se lève.\nMartin est là.\nLa foule attend.\nde loin on voit\nDes voiles vont.\nLe bac est prêt.", 5),
    ("Le vent se lève.\nMartin est là.\nLa foule attend.\nde loin on voit\nDes voiles vont.", 1),
]


@pytest.mark.parametrize(("lines", "paragraphs"), WRAPPED)
def test_lines_that_were_wrapped_are_joined(lines, paragraphs):
    assert len(kinds(f"{PROSE}\n\n{MORE}\n\n{lines}")) == 2 + paragraphs


def test_a_heading_over_its_paragraph_without_a_blank_line():
    assert [kind for kind, _ in kinds(f"La halle rouvre\n\n{PROSE}\n\nUn toit neuf\n{MORE}")] == [
        "paragraph",
        "heading",
        "paragraph",
    ]


def test_a_title_stands_over_a_list_too():
    found = parse_plain(f"La halle rouvre\n\n- Un pain\n- Deux pains\n\n{PROSE}", "")
    assert found.title == "La halle rouvre"
    assert [block.kind for block in found.blocks] == ["list_item", "list_item", "paragraph"]


def test_a_recipe():
    text = (
        "La tarte aux poires\n\nElle se mange tiède, avec un verre de cidre doux, en famille.\n\n"
        "Ingrédients\n\n- 500 g de farine\n- 3 poires + 1 coing\n\n"
        "Préparation\n\n1. Épluchez les poires. Coupez-les.\n\n2. Étalez la pâte. Enfournez 30 min."
    )
    assert kinds(text) == [
        ("paragraph", "Elle se mange tiède, avec un verre de cidre doux, en famille."),
        ("heading", "Ingrédients"),
        ("list_item", "500 g de farine"),
        ("list_item", "3 poires + 1 coing"),
        ("heading", "Préparation"),
        ("paragraph", "1. Épluchez les poires. Coupez-les."),
        ("paragraph", "2. Étalez la pâte. Enfournez 30 min."),
    ]


def test_an_interview_whose_questions_are_bold():
    questions = [
        "**Pourquoi avoir attendu ?**",
        "**Vous n’aviez pas peur ?**",
        "**Que lisez-vous ?**",
        "**Et la mer ?**",
    ]
    text = "« Je n’écris pas le matin »\n\n" + "\n\n".join(f"{question}\n\n{PROSE}" for question in questions)
    found = kinds(text)
    assert {kind for kind, _ in found} == {"paragraph"}
    assert [words for _, words in found[::2]] == [question.strip("*") for question in questions]


def test_an_interview_in_dashes():
    talk = "– Vous étiez contre ?\n– Bien sûr. Tout le monde l’était.\n- Et après ?\n- Rien."
    text = f"Une libraire parle\n\n{PROSE}\n\n{talk}"
    assert kinds(text)[1:] == [
        ("paragraph", "– Vous étiez contre ?"),
        ("paragraph", "– Bien sûr. Tout le monde l’était."),
        ("paragraph", "- Et après ?"),
        ("paragraph", "- Rien."),
    ]


def test_results():
    text = (
        "Handball : les résultats\n\nNationale 2\n\n"
        "Lannévez – Kerdrel : 28-25\nTrémorin – Quimper : 31-31\nExempt : Lorient\n\n"
        f"Classement\n\n1. Kerdrel, 34 pts\n2. Lannévez, 31 pts\n\n{PROSE}"
    )
    found = parse_plain(text, "")
    assert found.title == "Handball : les résultats"
    assert [(block.kind, block.text) for block in found.blocks] == [
        ("heading", "Nationale 2"),
        ("list_item", "Lannévez – Kerdrel : 28-25"),
        ("list_item", "Trémorin – Quimper : 31-31"),
        ("list_item", "Exempt : Lorient"),
        ("heading", "Classement"),
        ("list_item", "1. Kerdrel, 34 pts"),
        ("list_item", "2. Lannévez, 31 pts"),
        ("paragraph", PROSE),
    ]


def test_a_press_release_in_wrapped_lines():
    text = (
        "COMMUNIQUÉ DE PRESSE\n\nLannévez, le 4 juin 2025\n\nLa Ville inaugure sa halle\n\n"
        "La halle ouvrira ses portes le mardi 10 juin 2025, à 10 h, en présence de la\n"
        "maire et du préfet. Elle compte 30 étals, une scène et un jardin de plus de\n"
        "450 m².\n\n3 rendez-vous gratuits\n\n• Mar. 10 juin : visite\n• Mer. 11 juin : lecture\n\n"
        "Contacts presse :\nYann Prigent – 02 98 00 00 00 – presse@lannevez.fr\nwww.lannevez.fr\n\n###\n"
    )
    found = parse_plain(text, "")
    assert (found.title, str(found.published)) == ("La Ville inaugure sa halle", "2025-06-04")
    assert [(block.kind, block.text) for block in found.blocks] == [
        (
            "paragraph",
            "La halle ouvrira ses portes le mardi 10 juin 2025, à 10 h, en présence de la maire et du préfet. Elle "
            "compte 30 étals, une scène et un jardin de plus de 450 m².",
        ),
        ("heading", "3 rendez-vous gratuits"),
        ("list_item", "Mar. 10 juin : visite"),
        ("list_item", "Mer. 11 juin : lecture"),
    ]


def test_headings_of_markdown_in_a_plain_text(tmp_path):
    (tmp_path / "a.txt").write_text(
        f"# La halle rouvre\n\n{PROSE}\n\n## 12 étals\n\n- **Miel** : 8 €\n", encoding="utf-8"
    )
    found = read_article(str(tmp_path / "a.txt"))
    assert found.title == "La halle rouvre"
    assert [(block.kind, block.text) for block in found.blocks] == [
        ("paragraph", PROSE),
        ("heading", "12 étals"),
        ("list_item", "Miel : 8 €"),
    ]


def test_a_hash_before_a_number_is_no_heading(tmp_path):
    (tmp_path / "a.txt").write_text(f"La halle rouvre\n\n{PROSE}\n\n# 1 au classement.\n", encoding="utf-8")
    assert read_article(str(tmp_path / "a.txt")).title == "La halle rouvre"


FLOODS = [
    "a\n",
    "a\n\n",
    "Par Aa Bb, ",
    "Publié le ",
    "© ",
    "**a",
    "_a",
    "« a ",
    "Facebook ",
    "1. a\n",
    "Aa\nbb.\n",
    "\n",
    "> ",
]


@pytest.mark.parametrize("unit", FLOODS)
def test_time_is_linear(unit):
    begun = time.process_time()
    parse_plain(unit * (100_000 // len(unit)), "")
    assert time.process_time() - begun < 10
