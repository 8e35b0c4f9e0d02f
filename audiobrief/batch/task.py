"""One article to be made, as it is sent to a process or a machine; and what comes back."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from audiobrief.errors import ClusterError, DataError, explain_error
from audiobrief.messages import Message, get_reason, message
from audiobrief.model import Article
from audiobrief.options import Options, change_options
from audiobrief.pipeline import make
from audiobrief.system.file_names import make_portable
from audiobrief.system.filesystem import read_bytes
from audiobrief.system.signals import exit_on_termination
from audiobrief.system.transaction import target_errors, transaction
from audiobrief.system.unfinished import remove_leftovers, unfinished_folder
from audiobrief.version import __version__


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a wish names (`field` of Options), sent along: the other machine does not have it."""

    field: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Task:
    """`number` tells tasks apart; `name` is the programme's file name without suffix."""

    number: int
    article: Article
    name: str
    options: Options
    attached: tuple[Attachment, ...] = ()
    version: str = __version__


@dataclass(frozen=True, slots=True)
class TaskSuccess:
    """A finished programme. `files` are by name, or NAME.daisy/PART where they lie in a folder of their own; `duration`
    and `seconds`, the time it took, are in seconds."""

    number: int
    files: tuple[tuple[str, bytes], ...]
    duration: float
    chapters: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """Why an article was not made, in one sentence, with the exit status of that error."""

    number: int
    reason: Message
    status: int


def load_attachments(options: Options) -> tuple[Attachment, ...]:
    """The small files that options name; a model is too large, and must lie at the same path on every machine.

    Raises DataError for one that cannot be read.
    """
    found = []
    for field in ("lexicon", "cover"):
        path: Path | None = getattr(options, field)
        if path:
            try:
                found.append(Attachment(field, path.name, read_bytes(path)))
            except OSError as error:
                raise DataError(
                    "'{path}' cannot be read ({reason}): check the path.", path=path, reason=get_reason(error)
                ) from error
    return tuple(found)


def run_task(task: Task) -> TaskSuccess | TaskFailure:
    """Make the programme in a folder of its own and hand over its files. Whatever goes wrong becomes a NotMade."""
    begun = time.monotonic()
    if task.version != __version__:  # a machine that came after the others were asked
        reason = message(
            "A machine of the cluster has audiobrief {version}, not {wanted}: install the same on each.",
            version=__version__,
            wanted=task.version,
        )
        return TaskFailure(task.number, reason, ClusterError.exit_status)
    try:
        place = Path(gettempdir())
        remove_leftovers(place)
        with exit_on_termination(), unfinished_folder(place) as folder:
            given, made = folder / "given", folder / "made"
            given.mkdir()
            made.mkdir()
            asked = {"output": made / f"{task.name}.mp3", **_write_attachments(task.attached, given)}
            options = change_options(task.options, asked)
            programme = make(task.article, options)
            return TaskSuccess(
                task.number,
                tuple((path.relative_to(made).as_posix(), path.read_bytes()) for path in _list_files(made)),
                programme.duration,
                len(programme.chapters),
                time.monotonic() - begun,
            )
    except Exception as error:  # one article's surprise must not be the end of the others
        told = explain_error(error)
        return TaskFailure(task.number, told.message, told.exit_status)


def write_programme(folder: Path, files: Sequence[tuple[str, bytes]]) -> None:
    """Write the files of a programme to `folder`, all or none; those in folders of their own are the parts of a talking
    book. Raises TargetError."""
    books: dict[str, list[tuple[str, bytes]]] = {}
    for name, content in files:
        book, slash, part = name.partition("/")
        if slash:
            books.setdefault(book, []).append((part, content))
    with target_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with transaction() as staged:
        # The sound is staged first, so that it appears last.
        for name, content in sorted(files, key=lambda file: not file[0].endswith(".mp3")):
            if "/" not in name:
                staged.stage_file(folder / name).write_bytes(content)
        for book, parts in books.items():
            # A folder that holds other kinds of files is somebody's, and stays.
            endings = {re.escape(Path(part).suffix) for part, _ in parts}
            place = staged.stage_folder(folder / book, re.compile(f".*(?:{'|'.join(sorted(endings))})"))
            for part, content in parts:
                (place / part).write_bytes(content)


def _list_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write_attachments(files: tuple[Attachment, ...], folder: Path) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for file in files:
        # Two options may name files of the same name.
        path = folder / file.field / make_portable(file.name)
        path.parent.mkdir()
        path.write_bytes(file.content)
        paths[file.field] = path
    return paths
