"""The data folder of eSpeak NG: espeakng-loader's files and the voices in `voices/espeak/`, copied to a usable path.

eSpeak NG 1.52 keeps the path of its data in 160 bytes, and cannot be given the path of a voice file: it cuts that to 60
bytes, converts it to lower case and takes `+` for a separator (`espeak_ng_SetVoiceByFile` in its voices.c). A voice
inside the data folder is selected by its name, wherever the folder is.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, get_reason, message
from audiobrief.system.paths import get_cache_folder, get_voices_folder, list_shared_folders, make_private
from audiobrief.system.unfinished import remove_leftovers, unfinished_folder

# Bytes: N_PATH_HOME of eSpeak NG, less the one that terminates the string.
LONGEST_PATH = 159
# Seconds: file systems of memory cards store times of change in steps of two.
_TIME_TOLERANCE = 2.0


def list_own_voices() -> dict[str, str]:
    """The names of the voices in `voices/espeak/`, each with its name in eSpeak NG."""
    return {path.name: f"audiobrief-{path.name}" for path in _list_voice_files()}


def prepare_data(source: Path) -> bytes:
    """Copy our voices and all of `source`, the package's data, to a folder; return its path for the C library.

    Files that are there already are copied again only if they differ. Raises VoiceError if no folder can be used.
    """
    files = dict(_list_files(source))
    refused: list[Message] = []
    for parent in _list_parents():
        from importlib.metadata import version

        folder = parent / f"espeak-ng-{version('espeakng-loader')}"
        try:
            path = _encode_path(folder)
            if len(path) > LONGEST_PATH:
                refused.append(message("the path of '{folder}' is too long for it", folder=folder))
                continue
            if parent != get_cache_folder():
                make_private(parent)
            _update_folder(folder, files)
        except OSError as error:
            refused.append(message("'{folder}' cannot be used ({reason})", folder=folder, reason=get_reason(error)))
            continue
        return path
    raise VoiceError(
        "eSpeak NG has no folder for its data ({reason}): name a writable folder with a short path in the variable "
        "AUDIOBRIEF_CACHE.",
        reason=refused[0],
    )


def _list_files(source: Path) -> Iterator[tuple[Path, Path]]:
    """The path of each file in the data folder, and of its original. Raises VoiceError."""
    found = False
    for place, _, names in os.walk(source):
        below = Path(place).relative_to(source)
        for name in names:
            found = True
            yield below / name, Path(place, name)
    if not found:
        raise VoiceError("The data of eSpeak NG is missing: reinstall espeakng-loader.")
    known_as = list_own_voices()
    for original in _list_voice_files():
        yield Path("voices", known_as[original.name]), original


def _list_voice_files() -> list[Path]:
    folder = get_voices_folder() / "espeak"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _list_parents() -> Iterator[Path]:
    """The cache folder, then folders for temporary files, which have short paths."""
    yield get_cache_folder()
    yield from list_shared_folders()


def _encode_path(path: Path) -> bytes:
    """The path as the C library opens it: on Windows in the system's code page. Raises OSError."""
    if sys.platform != "win32":
        return os.fsencode(path)
    text = str(path)
    try:
        encoded = text.encode("mbcs", "strict")
        if encoded.decode("mbcs") == text:
            return encoded
    except UnicodeError:
        pass
    raise OSError(message("eSpeak NG cannot open a folder whose name has these characters"))


def _update_folder(folder: Path, files: dict[Path, Path]) -> None:
    """Copy the originals whose copy in `folder` is missing or different. Raises OSError.

    Copies are written to an unfinished folder and renamed. A killed run leaves that folder, and at least one file to be
    copied, so that the next run removes it.
    """
    outdated = {copy: original for copy, original in files.items() if not _is_copy(folder / copy, original)}
    if not outdated:
        return
    folder.mkdir(parents=True, exist_ok=True)
    remove_leftovers(folder)
    with unfinished_folder(folder) as unfinished:
        for copy, original in outdated.items():
            (folder / copy).parent.mkdir(parents=True, exist_ok=True)
            new = unfinished / copy.name
            try:
                shutil.copyfile(original, new)
                status = original.stat()
                os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
                new.replace(folder / copy)
            except OSError:
                # On Windows, a copy cannot be replaced while another process, which may have made it, is reading it.
                if not _is_copy(folder / copy, original):
                    raise


def _is_copy(copy: Path, original: Path) -> bool:
    """Whether the files have the same size and time of change. Raises OSError if there is no original."""
    wanted = original.stat()
    try:
        status = copy.stat()
    except OSError:
        return False
    return status.st_size == wanted.st_size and abs(status.st_mtime - wanted.st_mtime) <= _TIME_TOLERANCE
