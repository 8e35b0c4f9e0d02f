"""How well each voice is understood, by class of what is read: an offline recogniser writes down what it hears.

    python -m benchmarks.listening --recogniser listen/bin/python --voices siwis nicola --write benchmarks/voices.md

For each class of tests/speech/cases, the six sentences of listening.tsv, written as the news writes them, are spoken
one after the other, written down by the recogniser (benchmarks/recogniser.py says what it needs), and what is heard is
compared with what was to be said: both are turned into French phonemes by audiobrief's pronunciation stage, without
stress or spaces, so that homophones and spelling do not count. What the recogniser writes in figures
(`14h30`, `3 %`) is put back into words by audiobrief's own speech stage, telephone numbers two figures at a time. A
sentence with a foreign name counts as heard in either of two ways, whichever is nearer: the name written as it is
spelled, or written as it sounds in French (« Bêteur Colle Sol »). `--raw` gives the voice the sentences as written, to
show what the speech stage is worth, and `--bare` eSpeak NG's phonemes of what is said, to show what the pronunciation
stage is worth; `--cases` takes the five longest cases of each class instead, short and full of traps, where a
recogniser, as a listener, has less to go by; `--article` takes an article, in windows of whole sentences.
"""

from __future__ import annotations

import argparse
import math
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest.mock import patch

from audiobrief import script
from audiobrief.model import Clip, Speech, Spoken
from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.pronunciation.foreign import transcribe_foreign
from audiobrief.pronunciation.phonemes import PhonemeLine, place_other_language, transcribe_speech
from audiobrief.speech import join_spans, speak_line, speak_text
from audiobrief.speech.numbers import say_digits
from audiobrief.voice.profiles import Profile, load_profile
from benchmarks.hearing import write
from benchmarks.tables import write_rows

ROOT = Path(__file__).parents[1]
CASES = 5
PAUSE = 0.8
# A telephone number, however the recogniser groups its figures: « 0-1, 42-18-3350 ».
_TELEPHONE = re.compile(r"(?<!\d)(?<!\d[ ,.-])0(?:[ ,.-]{0,2}\d){7,}(?!\d)")
# Seconds that Whisper hears at once, less one for safety: a sentence cut at a window's end is lost.
WINDOW = 29
# Seconds of an article heard at once: Whisper base leaves out clauses of more.
ARTICLE_WINDOW = 24
BEGIN, END = "<!-- listening -->", "<!-- end of listening -->"


@dataclass(frozen=True)
class Heard:
    """Phonemes that were to be said, and how many of them were heard wrongly (insertions and losses count)."""

    phonemes: int
    wrong: int

    @property
    def rate(self) -> float:
        return 100 * self.wrong / max(1, self.phonemes)


# What is to be said in the sentences of each class; as text, what is written.
Texts = dict[str, list[str]]
Classes = dict[str, list[Speech]]


def news() -> Texts:
    """The sentences of each class of listening.tsv."""
    found: Texts = {}
    for row in Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines():
        name, _, sentence = row.partition("\t")
        found.setdefault(name, []).append(sentence)
    return found


def cases() -> Texts:
    """The longest cases of each class: a recogniser goes by the words around, as a listener does."""
    found: Texts = {}
    for file in sorted((ROOT / "tests" / "speech" / "cases").glob("*.tsv")):
        rows = [row.split("\t")[0] for row in file.read_text(encoding="utf-8").split("\n") if row.strip()]
        found[file.stem] = sorted(rows, key=lambda row: -len(row.split()))[:CASES]
    return found


def speak_all(texts: Texts) -> Classes:
    return {name: [speak_text(sentence) for sentence in sentences] for name, sentences in texts.items()}


def speak_raw(texts: Texts) -> Classes:
    """The sentences as written, as if there were no speech stage."""
    return {name: [(Spoken(0, len(text), text),) for text in sentences] for name, sentences in texts.items()}


def article(path: Path) -> Classes:
    """The sentences of an article, as one class."""
    return {path.stem: [said.speech for chapter in script(path).chapters for said in chapter.utterances]}


@dataclass(frozen=True)
class Recording:
    """A sound, and what was to be said in it, however the voice was given it."""

    name: str
    path: Path
    said: list[Speech]


def recorded(
    profile: Profile, given: list[Speech], said: list[Speech], path: Path, window: int | None
) -> Iterator[Recording]:
    """Sentences spoken, with pauses between them, in windows of at most so many seconds.

    Without a window, in as many equal parts as the recogniser's own asks for.
    """
    engine = profile.open()
    pause = bytes(2 * round(PAUSE * engine.sample_rate))
    sounds = [clip.pcm + pause for clip in engine.speak(given, profile.manner)]
    frames = [len(sound) // 2 for sound in sounds]
    for start, end in pack(frames, window * engine.sample_rate) if window else share(frames, engine.sample_rate):
        part = path.with_name(f"{path.name}-{start}.wav")
        write(Clip(b"".join(sounds[start:end]), engine.sample_rate), part)
        yield Recording(path.name, part, said[start:end])


def pack(frames: list[int], most: int) -> Iterator[tuple[int, int]]:
    """Sounds `start:end` that are together no longer than `most` frames, as many as possible."""
    start = 0
    for end in range(1, len(frames) + 1):
        if end == len(frames) or sum(frames[start : end + 1]) > most:
            yield start, end
            start = end


def share(frames: list[int], rate: int) -> Iterator[tuple[int, int]]:
    """Sounds `start:end` in equal parts."""
    size = math.ceil(len(frames) / math.ceil(sum(frames) / (rate * WINDOW)))
    for start in range(0, len(frames), size):
        yield start, min(len(frames), start + size)


def place_bare(
    speech: Speech, transcribe: Callable[[str], str], transcribe_name: Callable[[Spoken], str] = lambda span: ""
) -> PhonemeLine:
    """As `place_phonemes`, by eSpeak NG alone."""
    return place_other_language(speech, transcribe)


def sounds(text: str) -> str:
    """French phonemes of a text without stress, spaces or marks."""
    said = speak_line(_TELEPHONE.sub(_in_pairs, text))
    return _bare(transcribe_speech((Spoken(0, len(said), said),), transcribe_text))


def ways(speech: Speech) -> tuple[str, ...]:
    """The phonemes that count as `speech` heard: by spelling, and where it has a foreign name by its French sounds."""
    spelled = sounds(join_spans(speech))
    if all(span.kind != "foreign" for span in speech):
        return (spelled,)
    return spelled, _bare(transcribe_speech(speech, transcribe_text, partial(transcribe_foreign, way="respell")))


def _in_pairs(number: re.Match[str]) -> str:
    figures = re.sub(r"\D", "", number[0])
    if figures.startswith("080"):
        return f"zéro {say_digits(figures[1:4])} {say_digits(figures[4:7])} {say_digits(figures[7:] or '0')}"
    return " ".join(say_digits(figures[at : at + 2]) for at in range(0, len(figures), 2))


def _bare(said: str) -> str:
    return re.sub(r"[\sˈˌː.,;:?!…()«»\"'’–—-]", "", said)


def compared(sentences: list[tuple[str, ...]], got: str) -> Heard:
    """Levenshtein's distance from the sentences, one after the other, each in its nearest way."""
    row = list(range(len(got) + 1))
    for said in sentences:
        row = [min(costs) for costs in zip(*(_further(row, way, got) for way in said), strict=True)]
    return Heard(sum(len(said[0]) for said in sentences), row[-1])


def _further(row: list[int], said: str, got: str) -> list[int]:
    for mark in said:
        last, row = row, [row[0] + 1]
        for to, other in enumerate(got, 1):
            row.append(min(last[to] + 1, row[-1] + 1, last[to - 1] + (mark != other)))
    return row


def listened(paths: list[Path], recogniser: str) -> list[str]:
    """What is heard in each sound."""
    asked = "".join(f"{path}\n" for path in paths)
    done = subprocess.run(
        [recogniser, str(ROOT / "benchmarks" / "recogniser.py")],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def measured(
    given: Classes, classes: Classes, voice: str, recogniser: str, *, window: int | None, tell: bool
) -> dict[str, Heard]:
    """What is heard of each class, of which the voice is `given` the sentences in some form."""
    profile = load_profile(voice)
    found: dict[str, Heard] = {}
    with tempfile.TemporaryDirectory() as folder:
        recordings: list[Recording] = []
        for name, said in classes.items():
            recordings += recorded(profile, given[name], said, Path(folder) / name, window)
        for recording, text in zip(recordings, listened([one.path for one in recordings], recogniser), strict=True):
            heard = compared([ways(speech) for speech in recording.said], sounds(text))
            before = found.get(recording.name, Heard(0, 0))
            found[recording.name] = Heard(before.phonemes + heard.phonemes, before.wrong + heard.wrong)
            if tell:
                asked = " ".join(join_spans(speech) for speech in recording.said)
                print(f"{voice} {recording.name}: {heard.rate:.1f} %\n  asked: {asked}\n  heard: {text}", flush=True)
    return found


def table(columns: dict[str, dict[str, Heard]]) -> Iterator[str]:
    yield f"| class | {' | '.join(columns)} |"
    yield f"| --- |{' --: |' * len(columns)}"
    for name in next(iter(columns.values())):
        yield f"| {name} | {' | '.join(f'{column[name].rate:.1f}' for column in columns.values())} |"
    total = (Heard(sum(h.phonemes for h in c.values()), sum(h.wrong for h in c.values())) for c in columns.values())
    yield f"| **all** | {' | '.join(f'**{heard.rate:.1f}**' for heard in total)} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--recogniser", required=True, help="the Python that has faster-whisper and the model")
    options.add_argument("--voices", nargs="+", default=["siwis"])
    options.add_argument("--cases", action="store_true", help="the longest cases of the tests instead of listening.tsv")
    options.add_argument("--article", type=Path, help="an article instead of listening.tsv")
    options.add_argument("--bare", action="store_true", help="also the first voice with eSpeak NG's phonemes")
    options.add_argument("--raw", action="store_true", help="also the first voice with the sentences as written")
    options.add_argument("--every", type=int, default=1, metavar="N", help="of each class, only every Nth sentence")
    options.add_argument("--tell", action="store_true", help="print what was asked and heard")
    options.add_argument("--write", type=Path, help="a page whose table, between two marks, is replaced")
    asked = options.parse_args()
    texts = {} if asked.article else cases() if asked.cases else news()
    texts = {name: sentences[:: asked.every] for name, sentences in texts.items()}
    classes = article(asked.article) if asked.article else speak_all(texts)
    listen = partial(
        measured,
        classes=classes,
        recogniser=asked.recogniser,
        window=ARTICLE_WINDOW if asked.article else None,
        tell=asked.tell,
    )
    columns = {voice: listen(classes, voice=voice) for voice in asked.voices}
    first = asked.voices[0]
    if asked.bare:
        with patch("audiobrief.pronunciation.phonemes.place_phonemes", place_bare):
            columns[f"{first}, by eSpeak NG"] = listen(classes, voice=first)
    if asked.raw and not asked.article:
        columns[f"{first}, as written"] = listen(speak_raw(texts), voice=first)
    rows = list(table(columns))
    print("\n".join(rows))
    if asked.write:
        write_rows(asked.write, BEGIN, END, rows)


if __name__ == "__main__":
    main()
