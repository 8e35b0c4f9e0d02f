"""Text pasted from PDF files, pages and e-mails: mended, and without what is not the article's."""

from datetime import date

import pytest

from audiobrief.article import read_article
from audiobrief.article.charset import decode_text
from audiobrief.article.pasted_text import drop_mail_parts, drop_menus, drop_running_heads, join_parted_words

PROSE = "Le gardien a rallumé la lampe vendredi soir, devant une foule de curieux venus de toute la côte en barque."
OTHER = "La tour de granit, haute de trente mètres, avait été abandonnée après la grande marée de novembre dernier."

PARTED = [
    ("un nou-\nveau phare", "un nouveau\nphare"),
    ("le garde-\nfou tient", "le garde-fou\ntient"),
    ("à Saint-\nMalo", "à Saint-Malo"),
    ("dit-\nil hier", "dit-il\nhier"),
    ("un porte-\nvoix", "un porte-voix"),
    ("le timbre-poste, un timbre-\nposte", "le timbre-poste, un timbre-poste"),
    ("des matières pre-\nmières et séc-\nhées", "des matières premières\net séchées"),
    ("remis aux commer-\n\nçants du bourg", "remis aux commerçants\ndu bourg"),
    ("avant- et après", "avant- et après"),
    ("le sud- \net le nord", "le sud- \net le nord"),
    ("en 1914-\n1918", "en 1914-\n1918"),
    ("- une liste\n- deux", "- une liste\n- deux"),
]


@pytest.mark.parametrize(("written", "joined"), PARTED)
def test_a_word_parted_at_a_line_end_is_joined(written, joined):
    assert "\n".join(join_parted_words(written.split("\n"))) == joined


def test_a_soft_hyphen_at_a_line_end_parts_a_word():
    assert read_article("Un nou\u00ad\nveau phare brille.".encode()).blocks[0].text == "Un nouveau phare brille."


def test_heads_and_page_numbers_of_each_page_are_left_out():
    pages = ["LE FANAL   3", "", "La lampe", PROSE[:60], "", "LE FANAL   4", "", PROSE[61:].lower(), "", "- 4 -", OTHER]
    assert drop_running_heads(pages) == ["", "La lampe", PROSE[:60], PROSE[61:].lower(), "", OTHER]


@pytest.mark.parametrize(
    "lines",
    [
        ["Ingrédients", "200 g de farine", "300 g de beurre", "3 œufs", "2 pommes", "", "Mélanger."],
        ["Et la mer monte", "un", "Et la mer monte", "deux", "Et la mer monte", "trois", "Et la mer monte"],
        ["1914", "La guerre.", "Elle dure.", "Il pleut.", "Il vente.", "Il neige."],
    ],
    ids=["a recipe", "a refrain", "a year"],
)
def test_lines_that_are_repeated_for_another_reason_stay(lines):
    assert drop_running_heads(lines) == lines


MENU = ["Accueil", "Rubriques", "Mer et vent", "La météo", "Nos archives", "Qui sommes-nous", "Contact"]


def test_the_menus_of_a_page_pasted_whole_are_left_out():
    text = [*MENU, "", "Le phare de Trégarvan est enfin rallumé", "", PROSE, OTHER, "", *MENU]
    assert [line for line in drop_menus(text) if line] == ["Le phare de Trégarvan est enfin rallumé", PROSE, OTHER]


PAGE_MENU = [f"Rubrique {name}" for name in "abcdefghijklmnopqrstuvwxyz"]
TEASER = "Le port de commerce a rouvert ses quais lundi matin, et les premiers cargos sont attendus avant la nuit."
LONG = [f"{PROSE} {OTHER} {PROSE}", f"{OTHER} {PROSE} {OTHER}", f"{PROSE} {PROSE} {OTHER}"]


def test_a_page_that_was_pasted_whole_is_its_article():
    title = "Le phare de Trégarvan est enfin rallumé"
    above = [*PAGE_MENU, TEASER, *PAGE_MENU, title, "Partager", "Imprimer"]
    below = ["Réagir", *PAGE_MENU, "Le port rouvre", TEASER, *PAGE_MENU]
    body = [LONG[0], "Une tour de granit", *LONG[1:]]
    assert drop_menus([*above, *body, *below]) == [title, "Partager", "Imprimer", *body]


@pytest.mark.parametrize(
    "text",
    [
        [*PAGE_MENU, PROSE, OTHER],
        [*LONG, *(line for name in PAGE_MENU for line in (name, f"{TEASER} {OTHER}"))],
        [LONG[0], *PAGE_MENU[:20], LONG[1], LONG[2]],
    ],
    ids=["too little prose for a page", "prose after each short line", "too few short lines"],
)
def test_what_is_no_page_keeps_its_prose(text):
    kept = drop_menus(text)
    assert [line for line in text if len(line) > 60] == [line for line in kept if len(line) > 60]


def test_a_few_short_lines_are_no_menu():
    text = ["Le phare", "Par Anne", "", PROSE, OTHER, "", "Brest", "Quimper"]
    assert drop_menus(text) == text


def test_the_head_of_an_e_mail_tells_title_sender_and_day():
    text = [
        "De : Presse <presse@fanal.example>",
        "Envoyé : mardi 3 mars 2026 09:12",
        "À : redaction@radio.example",
        "Objet : TR: Le phare rallumé",
        "",
        PROSE,
        "Envoyé de mon téléphone",
        "-- ",
        "Service presse",
    ]
    lines, head = drop_mail_parts(text)
    assert [line for line in lines if line] == [PROSE]
    assert (head.subject, head.sender, head.sent) == ("Le phare rallumé", "Presse", date(2026, 3, 3))
    found = read_article("\n".join(text).encode())
    assert (found.title, found.byline, [block.text for block in found.blocks]) == (
        "Le phare rallumé",
        "Presse",
        [PROSE],
    )


def test_quoted_messages_are_left_out():
    lines, _ = drop_mail_parts(
        [PROSE, OTHER, "", "Le 3 mars 2026 à 10:12, Jo <jo@x.example> a écrit :", "> Bonjour,", "> Jo"]
    )
    assert [line for line in lines if line] == [PROSE, OTHER]


def test_a_letter_without_a_head_stays():
    text = ["De : la mer", "", PROSE, "Objet : rien."]
    assert drop_mail_parts(text)[0] == text


DATELINES = [
    ("PARIS, 3 mars (AFP) – Le phare brille de nouveau.", "Paris, 3 mars. Le phare brille de nouveau.", "AFP"),
    ("Brest (Reuters) - Le phare brille de nouveau.", "Brest. Le phare brille de nouveau.", "Reuters"),
    ("Paris (75) – Le phare brille de nouveau.", "Paris (75) – Le phare brille de nouveau.", ""),
    ("Le phare (AFP) brille de nouveau.", "Le phare (AFP) brille de nouveau.", ""),
]


@pytest.mark.parametrize(("written", "said", "source"), DATELINES)
def test_a_dateline_gives_the_source_and_stays_as_a_sentence(written, said, source):
    found = read_article(f"{written} {PROSE}".encode())
    assert (found.blocks[0].text, found.source) == (f"{said} {PROSE}", source)


ACCENTS = "L’été, à Évreux, la forêt brûlait déjà : « Où ? » Les élèves étaient près du château, à Noël."


@pytest.mark.parametrize("times", [1, 2])
def test_letters_that_were_decoded_wrongly_are_mended(times):
    text = ACCENTS
    for _ in range(times):
        text = text.encode().decode("cp1252", "surrogateescape")
    raw = text.encode("utf-8", "surrogateescape")
    if b"\x81" not in raw:
        assert decode_text(raw, "a.txt") == ACCENTS


def test_letters_that_only_look_so_stay():
    text = "Le mot « SÃO » et le nom Ãngela s’écrivent ainsi."
    assert decode_text(text.encode(), "a.txt") == text


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_old_encodings_of_french_are_known(encoding):
    text = "L'été dernier, à Évreux, la forêt brûlait déjà ; les élèves étaient près du château. " * 4
    assert decode_text(text.encode(encoding), "a.txt") == text
