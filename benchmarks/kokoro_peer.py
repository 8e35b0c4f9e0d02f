"""kokoro-onnx as its own documentation uses it: `create` on a whole text.

    python benchmarks/kokoro_peer.py MODEL VOICES TEXT > sound        16-bit samples at 24 kHz
    python benchmarks/kokoro_peer.py MODEL VOICES TEXT --stream       the same by `create_stream`, as it comes

This file imports nothing of audiobrief while it speaks.
"""

from __future__ import annotations

import asyncio
import shlex
import sys
from pathlib import Path
from typing import Any


def command(folder: Path, text: str) -> str:
    """The command, as a line for a shell, that prints the sound of the file `text`. The model, as its packages carry
    it, and the voice are put into `folder`."""
    import numpy as np

    from audiobrief.system.paths import get_voices_folder
    from benchmarks.kokoro_speed import packaged

    voices = folder / "voices.npz"
    np.savez(voices, ff_siwis=np.fromfile(get_voices_folder() / "kokoro" / "ff_siwis.bin", "<f4").reshape(-1, 1, 256))
    return shlex.join([sys.executable, str(Path(__file__).resolve()), str(packaged(folder)), str(voices), text])


def main() -> None:
    import numpy as np
    from kokoro_onnx import Kokoro

    model, voices, text, *stream = sys.argv[1:]
    kokoro, words = Kokoro(model, voices), Path(text).read_text(encoding="utf-8")

    def write(samples: np.ndarray[Any, Any]) -> None:
        sys.stdout.buffer.write((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
        sys.stdout.buffer.flush()

    async def write_parts() -> None:
        async for samples, _ in kokoro.create_stream(words, "ff_siwis", lang="fr-fr"):
            write(samples)

    if stream:
        asyncio.run(write_parts())
    else:
        write(kokoro.create(words, "ff_siwis", lang="fr-fr")[0])


if __name__ == "__main__":
    main()
