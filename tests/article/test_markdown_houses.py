"""Markdown as the tools of this world write it: front matter, shortcodes, attributes, callouts, notes, HTML."""

from datetime import date

import pytest

from audiobrief.article.formats.markdown import parse_markdown
from audiobrief.article.formulas import speak_formula
from audiobrief.article.reading_options import ReadingOptions

HEADS = {
    "yaml": "---\ntitle: Le phare\nauthors:\n  - Anne Kervella\n  - Yann Le Goff\ndate: 2026-03-03\ntags: [mer]\n---\n",
    "toml": '+++\ntitle = "Le phare"\nauthors = ["Anne Kervella", "Yann Le Goff"]\ndate = 2026-03-03T09:00:00Z\n+++\n',
    "json": '{\n"title": "Le phare",\n"author": ["Anne Kervella", "Yann Le Goff"],\n"date": "2026-03-03"\n}\n',
    "lines": "Title: Le phare\nAuthor: Anne Kervella, Yann Le Goff\nDate: 3 mars 2026\nTags: mer, feu\n",
    "French": "---\ntitre: Le phare\nauteur: Anne Kervella et Yann Le Goff\ndate: 3 mars 2026\n---\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_head_of_any_house_tells_title_authors_and_day(head):
    found = parse_markdown(f"{head}\nIl brille.\n", "")
    assert (found.title, found.byline, found.published) == ("Le phare", "Anne Kervella, Yann Le Goff", date(2026, 3, 3))
    assert [block.text for block in found.blocks] == ["Il brille."]


def test_what_only_looks_like_a_head_is_text():
    found = parse_markdown("{\nUn accolade.\n}\n\nNote : il pleut.\nDate : mardi.\n", "")
    assert [block.text for block in found.blocks] == ["{ Un accolade. }", "Note : il pleut. Date : mardi."]


# What is written, and what is read of it.
HOUSES = {
    "a comment": ("Il pleut.\n\n<!-- à revoir -->\n\nIl vente <!-- vu --> fort.", ["Il pleut.", "Il vente fort."]),
    "a style": ("<style>\np { color: red }\n</style>\n\nIl pleut.", ["Il pleut."]),
    "a frame": ('<iframe src="https://x.example/y" width="9"></iframe>\n\nIl pleut.', ["Il pleut."]),
    "HTML": ("<div align='center'>Un <b>mot</b>.</div>\n\nUn<br/>Autre.", ["Un mot.", "Un", "Autre."]),
    "details": ("<details>\n<summary>Plus</summary>\n\nIl *pleut*.\n\n</details>", ["Plus", "Il pleut."]),
    "an HTML table": ("<table><tr><th>Feu</th><th>Éclats</th></tr><tr><td>Nord</td><td>3</td></tr></table>",
                      ["Feu, Éclats", "Nord, 3"]),
    "attributes": ("## Le feu {#feu .grand}\n\nIl brille.\n{: .lead }\n\n![Vue](a.jpg){width=50%}",
                   ["Le feu", "Il brille."]),
    "Hugo": ('{{< figure src="a.png" caption="Une vue" >}}\n\nIl pleut.\n\n{{% note %}}\nAttention.\n{{% /note %}}',
             ["Il pleut.", "Attention."]),
    "Jekyll": ("{% include share.html %}\nIl pleut.\n\n{% highlight r %}\nx <- 1\n{% endhighlight %}", ["Il pleut."]),
    "a variable": ("Mis en ligne le {{ page.date }}\n\nIl pleut à {{ ville }}, et il vente depuis hier soir.",
                   ["Il pleut à , et il vente depuis hier soir."]),
    "MkDocs": ('!!! info "À savoir"\n    Il ferme mardi.\n\nIl pleut.', ["À savoir", "Il ferme mardi.", "Il pleut."]),
    "fenced divs": ("::: encadre\nIl pleut.\n:::\n\n:::tip Un conseil utile\nIl vente.\n:::",
                    ["Il pleut.", "Un conseil utile", "Il vente."]),
    "Obsidian": ("> [!note] À savoir\n> Il ferme [[mardi|le mardi]] et [[Notes/lundi]].\n\n![[plan.png]] %%à revoir%%",
                 ["À savoir", "Il ferme le mardi et lundi."]),
    "highlights": ("Il ==pleut== enfin. ^bloc-1", ["Il pleut enfin."]),
    "links that name somebody": (
        "Merci à [@dupont](https://exemple.org/d), et à [Anne, @leroux sur le phare](https://exemple.org/a).",
        ["Merci à @dupont, et à Anne, @leroux sur le phare."],
    ),
    "code in HTML": ('<p class="tip">`le-phare` brille, **enfin**.</p>', ["le-phare brille, enfin."]),
    "citations": ("Le feu [@dupont2020, p. 3] brille, selon eux [voir @le-roux99; @x].", ["Le feu brille, selon eux."]),
    "remarks": ("Il pleut {>>vraiment ?<<} {++très++} fort {--hier--}.", ["Il pleut très fort ."]),
    "icons": (":calendar: Jeudi, à 12:30:45. :tada:", ["Jeudi, à 12:30:45."]),
    "notes": ("Le maire a parlé[^1].\n\n[^1]: Source : entretien.", ["Le maire a parlé."]),
    "a note inside": ("Le maire a parlé^[Hier soir.].", ["Le maire a parlé."]),
    "tasks": ("- [x] Monter\n- [ ] Allumer", ["Monter", "Allumer"]),
    "definitions": ("Feu\n: Un éclat bref.", ["Feu", "Un éclat bref."]),
    "abbreviations": ("Le SNSM sort.\n\n*[SNSM]: Société de sauvetage", ["Le SNSM sort."]),
    "formulas": (r"L’aire \(\pi r^2\) et $E = mc^2$." + "\n\n$$\\int_0^1 f$$", ["L’aire π r² et E = mc².", "formule"]),
    "money": ("Il coûte 5 $ ici et 6 $ là.", ["Il coûte 5 $ ici et 6 $ là."]),
    "MDX": ("import Tabs from '@theme/Tabs';\n\nIl pleut.\n\n{/* à revoir */}", ["Il pleut."]),
    "a loose link": ("Voir [plus bas](Le feu du nord) et **le prix ** : oui.", ["Voir plus bas et le prix : oui."]),
    "code": ("Il tape `ls`.\n\n```{r}\nx <- 1\n```\n\n    code aussi", ["Il tape ls."]),
    "an index": ("3. Trois\n4. Quatre", ["3. Trois", "4. Quatre"]),
    "powers": ("Il fait 12 m^2^ de H~2~O.", ["Il fait 12 m² de H2O."]),
    "fenced text": ("```\n{{ x }} :::\n```\n\nIl pleut.", ["Il pleut."]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), HOUSES.values(), ids=HOUSES)
def test_only_the_words_of_a_house_s_markdown_are_read(text, said):
    assert [block.text for block in parse_markdown(text, "").blocks] == said


def test_a_bold_line_above_text_is_an_intertitle():
    found = parse_markdown("Il pleut.\n\n**Le phare**\n\nIl brille depuis hier.\n", "")
    assert [(block.kind, block.text) for block in found.blocks] == [
        ("paragraph", "Il pleut."),
        ("heading", "Le phare"),
        ("paragraph", "Il brille depuis hier."),
    ]


def test_notes_and_captions_are_read_where_asked():
    text = "Le maire a parlé[^1].\n\n![Le phare la nuit](a.jpg)\n\n[^1]: Source : entretien.\n"
    found = parse_markdown(text, "", ReadingOptions(captions="read", notes="read"))
    assert [(block.kind, block.text) for block in found.blocks] == [
        ("paragraph", "Le maire a parlé."),
        ("caption", "Le phare la nuit"),
        ("list_item", "1. Source : entretien."),
    ]


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        ("E = mc^2", "E = mc²"),
        (r"\frac{1}{2}", "½"),
        (r"\frac{a}{b}", "a sur b"),
        (r"\sqrt{2}", "racine de 2"),
        (r"10^{-3}\,\text{m}", "10⁻³ m"),
        (r"x^{a+b}", "x puissance a+b"),
        (r"{\displaystyle \pi r^{2}}", "π r²"),
        (r"\int_0^1 f(x)\,dx", "formule"),
        (r"\begin{matrix}1 & 2\end{matrix}", "formule"),
        ("x" * 500, "formule"),
    ],
)
def test_a_simple_formula_is_said_and_another_named(latex, said):
    assert speak_formula(latex) == said


def test_intertitles_are_known_in_a_text_of_too_much_emphasis_to_parse():
    text = (
        "**Le phare** brille, _enfin_. " * 4000 + "\n\n**La lampe**\n\nElle brille, dit-on, depuis **mardi** dernier."
    )
    blocks = parse_markdown(text, "x").blocks
    assert [block.text[:30] for block in blocks] == [
        "Le phare brille, enfin. Le pha",
        "La lampe",
        "Elle brille, dit-on, depuis ma",
    ]
    assert "*" not in blocks[0].text
