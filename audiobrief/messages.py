"""What is told to people: English templates that are also their keys in the catalogues, and what stands in them.

The inner rooms make messages; only the edge tells them, in one language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from audiobrief.sanitize import quote_value

# A text of the catalogues like the others: in French it is a comma.
DECIMAL_MARK = "."


class Language(Protocol):
    """What translates: the standard library's gettext has both, as a module and as a class."""

    @property
    def gettext(self) -> Callable[[str], str]: ...

    @property
    def ngettext(self) -> Callable[[str, str, int], str]: ...


@dataclass(frozen=True)
class Message:
    """`text` with a `{name}` for each of `fields`; a field may be a message itself. Without fields, `text` as it is."""

    text: str
    fields: Mapping[str, object] = field(default_factory=dict)

    def translate(self, language: Language) -> str:
        """The message in `language`, with its decimal mark in the numbers."""
        # gettext answers an empty text with the head of its catalogue.
        template = self._template(language) if self.text else ""
        if not self.fields:
            return template
        return template.format_map({name: _translate_value(value, language) for name, value in self.fields.items()})

    def _template(self, language: Language) -> str:
        return language.gettext(self.text)

    def __str__(self) -> str:
        return self.translate(_ENGLISH)


@dataclass(frozen=True)
class Counted(Message):
    """A message of `count` things: `text` is for one, `many` for other numbers. The language says which is which."""

    many: str = ""
    count: int = 0

    def _template(self, language: Language) -> str:
        return language.ngettext(self.text, self.many, self.count)


@dataclass(frozen=True)
class Listed(Message):
    """`parts` one after the other, with `text` between two."""

    parts: tuple[object, ...] = ()

    def translate(self, language: Language) -> str:
        return language.gettext(self.text).join(str(_translate_value(part, language)) for part in self.parts)


def message(text: str, /, **fields: object) -> Message:
    """As `message("'{path}' is no folder", path=path)`."""
    return Message(text, fields)


def counted(one: str, many: str, /, count: int, **fields: object) -> Counted:
    """As `counted("{count} chapter", "{count} chapters", count=2)`."""
    return Counted(one, {"count": count, **fields}, many, count)


def listed(parts: Iterable[object], between: str = ", ") -> Listed:
    """As `listed(["mp3", "wav"], " or ")`; `between` is a text of the catalogues where it holds a word."""
    return Listed(between, parts=tuple(parts))


def strip_advice(whole: Message) -> Message:
    """Of an error's sentence, what stands before the colon: after it comes what to do."""
    return _Opening(whole.text, whole.fields, whole)


def get_reason(error: BaseException) -> Message:
    """An error in the middle of a sentence: the message or the error that it carries; of the system's, its reason,
    which the catalogues have for the usual ones; of a stranger's, its words."""
    carried = getattr(error, "message", error.args[0] if error.args else None)
    if isinstance(carried, Message):
        return carried
    if isinstance(carried, BaseException):  # as mutagen's errors carry the system's
        return get_reason(carried)
    if isinstance(error, OSError) and error.strerror:
        return Message(error.strerror)
    return Message(quote_value(str(error)))


@dataclass(frozen=True)
class _Opening(Message):
    whole: Message = field(default_factory=lambda: Message(""))

    def translate(self, language: Language) -> str:
        return self.whole.translate(language).partition(":")[0].rstrip(" .\N{NO-BREAK SPACE}")


class _English:
    @staticmethod
    def gettext(text: str) -> str:
        return text

    @staticmethod
    def ngettext(one: str, many: str, count: int) -> str:
        return one if count == 1 else many


_ENGLISH = _English()


class _Number(float):
    """A number that is not whole, written with the decimal mark of a language."""

    mark: str

    def __format__(self, form: str) -> str:
        # Without a form, the float's own method would ask this class for its text, and so on.
        return format(float(self), form).replace(DECIMAL_MARK, self.mark)

    def __str__(self) -> str:
        return format(self)


def _translate_value(value: object, language: Language) -> object:
    if isinstance(value, Message):
        return value.translate(language)
    if isinstance(value, float):
        number = _Number(value)
        number.mark = language.gettext(DECIMAL_MARK)
        return number
    # Whole numbers stay numbers, for the formats of a message; all else is quoted as it may be shown.
    return value if isinstance(value, int) else quote_value(value)


def find_near(name: str, known: Iterable[str]) -> str:
    """The one of `known` that was probably meant by `name`, or an empty text."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), 1)), "")
