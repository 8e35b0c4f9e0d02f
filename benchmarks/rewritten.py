"""Whether the model made faster is understood as well as the one that its packages carry.

    python -m benchmarks.rewritten .listen/bin/python [ARTICLE]

The first argument is a Python with the recogniser (see recogniser.py). Both models say the sentences of an
article, and those of names.tsv with a French name; prints the phoneme error rate of each.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from audiobrief import pipeline
from audiobrief.model import Spoken
from audiobrief.voice.engine import Manner
from audiobrief.voice.engines.kokoro import KokoroEngine
from benchmarks.hearing import faults, write
from benchmarks.kokoro_speed import packaged
from benchmarks.listening import listened, sounds

_ARTICLE = "docs/examples/marche-des-brumes.md"
_NAME = "Marie Dupont"


def main() -> None:
    recogniser, article = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else _ARTICLE
    script = pipeline.script(article)
    jobs = [
        (utterance.speech, pipeline.join_speech(utterance)) for part in script.chapters for utterance in part.utterances
    ]
    for line in Path(__file__).with_name("names.tsv").read_text(encoding="utf-8").splitlines()[1::2]:
        text = line.split("\t")[2].replace("{}", _NAME)
        jobs.append(((Spoken(0, len(text), text),), text))
    with tempfile.TemporaryDirectory() as folder:
        models = {"as packaged": str(packaged(Path(folder))), "made faster": ""}
        for name, model in models.items():
            paths = [Path(folder) / f"{number:04}.wav" for number in range(len(jobs))]
            clips = KokoroEngine.open("ff_siwis", model).speak([speech for speech, _ in jobs], Manner())
            for clip, path in zip(clips, paths, strict=True):
                write(clip, path)
            asked = [sounds(text) for _, text in jobs]
            wrong = [
                sum(faults(said, sounds(text))) for said, text in zip(asked, listened(paths, recogniser), strict=True)
            ]
            print(f"{name}: {sum(wrong) / sum(map(len, asked)):.1%} of {sum(map(len, asked))} phonemes", flush=True)


if __name__ == "__main__":
    main()
