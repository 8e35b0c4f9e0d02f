"""The programs that benchmarks/speech.py compares, each the way its own documentation says to use it.

    PYTHON benchmarks/adapters.py NAME < sentences > spoken     a sentence a line in, its spoken line out
    PYTHON benchmarks/adapters.py NAME --time < sentences       seconds of processor time for all of them
    PYTHON benchmarks/adapters.py NAME --version

PYTHON is that of the environment in which the program NAME is installed. This file imports nothing else of audiobrief,
so that it runs in environments without it.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

Speak = Callable[[str], str]


def audiobrief() -> Speak:
    from audiobrief.speech import speak_line

    return speak_line


def damga() -> Speak:
    from damga import TextNormalizer  # type: ignore[import-not-found]

    normalize: Speak = TextNormalizer(lang="fr").normalize
    return normalize


def lectura() -> Speak:
    from lectura_formules import enrichir_formules  # type: ignore[import-not-found]
    from lectura_tokeniseur import LecturaTokeniseur  # type: ignore[import-not-found]

    tokenise = LecturaTokeniseur().tokenize

    def speak(sentence: str) -> str:
        # Tokens cover the text, spaces included; those that are read otherwise than written receive `display_fr`.
        tokens = enrichir_formules(tokenise(sentence))
        return "".join(getattr(token, "display_fr", "") or token.text for token in tokens)

    return speak


def num2words() -> Speak:
    from num2words import num2words as words

    number = re.compile(
        r"(?<![\w.,])(?P<whole>\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d+)"
        r"(?:(?P<ordinal>er|e)(?!\w)|,(?P<decimals>\d+)|(?!\w))"
    )

    def say(match: re.Match[str]) -> str:
        whole = re.sub(r"\D", "", match["whole"])
        if match["ordinal"]:
            return str(words(int(whole), lang="fr", to="ordinal"))
        if match["decimals"]:
            return str(words(f"{whole}.{match['decimals']}", lang="fr"))
        return str(words(int(whole), lang="fr"))

    return lambda sentence: number.sub(say, sentence)


def unchanged() -> Speak:
    return lambda sentence: sentence


PROGRAMS: dict[str, tuple[Callable[[], Speak], tuple[str, ...]]] = {
    "audiobrief": (audiobrief, ("audiobrief",)),
    "damga": (damga, ("damga",)),
    "lectura": (lectura, ("lectura-tokeniseur", "lectura-formules")),
    "num2words": (num2words, ("num2words",)),
    "unchanged": (unchanged, ()),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=PROGRAMS)
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--version", action="store_true")
    asked = parser.parse_args()
    build, packages = PROGRAMS[asked.name]
    if asked.version:
        print(", ".join(f"{package} {version(package)}" for package in packages))
        return
    streams: tuple[Any, ...] = (sys.stdin, sys.stdout)
    for stream in streams:
        stream.reconfigure(encoding="utf-8", newline="\n")
    sentences = sys.stdin.read().removesuffix("\n").split("\n")
    speak = build()
    if not asked.time:
        for sentence in sentences:
            print(" ".join(speak(sentence).split()))
        return
    for sentence in sentences[:100]:
        speak(sentence)  # words and grammars that are loaded at first use are loaded now
    begun = time.process_time()
    for sentence in sentences:
        speak(sentence)
    print(time.process_time() - begun)


if __name__ == "__main__":
    main()
