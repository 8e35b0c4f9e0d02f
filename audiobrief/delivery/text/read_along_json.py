"""The text with the time of each sentence and word, as JSON, for programs that show it while the sound is heard."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.text.read_along import Passage, ReadAlong, Sentence, build_read_along
from audiobrief.delivery.text.shown_words import ShownWord, count_code_units
from audiobrief.model import Article, ChapterMark, Cue, Script, Timeline


def describe_read_along(read: ReadAlong) -> dict[str, Any]:
    """The text as JSON values: chapters, passages, paragraphs and sentences, which are numbered from 0 (`n`) in the
    order in which they are spoken. Times (`start`, `end`, `duration`) are in seconds.

    The `words` of a sentence are those whose times the voice knows. Their characters (`from`, `to`) are counted in
    UTF-16 code units of the sentence's text, as JavaScript counts them. `opening` are the passages that are spoken
    before the first chapter, such as the table of contents; `unspoken` is a chapter's title if it is shown after its
    heading and not spoken.
    """
    numbers = count()
    return {
        "title": read.title,
        "duration": read.end / 1000,
        "heading": _describe(read.heading, numbers),
        "opening": _describe_passages(read.opening, numbers),
        "chapters": [
            {
                "title": section.title,
                "start": section.start / 1000,
                "heading": _describe(section.heading, numbers),
                "unspoken": section.unspoken,
                "passages": _describe_passages(section.passages, numbers),
            }
            for section in read.sections
        ],
    }


def describe_script(article: Article, script: Script) -> dict[str, Any]:
    """As `describe_read_along`, of a script that is not spoken yet: all times are None."""
    utterances = [utterance for chapter in script.chapters for utterance in chapter.utterances]
    # Sentence number n lasts from second n to n + 1 here.
    cues = tuple(Cue(number, number + 1, utterance) for number, utterance in enumerate(utterances))
    marks, at = [], 0
    for chapter in script.chapters:
        marks.append(ChapterMark(at, at + len(chapter.utterances), chapter.title))
        at += len(chapter.utterances)
    told = describe_read_along(build_read_along(article, Timeline(1, len(cues), cues, tuple(marks))))
    told["duration"] = None
    for chapter in told["chapters"]:
        chapter["start"] = None
    for sentence in list_sentences(told):
        sentence["start"] = sentence["end"] = None
    return told


def list_sentences(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The sentences of `describe_read_along`, in order."""
    yield from told["heading"]
    yield from _list_in_passages(told.get("opening", []))
    for chapter in told["chapters"]:
        yield from chapter["heading"]
        yield from _list_in_passages(chapter["passages"])


def _list_in_passages(passages: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for passage in passages:
        for paragraph in passage["paragraphs"]:
            yield from paragraph


def _describe_passages(passages: tuple[Passage, ...], numbers: count[int]) -> list[dict[str, Any]]:
    return [
        {"kind": passage.kind, "paragraphs": [_describe(paragraph, numbers) for paragraph in passage.paragraphs]}
        for passage in passages
    ]


def _describe(sentences: tuple[Sentence, ...], numbers: count[int]) -> list[dict[str, Any]]:
    return [
        {
            "n": next(numbers),
            "text": sentence.text,
            "start": sentence.start / 1000,
            "end": sentence.end / 1000,
            "words": describe_words(sentence.words, sentence.text),
        }
        for sentence in sentences
    ]


def describe_words(words: Sequence[ShownWord], text: str) -> list[dict[str, Any]]:
    """The words of a sentence, as `describe_read_along` has them."""
    return [
        {"from": word.start, "to": word.end, "start": word.begin / 1000, "end": word.finish / 1000}
        for word in count_code_units(words, text)
    ]


def _write_rendition(rendition: Rendition, path: Path) -> None:
    told = describe_read_along(build_read_along(rendition.article, rendition.timeline))
    path.write_bytes((json.dumps(told, ensure_ascii=False) + "\n").encode())


EXPORTER = Exporter(
    "read-along.json",
    ".read-along.json",
    "the text with the time of each sentence and word, for programs",
    _write_rendition,
    flag="--read-along",
    flag_help="Also NAME.read-along.json: the text with the time of each sentence and word, for programs.",
)
