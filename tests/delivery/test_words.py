"""Captions, pages and data tell when each word is heard; other programs read them."""

import html
import json
import re
from itertools import pairwise

import pytest
import webvtt as webvtt_library

from audiobrief.delivery.text.captions import make_captions
from audiobrief.delivery.text.page import render_page
from audiobrief.delivery.text.shown_words import ShownWord, count_code_units, place_shown
from audiobrief.delivery.text.srt import format_srt
from audiobrief.delivery.text.webvtt import format_webvtt
from audiobrief.model import Article, Block, ChapterMark, Cue, TimedWord, Timeline, Utterance
from tests.renditions import export

RATE = 1000
TEXT = (
    "« Le 🐈 <bac> & l’île », dit-elle : la maire a promis que le bac reprendrait ses rotations dès lundi matin, que "
    "les camions ne feraient plus le détour par le pont de Kerlo."
)
ARTICLE = Article("Le bac", (Block("paragraph", TEXT),))


def timed(text, start=1000, each=200):
    """A timeline of one utterance, whose words last `each` milliseconds."""
    words = [word.span() for word in re.finditer(r"[^\W_]+(?:[’-][^\W_]+)*", text)]
    times = tuple(TimedWord(*span, start + each * at, start + each * (at + 1)) for at, span in enumerate(words))
    end = start + each * len(words)
    cue = Cue(start, end, Utterance(text, pause_after="none"), times)
    return Timeline(RATE, end + 500, (cue,), (ChapterMark(0, end + 500, "Le bac"),))


def test_a_caption_begins_with_its_first_word():
    timeline = timed(TEXT)
    for caption in make_captions(timeline)[1:]:
        (begin,) = (word for word in timeline.cues[0].words if TEXT[word.start :].startswith(caption.lines[0]))
        assert caption.start == begin.first


def test_times_inside_captions_are_read_and_give_the_same_text():
    timeline = timed(TEXT)
    plain, marked = (format_webvtt(timeline, by_word=by_word) for by_word in (False, True))
    assert "<0" not in plain
    read, words = (webvtt_library.from_string(text).captions for text in (plain, marked))
    assert [(one.start, one.end, html.unescape(one.text)) for one in words] == [
        (one.start, one.end, html.unescape(one.text)) for one in read
    ]
    found = 0
    for caption in words:
        stamps = [caption.start, *re.findall(r"<([\d:.]+)>", caption.raw_text), caption.end]
        assert all(one < two for one, two in pairwise(stamps))
        found += len(stamps) - 2
    # All but the first of each caption.
    assert found == len(timeline.cues[0].words) - len(words)
    assert format_srt(timeline).count(" --> ") == len(words)


def test_what_has_no_times_is_as_it_was():
    timeline = Timeline(RATE, 9000, (Cue(0, 9000, Utterance(TEXT)),), (ChapterMark(0, 9000, "T"),))
    assert format_webvtt(timeline, by_word=True) == format_webvtt(timeline)
    assert 'data-words="' not in b"".join(render_page(ARTICLE, timeline, EMPTY)).decode()


class _Empty:
    def read(self, size):
        return b""


EMPTY = _Empty()


def slice_code_units(text, start, end):
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_the_page_has_the_words_as_a_browser_counts_them():
    page = b"".join(render_page(ARTICLE, timed(TEXT), EMPTY)).decode()
    ((numbers, shown),) = re.findall(r'data-words="([^"]+)">(.*?)</span>', page)
    shown = html.unescape(shown)
    parts = numbers.split()
    words = [slice_code_units(shown, int(parts[at]), int(parts[at + 1])) for at in range(0, len(parts), 3)]
    assert words[:6] == ["Le", "bac", "l’île", "dit-elle", "la", "maire"] and words[-1] == "Kerlo"
    assert [float(second) for second in parts[2::3]] == pytest.approx([1 + 0.2 * at for at in range(len(words))])


def test_the_data_has_every_word_with_its_times():
    told = json.loads(export("read-along.json", ARTICLE, None, timed(TEXT)))
    ((sentence,),) = told["chapters"][0]["passages"][0]["paragraphs"]
    assert sentence["text"] == TEXT
    words = [(slice_code_units(TEXT, word["from"], word["to"]), word["start"]) for word in sentence["words"]]
    assert words[1] == ("bac", 1.2) and words[-1][0] == "Kerlo"
    assert sentence["end"] == sentence["words"][-1]["end"] == pytest.approx(told["duration"] - 0.5)


# A text, the same as it is shown, and where its characters 2 and 3 are found there.
SHOWN = [
    ("a b", "a b", (2, 3)),
    ("a b", "a\u00a0 b", (3, 4)),
    ("a\u200bb", "ab", (1, 2)),
    ("\x07 b", "\ufffd b", (2, 3)),
]


@pytest.mark.parametrize(("text", "shown", "places"), SHOWN)
def test_words_are_found_in_the_text_that_is_shown(text, shown, places):
    (word,) = place_shown([ShownWord(2, 3, 0, 1)], text, shown)
    assert (word.start, word.end) == places


def test_code_units_count_what_is_beyond_the_first_plane_twice():
    assert count_code_units([ShownWord(2, 3, 5, 6)], "🐈 b") == (ShownWord(3, 4, 5, 6),)
