"""The French catalogue: every text of the code is in it, and nothing else; `python -m tests.catalogue` brings it up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog

from tests.catalogue import Call, Text, catalogue, compiled, fields, texts
from tests.catalogue import calls as every_call


@pytest.fixture(scope="module")
def french() -> Catalog:
    return catalogue()


@pytest.fixture(scope="module")
def needed() -> list[Text]:
    return texts()


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    return list(every_call())


def translations(french: Catalog) -> dict[object, tuple[str, ...]]:
    return {entry.id: _each(entry.string) for entry in french if entry.id}


def _each(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def test_a_message_is_a_plain_text_and_its_fields_are_given(calls: list[Call]) -> None:
    assert len(calls) > 200
    for call in calls:
        where = f"{call.place}, line {call.line}"
        assert None not in call.texts, f"{where}: a text that is put together cannot be translated"
        named = {name for text in call.texts for name, _, _ in fields(text or "")}
        assert call.fields in (named, {"**"}), f"{where}: {call.texts}"


def test_every_text_has_its_french(french: Catalog, needed: list[Text]) -> None:
    known = translations(french)
    missing = [text.key for text in needed if not all(known.get(text.key, ("",)))]
    assert missing == [], "run python -m tests.catalogue, and write their French into audiobrief.po"


def test_the_catalogue_has_no_text_that_the_code_has_not(french: Catalog, needed: list[Text]) -> None:
    gone = [key for key in translations(french) if key not in {text.key for text in needed}]
    assert gone == [], "run python -m tests.catalogue"


def test_a_text_has_the_same_fields_in_french(french: Catalog, needed: list[Text]) -> None:
    known = translations(french)
    for text in needed:
        wanted = fields(text.one) | fields(text.many)
        given = {field for string in known[text.key] for field in fields(string)}
        if text.place == "click":
            # Its quotation marks are French, and it may be told without the name of a type.
            assert {name for name, _, _ in given} <= {name for name, _, _ in wanted}, text
        else:
            assert given == wanted, text


# In French, a space that does not break stands before these, and inside the quotation marks.
WRONG_FRENCH = {
    "a plain space": re.compile(r" [;:!?»]|« "),
    "no space": re.compile(r"\w[;!?»](?!r\})|«\S"),
    "a straight apostrophe": re.compile(r"\b[A-Za-zÀ-ÿ]+'[a-zà-ÿ«{]"),
    "a number that may part from its unit": re.compile(r"[}\d] (?:LUFS|LU|dBTP|Hz|kbit/s|Mo|s|min)\b"),
}


@pytest.mark.parametrize("fault", WRONG_FRENCH)
def test_french_is_set_as_french(french: Catalog, fault: str) -> None:
    wrong = [
        string for each in translations(french).values() for string in each if WRONG_FRENCH[fault].search(_bare(string))
    ]
    assert wrong == []


def _bare(text: str) -> str:
    """Without commands between quotation marks, and addresses."""
    return re.sub(r"pip install[^»]*|https?:\S*|\w+:\w+\b", "", text)


def test_the_compiled_catalogue_is_the_written_one(french: Catalog) -> None:
    machine = compiled()
    for key, strings in translations(french).items():
        if isinstance(key, str):
            assert machine.gettext(key) == strings[0]
        else:
            assert isinstance(key, (tuple, list))
            assert (machine.ngettext(*key, 1), machine.ngettext(*key, 2)) == strings
    assert len(machine._catalog) - 1 == sum(len(strings) for strings in translations(french).values())  # type: ignore[attr-defined]


def _made(source: str) -> Iterator[Call]:
    from tests.catalogue import _calls

    return _calls(ast.parse(source), {"message": 1, "counted": 2, "MineError": 1}, "x")


@pytest.mark.parametrize(
    ("source", "texts", "given"),
    [
        ('message("a {b}", b=1)', [("a {b}",)], [{"b"}]),
        ('counted("{count} x", "{count} xs", count=1)', [("{count} x", "{count} xs")], [{"count"}]),
        ('raise MineError("a " "{b}", b=1)', [("a {b}",)], [{"b"}]),
        ('raise MineError(f"a {b}")', [(None,)], [set()]),
        ('message("a" + b)', [(None,)], [set()]),
        ('class MineError(E):\n def __init__(self):\n  super().__init__("a")', [("a",)], [set()]),
        ('class MineError(E):\n def __init__(self):\n  super().__init__(f"a")', [(None,)], [set()]),
        ("class MineError(E):\n def __init__(self, text):\n  super().__init__(text)", [], []),
        ('print(f"a {b}")', [], []),
    ],
)
def test_texts_are_found_in_the_code(source: str, texts: list[object], given: list[set[str]]) -> None:
    found = list(_made(source))
    assert [call.texts for call in found] == texts
    assert [call.fields for call in found] == given
