"""Files written whole or not at all, and a folder that only one run writes to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from audiobrief.delivery.folder import atomic_folder
from audiobrief.delivery.placing import together, told_of
from audiobrief.delivery.target import atomic_target
from audiobrief.errors import TargetError
from audiobrief.messages import reason_of
from audiobrief.system.locks import take_lock

_LOCK = ".audiobrief.lock"


def write(path: Path, content: bytes, option: str = "-o") -> None:
    """Raises TargetError; then a former file is untouched. `option` is what named the path."""
    with told_of(path, option):
        path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_target(path, option) as unfinished:
        unfinished.write_bytes(content)


def put(folder: Path, files: Sequence[tuple[str, bytes]]) -> None:
    """Write the files of a programme to `folder`, all or none; those in folders of their own are the parts of a talking
    book. The sound comes last: who sees it finds the rest beside it. Raises TargetError."""
    books: dict[str, list[tuple[str, bytes]]] = {}
    for name, content in files:
        book, slash, part = name.partition("/")
        if slash:
            books.setdefault(book, []).append((part, content))
    with told_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with together(folder):
        for book, parts in books.items():
            # A folder that holds other kinds of files is somebody's, and stays.
            endings = {re.escape(Path(part).suffix) for part, _ in parts}
            with atomic_folder(folder / book, re.compile(f".*(?:{'|'.join(sorted(endings))})")) as unfinished:
                for part, content in parts:
                    (unfinished / part).write_bytes(content)
        for name, content in sorted(files, key=lambda file: file[0].endswith(".mp3")):
            if "/" not in name:
                write(folder / name, content)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold `folder`, made where it is missing, against other runs. Raises TargetError where another holds it.

    The lock ends with the process; the file of a run that was killed is taken over by the next.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = take_lock(folder / _LOCK)
    except OSError as error:
        raise TargetError(
            "The folder '{folder}' cannot be used ({reason}): choose another with -o.",
            folder=folder,
            reason=reason_of(error),
        ) from error
    if lock is None:
        raise TargetError("Another run is writing to '{folder}': wait for its end, or choose another.", folder=folder)
    try:
        yield
    finally:
        lock.release()
