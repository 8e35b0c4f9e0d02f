"""Files and folders that take their places together, once all of them are whole.

A transaction stages each file and folder beside its target and renames them all when its block ends well. What fails
before that leaves every former file as it was. The renames follow one another: a process that is killed between two of
them leaves new files beside former ones, each of them whole, and the next run of the same command replaces them all.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from audiobrief.errors import TargetError
from audiobrief.messages import get_reason
from audiobrief.system.file_names import MAX_WINDOWS_PATH, find_refused_part, measure_overlong_path
from audiobrief.system.filesystem import has_readonly_attribute, remove_tree
from audiobrief.system.renaming import exchange_paths, is_in_use, link_or_copy, rename_path, replace_file
from audiobrief.system.signals import defer_signals
from audiobrief.system.unfinished import (
    get_backup_path,
    lock_target,
    remove_leftovers,
    unfinished_file,
    unfinished_folder,
)

Undo = Callable[[], object]


class Transaction:
    """The files and folders that are written together. Targets are replaced in reverse order: the file that was staged
    first appears last, so that a program that sees it finds the others beside it."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._members: list[_Member] = []
        self._swept: set[Path] = set()

    def stage_file(self, target: Path, option: str = "-o") -> Path:
        """A new, empty file beside `target` to write to. A symbolic link stays: the file that it leads to is replaced.

        `option` is the command's option that named the target, for error messages. Raises TargetError.
        """
        place = resolve_link(target)
        with target_errors(target, option):
            self._sweep(place.parent)
            unfinished = self._stack.enter_context(unfinished_file(place.parent))
        self._members.append(_File(place, unfinished, target, option=option))
        return unfinished

    def stage_folder(self, target: Path, ours: re.Pattern[str]) -> Path:
        """A new, empty folder beside `target` to write in, whose parents are made.

        A folder that is there already is replaced only where all its files have names that `ours` matches.
        Raises TargetError.
        """
        place = resolve_link(target)
        with target_errors(target):
            _recover_folder(place)
            _check_folder(place, ours)
            place.parent.mkdir(parents=True, exist_ok=True)
            self._sweep(place.parent)
            unfinished = self._stack.enter_context(unfinished_folder(place.parent))
        self._members.append(_Folder(place, unfinished, target, ours))
        return unfinished

    @property
    def newest(self) -> tuple[Path, str] | None:
        """The target that was staged last, and the option that named it."""
        return (self._members[-1].named, self._members[-1].option) if self._members else None

    def commit(self) -> None:
        """Put every file and folder in its place, or none. Raises TargetError."""
        members = self._members[::-1]
        for member in members:
            with target_errors(member.target, member.option):
                member.flush()
        if not members:
            return
        with lock_target(members[-1].target), defer_signals():
            for member in members:
                member.check()
            undo: list[Undo] = []
            try:
                for member in members:
                    with target_errors(member.target, member.option):
                        undo.append(member.place())
            except BaseException:
                for back in reversed(undo):
                    back()
                raise
            for member in members:
                member.forget()

    def _sweep(self, folder: Path) -> None:
        """Remove what killed runs left in `folder`, once."""
        if folder not in self._swept:
            self._swept.add(folder)
            remove_leftovers(folder)


@contextmanager
def transaction() -> Iterator[Transaction]:
    """A transaction, committed when the block ends well; else nothing is replaced, and what was staged is removed.

    The system's refusals to write inside the block are raised as TargetError, about the target that was staged last.
    """
    with ExitStack() as stack:
        files = Transaction(stack)
        try:
            yield files
        except OSError:
            if files.newest is None:
                raise
            with target_errors(*files.newest):
                raise
        files.commit()


@contextmanager
def replaced_file(target: Path, option: str = "-o") -> Iterator[Path]:
    """A transaction of one file: the path to write to."""
    with transaction() as files:
        yield files.stage_file(target, option)


@contextmanager
def replaced_folder(target: Path, ours: re.Pattern[str]) -> Iterator[Path]:
    """A transaction of one folder: the folder to write in."""
    with transaction() as files:
        yield files.stage_folder(target, ours)


def write_file(target: Path, content: bytes, option: str = "-o") -> None:
    """Write a file, whole or not at all; its folder is made. Raises TargetError; then a former file is untouched."""
    with target_errors(target, option):
        target.parent.mkdir(parents=True, exist_ok=True)
    with replaced_file(target, option) as unfinished:
        unfinished.write_bytes(content)


def check_writable(target: Path, option: str = "-o", ending: str = "") -> None:
    """Check that the target's name ends in `ending` and that its folder, created if missing, can be written.

    `option` is the option that named the target. Raises TargetError.
    """
    place = resolve_link(target)
    with target_errors(place, option):
        if target.is_dir():
            raise TargetError(
                "The target '{path}' is a folder: name a file, as in '{example}'.",
                path=target,
                example=target / "programme.mp3",
            )
        if part := find_refused_part(target):
            raise TargetError(
                "'{path}' cannot be written: on Windows '{part}' is no name for a file; choose another with {option}.",
                path=target,
                part=part,
                option=option,
            )
        _check_file(target, option)
        if not target.name.lower().endswith(ending):
            raise TargetError(
                "'{path}' does not end in {ending}, and what is written there is an MP3: end its name in {ending}.",
                path=target,
                ending=ending,
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place.parent):
            pass


def check_folder_writable(target: Path, ours: re.Pattern[str]) -> None:
    """Check that `target` can be written as a folder whose files have names that `ours` matches. Raises TargetError."""
    place = resolve_link(target)
    check_writable(place.with_name(f"{place.name}.part"))
    with target_errors(target):
        _check_folder(place, ours)


@contextmanager
def target_errors(target: Path, option: str = "-o") -> Iterator[None]:
    """Raise the system's refusals inside the block, about `target` or what is beside it, as TargetError.

    `option` is the option that names another target.
    """
    try:
        yield
    except BrokenPipeError:  # of standard output, not of the target
        raise
    except OSError as error:
        if is_in_use(error):
            raise TargetError(
                "'{path}' cannot be replaced while another program has it open: close it there, or choose another "
                "place with {option}.",
                path=target,
                option=option,
            ) from error
        if length := measure_overlong_path(target, error):
            raise TargetError(
                "'{path}' cannot be written: with its folders its name has {length} characters, and Windows takes "
                "{most} or so; choose a shorter one with {option}.",
                path=target,
                length=length,
                most=MAX_WINDOWS_PATH,
                option=option,
            ) from error
        raise TargetError(
            "'{path}' cannot be written ({reason}): choose another place with {option}.",
            path=target,
            reason=get_reason(error),
            option=option,
        ) from error


def resolve_link(target: Path) -> Path:
    """The destination of a symbolic link at `target`, else `target`."""
    # Path.is_symlink raises where the folder may not be looked into.
    return Path(os.path.realpath(target)) if os.path.islink(target) else target  # noqa: PTH114


@dataclass(frozen=True, slots=True)
class _Member(ABC):
    """Something staged at `unfinished` that goes to `target`, which is beside it. `named` is the target as the caller
    named it, `option` the option that did."""

    target: Path
    unfinished: Path
    named: Path
    option: str = field(default="-o", kw_only=True)

    @abstractmethod
    def check(self) -> None:
        """Check that the target can still be replaced. Raises TargetError."""

    @abstractmethod
    def flush(self) -> None:
        """Set its permissions and flush it to the disk. Raises OSError."""

    def place(self) -> Undo:
        """Rename it, and return what undoes that. Raises OSError, TargetError."""
        if not os.path.lexists(self.target):
            rename_path(self.unfinished, self.target)
            return lambda: rename_path(self.target, self.unfinished)
        if not exchange_paths(self.unfinished, self.target):
            return self.replace()
        if self.unfinished.is_dir() != self.target.is_dir():  # the target changed its type a moment ago
            exchange_paths(self.unfinished, self.target)
            self.check()
        return lambda: exchange_paths(self.unfinished, self.target)

    @abstractmethod
    def replace(self) -> Undo:
        """As `place`, where two names cannot be exchanged: the former file is kept until all are in place."""

    @abstractmethod
    def forget(self) -> None:
        """Remove the former file that `replace` kept, once all members are in place."""


class _File(_Member):
    def check(self) -> None:
        with target_errors(self.target, self.option):
            if self.target.is_dir():
                raise TargetError(
                    "'{path}' has become a folder: remove it, or choose another with {option}.",
                    path=self.target,
                    option=self.option,
                )
            _check_file(self.target, self.option)

    def flush(self) -> None:
        self.unfinished.chmod(0o666 & ~_read_umask())
        _sync(self.unfinished)

    def replace(self) -> Undo:
        former = get_backup_path(self.unfinished)
        link_or_copy(self.target, former)
        replace_file(self.unfinished, self.target)
        return lambda: replace_file(former, self.target)

    def forget(self) -> None:
        get_backup_path(self.unfinished).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Folder(_Member):
    ours: re.Pattern[str]

    def check(self) -> None:
        with target_errors(self.target):
            _check_folder(self.target, self.ours)

    def flush(self) -> None:
        self.unfinished.chmod(0o777 & ~_read_umask())
        _sync(self.unfinished)

    def replace(self) -> Undo:
        """A folder cannot be renamed over one that is not empty, so the former one is renamed first."""
        aside = _get_former_folder(self.target)
        rename_path(self.target, aside)
        try:
            rename_path(self.unfinished, self.target)
        except OSError:
            rename_path(aside, self.target)
            raise

        def undo() -> None:
            rename_path(self.target, self.unfinished)
            rename_path(aside, self.target)

        return undo

    def forget(self) -> None:
        _remove_path(_get_former_folder(self.target))


def _check_file(target: Path, option: str) -> None:
    """Check that `target` is missing or a file that can be replaced. Raises TargetError, OSError."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(status.st_mode):
        raise TargetError(
            "'{path}' is a device or a pipe, not a file: name a file with {option}.", path=target, option=option
        )
    if has_readonly_attribute(status):
        raise TargetError(
            "'{path}' is marked as read-only: take the mark off in its properties, or choose another with {option}.",
            path=target,
            option=option,
        )


def _check_folder(target: Path, ours: re.Pattern[str]) -> None:
    if target.is_dir():
        strange = sorted(path.name for path in target.iterdir() if not ours.fullmatch(path.name))
        if strange:
            raise TargetError(
                "'{path}' holds something else ('{name}'): name a folder of its own.", path=target, name=strange[0]
            )
    elif target.exists():
        raise TargetError("'{path}' is a file: name a folder.", path=target)


def _get_former_folder(target: Path) -> Path:
    return target.with_name(f".{target.name[:100]}.former")


def _recover_folder(target: Path) -> None:
    """Restore or remove the former folder that a killed run had renamed."""
    aside = _get_former_folder(target)
    if aside.is_dir():
        if target.exists():
            _remove_path(aside)
        else:
            rename_path(aside, target)


def _sync(path: Path) -> None:
    """Flush a file, or all files in a folder, to the disk. Raises OSError."""
    if path.is_dir():
        for entry in path.iterdir():
            _sync(entry)
        return
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove_path(path: Path) -> None:
    if path.is_dir():
        remove_tree(path)
    else:
        path.unlink(missing_ok=True)


def _read_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
