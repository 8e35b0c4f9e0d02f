"""Captions read back by other programs: all the words, in order, in short lines, at the time they are heard."""

import html
import re
from dataclasses import replace
from itertools import pairwise

import pytest
import srt as srt_library
import webvtt as webvtt_library
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.delivery.text.captions import make_captions
from audiobrief.delivery.text.line_breaking import WIDEST, lay_out_captions, typeset_text
from audiobrief.delivery.text.srt import WORD_JOINER, format_srt
from audiobrief.delivery.text.webvtt import format_webvtt
from audiobrief.model import Article, Block, ChapterMark, Cue, Spoken, Timeline, Utterance
from audiobrief.segmentation import write_script
from audiobrief.speech import speak_script
from audiobrief.speech.lexicon import load_builtin_lexicon
from audiobrief.voice.profiles import load_profile
from tests.timelines import heard, timeline

LAYOUTS = [
    ("Il pleut.", [("Il pleut.",)]),
    (
        "Le bac a repris ses rotations vers l’île, mais les camions attendent toujours leur tour.",
        [("Le bac a repris ses rotations vers l’île,", "mais les camions attendent toujours leur tour.")],
    ),
    (
        "« Nous avons attendu la fin de la tempête », raconte la patronne du bar, qui a vu passer sous ses fenêtres "
        "toutes les tuiles du quartier en une seule nuit.",
        [
            ("« Nous avons attendu la fin de la tempête »,",),
            (
                "raconte la patronne du bar, qui a vu passer sous ses fenêtres",
                "toutes les tuiles du quartier en une seule nuit.",
            ),
        ],
    ),
    (
        "La maire a promis que le bac reprendrait ses rotations dès lundi matin, que les camions ne feraient plus le "
        "détour par le pont de Kerlo, et que la cale serait refaite avant l’été.",
        [
            ("La maire a promis que le bac reprendrait", "ses rotations dès lundi matin,"),
            (
                "que les camions ne feraient plus le détour par le pont de Kerlo,",
                "et que la cale serait refaite avant l’été.",
            ),
        ],
    ),
    # Nothing is parted that French keeps together.
    (
        "Une somme totale de plus de cinquante mille euros, soit 12 345 678 vis.",
        [("Une somme totale de plus de cinquante mille euros,", "soit 12 345 678 vis.")],
    ),
    ("x" * 150, [("x" * 65, "x" * 65), ("x" * 20,)]),
    ("", []),
    ("\n \t", []),
]


@pytest.mark.parametrize(("text", "lines"), LAYOUTS)
def test_layouts(text, lines):
    assert [layout.lines for layout in lay_out_captions(text)] == lines


@pytest.mark.parametrize("joined", ["e\u0301", "☝\ufe0f", "a\u200d", "x\u20dd"])
def test_what_belongs_to_a_character_is_not_parted_from_it(joined):
    """65 characters would end in the middle of the 33rd pair."""
    lines = [line for layout in lay_out_captions(joined * 100) for line in layout.lines]
    assert "".join(lines) == joined * 100 and len(lines) == 4
    assert all(line[0] == joined[0] and len(line) == 64 for line in lines[:-1])
    # More marks than any writing has are parted all the same.
    assert [len(line) for layout in lay_out_captions("e" + "\u0301" * 99) for line in layout.lines] == [65, 35]


@pytest.mark.parametrize("mark", ["»", "?", "!", ":", ";", "%", "€"])
def test_no_line_begins_with_a_mark_that_goes_with_the_word_before(mark):
    text = f"mot mots autre {mark} " * 30
    lines = [line for layout in lay_out_captions(text) for line in layout.lines]
    assert len(lines) > 4
    assert not any(line.startswith(mark) for line in lines)


def test_no_line_ends_with_an_opening_mark():
    lines = [line for layout in lay_out_captions("« mot mots autre » " * 30) for line in layout.lines]
    assert not any(line.endswith("«") for line in lines)


def test_spaces_that_part_no_line_are_set_as_such():
    assert typeset_text("« Où ? » : 12 500 kg, là !").replace("\u00a0", "_") == "«_Où_?_»_: 12_500 kg, là_!"


FRENCH = st.text(st.sampled_from("abéœ  ,.:;!?«»()-–\n\u00a0\u202f1234567890'’&<>{}\u0301🥚"), max_size=700)


@given(FRENCH)
def test_every_word_is_shown_once_in_lines_of_a_fit_length(text):
    layouts = lay_out_captions(text)
    lines = [line for layout in layouts for line in layout.lines]
    assert "".join(lines).replace(" ", "") == re.sub(r"[ \n]", "", text)
    assert all(0 < len(line) <= WIDEST for line in lines)
    assert all(1 <= len(layout.lines) <= 2 for layout in layouts)
    assert all(line == line.strip(" ") for line in lines)


@given(st.lists(st.tuples(FRENCH, st.integers(0, 400_000), st.integers(0, 50_000)), max_size=8))
def test_captions_never_overlap(sentences):
    cues, at = [], 0
    for text, length, pause in sentences:
        cues.append(Cue(at, at + length, Utterance(text)))
        at += length + pause
    shown = make_captions(Timeline(44_100, at, tuple(cues), (ChapterMark(0, at, "T"),)))
    assert all(caption.start < caption.end for caption in shown)
    assert all(one.end < two.start for one, two in pairwise(shown))
    assert all(caption.end <= at / 44.1 for caption in shown)


NASTY = [
    "R&D <b>gras</b> &amp; a < b --> c > d",
    "NOTE ceci n’est pas une note",
    "00:00:01.000 --> 00:00:02.000",
    "{\\an8}en haut",
    "WEBVTT",
    "1",
    "« L’œuf » 🥚 — l’été",
    "une\nligne\r\nbrisée\u2028ici",
]


@pytest.mark.parametrize("text", NASTY)
def test_webvtt_gives_back_the_text(text):
    (caption,) = webvtt_library.from_string(format_webvtt(heard(("A --> B", [Utterance(text)]))))
    assert html.unescape(caption.raw_text) == " ".join(text.split())
    assert (caption.start, caption.end) == ("00:00:00.300", "00:00:02.299")


@pytest.mark.parametrize("text", NASTY)
def test_subrip_gives_back_the_text(text):
    (caption,) = srt_library.parse(format_srt(heard(("A", [Utterance(text)]))))
    assert caption.content.replace(WORD_JOINER, "") == " ".join(text.split())
    assert "-->" not in caption.content
    assert not re.search(r"<\w", caption.content)


def test_both_hold_the_same_captions():
    made = make_captions(timeline())
    vtt = list(webvtt_library.from_string(format_webvtt(timeline())))
    subrip = list(srt_library.parse(format_srt(timeline())))
    assert len(made) == len(vtt) == len(subrip) == 13
    for caption, one, two in zip(made, vtt, subrip, strict=True):
        assert one.start_in_seconds * 1000 + int(one.start[-3:]) == caption.start
        assert two.start.total_seconds() == pytest.approx(caption.start / 1000)
        assert two.end.total_seconds() == pytest.approx(caption.end / 1000)
    assert [caption.index for caption in subrip] == list(range(1, 14))


def test_webvtt_says_where_the_chapters_begin():
    text = format_webvtt(timeline())
    assert text.startswith("WEBVTT\n\nNOTE Chapitre 1 : La digue &lt;b&gt;tient&lt;/b&gt; &amp; l’eau baisse\n\n1\n")
    assert text.index("NOTE Chapitre 2 : Sur le quai") < text.index("\nSur le quai\n") < text.index("Trois choses")


def test_a_sentence_s_time_is_shared_by_what_is_said():
    text = "Entre 1987 et 1999, " + "les mêmes mots reviennent ici sans aucun changement, " * 3
    written = Utterance(text)
    said = replace(
        written,
        speech=(
            Spoken(0, 6, "Entre "),
            Spoken(6, 10, "mille neuf cent quatre-vingt-sept"),
            Spoken(10, 14, " et "),
            Spoken(14, 18, "mille neuf cent quatre-vingt-dix-neuf"),
            Spoken(18, len(text), text[18:]),
        ),
    )
    by_writing, by_saying = (make_captions(heard(("T", [utterance]), seconds=20.0)) for utterance in (written, said))
    assert by_writing[0].lines == by_saying[0].lines
    assert by_saying[1].start > by_writing[1].start + 2000


def shared(first, second, kind):
    """Where the second caption begins, in milliseconds of 20 seconds, when the first word of the first is so said."""
    words = [f"{word} " for word in (first + second).split()]
    words[-1] = words[-1].strip()
    starts = [sum(map(len, words[:at])) for at in range(len(words) + 1)]
    spans = [Spoken(at, to, word) for at, to, word in zip(starts, starts[1:], words, strict=False)]
    spans[0] = replace(spans[0], kind=kind)
    cue = Cue(0, 20_000, Utterance("".join(words), speech=tuple(spans)))
    shown = make_captions(Timeline(1000, 20_000, (cue,), ()))
    assert [" ".join(caption.lines) for caption in shown] == [first.strip(), second.strip()]
    assert (shown[0].start, shown[0].end, shown[1].end) == (0, shown[1].start - 1, 19_999)
    return shown[1].start


# The letters that are said in the first caption: those of a spelled acronym take as long as three each.
SPOKEN = [("words", 88), ("letters", 88 + 2 * 4)]


@pytest.mark.parametrize(("kind", "letters"), SPOKEN)
def test_letters_said_by_their_names_take_thrice_as_long(kind, letters):
    first = (
        "SNCF recrute cent vingt mille agents avant la fin de cet automne partout en France et dans les pays voisins, "
    )
    second = "puis elle formera les autres pendant tout un an dans ses propres écoles de Lyon."
    others = sum(mark.isalnum() for mark in second)
    assert shared(first, second, kind) == 2 + int((20_000 - 4) * letters / (letters + others))


def test_what_is_not_said_takes_no_caption():
    silent = Timeline(1000, 10, (Cue(5, 5, Utterance("🥚")),), (ChapterMark(0, 10, "T"),))
    assert make_captions(silent) == []
    assert format_webvtt(silent) == "WEBVTT\n"


# The voice pauses for a third of a second or so at a comma: there the second caption must begin.
LONG = [
    "La région a compté 1 997 432 visiteurs entre 1987 et 2003, mais les guides du pays disent n’en avoir vu presque "
    "aucun sur les sentiers du bord de mer.",
    "Le préfet a signé mardi l’arrêté qui ferme le pont aux camions de plus de trente tonnes ; les pêcheurs demandent "
    "un délai de six mois avant que la mesure ne prenne effet.",
]


@pytest.mark.parametrize("text", LONG)
def test_a_caption_begins_where_the_voice_breathes(text):
    profile = load_profile("espeak-fr")
    script = speak_script(
        write_script(Article("T", (Block("paragraph", text),), title_guessed=True)), load_builtin_lexicon()
    )
    ((utterance,),) = (chapter.utterances for chapter in script.chapters)
    (clip,) = profile.open().speak([utterance.speech], profile.manner)
    shown = make_captions(Timeline(clip.sample_rate, clip.frames, (Cue(0, clip.frames, utterance),), ()))
    assert len(shown) == 2
    assert min(abs(shown[1].start / 1000 - breath) for breath in breaths(clip)) < 0.4


def breaths(clip, quiet=300, shortest=0.15):
    """Where sound begins again after a silence of at least `shortest` seconds, in seconds."""
    samples = memoryview(clip.pcm).cast("h")
    last = 0
    for at, sample in enumerate(samples):
        if abs(sample) > quiet:
            if at - last > shortest * clip.sample_rate:
                yield at / clip.sample_rate
            last = at
