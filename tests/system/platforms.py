"""What Python's library has on one system and not on another, as typeshed says it in its branches on `sys.platform`
(the copy that comes with mypy)."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path
from typing import Any

import mypy

STUBS = Path(mypy.__file__).parent / "typeshed" / "stdlib"


def taken_away(platform: str, here: str = "linux") -> dict[str, list[str] | None]:
    """By module, the names that it has `here` but not on `platform`; None for modules that are not there at all."""
    table: dict[str, list[str] | None] = {}
    for path in sorted(STUBS.rglob("*.pyi")):
        name = path.relative_to(STUBS).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        ours, theirs = names_of(name, here), names_of(name, platform)
        if _public(ours) and not _public(theirs):
            table[name] = None
        elif gone := ours - theirs:
            table[name] = sorted(gone)
    return table


def _public(names: frozenset[str]) -> set[str]:
    return {name for name in names if not name.startswith("_")}


@cache
def names_of(module: str, platform: str) -> frozenset[str]:
    """What a module has at its top level: what its stub defines, or imports under the same name."""
    path = next((place for place in _places(module) if place.is_file()), None)
    if path is None:
        return frozenset()
    return frozenset(_defined(ast.parse(path.read_text(encoding="utf-8")).body, platform, module))


def _places(module: str) -> list[Path]:
    place = STUBS.joinpath(*module.split("."))
    return [place / "__init__.pyi", place.with_suffix(".pyi")]


def _defined(body: list[ast.stmt], platform: str, module: str) -> set[str]:
    names: set[str] = set()
    for statement in body:
        match statement:
            case ast.If(test=test, body=then, orelse=other):
                names |= _defined(then if holds(test, platform) else other, platform, module)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=targets):
                names.update(target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.ImportFrom(names=[ast.alias(name="*")], module=other, level=level):
                names |= {name for name in names_of(_absolute(other, level, module), platform) if name[0] != "_"}
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names.update(alias.name for alias in aliases if alias.asname == alias.name)
    return names


def _absolute(module: str | None, level: int, importer: str) -> str:
    if not level:
        return module or ""
    is_package = _places(importer)[0].is_file()
    parts = importer.split(".")
    base = parts[: len(parts) - level + (1 if is_package else 0)]
    return ".".join([*base, *([module] if module else [])])


def holds(test: ast.expr, platform: str) -> bool:
    """Whether a condition of a stub holds on `platform`, for the Python that runs. Raises ValueError for one of another
    kind: a table that guesses would be no table."""
    match test:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(holds(value, platform) for value in values)
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(holds(value, platform) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not holds(operand, platform)
        case ast.Name(id="TYPE_CHECKING"):
            return True
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _compared(_value(left, platform), operator, _value(right, platform))
        case ast.Call(func=ast.Attribute(value=subject, attr="startswith"), args=[ast.Constant(value=str(start))]):
            return str(_value(subject, platform)).startswith(start)
    raise ValueError(ast.unparse(test))


def _value(node: ast.expr, platform: str) -> Any:
    match ast.unparse(node):
        case "sys.platform":
            return platform
        case "sys.version_info":
            return tuple(sys.version_info[:3])
        case "sys.version_info[0]":
            return sys.version_info[0]
    return ast.literal_eval(node)


def _compared(left: Any, operator: ast.cmpop, right: Any) -> bool:
    if isinstance(left, tuple) and isinstance(right, tuple):
        left = left[: len(right)] if isinstance(operator, ast.Eq | ast.NotEq) else left
    match operator:
        case ast.Eq():
            return left == right
        case ast.NotEq():
            return left != right
        case ast.GtE():
            return left >= right
        case ast.Lt():
            return left < right
        case ast.Gt():
            return left > right
        case ast.LtE():
            return left <= right
    raise ValueError(ast.unparse(operator))


def lacking(code: ast.AST, table: dict[str, list[str] | None]) -> list[str]:
    """What `code` uses of the library that `table` has taken away: modules it imports, names of modules."""
    found: list[str] = []
    known: dict[str, str] = {}
    for node in ast.walk(code):
        match node:
            case ast.Import(names=aliases):
                known |= {alias.asname or alias.name: alias.name for alias in aliases}
                found += [alias.name for alias in aliases if table.get(alias.name, ()) is None]
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                if table.get(module, ()) is None:
                    found.append(module)
                found += [f"{module}.{alias.name}" for alias in aliases if alias.name in (table.get(module) or ())]
            case ast.Attribute(value=ast.Name(id=subject), attr=name):
                module = known.get(subject, subject)
                if name in (table.get(module) or ()):
                    found.append(f"{module}.{name}")
    return sorted(set(found))
