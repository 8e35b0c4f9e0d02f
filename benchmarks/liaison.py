"""How right liaisons are, audiobrief's and eSpeak NG's, where grammar asks for one, forbids it or allows it.

    python -m benchmarks.liaison [--wrong]

The sentences are made of the frames in liaison.toml, which say by the rule alone what is right. A liaison is made if
its consonant is heard before the first sounds of what follows, as they are when that is said alone. Recall is the part
of the obligatory liaisons that are made, precision the part of those made, where they are obligatory or forbidden,
that are right.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from audiobrief.system.toml_files import parse_toml
from benchmarks.pronunciation import Reader, read_audiobrief, read_espeak, simplify

_HEAD = 4
_MARKS = re.compile(r"[\s,.;:?!…«»-]")


@dataclass(frozen=True)
class Place:
    """A sentence, what follows in it after a place, and the consonant that would be heard there."""

    kind: str
    rule: str
    sentence: str
    following: str
    consonant: str


def read_places(path: Path) -> Iterator[Place]:
    for frame in parse_toml(path.read_text(encoding="utf-8"))["frame"]:
        # Forms of « nous » and « vous » are parted by a stroke, in that order.
        for at, ((left, consonant), right) in enumerate(zip(cycle(frame["left"].items()), frame["right"])):
            if not right:
                continue
            forms = right.split("/")
            said = forms[at % len(forms)]
            text = frame["sentence"].format(left=left, right=said)
            before, _, after = text.partition("|")
            joint = "" if after[0] == "-" else " "
            yield Place(frame["kind"], frame["rule"], before + joint + after, after.lstrip("-"), consonant)


def is_linked(said: str, alone: str, consonant: str) -> bool:
    """Whether the consonant is heard in what is said, before what is said alone."""
    plain, head = (_MARKS.sub("", simplify(text)) for text in (said, alone))
    return simplify(consonant) + head[:_HEAD] in plain


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--wrong", action="store_true", help="print the liaisons that audiobrief makes wrongly")
    asked = options.parse_args()
    places = list(read_places(Path(__file__).with_suffix(".toml")))
    readers: dict[str, Reader] = {"audiobrief": read_audiobrief, "eSpeak NG": read_espeak}
    for name, read in readers.items():
        said = read([place.sentence for place in places])
        alone = read([place.following for place in places])
        made: dict[str, list[bool]] = defaultdict(list)
        for place, sentence, word in zip(places, said, alone, strict=True):
            linked = is_linked(sentence, word, place.consonant)
            made[place.kind].append(linked)
            wrong = place.kind != "optional" and linked != (place.kind == "obligatory")
            if asked.wrong and wrong and name == "audiobrief":
                print(f"  {place.kind}, {place.rule}: {place.sentence} -> {sentence}")
        right, slips = sum(made["obligatory"]), sum(made["forbidden"])
        print(
            f"{name}: recall {100 * right / len(made['obligatory']):.1f} % of {len(made['obligatory'])}, "
            f"precision {100 * right / (right + slips):.1f} % ({slips} made of {len(made['forbidden'])} forbidden), "
            f"{sum(made['optional'])} of {len(made['optional'])} optional"
        )
    print(f"{len(places)} sentences")


if __name__ == "__main__":
    main()
