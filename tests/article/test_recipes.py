"""Recipes, whose ingredients and steps are in the data of their pages."""

import json

import pytest

from audiobrief.article.formats.html import parse_html
from audiobrief.article.web.recipe import parse_recipe

INTRODUCTION = (
    "Les galettes de Trégarvan se mangent chaudes, avec du beurre salé, le dimanche, quand la famille est là."
)
STEPS = ["Mélangez la farine, le sel et l’eau dans un grand saladier.", "Laissez reposer la pâte une nuit au frais."]
RECIPE = {
    "@context": "https://schema.org",
    "@type": ["Recipe"],
    "name": "Galettes de Trégarvan",
    "author": {"@type": "Person", "name": "Anne", "familyName": "Kervella"},
    "description": INTRODUCTION,
    "datePublished": "2026-03-03",
    "recipeYield": "4",
    "prepTime": "PT80M",
    "cookTime": "PT0H1M",
    "recipeIngredient": ["330 g de farine", "10 g de gros sel", "75 cl d’eau"],
    "recipeInstructions": [
        {"@type": "HowToStep", "name": f"Étape {at}", "text": step} for at, step in enumerate(STEPS, 1)
    ],
}
SUMMARY = "Pour 4 personnes. Préparation : 1 heure 20. Cuisson : 1 minute."
LISTED = [
    SUMMARY, "Ingrédients", "330 g de farine", "10 g de gros sel", "75 cl d’eau",
    "Préparation", f"1. {STEPS[0]}", f"2. {STEPS[1]}",
]  # fmt: skip


def read(body, recipe=RECIPE):
    data = f'<script type="application/ld+json">{json.dumps(recipe)}</script>'
    page = f"<html><head>{data}</head><body><article><h1>Galettes de Trégarvan</h1>{body}</article></body></html>"
    return parse_html(page, "galettes.html")


def texts(article):
    return [block.text for block in article.blocks]


def test_a_page_without_the_ingredients_has_those_of_its_data():
    buttons = "<p>Récupérez simplement vos courses dans vos magasins favoris.</p>"
    found = read(f"<p>{INTRODUCTION}</p>{buttons}<h3>Étape 1</h3><p>{STEPS[0]}</p><h3>Étape 2</h3><p>{STEPS[1]}</p>")
    assert texts(found) == [INTRODUCTION, *LISTED]
    assert (found.title, found.byline, str(found.published)) == ("Galettes de Trégarvan", "Anne Kervella", "2026-03-03")
    assert [block.text for block in found.blocks if block.kind == "heading"] == ["Ingrédients", "Préparation"]


def test_what_a_page_says_beside_its_recipe_is_read_after_it():
    question = (
        "Pourquoi la pâte doit-elle reposer toute la nuit ? Parce que la farine boit l’eau lentement, dit-on ici."
    )
    found = read(f"<p>{INTRODUCTION}</p><h2>Le repos de la pâte</h2><p>{question}</p>")
    assert texts(found) == [INTRODUCTION, *LISTED, "Le repos de la pâte", question]


def test_a_story_with_a_recipe_in_it_gets_the_ingredients_that_it_lacks():
    story = [
        f"{INTRODUCTION} {day} aussi, on en mange chez les voisins." for day in ("Le lundi", "Le mardi", "Le jeudi")
    ]
    found = read("".join(f"<p>{each}</p>" for each in (*story, *STEPS)))
    assert texts(found) == [*story, "Ingrédients", *RECIPE["recipeIngredient"], *STEPS]


def test_a_page_that_has_its_recipe_is_read_as_it_is():
    items = "".join(f"<li>{each}</li>" for each in RECIPE["recipeIngredient"])
    steps = "".join(f"<p>{step}</p>" for step in STEPS)
    found = read(f"<p>{INTRODUCTION}</p><h2>Il faut</h2><ul>{items}</ul><h2>On fait</h2>{steps}")
    assert texts(found) == [INTRODUCTION, "Il faut", *RECIPE["recipeIngredient"], "On fait", *STEPS]
    assert found.complete


# How pages write steps, and what is read: headings with the lines below them.
WAYS = [
    ("Étape 1 : La pâte\nMélangez.\n\nPétrissez. Étape 2 : La cuisson\nFaites cuire.",
     [("La pâte", ["Mélangez.", "Pétrissez."]), ("La cuisson", ["Faites cuire."])]),
    (["Etape 1", "Mélangez.", "Etape 2", "Faites cuire à 180 °C (th.", "6) une heure."],
     [("", ["Mélangez.", "Faites cuire à 180 °C (th. 6) une heure."])]),
    ([{"@type": "HowToSection", "name": "La pâte", "itemListElement": [{"text": "<p>Mélangez.</p>"}]}],
     [("La pâte", ["Mélangez."])]),
    ([{"@type": "HowToStep", "name": "La cuisson", "text": "Faites cuire."}], [("", ["La cuisson : Faites cuire."])]),
    ([{"@type": "HowToStep", "name": "Faites cuire.", "text": "Faites cuire."}], [("", ["Faites cuire."])]),
    ([{"@type": "HowToStep", "text": None}, None, 3, {}], None),
    ("", None),
    (None, None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "steps"), WAYS)
def test_the_steps_of_a_recipe(written, steps):
    recipe = parse_recipe({"recipeInstructions": written})
    assert (recipe and [(part.heading, list(part.lines)) for part in recipe.steps]) == steps


@pytest.mark.parametrize(
    ("data", "summary"),
    [
        ({"recipeYield": ["6 personnes", "6"]}, "Pour 6 personnes."),
        ({"recipeYield": {"@type": "QuantitativeValue", "value": 8}}, "Pour 8 personnes."),
        ({"recipeYield": "Pour 12 galettes", "cookTime": "PT1H"}, "Pour 12 galettes. Cuisson : 1 heure."),
        ({"recipeYield": 1, "prepTime": "P1D"}, "Préparation : 24 heures."),
        ({"recipeYield": None, "prepTime": "une heure", "cookTime": "PT"}, ""),
    ],
)
def test_how_many_it_serves_and_how_long_it_takes(data, summary):
    assert parse_recipe({**data, "recipeInstructions": "Mélangez."}).summary == summary


def test_ingredients_of_several_parts_have_headings():
    recipe = parse_recipe(
        {
            "recipeIngredient": "Pour la pâte :\r\n\r\n250 g de farine\r\nPour la garniture :\r\n2 oignons",
            "recipeInstructions": "Mélangez.",
        }
    )
    assert [(part.heading, part.lines) for part in recipe.ingredients] == [
        ("Pour la pâte", ("250 g de farine",)), ("Pour la garniture", ("2 oignons",)),
    ]  # fmt: skip
