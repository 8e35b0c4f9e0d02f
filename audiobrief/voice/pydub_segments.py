"""pydub, imported without what it says of itself: that no ffmpeg is on PATH (it is told where one is), that it imports
audioop, and how its source is written.

Filters are the whole process's, so they stand during this one import, and match these warnings alone.
"""

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", module=r"(.*[/\\])?pydub\b")
    warnings.filterwarnings("ignore", message=r".?audioop.? is deprecated", category=DeprecationWarning)
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError, CouldntEncodeError

__all__ = ["AudioSegment", "CouldntDecodeError", "CouldntEncodeError"]
