"""Make the voices of voices/kokoro that are blends: `aurore.bin` and `florent.bin`.

    npm pack kokoro-js@1.2.1 && tar xf kokoro-js-1.2.1.tgz
    python tools/build_voices.py package/voices

A voice of Kokoro-82M is a row of 256 numbers for each length of a phoneme sequence. The model uses the first half of a
row for the timbre and the other for the prosody, so a blend has weights for each. `benchmarks/voices.md` says what
other weights were tried. The voices blended are under the Apache License 2.0, and so are the blends: see
voices/kokoro/NOTICE.md.
"""

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

VOICES = Path(__file__).parents[1] / "voices" / "kokoro"
# Numbers in a row, and how many of them are for the timbre.
ROW, TIMBRE = 256, 128
# SHA-256 of the voices that are blended.
SOURCES = {
    "ff_siwis": "a35f5675ad08948e326ae75fd0ea16ba5d0042e4f76b5f3d1df77d0a48c54861",
    "if_sara": "409b69248798fcdc2542330c76953d230710f19b057e59cb82fdc3c4cf71265c",
    "im_nicola": "bc578e510d52a96d6940d46f12e96d7b3df00905dbea075113226d100e6e1ab0",
}


@dataclass(frozen=True)
class Blend:
    """The weight of each voice in the timbre and in the prosody: each adds up to 1."""

    timbre: Mapping[str, float]
    prosody: Mapping[str, float]


BLENDS = {
    "aurore": Blend({"ff_siwis": 0.6, "if_sara": 0.4}, {"ff_siwis": 1.0}),
    "florent": Blend({"im_nicola": 0.6, "ff_siwis": 0.4}, {"im_nicola": 0.8, "ff_siwis": 0.2}),
}


def blend_voices(blend: Blend, voices: Mapping[str, np.ndarray]) -> np.ndarray:
    """The rows of a blend. They are added as 64-bit numbers in the order of the weights, so that they are the same
    everywhere."""
    rows = np.zeros((len(next(iter(voices.values()))), ROW))
    for half, weights in ((slice(TIMBRE), blend.timbre), (slice(TIMBRE, ROW), blend.prosody)):
        for name, weight in weights.items():
            rows[:, half] += weight * voices[name][:, half].astype(np.float64)
    return rows.astype("<f4")


def load_voice(path: Path, digest: str) -> np.ndarray:
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != digest:
        sys.exit(f"{path} is not the voice of kokoro-js 1.2.1: its SHA-256 differs.")
    return np.frombuffer(raw, "<f4").reshape(-1, ROW)


def main() -> None:
    folder = Path(sys.argv[1])
    voices = {name: load_voice(folder / f"{name}.bin", digest) for name, digest in SOURCES.items()}
    for name, blend in BLENDS.items():
        raw = blend_voices(blend, voices).tobytes()
        (VOICES / f"{name}.bin").write_bytes(raw)
        print(f"{name}: {hashlib.sha256(raw).hexdigest()}")


if __name__ == "__main__":
    main()
