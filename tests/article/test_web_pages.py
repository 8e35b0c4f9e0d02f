"""Web pages: the standfirst first, nothing of the text lost, nothing of what surrounds it read."""

from datetime import date

import pytest

from audiobrief.article import read_article
from audiobrief.article.byline import clean_byline
from audiobrief.article.formats.html import parse_html
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.article.web.metadata import clean_source, strip_site_name
from audiobrief.errors import ArticleError

TITLE = "Le phare de Trégarvan rallumé"
STANDFIRST = "Éteint depuis dix ans, le phare de Trégarvan éclaire de nouveau la baie. Les pêcheurs l’attendaient."
FIRST = "Le gardien a rallumé la lampe vendredi soir, devant une foule de curieux venus de toute la côte en barque."
SECOND = "La tour de granit, haute de trente mètres, avait été abandonnée après la grande marée et ses dégâts."
THIRD = "Le syndicat des phares paiera la moitié de l’entretien, la commune le reste, pendant quinze années au moins."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
TEXT = [FIRST, SECOND, THIRD]


def page(body, head="", title=TITLE):
    return f'<!doctype html><html lang="fr"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


def article(inner, before="", after="", head=""):
    return page(f"<main><h1>{TITLE}</h1>{before}<div class='texte'>{inner}</div>{after}</main>", head)


def read(text, **asked):
    return parse_html(text, "", ReadingOptions(**asked))


def texts(found):
    return [block.text for block in found.blocks]


DESCRIBED = f'<meta name="description" content="{STANDFIRST[:60]}…">'
HEADED = f"<header><h1>{TITLE}</h1><p class='a'>{STANDFIRST}</p></header><div class='b'>{BODY}</div>"
STANDFIRSTS = {
    "quoted by the description": page(HEADED, DESCRIBED),
    "by its class": page(HEADED.replace("class='a'", "class='art-chapo'")),
    "as a heading": article(BODY, f"<h2>{STANDFIRST}</h2>", head=DESCRIBED),
    "as a heading that is a sentence": article(f"<h2>{STANDFIRST}</h2>{BODY}"),
    "behind a label": page(HEADED.replace("<p class='a'>", "<p class='a'><b>CÔTE</b> "), DESCRIBED),
    "in the text too": article(f"<p>{STANDFIRST}</p>{BODY}", f"<p class='chapo'>{STANDFIRST}</p>", head=DESCRIBED),
}


@pytest.mark.parametrize("text", STANDFIRSTS.values(), ids=STANDFIRSTS)
def test_the_standfirst_is_read_first_once_and_as_text(text):
    found = read(text)
    assert texts(found) == [STANDFIRST, *TEXT]
    assert {block.kind for block in found.blocks} == {"paragraph"}


WHOLE = {
    "text behind a heading": (f"<h2>La lampe</h2>{FIRST}<br><br>{SECOND}", ["La lampe", FIRST, SECOND]),
    "text beside paragraphs": (f"{FIRST}<p>{SECOND}</p>{THIRD}", TEXT),
    "lines": (f"<p>{FIRST}</p><p>Rendez-vous :<br>Quai Nord<br>Le 3 mars</p>",
              [FIRST, "Rendez-vous :", "Quai Nord", "Le 3 mars"]),
    "a line that runs on": (f"<p>{FIRST.replace(' devant', '<br>devant')}</p><p>{SECOND}</p>", [FIRST, SECOND]),
    "lists in lists": (f"<p>{FIRST}</p><ul><li>un<ul><li>deux</li><li>trois</li></ul></li><li>quatre</li></ul>",
                       [FIRST, "un", "deux", "trois", "quatre"]),
    "ordered lists": (f"<p>{FIRST}</p><ol start='3'><li>Monter.</li><li><p>Allumer.</p></li><li value='9'>Partir.</li>"
                      "</ol>",
                      [FIRST, "3. Monter.", "4. Allumer.", "9. Partir."]),
    "definitions": (f"<p>{FIRST}</p><dl><dt>Feu</dt><dd>Un éclat toutes les cinq secondes.</dd></dl>",
                    [FIRST, "Feu", "Un éclat toutes les cinq secondes."]),
    "a fact box": (f"<p>{FIRST}</p><aside><h3>Repères</h3><p>Construit en 1860.</p></aside><p>{SECOND}</p>",
                   [FIRST, "Repères", "Construit en 1860.", SECOND]),
    "boxes in an item": (f"<p>{FIRST}</p><ul><li><span>Vingt ans</span><span>Les élus ont voté.</span></li></ul>",
                         [FIRST, "Vingt ans Les élus ont voté."]),
    "a table": (f"<p>{FIRST}</p><table><tr><th>Feu</th><th>Portée</th></tr><tr><td>Nord</td><td>9 milles</td></tr>"
                "</table>",
                [FIRST, "Feu, Portée", "Nord, 9 milles"]),
    "a bold intertitle": (f"<p>{FIRST}</p><p><strong>La tour</strong></p><p>{SECOND}</p>", [FIRST, "La tour", SECOND]),
    "a quoted word": (f"<p>{FIRST}</p><p>Il a dit <q>non</q>, puis oui.</p>", [FIRST, "Il a dit « non », puis oui."]),
}  # fmt: skip


@pytest.mark.parametrize(("inner", "said"), WHOLE.values(), ids=WHOLE)
def test_no_word_is_lost_or_glued_to_the_next(inner, said):
    assert texts(read(article(inner))) == said


CARD = '<li><a href="/x"><h3>Une autre nouvelle du port</h3></a><p>Les élus ont débattu d’un prêt.</p></li>'
LINK = '<a href="/y">Le port de commerce en grève depuis lundi</a>'
FURNITURE = {
    "read also": (f"<p>{FIRST}</p><p><strong>Lire aussi :</strong> {LINK}</p><p>{SECOND}</p>", ""),
    "a linked title": (f"<p>{FIRST}</p><p>{LINK}</p><p>{SECOND}</p>", ""),
    "a film": (f"<p>{FIRST}</p><h2>En vidéo, la lampe du phare</h2><p>{SECOND}</p>", ""),
    "other articles": (f"<p>{FIRST}</p><p>{SECOND}</p>", f"<ul class='fil'>{CARD * 4}</ul>"),
    "other articles inside": (f"<p>{FIRST}</p><p>{SECOND}</p><section><ul>{CARD * 3}</ul></section>", ""),
    "links at the end": (f"<p>{FIRST}</p><p>{SECOND}</p><h2>Liens</h2><ul><li>{LINK}</li><li>{LINK}</li></ul>", ""),
    "a caption": (f"<p>{FIRST}</p><figure><img src='a'><figcaption>La lampe. Photo AFP</figcaption></figure>"
        f"<p>{SECOND}</p>", ""),
    "hidden": (f"<p>{FIRST}</p><p hidden>Secret.</p><p style='display: none'>Masqué.</p><p>{SECOND}</p>", ""),
    "for screen readers": (f"<p>{FIRST}</p><span class='sr-only'>Ouvrir la fenêtre</span><p>{SECOND}</p>", ""),
    "icons": (f"<p>{FIRST}</p><i aria-hidden='true'>close</i><p>{SECOND}</p>", ""),
    "a form": (f"<p>{FIRST}</p><form><p>Votre nom pour la lettre.</p><button>Oui</button></form><p>{SECOND}</p>", ""),
    "a letter": (f"<p>{FIRST}</p><div class='newsletter-box'><p>La lettre du phare, chaque matin.</p></div>"
        f"<p>{SECOND}</p>", ""),
    "a tweet's author": (f"<p>{FIRST}</p><blockquote>— Jo (@jo) 3 mars 2024</blockquote><p>{SECOND}</p>", ""),
    "calls of notes": (f"<p>{FIRST[:-1]}<sup>[23]</sup>.</p><p>{SECOND[:-1]}<sup><a href='#n'>(4)</a></sup>.</p>", ""),
    "notes": (f"<p>{FIRST}</p>"
        f"<p>{SECOND}</p><section class='footnotes'><ol><li>Voir le rapport.</li></ol></section>", ""),
    "sections to edit": (f"<p>{FIRST}</p><p>{SECOND}<span class='mw-editsection'>[modifier]</span></p>", ""),
    "a link to read too, in a paragraph": (
        f"<p><span class='c'><b>À LIRE AUSSI</b> <strong><a href='/y'>Le port en grève</a></strong></span>{FIRST}</p>"
        f"<p>{SECOND}</p>", ""),
    "a sentence shown again in large type": (
        f"<p>{FIRST}</p><blockquote><p>« Une foule de curieux venus de toute la côte »</p><p>Anne Kervella</p>"
        f"</blockquote><p>{SECOND}</p>", ""),
    "a caption in a span": (
        f"<p>{FIRST}</p><div class='m'><img src='a'><span class='legend'>La lampe du phare. © A.K.</span></div>"
        f"<p>{SECOND}</p>", ""),
    "the address of a post": (
        f"<p>{FIRST}</p><blockquote><p>Publiée par <a href='/f'>Les amis du phare</a> sur Jeudi 26 mars 2026</p>"
        f"</blockquote><p>{SECOND}</p>", ""),
    "the letter that it was in": (
        f"<p>{FIRST}</p><p>{SECOND}</p><p>Cet article est paru dans notre newsletter « La lettre de la mer ». "
        f"{'Si vous êtes abonné, vous pouvez vous inscrire à cette lettre en suivant ce lien. ' * 4}</p>", ""),
    "a letter between brackets": (
        f"<p>{FIRST}</p><p>[<em>Mille lecteurs font confiance à la newsletter du Fanal</em>. Abonnez-vous !]</p>"
        f"<p>{SECOND}</p>", ""),
    "the name of pictures": (
        f"<p>{FIRST}</p>{'<p class=d>Le phare de Trégarvan</p>' * 2}<p>{SECOND}</p><p>Le phare de Trégarvan</p>", ""),
    "the age of the page": (
        f"<div class='alert'><div>Prenez note que cet article publié en 2017 pourrait contenir des informations qui ne "
        f"sont plus à jour.</div></div><p>{FIRST}</p><p>{SECOND}</p>", ""),
    "the source it is from": (
        f"<p>{FIRST}</p><p>{SECOND}</p><div class='box-source'><p>Fondé en 1880, ce journal paraît chaque jour et "
        "est lu de tous les marins de la côte, qui y cherchent l’heure des marées.</p></div>", ""),
}  # fmt: skip


@pytest.mark.parametrize(("inner", "after"), FURNITURE.values(), ids=FURNITURE)
def test_what_surrounds_an_article_is_not_read(inner, after):
    assert texts(read(article(inner, after=after))) == [FIRST, SECOND]


def test_the_name_below_a_text_is_its_author():
    found = read(article(f"{BODY}<p>Anne Kervella</p>"))
    assert (found.byline, texts(found)) == ("Anne Kervella", TEXT)
    known = '<meta name="author" content="Anne Kervella">'
    assert texts(read(article(f"{BODY}<p>Anne KERVELLA</p>", head=known))) == TEXT
    assert texts(read(article(f"{BODY}<p>Fin de la veille.</p>", head=known)))[-1] == "Fin de la veille."


def test_labels_are_no_part_of_titles_and_standfirsts():
    head = f"<h1>{TITLE} <span class='label abo'>Abonnés</span></h1>"
    hat = f"<p class='hat'><strong class='hat-label'>gros temps</strong> <span>{STANDFIRST}</span></p>"
    found = read(f"<html><body><article>{head}{hat}{BODY}</article></body></html>")
    assert (found.title, texts(found)) == (TITLE, [STANDFIRST, *TEXT])


def test_an_element_called_intertitle_is_a_heading():
    found = read(article(f"<p>{FIRST}</p><p><span class='inter-titre-gris'>La lampe</span></p><p>{SECOND}</p>"))
    assert [(block.kind, block.text) for block in found.blocks][1] == ("heading", "La lampe")


def test_a_tweet_is_quoted_without_its_addresses():
    tweet = (
        "<blockquote class='twitter-tweet'><p>Il est rallumé ! https://t.co/a1B2 pic.twitter.com/x9</p></blockquote>"
    )
    assert texts(read(article(f"<p>{FIRST}</p>{tweet}<p>{SECOND}</p>"))) == [FIRST, "Il est rallumé !", SECOND]


def test_captions_and_notes_are_read_where_asked():
    figure = "<figure><img src='a'><figcaption>La lampe du phare.</figcaption></figure>"
    notes = "<section class='footnotes'><ol><li>Voir le rapport de la mer.</li></ol></section>"
    found = read(article(f"<p>{FIRST}</p>{figure}<p>{SECOND}</p>{notes}"), captions="read", notes="read")
    assert texts(found) == [FIRST, "La lampe du phare.", SECOND, "1. Voir le rapport de la mer."]
    assert found.blocks[1].kind == "caption"


def test_tables_may_be_named_or_skipped():
    table = "<table><caption>Feux</caption><tr><th>Feu</th></tr><tr><td>Nord</td><td>9</td></tr></table>"
    inner = f"<p>{FIRST}</p>{table}<p>{SECOND}</p>"
    assert texts(read(article(inner), tables="skip")) == [FIRST, SECOND]
    assert texts(read(article(inner), tables="name"))[1] == "Tableau non lu : Feux, 1 ligne et 2 colonnes."


DATA = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage"},
{"@type": "NewsArticle", "headline": "%s", "datePublished": "2026-03-03T09:00:00+01:00",
"author": [{"@type": "Person", "name": "Par Anne Kervella, journaliste"}, {"name": "AFP"}],
"publisher": {"name": "Le Fanal.fr"}%s}]}</script>"""


def test_the_data_of_a_page_tells_its_author_day_and_publisher():
    found = read(article(BODY, head=DATA % (TITLE, "")))
    assert (found.title, found.byline, found.published) == (TITLE, "Anne Kervella, AFP", date(2026, 3, 3))
    assert (found.source, texts(found)) == ("Le Fanal", TEXT)


def test_the_data_of_a_page_may_hold_more_of_its_text():
    body = "\\n".join(TEXT * 3)
    found = read(article(f"<p>{FIRST}</p>", head=DATA % (TITLE, f', "articleBody": "{body}"')))
    assert texts(found) == TEXT * 3


@pytest.mark.parametrize(
    ("title", "source", "heading", "bare"),
    [
        ("Le phare - Le Fanal", "Le Fanal", "", "Le phare"),
        ("Le Fanal | Le phare", "Le Fanal", "", "Le phare"),
        ("Le phare | Actualités | Le Fanal", "Le Fanal.fr", "", "Le phare | Actualités"),
        ("Le phare : une lampe pour la baie", "Le Fanal", "", "Le phare : une lampe pour la baie"),
        ("Le phare rallumé - mer", "Autre", "Le phare rallumé", "Le phare rallumé"),
    ],
)
def test_a_title_has_no_site_name(title, source, heading, bare):
    assert strip_site_name(title, source, heading) == bare


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Le Fanal.fr", "Le Fanal"),
        ("fanal.fr", "fanal.fr"),
        ("Fanal - L’info de la côte", "Fanal"),
        ("www.fanal.fr/a", "fanal.fr"),
    ],
)
def test_a_source_is_named_as_readers_do(written, name):
    assert clean_source(written) == name


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Par Anne Kervella", "Anne Kervella"),
        ("Auteur Anne Kervella", "Anne Kervella"),
        ("Anne Kervella et Yann Le Goff", "Anne Kervella, Yann Le Goff"),
        ("Le Fanal.fr avec AFP, AFP", "Le Fanal, AFP"),
        ("Anne Kervella, historienne", "Anne Kervella"),
        ("Publié par Anne Kervella le 3 mars 2024", "Anne Kervella"),
        ("ANNE KERVELLA Envoyée spéciale à Brest", "Anne Kervella"),
        ("Lefanal Fr", ""),
        ("admin", ""),
        ("redaction@fanal.fr", ""),
    ],
)
def test_a_byline_is_names_alone(written, names):
    assert clean_byline(written) == names


PAYWALL = "<p>Il vous reste 57,09 % de cet article à lire. La suite est réservée aux abonnés.</p>"
OPENINGS = {
    "a line": f"<p>{FIRST}</p><p>{SECOND}</p>{PAYWALL}<h2>Créez votre compte</h2><p>Un euro le premier mois.</p>",
    "a box": f"<p>{FIRST}</p><p>{SECOND}</p><div class='paywall'>{PAYWALL}</div>",
}


@pytest.mark.parametrize("name", OPENINGS)
def test_a_page_that_holds_only_the_opening_says_so(name):
    head = DATA % (TITLE, ', "isAccessibleForFree": false')
    found = read(article(OPENINGS[name], head=head))
    assert texts(found) == [FIRST, SECOND]
    assert not found.complete
    assert [str(remark) for remark in found.remarks] == [
        "The page holds only the opening of its article: the rest is not read."
    ]


def test_a_whole_page_is_complete():
    found = read(article(BODY))
    assert found.complete and found.remarks == ()


NO_ARTICLES = {
    "a template": (page("<div><h1>{{ title }}</h1><p>{{ article.body }}</p>{% include x %}</div>"), "is a template"),
    "cookies": (
        page("<div><p>Avec nos 120 partenaires, nous utilisons des cookies pour mesurer l’audience.</p></div>"),
        "asks for consent",
    ),
    "a notice": (page("<h1>Erreur</h1><p>Veuillez activer JavaScript pour lire cette page.</p>"), "holds a notice"),
}


@pytest.mark.parametrize(("text", "told"), NO_ARTICLES.values(), ids=NO_ARTICLES)
def test_a_page_without_an_article_is_refused(text, told):
    with pytest.raises(ArticleError, match=told) as refused:
        read_article(text.encode())
    assert refused.value.exit_status == 3


def test_a_short_page_is_read_once():
    figure = "<figure><figcaption>Le bassin. Photo AFP</figcaption></figure>"
    found = read(page(f"<article><h1>{TITLE}</h1><p>Le phare brille.</p>{figure}<p>Il pleut.</p></article>"))
    assert (found.title, texts(found)) == (TITLE, ["Le phare brille.", "Il pleut."])
