"""A programme fitted into a slot, spoken by an engine whose every word lasts as long as its pace says."""

import pytest

from audiobrief.errors import TargetError
from audiobrief.model import Chapter, Clip, Script, Spoken, Utterance
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Reader, make_solo_cast
from audiobrief.voice.duration_fitting import fit_duration
from audiobrief.voice.engine import Manner
from audiobrief.voice.profiles import Profile

SAMPLES = 1_000


class Metronome:
    """Words of the same length: 60 s by the pace."""

    online, identity, sample_rate = False, "metronome", SAMPLES

    def __init__(self):
        self.paces = []

    def speak(self, utterances, manner):
        self.paces.append(manner.rate)
        for speech in utterances:
            words = sum(len(span.text.split()) for span in speech)
            yield Clip(bytes(2 * round(words * SAMPLES * 60 / manner.rate)), SAMPLES)


# 240 words in 24 sentences: at 160 words a minute 90 s of speech, with 0.3 + 0.7 + 24 × 0.5 = 13 s of pauses.
TEXTS = [f"{'mot ' * 9}numéro{at}" for at in range(24)]
SCRIPT = Script("T", (Chapter("A", tuple(Utterance(t, speech=(Spoken(0, len(t), t),)) for t in TEXTS)),))
PROFILE = Profile(
    "metronome", "", "metronome", "", 160, pauses={"sentence": 0.5}, lead_in=0.3, lead_out=0.7
)  # fmt: skip


@pytest.fixture
def fit(tmp_path):
    def call(slot):
        engine, stages, misses = Metronome(), [], []
        cast = make_solo_cast(Reader(engine, Manner(rate=160)))
        made = fit_duration(SCRIPT, PROFILE, cast, slot, ClipCache(tmp_path), tell=stages.append, warn=misses.append)
        return made, engine.paces, [str(line) for line in stages], [str(line) for line in misses]

    return call


def lasts(profile):
    return 240 * 60 / profile.rate + profile.lead_in + profile.lead_out + 24 * profile.pauses["sentence"]


# Seconds of the slot, and the pace at which it is reached: pauses alone take 0.6 to 1.5 times their length.
REACHED = [(103.0, 160), (98.0, 160), (109.5, 160), (90.0, 187), (85.0, 200), (115.9, 140)]


@pytest.mark.parametrize(("slot", "rate"), REACHED)
def test_it_ends_on_the_second(fit, slot, rate):
    made, paces, stages, misses = fit(slot)
    assert lasts(made) == pytest.approx(slot, abs=0.03)
    assert made.rate == rate and misses == [] and paces[0] == 160
    assert stages == [f"Duration: {slot:.1f} s, at {rate} words a minute"]
    factor = made.pauses["sentence"] / 0.5
    assert 0.6 <= factor <= 1.5
    assert (made.lead_in, made.lead_out) == pytest.approx((0.3 * factor, 0.7 * factor))


MISSED = [
    (60.0, 200, 85.0, "shorten the article"),
    (75.0, 200, 85.0, "shorten the article"),
    (200.0, 140, 115.9, "lengthen the article"),
]


@pytest.mark.parametrize(("slot", "rate", "total", "advice"), MISSED)
def test_a_slot_that_no_natural_pace_reaches_is_missed_by_as_little_as_can_be(fit, slot, rate, total, advice):
    made, _, stages, misses = fit(slot)
    assert made.rate == rate and stages == [] and made.pauses["sentence"] == 0.5
    assert misses == [
        f"Duration: {slot:.1f} s cannot be reached at a natural pace (140 to 200 words a minute); at {rate} it is "
        f"{total:.1f} s: {advice}"
    ]


def test_pauses_that_fill_the_slot_alone_are_told(fit):
    with pytest.raises(TargetError, match="cannot last 13 s: its pauses alone take 13 s"):
        fit(13.0)
