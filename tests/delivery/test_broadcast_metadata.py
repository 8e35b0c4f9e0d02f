"""What automation reads of a programme: each field of `bext` and `cart`, the words at its ends, and the post timers."""

from dataclasses import fields, replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.delivery.radio.bext import Bext
from audiobrief.delivery.radio.broadcast_metadata import (
    BroadcastInfo,
    find_first_words,
    find_last_words,
    find_out_cue,
    make_bext,
    make_cart,
    make_post_timers,
)
from audiobrief.delivery.radio.cart import Cart
from audiobrief.model import Article, Chapter, ChapterMark, Cue, Loudness, Script, Spoken, Timeline, Utterance

TITLE, BODY, END = Utterance("Le pont", "title"), Utterance("Il rouvre."), Utterance("À demain.")
LINE = Timeline(1000, 9000, (Cue(300, 1200, TITLE), Cue(1500, 4000, BODY), Cue(4500, 8000, END)), ())
ARTICLE = Article("Non dit", (), "Ève Noël", date(2026, 3, 8), "Le Phare", "https://phare.example/pont")
SCRIPT = Script("Le pont", (Chapter("Un", (TITLE, BODY)), Chapter("Deux", (END,))))
LOUDNESS = Loudness(-22.5, -2.5, 4.5, -17.5, -18.5)
INFO = BroadcastInfo(datetime(2026, 3, 9, 5, 4, 3))


def label(article=ARTICLE, script=SCRIPT, info=INFO, line=LINE, **more):
    return make_bext(line, article, script, LOUDNESS, info, history="A=PCM", **more)


def test_every_field_of_bext():
    made = label(notice="Voix de synthèse.")
    assert replace(made, originator_reference="") == Bext(
        description="Le pont - Ève Noël - Le Phare - 2026-03-08 - Voix de synthèse", originator="Le Phare",
        originator_reference="", origination_date="2026-03-09", origination_time="05:04:03", coding_history="A=PCM",
        loudness_value=-22.5, loudness_range=4.5, max_true_peak_level=-2.5, max_momentary_loudness=-17.5,
        max_short_term_loudness=-18.5,
    )  # fmt: skip


DESCRIBED = [
    ({}, {}, "", "Le pont - Ève Noël - Le Phare - 2026-03-08", "Le Phare"),
    ({"published": None}, {}, "Avis", "Le pont - Ève Noël - Le Phare - Avis", "Le Phare"),
    ({"byline": ""}, {}, "", "Le pont - Le Phare - 2026-03-08", "Le Phare"),
    ({"source": ""}, {}, "", "Le pont - Ève Noël - 2026-03-08", "audiobrief"),
    ({"source": ""}, {"originator": "Radio Phare"}, "", "Le pont - Ève Noël - 2026-03-08", "Radio Phare"),
    ({}, {"originator": "Radio Phare"}, "", "Le pont - Ève Noël - Le Phare - 2026-03-08", "Radio Phare"),
]


@pytest.mark.parametrize(("known", "asked", "notice", "description", "originator"), DESCRIBED)
def test_what_bext_says_of_the_item(known, asked, notice, description, originator):
    made = label(replace(ARTICLE, **known), info=replace(INFO, **asked), notice=notice)
    assert (made.description, made.originator) == (description, originator)


# Each changes the programme, and so its reference.
OTHERS = {
    "address": {"article": replace(ARTICLE, address="https://phare.example/ponts")},
    "title": {"script": replace(SCRIPT, title="Le port")},
    "text": {"script": Script("Le pont", (Chapter("Un", (TITLE, END)),))},
    "time": {"info": replace(INFO, produced=datetime(2026, 3, 9, 5, 4, 4))},
    "length": {"line": replace(LINE, frames=9001)},
}


def test_a_reference_is_of_one_programme():
    made = label().originator_reference
    assert len(made) == 32 and set(made) <= set("0123456789abcdef")
    others = {name: label(**other).originator_reference for name, other in OTHERS.items()}
    assert len({made, *others.values()}) == 1 + len(OTHERS), others
    # What does not change what is heard does not change it.
    same = [label(replace(ARTICLE, byline="Anne")), label(notice="Avis"), label(info=replace(INFO, category="CULT"))]
    assert {each.originator_reference for each in same} == {made}
    assert label(info=replace(INFO, reference="FR-1")).originator_reference == "FR-1"


def tag(article=ARTICLE, **asked):
    return make_cart(LINE, article, SCRIPT, replace(INFO, **asked), version="9.9")


def test_every_field_of_cart():
    assert tag() == Cart(
        title="Le pont", artist="Ève Noël", cut_id="", client_id="Le Phare", category="NEWS", classification="",
        out_cue="A demain.", start_date="2026/03/09", start_time="05:04:03", end_date="2099/12/31", end_time="23:59:59",
        producer_app="audiobrief", producer_app_version="9.9", user_text="", timers=make_post_timers(LINE),
        url="https://phare.example/pont", tag_text="Le pont Il rouvre.\n\nÀ demain.",
    )  # fmt: skip
    asked = {"cut_id": "012", "client_id": "C", "category": "CULT", "classification": "Magazine", "user_text": "U"}
    made = tag(**asked, start=datetime(2026, 4, 1, 6, 7, 8), end=datetime(2026, 5, 2, 9, 10, 11), title_as_intro=False)
    assert {name: getattr(made, name) for name in asked} == asked
    assert (made.start_date, made.start_time, made.end_date, made.end_time) == (
        "2026/04/01", "06:07:08", "2026/05/02", "09:10:11",
    )  # fmt: skip
    assert {timer.use: timer.frame for timer in made.timers}["INTe"] == 300
    nameless = tag(replace(ARTICLE, byline=""))
    assert (nameless.artist, nameless.client_id) == ("Le Phare", "Le Phare")


def test_what_a_station_says_has_defaults():
    told = {field.name: getattr(INFO, field.name) for field in fields(INFO)}
    assert told == {
        "produced": datetime(2026, 3, 9, 5, 4, 3), "start": None, "end": None, "originator": "", "reference": "",
        "cut_id": "", "client_id": "", "category": "NEWS", "classification": "", "user_text": "",
        "title_as_intro": True, "album": "",
    }  # fmt: skip


def read(*texts):
    """A timeline of these utterances or texts, one after the other."""
    said = [text if isinstance(text, Utterance) else Utterance(text) for text in texts]
    return Timeline(
        1000, 1000 * len(said), tuple(Cue(1000 * n, 1000 * n + 900, each) for n, each in enumerate(said)), ()
    )


def partly(*parts):
    """An utterance of parts, each as written and as said."""
    text, spans = "", []
    for written, said in parts:
        spans.append(Spoken(len(text), len(text) + len(written), said))
        text += written
    return Utterance(text, speech=tuple(spans))


# What is said; the first words; the last words; the cue in ASCII.
WORDS = [
    ([], "", "", ""),
    (["Un.", "Deux.", "Trois."], "Un.", "Trois.", "Trois."),
    (["🔴", "Été.", "🔴"], "🔴", "🔴", "Ete."),
    (["🔴"], "🔴", "🔴", ""),
    ([partly(("[1]", "")), "Été.", partly(("[2]", ""))], "Été.", "Été.", "Ete."),
    ([partly(("Fin", "Fin"), (" [12]", ""), (".", "."))], "Fin.", "Fin.", "Fin."),
    ([partly(("Fin ", "Fin"), ("[12]", ""), (" .", "."))], "Fin.", "Fin.", "Fin."),
    ([partly(("Un ", "Un"), ("[1]", ""), (" , deux", "deux"))], "Un, deux", "Un, deux", "Un, deux"),
    ([partly(("Un ", "Un"), ("[1]", ""), (" ; deux", "deux"))], "Un ; deux", "Un ; deux", "Un ; deux"),
    ([partly(("« ", ""), ("Oui", "Oui"), (" »", ""))], "« Oui »", "« Oui »", '"Oui"'),
    ([partly(("“", ""), ("Oui", "Oui"), ("”", ""))], "“Oui”", "“Oui”", '"Oui"'),
    ([partly(("(x) ", ""), ("Oui", "Oui"))], "Oui", "Oui", "Oui"),
    ([partly(("12 %", "douze pour cent"))], "12 %", "12 %", "12 %"),
    (["Un\n  mot\u00a0!"], "Un mot !", "Un mot !", "Un mot !"),
    (["a" * 63], "a" * 63, "a" * 63, "a" * 63),
    (["a" * 64], "a" * 63, "..." + "a" * 60, "..." + "a" * 60),
    (["mot " * 15 + "fin"], "mot " * 15 + "fin", "mot " * 15 + "fin", "mot " * 15 + "fin"),
    (["mot " * 15 + "fins"], ("mot " * 15).rstrip(), "..." + "mot " * 14 + "fins", "..." + "mot " * 14 + "fins"),
]


@pytest.mark.parametrize(("said", "first", "last", "cue"), WORDS)
def test_the_words_at_both_ends(said, first, last, cue):
    line = read(*said)
    assert (find_first_words(line, 63), find_last_words(line, 63), find_out_cue(line)) == (first, last, cue)


@given(st.lists(st.sampled_from(["un", "deux", "quatrième", "b" * 70]), min_size=1, max_size=30), st.integers(10, 80))
def test_words_at_the_ends_are_never_too_long_and_are_of_the_text(words, longest):
    text = " ".join(words)
    first, last = find_first_words(read(text), longest), find_last_words(read(text), longest)
    assert len(first) <= longest and text.startswith(first) and first
    assert len(last) <= longest and text.endswith(last.removeprefix("...")) and last
    assert (first == text) == (last == text) == (len(text) <= longest)


def timers(line, **more):
    return [(timer.use, timer.frame) for timer in make_post_timers(line, **more)]


def test_every_timer():
    assert timers(LINE) == [
        ("AUDs", 300), ("INTs", 300), ("INTe", 1200), ("SEC1", 8000), ("SEGs", 8000), ("EOM ", 8000), ("AUDe", 9000),
    ]  # fmt: skip
    assert make_post_timers(replace(LINE, cues=())) == ()


SUBTITLE = Utterance("Sous le titre", "title")
INTROS = [
    ((TITLE, BODY), {}, 1900),
    ((TITLE, SUBTITLE, BODY), {}, 2900),
    ((TITLE, BODY, SUBTITLE), {}, 1900),
    ((BODY, TITLE), {}, 1000),
    ((TITLE, BODY), {"title_as_intro": False}, 1000),
    ((TITLE,), {}, 1900),
]


@pytest.mark.parametrize(("said", "more", "end"), INTROS)
def test_the_intro_is_the_spoken_title(said, more, end):
    line = read("", *said)
    line = replace(line, cues=line.cues[1:])
    told = dict(timers(line, **more))
    assert (told["INTs"], told["INTe"]) == (1000, end)


MUSIC = [
    ((), 300, 8000),
    (((0, 200),), 0, 8000),
    (((1, 200),), 300, 8000),
    (((0, 200), (7000, 8500)), 0, 8500),
    (((100, 200), (7000, 8500)), 300, 8500),
    (((0, 9000),), 0, 9000),
    (((0, 200), (4100, 4300)), 0, 8000),
]


@pytest.mark.parametrize(("music", "begin", "end"), MUSIC)
def test_music_around_the_words(music, begin, end):
    told = dict(timers(replace(LINE, music=music)))
    assert (told["AUDs"], told["INTs"], told["INTe"], told["AUDe"]) == (begin, begin, 1200, 9000)
    assert {told["SEC1"], told["SEGs"], told["EOM "]} == {end}


@pytest.mark.parametrize(("count", "marked"), [(0, []), (1, []), (2, [("MRK1", 2000)]), (5, [("MRK1", 2000)])])
def test_one_chapter_after_the_first_has_room(count, marked):
    marks = tuple(ChapterMark(2000 * number, 2000 * number + 2000, "C") for number in range(count))
    told = timers(replace(LINE, chapters=marks))
    assert [timer for timer in told if timer[0].startswith("MRK")] == marked
    assert [frame for _, frame in told] == sorted(frame for _, frame in told)
