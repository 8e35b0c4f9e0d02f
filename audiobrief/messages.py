"""What is told to people: an English sentence that is also its key in the catalogues, and what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from audiobrief.shown import named


@dataclass(frozen=True)
class Message:
    """`text` with a `{name}` for each of `fields`; a field may be a message itself. Without fields, `text` as it is."""

    text: str
    fields: Mapping[str, object] = field(default_factory=dict)

    def told(self, translated: Callable[[str], str]) -> str:
        """The message in the language of `translated`, as gettext's function of that name gives it."""
        text = translated(self.text)
        if not self.fields:
            return text
        return text.format_map(
            {
                name: value.told(translated) if isinstance(value, Message) else _quoted(value)
                for name, value in self.fields.items()
            }
        )

    def __str__(self) -> str:
        return self.told(str)


def _quoted(value: object) -> object:
    """Numbers stay numbers, for the formats of a message; all else is quoted as it may be shown."""
    return value if isinstance(value, int | float) else named(value)


def message(text: str, **fields: object) -> Message:
    """As `message("'{path}' is no folder", path=path)`."""
    return Message(text, fields)
