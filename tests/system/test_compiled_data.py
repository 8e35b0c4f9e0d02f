"""Data files that are compiled when audiobrief is built, and its entry points."""

import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import msgspec
import pytest

from audiobrief.system import plugins
from audiobrief.system.toml_files import load_shipped

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "audiobrief").rglob("*.toml"))


def compile_tables(text):
    hatch_build = pytest.importorskip("hatch_build")
    return hatch_build.compile_tables(text)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with a data file `words`."""
    folder = tmp_path / "packed"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "words.toml").write_text('pont = "bridge"\n', encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    sys.modules.pop("packed", None)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_says_the_same_compiled_and_not(path):
    package = ".".join(path.parent.relative_to(ROOT).parts)
    assert load_shipped(package, path.stem) == tomllib.loads(path.read_text(encoding="utf-8"))


def test_a_compiled_file_is_read_in_place_of_its_text(package):
    compiled = compile_tables((package / "words.toml").read_bytes())
    (package / "words.json").write_bytes(compiled.replace(b"bridge", b"BRIDGE"))
    assert load_shipped("packed", "words") == {"pont": "BRIDGE"}


@pytest.mark.parametrize(
    "compiled",
    [
        b"",
        b"{",
        b"[]",
        b'{"source": [1, 2], "tables": {"pont": "old"}}',
        b'{"source": "x", "tables": {"pont": "old"}}',
        b"\xff\xfe",
    ],
)
def test_a_compiled_file_that_is_old_or_damaged_is_not_read(package, compiled):
    (package / "words.json").write_bytes(compiled)
    assert load_shipped("packed", "words") == {"pont": "bridge"}


def test_after_an_edit_the_text_is_read(package):
    (package / "words.json").write_bytes(compile_tables((package / "words.toml").read_bytes()))
    (package / "words.toml").write_text('pont = "deck"\n', encoding="utf-8")
    assert load_shipped("packed", "words") == {"pont": "deck"}


def test_what_json_cannot_hold_is_refused():
    with pytest.raises((TypeError, ValueError)):
        compile_tables(b"day = 2024-01-01")


@pytest.mark.parametrize("group", ["audiobrief.engines", "audiobrief.exporters"])
def test_entry_points_are_those_that_python_finds(group):
    found = {entry.name: entry.load() for entry in entry_points(group=group)}
    assert plugins.list_plugins(group) == sorted(found)
    assert {name: plugins.load_plugin(group, name) for name in found} == found
    assert all(plugins.has_plugin(group, name) for name in found)


def test_an_unknown_one_is_told():
    assert not plugins.has_plugin("audiobrief.engines", "none")
    with pytest.raises(KeyError):
        plugins.load_plugin("audiobrief.engines", "none")


def test_own_entry_points_are_plain_tables():
    for group, entries in plugins._load_own().items():
        assert group.startswith("audiobrief.")
        assert msgspec.convert(entries, dict[str, str])
