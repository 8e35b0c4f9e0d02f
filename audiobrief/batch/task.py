"""Tasks of a batch, their results, and the protocol of the executors that run them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Protocol

from audiobrief.delivery.chapter_files import get_playlist_name, match_chapter_files
from audiobrief.errors import ClusterError, DataError, explain_error
from audiobrief.messages import Message, get_reason, message
from audiobrief.model import Article
from audiobrief.options import SIDECARS, Options, change_options
from audiobrief.pipeline import make
from audiobrief.pipeline.choices import choose_credential_files, load_show
from audiobrief.pipeline.sound import choose_music_files
from audiobrief.system.file_names import make_portable
from audiobrief.system.filesystem import read_bytes
from audiobrief.system.signals import exit_on_termination
from audiobrief.system.transaction import target_errors, transaction
from audiobrief.system.unfinished import remove_leftovers, unfinished_folder
from audiobrief.version import __version__


@dataclass(frozen=True, slots=True)
class Attachment:
    """The content of a file that an option (`field` of Options) names, for machines that do not have the file."""

    field: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Task:
    """An article to make. `number` identifies the task; `name` is the programme's file name without suffix."""

    number: int
    article: Article
    name: str
    options: Options
    attachments: tuple[Attachment, ...] = ()
    version: str = __version__


@dataclass(frozen=True, slots=True)
class TaskSuccess:
    """A finished programme.

    `files` are pairs of name and content; files in a folder have names such as NAME.daisy/PART. `duration` and
    `seconds`, the time that the task took, are in seconds.
    """

    number: int
    files: tuple[tuple[str, bytes], ...]
    duration: float
    chapters: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """The error message of a task that failed, with the exit status of its error."""

    number: int
    reason: Message
    status: int


class Executor(Protocol):
    """Runs tasks, on this machine or on others. Every task gets a result, also where a process or a machine dies."""

    def get_voice_identity(self, options: Options) -> str:
        """The identity of the voice on the machine that will speak. Raises VoiceError, DataError, ClusterError."""
        ...

    def run_tasks(self, tasks: Iterable[Task]) -> Iterator[TaskSuccess | TaskFailure]:
        """Yield one result for each task, as they are completed. Tasks are taken from the iterable when there is room
        for them, so that memory holds neither all articles nor all programmes."""
        ...


def load_attachments(options: Options) -> tuple[Attachment, ...]:
    """Read the small files that options name. Models are too large to send: they must have the same path on every
    machine.

    Raises DataError if a file cannot be read.
    """
    found = []
    own = [path for path in options.sidecars if str(path) not in SIDECARS]
    named: list[tuple[str, Path | None]] = [
        *((field, getattr(options, field)) for field in ("lexicon", "own_lexicon", "show", "cover")),
        # A show names its music relative to itself, so it is sent as if the options named it.
        *choose_music_files(options, load_show(options)).items(),
        *(("sidecars", path) for path in own),
    ]
    for field, path in named:
        if path:
            try:
                found.append(Attachment(field, path.name, read_bytes(path)))
            except OSError as error:
                raise DataError(
                    "'{path}' cannot be read ({reason}): check the path.", path=path, reason=get_reason(error)
                ) from error
    return tuple(found)


def locate_files(options: Options) -> Options:
    """The options with full paths of what is never sent: the model, and the show's key and certificate, which must be
    at the same place on every machine. Raises DataError."""
    files = choose_credential_files(options, load_show(options))
    if options.model:
        files["model"] = options.model
    return change_options(options, {name: path.absolute() for name, path in files.items()})


def run_task(task: Task) -> TaskSuccess | TaskFailure:
    """Make the programme in a temporary folder and return its files. Any error is returned as a TaskFailure."""
    begun = time.monotonic()
    if task.version != __version__:  # a worker that joined after the others were checked
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
            written = _write_attachments(task.attachments, given)
            options = change_options(
                task.options, {"output": made / f"{task.name}.mp3", **_name_attachments(written, task.options)}
            )
            programme = make(task.article, options)
            return TaskSuccess(
                task.number,
                tuple((path.relative_to(made).as_posix(), path.read_bytes()) for path in _list_files(made)),
                programme.duration,
                len(programme.chapters),
                time.monotonic() - begun,
            )
    except Exception as error:  # an unexpected error of one article must not end the batch
        reported = explain_error(error)
        return TaskFailure(task.number, reported.message, reported.exit_status)


def write_programme(folder: Path, files: Sequence[tuple[str, bytes]]) -> None:
    """Write the files of a programme to `folder` in one transaction; `NAME.daisy/PART` names are the parts of a talking
    book, `NAME/PART` those of a programme with a file for each chapter. Raises TargetError."""
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
            place = staged.stage_folder(folder / book, _match_parts(book, [part for part, _ in parts]))
            for part, content in parts:
                (place / part).parent.mkdir(exist_ok=True)
                (place / part).write_bytes(content)


def name_programme(name: str, files: Iterable[str]) -> str:
    """The file by which the programme `name` is played, among its `files`: the MP3, or the playlist of its chapters."""
    playlist = f"{name}/{get_playlist_name(name)}"
    return playlist if playlist in files else f"{name}.mp3"


def _match_parts(book: str, parts: list[str]) -> re.Pattern[str]:
    """A pattern of the names in a folder that may be replaced: one that holds other files belongs to the user."""
    if get_playlist_name(book) in parts:
        return match_chapter_files(book)
    endings = {re.escape(Path(part).suffix) for part in parts}
    return re.compile(f".*(?:{'|'.join(sorted(endings))})")


def _list_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write_attachments(files: tuple[Attachment, ...], folder: Path) -> list[tuple[str, Path]]:
    """Write the files below `folder`; return the option and the path of each."""
    written = []
    for number, file in enumerate(files):
        # Two may have the same name.
        path = folder / str(number) / make_portable(file.name)
        path.parent.mkdir()
        path.write_bytes(file.content)
        written.append((file.field, path))
    return written


def _name_attachments(written: list[tuple[str, Path]], options: Options) -> dict[str, Any]:
    """The options that name the written files; templates that come with audiobrief are named as before."""
    shipped = [path for path in options.sidecars if str(path) in SIDECARS]
    own = [path for field, path in written if field == "sidecars"]
    return {**dict(written), "sidecars": (*shipped, *own)}
