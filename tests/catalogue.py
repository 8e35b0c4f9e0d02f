"""The texts that need a French, as the code has them; and the catalogue that has it.

`python -m tests.catalogue` brings `audiobrief.po` up to the code (what is new has no French yet, what is gone is left
out) and compiles it.
"""

from __future__ import annotations

import ast
import errno
import gettext
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import extract_from_ast

import audiobrief
from audiobrief import errors
from audiobrief.cli.commands import main
from audiobrief.cli.localized_click import split_paragraphs
from audiobrief.messages import DECIMAL_MARK
from audiobrief.server.templating import make_environment
from audiobrief.system.paths import get_voices_folder
from audiobrief.system.toml_files import parse_toml

SOURCE = Path(audiobrief.__file__).parent
FRENCH = SOURCE / "locale" / "fr" / "LC_MESSAGES" / "audiobrief.po"
COMPILED = FRENCH.with_suffix(".mo")
TEMPLATES = SOURCE / "server" / "templates"
CLICK = Path(click.__file__).parent

# What the system says of files and networks; what it says of anything else stays as it is.
REASONS = (
    errno.EACCES, errno.EBUSY, errno.ECONNREFUSED, errno.ECONNRESET, errno.EDQUOT, errno.EEXIST, errno.EFBIG,
    errno.EHOSTUNREACH, errno.EINVAL, errno.EIO, errno.EISDIR, errno.ELOOP, errno.EMFILE, errno.ENAMETOOLONG,
    errno.ENETUNREACH, errno.ENOENT, errno.ENOMEM, errno.ENOSPC, errno.ENOTDIR, errno.ENOTEMPTY, errno.EPERM,
    errno.EROFS, errno.ESTALE, errno.ETIMEDOUT, errno.EXDEV,
)  # fmt: skip
# Functions by the number of texts that they begin with.
_MAKERS = {"message": 1, "counted": 2}
_CLICK = {"_": 1, "ngettext": 2}


@dataclass(frozen=True)
class Text:
    """A text for one thing, and for many where there are two; `place` is the file that it stands in."""

    one: str
    many: str = ""
    place: str = ""

    @property
    def key(self) -> str | tuple[str, str]:
        return (self.one, self.many) if self.many else self.one


@dataclass(frozen=True)
class Call:
    """A call that makes a message: where, its texts (None for what is no plain string), the names of its fields."""

    place: str
    line: int
    texts: tuple[str | None, ...]
    fields: frozenset[str]


def calls() -> Iterator[Call]:
    """Every call in audiobrief that makes a message or an error with one."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
    makers = _MAKERS | _error_makers(trees.values())
    for path, tree in trees.items():
        found = _calls(tree, makers, path.relative_to(SOURCE.parent).as_posix())
        yield from sorted(found, key=lambda call: call.line)


def texts() -> list[Text]:
    """Every text that needs a French, each once, in the order of the files."""
    found = [
        *(Text(*call.texts, place=call.place) for call in calls() if all(text is not None for text in call.texts)),
        *(Text(between, place="audiobrief") for between in _between()),
        *(Text(text, place="audiobrief/cli") for text in _helps(main, "audiobrief")),
        *_template_texts(),
        *(Text(parse_toml(path.read_text(encoding="utf-8"))["description"], place=f"voices/{path.name}")
          for path in sorted(get_voices_folder().glob("*.toml"))),
        Text(DECIMAL_MARK, place="audiobrief/messages.py"),
        *(Text(os.strerror(number), place="the system") for number in REASONS),
        *click_texts(),
    ]  # fmt: skip
    once: dict[object, Text] = {}
    for text in found:
        once.setdefault(text.key, text)
    return list(once.values())


def _template_texts() -> Iterator[Text]:
    """The texts of the server's pages: `_("…")`, and `n_("one", "many", count)`."""
    environment = make_environment()
    for path in sorted(TEMPLATES.glob("*.html")):
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for _, _, found in extract_from_ast(tree, ("_", "n_")):
            texts = found if isinstance(found, tuple) else (found,)
            yield Text(*(text for text in texts if text), place=path.relative_to(SOURCE.parent).as_posix())


def click_texts() -> Iterator[Text]:
    """Click's own words, as it is installed here."""
    for path in sorted(CLICK.glob("*.py")):
        if path.name != "testing.py":
            for call in _calls(ast.parse(path.read_text(encoding="utf-8")), _CLICK, "click"):
                if all(text is not None for text in call.texts):
                    yield Text(*(text or "" for text in call.texts), place="click")


def fields(text: str) -> set[tuple[str, str, str]]:
    """The fields of a text: name, conversion, form, as in `{size:.1f}`; and Click's `%(name)s`."""
    braces = {(name, change or "", form or "") for _, name, form, change in Formatter().parse(text) if name is not None}
    return braces | {(part.partition(")")[0], "%", "") for part in text.split("%(")[1:]}


def catalogue() -> Catalog:
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr", domain="audiobrief")


def compiled() -> gettext.GNUTranslations:
    with COMPILED.open("rb") as file:
        return gettext.GNUTranslations(file)


def update() -> None:
    """Bring the catalogue up to the code, and compile it."""
    former = catalogue()
    french = _French("fr", domain="audiobrief", header_comment="# The French of audiobrief.", fuzzy=False)
    for text in texts():
        known = former.get(text.one)
        french.add(text.key, known.string if known and known.id == text.key else None, [(text.place, None)])
    with FRENCH.open("wb") as file:
        write_po(file, french, width=110, include_lineno=False)
    with COMPILED.open("wb") as file:
        write_mo(file, french)


class _French(Catalog):
    """A catalogue whose head says what is needed to read it, and nothing of who wrote it when."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [
            ("Language", "fr"),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def _calls(tree: ast.AST, makers: Mapping[str, int], place: str) -> Iterator[Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers:
            yield from _call(node, makers[node.func.id], place)
        elif isinstance(node, ast.ClassDef) and node.name in makers:
            # An error whose text is its own, or is handed on.
            for inner in ast.walk(node):
                if (
                    isinstance(inner, ast.Call)
                    and ast.unparse(inner.func) == "super().__init__"
                    and isinstance(next(iter(inner.args), None), (ast.Constant, ast.JoinedStr))
                ):
                    yield from _call(inner, 1, place)


def _call(node: ast.Call, texts: int, place: str) -> Iterator[Call]:
    given = node.args[:texts]
    if given:
        fields = frozenset(keyword.arg or "**" for keyword in node.keywords)
        yield Call(place, node.lineno, tuple(map(_plain, given)), fields)


def _plain(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _error_makers(trees: Iterable[ast.AST]) -> dict[str, int]:
    """The errors that carry a message: the tree of errors.py, and what other rooms derive from it. One with a text of
    its own is called without one."""
    makers = {name: 1 for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
    for node in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        if any(isinstance(base, ast.Name) and base.id in makers for base in node.bases):
            own = [inner for inner in node.body if isinstance(inner, ast.FunctionDef) and inner.name == "__init__"]
            makers[node.name] = int(all("text" in [given.arg for given in inner.args.args] for inner in own))
    return makers


def _between() -> Iterator[str]:
    """What stands between the parts of a list, where it is a word."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "listed":
                between = [_plain(argument) for argument in node.args[1:]]
                yield from (text for text in between if text and any(mark.isalpha() for mark in text))


def _helps(command: click.Command, name: str) -> Iterator[str]:
    """The help of a command, of its options, and of the commands in it."""
    context = click.Context(command, info_name=name)
    for paragraph in split_paragraphs(command.help or ""):
        if not paragraph.startswith("\b"):
            yield paragraph
        elif (first := paragraph.split("\n")[1]).endswith(":"):
            yield first
    yield from (piece for piece in command.collect_usage_pieces(context) if "|" not in piece)
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option):
            if parameter.help:
                yield parameter.help
            if parameter.is_flag:
                continue
        if any(mark.isalpha() for mark in parameter.make_metavar()) and "|" not in parameter.make_metavar():
            yield parameter.make_metavar()
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found:
                yield from _helps(found, inner)


if __name__ == "__main__":
    update()
