"""TOML, and how much of it is taken."""

import pytest

from audiobrief.system.toml_files import TomlError, parse_toml


def nested(levels):
    """A value within so many tables, the file's own counted."""
    return f"{'.'.join('a' * (levels - 1)) + '.' if levels > 1 else ''}a = 1"


TAKEN = [
    ("", {}),
    ("\N{BYTE ORDER MARK}a = 1\n", {"a": 1}),
    (f"a = {2**63 - 1}\nb = {-(2**63)}\n", {"a": 2**63 - 1, "b": -(2**63)}),
    ("a = [{ b = [1, 'x'] }]\n", {"a": [{"b": [1, "x"]}]}),
    # Texts and numbers with a point are taken whatever their size.
    (f"a = '{'9' * 5000}'\nb = 1e300\n", {"a": "9" * 5000, "b": 1e300}),
]


@pytest.mark.parametrize(("text", "tables"), TAKEN)
def test_what_is_taken(text, tables):
    assert parse_toml(text) == tables


REFUSED = [
    ("a = \n", r"Invalid value \(at line 1, column 5\)"),
    ("\n\na = 1 2\n", "line 3"),
    (f"a = {'9' * 5000}\n", "a number in it is too large"),
    (f"a = {2**64}\n", "a number in it is too large"),
    (f"a = [1, {{ b = [{2**64}] }}]\n", "a number in it is too large"),
    (f"a = {'[' * 5000}", "nested too deeply"),
    (f"a = {'[' * 101}{']' * 101}", "nested too deeply"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_is_refused_says_why(text, reason):
    with pytest.raises(TomlError, match=reason):
        parse_toml(text)


@pytest.mark.parametrize(("levels", "taken"), [(99, True), (101, False)])
def test_how_deep_tables_may_be(levels, taken):
    if taken:
        parse_toml(nested(levels))
    else:
        with pytest.raises(TomlError, match="nested too deeply"):
            parse_toml(nested(levels))
