"""Chapters of articles whose headings were taken away, held against their true headings.

    python -m benchmarks.chapters FOLDER [--write benchmarks/chapters.md]

FOLDER holds articles with headings (.md, .html, .txt …). Of each that has three sections or more and 600 to 7000 words,
the headings are removed and chapters cut again: by subject, as audiobrief does; by length, as it did until 0.2; and not
at all. Pk (Beeferman, Berger, Lafferty 1999) and WindowDiff (Pevzner, Hearst 2002) are the parts of windows, half as
long as the true sections are on average, in which the cuts disagree with the headings: 0 is perfect.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import audiobrief
from audiobrief.errors import AudiobriefError
from audiobrief.model import Block
from audiobrief.segmentation.chapters import Section, split_by_headings, split_by_subject

RATE = 165
FEWEST_SECTIONS, FEWEST_WORDS, MOST_WORDS = 3, 600, 7000
CLASSES = ((0, 150), (150, 250), (250, 400), (400, MOST_WORDS))
MARK = "chapters"

Way = Callable[[Sequence[Block]], list[int]]


@dataclass(frozen=True)
class Case:
    """An article without its headings, and the indices of the blocks that followed one."""

    blocks: tuple[Block, ...]
    cuts: frozenset[int]

    @property
    def words(self) -> int:
        return sum(count_words(block) for block in self.blocks)

    @property
    def section(self) -> float:
        """The average words of a section."""
        return self.words / (len(self.cuts) + 1)


def count_words(block: Block) -> int:
    return len(block.text.split())


def read_cases(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.iterdir()):
        try:
            article = audiobrief.read(path)
        except AudiobriefError:
            continue
        blocks: list[Block] = []
        cuts: set[int] = set()
        for section in split_by_headings(article, RATE):
            text = [block for block in section.blocks if block.kind != "heading"]
            if text and blocks:
                cuts.add(len(blocks))
            blocks += text
        case = Case(tuple(blocks), frozenset(cuts))
        if len(cuts) + 1 >= FEWEST_SECTIONS and FEWEST_WORDS <= case.words <= MOST_WORDS:
            yield case


def cut_by_length(blocks: Sequence[Block]) -> list[int]:
    """The former way: chapters of 45 to 75 s of speech, least squares from a minute, by dynamic programming."""
    seconds = [60.0 * count_words(block) / RATE for block in blocks]
    if sum(seconds) <= 75:
        return []

    def cost(length: float) -> float:
        return (length - 60) ** 2 * (1 if 45 <= length <= 75 else 6)

    best, back = [0.0], [0]
    for end in range(1, len(blocks) + 1):
        together = end < len(blocks) and (
            blocks[end - 1].text.rstrip(" »”*_").endswith(("?", ":"))
            or blocks[end - 1].kind == blocks[end].kind == "list_item"
        )
        length, choice = 0.0, (float("inf"), end - 1)
        for start in range(end - 1, -1, -1):
            length += seconds[start]
            if length > 240 and start < end - 1:
                break
            choice = min(choice, (best[start] + cost(length) + (6 * 40**2 if together else 0), start))
        best.append(choice[0])
        back.append(choice[1])
    starts = [back[-1]]
    while starts[-1]:
        starts.append(back[starts[-1]])
    return [start for start in starts if start]


def cut_by_subject(shortest: float) -> Way:
    def cut(blocks: Sequence[Block]) -> list[int]:
        parts = split_by_subject(Section("", tuple(blocks)), RATE, shortest)
        ends = [0]
        for part in parts:
            ends.append(ends[-1] + len(part.blocks))
        return ends[1:-1]

    return cut


WAYS: dict[str, Way] = {
    "by length (until 0.2)": cut_by_length,
    "by subject, 3:00 and more (default)": cut_by_subject(180),
    "by subject, `--shortest-chapter 1:30`": cut_by_subject(90),
    "by subject, `--shortest-chapter 1:00`": cut_by_subject(60),
    "one chapter": lambda blocks: [],
}


def number_words(blocks: Sequence[Block], cuts: Sequence[int] | frozenset[int]) -> list[int]:
    """The number of the section that each word is in."""
    bounds = [0, *sorted(cuts), len(blocks)]
    return [
        number
        for number, (start, end) in enumerate(pairwise(bounds))
        for block in blocks[start:end]
        for _ in range(count_words(block))
    ]


def compare(case: Case, cuts: Sequence[int]) -> tuple[float, float]:
    """Pk and WindowDiff."""
    window = max(2, round(case.section / 2))
    true, found = number_words(case.blocks, case.cuts), number_words(case.blocks, cuts)
    pairs = [(true[at + window] - true[at], found[at + window] - found[at]) for at in range(len(true) - window)]
    apart = sum((a == 0) != (b == 0) for a, b in pairs)
    return apart / len(pairs), sum(a != b for a, b in pairs) / len(pairs)


def make_table(cases: Sequence[Case]) -> str:
    lines = [
        f"{len(cases)} articles, {sum(case.words for case in cases) // len(cases)} words and "
        f"{sum(len(case.cuts) + 1 for case in cases) / len(cases):.1f} sections on average.",
        "",
        f"| Pk / WindowDiff | chapters | all | {' | '.join(f'sections of {a}–{b} words' for a, b in CLASSES)} | s |",
        f"|---|--:|--:|{'--:|' * len(CLASSES)}--:|",
    ]
    for name, way in WAYS.items():
        begun = time.process_time()
        found = [way(case.blocks) for case in cases]
        took = time.process_time() - begun
        figures = [(case, compare(case, cuts)) for case, cuts in zip(cases, found, strict=True)]
        chapters = sum(len(cuts) + 1 for cuts in found) / len(cases)
        cells = [average([figure for _, figure in figures])]
        cells += [average([figure for case, figure in figures if low <= case.section < high]) for low, high in CLASSES]
        lines.append(f"| {name} | {chapters:.1f} | {' | '.join(cells)} | {took:.1f} |")
    counts = [sum(low <= case.section < high for case in cases) for low, high in CLASSES]
    return "\n".join([*lines, f"| articles | | {len(cases)} | {' | '.join(map(str, counts))} | |"])


def average(figures: Sequence[tuple[float, float]]) -> str:
    if not figures:
        return ""
    return " / ".join(f"{sum(figure[at] for figure in figures) / len(figures):.3f}" for at in (0, 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--write", type=Path, help="put the table between the marks in this file")
    asked = parser.parse_args()
    table = make_table([case for folder in asked.folder for case in read_cases(folder)])
    print(table)
    if asked.write:
        text = asked.write.read_text(encoding="utf-8")
        block = f"<!-- {MARK} -->\n\n{table}\n\n<!-- end of {MARK} -->"
        pattern = rf"<!-- {MARK} -->.*?<!-- end of {MARK} -->"
        asked.write.write_text(re.sub(pattern, lambda found: block, text, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    main()
