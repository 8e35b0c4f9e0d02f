#!/usr/bin/env python3
"""Which way of saying foreign names is understood best: Kokoro says each name of names.tsv in its sentence in several
ways, and a recogniser writes down what it hears.

    python -m benchmarks.names .listen/bin/python [LANGUAGE ...]

The first argument is a Python with the recogniser (see recogniser.py). Prints for each language and way how
many names the recogniser wrote right, letter by letter, and the phoneme error rate of the names and of whole sentences
(where a name read as if it were French counts as right, which flatters the first ways); with VERBOSE in the
environment, what was heard too.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from audiobrief.model import Clip, Spoken
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.foreign import adapt_phonemes, clean_phonemes
from audiobrief.pronunciation.phonemes import transcribe_speech
from audiobrief.speech.lexicon import load_builtin_lexicon
from audiobrief.voice.engines.kokoro import KokoroEngine
from benchmarks.hearing import faults, write
from benchmarks.listening import listened, sounds

_SWITCH_MARKS = re.compile(r"\([a-z-]+\)|-")
_THREADS = 2
Way = Callable[[str, str, str], str]


def guessed(name: str, language: str, respelling: str) -> str:
    """eSpeak NG's French voice, which turns to English for words that it takes for English; marks removed."""
    return _SWITCH_MARKS.sub("", espeak_library.transcribe_text(name))


def guessed_in_french(name: str, language: str, respelling: str) -> str:
    return clean_phonemes(espeak_library.transcribe_text(name))


def as_they_are(name: str, language: str, respelling: str) -> str:
    return clean_phonemes(espeak_library.transcribe_text(name, voice="en-us" if language == "en" else language))


def own_in_french(name: str, language: str, respelling: str) -> str:
    return adapt_phonemes(
        clean_phonemes(espeak_library.transcribe_text(name, voice="en-us" if language == "en" else language)), language
    )


def scottish_in_french(name: str, language: str, respelling: str) -> str:
    """What audiobrief says where its lexicon has no respelling."""
    return (
        adapt_phonemes(clean_phonemes(espeak_library.transcribe_text(name, voice="en-gb-scotland")), language)
        if language == "en"
        else ""
    )


def respelled(name: str, language: str, respelling: str) -> str:
    return clean_phonemes(espeak_library.transcribe_text(respelling)) if respelling else ""


WAYS: dict[str, Way] = {
    "eSpeak NG's guess": guessed,
    "its guess, English brought to French sounds": guessed_in_french,
    "own phonemes as they are": as_they_are,
    "own phonemes brought to French sounds": own_in_french,
    "Scottish phonemes brought to French sounds": scottish_in_french,
    "the lexicon's respelling": respelled,
}


def main() -> None:
    recogniser, languages = sys.argv[1], sys.argv[2:] or ["en", "de", "es", "it"]
    lines = Path(__file__).with_name("names.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    rows = [row for row in rows if row[0] in languages]
    names = load_builtin_lexicon().foreign
    engine = KokoroEngine.open("ff_siwis")
    jobs = [
        (language, name, sentence, way, said)
        for language, name, sentence in rows
        for way, make in WAYS.items()
        if (said := make(name, language, names[name].say if name in names else ""))
    ]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number:04}.wav" for number in range(len(jobs))]
        with ThreadPoolExecutor(_THREADS) as pool:
            clips = pool.map(lambda job: _spoken(engine, job[2], job[1], job[4]), jobs)
            for path, clip in zip(paths, clips, strict=True):
                write(clip, path)
        written = listened(paths, recogniser)
    totals: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0] * 6)
    for (language, name, sentence, way, said), text in zip(jobs, written, strict=True):
        before, _, after = sentence.partition("{}")
        asked = [sounds(part) for part in (before, name, after)]
        places = faults("".join(asked), sounds(text))
        wrong = sum(places[len(asked[0]) : len(asked[0]) + len(asked[1])])
        total = totals[language, way]
        for at, value in enumerate(
            (wrong, len(asked[1]), sum(places), len(places) - 1, _letters(name) in _letters(text), 1)
        ):
            total[at] += value
        if os.environ.get("VERBOSE"):
            print(f"{language}\t{name}\t{way}\t{said}\t{wrong / len(asked[1]):.0%}\t{text}")
    print("| language | way | names | written right | errors in names | in sentences |\n|---|---|---|---|---|---|")
    for (language, way), (wrong, phonemes, faults_, all_, right, count) in sorted(totals.items()):
        print(
            f"| {language} | {way} | {count:.0f} | {right:.0f} | {wrong / phonemes:.1%} | {faults_ / all_:.1%} |",
        )


def _letters(text: str) -> str:
    """Letters only, without accents or case."""
    return re.sub("[^a-z]", "", unicodedata.normalize("NFD", text.lower()))


def _spoken(engine: KokoroEngine, sentence: str, name: str, said: str) -> Clip:
    before, _, after = sentence.partition("{}")
    speech = (Spoken(0, 0, before), Spoken(0, 0, name, "foreign"), Spoken(0, 0, after))
    phonemes = transcribe_speech(speech, espeak_library.transcribe_text, lambda span: said)
    return Clip(engine.synthesize_phonemes(phonemes), engine.sample_rate)


if __name__ == "__main__":
    main()
