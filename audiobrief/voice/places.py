"""Where clips and models are kept."""

import os
from pathlib import Path


def cache_folder() -> Path:
    """The folder named by AUDIOBRIEF_CACHE, else the user's cache folder for audiobrief."""
    if chosen := os.environ.get("AUDIOBRIEF_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("audiobrief")
