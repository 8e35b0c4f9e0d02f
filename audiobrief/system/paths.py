"""The folders of voices, of the configuration, and of cached clips and models."""

import os
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from audiobrief.messages import Message, message
from audiobrief.system.filesystem import find_files

# A path below the null device, where no file can be created.
NOWHERE = Path(os.devnull, "audiobrief")


def get_cache_folder() -> Path:
    """The folder named by AUDIOBRIEF_CACHE, else the user's cache folder for audiobrief.

    For a user without a home folder, the first of `list_shared_folders` that is private to the user (it is created), or
    NOWHERE.
    """
    if chosen := os.environ.get("AUDIOBRIEF_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    if folder := _find_user_folder(user_cache_path):
        return folder
    for place in list_shared_folders():
        with suppress(OSError):
            make_private(place)
            return place
    return NOWHERE


def explain_missing_cache() -> Message | None:
    """A message if there is no cache: the user has no home folder, and no shared folder is private. Else None."""
    if get_cache_folder() != NOWHERE:
        return None
    return message(
        "Nothing is kept from one programme to the next: there is no home folder, and '{folder}' is not yours alone. "
        "Name another folder in the variable AUDIOBRIEF_CACHE.",
        folder=list_shared_folders()[0],
    )


def list_shared_folders() -> list[Path]:
    """Folders for this user inside the shared folders for temporary files: see `make_private`."""
    if sys.platform == "win32":
        return [Path(tempfile.gettempdir(), "audiobrief")]
    places = dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp"))
    return [Path(place, f"audiobrief-{os.getuid()}") for place in places]


def make_private(folder: Path) -> None:
    """Create a folder in a shared place, or check that the existing one is private to the user. Raises OSError.

    Refused is what another user may have put there: a link, a folder that they own or may write to, or one in a place
    where they could replace it. If others may only read the user's folder, that permission is removed.
    """
    with suppress(FileExistsError):
        folder.mkdir(0o700)
    status, around = folder.lstat(), folder.parent.stat()
    if sys.platform == "win32":  # each user has a private folder for temporary files
        return
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o022:
        raise PermissionError(message("it belongs to another user"))
    if around.st_mode & 0o022 and not around.st_mode & stat.S_ISVTX:
        raise PermissionError(message("other users may replace it"))
    if stat.S_IMODE(status.st_mode) != 0o700:
        folder.chmod(0o700)


def get_voices_folder() -> Path:
    """The folder of voice profiles: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "voices"
    return shipped if shipped.is_dir() else package.parent / "voices"


def get_config_folder() -> Path:
    """The folder of the user's voices and configuration; NOWHERE without a home folder."""
    from platformdirs import user_config_path

    return _find_user_folder(user_config_path) or NOWHERE


def get_state_folder() -> Path:
    """The folder of what is remembered from one run to the next; NOWHERE without a home folder."""
    from platformdirs import user_state_path

    return _find_user_folder(user_state_path) or NOWHERE


def get_data_folder() -> Path:
    """The folder of what the user has made and wants to keep; NOWHERE without a home folder."""
    from platformdirs import user_data_path

    return _find_user_folder(user_data_path) or NOWHERE


def _find_user_folder(path_of: Callable[[str], Path]) -> Path | None:
    """A folder of the user, or None without a home folder."""
    try:
        folder = path_of("audiobrief")
    except RuntimeError:
        return None
    # Older versions of platformdirs return "~" unexpanded.
    return folder if folder.is_absolute() else None


def get_own_voices_folder() -> Path:
    """The folder of voices that the user has added."""
    return get_config_folder() / "voices"


def list_own_voices(pattern: str) -> list[Path]:
    """The user's voice files that match `pattern`, sorted; none if the folder cannot be read."""
    return sorted(find_files(get_own_voices_folder(), pattern))
