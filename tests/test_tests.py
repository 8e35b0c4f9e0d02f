"""Every test asserts something, and no test works out what it expects with the function that it tests."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("*.py"))
# What fails by itself when it is not so, though nobody writes `assert`.
ASSERTING = {"raises", "warns", "fail", "expect", "assert_called_once", "assert_called_once_with", "assert_not_called"}
# Tests that ask for the same answer twice, because nothing may be in it that differs from one time to the next.
REPEATED = {
    "test_the_same_article_gives_the_same_bytes",
    "test_an_identifier_tells_texts_apart",
    "test_the_same_input_gives_the_same_bytes",
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Found:
    """A test function, where it stands, and every function that its words may mean."""

    file: Path
    function: Function

    def __str__(self):
        return f"{self.file.relative_to(HERE)}::{self.function.name}"


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def helpers(file: Path) -> dict[str, list[tuple[Path, Function]]]:
    """What names mean in a file of tests: its own functions and methods, those it imports from other files of tests,
    and fixtures of the conftest.py above it."""
    meant: dict[str, list[tuple[Path, Function]]] = {}
    near = [file, *(folder / "conftest.py" for folder in file.parents if folder.is_relative_to(HERE))]
    imported = [module_file(node, file) for node in ast.walk(parsed(file)) if isinstance(node, ast.ImportFrom)]
    for other in [*near, *imported]:
        if other is not None and other.is_file():
            for function in functions(parsed(other)):
                meant.setdefault(function.name, []).append((other, function))
    return meant


def module_file(imports: ast.ImportFrom, file: Path) -> Path | None:
    """The file of tests that `from … import …` means, if it means one."""
    parts = (imports.module or "").split(".")
    above = file.parents[imports.level - 1] if imports.level else HERE.parent
    found = above.joinpath(*parts).with_suffix(".py")
    return found if found.is_relative_to(HERE) else None


def asserts(file: Path, function: Function, seen: frozenset[tuple[Path, str]] = frozenset()) -> bool:
    """Whether a function asserts, or calls or asks for a helper that does."""
    names = {argument.arg for argument in function.args.args}
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            names.add(called(node))
    if names & ASSERTING:
        return True
    deeper = seen | {(file, function.name)}
    return any(
        asserts(where, helper, deeper)
        for name in names
        for where, helper in helpers(file).get(name, ())
        if (where, name) not in deeper
    )


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


@cache
def list_tests(file: Path) -> list[Found]:
    return [Found(file, function) for function in functions(parsed(file)) if function.name.startswith("test_")]


@pytest.mark.parametrize("file", [f for f in FILES if f.name.startswith("test_")], ids=lambda file: file.stem)
def test_every_test_asserts(file):
    assert [str(test) for test in list_tests(file) if not asserts(file, test.function)] == []


@pytest.mark.parametrize("file", [f for f in FILES if f.name.startswith("test_")], ids=lambda file: file.stem)
def test_no_expectation_is_the_very_call_that_is_tested(file):
    twice = [
        f"{test}:{node.lineno}"
        for test in list_tests(file)
        if test.function.name not in REPEATED
        for node in ast.walk(test.function)
        if isinstance(node, ast.Assert) and compares_with_itself(node.test)
    ]
    assert twice == []


def compares_with_itself(asserted: ast.expr) -> bool:
    """Whether two sides of `==` are the same words: that cannot be wrong unless the function gives another answer each
    time, which is no way to ask for it."""
    match asserted:
        case ast.Compare(left, [*operators], [*others]) if all(isinstance(o, ast.Eq | ast.LtE) for o in operators):
            sides = [ast.dump(side) for side in (left, *others)]
            return len(set(sides)) < len(sides)
        case ast.BoolOp(values=parts):
            return any(compares_with_itself(part) for part in parts)
    return False


@pytest.mark.parametrize(
    ("body", "does"),
    [
        ("assert x", True),
        ("with pytest.raises(ValueError):\n        read(x)", True),
        ("expect(page).to_have_title('x')", True),
        ("for one in x:\n        check(one)", True),
        ("x.read()", False),
        ("with suppress(ValueError):\n        read(x)", False),
        ("look(x)", False),
    ],
)
def test_what_counts_as_asserting(tmp_path, monkeypatch, body, does):
    file = tmp_path / "test_x.py"
    helper = "def check(one):\n    assert one\n\ndef look(one):\n    print(one)\n\n"
    file.write_text(f"{helper}def test_x(x):\n    {body}\n")
    monkeypatch.setitem(globals(), "HERE", tmp_path)
    (test,) = (f for f in functions(ast.parse(file.read_text())) if f.name == "test_x")
    assert asserts(file, test) is does


@pytest.mark.parametrize(
    ("asserted", "does"),
    [("f(x) == f(x)", True), ("y and f(x) == f(x)", True), ("f(x) == f(y)", False), ("f(x) != f(x)", False)],
)
def test_what_counts_as_comparing_with_itself(asserted, does):
    assert compares_with_itself(ast.parse(asserted, mode="eval").body) is does
