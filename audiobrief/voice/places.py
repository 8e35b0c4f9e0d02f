"""Where voices are found, and where clips and models are kept."""

import os
import tempfile
from pathlib import Path

from audiobrief.looking import found


def cache_folder() -> Path:
    """The folder named by AUDIOBRIEF_CACHE, else the user's cache folder for audiobrief."""
    if chosen := os.environ.get("AUDIOBRIEF_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    folder = user_cache_path("audiobrief")
    # A user without a home folder: "~" stays as it is, and would become a folder of that name where one happens to be.
    return folder if folder.is_absolute() else Path(tempfile.gettempdir()) / f"audiobrief-{os.getuid()}"


def voices_folder() -> Path:
    """The voice profiles and voice files: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "voices"
    return shipped if shipped.is_dir() else package.parent / "voices"


def config_folder() -> Path:
    """Where the user keeps what is their own: voices, and defaults for options."""
    from platformdirs import user_config_path

    return user_config_path("audiobrief")


def own_voices_folder() -> Path:
    """Where the user keeps voices that do not come with audiobrief."""
    return config_folder() / "voices"


def own_voices(pattern: str) -> list[Path]:
    """The files in that folder named as in `pattern`, in order; none where it cannot be looked into."""
    return sorted(found(own_voices_folder(), pattern))
