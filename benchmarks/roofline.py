"""How far the natural voice is from what the processor can do: its products and its memory traffic beside the peak.

    python -m benchmarks.roofline [SENTENCE]

Counts what the kept model does for one sentence, kernel by kernel, by onnxruntime's own profile: multiplications of
8-bit and of float matrices, and the bytes that its nodes read and write. benchmarks/peak.c, compiled here, says how
many of each a core can do in a second (x86 with AVX-512 VNNI). One thread; the least time of several runs of each node,
so that other work on the machine counts little.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.phonemes import transcribe_speech
from audiobrief.speech import speak_text
from audiobrief.system.paths import get_cache_folder, get_voices_folder
from audiobrief.voice.engines import kokoro_model
from audiobrief.voice.engines.onnx_runtime import load_onnxruntime, make_session_options

_SENTENCE = "Le conseil a voté hier soir la réouverture de la halle, malgré la pluie et le froid."
_RATE = 24_000
_RUNS = 10
_BYTES, _FLOATS = "MatMulIntegerToFloat", ("MatMul", "FusedMatMul")


def measure_peak() -> list[float]:
    """8-bit and float multiplications and bytes, each for a second of one core."""
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder) / "peak")
        source = str(Path(__file__).with_name("peak.c"))
        subprocess.run(["cc", "-O3", "-march=native", source, "-o", program], check=True)
        return [float(word) for word in subprocess.run([program], check=True, stdout=subprocess.PIPE).stdout.split()]


def profile_model(sentence: str) -> tuple[float, list[dict[str, Any]]]:
    """Seconds of sound of a sentence, and the events of the kernels in several runs."""
    kokoro_model.open_session(get_cache_folder())
    (path,) = (get_cache_folder() / "models").glob("kokoro-*.onnx")
    with tempfile.TemporaryDirectory() as folder:
        options = make_session_options(0, 3)
        options.enable_mem_pattern = False
        options.enable_profiling = True
        options.profile_file_prefix = f"{folder}/profile"
        session = load_onnxruntime().InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        numbers = kokoro_model.load_vocabulary()
        said = transcribe_speech(speak_text(sentence), espeak_library.transcribe_text)
        tokens = [numbers[mark] for mark in said if mark in numbers]
        styles = np.fromfile(get_voices_folder() / "kokoro" / "aurore.bin", "<f4").reshape(-1, 1, 256)
        (name,) = {one.name for one in session.get_inputs()} - {"style", "speed", kokoro_model.PITCH}
        given = {
            name: np.array([[0, *tokens, 0]], np.int64),
            "style": styles[len(tokens) - 1],
            "speed": np.ones(1, np.float32),
            kokoro_model.PITCH: np.zeros((1, len(tokens) + 2), np.float32),
        }
        sounds = [session.run(None, given)[0].size for _ in range(_RUNS)]
        events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    return sounds[0] / _RATE, [event for event in events if event["name"].endswith("_kernel_time")]


def count_products(event: dict[str, Any]) -> int:
    """The multiplications of a product of matrices: all numbers that come out, times the length of the rows."""
    (first, *_), (out, *_) = event["args"]["input_type_shape"], event["args"]["output_type_shape"]
    return int(np.prod(next(iter(out.values())))) * int(next(iter(first.values()))[-1])


def main() -> None:
    peak = measure_peak()
    seconds, events = profile_model(sys.argv[1] if len(sys.argv) > 1 else _SENTENCE)
    times: dict[str, list[int]] = defaultdict(list)
    last = {}
    for event in events:
        times[event["name"]].append(event["dur"])
        last[event["name"]] = event
    spent, products, moved = Counter[str](), Counter[str](), Counter[str]()
    for name, event in last.items():
        kind = event["args"]["op_name"]
        spent[kind] += min(times[name])
        moved[kind] += int(event["args"]["activation_size"]) + int(event["args"]["output_size"])
        if kind == _BYTES or kind in _FLOATS:
            products[kind] += count_products(event)
    whole, floats = spent.total() / 1e6, sum(products[kind] for kind in _FLOATS)
    print(f"{seconds:.2f} s of sound in {whole:.3f} s of one core: {seconds / whole:.2f} times real time\n")
    print(
        "| | for a second of sound | peak of a core, a second | at the peak, ms | as it is, ms |\n|---|--:|--:|--:|--:|"
    )
    rows = [
        ("8-bit products", products[_BYTES], peak[0], spent[_BYTES]),
        ("float products", floats, peak[1], sum(spent[kind] for kind in _FLOATS)),
        ("bytes read and written", moved.total(), peak[2], spent.total()),
    ]
    for name, count, most, taken in rows:
        cells = [f"{count / seconds / 1e9:.2f} G", f"{most / 1e9:.0f} G", f"{1e3 * count / most / seconds:.1f}"]
        print(f"| {name} | {' | '.join(cells)} | {taken / 1e3 / seconds:.1f} |")
    print("\n| kernel | ms for a second of sound | part | GB moved |\n|---|--:|--:|--:|")
    for kind, taken in spent.most_common(12):
        part, gigabytes = taken / spent.total(), moved[kind] / seconds / 1e9
        print(f"| {kind} | {taken / 1e3 / seconds:.1f} | {part:.0%} | {gigabytes:.2f} |")


if __name__ == "__main__":
    main()
