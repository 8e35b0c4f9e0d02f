"""Mastering a piece: gain, music, true-peak limiter, sample rate, encoding; then measured as it will be delivered."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import astuple, dataclass, replace
from typing import Literal

from audiobrief.audio.ffmpeg import build_limiter, build_resample_filter, identify_ffmpeg, run_ffmpeg
from audiobrief.audio.loudness import METER, QUICK_METER, GatingBlocks, parse_true_peak
from audiobrief.audio.mpeg_layer3 import FRAME_SAMPLES, Mp3Format
from audiobrief.audio.music import format_ramps
from audiobrief.audio.pieces import Piece
from audiobrief.errors import EncoderError
from audiobrief.messages import get_reason
from audiobrief.system.disk_cache import DiskCache

SoundFormat = Literal["mp3", "pcm"]

# Part of the keys under which results are kept: change it with every change of what is computed here.
_VERSION = 2
# LAME scales its input by 0.95 at these bit rates.
_LAME_SCALE = 20 * math.log10(0.95)
_XING_RATE = 64
# dB between the limiter's threshold and the ceiling: encoding changes peaks, and resampling does a little.
_MARGIN: dict[SoundFormat, float] = {"mp3": 1.2, "pcm": 0.4}
_MARGIN_STEP = 0.6
_MOST_TRIES = 8


@dataclass(frozen=True, slots=True)
class Mastering:
    """Loudness in LUFS measured on the delivered channels, ceiling in dBTP, sample rate in Hz, bit rate in kbit/s.

    The bit rate is constant, unless `quality` is given: LAME's variable bit rate, from 0 (best) to 9 (smallest).
    """

    loudness: float = -19.0
    true_peak: float = -1.0
    sample_rate: int = 44_100
    bitrate: int = 96
    channels: int = 1
    quality: int | None = None

    @property
    def mp3_format(self) -> Mp3Format:
        # The Xing frame of a variable bit rate is put into a frame of this bit rate.
        bitrate = self.bitrate if self.quality is None else _XING_RATE
        return Mp3Format(self.sample_rate, bitrate, self.channels, self.quality is not None)

    @property
    def speech_gain(self) -> float:
        """LU by which speech, measured in mono, is louder in these channels: in stereo it is in both."""
        return 10 * math.log10(self.channels)


@dataclass(frozen=True, slots=True)
class MasteredPiece:
    """A piece as it is delivered, in MPEG frames or 16-bit PCM, with its measurement. `true_peak` is in dBTP."""

    content: bytes
    blocks: GatingBlocks
    true_peak: float


def measure_piece(piece: Piece, store: DiskCache | None) -> GatingBlocks:
    """Measure the loudness of a piece as spoken, before any gain. Raises EncoderError."""
    if piece.is_music:
        return GatingBlocks(())
    key = _make_key("heard", replace(piece, tune=None, ramps=()))
    if (kept := store.get("level", key) if store else None) is not None:
        return GatingBlocks(tuple((level, count) for level, count in json.loads(kept)))
    _, report = run_ffmpeg([*_build_pcm_input(piece.sample_rate), "-af", QUICK_METER, "-f", "null", "-"], piece.pcm)
    blocks = GatingBlocks.from_report(report)
    if store:
        store.put("level", key, json.dumps(blocks.counts).encode())
    return blocks


def master_piece(
    piece: Piece,
    gain: float,
    sound_format: SoundFormat,
    mastering: Mastering,
    store: DiskCache | None,
    music_gain: float = 0.0,
) -> MasteredPiece:
    """Amplify speech by `gain` dB and music by `music_gain`, and limit true peaks to the ceiling.

    Raises EncoderError.
    """
    gains = [] if piece.is_music else [gain]
    if piece.tune:
        gains.append(music_gain)
    key = _make_key("mastered", piece, sound_format, *(f"{each:.2f}" for each in gains), astuple(mastering))
    if (kept := store.get("sound", key) if store else None) is not None:
        return _unpack_piece(kept)
    render = _encode_mp3 if sound_format == "mp3" else _render_pcm
    margin = _MARGIN[sound_format]
    for _ in range(_MOST_TRIES):
        mastered = render(piece, (gain, music_gain), margin, mastering)
        if mastered.true_peak < mastering.true_peak:
            if store:
                store.put("sound", key, _pack_piece(mastered))
            return mastered
        margin += _MARGIN_STEP
    raise make_peak_error(mastering)


def make_peak_error(mastering: Mastering) -> EncoderError:
    """The error for sound that cannot have both the loudness and the true peak that are wanted."""
    return EncoderError(
        "The sound cannot reach {loudness} LUFS with true peaks below {true_peak} dBTP: its peaks are too high.",
        loudness=mastering.loudness,
        true_peak=mastering.true_peak,
    )


def count_piece_frames(piece: Piece, mp3_format: Mp3Format) -> int:
    """How many MPEG frames of a piece are delivered."""
    return mp3_format.count_frames(piece.samples) if piece.last else piece.samples // FRAME_SAMPLES


def _encode_mp3(piece: Piece, gains: tuple[float, float], margin: float, mastering: Mastering) -> MasteredPiece:
    """Apply gain and limiter, resample, encode with LAME; then decode and measure.

    The encoder starts afresh with each piece, so that its frames depend on none before them. The frames that it adds to
    flush the last sample are dropped where another piece follows, whose first frames flush it too.
    """
    mp3_format = mastering.mp3_format
    scale = _LAME_SCALE if mastering.quality is None else 0.0
    raised = (gains[0] - scale, gains[1] - scale)
    rate = ("-b:a", f"{mastering.bitrate}k") if mastering.quality is None else ("-q:a", str(mastering.quality))
    encoded, _ = run_ffmpeg(
        [
            *_build_mix(piece, raised, mastering.true_peak - scale - margin, mastering),
            *("-ac", str(mastering.channels), "-ar", str(mastering.sample_rate)),
            *("-c:a", "libmp3lame", *rate, "-compression_level", "5"),
            *("-flags:a", "+bitexact", "-map_metadata", "-1"),
            *("-f", "mp3", "-write_xing", "0", "-id3v2_version", "0", "pipe:1"),
        ],
        piece.pcm,
    )
    try:
        frames = mp3_format.take_frames(encoded, count_piece_frames(piece, mp3_format))
    except ValueError as error:
        raise EncoderError(
            "ffmpeg returned an incomplete MP3 ({reason}): reinstall imageio-ffmpeg.", reason=get_reason(error)
        ) from error
    _, report = run_ffmpeg(["-f", "mp3", "-i", "pipe:0", "-af", METER, "-f", "null", "-"], frames)
    return MasteredPiece(frames, GatingBlocks.from_report(report), parse_true_peak(report))


def _render_pcm(piece: Piece, gains: tuple[float, float], margin: float, mastering: Mastering) -> MasteredPiece:
    """Apply gain and limiter, resample; then measure."""
    mix = _build_mix(piece, gains, mastering.true_peak - margin, mastering)
    pcm, _ = run_ffmpeg([*mix, "-f", "s16le", "pipe:1"], piece.pcm)
    size = 2 * mastering.channels * piece.samples
    pcm = pcm[:size].ljust(size, b"\0")
    delivered = _build_pcm_input(mastering.sample_rate, mastering.channels)
    _, report = run_ffmpeg([*delivered, "-af", METER, "-f", "null", "-"], pcm)
    return MasteredPiece(pcm, GatingBlocks.from_report(report), parse_true_peak(report))


def _build_pcm_input(rate: int, channels: int = 1) -> list[str]:
    """ffmpeg's options for 16-bit PCM at `rate` Hz on standard input."""
    return ["-f", "s16le", "-ar", str(rate), "-ac", str(channels), "-i", "pipe:0"]


def _build_mix(piece: Piece, gains: tuple[float, float], ceiling: float, mastering: Mastering) -> list[str]:
    """ffmpeg's inputs and filters: gain, a limiter at four times the sample rate, then the sample rate of the
    delivery. Speech is in the centre; a bed is added to it, repeated where it is too short."""
    rate = piece.sample_rate if not piece.ramps else mastering.sample_rate
    limited = f"{build_limiter(ceiling, rate)},{build_resample_filter(mastering.sample_rate)}"
    speech = f"aformat=sample_fmts=flt,volume={gains[0]:.3f}dB"
    if mastering.channels == 2:
        speech += ",pan=stereo|c0=c0|c1=c0"
    if piece.tune is None:
        return [*_build_pcm_input(piece.sample_rate), "-af", f"{speech},{limited}"]
    tune = piece.tune
    music = ["-f", "f32le", "-ar", str(tune.sample_rate), "-ac", str(tune.channels), "-i", f"file:{tune.path}"]
    if piece.is_music:
        return [*music, "-af", f"volume={gains[1]:.3f}dB,{limited}"]
    # Levels are computed anew every 64 samples, too often to be heard.
    graph = (
        f"[0:a]{speech},{build_resample_filter(mastering.sample_rate)}[speech];"
        f"[1:a]volume={gains[1]:.3f}dB,asetnsamples=64:p=0,volume=eval=frame:volume='{format_ramps(piece.ramps)}'[bed];"
        f"[speech][bed]amix=inputs=2:duration=first:normalize=0,{limited}[mix]"
    )
    looped = ["-stream_loop", "-1", *music]
    return [*_build_pcm_input(piece.sample_rate), *looped, "-filter_complex", graph, "-map", "[mix]"]


def _make_key(step: str, piece: Piece, *settings: object) -> str:
    inputs = [_VERSION, identify_ffmpeg(), step, piece.sample_rate, piece.samples, piece.last, settings]
    if piece.tune:
        inputs += [piece.tune.digest, piece.tune.channels, [astuple(ramp) for ramp in piece.ramps]]
    return hashlib.sha256(json.dumps(inputs).encode() + hashlib.sha256(piece.pcm).digest()).hexdigest()


def _pack_piece(mastered: MasteredPiece) -> bytes:
    head = json.dumps([mastered.true_peak, mastered.blocks.counts]).encode()
    return len(head).to_bytes(4, "big") + head + mastered.content


def _unpack_piece(raw: bytes) -> MasteredPiece:
    end = 4 + int.from_bytes(raw[:4], "big")
    peak, counts = json.loads(raw[4:end])
    return MasteredPiece(raw[end:], GatingBlocks(tuple((level, count) for level, count in counts)), peak)
