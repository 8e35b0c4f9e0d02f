"""Where voices are found, and where clips and models are kept."""

import os
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from audiobrief.messages import Message, message
from audiobrief.system.filesystem import find_files

# In what is no folder: nothing can be kept there.
NOWHERE = Path(os.devnull, "audiobrief")


def get_cache_folder() -> Path:
    """The folder named by AUDIOBRIEF_CACHE, else the user's cache folder for audiobrief; without a home folder, one of
    `list_shared_folders`, made here, or NOWHERE where none of them is the user's alone."""
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
    """Why nothing is kept, where the user has no home folder and somebody else has the names of the folders for it."""
    if get_cache_folder() != NOWHERE:
        return None
    return message(
        "Nothing is kept from one programme to the next: there is no home folder, and '{folder}' is not yours alone. "
        "Name another folder in the variable AUDIOBRIEF_CACHE.",
        folder=list_shared_folders()[0],
    )


def list_shared_folders() -> list[Path]:
    """Folders of this user's own in the folders for temporary files, which are everybody's: see `make_private`."""
    if sys.platform == "win32":
        return [Path(tempfile.gettempdir(), "audiobrief")]
    places = dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp"))
    return [Path(place, f"audiobrief-{os.getuid()}") for place in places]


def make_private(folder: Path) -> None:
    """Make a folder in a place that is shared with others, or see that the one there is ours alone. Raises OSError.

    What others could have put there is refused: a link, a folder of theirs, one that they may write to, one in a place
    where they could put another in its stead. One of ours that they may only look into is closed to them.
    """
    with suppress(FileExistsError):
        folder.mkdir(0o700)
    status, around = folder.lstat(), folder.parent.stat()
    if sys.platform == "win32":  # where the folder for temporary files is each user's own
        return
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o022:
        raise PermissionError(message("it is somebody else's"))
    if around.st_mode & 0o022 and not around.st_mode & stat.S_ISVTX:
        raise PermissionError(message("others may replace it"))
    if stat.S_IMODE(status.st_mode) != 0o700:
        folder.chmod(0o700)


def get_voices_folder() -> Path:
    """The voice profiles and voice files: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "voices"
    return shipped if shipped.is_dir() else package.parent / "voices"


def get_config_folder() -> Path:
    """Where the user keeps what is their own: voices, and defaults for options; NOWHERE without a home folder."""
    from platformdirs import user_config_path

    return _find_user_folder(user_config_path) or NOWHERE


def _find_user_folder(path_of: Callable[[str], Path]) -> Path | None:
    """A folder in the user's home; None for a user without one."""
    try:
        folder = path_of("audiobrief")
    except RuntimeError:
        return None
    # In older platformdirs "~" stays as it is, and would become a folder of that name where one happens to be.
    return folder if folder.is_absolute() else None


def get_own_voices_folder() -> Path:
    """Where the user keeps voices that do not come with audiobrief."""
    return get_config_folder() / "voices"


def list_own_voices(pattern: str) -> list[Path]:
    """The files in that folder named as in `pattern`, in order; none where it cannot be looked into."""
    return sorted(find_files(get_own_voices_folder(), pattern))
