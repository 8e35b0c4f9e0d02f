"""What the project needs is bounded, has a reason, and is locked within its bounds."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import audiobrief

ROOT = Path(__file__).parents[1]
CODE = Path(audiobrief.__file__).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
NEEDED = [Requirement(line) for group in (PROJECT["dependencies"], *EXTRAS.values()) for line in group]
LOCKED = [Requirement(line) for line in (ROOT / ".ci" / "locked.txt").read_text(encoding="utf-8").split("\n") if line]
# What every Python project is tested with needs no reason of its own.
KNOWN = {"pytest", "pytest-socket", "hypothesis", "ruff", "mypy", "import-linter", "packaging"}


@pytest.mark.parametrize("needed", NEEDED, ids=str)
def test_a_dependency_is_bounded_on_both_sides(needed):
    operators = {specifier.operator for specifier in needed.specifier}
    assert "==" in operators or {">=", "<"} <= operators


@pytest.mark.parametrize("needed", NEEDED, ids=str)
def test_a_dependency_is_locked_within_its_bounds(needed):
    versions = [
        next(iter(locked.specifier)).version
        for locked in LOCKED
        if canonicalize_name(locked.name) == canonicalize_name(needed.name)
    ]
    assert versions
    assert all(needed.specifier.contains(version, prereleases=True) for version in versions)


def test_the_locked_versions_name_no_place_they_come_from():
    assert all(re.fullmatch(r"[\w.-]+==[^ /:@]+( ; .*)?", str(locked).replace("; ", " ; ")) for locked in LOCKED)


@pytest.mark.parametrize("needed", sorted({canonicalize_name(needed.name) for needed in NEEDED} - KNOWN))
def test_a_dependency_has_its_reason(needed):
    table = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    words = {canonicalize_name(word) for word in re.findall(r"[\w.-]+", table)}
    numbered = re.match(r"(.*-model)-\d$", needed)
    assert needed in words or (numbered and f"{numbered[1]}-1" in words)


@pytest.mark.parametrize("function", ["click.edit", "from_npy_stack"])
def test_what_has_a_known_fault_is_not_called(function):
    assert not [file for file in CODE.rglob("*.py") if function in file.read_text(encoding="utf-8")]
