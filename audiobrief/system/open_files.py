"""Whether another program still writes to a file, as far as the system tells."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")
# CreateFileW: GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING; the error ERROR_SHARING_VIOLATION.
_GENERIC_READ, _SHARE_READ, _OPEN_EXISTING, _SHARING_VIOLATION = 0x80000000, 1, 3, 32


def is_open_for_writing(path: Path) -> bool:
    """Whether a process that this one may see has `path` open for writing.

    Linux tells this of one's own processes, and root of all (proc(5)); Windows refuses to share a file that is being
    written. Elsewhere the answer is False.
    """
    if sys.platform == "win32":
        return _is_shared_for_writing(path)
    try:
        wanted = path.stat()
    except OSError:
        return False
    return any(
        os.path.samestat(status, wanted) and _is_writable(process, number)
        for process, number, status in _list_handles()
    )


def _list_handles() -> Iterator[tuple[Path, str, os.stat_result]]:
    """The open files of all processes that may be seen: process, descriptor, status."""
    try:
        processes = [_PROCESSES / name for name in os.listdir(_PROCESSES) if name.isdigit()]  # noqa: PTH208
    except OSError:
        return
    for process in processes:
        try:
            numbers = os.listdir(process / "fd")  # noqa: PTH208
        except OSError:  # another user's, or just ended
            continue
        for number in numbers:
            with suppress(OSError):
                yield process, number, (process / "fd" / number).stat()


def _is_writable(process: Path, number: str) -> bool:
    try:
        lines = (process / "fdinfo" / number).read_text(encoding="ascii").splitlines()
    except OSError:
        return False
    flags = next((int(line.split()[1], 8) for line in lines if line.startswith("flags:")), os.O_RDONLY)
    return flags & (os.O_WRONLY | os.O_RDWR) != 0


if sys.platform == "win32":

    def _is_shared_for_writing(path: Path) -> bool:
        """Whether the file cannot be opened by one who does not let others write it."""
        import ctypes
        from ctypes import wintypes

        load = getattr(ctypes, "WinDLL", None)
        if load is None:  # a Python without Windows' libraries
            return False
        kernel = load("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        kernel.CreateFileW.argtypes = [
            wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD, wintypes.DWORD,
            wintypes.HANDLE,
        ]  # fmt: skip
        kernel.CloseHandle.argtypes = [wintypes.HANDLE]
        handle = kernel.CreateFileW(str(path), _GENERIC_READ, _SHARE_READ, None, _OPEN_EXISTING, 0, None)
        if handle in (None, wintypes.HANDLE(-1).value):
            return ctypes.get_last_error() == _SHARING_VIOLATION
        kernel.CloseHandle(handle)
        return False
