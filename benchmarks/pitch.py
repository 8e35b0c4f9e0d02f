"""Print the pitch of sounds by Praat: run by benchmarks/questions.py under its own Python.

    python -m venv praat && praat/bin/pip install praat-parselmouth

Reads paths of WAV files on standard input, a line each; prints for each, in Hz, the median pitch of what is voiced, and
that of the last 40 ms that are.
"""

import sys

import numpy as np
import parselmouth

# Seconds between two values, and how many of them are the end.
_STEP, _LAST = 0.005, 8


def main() -> None:
    for line in sys.stdin:
        pitch = parselmouth.Sound(line.strip()).to_pitch_ac(time_step=_STEP, pitch_floor=60, pitch_ceiling=500)
        voiced = pitch.selected_array["frequency"]
        voiced = voiced[voiced > 0]
        print(f"{np.median(voiced):.1f} {np.median(voiced[-_LAST:]):.1f}", flush=True)


if __name__ == "__main__":
    main()
