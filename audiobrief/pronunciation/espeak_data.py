"""The data folder that eSpeak NG reads: espeakng-loader's files and the voices in `voices/espeak/`, copied to a place
whose path eSpeak NG can use.

eSpeak NG 1.52 keeps the path of its data in 160 bytes, and cannot be given a voice file by its path: it cuts that at
60 bytes, lower-cases it and takes `+` for a separator (`espeak_ng_SetVoiceByFile` in its voices.c). A voice inside the
data folder is chosen by its name, wherever the folder is.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, get_reason, message
from audiobrief.system.paths import get_cache_folder, get_voices_folder, list_shared_folders, make_private

# N_PATH_HOME of eSpeak NG, less the byte that ends the text.
LONGEST_PATH = 159
# File systems of memory cards count seconds in pairs.
_SAME_TIME = 2.0


def own_voices() -> dict[str, str]:
    """The names of the voices in `voices/espeak/`, each with the name that eSpeak NG knows it by."""
    return {path.name: f"audiobrief-{path.name}" for path in _voice_files()}


def prepare_data(source: Path) -> bytes:
    """Return the path, as the C library takes it, of a folder with our voices and all of `source`, the package's data.

    It is made once and looked over at each call: what is missing or was changed is copied again. Raises VoiceError
    where no folder can be used.
    """
    files = dict(_files(source))
    refused: list[Message] = []
    for parent in _parents():
        folder = parent / f"espeak-ng-{version('espeakng-loader')}"
        try:
            path = _native(folder)
            if len(path) > LONGEST_PATH:
                refused.append(message("the path of '{folder}' is too long for it", folder=folder))
                continue
            if parent != get_cache_folder():
                make_private(parent)
            for name, original in files.items():
                _copy_if_changed(original, folder / name)
        except OSError as error:
            told = message("'{folder}' cannot be used ({reason})", folder=folder, reason=get_reason(error))
            refused.append(told)
            continue
        return path
    raise VoiceError(
        "eSpeak NG has no place for its data ({reason}): name a folder that can be written, with a short path, in the "
        "variable AUDIOBRIEF_CACHE.",
        reason=refused[0],
    )


def _files(source: Path) -> Iterator[tuple[Path, Path]]:
    """Where each file stands in the data folder, and what it is copied from. Raises VoiceError."""
    found = False
    for place, _, names in os.walk(source):
        for name in names:
            original = Path(place, name)
            found = True
            yield original.relative_to(source), original
    if not found:
        raise VoiceError("The data of eSpeak NG is missing: reinstall espeakng-loader.")
    known_as = own_voices()
    for original in _voice_files():
        yield Path("voices", known_as[original.name]), original


def _voice_files() -> list[Path]:
    folder = get_voices_folder() / "espeak"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _parents() -> Iterator[Path]:
    """The cache, then folders for temporary files, which have short paths."""
    yield get_cache_folder()
    yield from list_shared_folders()


def _native(path: Path) -> bytes:
    """The path as the C library opens it: on Windows in the code page of the system. Raises OSError."""
    if sys.platform != "win32":
        return os.fsencode(path)
    text = str(path)
    try:
        encoded = text.encode("mbcs", "strict")
        if encoded.decode("mbcs") == text:
            return encoded
    except UnicodeError:
        pass
    raise OSError(message("eSpeak NG cannot open a folder with these letters"))


def _copy_if_changed(original: Path, copy: Path) -> None:
    """Have `copy` hold what `original` holds; the size and the time of change tell. Raises OSError."""
    wanted = original.stat()
    if _is_copy(copy, wanted):
        return
    copy.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=copy.parent, prefix=".audiobrief-", suffix=".part")
    os.close(handle)
    unfinished = Path(name)
    try:
        shutil.copyfile(original, unfinished)
        os.utime(unfinished, ns=(wanted.st_atime_ns, wanted.st_mtime_ns))
        unfinished.replace(copy)
    except OSError:
        unfinished.unlink(missing_ok=True)
        # Another process may have put it there and be reading it, which keeps it from being replaced on Windows.
        if not _is_copy(copy, wanted):
            raise


def _is_copy(copy: Path, wanted: os.stat_result) -> bool:
    try:
        status = copy.stat()
    except OSError:
        return False
    return status.st_size == wanted.st_size and abs(status.st_mtime - wanted.st_mtime) <= _SAME_TIME
