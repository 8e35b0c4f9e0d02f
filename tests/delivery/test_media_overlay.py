"""Which stretch of sound goes with which sentence."""

import subprocess
from itertools import pairwise

import imageio_ffmpeg
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audiobrief.delivery.books.media_overlay import align_parts
from audiobrief.delivery.books.mp3_pieces import open_mp3
from audiobrief.delivery.books.navigation import build_outline
from audiobrief.model import Article, Block, Chapter, ChapterMark, Cue, Script, Timeline, Utterance

RATE = 44_100
SECONDS = 10


@pytest.fixture(scope="module")
def mp3(tmp_path_factory):
    path = tmp_path_factory.mktemp("synchrony") / "a.mp3"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", f"sine=d={SECONDS}:r={RATE}"]
    subprocess.run([*command, "-b:a", "64k", str(path)], check=True)
    with open_mp3(path) as sound:
        yield sound


def programme(chapters, end):
    """Script, timeline and article of chapters given as lists of (start, end) in seconds; the title is not read out."""
    cues, marks, made, blocks = [], [], [], []
    for number, cuts in enumerate(chapters):
        said = [Utterance(f"Phrase {number}.{at}.", pause_after="paragraph") for at in range(len(cuts))]
        made.append(Chapter(f"Chapitre {number}", tuple(said)))
        blocks += [Block("paragraph", utterance.text) for utterance in said]
        spans = [(round(start * RATE), round(stop * RATE)) for start, stop in cuts]
        cues += [Cue(start, stop, utterance) for (start, stop), utterance in zip(spans, said, strict=True)]
        marks.append(ChapterMark(spans[0][0], spans[-1][1], f"Chapitre {number}"))
    timeline = Timeline(RATE, round(end * RATE), tuple(cues), tuple(marks))
    return Script("Titre", tuple(made)), timeline, Article("Titre", tuple(blocks))


def stretches(script, timeline, article, sound):
    """For each part, its clips as seconds of the programme."""
    parts = align_parts(build_outline(script, article), timeline, sound)
    return parts, [
        [
            ((clip.start / 1000 + part.piece.origin / RATE), (clip.end / 1000 + part.piece.origin / RATE))
            for clip in part.clips
        ]
        for part in parts
    ]


def test_pauses_go_with_what_was_said_before_them(mp3):
    made = programme([[(0.5, 1.5), (2.0, 3.0)], [(5.0, 6.0)]], 7.0)
    _, found = stretches(*made, mp3)
    # The title is shown for a quarter of a second of the silence before the text, the second chapter's heading too.
    expected = [[(0.21, 0.46), (0.46, 1.96), (1.96, 4.71)], [(4.71, 4.96), (4.96, 7.0)]]
    assert [[pytest.approx(pair, abs=0.002) for pair in part] for part in expected] == found


def test_a_sentence_is_never_begun_within_the_one_before(mp3):
    """Where the pause is shorter than the lead, or where there is none."""
    made = programme([[(0.5, 1.5), (1.52, 2.0), (2.0, 3.0)]], 3.0)
    _, ((*_, first, second, third),) = stretches(*made, mp3)
    assert (first[1], second[1], third[1]) == pytest.approx((1.5, 2.0, 3.0), abs=0.002)


def test_every_sentence_has_its_milliseconds(mp3):
    """Sound that begins at once, leaves no silence for the title, and holds a sentence that the voice left out."""
    made = programme([[(0.0, 1.0), (1.0, 1.0), (1.0, 1.0)]], 1.0)
    (part,), _ = stretches(*made, mp3)
    assert [clip.end - clip.start for clip in part.clips] == pytest.approx([2, 995, 2, 1], abs=2)


def test_no_sentence_lasts_less_than_a_millisecond_wherever_it_stands(mp3):
    """44 frames at 44 100 Hz would do almost everywhere, and somewhere begin and end within one millisecond."""
    for end in range(RATE, RATE + 450):
        made = programme([[(0.0, 0.9), (end / RATE, end / RATE), (end / RATE, end / RATE)]], end / RATE)
        (part,), _ = stretches(*made, mp3)
        assert all(clip.start < clip.end for clip in part.clips)


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=4), min_size=1, max_size=3
    ),
    st.integers(100, 900),
)
def test_clips_follow_each_other_within_their_sound(mp3, chapters, tail):
    """Pauses and sentences of any length, in milliseconds."""
    at, cuts = 0, []
    for chapter in chapters:
        cuts.append([])
        for pause, length in chapter:
            cuts[-1].append(((at + pause) / 1000, (at + pause + length) / 1000))
            at += pause + length
    end = (at + tail) / 1000
    assume(end <= SECONDS)
    script, timeline, article = programme(cuts, end)
    parts, found = stretches(script, timeline, article, mp3)
    for part in parts:
        assert all(clip.start < clip.end for clip in part.clips)
        assert all(one.end == two.start for one, two in pairwise(part.clips))
        assert part.clips[0].start >= 0
        assert part.clips[-1].end * RATE <= part.piece.samples * 1000
    flat = [pair for part in found for pair in part]
    assert all(one[1] == pytest.approx(two[0], abs=0.0021) for one, two in pairwise(flat))
    assert flat[-1][1] == pytest.approx(end, abs=0.002)
    spoken = [
        pair
        for part, pairs in zip(parts, found, strict=True)
        for sentence, pair in zip(
            [sentence for passage in part.part.passages for sentence in passage.sentences], pairs, strict=True
        )
        if sentence.utterances
    ]
    for cue, (start, stop) in zip(timeline.cues, spoken, strict=True):
        if cue.end - cue.start > RATE / 20:
            assert -0.02 <= cue.start / RATE - start <= 0.05
            assert stop >= cue.end / RATE - 0.02


def changed(timeline, **changes):
    return Timeline(
        **({name: getattr(timeline, name) for name in ("sample_rate", "frames", "cues", "chapters")} | changes)
    )


WRONG = [
    ("Hz", lambda timeline: changed(timeline, sample_rate=48_000)),
    ("fewer", lambda timeline: changed(timeline, cues=timeline.cues[:-1])),
    ("more", lambda timeline: changed(timeline, cues=(*timeline.cues, timeline.cues[-1]))),
    ("shorter", lambda timeline: changed(timeline, frames=60)),
]


@pytest.mark.parametrize(("told", "wrong"), WRONG)
def test_what_does_not_belong_together_is_refused(mp3, told, wrong):
    script, timeline, article = programme([[(0.5, 1.5), (2.0, 3.0)]], 4.0)
    with pytest.raises(ValueError, match=told):
        align_parts(build_outline(script, article), wrong(timeline), mp3)
