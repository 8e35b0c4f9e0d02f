"""A Piper voice on disk: an ONNX model, and beside it the JSON that says how it is to be fed."""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, get_reason, message
from audiobrief.system.filesystem import find_files, is_file
from audiobrief.system.paths import get_own_voices_folder

# What the training code of Piper writes where a configuration leaves them out.
_NOISE, _LENGTH, _DURATION_NOISE = 0.667, 1.0, 0.8
# Marks that the models have no symbol for, and what makes the same pause.
_SAME_PAUSE = {"…": ".", "—": ",", "–": ","}
_SAMPLE_RATES = range(8_000, 96_001)


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """The model's bytes, and its configuration.

    `symbols` gives the model's numbers for a phoneme; `espeak_voice` is the eSpeak NG voice whose phonemes it was
    trained on. `noise` and `duration_noise` are the model's own scales of chance, `length` its own pace.
    `speaker` is a number where the model has several. `digest` names all of it.
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
        """The model's numbers: beginning, each symbol with the blank after it, end. Unknown symbols are left out."""
        blank = self.symbols["_"]
        made = [*self.symbols["^"], *blank]
        # The models know a letter and its marks as symbols of their own.
        for mark in unicodedata.normalize("NFD", phonemes):
            if known := self.symbols.get(mark) or self.symbols.get(_SAME_PAUSE.get(mark, "")):
                made += [*known, *blank]
        return [*made, *self.symbols["$"]]


def read_piper_voice(name: str) -> PiperVoice:
    """The voice called `name`: the path of a model, or the name of one in the user's folder of voices.

    A speaker of a voice that has several is named after a number sign: `fr_FR-upmc-medium#pierre`. Raises VoiceError.
    """
    path, speaker = _find_model(name)
    beside = path.with_name(f"{path.name}.json")
    if not is_file(beside):
        raise VoiceError(
            "The Piper voice '{path}' lacks '{name}' beside it: download both files of the voice.",
            path=path,
            name=beside.name,
        )
    try:
        model, written = path.read_bytes(), beside.read_bytes()
    except OSError as error:
        raise VoiceError(
            "The Piper voice '{path}' cannot be read ({reason}): check its files.",
            path=path,
            reason=get_reason(error),
        ) from error
    digest = hashlib.sha256(model)
    digest.update(written)
    try:
        return _parse_config(json.loads(written), path, model, speaker, digest.hexdigest())
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise VoiceError(
            "'{beside}' is no configuration of a Piper voice ({reason}): download both files of the voice again.",
            beside=beside,
            reason=_explain_error(error),
        ) from error


def _find_model(name: str) -> tuple[Path, str]:
    folder = get_own_voices_folder()
    plain, _, speaker = name.rpartition("#") if "#" in name else (name, "", "")
    for written, who in ((name, ""), (plain, speaker)):
        for path in (Path(written).expanduser(), folder / written, folder / f"{written}.onnx"):
            if path.suffix == ".onnx" and is_file(path):
                return path, who
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
        raise ValueError(message("it is no table"))
    if table.get("phoneme_type", "espeak") != "espeak":
        raise VoiceError(
            "The Piper voice '{path}' is fed with '{fed}': only 'espeak' can be used.",
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


def _parse_scale(scales: Mapping[str, Any], key: str, usual: float) -> float:
    """One of the model's scales. JSON as Python reads it has NaN and Infinity too. Raises ValueError, TypeError."""
    scale = float(scales.get(key, usual))
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
