"""What became of each article of a batch, as a table to read and as one to compute with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from audiobrief.messages import Message
from audiobrief.sanitize import redact_userinfo
from audiobrief.version import __version__

Status = Literal["made", "unchanged", "failed"]


def replace_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Row:
    """One article. `programme` is its sound file's name, `files` all that was written for it; `duration` and
    `seconds` (how long the making took) are in seconds; `reason` and `exit_status` say why it failed."""

    address: str
    status: Status
    title: str = ""
    programme: str = ""
    files: tuple[str, ...] = ()
    duration: float = 0.0
    chapters: int = 0
    seconds: float = 0.0
    reason: Message | None = None
    exit_status: int = 0

    def shown(self) -> Row:
        """The row in characters that every output takes, for a path need not be UTF-8; without a password that its
        address may hold."""
        return replace(self, address=redact_userinfo(replace_surrogates(self.address)))

    def as_table(self, told: Callable[[Message], str]) -> dict[str, Any]:
        """As names and values; the reason in the language of `told`."""
        return {
            **asdict(replace(self, reason=None)),
            "duration": round(self.duration, 3),
            "seconds": round(self.seconds, 3),
            "reason": replace_surrogates(told(self.reason)) if self.reason else "",
        }


@dataclass(frozen=True, slots=True)
class Report:
    """A batch: its rows in the order of the sources, the folder it wrote to, how long it took in seconds."""

    folder: str
    rows: tuple[Row, ...]
    seconds: float

    def count(self, status: Status) -> int:
        return sum(row.status == status for row in self.rows)

    def as_table(self, told: Callable[[Message], str] = str) -> dict[str, Any]:
        """As names and values, for JSON; the reasons in the language of `told`."""
        return {
            "audiobrief": __version__,
            "folder": self.folder,
            "seconds": round(self.seconds, 3),
            **{status: self.count(status) for status in ("made", "unchanged", "failed")},
            "articles": [row.as_table(told) for row in self.rows],
        }
