"""Put the cues of subtitles together: sentences and paragraphs, in place of lines that appear one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Block

_VOICE = lazy_regex(r"<v(?:\.[^\s>]{1,60})?[ \t]+([^>]{1,80})>")
_TAG = lazy_regex(r"</?[A-Za-z][^<>]{0,200}>|<[\d:.]{5,16}>|\{\\[^{}]{0,80}\}")
# What is heard but not said: « [Musique] », « (rires) », « ♪ ».
_SOUND = lazy_regex(
    r"\[[^\[\]]{0,80}\]|\((?:[A-ZÀ-Þ' ]{2,40}|[^()]{0,30}(?:musique|rires?|applaud|soupir|bruit)[^()]{0,30})\)"
    r"|[♪♫#]{1,3}",
    re.I,
)
# Who made the subtitles, which programs that transcribe speech also put where nothing is said.
_CREDIT = lazy_regex(
    r"(?:❤️? ?)?sous-?titr(?:es|age)\b(?!.*[?!])"
    r"(?: (?:st'? ?\d{1,4}|société .{2,30}|(?:(?:réalisés?|faits?|créés?|traduits?) )?(?:par|para) .{2,50}"
    r"|fr(?:ançais)?|: .{2,50}))?\W*"
    r"|(?:transcription|traduction|synchro(?:nisation)?|adaptation|relecture)(?: et .{3,20})? ?: .{2,50}"
    r"|subtitles by .{2,40}|.{0,30}\bamara\.org\W*",
    re.I,
)
_SPEAKER = lazy_regex(r"^[-–—][ \t]*(?=\S)")
_SENTENCE_END = lazy_regex(r"[.!?…][»”\")\s]*$")
# A pause of so many seconds begins a paragraph, and so does a sentence behind so many characters.
_PAUSE, _LENGTH = 4.0, 500


@dataclass(frozen=True, slots=True)
class Cue:
    """A subtitle: when it is shown, in seconds, and its lines."""

    start: float
    end: float
    text: str


def parse_time(written: str) -> float:
    """The seconds in `01:02:03,450` or `02:03.450`."""
    clock, _, fraction = written.replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part or 0)
    return seconds + float(f"0.{fraction or 0}")


def make_paragraphs(cues: Sequence[Cue]) -> list[Block]:
    """The paragraphs of what is said: a new one for another speaker, after a pause, or behind a long one."""
    made: list[str] = []
    last_voice, last_end, last_line = "", 0.0, ""
    for cue in cues:
        voice = found[1].strip() if (found := _VOICE.search(cue.text)) else ""
        begins = bool(voice) and voice != last_voice
        begins = begins or cue.start - last_end > _PAUSE
        last_voice, last_end = voice or last_voice, cue.end
        for line in _clean_lines(cue.text):
            # Captions made by machines repeat the line before, which rolls up.
            if line == last_line:
                continue
            last_line = line
            speaks = bool(_SPEAKER.match(line))
            words = _SPEAKER.sub("", line)
            ends = not made or bool(_SENTENCE_END.search(made[-1]))
            if not made or (ends and (begins or speaks or len(made[-1]) > _LENGTH)) or (begins and voice):
                made.append(words)
            else:
                made[-1] += f" {words}"
            begins = False
    return [Block("paragraph", text) for text in made]


def _clean_lines(text: str) -> list[str]:
    plain = _SOUND.sub(" ", unescape(_TAG.sub("", text)))
    lines = (" ".join(each.split()) for each in plain.split("\n"))
    return [line for line in lines if any(map(str.isalnum, line)) and not _CREDIT.fullmatch(line)]
