"""Sound from an engine brought to the form of a clip: MP3 decoded, sample rates changed, by the wheel's ffmpeg."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from audiobrief.errors import VoiceError
from audiobrief.messages import get_reason
from audiobrief.model import Clip
from audiobrief.system.resampling import resample_filter


class UndecodableError(VoiceError):
    """What an engine gave is not in the form that was expected."""


def decoded(mp3: bytes, sample_rate: int) -> Clip:
    """The sound of an MP3, at `sample_rate` Hz. Raises UndecodableError where it is none, VoiceError without ffmpeg."""
    from audiobrief.voice.pydub_segments import CouldntDecodeError

    try:
        # The wheel's ffmpeg has no ffprobe, so the format is named.
        segment = _segments().from_file(
            BytesIO(mp3), format="mp3", codec="mp3", parameters=["-ac", "1", "-ar", str(sample_rate)]
        )
    except (CouldntDecodeError, IndexError) as error:
        raise UndecodableError("What the voice sent is no MP3 that can be decoded: ask for it again.") from error
    except OSError as error:
        raise VoiceError(
            "ffmpeg cannot be run ({reason}): reinstall imageio-ffmpeg.", reason=get_reason(error)
        ) from error
    return Clip(segment.set_sample_width(2).raw_data, sample_rate)


def resampled(clip: Clip, sample_rate: int) -> Clip:
    """The same sound at another sample rate. Raises VoiceError."""
    if clip.sample_rate == sample_rate or not clip.frames:
        return Clip(clip.pcm, sample_rate)
    from audiobrief.voice.pydub_segments import CouldntEncodeError

    segment = _segments()(data=clip.pcm, sample_width=2, frame_rate=clip.sample_rate, channels=1)
    out = BytesIO()
    try:
        segment.export(out, format="s16le", parameters=["-af", resample_filter(sample_rate)])
    except (CouldntEncodeError, OSError) as error:
        raise VoiceError("ffmpeg could not change the sample rate of a clip: is the disk full?") from error
    return Clip(out.getvalue(), sample_rate)


def joined(clips: Sequence[Clip], sample_rate: int, *, gap: float) -> Clip:
    """The clips one after the other at `sample_rate` Hz, `gap` seconds of silence between two. Raises VoiceError."""
    sounds = [resampled(clip, sample_rate).pcm for clip in clips]
    return Clip(bytes(2 * round(gap * sample_rate)).join(sounds), sample_rate)


def _segments() -> Any:
    import imageio_ffmpeg

    from audiobrief.voice.pydub_segments import AudioSegment

    try:
        AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise VoiceError("ffmpeg is missing: install it with 'pip install imageio-ffmpeg'.") from error
    return AudioSegment
