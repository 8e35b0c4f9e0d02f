"""gTTS: the online voice. The text of every utterance is sent out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from io import BytesIO

from audiobrief.errors import NetworkError
from audiobrief.model import Clip
from audiobrief.voice.engine import Manner, Speech, words
from audiobrief.voice.silence import trimmed

_LONGEST_REQUEST = 100
_SIDE_BY_SIDE = 4
_TIMEOUT = 15.0


class GttsEngine:
    """`voice` is a language code, with a top-level domain for an accent: `fr`, `fr:ca`."""

    online = True

    def __init__(self, voice: str) -> None:
        self.language, _, domain = voice.partition(":")
        self.domain = domain or "com"
        self.identity = f"gtts {self.language} {self.domain}"

    @staticmethod
    def missing() -> str:
        return "" if find_spec("gtts") else "install it with 'pip install gtts'."

    @staticmethod
    def open(voice: str) -> GttsEngine:
        return GttsEngine(voice)

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            yield from pool.map(self._clip, utterances)

    def _clip(self, speech: Speech) -> Clip:
        from gtts import gTTS, gTTSError

        text = words(speech, respelled=True)
        if not re.search(r"\w", text):
            return Clip(b"", 24_000)
        sound = BytesIO()
        try:
            for request in requests_of(text):
                gTTS(request, lang=self.language, tld=self.domain, timeout=_TIMEOUT).write_to_fp(sound)
        except (gTTSError, OSError, AssertionError) as error:
            raise NetworkError(
                f"The online voice did not answer ({error}): check the network, or use --voice espeak-fr."
            ) from error
        return trimmed(decoded(sound.getvalue()))


def requests_of(text: str) -> list[str]:
    """`text` cut into requests short enough not to be cut again: after a mark of punctuation, else between words."""
    requests: list[str] = []
    for phrase in re.split(r"(?<=[.,;:?!…])\s+", text):
        for part in textwrap.wrap(phrase, _LONGEST_REQUEST):
            whole = part == phrase
            if whole and requests and len(requests[-1]) + 1 + len(part) <= _LONGEST_REQUEST:
                requests[-1] += f" {part}"
            else:
                requests.append(part)
    return requests


def decoded(mp3: bytes) -> Clip:
    """The sound of an MP3. The wheel's ffmpeg has no ffprobe, so the format is named. Raises NetworkError."""
    import imageio_ffmpeg
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError

    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    try:
        segment = AudioSegment.from_file(BytesIO(mp3), format="mp3", codec="mp3", parameters=["-ac", "1"])
    except (CouldntDecodeError, IndexError) as error:
        raise NetworkError("The online voice sent something that is no MP3: try again later.") from error
    segment = segment.set_channels(1).set_sample_width(2)
    return Clip(segment.raw_data, segment.frame_rate)
