"""Files and folders that take their places together, once all are whole.

Blocks inside one another are one set, as transactions are: what is written in the inner ones is put in place at the end
of the outermost, the innermost first. What fails before that leaves every former file as it was. Putting in place is a
few renames, one after the other; a process killed between two of them leaves new files beside former ones, each of them
whole, and the next run of the same command replaces them all.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from audiobrief.errors import TargetError
from audiobrief.interrupts import interrupts_later, terminated_as_exit
from audiobrief.messages import reason_of
from audiobrief.system.file_names import LONGEST_PATH, too_long_for_windows
from audiobrief.system.filesystem import remove_tree
from audiobrief.system.renaming import exchange, is_in_use, rename
from audiobrief.system.unfinished import sweep, turn

Undo = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Member(ABC):
    """Something whole at `unfinished` that goes to `target`, which is beside it; `option` is what named the target."""

    target: Path
    unfinished: Path
    option: str = field(default="-o", kw_only=True)

    @abstractmethod
    def check(self) -> None:
        """See that the target may be replaced, as it now is. Raises TargetError."""

    @abstractmethod
    def settle(self) -> None:
        """Give it its permissions and have it written to the disk. Raises OSError."""

    def place(self) -> Undo:
        """Rename it, and return what undoes that. Raises OSError, TargetError."""
        if not os.path.lexists(self.target):
            rename(self.unfinished, self.target)
            return lambda: rename(self.target, self.unfinished)
        if not exchange(self.unfinished, self.target):
            return self.replace()
        if self.unfinished.is_dir() != self.target.is_dir():  # it became something else a moment ago
            exchange(self.unfinished, self.target)
            self.check()
        return lambda: exchange(self.unfinished, self.target)

    @abstractmethod
    def replace(self) -> Undo:
        """As `place`, where two names cannot be exchanged: what stood there is kept until the set is in place."""

    @abstractmethod
    def forget(self) -> None:
        """The set is in place: what `replace` kept is needed no more."""


class Placing:
    """The set that is being written: `whole` are its members that are finished; `stack` ends with the set."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.whole: list[Member] = []

    def place(self) -> None:
        """Put every member in its place, or none. Raises TargetError."""
        for member in self.whole:
            with told_of(member.target, member.option):
                member.settle()
        if not self.whole:
            return
        with turn(self.whole[-1].target), interrupts_later():
            for member in self.whole:
                member.check()
            undo: list[Undo] = []
            try:
                for member in self.whole:
                    with told_of(member.target, member.option):
                        undo.append(member.place())
            except BaseException:
                for back in reversed(undo):
                    back()
                raise
            for member in self.whole:
                member.forget()


_open: ContextVar[Placing | None] = ContextVar("the set that is being written", default=None)


@contextmanager
def together(folder: Path) -> Iterator[Placing]:
    """The set that is open, else a new one, put in place when the block ends well; what killed runs left in `folder`
    goes first. SIGTERM inside the block ends it as an error does. Raises TargetError."""
    if (outer := _open.get()) is not None:
        yield outer
        return
    sweep(folder)
    with ExitStack() as stack, terminated_as_exit():
        placing = Placing(stack)
        token = _open.set(placing)
        try:
            yield placing
        finally:
            _open.reset(token)
        placing.place()


@contextmanager
def told_of(target: Path, option: str = "-o") -> Iterator[None]:
    """The system's refusals inside the block, about `target` or what is beside it, as a TargetError; `option` is what
    names another target."""
    try:
        yield
    except BrokenPipeError:  # who listened to us has gone: nothing of the target's
        raise
    except OSError as error:
        if is_in_use(error):
            raise TargetError(
                "'{path}' cannot be replaced while another program has it open: close it there, or choose another "
                "place with {option}.",
                path=target,
                option=option,
            ) from error
        if length := too_long_for_windows(target, error):
            raise TargetError(
                "'{path}' cannot be written: with its folders its name has {length} characters, and Windows takes "
                "{most} or so; choose a shorter one with {option}.",
                path=target,
                length=length,
                most=LONGEST_PATH,
                option=option,
            ) from error
        raise TargetError(
            "'{path}' cannot be written ({reason}): choose another place with {option}.",
            path=target,
            reason=reason_of(error),
            option=option,
        ) from error


def synced(path: Path) -> None:
    """Have a file, or all files in a folder, written to the disk. Raises OSError."""
    if path.is_dir():
        for entry in path.iterdir():
            synced(entry)
        return
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def removed(path: Path) -> None:
    """Remove what an exchange left."""
    if path.is_dir():
        remove_tree(path)
    else:
        path.unlink(missing_ok=True)


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
