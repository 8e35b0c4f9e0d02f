"""Messages for users: English templates, which are also the keys of the catalogues, with the values of their fields.

Messages are created everywhere, but only the command line translates them to text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from audiobrief.sanitize import quote_value

# Translated like other texts: in French it is a comma.
DECIMAL_MARK = "."


class Language(Protocol):
    """A translation, such as the gettext module or its GNUTranslations class."""

    @property
    def gettext(self) -> Callable[[str], str]: ...

    @property
    def ngettext(self) -> Callable[[str, str, int], str]: ...


@dataclass(frozen=True)
class Message:
    """A template `text` with a `{name}` for each of `fields`, which may be messages too. Without fields, `text` is used
    as it is."""

    text: str
    fields: Mapping[str, object] = field(default_factory=dict)

    def translate(self, language: Language) -> str:
        """Translate the message; numbers get the decimal mark of the language."""
        # gettext translates an empty text to the header of its catalogue.
        template = self._get_template(language) if self.text else ""
        if not self.fields:
            return template
        return template.format_map({name: _translate_value(value, language) for name, value in self.fields.items()})

    def _get_template(self, language: Language) -> str:
        return language.gettext(self.text)

    def __str__(self) -> str:
        return self.translate(_ENGLISH)


@dataclass(frozen=True)
class Counted(Message):
    """A message about `count` items: `text` is the singular, `many` the plural. The language decides which is used."""

    many: str = ""
    count: int = 0

    def _get_template(self, language: Language) -> str:
        return language.ngettext(self.text, self.many, self.count)


@dataclass(frozen=True)
class Listed(Message):
    """`parts` joined by `text`."""

    parts: tuple[object, ...] = ()

    def translate(self, language: Language) -> str:
        return language.gettext(self.text).join(str(_translate_value(part, language)) for part in self.parts)


def message(text: str, /, **fields: object) -> Message:
    """Create a message: `message("'{path}' is not a folder", path=path)`."""
    return Message(text, fields)


def counted(one: str, many: str, /, count: int, **fields: object) -> Counted:
    """Create a message with a plural: `counted("{count} chapter", "{count} chapters", count=2)`."""
    return Counted(one, {"count": count, **fields}, many, count)


def listed(parts: Iterable[object], between: str = ", ") -> Listed:
    """Create a list: `listed(["mp3", "wav"], " or ")`. A separator `between` with a word in it is translated."""
    return Listed(between, parts=tuple(parts))


def strip_advice(whole: Message) -> Message:
    """The part of an error message before the colon, after which it says what to do."""
    return _Opening(whole.text, whole.fields, whole)


def get_reason(error: BaseException) -> Message:
    """The reason of an error, to be quoted in another message: the message or error that it carries, the `strerror` of
    an OSError (the usual ones are in the catalogues), or its text."""
    carried = getattr(error, "message", error.args[0] if error.args else None)
    if isinstance(carried, Message):
        return carried
    if isinstance(carried, BaseException):  # mutagen's errors carry an OSError
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
    """A float that is formatted with the decimal mark of a language."""

    mark: str

    def __format__(self, form: str) -> str:
        # float.__format__ without a format would call __str__ of this class, without end.
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
    # Integers stay numbers for the format specifications of templates; other values are sanitized.
    return value if isinstance(value, int) else quote_value(value)


def find_near(name: str, known: Iterable[str]) -> str:
    """The name of `known` that is most similar to `name`, or an empty string."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), 1)), "")
