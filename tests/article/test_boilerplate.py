"""What a copied page leaves around its article, and sentences that begin with the same words."""

import io
from datetime import date

import pytest

from audiobrief.article import read_article
from audiobrief.article.boilerplate import Line, find_article_lines

TITLE = "Le bac de Kerdrel reprend du service"
OPENING = "Le bac qui relie les deux rives du bourg a repris ses rotations lundi matin, après six mois de travaux."
END = "Les habitants devaient jusque-là passer par le viaduc, ce qui allongeait leur trajet d’une demi-heure."


def article(text):
    return read_article(io.BytesIO(text.encode()))


def texts(text):
    return [block.text for block in article(text).blocks]


FURNITURE = [
    "Accueil > Société > Transports",
    "Accueil › Bretagne › Kerdrel",
    "Facebook Twitter Linkedin",
    "Partager sur Facebook | Partager sur X | Envoyer par e-mail",
    "Partager",
    "Envoyer par e-mail",
    "Imprimer",
    "Mis à jour il y a 12 minutes",
    "Mis à jour le 14/10/2025 à 10h12",
    "[Mise à jour : jeudi 23 octobre, 13h45]",
    "Publié le 14 octobre 2025 à 06h00, mis à jour à 10h12",
    "Publié hier à 18 h 30",
    "Temps de lecture : 3 min",
    "⏱ Lecture 4 min.",
    "Écouter l’article",
    "Écouter cet article 00:00 / 04:12",
    "S’abonner à la newsletter",
    "S'abonner à partir de 1 € par mois",
    "Recevez notre newsletter",
    "Recevez chaque matin l’essentiel du bourg dans votre boîte mail",
    "Inscrivez-vous gratuitement à notre newsletter !",
    "Commentaires (37)",
    "37 commentaires",
    "Copyright © 2025 Le Littoral. Tous droits réservés.",
    "© Le Littoral",
    "Tous droits réservés",
    "Vu 1254 fois",
    "1 254 vues",
    "Cet article est réservé aux abonnés.",
    "Il vous reste 75 % de cet article à lire. La suite est réservée aux abonnés.",
    "Je m’abonne pour 1 € le premier mois",
    "Déjà abonné ? Se connecter",
    "Lire aussi Le port rouvre",
    "À lire aussi : Le port rouvre. Les pêcheurs respirent.",
    "LIRE AUSSI > Le port rouvre",
    "À voir aussi | Vidéo : le port vu du ciel",
    "(Lire aussi : Le port rouvre)",
    "Nous utilisons des cookies pour améliorer votre navigation. En poursuivant, vous acceptez leur usage.",
    "Tout accepter | Tout refuser | Paramétrer les cookies",
    "Crédit photo : © Paul Roux / AFP",
    "Photo Le Littoral / Paul ROUX",
    "Photo : le bac à quai, lundi. Photo Le Littoral / Paul ROUX",
    "Suivez-nous sur WhatsApp",
    "Suivez-nous sur Facebook, Instagram et X",
    "Cliquez ici pour activer les notifications",
    "Lire la suite de l’article",
    "Publicité",
    "| | Lu 3 021 fois",
    "Tags : bac, Kerdrel, transports",
    "Haut de page",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_left_out_wherever_it_stands(line):
    for text in (
        f"{TITLE}\n\n{line}\n\n{OPENING}\n\n{END}",
        f"{TITLE}\n\n{OPENING}\n\n{line}\n\n{END}",
        f"{TITLE}\n\n{OPENING}\n\n{END}\n\n{line}",
        f"{TITLE}\n{line}\n{OPENING}\n{END}",
    ):
        found = article(text)
        assert (found.title, [block.text for block in found.blocks]) == (TITLE, [OPENING, END])


SENTENCES = [
    "Recevez la facture par courriel, conseille l’association, avant de payer.",
    "Voir aussi l’art. L. 121-1 du code de la consommation.",
    "Partager sur les réseaux sociaux des photos de ses enfants comporte des risques.",
    "Mis à jour le mois dernier, le plan prévoit 200 logements.",
    "Publié le 3 mars 2024, le décret entre en vigueur lundi.",
    "Publié hier, le rapport accable la direction.",
    "S’abonner à un magazine coûte plus cher, note l’association.",
    "Inscrivez-vous en mairie avant le 12 mai pour recevoir la newsletter, conseille le maire.",
    "Suivez-nous, a lancé le guide aux touristes perdus.",
    "Cliquez ici, promet le message, et vous serez remboursé.",
    "Lire aussi bien les romans que les essais, c’est son secret.",
    "Imprimer coûte cher aux petites mairies.",
    "Facebook et Instagram devront payer 200 millions d’euros.",
    "Photos à l’appui, elle accuse la mairie.",
    "Tous droits réservés, la chanson ne peut être reprise.",
    "Vu de Kerdrel, le projet semble fou.",
    "Sur le même sujet, la ministre a gardé le silence.",
    "À voir aussi cet été, le château, ouvert tous les jours.",
    "Déjà abonné au club, il a payé deux fois.",
    "Nos partenaires nous ont trahis, dit le président.",
    "37 commentaires ont été supprimés par le site.",
    "Nous utilisons des cookies dans nos desserts, explique le pâtissier.",
    "Envoyer par e-mail une lettre recommandée devient possible.",
    "Par la fenêtre, on voit la mer.",
    "Par Toutatis, le village résiste encore, écrit la presse.",
]


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_that_begins_as_furniture_stays(line):
    assert texts(f"{TITLE}\n\n{OPENING}\n\n{line}\n\n{END}") == [OPENING, line, END]
    assert texts(f"{TITLE}\n\n{line}\n\n{OPENING}\n\n{END}") == [line, OPENING, END]
    assert texts(f"{TITLE}\n\n{OPENING}\n\n{END}\n\n{line}") == [OPENING, END, line]


HEADINGS = [
    "Facebook : une amende de 200 millions",
    "Accueil des réfugiés : les maires s’organisent",
    "Publicité mensongère : deux ans de prison",
    "Copyright : ce que change la directive",
    "Photo truquée : le maire porte plainte",
]


@pytest.mark.parametrize("line", HEADINGS)
def test_a_heading_that_begins_as_furniture_stays(line):
    found = article(f"{TITLE}\n\n{OPENING}\n\n{line}\n\n{END}")
    assert [(block.kind, block.text) for block in found.blocks[1:2]] == [("heading", line)]
    assert article(f"{line}\n\n{OPENING}\n\n{END}").title == line


SIGNED = [
    ("Par Louise Hamel", "Louise Hamel", None),
    ("Par La rédaction", "La rédaction", None),
    ("Par Louise N’Diaye (avec AFP)", "Louise N’Diaye (avec AFP)", None),
    ("Par Louise Hamel, à Brest, et l'AFP", "Louise Hamel, à Brest, et l'AFP", None),
    ("Par Louise Hamel et Marc-Antoine Le Guen", "Louise Hamel et Marc-Antoine Le Guen", None),
    ("Par Louise Hamel, envoyée spéciale à Rome", "Louise Hamel, envoyée spéciale à Rome", None),
    ("Par Louise Hamel, professeure de droit", "Louise Hamel, professeure de droit", None),
    ("Par Louise Hamel et Jean Le Goff, envoyés à Rome", "Louise Hamel et Jean Le Goff, envoyés à Rome", None),
    ("Propos recueillis par Louise Hamel", "Louise Hamel", None),
    ("Louise Hamel (avec AFP)", "Louise Hamel (avec AFP)", None),
    ("Le 3 mars 2024", "", date(2024, 3, 3)),
    ("Lannévez, le 1er juin 2024", "", date(2024, 6, 1)),
    ("Publié le mardi 14 oct. 2025 à 06h00", "", date(2025, 10, 14)),
    ("Publié le 14/10/2025 | Mis à jour le 16/10/2025", "", date(2025, 10, 14)),
    ("Mis à jour le 16/10/2025. Publié le 14/10/2025.", "", date(2025, 10, 14)),
    (
        "Par Louise Hamel Publié le 14 octobre 2025 à 06h00, mis à jour le 15/10/2025",
        "Louise Hamel",
        date(2025, 10, 14),
    ),
    (
        "Par La rédaction – 12 sept. 2025 à 17:35 | mis à jour à 18:02 – Temps de lecture : 2 min",
        "La rédaction",
        date(2025, 9, 12),
    ),
    ("Publié le 3 mars 2024 par Louise Hamel\nFacebook\nImprimer", "Louise Hamel", date(2024, 3, 3)),
    ("Article réservé aux abonnés\nPar Louise Hamel\n2024-03-03", "Louise Hamel", date(2024, 3, 3)),
]


@pytest.mark.parametrize(("lines", "byline", "published"), SIGNED)
def test_who_signs_and_when(lines, byline, published):
    found = article(f"{TITLE}\n\n{lines}\n\n{OPENING}\n\n{END}")
    assert (found.title, found.byline, found.published) == (TITLE, byline, published)
    assert [block.text for block in found.blocks] == [OPENING, END]


def test_a_day_inside_an_article_is_no_date_of_publication():
    found = article(f"{TITLE}\n\n{OPENING}\n\n{OPENING}\n\n{OPENING}\n\n{OPENING}\n\nLe 3 mars 2024\n\n{END}")
    assert found.published is None
    assert "Le 3 mars 2024" in [block.text for block in found.blocks]


SECTIONS = [
    "Les plus lus\n1. Pourquoi le pont ferme\n2. Carte. Votre commune est-elle inondable ?",
    "Les plus lus\n\n1. Pourquoi le pont ferme\n\n2. Carte. Votre commune est-elle inondable ?",
    "Lire aussi\nLe pont ferme\nLe port rouvre",
    "Sur le même sujet\n- Le pont ferme\n- Le port rouvre",
]


@pytest.mark.parametrize("lines", SECTIONS)
def test_links_go_with_the_line_that_announces_them(lines):
    assert texts(f"{TITLE}\n\n{OPENING}\n\n{lines}\n\n{END}") == [OPENING, END]
    assert texts(f"{TITLE}\n\n{OPENING}\n\n{END}\n\n{lines}\n\nNos partenaires\n\nUn voyage à Rome") == [OPENING, END]


@pytest.mark.parametrize(
    "last",
    [
        *("Bac | Kerdrel | Transports", "#bac #Kerdrel", "Société", "L. H.", "Sujets : bac, Kerdrel"),
        "Notre journal vit de ses lecteurs. Soutenez-nous dès 2 euros.",
        "Faites un don à la rédaction : deux tiers sont déduits de vos impôts.",
        "Si vous avez aimé cet article, dites-le autour de vous",
        "Votre newsletter du matin",
        "Pour réagir, écrivez-nous à courrier@littoral.example",
        "Vous souhaitez témoigner ? Laissez-nous un message.",
    ],
)
def test_key_words_and_appeals_at_the_end(last):
    assert texts(f"{TITLE}\n\n{OPENING}\n\n{END}\n\n{last}") == [OPENING, END]


@pytest.mark.parametrize(
    "last",
    [
        "Le maire appelle les habitants à faire un don du sang avant la fin du mois.",
        "« Soutenez-nous », a lancé la présidente du bac devant le conseil.",
        "Soutenez-nous, a lancé la présidente du bac devant le conseil.",
        "Grâce à vos dons, dit-il, le bac a tenu.",
        "Pour réagir à cette annonce, le syndicat a convoqué une réunion.",
        "Votre newsletter préférée fait peau neuve, annonce le concurrent.",
    ],
)
def test_a_last_paragraph_that_speaks_of_appeals_is_read(last):
    assert texts(f"{TITLE}\n\n{OPENING}\n\n{END}\n\n{last}") == [OPENING, END, last]


def test_the_rubric_over_a_title():
    found = article(f"SOCIÉTÉ\n\n{TITLE}\n\n{OPENING}\n\n{END}")
    assert (found.title, len(found.blocks)) == (TITLE, 2)


def test_markdown_and_its_lines():
    found = article(
        f"# {TITLE}\n\nPar Louise Hamel\nPublié le 3 mars 2024\n\n{OPENING}\n[Lire aussi : Le port rouvre](http://x.fr)\n\n"
        f"## Un détour\n\n{END}\n\n### Les plus lus\n\n1. Le pont ferme\n2. Le port rouvre\n"
    )
    assert (found.title, found.byline, found.published) == (TITLE, "Louise Hamel", date(2024, 3, 3))
    assert [block.text for block in found.blocks] == [OPENING, "Un détour", END]


def test_pages(tmp_path):
    (tmp_path / "a.html").write_text(
        f"""<!doctype html><html lang="fr"><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>
        <p>Par Louise Hamel (avec AFP) – Publié le 3 mars 2024 à 06h00</p><p>Temps de lecture : 3 min</p>
        <p>{OPENING}</p><p>À lire aussi : le port rouvre</p><h2>Un détour</h2><p>{END}</p>
        <p>{SENTENCES[0]}</p><h3>Les plus lus</h3><ol><li>Pourquoi le pont ferme</li><li>Carte : le port</li></ol>
        <p>Commentaires (37)</p><p>Copyright © 2024 Le Littoral. Tous droits réservés.</p></article></body></html>""",
        encoding="utf-8",
    )
    found = read_article(str(tmp_path / "a.html"))
    assert found.byline == "Louise Hamel (avec AFP)"
    assert found.published == date(2024, 3, 3)
    assert [block.text for block in found.blocks] == [OPENING, "Un détour", END, SENTENCES[0]]


# A page's lines (a blank line parts groups) and those that are kept of it.
SIFTED = {
    # « Pause » is furniture where such stands beside it; the last line does not stand beside the first.
    "a weak line first, furniture last": (["Pause", OPENING, END, "Partager"], ["Pause", OPENING, END]),
    "a weak line under furniture": ([OPENING, "Facebook", "Pause", END], [OPENING, END]),
    "a weak line over furniture": ([OPENING, "Pause", "Facebook", END], [OPENING, END]),
    "a weak line between sentences": ([OPENING, "Pause", END], [OPENING, "Pause", END]),
    "a weak line last": ([OPENING, END, "Pause"], [OPENING, END, "Pause"]),
    "a rubric over a title": (["Société", "Le bac reprend", OPENING, END], ["Le bac reprend", OPENING, END]),
    "a rubric over a title that calls out": (["Société", "Le bac reprend !", OPENING], ["Le bac reprend !", OPENING]),
    "a rubric over prose": (["Société", OPENING, END], ["Société", OPENING, END]),
    "a rubric over a question as long as prose": (
        ["Société", f"{OPENING[:-1]} ?", END], ["Société", f"{OPENING[:-1]} ?", END],
    ),
    "lines in the group of a section": (
        [OPENING, "", "Les plus lus", "Le port rouvre", "La halle ferme", "", END], [OPENING, END],
    ),
    "a line behind the group of a section": (
        [OPENING, "", "Les plus lus", "Le port rouvre", "", "Le viaduc", END], [OPENING, "Le viaduc", END],
    ),
    "a last section with prose behind it is a heading": (
        [OPENING, "", "En ce moment", "Le viaduc", END], [OPENING, "En ce moment", "Le viaduc", END],
    ),
    "a last section with prose behind it ends the links before": (
        [OPENING, "", "Les plus lus", "Le port rouvre", "En ce moment", "Le viaduc", END],
        [OPENING, "En ce moment", "Le viaduc", END],
    ),
    "a last section with none": ([OPENING, END, "", "En ce moment", "Le viaduc"], [OPENING, END]),
}  # fmt: skip


@pytest.mark.parametrize(("written", "kept"), SIFTED.values(), ids=SIFTED)
def test_what_is_kept_of_a_page(written, kept):
    lines = [Line(text, written[:at].count("")) for at, text in enumerate(written) if text]
    places, _ = find_article_lines(lines)
    assert [lines[at].text for at in places] == kept
