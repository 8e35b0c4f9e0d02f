"""Many different articles, as of a newsroom's day, made by a fixed rule: no sentence stands in two of them."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

SEED = 22
_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def make_articles(count: int, sentences: int) -> Iterator[str]:
    """`count` articles in Markdown, each with a title and so many sentences; titles and sentences never repeat."""
    choose, used = random.Random(SEED), set[str]()

    def make_new(make: Callable[[random.Random], str]) -> str:
        while (text := make(choose)) in used:
            pass
        used.add(text)
        return text

    for _ in range(count):
        title = make_new(_make_title)
        said = [make_new(_make_sentence) for _ in range(sentences)]
        paragraphs = [" ".join(said[at : at + 3]) for at in range(0, len(said), 3)]
        yield "\n\n".join([f"# {title}", *paragraphs]) + "\n"


def _make_title(choose: random.Random) -> str:
    place, who, did, what = (choose.choice(_WORDS[kind]) for kind in ("places", "who", "did", "what"))
    return f"{place} : {who} {did} {what}"


def _make_sentence(choose: random.Random) -> str:
    place, who, did, what, when, how, source, first, last = (choose.choice(words) for words in _WORDS.values())
    head = f"À {place}, {who}" if choose.random() < 0.4 else who[0].upper() + who[1:]
    text = f"{head} {did} {what} {when}, {how.format(n=choose.randint(13, 98))}"
    return f"{text}, {source.format(name=f'{first} {last}')}." if choose.random() < 0.5 else f"{text}."
