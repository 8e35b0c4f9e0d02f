"""The report of a batch: one row for each article."""

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
    """The result for one article.

    `programme` is the name of its MP3, `files` the names of all its files; `duration` and `seconds`, the time that it
    took to make, are in seconds; `reason` and `exit_status` belong to the error if it failed. `complete` and `remarks`
    are those of the article as it was read.
    """

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
    complete: bool = True
    remarks: tuple[Message, ...] = ()

    def make_printable(self) -> Row:
        """The row with an address that can be encoded as UTF-8, which a path need not be, and without passwords."""
        return replace(self, address=redact_userinfo(replace_surrogates(self.address)))

    def to_dict(self, translate: Callable[[Message], str]) -> dict[str, Any]:
        """The row as a dictionary for JSON; `translate` gives the text of the messages."""
        return {
            **asdict(replace(self, reason=None, remarks=())),
            "duration": round(self.duration, 3),
            "seconds": round(self.seconds, 3),
            "reason": replace_surrogates(translate(self.reason)) if self.reason else "",
            "remarks": [replace_surrogates(translate(remark)) for remark in self.remarks],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of a batch in the order of the sources, its output folder, and the time it took in seconds."""

    folder: str
    rows: tuple[Row, ...]
    seconds: float

    def count(self, status: Status) -> int:
        return sum(row.status == status for row in self.rows)

    def to_dict(self, translate: Callable[[Message], str] = str) -> dict[str, Any]:
        """The report as a dictionary for JSON; `translate` gives the text of the reasons."""
        return {
            "audiobrief": __version__,
            "folder": self.folder,
            "seconds": round(self.seconds, 3),
            **{status: self.count(status) for status in ("made", "unchanged", "failed")},
            "articles": [row.to_dict(translate) for row in self.rows],
        }
