"""How blends of Kokoro's voices are understood, and how natural they are predicted to sound, beside siwis.

    npm pack kokoro-js@1.2.1 && tar xf kokoro-js-1.2.1.tgz
    python -m benchmarks.blends package/voices --recogniser listen/bin/python --predictors mos/bin/python \\
        --nisqa NISQA --every 3 ff_siwis:50+if_sara:50/ff_siwis:100

A blend is the weights of its timbre in per cent, a stroke, and those of its prosody (tools/build_voices.py). Sentences
of listening.tsv are spoken, joined to windows of less than 29 s, and written down by the recogniser
(benchmarks/recogniser.py); the phonemes that were heard wrongly are counted sentence by sentence, and each sentence
has the predictors of benchmarks/predictors.py. Brackets hold 95 % of 4 000 bootstraps of the difference from siwis,
whose sentences are drawn together with those of the blend.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audiobrief.model import Clip, Speech
from audiobrief.speech import speak_text
from audiobrief.system.paths import get_cache_folder
from audiobrief.voice.engine import Manner
from audiobrief.voice.engines import kokoro_model
from audiobrief.voice.engines.kokoro import KokoroEngine
from benchmarks.hearing import faults, write
from benchmarks.listening import PAUSE, ROOT, WINDOW, compared, listened, news, sounds, ways
from tools.build_voices import ROW, Blend, blend_voices

SIWIS = "ff_siwis:100/ff_siwis:100"
_MANNER = Manner(rate=165, foreign="respell")
_DRAWS = 4000

Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Found:
    """For each sentence: its phonemes, how many of them were heard wrongly, and what each predictor says."""

    phonemes: Numbers
    wrong: Numbers
    predicted: Numbers


def parse_blend(text: str) -> Blend:
    def weights(half: str) -> Mapping[str, float]:
        pairs = (part.split(":") for part in half.split("+"))
        return {name: int(share) / 100 for name, share in pairs}

    timbre, prosody = text.split("/")
    return Blend(weights(timbre), weights(prosody))


def speak(blend: Blend, folder: Path, speeches: list[Speech]) -> list[Clip]:
    names = {*blend.timbre, *blend.prosody}
    voices = {name: np.fromfile(folder / f"{name}.bin", "<f4").reshape(-1, ROW) for name in names}
    styles = blend_voices(blend, voices).reshape(-1, 1, ROW)
    engine = KokoroEngine(kokoro_model.open_session(get_cache_folder()), styles, "blend")
    return list(engine.speak(speeches, _MANNER))


def windows(clips: list[Clip]) -> Iterator[list[int]]:
    """The numbers of clips that are heard together."""
    window: list[int] = []
    length = 0.0
    for at, clip in enumerate(clips):
        seconds = clip.frames / clip.sample_rate + PAUSE
        if window and length + seconds > WINDOW:
            yield window
            window, length = [], 0.0
        window.append(at)
        length += seconds
    yield window


def count_wrong(said: list[tuple[str, ...]], got: str) -> list[float]:
    """The phonemes of each sentence that were heard wrongly, of a window in which `got` was heard.

    A sentence with a foreign name counts in the way in which the whole window is heard best.
    """
    chosen = [each[0] for each in said]
    for at, each in enumerate(said):
        chosen[at] = min(each, key=lambda way: compared([(*chosen[:at], way, *chosen[at + 1 :])], got).wrong)
    places = faults("".join(chosen), got)
    ends = np.cumsum([len(way) for way in chosen])
    # An insertion behind the last phoneme is the last sentence's.
    ends[-1] += 1
    return [sum(places[start:end]) for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def measure(blend: str, asked: argparse.Namespace, speeches: list[Speech]) -> Found:
    clips = speak(parse_blend(blend), asked.voices, speeches)
    said = [ways(speech) for speech in speeches]
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / f"{at}.wav" for at in range(len(clips))]
        for clip, path in zip(clips, paths, strict=True):
            write(clip, path)
        rate = clips[0].sample_rate
        pause = bytes(2 * round(PAUSE * rate))
        parts = list(windows(clips))
        joined = [Path(name) / f"window-{number}.wav" for number in range(len(parts))]
        for part, path in zip(parts, joined, strict=True):
            write(Clip(b"".join(clips[at].pcm + pause for at in part), rate), path)
        wrong: list[float] = []
        for part, text in zip(parts, listened(joined, asked.recogniser), strict=True):
            wrong += count_wrong([said[at] for at in part], sounds(text))
        command = [asked.predictors, str(ROOT / "benchmarks" / "predictors.py"), str(asked.nisqa)]
        given = "".join(f"{path}\n" for path in paths)
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    # DistillMOS says on standard output which weights it loads.
    rows = [line.split() for line in done.stdout.splitlines()[-len(paths) :]]
    predicted = np.array([[float(number) for number in row] for row in rows])
    return Found(np.array([len(each[0]) for each in said]), np.array(wrong), predicted)


def interval(count: int, difference: Callable[[Numbers], float]) -> str:
    random = np.random.default_rng(1)
    drawn = [difference(random.integers(0, count, count)) for _ in range(_DRAWS)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"[{low:+.2f}, {high:+.2f}]"


def row(blend: str, found: Found, base: Found) -> str:
    """A line of the table: phonemes wrong in per cent, NISQA-TTS, DistillMOS, each with its difference from `base`."""
    count = len(found.wrong)
    wrong = interval(
        count, lambda drawn: float(100 * (found.wrong - base.wrong)[drawn].sum() / base.phonemes[drawn].sum())
    )
    cells = [f"{100 * found.wrong.sum() / found.phonemes.sum():.2f} {wrong}"]
    for predictor in range(2):
        gain = (found.predicted - base.predicted)[:, predictor]
        between = interval(count, lambda drawn, gain=gain: float(gain[drawn].mean()))  # type: ignore[misc]
        cells.append(f"{found.predicted[:, predictor].mean():.2f} {between}")
    return f"| {blend} | {count} | {' | '.join(cells)} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("voices", type=Path, help="the folder of Kokoro's voices")
    options.add_argument("blends", nargs="+")
    options.add_argument("--recogniser", required=True, help="the Python that has faster-whisper and the model")
    options.add_argument("--predictors", required=True, help="the Python that has the predictors")
    options.add_argument("--nisqa", required=True, type=Path, help="a checkout of NISQA")
    options.add_argument("--every", type=int, default=1, help="take every n-th sentence of each class only")
    asked = options.parse_args()
    speeches: list[Speech] = [speak_text(text) for texts in news().values() for text in texts[:: asked.every]]
    base = measure(SIWIS, asked, speeches)
    print(
        "| timbre/prosody | sentences | phonemes wrong, % | NISQA-TTS | DistillMOS |\n| --- | --: | --- | --- | --- |"
    )
    print(row(SIWIS, base, base), flush=True)
    for blend in asked.blends:
        print(row(blend, measure(blend, asked, speeches), base), flush=True)


if __name__ == "__main__":
    main()
