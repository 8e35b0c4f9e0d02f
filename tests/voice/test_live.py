"""Speaking for somebody who listens: the first words soon, and each phrase while those before it are being heard."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.model import Clip
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Reader, make_solo_cast
from audiobrief.voice.engine import Manner, count_letters
from audiobrief.voice.live import synthesize_live
from tests.voice.spans import script_of

LONG = (
    "Le conseil de la ville a voté le budget des écoles, et la séance est levée ce soir après un long débat sur la "
    "place des cantines, que la mairie voulait fermer au mois de juin sans en parler aux parents des élèves."
)
# The longest first phrase, and how much longer a phrase may be than what was spoken before it.
FIRST, LEAST, MORE, STEADY = 32, 24, 12, 240


class Listed:
    """An engine that keeps what it is given, each call by itself; a character lasts 10 frames."""

    identity, sample_rate, online, trained = "listed", 100, False, False

    def __init__(self):
        self.calls = []

    def speak(self, utterances, manner):
        self.calls.append(["".join(span.text for span in speech) for speech in utterances])
        return iter([Clip(bytes(20 * count_letters(speech)), 100) for speech in utterances])


def listen(texts, first=0, cache=None):
    engine = Listed()
    return list(synthesize_live(script_of(*texts), first, make_solo_cast(Reader(engine, Manner())), cache)), engine


def test_a_long_beginning_is_spoken_in_phrases_that_grow():
    parts, engine = listen([LONG])
    assert [(part.at, part.complete) for part in parts] == [(0, False)] * (len(parts) - 1) + [(0, True)]
    assert engine.calls == [
        ["Le conseil de la ville a voté le budget"],
        [" des écoles, et la séance est levée ce soir"],
        [" après un long débat sur la place des cantines, que la mairie voulait fermer au mois de juin"],
        [" sans en parler aux parents des élèves."],
    ]


@pytest.mark.parametrize(("texts", "calls"), [
    (["Un titre.", "Une phrase."], [["Un titre."], ["Une phrase."]]),
    (["Un titre.", *["Une phrase."] * 2], [["Un titre."], ["Une phrase."], ["Une phrase."]]),
])  # fmt: skip
def test_short_utterances_are_spoken_whole_one_at_a_time(texts, calls):
    assert listen(texts)[1].calls == calls


def test_what_follows_is_given_to_the_engine_together():
    _, engine = listen([LONG, LONG[:60], *(f"Phrase numéro {number}." for number in range(12))])
    assert [len(call) for call in engine.calls[-2:]] == [8, 4]


def test_an_utterance_of_the_cache_is_heard_whole(tmp_path):
    cache = ClipCache(tmp_path)
    speech = script_of(LONG).chapters[0].utterances[0].speech
    cache.put(cache.make_key("listed", Manner(), speech), Clip(bytes(200), 100))
    parts, engine = listen([LONG], cache=cache)
    assert ([(part.at, part.complete) for part in parts], engine.calls) == ([(0, True)], [])


TEXTS = st.lists(st.lists(st.sampled_from(["la", "ville,", "de", "demain", "qui", "conseil"]), min_size=1, max_size=60))


@settings(deadline=None)
@given(TEXTS.filter(bool), st.integers(0, 3))
def test_all_is_said_in_order_and_no_phrase_is_longer_than_what_is_heard_meanwhile(words, first):
    # The same words would be spoken once.
    texts = [" ".join([str(number), *each]) for number, each in enumerate(words)]
    parts, engine = listen(texts, first)
    spoken = [text for call in engine.calls for text in call]
    assert " ".join(" ".join(spoken).split()) == " ".join(texts[first:])
    assert [part.at for part in parts if part.complete] == list(range(first, len(texts)))
    before = 0
    for call in engine.calls:
        if before >= STEADY:
            break
        assert len(call[0]) <= (max(LEAST, before) if before else FIRST) + MORE
        before += len(call[0])
