"""Recipes: the ingredients and steps that a page declares as schema.org's Recipe, where its text does not have them.

Ingredients are often in tables of controls, and steps between advertisements; the page's data has both
(schema.org/Recipe, recipeIngredient and recipeInstructions).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from audiobrief.article.letters import reduce_to_letters
from audiobrief.model import Block

_MIN_DESCRIPTION, _MIN_INTRODUCTION, _MIN_PROSE = 40, 140, 60
# Of its ingredients and steps, a page has a recipe if it has at least these parts.
_STEPS_PART, _INGREDIENTS_PART = 0.8, 0.6
_STEP_NUMBER = re.compile(r"(?:(?:é|e)tape\s*)?\d{1,2}\s*[-.:)]*\s*", re.I)
# ISO 8601, as in PT1H20M.
_DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?")
_SENTENCE_END = re.compile(r"[.!?…][»”\")\s]*$")


@dataclass(frozen=True, slots=True)
class RecipePart:
    """Ingredients or steps under a heading, which may be empty."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe: its description, how many it serves and how long it takes as a line, its ingredients and its steps."""

    description: str
    summary: str
    ingredients: tuple[RecipePart, ...]
    steps: tuple[RecipePart, ...]


def parse_recipe(data: dict[str, Any]) -> Recipe | None:
    """The recipe in an object of JSON-LD; None if it has no steps."""
    steps = tuple(_parse_instructions(data.get("recipeInstructions")))
    if not any(part.lines for part in steps):
        return None
    description = _clean(data.get("description"))
    return Recipe(
        description if len(description) >= _MIN_DESCRIPTION and _SENTENCE_END.search(description) else "",
        _summarize(data),
        tuple(_parse_ingredients(data.get("recipeIngredient"))),
        steps,
    )


def insert_recipe(blocks: list[Block], recipe: Recipe) -> list[Block]:
    """The blocks of a page with the recipe in them: unchanged if they have it, else with that of the page's data."""
    text = reduce_to_letters(" ".join(block.text for block in blocks))
    steps = [reduce_to_letters(line) for part in recipe.steps for line in part.lines]
    ingredients = [reduce_to_letters(line) for part in recipe.ingredients for line in part.lines]
    has_steps = sum(step in text for step in steps) >= _STEPS_PART * len(steps)
    has_ingredients = sum(each in text for each in ingredients) >= _INGREDIENTS_PART * len(ingredients)
    if has_steps and has_ingredients and ingredients:
        return blocks
    if not has_steps:
        return _place_recipe(blocks, recipe)
    first = next((at for at, block in enumerate(blocks) if any(_holds(block, step) for step in steps)), 0)
    prose = [block for block in blocks if len(block.text) >= _MIN_PROSE and _SENTENCE_END.search(block.text)]
    others = sum(len(block.text) for block in prose if not any(_holds(block, step) for step in steps))
    if others > sum(map(len, (*steps, *ingredients))):
        # A story with a recipe in it: only the ingredients are missing.
        return [*blocks[:first], *_list_ingredients(recipe), *blocks[first:]]
    opening = [
        block
        for block in blocks[:first]
        if block.kind == "paragraph" and len(block.text) >= _MIN_INTRODUCTION and _SENTENCE_END.search(block.text)
    ]
    return [*opening, *_place_recipe([], recipe, opening)]


def _place_recipe(blocks: list[Block], recipe: Recipe, before: Sequence[Block] = ()) -> list[Block]:
    """The recipe with its description, and behind it the blocks of the page that do not repeat that."""
    description = reduce_to_letters(recipe.description)
    is_said = any(reduce_to_letters(block.text) == description for block in before)
    made = [Block("paragraph", recipe.description)] if recipe.description and not is_said else []
    made += [Block("paragraph", recipe.summary)] if recipe.summary else []
    made += [*_list_ingredients(recipe), *_list_steps(recipe)]
    return [*made, *(block for block in blocks if reduce_to_letters(block.text) != description)]


def _holds(block: Block, step: str) -> bool:
    letters = reduce_to_letters(block.text)
    return bool(letters) and (letters in step or step in letters) and len(block.text) > 10


def _list_ingredients(recipe: Recipe) -> Iterator[Block]:
    if recipe.ingredients:
        yield Block("heading", "Ingrédients", 2)
    for part in recipe.ingredients:
        if part.heading:
            yield Block("heading", part.heading, 3)
        yield from (Block("list_item", line) for line in part.lines)


def _list_steps(recipe: Recipe) -> Iterator[Block]:
    yield Block("heading", "Préparation", 2)
    for part in recipe.steps:
        if part.heading:
            yield Block("heading", part.heading, 3)
        for number, line in enumerate(part.lines, 1):
            yield Block("list_item", f"{number}. {line}" if len(part.lines) > 1 else line)


def _summarize(data: dict[str, Any]) -> str:
    """« Pour 4 personnes. Préparation : 25 minutes. Cuisson : 1 heure. »"""
    served = data.get("recipeYield")
    served = served[0] if isinstance(served, list) and served else served
    served = served.get("value") if isinstance(served, dict) else served
    count = _clean(str(served)) if isinstance(served, str | int | float) else ""
    count = re.sub(r"^pour\s+", "", f"{count} personnes" if count.isdigit() and int(count) > 1 else count, flags=re.I)
    times = (
        f"{name} : {_format_duration(data.get(key))}."
        for name, key in (("Préparation", "prepTime"), ("Cuisson", "cookTime"))
        if _format_duration(data.get(key))
    )
    return " ".join([*([f"Pour {count}."] if count and any(map(str.isalpha, count)) else []), *times])


def _format_duration(value: Any) -> str:
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    days, hours, minutes = (int(each or 0) for each in found.groups()) if found else (0, 0, 0)
    whole = (days * 24 + hours) * 60 + minutes
    hours, minutes = divmod(whole, 60)
    if not hours:
        return f"{minutes} minute{'s' if minutes > 1 else ''}" if minutes else ""
    return f"{hours} heure{'s' if hours > 1 else ''}{f' {minutes}' if minutes else ''}"


def _parse_ingredients(value: Any) -> Iterator[RecipePart]:
    """The ingredients, with the headings between them."""
    yield from _group_lines(_split_lines(value))


def _parse_instructions(value: Any) -> Iterator[RecipePart]:
    """The steps by section: texts, HowToStep or HowToSection."""
    values = value if isinstance(value, list) else _split_steps(value)
    names = Counter(_clean(each.get("name")) for each in values if isinstance(each, dict))
    lines: list[str] = []
    for each in values:
        if isinstance(each, dict) and isinstance(each.get("itemListElement"), list):
            if lines:
                yield RecipePart("", tuple(lines))
                lines = []
            inner = [line for part in _parse_instructions(each["itemListElement"]) for line in part.lines]
            yield RecipePart(_clean(each.get("name") or each.get("Name")).rstrip(" :"), tuple(inner))
        elif isinstance(each, dict):
            lines += _parse_step(each, names)
        else:
            lines += (line for line in _split_lines(each) if not _STEP_NUMBER.fullmatch(line))
    yield from _group_lines(lines)


def _group_lines(lines: Iterable[str]) -> Iterator[RecipePart]:
    """The lines by part; one that ends in a colon is the heading of those below it."""
    heading, inside = "", list[str]()
    for line in lines:
        if inside and inside[-1].count("(") > inside[-1].count(")"):
            inside[-1] += f" {line}"
        elif line.endswith(":"):
            if inside:
                yield RecipePart(heading, tuple(inside))
            heading, inside = line.rstrip(" :"), []
        else:
            inside.append(line)
    if inside:
        yield RecipePart(heading, tuple(inside))


def _split_steps(text: Any) -> list[str]:
    """A text of several steps: « Étape 2 : La salade » with lines below it is a heading of theirs."""
    if not isinstance(text, str):
        return []
    steps = re.split(r"\s*(?=\b(?:É|E)tape\s*\d{1,2}\s*[-.:)]\s)", text)
    return [re.sub(r"^((?:É|E)tape[^\r\n]{3,80}[^\s.:!?])\s*[\r\n]+(?=\S)", r"\1 :\n", step) for step in steps]


def _parse_step(step: dict[str, Any], names: Counter[str]) -> list[str]:
    name = _clean(step.get("name"))
    text = " ".join(_split_lines(step.get("text")))
    is_said = name in text or text.startswith(name.rstrip(" .…")) or names[name] > 1 or _STEP_NUMBER.fullmatch(name)
    if not text:
        return [] if not name or _STEP_NUMBER.fullmatch(name) else [name]
    return [text] if not name or is_said else [f"{name.rstrip(' .:')} : {text}"]


def _split_lines(value: Any) -> list[str]:
    """The lines of a text, or of each text of a list, without numbers of steps and tags."""
    texts: Sequence[Any] = value if isinstance(value, list) else [value]
    lines = (
        line
        for text in texts
        if isinstance(text, str)
        for line in re.split(r"[\r\n]+|<br\b[^<>]{0,40}>|</(?:p|li|div)>", unescape(text))
    )
    cleaned = (re.sub(r"^(?:é|e)tape\s*\d{1,2}\s*[-.:)]\s*", "", _clean(line), flags=re.I) for line in lines)
    return [line for line in cleaned if any(map(str.isalnum, line))]


def _clean(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return " ".join(unescape(re.sub(r"<[^<>]{0,400}>", " ", unescape(value[:20_000]))).split())
