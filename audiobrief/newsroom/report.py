"""What became of each article of a batch, as a table to read and as one to compute with."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from audiobrief import __version__

Status = Literal["made", "unchanged", "failed"]


def printable(text: str) -> str:
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
    reason: str = ""
    exit_status: int = 0

    def shown(self) -> Row:
        """The row in characters that every output takes: a path need not be UTF-8."""
        return replace(self, address=printable(self.address), reason=printable(self.reason))


@dataclass(frozen=True, slots=True)
class Report:
    """A batch: its rows in the order of the sources, the folder it wrote to, how long it took in seconds."""

    folder: str
    rows: tuple[Row, ...]
    seconds: float

    def count(self, status: Status) -> int:
        return sum(row.status == status for row in self.rows)

    def as_table(self) -> dict[str, Any]:
        """As names and values, for JSON."""
        return {
            "audiobrief": __version__,
            "folder": self.folder,
            "seconds": round(self.seconds, 3),
            **{status: self.count(status) for status in ("made", "unchanged", "failed")},
            "articles": [
                {**asdict(row), "duration": round(row.duration, 3), "seconds": round(row.seconds, 3)}
                for row in self.rows
            ],
        }
