"""What differs between systems about processes: terminal, working folder, memory limit, named semaphores."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from audiobrief.system.unfinished import remove_leftovers, unfinished_file

# Where Linux keeps named semaphores (sem_overview(7)).
SHARED_MEMORY = Path("/dev/shm")
_QUIET_TRACKER = "ignore::UserWarning:multiprocessing.resource_tracker"
_SEMAPHORE = re.compile(r"sem\.(\.audiobrief-\w{8})-\w+")
_PREFIX = "semprefix"
_AUTOGROUP = Path("/proc/self/autogroup")
# BELOW_NORMAL_PRIORITY_CLASS of Windows.
_BELOW_NORMAL = 0x4000
# Signals that a terminal sends to all processes of its group.
_TERMINAL_SIGNALS = [found for name in ("SIGINT", "SIGHUP") if (found := getattr(signal, name, None)) is not None]


def leave_terminal() -> None:
    """Detach this process from the terminal: it no longer receives Ctrl-C or the terminal's hang-up."""
    if sys.platform != "win32":
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def lower_priority(by: int) -> None:
    """Let other processes go before this one, by `by` (0 to 19) as `nice` counts; on Windows, if it is not 0.

    Linux gives each session its share of the processor first (sched(7), autogroup), so a process that has a session of
    its own lowers that too.
    """
    if by <= 0:
        return
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(by)
        if _AUTOGROUP.exists() and os.getsid(0) == os.getpid():
            with suppress(OSError):
                _AUTOGROUP.write_bytes(str(by).encode())


@contextmanager
def block_signals() -> Iterator[None]:
    """Block terminal signals in processes that are started inside the block, until they call `unblock_signals`.

    A terminal sends Ctrl-C to every process of its group, also to one that is not ready to clean up yet. This process
    receives the signals after the block.
    """
    if sys.platform == "win32":
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, _TERMINAL_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def unblock_signals() -> None:
    """Unblock the signals that `block_signals` has blocked, in the process that was started."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _TERMINAL_SIGNALS)


@contextmanager
def existing_working_folder(other: Path) -> Iterator[None]:
    """Make `other` the working folder during the block if the current one was removed. Windows never removes one."""
    try:
        Path.cwd()
    except OSError:
        if sys.platform == "win32":
            raise
        gone = os.open(".", os.O_RDONLY)
        os.chdir(other)
        try:
            yield
        finally:
            os.fchdir(gone)
            os.close(gone)
    else:
        yield


def get_memory_limit() -> int | None:
    """The limit of this process's address space in bytes (`ulimit -v`), or None."""
    if sys.platform == "win32":
        return None
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if limit == resource.RLIM_INFINITY else limit


def release_memory() -> None:
    """Give memory that was freed back to the system, where the C library is one that can (malloc_trim(3) of glibc)."""
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def named_semaphores() -> Iterator[None]:
    """Name the semaphores that multiprocessing makes inside the block after a file that this process has locked.

    Linux keeps semaphores of killed runs in memory; by the lock the next run knows which ones to remove. On other
    systems, the names are multiprocessing's own.
    """
    remove_dead_semaphores()
    from multiprocessing.process import current_process

    config: dict[str, Any] = getattr(current_process(), "_config", {})
    with ExitStack() as stack:
        # It removes the semaphores of a run that a signal ends, and would say so after the run's last line.
        sys.warnoptions.append(_QUIET_TRACKER)
        stack.callback(sys.warnoptions.remove, _QUIET_TRACKER)
        with suppress(OSError):
            held = stack.enter_context(unfinished_file(SHARED_MEMORY))
            if former := config.get(_PREFIX):
                stack.callback(config.__setitem__, _PREFIX, former)
                config[_PREFIX] = f"/{held.stem}"
        yield


def remove_dead_semaphores() -> None:
    """Remove the semaphores of killed runs."""
    try:
        # Listed before the files, because a run locks its file before it makes its first semaphore.
        named = [(path, name[1]) for path in SHARED_MEMORY.iterdir() if (name := _SEMAPHORE.fullmatch(path.name))]
    except OSError:
        return
    remove_leftovers(SHARED_MEMORY)
    for path, owner in named:
        if not (SHARED_MEMORY / f"{owner}.part").exists():
            with suppress(OSError):
                path.unlink()
