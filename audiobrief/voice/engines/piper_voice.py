"""A Piper voice on disk: an ONNX model, and the JSON with its configuration beside it."""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, get_reason, message
from audiobrief.system.filesystem import find_files, is_file
from audiobrief.system.paths import get_own_voices_folder

# Piper's defaults for a configuration without them.
_NOISE, _LENGTH, _DURATION_NOISE = 0.667, 1.0, 0.8
# Marks that the models have no symbol for, and the mark that makes the same pause.
_SAME_PAUSE = {"…": ".", "—": ",", "–": ","}
_SAMPLE_RATES = range(8_000, 96_001)


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """The model's bytes and its configuration.

    `symbols` has the model's numbers for each phoneme; `espeak_voice` is the eSpeak NG voice whose phonemes it was
    trained with. `noise`, `duration_noise` and `length` are the model's own scales of noise and of duration. `speaker`
    is the number of a speaker, None if the model has only one. `digest` identifies the files and the speaker.
    """

    model: bytes
    espeak_voice: str
    sample_rate: int
    symbols: Mapping[str, Sequence[int]]
    noise: float
    length: float
    duration_noise: float
    speaker: int | None
    digest: str

    def encode_phonemes(self, phonemes: str) -> list[int]:
        """The model's numbers: start, each symbol followed by a blank, end. Unknown symbols are left out."""
        numbers = chain.from_iterable(self._encode_mark(mark) for mark in unicodedata.normalize("NFD", phonemes))
        return [*self.symbols["^"], *self.symbols["_"], *numbers, *self.symbols["$"]]

    def find_places(self, phonemes: str) -> list[int]:
        """Where in `encode_phonemes(phonemes)` the numbers of each phoneme begin, and those of the end."""
        counts = (
            sum(len(self._encode_mark(mark)) for mark in unicodedata.normalize("NFD", phoneme)) for phoneme in phonemes
        )
        return list(accumulate(counts, initial=len(self.symbols["^"]) + len(self.symbols["_"])))

    def _encode_mark(self, mark: str) -> tuple[int, ...]:
        """The numbers of a symbol and the blank behind it. For the models, diacritics are symbols of their own."""
        known = self.symbols.get(mark) or self.symbols.get(_SAME_PAUSE.get(mark, ""))
        return (*known, *self.symbols["_"]) if known else ()


def read_piper_voice(name: str) -> PiperVoice:
    """Read a voice from the path of its model, or by its name in the user's folder of voices.

    For a voice with several speakers, one is named after a number sign: `fr_FR-upmc-medium#pierre`. Raises VoiceError.
    """
    path, speaker = _find_model(name)
    config = path.with_name(f"{path.name}.json")
    if not is_file(config):
        raise VoiceError(
            "The Piper voice '{path}' lacks '{name}' beside it: download both files of the voice.",
            path=path,
            name=config.name,
        )
    try:
        model, raw = path.read_bytes(), config.read_bytes()
    except OSError as error:
        raise VoiceError(
            "The Piper voice '{path}' cannot be read ({reason}): check its files.",
            path=path,
            reason=get_reason(error),
        ) from error
    digest = hashlib.sha256(model)
    digest.update(raw)
    try:
        return _parse_config(json.loads(raw), path, model, speaker, digest.hexdigest())
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise VoiceError(
            "'{beside}' is not the configuration of a Piper voice ({reason}): download both files of the voice again.",
            beside=config,
            reason=_explain_error(error),
        ) from error


def _find_model(name: str) -> tuple[Path, str]:
    """The path of a voice's model, and the name of the speaker or an empty text. Raises VoiceError."""
    folder = get_own_voices_folder()
    plain, _, speaker = name.rpartition("#") if "#" in name else (name, "", "")
    for stem, speaker_name in ((name, ""), (plain, speaker)):
        for path in (Path(stem).expanduser(), folder / stem, folder / f"{stem}.onnx"):
            if path.suffix == ".onnx" and is_file(path):
                return path, speaker_name
    there = ", ".join(sorted(path.stem for path in find_files(folder, "*.onnx")))
    if there:
        raise VoiceError(
            "There is no Piper voice '{name}': give the path of its .onnx file, "
            "or one of those in '{folder}' ({there}).",
            name=plain,
            folder=folder,
            there=there,
        )
    raise VoiceError(
        "There is no Piper voice '{name}': give the path of its .onnx file, or put its two files into '{folder}'.",
        name=plain,
        folder=folder,
    )


def _parse_config(table: Any, path: Path, model: bytes, speaker: str, digest: str) -> PiperVoice:
    if not isinstance(table, dict):
        raise ValueError(message("it is not a JSON object"))
    if table.get("phoneme_type", "espeak") != "espeak":
        raise VoiceError(
            "The Piper voice '{path}' takes phonemes of type '{fed}': only 'espeak' is supported.",
            path=path,
            fed=table["phoneme_type"],
        )
    symbols = {mark: tuple(map(int, numbers)) for mark, numbers in table["phoneme_id_map"].items()}
    if missing := {"^", "_", "$"} - set(symbols):
        raise ValueError(message("'phoneme_id_map' lacks {missing}", missing=", ".join(sorted(missing))))
    sample_rate = int(table["audio"]["sample_rate"])
    if sample_rate not in _SAMPLE_RATES:
        raise ValueError(message("'sample_rate' cannot be {sample_rate}", sample_rate=sample_rate))
    scales = table.get("inference", {})
    return PiperVoice(
        model=model,
        espeak_voice=str(table["espeak"]["voice"]),
        sample_rate=sample_rate,
        symbols=symbols,
        noise=_parse_scale(scales, "noise_scale", _NOISE),
        length=_parse_scale(scales, "length_scale", _LENGTH),
        duration_noise=_parse_scale(scales, "noise_w", _DURATION_NOISE),
        speaker=_find_speaker(table, path, speaker),
        digest=f"{digest[:32]} {speaker}".strip(),
    )


def _parse_scale(scales: Mapping[str, Any], key: str, default: float) -> float:
    """One of the model's scales. Python's JSON parser accepts NaN and Infinity. Raises ValueError, TypeError."""
    scale = float(scales.get(key, default))
    if not math.isfinite(scale):
        raise ValueError(message("'{key}' cannot be {scale}", key=key, scale=scale))
    return scale


def _find_speaker(table: Mapping[str, Any], path: Path, name: str) -> int | None:
    known: Mapping[str, Any] = table.get("speaker_id_map", {})
    if name and name not in known:
        others = (
            message("use one of {known}", known=", ".join(sorted(known)))
            if known
            else message("it has only one, which has no name")
        )
        raise VoiceError(
            "The Piper voice '{path}' has no speaker '{name}': {others}.", path=path, name=name, others=others
        )
    if int(table.get("num_speakers", 1)) < 2:
        return None
    return int(known[name]) if name else 0


def _explain_error(error: Exception) -> Message:
    return message("it lacks {key}", key=str(error)) if isinstance(error, KeyError) else get_reason(error)
