"""Decoding and resampling the clips of engines, by pydub and the wheel's ffmpeg.

Voices use this module too, and none of the others in this package. Import it inside a function: it loads pydub.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from io import BytesIO
from typing import Any

from audiobrief.audio.ffmpeg import build_resample_filter
from audiobrief.errors import VoiceError
from audiobrief.messages import get_reason
from audiobrief.model import Clip

# pydub warns that no ffmpeg is on PATH (it is set below), that audioop is deprecated, and of escapes in
# its own source. Filters hold for the whole process, so they are set during this import only, and match nothing else.
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", module=r"(.*[/\\])?pydub\b")
    warnings.filterwarnings("ignore", message=r".?audioop.? is deprecated", category=DeprecationWarning)
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError, CouldntEncodeError


class UndecodableError(VoiceError):
    """An engine's sound is not in the expected format."""


def decode_mp3(mp3: bytes, sample_rate: int) -> Clip:
    """Decode an MP3 to a clip of `sample_rate` Hz.

    Raises UndecodableError if it is not an MP3, VoiceError if ffmpeg is missing or cannot be run.
    """
    try:
        # The format is named because the wheel has no ffprobe to detect it.
        segment = _load_segment_class().from_file(
            BytesIO(mp3), format="mp3", codec="mp3", parameters=["-ac", "1", "-ar", str(sample_rate)]
        )
    except (CouldntDecodeError, IndexError) as error:
        raise UndecodableError("What the voice sent is not a decodable MP3: request it again.") from error
    except OSError as error:
        raise VoiceError(
            "ffmpeg cannot be run ({reason}): reinstall imageio-ffmpeg.", reason=get_reason(error)
        ) from error
    return Clip(segment.set_sample_width(2).raw_data, sample_rate)


def resample_clip(clip: Clip, sample_rate: int) -> Clip:
    """Convert a clip to `sample_rate` Hz. Raises VoiceError."""
    if clip.sample_rate == sample_rate or not clip.frames:
        return Clip(clip.pcm, sample_rate, clip.words)
    segment = _load_segment_class()(data=clip.pcm, sample_width=2, frame_rate=clip.sample_rate, channels=1)
    output = BytesIO()
    try:
        segment.export(output, format="s16le", parameters=["-af", build_resample_filter(sample_rate)])
    except (CouldntEncodeError, OSError) as error:
        raise VoiceError("ffmpeg could not change the sample rate of a clip: is the disk full?") from error
    factor = sample_rate / clip.sample_rate
    words = tuple(
        replace(word, first=round(word.first * factor), last=round(word.last * factor)) for word in clip.words
    )
    return Clip(output.getvalue(), sample_rate, words)


def _load_segment_class() -> Any:
    """pydub's AudioSegment, set to run the wheel's ffmpeg. Raises VoiceError."""
    import imageio_ffmpeg

    try:
        AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise VoiceError("ffmpeg is missing: install it with 'pip install imageio-ffmpeg'.") from error
    return AudioSegment
