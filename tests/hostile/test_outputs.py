"""Texts that mean harm, in every place that audiobrief writes text to, each read back by a program that is not ours."""

import io
import json
import os
import re
import struct
import zipfile
from datetime import datetime
from pathlib import Path

import cueparser
import eyed3
import html5lib
import pytest
import srt
import webvtt
from lxml import etree

from audiobrief.audio.mastering import Mastering
from audiobrief.audio.pieces import Spacing
from audiobrief.audio.programme import make_sound
from audiobrief.delivery.books.book import Edition, make_identifier
from audiobrief.delivery.books.daisy3 import write_daisy3
from audiobrief.delivery.books.daisy202 import write_daisy202
from audiobrief.delivery.books.epub3 import write_epub3
from audiobrief.delivery.cover import draw_cover
from audiobrief.delivery.mp3 import join_text, make_tags, tag_mp3
from audiobrief.delivery.radio import bext, cart, riff
from audiobrief.delivery.radio.broadcast_metadata import BroadcastInfo, make_bext, make_cart
from audiobrief.delivery.text.page import render_page
from audiobrief.messages import message
from audiobrief.model import Article, Block, Chapter, Clip, Loudness, Script, Utterance
from audiobrief.sanitize import dump_json, sanitize_text
from audiobrief.system.file_names import make_slug
from tests.renditions import export
from tests.timelines import heard

NASTY = [
    "../../../etc/passwd",
    "/etc/passwd",
    "..",
    "C:\\con\\aux.txt",
    "CON",
    "-rf",
    "~root",
    "a\0b",
    "\x1b]0;titre\x07\x1b[31mrouge\x1b[2J",
    "\x9b31mrouge\x9dlien\x9c",
    "\b\b\b\x7f\x0e",
    "un\nProgramme: /etc/passwd",
    "un\r\n\r\nSet-Cookie: deux",
    "un\u2028deux\u2029trois\x85quatre\x0bcinq",
    "\u202egnp.exe",
    "\u2066\u2067caché\u2069\u200f",
    "\U000e0063\U000e0061ché",
    "$(reboot) `id` ; rm -rf ~ | cat > x && y",
    "<script>alert(1)</script>",
    "</title></h1><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onclick='x",
    "]]><x/>",
    "<!-- a -- b -->",
    "<?php x ?>",
    "&amp; &lt; &#27; &x;",
    "{{ 7 * 7 }} {% raw %} ${x} #{y} <%= z %>",
    "{path} {0} %s %n %(x)s",
    "00:00:01.000 --> 00:00:02.000 position:0%",
    "7\n\n00:00:00,000 --> 00:00:09,000\nfaux",
    "NOTE caché",
    "STYLE\n::cue{}",
    "{\\an8}<i>penché",
    'x" "y',
    'fin"\nFILE "/etc/passwd" MP3\nTRACK 99 AUDIO',
    "javascript:alert(1)",
    "\ud800seul\udfff",
    "\ufffe\uffff\ufdd0",
    "\ufeffmarque",
    "e" + "\u0301" * 500,
    "👩‍👩‍👧‍👦" * 100,
    "ﷺ" * 60,
    "mot " * 2000,
    "a" * 3000,
]
IDS = [ascii(text)[1:40] for text in NASTY]
# What people may be shown of those texts that may not be shown as they are.
SHOWN = {
    "a\0b": "a\ufffdb",
    "\x1b]0;titre\x07\x1b[31mrouge\x1b[2J": "\ufffd]0;titre\ufffd\ufffd[31mrouge\ufffd[2J",
    "\x9b31mrouge\x9dlien\x9c": "\ufffd31mrouge\ufffdlien\ufffd",
    "\b\b\b\x7f\x0e": "\ufffd\ufffd\ufffd\ufffd\ufffd",
    "un\nProgramme: /etc/passwd": "un Programme: /etc/passwd",
    "un\r\n\r\nSet-Cookie: deux": "un Set-Cookie: deux",
    "un\u2028deux\u2029trois\x85quatre\x0bcinq": "un deux trois quatre cinq",
    "\u202egnp.exe": "gnp.exe",
    "\u2066\u2067caché\u2069\u200f": "caché",
    "\U000e0063\U000e0061ché": "ché",
    "7\n\n00:00:00,000 --> 00:00:09,000\nfaux": "7 00:00:00,000 --> 00:00:09,000 faux",
    "STYLE\n::cue{}": "STYLE ::cue{}",
    'fin"\nFILE "/etc/passwd" MP3\nTRACK 99 AUDIO': 'fin" FILE "/etc/passwd" MP3 TRACK 99 AUDIO',
    "\ud800seul\udfff": "\ufffdseul\ufffd",
    "\ufffe\uffff\ufdd0": "\ufffd\ufffd\ufdd0",
    "\ufeffmarque": "marque",
}
WORDS = "Le pont a rouvert."
STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ud800-\udfff]")
PAUSES = {"none": 0.0, "phrase": 0.1, "sentence": 0.1, "paragraph": 0.1, "heading": 0.1, "chapter": 0.1}
LOUDNESS = Loudness(-23.0, -6.0, 5.0, -18.0, -20.0)


def written(text):
    """An article and a script with `text` in every place that holds one, past all that reading would have cleaned."""
    article = Article(text, (Block("heading", text, 2), Block("paragraph", f"{text} {WORDS}")), text, None, text,
                      f"https://example.org/{text}")  # fmt: skip
    return article, Script(text, (Chapter(text, spoken(text)), Chapter(WORDS, (Utterance(WORDS),))))


def spoken(text):
    return (Utterance(text, "heading", "heading"), Utterance(f"{text} {WORDS}", pause_after="chapter"))


def told(text):
    return heard(*[(chapter.title, chapter.utterances) for chapter in written(text)[1].chapters])


def as_shown(text):
    return SHOWN.get(text, text)


every = pytest.mark.parametrize("text", NASTY, ids=IDS)


@every
def test_a_title_is_never_a_path(text, tmp_path):
    target = tmp_path / f"{make_slug(text)}.mp3"
    assert target.parent == tmp_path and re.fullmatch(r"[a-z0-9-]{1,90}\.mp3", target.name)
    assert not target.name.startswith("-")


@every
def test_a_line_of_a_terminal_or_of_json(text):
    assert sanitize_text(text) == as_shown(text)
    assert not STEERING.search(sanitize_text(text)) and not STEERING.search(str(message("'{x}' is none.", x=text)))
    assert not re.search("[\x7f-\x9f\u202e\u2028\ud800-\udfff]", dump_json({"x": text}))
    assert json.loads(dump_json({"x": text})) == {"x": text}


@every
@pytest.mark.parametrize("kind", ["html", "page"])
def test_pages_hold_words_and_no_markup_of_others(text, kind):
    article, script = written(text)
    if kind == "page":
        raw = b"".join(render_page(article, told(text), io.BytesIO(b"sound")))
    else:
        raw = export("html", article, script, told(text), "a.mp3")
    clean = written("Un titre")
    like = b"".join(render_page(clean[0], told("Un titre"), io.BytesIO(b"sound"))) if kind == "page" else export(
        "html", *clean, told("Un titre"), "a.mp3")  # fmt: skip
    found, expected = (html5lib.parse(each, namespaceHTMLElements=False) for each in (raw, like))
    assert [(e.tag, sorted(e.keys())) for e in found.iter()] == [(e.tag, sorted(e.keys())) for e in expected.iter()]
    assert all(not link.get("href").lower().startswith("javascript") for link in found.iter("a"))
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]", raw.decode())


@every
def test_captions_are_as_many_as_for_any_other_words(text):
    article, script = written(text)
    vtt = webvtt.from_string(export("vtt", article, script, told(text), "a.mp3").decode())
    subtitles = list(srt.parse(export("srt", article, script, told(text), "a.mp3").decode()))
    assert len(vtt.captions) == len(subtitles) and vtt.captions[-1].text == subtitles[-1].content == WORDS
    times = [(subtitle.start, subtitle.end) for subtitle in subtitles]
    assert times == sorted(times) and all("faux" not in caption.text.split("\n")[0][:4] for caption in vtt.captions[:1])
    assert "".join(caption.text for caption in vtt.captions).count(WORDS) >= 1


@every
def test_json_chapters(text):
    article, script = written(text)
    read = json.loads(export("chapters.json", article, script, told(text), "a.mp3"))
    assert [chapter["title"] for chapter in read["chapters"]] == [as_shown(text), WORDS]
    assert not STEERING.search(read.get("title", ""))


@every
def test_a_cue_sheet_has_its_own_lines_only(text, tmp_path):
    raw = export("cue", *written(text), told(text), "a.mp3")
    (tmp_path / "a.cue").write_bytes(raw)
    lines = raw.decode().split("\r\n")[:-1]
    assert [line.split()[0] for line in lines] == [
        "REM", "PERFORMER", "TITLE", "FILE", "TRACK", "TITLE", "INDEX", "TRACK", "TITLE", "INDEX",
    ]  # fmt: skip
    assert all(line.count('"') in (0, 2) and not STEERING.search(line) for line in lines)
    sheet = cueparser.CueSheet()
    sheet.setOutputFormat("%title%", "%title%")
    sheet.setData(raw.decode())
    sheet.parse()
    assert [track.title for track in sheet.tracks][-1] == WORDS and len(sheet.tracks) == 2


@every
def test_the_chunks_of_radio_hold_ascii(text):
    article, script = written(text)
    airing = BroadcastInfo(datetime(2024, 3, 9), originator=text, cut_id=text, client_id=text, user_text=text)
    label = cart.pack_cart(make_cart(told(text), article, script, airing, version="9"))
    fields = struct.unpack("<4s" + "64s" * 7, label[:452])
    fixed = bext.pack_bext(make_bext(told(text), article, script, LOUDNESS, airing, history=text))
    for field in (*fields, fixed[:256], fixed[256:288], fixed[288:320]):
        words, _, rest = field.partition(b"\0")
        assert re.fullmatch(rb"[\x20-\x7e]*", words) and not rest.strip(b"\0")
    markers = riff.pack_markers([riff.Marker(0, text)])
    (name,) = re.findall(rb"labl....\x01\0\0\0([^\0]*)\0", markers, re.S)
    assert not STEERING.search(name.decode())


@pytest.mark.parametrize("text", NASTY[::4], ids=IDS[::4])
def test_a_cover_is_drawn(text):
    assert draw_cover(written(text)[0]).picture.startswith(b"\xff\xd8\xff")


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    """One programme with a chapter for each text, titled by all of them."""
    title = " ".join(text[:60] for text in NASTY)
    chapters = tuple(Chapter(text, spoken(text)) for text in NASTY)
    script = Script(title, chapters)
    article = Article(
        title, tuple(Block("paragraph", text) for text in NASTY), title, None, title, f"https://x/{title}"
    )
    path = tmp_path_factory.mktemp("programme") / "a.mp3"
    clip = Clip(b"\x00\x10\x00\xf0" * 2400, 24_000)
    said = [utterance for chapter in chapters for utterance in chapter.utterances]
    sound = make_sound(script, iter([(utterance, clip) for utterance in said]), spacing=Spacing(PAUSES, 0.1, 0.1),
                       mastering=Mastering(), mp3=path)  # fmt: skip
    return path, article, script, sound.timeline


def test_id3_tags_by_eyed3(programme):
    path, article, script, timeline = programme
    tag_mp3(
        path, make_tags(timeline, article, script, version="9", lyrics=join_text(script), cover=draw_cover(article))
    )
    tag = eyed3.load(path).tag
    whole = " ".join(as_shown(text[:60]) for text in NASTY)
    assert (tag.title, tag.artist, tag.album) == (whole, whole, whole)
    assert [chapter.title for chapter in tag.chapters] == [as_shown(text) for text in NASTY]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", tag.lyrics[0].text)
    assert not any(STEERING.search(value) for value in (tag.title, tag.artist, tag.album))


def edition(script):
    return Edition(make_identifier(script), datetime(2024, 3, 15), "voix", "", "audiobrief 9")


def test_an_epub_by_lxml(programme, tmp_path):
    path, article, script, timeline = programme
    write_epub3(tmp_path / "a.epub", path, article, script, timeline, edition(script))
    with zipfile.ZipFile(tmp_path / "a.epub") as archive:
        assert all(re.fullmatch(r"[\w/.-]+", name) and ".." not in name for name in archive.namelist())
        trees = {
            name: etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False))
            for name in archive.namelist()
            if name.endswith((".xhtml", ".opf", ".smil", ".xml"))
        }
    assert len([name for name in trees if name.endswith(".smil")]) == len(NASTY)
    for tree in trees.values():
        tags = {etree.QName(element).localname for element in tree.iter(etree.Element)}
        assert not tags & {"script", "img", "x"}
        assert not any(key.startswith("on") for element in tree.iter(etree.Element) for key in element.attrib)


@pytest.mark.parametrize("write", [write_daisy202, write_daisy3])
def test_a_daisy_book_by_lxml(programme, tmp_path, write):
    path, article, script, timeline = programme
    (tmp_path / "a.daisy").mkdir()
    write(tmp_path / "a.daisy", path, article, script, timeline, edition(script))
    for file in (tmp_path / "a.daisy").iterdir():
        assert re.fullmatch(r"[a-z0-9]+\.(html|smil|css|mp3|opf|ncx|xml|res)", file.name)
        if file.suffix not in (".css", ".mp3"):
            tree = etree.fromstring(file.read_bytes(), etree.XMLParser(load_dtd=False, resolve_entities=False))
            tags = {etree.QName(element).localname for element in tree.iter(etree.Element)}
            assert not tags & {"script", "img", "x"}
            assert not any(key.startswith("on") for element in tree.iter(etree.Element) for key in element.attrib)


@pytest.fixture(scope="module")
def foreign(programme, tmp_path_factory):
    """A folder of sound files whose tags somebody else filled in, by mutagen and by hand."""
    from mutagen.id3 import CHAP, COMM, CTOC, ID3, TALB, TCON, TDRC, TIT2, TLAN, TPE1, TSSE, USLT

    folder = tmp_path_factory.mktemp("foreign")
    sound = programme[0].read_bytes()
    for number, text in enumerate(NASTY):
        path = folder / f"{number:02d}.mp3"
        path.write_bytes(sound)
        tags = ID3()
        # UTF-16 of mutagen's own takes surrogates no better than ours: written elsewhere they are read as U+FFFD.
        said = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        for frame in (TIT2, TPE1, TALB, TCON, TLAN, TSSE, TDRC):
            tags.add(frame(1, [said]))
        tags.add(COMM(1, "fra", "", [said]))
        tags.add(USLT(1, "fra", "", f"{said}\n\n{said}"))
        tags.add(CTOC(element_id="toc", flags=3, child_element_ids=["c"], sub_frames=[]))
        for place in range(4):
            title = NASTY[(number + place) % len(NASTY)].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            tags.add(CHAP(element_id=f"c{place}", start_time=0, end_time=900, sub_frames=[TIT2(1, [title])]))
        tags.save(path)
    return folder


def test_what_inspect_says_of_foreign_tags(foreign):
    from tests.hostile.following import follow

    for number in range(0, len(NASTY), 4):
        status, out, err, _ = follow(["inspect", str(foreign / f"{number:02d}.mp3")])
        assert status == 0, err
        assert not any(STEERING.search(line) for line in out.split("\n"))
        names = [line.split(":")[0] for line in out.splitlines() if not line.startswith(" ")]
        assert names.count("Title") <= 1 and "Programme" not in names and "Set-Cookie" not in names
    status, out, _, _ = follow(["inspect", str(foreign / "08.mp3"), "--json"])
    assert status == 0 and json.loads(out)["tags"]["title"] == NASTY[8]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)


def test_a_feed_of_foreign_tags(foreign):
    from tests.hostile.following import follow

    status, _, err, _ = follow(["feed", str(foreign), "--url", "https://example.org/", "--title", NASTY[18]])
    assert status == 0, err
    raw = (foreign / "feed.xml").read_bytes()
    import podcastparser

    parsed = podcastparser.parse("https://example.org/feed.xml", io.BytesIO(raw))
    assert len(parsed["episodes"]) == len(NASTY)
    tags = {etree.QName(element).localname for element in etree.fromstring(raw).iter(etree.Element)}
    assert "script" not in tags and "x" not in tags
    assert not STEERING.search("".join(raw.decode().split("\n")))


def test_what_the_command_line_says_of_names_and_titles(tmp_path, monkeypatch):
    """Files whose names and titles mean harm: made in a batch, shown as a table and a report, watched, or missing."""
    from tests.hostile.following import follow

    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "articles"
    folder.mkdir()
    names = [text for text in NASTY if "/" not in text and "\0" not in text and "\ud800" not in text and len(text) < 60]
    for name in names[::3]:
        (folder / f"{name}.txt").write_text(f"{name}\n\n{WORDS} {WORDS} Il y a 21 ans.\n", encoding="utf-8")
    (folder / "vide\x1b[31m\nfaux.txt").write_text("...", encoding="utf-8")
    Path(os.fsdecode(bytes(folder) + b"/octets\xff.txt")).write_text("...", encoding="utf-8")
    runs = [
        ["batch", "articles", "-o", "out", "--voice", "espeak-fr", "--jobs", "1", "--report", "report.json"],
        ["script", "articles/vide\x1b[31m\nfaux.txt"],
        ["script", "absent\x1b[31m\r\n\u202e.txt"],
        ["make", "absent\x9b\udcff.txt", "--voice", "espeak-fr"],
        ["make", "article.txt", "--voice", "voix\x1b[2J\n"],
        ["inspect", "articles/vide\x1b[31m\nfaux.txt"],
        ["script", "http://127.0.0.1:9/\x1b[31m\u202e"],
    ]
    for arguments in runs:
        status, out, err, _ = follow(arguments)
        assert status not in (0, 1, -1), (arguments, out, err)
        assert not any(STEERING.search(line) for line in (out + err).split("\n")), (arguments, out, err)
        assert "Traceback" not in err
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert {row["status"] for row in report["articles"]} == {"made", "failed"}
    assert len(list(Path("out").glob("*.mp3"))) == report["made"] > 5
    inside = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")}
    assert inside == {"articles", "out", "report.json"}


def test_a_watched_folder_keeps_what_it_is_given_inside(tmp_path):
    from tests.hostile.following import follow

    (tmp_path / "in").mkdir()
    for name in ("$(reboot);x.txt", "a\\..\\..\\x.txt", "\x1b[31m\nMade: y.txt", "-rf.txt", "\u202egnp.txt"):
        (tmp_path / "in" / name).write_text("...", encoding="utf-8")
    status, out, err, _ = follow(["watch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--once", "--settle", "0",
                                  "--voice", "espeak-fr"])  # fmt: skip
    assert status == 10, err
    assert not any(STEERING.search(line) for line in (out + err).split("\n"))
    assert not any(line.startswith("Made: ") for line in (out + err).split("\n"))
    assert len(list((tmp_path / "in" / "failed").iterdir())) == 10
