"""The natural voice's weights under several runtimes: seconds of sound for a second of one core, and memory.

    python -m benchmarks.runtimes RUNTIMES/bin/python                 every runtime, by turns, three rounds
    python -m benchmarks.runtimes --runtime NAME MODELS               one of them, once, as JSON

RUNTIMES is an environment with `pip install openvino sherpa-onnx kokoro-pi`; this one runs audiobrief's own. The models
are the packaged one, and the one that audiobrief keeps. Every runtime says the same phonemes of one sentence in one
thread, after one that is not counted; sherpa-onnx, which takes no phonemes, reads the sentence.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

RATE = 24_000
ROUNDS = 3
SENTENCE = "Le pont a rouvert hier soir, après deux ans de travaux."
Speak = Callable[[], int]


def load_inputs(folder: Path) -> dict[str, Any]:
    import numpy as np

    given = np.load(folder / "inputs.npz")
    return {name: given[name] for name in given.files}


def onnx_runtime(model: str, pitch: bool = False) -> Callable[[Path], Speak]:
    def open_(folder: Path) -> Speak:
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.enable_mem_pattern = False
        options.log_severity_level = 3
        if pitch:
            # What audiobrief keeps has been optimised.
            options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
        session = ort.InferenceSession(str(folder / model), options, providers=["CPUExecutionProvider"])
        inputs = load_inputs(folder)
        if not pitch:
            inputs.pop("pitch")
        return lambda: int(session.run(None, inputs)[0].size)

    return open_


def openvino(model: str) -> Callable[[Path], Speak]:
    def open_(folder: Path) -> Speak:
        import openvino as ov

        core = ov.Core()
        settings = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1}
        compiled = core.compile_model(core.read_model(folder / model), "CPU", settings)
        inputs = load_inputs(folder)
        inputs.pop("pitch")
        return lambda: int(compiled(inputs)[0].size)

    return open_


def sherpa(folder: Path) -> Speak:
    import sherpa_onnx

    kokoro = sherpa_onnx.OfflineTtsKokoroModelConfig(
        model=str(folder / "sherpa.onnx"),
        voices=str(folder / "voices.bin"),
        tokens=str(folder / "tokens.txt"),
        lexicon=str(folder / "lexicon.txt"),
        data_dir=str(folder / "espeak-ng-data"),
        lang="fr",
    )
    model = sherpa_onnx.OfflineTtsModelConfig(kokoro=kokoro, num_threads=1)
    voice = sherpa_onnx.OfflineTts(sherpa_onnx.OfflineTtsConfig(model=model))
    return lambda: len(voice.generate(SENTENCE, sid=0).samples)


def kokoro_pi(folder: Path) -> Speak:
    """kokoro-pi's rewrites with its native operator, on the packaged model."""
    import kokoro_pi
    import onnx
    import onnxruntime as ort
    from kokoro_pi import graph

    model, _ = graph.optimise(onnx.load(folder / "packaged.onnx"))
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.register_custom_ops_library(str(Path(kokoro_pi.__file__).with_name("_bundled") / "libkokoro_pi_ops.so"))
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    inputs = load_inputs(folder)
    inputs.pop("pitch")
    return lambda: int(session.run(None, inputs)[0].size)


OWN, PACKAGED = "audiobrief's graph, onnxruntime", "packaged, onnxruntime (as kokoro-onnx runs it)"
# They are run by this Python, the others by the one that is given.
HERE = (OWN, PACKAGED)
RUNTIMES: dict[str, Callable[[Path], Speak]] = {
    OWN: onnx_runtime("kept.onnx", pitch=True),
    PACKAGED: onnx_runtime("packaged.onnx"),
    "packaged, OpenVINO": openvino("packaged.onnx"),
    "packaged, sherpa-onnx": sherpa,
    "packaged, kokoro-pi": kokoro_pi,
}


def measure(name: str, folder: Path) -> dict[str, float]:
    begun = time.process_time()
    speak = RUNTIMES[name](folder)
    opened = time.process_time() - begun
    speak()
    begun = time.process_time()
    samples = speak()
    spent = time.process_time() - begun
    # Of this program: getrusage(2) would tell of what the process had before it.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = 1024 * int(status.partition("VmHWM:")[2].split()[0])
    return {"speed": samples / RATE / spent, "open": opened, "memory": peak / 1e6, "sound": samples / RATE}


def prepare(folder: Path) -> None:
    """The models, what they say, and what sherpa-onnx wants beside them."""
    import espeakng_loader
    import numpy as np
    import onnx

    from audiobrief.model import Spoken
    from audiobrief.pronunciation import espeak_library
    from audiobrief.pronunciation.phonemes import transcribe_speech
    from audiobrief.system.paths import get_voices_folder
    from audiobrief.voice.engines import kokoro_model
    from benchmarks.kokoro_speed import packaged, ready

    model = packaged(folder)
    (folder / "kept.onnx").symlink_to(ready())
    vocabulary = kokoro_model.load_vocabulary()

    def transcribe(text: str) -> str:
        return transcribe_speech((Spoken(0, len(text), text),), espeak_library.transcribe_text, lambda span: "")

    said = transcribe(SENTENCE)
    words = {word.lower() for word in re.findall(r"[\w’]+", SENTENCE)}
    lexicon = "".join(f"{word} {' '.join(mark for mark in transcribe(word) if mark in vocabulary)}\n" for word in words)
    (folder / "lexicon.txt").write_text(lexicon, encoding="utf-8")
    tokens = [vocabulary[mark] for mark in said if mark in vocabulary]
    styles = np.fromfile(get_voices_folder() / "kokoro" / "ff_siwis.bin", "<f4").reshape(-1, 1, 256)
    np.savez(
        folder / "inputs.npz",
        tokens=np.array([[0, *tokens, 0]], np.int64),
        style=styles[len(tokens) - 1],
        speed=np.ones(1, np.float32),
        pitch=np.zeros((1, len(tokens) + 2), np.float32),
    )
    whole = onnx.load(model)
    about = {
        "model_type": "kokoro", "language": "French", "has_espeak": 1, "sample_rate": RATE, "version": 1,
        "voice": "fr", "n_speakers": 1, "style_dim": f"{len(styles)},1,256", "speaker_names": "siwis",
    }  # fmt: skip
    for key, value in about.items():
        entry = whole.metadata_props.add()
        entry.key, entry.value = key, str(value)
    onnx.save(whole, folder / "sherpa.onnx")
    styles.tofile(folder / "voices.bin")
    (folder / "tokens.txt").write_text("".join(f"{mark} {number}\n" for mark, number in vocabulary.items()))
    (folder / "espeak-ng-data").symlink_to(espeakng_loader.get_data_path())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument(
        "python", type=Path, help="the Python of the other runtimes; with --runtime, the models' folder"
    )
    parser.add_argument("--runtime", choices=RUNTIMES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    if options.runtime:
        print(json.dumps(measure(options.runtime, options.python)))
        return
    found: dict[str, list[dict[str, float]]] = {name: [] for name in RUNTIMES}
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        prepare(folder)
        for _ in range(options.rounds):
            for name in found:
                python = sys.executable if name in HERE else str(options.python)
                command = [python, str(Path(__file__).resolve()), "--runtime", name, made]
                run = subprocess.run(command, capture_output=True, text=True, check=False)
                if run.returncode:
                    failed[name] = (run.stderr.strip().splitlines() or ["no word"])[-1]
                    continue
                found[name].append(json.loads(run.stdout.strip().splitlines()[-1]))
                print(name, found[name][-1], file=sys.stderr, flush=True)
    print(
        "| runtime | seconds of sound a second of one core | to open, s of processor | memory, MB |\n|---|--:|--:|--:|"
    )
    for name, runs in found.items():
        if runs:
            speed, opened, memory = (statistics.median(run[key] for run in runs) for key in ("speed", "open", "memory"))
            print(f"| {name} | {speed:.2f} | {opened:.2f} | {memory:.0f} |")
        else:
            print(f"| {name} | failed: {failed[name]} | | |")


if __name__ == "__main__":
    main()
