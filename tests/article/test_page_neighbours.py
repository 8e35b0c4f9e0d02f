"""What stands around the article of a page, as French houses build theirs."""

import json

import pytest

from audiobrief.article.formats.html import parse_html

FIRST = "Le gardien a rallumé la lampe vendredi soir, devant une foule de curieux venus de toute la côte en barque."
SECOND = "La tour de granit, haute de trente mètres, avait été abandonnée après la grande marée et ses dégâts."
THIRD = "Le syndicat des phares paiera la moitié de l’entretien, la commune le reste, pendant quinze années au moins."
FOURTH = (
    "Les pêcheurs de la baie demandent depuis longtemps que la lampe soit visible de plus loin, par temps de brume."
)
P1, P2, P3, P4 = (f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD, FOURTH))
END = P3 + P4
STORY = P1 + P2 + P3 + P4
TEXT = [FIRST, SECOND, THIRD, FOURTH]
LINK = '<a href="/port">Le port de commerce en grève depuis lundi</a>'


def read(body, head=""):
    return parse_html(f'<html lang="fr"><head>{head}</head><body>{body}</body></html>', "page.html")


def said(body, head=""):
    return [block.text for block in read(body, head).blocks]


PAGES = {
    "things to take, in a list whose words are links": (
        f"<article>{P1}{P2}<p>Il faut pour une lampe :</p><ul><li>5 litres d’<a href='/h'>huile de colza "
        "pressée à froid</a></li><li>12 mètres de <a href='/c'>corde de chanvre goudronnée</a></li>"
        "<li>un verre</li></ul>"
        f"{END}</article>",
        [
            FIRST,
            SECOND,
            "Il faut pour une lampe :",
            "5 litres d’huile de colza pressée à froid",
            "12 mètres de corde de chanvre goudronnée",
            "un verre",
            THIRD,
            FOURTH,
        ],
    ),
    "the title of another article, which asks": (
        f"<article>{P1}<p><a href='/p'>Faut-il craindre la prochaine marée ?</a></p>{P2}{END}</article>",
        TEXT,
    ),
    "buttons below events": (
        f"<article>{P1}<p>Voir l’événement</p>{P2}<p>Voir l’activité</p>{END}</article>",
        TEXT,
    ),
    "what may be loaded": (
        f"<article>{STORY}<div class='block-downloads'><h3>Fiches</h3>"
        "<p>La lampe, en douze planches et un plan.</p></div></article>",
        TEXT,
    ),
    "the player of another programme": (
        f"<article>{STORY}</article><section class='player'><div class='player-extend'>"
        f"<p>{FIRST[:-1]}, dit-on au port.</p></div></section>",
        TEXT,
    ),
    "what customers say": (
        f"<article>{STORY}<div class='client-testimonial-carousel'>"
        "<p>Un phare magnifique, merci à toute l’équipe !</p></div></article>",
        TEXT,
    ),
    "an appeal to subscribe": (
        f"<article>{STORY}<p>Pour ne rien manquer du phare, abonnez-vous à notre lettre du port !</p></article>",
        TEXT,
    ),
    "somebody tells others to subscribe": (
        f"<article>{STORY}<p>« Le phare vivra si vous l’aidez : abonnez-vous », répète le gardien.</p></article>",
        [*TEXT, "« Le phare vivra si vous l’aidez : abonnez-vous », répète le gardien."],
    ),
    "references with their addresses": (
        f"<article>{STORY}<p>Syndicat des phares. Les lampes. Disponible sur : https://phares.example/lampes</p>"
        "<p>** Feux de la côte, Yves Le Dantec, 2020.</p><p>***Source : https://phares.example/feux.pdf</p></article>",
        TEXT,
    ),
    "an address in the last paragraph": (
        f"<article>{STORY}<p>Les visites sont libres le dimanche (https://phares.example).</p></article>",
        [*TEXT, "Les visites sont libres le dimanche (https://phares.example)."],
    ),
    "a label above short items at the end": (
        f"<article>{STORY}<p>Sources :</p><ul><li>Syndicat des phares</li><li>Mairie de Kerdrel</li></ul></article>",
        TEXT,
    ),
    "a popup": (
        f"<div class='light-popup mfp-hide' id='newsletter-popup'><p>{FIRST[:-1]}, chaque matin.</p></div>"
        f"<article>{STORY}</article>",
        TEXT,
    ),
    "an appeal in the text": (
        f"<article>{P1}<p>Pour ne rien rater de l’actualité des phares et tout savoir de nous !</p>{P2}{END}</article>",
        TEXT,
    ),
    "a pointer of an encyclopedia": (
        f"<article>{P1}{P2}<p>Voir l’article détaillé : Lentille de Fresnel</p>{END}</article>",
        TEXT,
    ),
    "works below a line": (
        f"<article>{STORY}<p>Références bibliographiques</p><ul><li>Le Dantec, Y. (2008). Des lampes et des hommes, "
        "un siècle et demi d’histoire des phares de la côte et de leurs gardiens, racontée par eux-mêmes, tome second."
        " Kerdrel : Presses du port.</li></ul></article>",
        TEXT,
    ),
    "a caption as a heading": (
        f"<article>{P1}{P2}<h5>Yves Le Dantec © Photo Le Littoral</h5>{END}</article>",
        TEXT,
    ),
    "angles before a heading": (
        f"<article>{P1}{P2}<h2>> Visites du soir</h2>{P3}{P4}</article>",
        [FIRST, SECOND, "Visites du soir", THIRD, FOURTH],
    ),
    "a menu that is not closed holds the page": (
        f"<nav class='menu'><ul><li><a href='/'>Accueil</a><li><a href='/a'>Agenda</a>"
        f"<main><h1>Le phare</h1>{STORY}</main>",
        TEXT,
    ),
    "an article in a menu, without <main>": (
        f"<nav><a href='/'>Accueil</a><article><h1>Le phare</h1>{STORY}</article></nav>",
        TEXT,
    ),
    "the second part is far from the first": (
        f"<div><div class='grid'><div class='bloc-texte lettrine'>{P1}{P2}{P3}"
        f"{P4}</div></div><div class='grid'><div class='bloc-texte'><h2>La suite</h2>"
        "<p>Un second feu sera posé au bout de la jetée, et il restera allumé toute la nuit.</p></div></div></div>",
        [*TEXT, "La suite", "Un second feu sera posé au bout de la jetée, et il restera allumé toute la nuit."],
    ),
    "what a class hides": (
        f"<article>{STORY}<div class='hidden'><p>Vous avez refusé les cookies.</p></div></article>",
        TEXT,
    ),
    "what a class hides on telephones only": (
        f"<article>{STORY}<div class='hidden md:block'><p>La jetée ouvrira en mai.</p></div></article>",
        [*TEXT, "La jetée ouvrira en mai."],
    ),
    "notes in the margin and numbers of paragraphs": (
        f"<article><p><span class='paranumber'>1</span>{FIRST}</p><ul class='sidenotes'><li>1 Archives.</li></ul>"
        f"{P2}{END}</article>",
        TEXT,
    ),
    "headings that are links to themselves": (
        f"<article>{P1}{P2}<h2><a href='#tour'>Une tour de granit abandonnée</a></h2>{P3}{P4}</article>",
        [FIRST, SECOND, "Une tour de granit abandonnée", THIRD, FOURTH],
    ),
    "buttons above the text": (f"<article><ul><li>Écouter</li><li>Voir sur la carte</li></ul>{STORY}</article>", TEXT),
    "a line of an arrow and a link": (
        f"<article>{P1}<p>→ ENTRETIEN. {LINK} ?</p>{P2}{END}</article>",
        TEXT,
    ),
    "a line to a programme that is not there": (
        f"<article>{P1}<p>>> Revoir le sujet du 12h45 sur le phare :</p>{P2}{END}</article>",
        TEXT,
    ),
    "links below a label": (
        f"<article>{P1}<div class='zone-x'><p>À lire aussi</p><ul><li>{LINK}</li></ul></div>{P2}{P3}{P4}</article>",
        TEXT,
    ),
    "a blocked post": (
        f"<article>{P1}<p>L’accès à ce contenu a été bloqué afin de respecter votre choix.</p>{P2}{P3}{P4}</article>",
        TEXT,
    ),
    "words shown large": (
        f"<article>{P1}<div class='exergue'><p>Une lampe enfin.</p></div>{P2}{END}</article>",
        TEXT,
    ),
    "intertitles of an agency": (
        f"<article>{P1}<p>- Une tour abandonnée -</p>{P2}<p>- Qui paiera</p>{END}<p>abc-de/fgh</p></article>",
        [FIRST, "Une tour abandonnée", SECOND, "Qui paiera", THIRD, FOURTH],
    ),
    "what people say one after another": (
        f"<article>{STORY}<p>- Vous y croyez</p><p>- Je l’espère, répond le gardien.</p></article>",
        [*TEXT, "- Vous y croyez", "- Je l’espère, répond le gardien."],
    ),
    "a numbered heading": (
        f"<article>{P1}<h2>2. Ceux qui doutent encore de la lampe</h2>{P2}{END}</article>",
        [FIRST, "2. Ceux qui doutent encore de la lampe", SECOND, THIRD, FOURTH],
    ),
    "an announcement of what is not there": (
        f"<article>{STORY}<p>Le plan de la jetée, en couleurs :</p></article>",
        TEXT,
    ),
    "a list of links under a heading": (
        f"<article>{STORY}<h2>Pour aller plus loin</h2><ul><li>{LINK}</li></ul></article>",
        TEXT,
    ),
    "prose under such a heading": (
        f"<article>{STORY}<h2>Pour aller plus loin</h2><p>{FIRST} {SECOND}</p></article>",
        [*TEXT, "Pour aller plus loin", f"{FIRST} {SECOND}"],
    ),
    "references and how to cite it": (
        f"<article>{STORY}<h2>Annexes</h2><h3>Bibliographie</h3><ul><li>Anne Le Roux, Les phares, 2019.</li></ul>"
        f"<h2>Pour citer cet article</h2><p>Anne Le Roux, « Le phare rallumé », Revue des phares, 2020.</p></article>",
        TEXT,
    ),
    "notes with numbers": (
        f"<article>{STORY}<p>Notes :</p><p>(1) Anne Le Roux, 2019.</p><p>(2) Op. cit.</p></article>",
        TEXT,
    ),
    "an opening that is cut above the text": (f"<article><p>{FIRST[:70]}...</p>{STORY}</article>", TEXT),
    "a heading in a figure without a picture": (
        f"<article>{P1}{P2}<figure><h2>Étude</h2></figure>{END}</article>",
        TEXT,
    ),
    "one remark with a number": (
        f"<article>{STORY}<p>(1) La commune a trois phares.</p></article>",
        [*TEXT, "(1) La commune a trois phares."],
    ),
    "a heading and a text in a figure": (
        f"<article>{P1}{P2}<figure><img src='a.jpg'><h2>Étude</h2><p>Une huile.</p></figure>{END}</article>",
        TEXT,
    ),
    "a text below a picture by the name of their element": (
        f"<article>{P1}{P2}<div class='x-img'><img src='a.jpg'><p>La tour en 1880.</p></div>{END}</article>",
        TEXT,
    ),
    "text beside a picture": (
        f"<article>{P1}{P2}<div class='with-image'><img src='a.jpg'><p>Elle est de 1880.</p></div>{END}</article>",
        [FIRST, SECOND, "Elle est de 1880.", THIRD, FOURTH],
    ),
    "a heading of the table of contents": (
        f"<article>{P1}{P2}<h2 class='title in-toc'>La lampe</h2>{END}</article>",
        [FIRST, SECOND, "La lampe", THIRD, FOURTH],
    ),
    "an appeal at the end": (
        f"<article>{STORY}<p>Ce journal vit par vous : faites un don.</p></article>",
        TEXT,
    ),
    "about the author, elsewhere": (
        f"<div><article>{STORY}</article></div><div class='z'><p>Anne Le Roux</p><p>Anne Le Roux écrit sur la "
        f"mer et les gens qui la gardent.</p></div>",
        TEXT,
    ),
    "notes in the middle are the article's": (
        f"<article>{P1}<h2>Notes</h2>{P2}<h2>La lampe</h2>{END}</article>",
        [FIRST, "Notes", SECOND, "La lampe", THIRD, FOURTH],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_is_read_of_a_page(name):
    body, text = PAGES[name]
    assert [each for each in said(body) if each != "Le phare"] == text


def data(**given):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **given})}</script>'


ARTICLE = f"<article><h1>Le phare</h1>{STORY}</article>"
AUTHORS = [
    (
        data(author={"name": "Le Port"}, publisher={"name": "Le Port SA"}),
        "<p class='author__text'>Anne Le Roux et Jean Kerdal (Ouest)</p>",
        "Anne Le Roux, Jean Kerdal, Ouest",
    ),
    (data(author={"name": "Le Port"}, publisher={"name": "Le Port SA"}), "", "Le Port"),
    (
        data(author={"name": "Jean Kerdal"}, publisher={"name": "Le Port"}),
        "<p class='author'>Anne Le Roux</p>",
        "Jean Kerdal",
    ),
    (data(author={"name": "FRANCE 24"}, publisher={"name": "France 24"}), "<p>Avec AFP</p>", "France 24"),
    ("", "<p class='date-auteur'>26.11.2021, par</p><div class='auteur'>Anne Le Roux</div>", "Anne Le Roux"),
    ('<meta name="author" content="© Banque d’images">', "", ""),
    ('<meta name="author" content="Le Roux, Anne">', "<p>Anne Le Roux</p>", "Anne Le Roux"),
    ('<meta name="author" content="Le Roux, Kerdal">', "", "Le Roux, Kerdal"),
]


@pytest.mark.parametrize(("head", "line", "byline"), AUTHORS)
def test_who_wrote_it(head, line, byline):
    assert read(ARTICLE.replace("</h1>", f"</h1>{line}"), head).byline == byline


SOURCES = [
    (data(publisher={"name": "Fondation Wikimedia, Inc."}) + "<title>Phare — Wikipédia</title>", "Wikipédia"),
    (data(publisher={"name": "Le Port SA"}), "Le Port"),
    (
        '<meta property="og:site_name" content="twitter.com"><link rel="canonical" href="https://www.leport.bzh/a">',
        "leport.bzh",
    ),
    (
        '<meta name="citation_journal_title" content="Revue des phares">' + data(publisher={"name": "Presses du Port"}),
        "Revue des phares",
    ),
]


@pytest.mark.parametrize(("head", "source"), SOURCES)
def test_who_published_it(head, source):
    assert read(ARTICLE, head).source == source


def test_the_day_beside_the_author_comes_before_one_that_is_guessed():
    head = "<p class='dossier-paru'><time datetime='2022-01-04'>Paru le 04.01.2022</time></p>"
    page = ARTICLE.replace("</h1>", "</h1><p class='date'>Publié le 26.11.2021</p>")
    assert str(read(head + page).published) == "2021-11-26"


def test_a_headline_that_data_cuts_is_whole():
    whole = (
        "Le phare de Trégarvan, éteint depuis dix ans, éclaire de nouveau la baie, et le village s’en réjouit beaucoup"
    )
    head = f"{data(headline=whole[:100])}<title>{whole}</title>"
    assert read(f"<article>{STORY}</article>", head).title == whole


def test_what_follows_the_text_that_data_gives_is_a_notice():
    notice = "<p>Ce journal vit de ses lecteurs : merci de le soutenir.</p>"
    fifth = f"{FIRST} {SECOND}"
    body = f"<article><h1>Le phare</h1>{STORY}<p>{fifth}</p>{notice}</article>"
    given = " ".join([*TEXT, fifth])
    assert said(body, data(articleBody=given))[-1] == fifth
    assert said(body, data(articleBody=given[:-30]))[-1] != fifth


def test_a_list_of_other_articles_has_no_text():
    items = "".join(f"<ul><li><a href='/{at}'>Le port</a></li><li><a href='/'>Brest</a></li></ul>" for at in range(40))
    assert not said(f"<main><p>En lecture</p>{items}</main>")


def test_the_name_of_a_person_below_the_text_comes_before_that_of_the_staff():
    found = read(f"<article><h1>Le phare</h1>{STORY}<p>Anne Le Roux</p></article>", data(author={"name": "La rédac’"}))
    assert (found.byline, found.blocks[-1].text) == ("Anne Le Roux", FOURTH)


def test_the_author_and_the_day_above_the_text_need_no_names_of_elements():
    today = "<p class='date'>jeudi 1er janvier 2026</p>"
    found = read(
        f"{today}<section><h1>Le phare</h1><p>Par Anne Le Roux</p><p>Publié le 27/03/2017</p>{STORY}</section>"
    )
    assert (found.byline, str(found.published)) == ("Anne Le Roux", "2017-03-27")
