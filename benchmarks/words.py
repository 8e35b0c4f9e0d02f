"""How exact the times of words are, beside an aligner that knows nothing of the voice but its sound.

    python -m benchmarks.words --voices siwis espeak-fr piper:PATH --write benchmarks/words.md

Every third sentence of listening.tsv is spoken. The aligner is the classic one of phonetics (as in HTK or the Montreal
Forced Aligner): a hidden Markov model of three states for each phoneme, with optional silence between words. It is
trained from a flat start on this voice's sound and phonemes alone (segmental k-means, then Viterbi), on frames of 5 ms
with 13 cepstra and their differences. What it finds for the beginning and the end of each spoken word is compared with
what the engine told. `--worst` prints the words that differ most. The aligner errs too, mostly beside a pause; there
the sound itself tells when it begins again, and words after a pause are compared with that as well.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from audiobrief.model import Clip, Speech
from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.pronunciation.foreign import transcribe_foreign
from audiobrief.pronunciation.phonemes import place_phonemes
from audiobrief.speech import speak_text
from audiobrief.voice.profiles import load_profile
from benchmarks.listening import news
from benchmarks.tables import write_rows

Array = np.ndarray[Any, Any]

BEGIN, END = "<!-- words -->", "<!-- end of words -->"
EVERY = 3
# Seconds of a frame's step and of its window.
STEP, WINDOW = 0.005, 0.025
STATES, ROUNDS = 3, 14
# Seconds from which on a stretch below so many dB of full scale is a pause, and no closure of a consonant.
PAUSE, QUIET = 0.18, -60
MEL_BANDS, CEPSTRA = 26, 13
SILENCE = "#"
# No variance is smaller, as a part of that of all frames.
FLOOR = 0.02


@dataclass(frozen=True)
class Heard:
    """A word: what is said, the seconds of its begin and end as the engine told them, and its phonemes."""

    text: str
    begin: float
    end: float
    phonemes: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """The features of a clip, frame by frame, its words, and the seconds at which sound begins after a pause."""

    frames: Array
    words: tuple[Heard, ...]
    onsets: tuple[float, ...]


def speak(voice: str, sentences: Sequence[str]) -> Iterator[Sentence]:
    """The sentences as a voice says them."""
    profile = load_profile(voice)
    speeches: list[Speech] = [speak_text(text) for text in sentences]
    for speech, clip in zip(speeches, profile.open().speak(speeches, profile.manner), strict=True):
        line = place_phonemes(speech, transcribe_text, partial(transcribe_foreign, way=profile.manner.foreign))
        said = "".join(span.text for span in speech)
        words = []
        for word in clip.words:
            inside = [at for at in line.words if word.start <= at.start and at.end <= word.end]
            phonemes = split("".join(line.text[at.first : at.last] for at in inside))
            begin, end = word.first / clip.sample_rate, word.last / clip.sample_rate
            words.append(Heard(said[word.start : word.end], begin, end, tuple(phonemes)))
        yield Sentence(measure(clip), tuple(words), find_onsets(clip))


def split(phonemes: str) -> list[str]:
    """Single phonemes, without stress and length; a nasal vowel is one."""
    plain = re.sub(r"[ˈˌː ]", "", unicodedata.normalize("NFD", phonemes))
    return re.findall(r"\w\u0303?", plain)


def measure(clip: Clip) -> Array:
    """Cepstra of mel bands and their differences, a row for each frame."""
    samples = np.frombuffer(clip.pcm, "<i2").astype(np.float64) / 32768
    # Otherwise frames of digital silence would differ without end from those with a little noise.
    samples = samples + np.random.default_rng(1).normal(0, 1e-4, len(samples))
    samples = np.append(samples[0], samples[1:] - 0.97 * samples[:-1])
    size, step = round(WINDOW * clip.sample_rate), round(STEP * clip.sample_rate)
    padded = np.pad(samples, size // 2)
    starts = np.arange(0, len(samples), step)
    rows = padded[starts[:, None] + np.arange(size)] * np.hamming(size)
    power = np.abs(np.fft.rfft(rows, 1024)) ** 2
    bands = np.log(power @ mel_filters(clip.sample_rate, power.shape[1]) + 1e-10)
    cosines = np.cos(np.pi / MEL_BANDS * (np.arange(MEL_BANDS) + 0.5)[:, None] * np.arange(CEPSTRA))
    cepstra = bands @ cosines
    around = np.pad(cepstra, ((3, 3), (0, 0)), mode="edge")
    differences = sum(
        by * (around[3 + by : len(cepstra) + 3 + by] - around[3 - by : len(cepstra) + 3 - by]) for by in (1, 2, 3)
    )
    return np.hstack([cepstra, differences])


def find_onsets(clip: Clip) -> tuple[float, ...]:
    """When sound begins after each pause inside a clip."""
    step = round(STEP * clip.sample_rate)
    samples = np.frombuffer(clip.pcm, "<i2").astype(np.float64) / 32768
    levels = (np.pad(samples, (0, -len(samples) % step)).reshape(-1, step) ** 2).mean(axis=1)
    quiet = 10 * np.log10(levels + 1e-12) < QUIET
    edges = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]))).reshape(-1, 2)
    return tuple(STEP * end for begin, end in edges if begin and end < len(quiet) and (end - begin) * STEP >= PAUSE)


def mel_filters(rate: int, bins: int) -> Array:
    """Triangles between 60 Hz and 7.6 kHz, evenly spaced in mel."""
    edges = np.linspace(*(2595 * np.log10(1 + at / 700) for at in (60, 7600)), MEL_BANDS + 2)
    hertz = 700 * (10 ** (edges / 2595) - 1)
    at = np.linspace(0, rate / 2, bins)[:, None]
    rising = (at - hertz[:-2]) / (hertz[1:-1] - hertz[:-2])
    falling = (hertz[2:] - at) / (hertz[2:] - hertz[1:-1])
    return np.clip(np.minimum(rising, falling), 0, None)


@dataclass(frozen=True)
class Chain:
    """The states of a sentence in order: `models` has each one's phoneme and number, `words` the word it belongs to (-1
    is silence), `skipped` whether the state before may be left out, since it is a silence."""

    models: tuple[tuple[str, int], ...]
    words: Array
    skipped: Array


def link(sentence: Sentence) -> Chain:
    """Silence, then each word's phonemes with a silence behind it."""
    models: list[tuple[str, int]] = [(SILENCE, 0)]
    words, skipped = [-1], [False]
    for number, word in enumerate(sentence.words):
        for at, phoneme in enumerate(word.phonemes):
            models += ((phoneme, state) for state in range(STATES))
            words += [number] * STATES
            skipped += [at == 0, *[False] * (STATES - 1)]
        models.append((SILENCE, 0))
        words.append(-1)
        skipped.append(False)
    return Chain(tuple(models), np.array(words), np.array(skipped))


def spread(sentence: Sentence, chain: Chain) -> Array:
    """A flat start: the states of the words share the frames that are not quiet evenly."""
    loud = sentence.frames[:, 0] > np.percentile(sentence.frames[:, 0], 12)
    inner = np.flatnonzero(chain.words >= 0)
    order = np.cumsum(loud) * len(inner) // (loud.sum() + 1)
    states = inner[np.minimum(order, len(inner) - 1)]
    # A quiet frame belongs to the silence behind the word, if that is where the word ends.
    return np.where(loud, states, [_find_silence(chain, state) for state in states])


def _find_silence(chain: Chain, state: int) -> int:
    return int(np.flatnonzero(chain.words[: state + 1] == -1)[-1])


def align(frames: Array, chain: Chain, models: dict[tuple[str, int], tuple[Array, Array]]) -> Array:
    """The state of each frame on the likeliest way through the chain (Viterbi)."""
    distinct = sorted(set(chain.models))
    means, variances = (np.array([models[model][part] for model in distinct]) for part in (0, 1))
    constant = np.log(variances).sum(axis=1)
    scores = -0.5 * (((frames[:, None] - means) ** 2 / variances).sum(axis=2) + constant)
    scores = scores[:, [distinct.index(model) for model in chain.models]]
    count = scores.shape[1]
    best = np.full(count, -np.inf)
    best[:2] = scores[0, :2]
    back = np.zeros((len(frames), count), np.int32)
    places = np.arange(count)
    for at in range(1, len(frames)):
        one = np.append(-np.inf, best[:-1])
        two = np.where(chain.skipped, np.append([-np.inf, -np.inf], best[:-2]), -np.inf)
        ways = np.stack([best, one, two])
        choice = ways.argmax(axis=0)
        back[at] = places - choice
        best = ways[choice, places] + scores[at]
    state = count - 1 if best[-1] > best[-2] else count - 2
    path = [state]
    for at in range(len(frames) - 1, 0, -1):
        state = back[at, state]
        path.append(state)
    return np.array(path[::-1])


def train(sentences: Sequence[Sentence]) -> list[Array]:
    """The alignment of every sentence: its chain's state for each frame."""
    chains = [link(sentence) for sentence in sentences]
    overall = np.vstack([sentence.frames for sentence in sentences]).var(axis=0)
    paths = [spread(sentence, chain) for sentence, chain in zip(sentences, chains, strict=True)]
    for _ in range(ROUNDS):
        groups: dict[tuple[str, int], list[Array]] = defaultdict(list)
        for sentence, chain, path in zip(sentences, chains, paths, strict=True):
            for state in np.unique(path):
                groups[chain.models[state]].append(sentence.frames[path == state])
        models = {}
        for model, parts in groups.items():
            rows = np.vstack(parts)
            models[model] = rows.mean(axis=0), np.maximum(rows.var(axis=0), FLOOR * overall)
        everything = np.mean([mean for mean, _ in models.values()], axis=0), overall
        for chain in chains:
            for model in chain.models:
                models.setdefault(model, everything)
        paths = [align(one.frames, chain, models) for one, chain in zip(sentences, chains, strict=True)]
    return paths


@dataclass(frozen=True)
class Difference:
    """How much later the engine's begin and end of a word are than the aligner's, in seconds."""

    text: str
    begin: float
    end: float


def compare(sentences: Sequence[Sentence]) -> Iterator[Difference]:
    for sentence, path in zip(sentences, train(sentences), strict=True):
        owners = link(sentence).words[path]
        for number, word in enumerate(sentence.words):
            if word.phonemes:
                at = np.flatnonzero(owners == number)
                yield Difference(word.text, word.begin - at[0] * STEP, word.end - (at[-1] + 1) * STEP)


def compare_onsets(sentences: Sequence[Sentence]) -> list[float]:
    """How much later than the sound after each pause the nearest word begins, in seconds."""
    return [
        min((word.begin - onset for word in sentence.words), key=abs)
        for sentence in sentences
        for onset in sentence.onsets
        if sentence.words
    ]


def table(voice: str, found: Sequence[Difference], onsets: Sequence[float]) -> Iterator[str]:
    columns = {
        "begin": [one.begin for one in found],
        "end": [one.end for one in found],
        "begin after a pause, by the sound": onsets,
    }
    for name, seconds in columns.items():
        if not seconds:
            continue
        errors = 1000 * np.array(seconds)
        size = np.abs(errors)
        yield (
            f"| {voice} | {name} | {len(size)} | {np.median(size):.0f} ms | {np.percentile(size, 95):.0f} ms | "
            f"{size.max():.0f} ms | {(size > 150).sum()} | {np.median(errors):+.0f} ms |"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--voices", nargs="+", default=["siwis", "espeak-fr"])
    options.add_argument("--every", type=int, default=EVERY, help="of so many sentences, one is spoken")
    options.add_argument("--worst", type=int, default=0, help="print so many of the words that differ most")
    options.add_argument("--write", type=Path, help="a page whose table, between two marks, is replaced")
    asked = options.parse_args()
    texts = [text for group in news().values() for text in group][:: asked.every]
    rows = ["| voice | of a word | words | median | 95 of 100 within | most | over 150 ms | told later |"]
    rows += ["| --- | --- | --: | --: | --: | --: | --: | --: |"]
    for voice in asked.voices:
        spoken = list(speak(voice, texts))
        found = list(compare(spoken))
        more = list(table(voice.partition("/")[0].rstrip(":"), found, compare_onsets(spoken)))
        rows += more
        print("\n".join(more), flush=True)
        for one in sorted(found, key=lambda one: -max(abs(one.begin), abs(one.end)))[: asked.worst]:
            print(f"  {one.text}: begin {1000 * one.begin:+.0f} ms, end {1000 * one.end:+.0f} ms")
    if asked.write:
        write_rows(asked.write, BEGIN, END, rows)


if __name__ == "__main__":
    main()
