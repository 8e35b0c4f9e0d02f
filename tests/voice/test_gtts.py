"""The real gTTS against a service on the loopback address that answers well, badly, late or not at all."""

import logging
import socket
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tenacity import RetryCallState, Retrying

from audiobrief.errors import NetworkError, VoiceError
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Reader, make_solo_cast
from audiobrief.voice.engine import InterruptedSpeechError, Manner
from audiobrief.voice.engines.gtts import GttsEngine, RetryPolicy, classify_status, parse_retry_after
from audiobrief.voice.synthesis import synthesize_script
from tests.voice import stand_in
from tests.voice.spans import said, script_of
from tests.waiting import wait_until

MANNER = Manner()
# Enough for an answer on a machine that is busy with other tests; what does not answer is waited for less long.
QUICK = RetryPolicy(timeout=120.0, first_wait=0.01, longest_wait=1.5)
HASTY = replace(QUICK, timeout=0.3)
SILENT = {"no answer", "no end of the answer"}
SENTENCES = [
    f"La {word} est ouverte." for word in ("mairie", "gare", "poste", "plage", "salle", "cour", "porte", "rue")
]


def engine(**changes):
    return GttsEngine("fr", replace(QUICK, **changes))


def spoken(*texts, policy=QUICK):
    return list(GttsEngine("fr", policy).speak([said(text) for text in texts], MANNER))


def test_a_sentence_is_asked_for_and_decoded(service):
    (clip,) = spoken("Bonjour à tous.")
    assert service.asked == ["Bonjour à tous."]
    assert clip.sample_rate == 24_000
    assert 0.5 < clip.frames / 24_000 < 2


def test_the_words_go_out_as_they_are(service):
    spoken("Le prof. St. Jean arrive.", "Il a dit\u00a0: oui.")
    assert sorted(service.asked) == ["Il a dit : oui.", "Le prof. St. Jean arrive."]


def test_four_requests_run_side_by_side_and_the_order_is_kept(service):
    alone = spoken(*SENTENCES, policy=RetryPolicy(side_by_side=1))
    assert service.most_at_once == 1

    # Of each four, which are answered once all have come, the first is answered last.
    four, others = threading.Barrier(4), threading.Semaphore(0)

    def later_ones_first(text, times):
        def respond(handler, text):
            four.wait(60)
            is_first = SENTENCES.index(text) % 4 == 0
            for _ in range(3 if is_first else 0):
                assert others.acquire(timeout=60)
            stand_in.speech(handler, text)
            if not is_first:
                others.release()

        return respond

    service.responding = later_ones_first
    assert spoken(*SENTENCES, policy=RetryPolicy(timeout=120.0)) == alone
    assert service.most_at_once == 4


def test_a_clip_is_handed_on_while_others_are_under_way(service):
    service.responding = lambda text, times: stand_in.speech if text == SENTENCES[0] else stand_in.hangs
    clips = engine().speak([said(text) for text in SENTENCES[:3]], MANNER)
    assert next(clips).frames > 0
    service.released.set()
    clips.close()


def test_a_long_sentence_is_sent_by_phrases_that_gtts_does_not_cut_again(service):
    text = (
        "Le président du conseil a annoncé mardi soir que les travaux du nouveau pont seraient repoussés de plusieurs "
        "mois, faute de crédits."
    )
    (clip,) = spoken(text)
    assert service.asked == [
        "Le président du conseil a annoncé mardi soir",
        "que les travaux du nouveau pont seraient repoussés de plusieurs mois,",
        "faute de crédits.",
    ]
    alone = [part.frames for part in spoken(*service.asked)]
    # A breath is left after the comma.
    assert sum(alone) < clip.frames < sum(alone) + 0.25 * 24_000


def test_nothing_to_say_is_not_sent(service):
    assert spoken("…", "« »")[0].frames == 0
    assert service.asked == []


PASSING = {
    "status 429": stand_in.status(429),
    "status 429, come back at once": stand_in.status(429, Retry_After="0"),
    "status 500": stand_in.status(500),
    "status 503, come back at once": stand_in.status(503, Retry_After="0"),
    "closed at once": stand_in.closes_at_once,
    "closed midway": stand_in.closes_midway,
    "no answer": stand_in.hangs,
    "no end of the answer": stand_in.hangs_midway,
    "an empty body": stand_in.body(b""),
    "a page": stand_in.body(b"<html>jQ1olc: unusual traffic</html>"),
    "not UTF-8": stand_in.body(b"\xff\xfe jQ1olc"),
    "cut body": stand_in.body(lambda right: right[: len(right) // 2]),
    "not base64": stand_in.body(b'["wrb.fr","jQ1olc","[\\"A\\"]"]'),
    "no MP3": stand_in.carrying(lambda mp3: b"<html></html>" * 200),
    "an MP3 cut short": stand_in.carrying(lambda mp3: mp3[: len(mp3) // 8]),
    "silence": stand_in.carrying(lambda mp3: stand_in.mp3_of(" ")),
}


@pytest.mark.parametrize("fault", PASSING)
def test_a_request_is_made_again_when_the_fault_may_pass(service, fault):
    service.responding = lambda text, times: PASSING[fault] if times < 3 else stand_in.speech
    text = "La poste est ouverte."
    # What is slow here may be taken for silent, and is asked for once more.
    (clip,) = spoken(text, policy=replace(HASTY, attempts=20) if fault in SILENT else QUICK)
    assert service.asked == [text] * (max(3, len(service.asked)) if fault in SILENT else 3)
    assert clip.frames > 0.5 * 24_000


LASTING = [
    ("status 429", 4, "refuses more requests for now .status 429.: try again later"),
    ("status 500", 4, "out of order .status 500.: try again later"),
    ("closed at once", 4, "broke off its answer: try again later"),
    ("closed midway", 4, "broke off its answer: try again later"),
    ("no answer", 4, "did not answer within 0.3 seconds: try again later"),
    ("no end of the answer", 4, "did not answer within 0.3 seconds: try again later"),
    ("a page", 4, "not speech: try again later"),
    ("no MP3", 4, "not speech: try again later"),
]


@pytest.mark.parametrize(("fault", "times", "told"), LASTING, ids=[row[0] for row in LASTING])
def test_a_fault_that_lasts_is_one_sentence_that_says_what_to_do(service, fault, times, told):
    service.responding = lambda text, _: PASSING[fault]
    with pytest.raises(NetworkError, match=told) as error:
        spoken("La poste est ouverte.", policy=HASTY if fault in SILENT else QUICK)
    # What is not waited for may be read by the service only later.
    assert wait_until(lambda: len(service.asked) >= times) and len(service.asked) == times
    assert str(error.value).startswith("The online voice ") and str(error.value).endswith("with '--fallback espeak'.")


@pytest.mark.parametrize("code", [400, 403, 404])
def test_a_refusal_is_not_asked_again(service, code):
    service.responding = lambda text, times: stand_in.status(code)
    with pytest.raises(NetworkError, match=rf"status {code}\): update gTTS with 'pip install --upgrade gtts'"):
        spoken("La poste est ouverte.")
    assert len(service.asked) == 1


def test_what_the_service_asks_to_wait_is_waited(service):
    service.responding = lambda text, times: stand_in.status(429, Retry_After="1") if times == 1 else stand_in.speech
    begun = time.monotonic()
    spoken("La poste est ouverte.")
    assert time.monotonic() - begun >= 1
    assert len(service.asked) == 2


# The attempt that failed, what the service asked to wait, and the most and the least that is waited.
BETWEEN = [(1, None, 1.0), (2, None, 2.0), (3, None, 4.0), (4, None, 8.0), (1, 7.0, 8.0), (3, 0.0, 4.0)]


@pytest.mark.parametrize(("attempt", "wished", "longest"), BETWEEN)
def test_each_wait_is_twice_the_one_before_and_by_chance_up_to_half_shorter(attempt, wished, longest):
    state = RetryCallState(Retrying(), None, (), {})
    state.attempt_number = attempt
    error = classify_status(429, "" if wished is None else f"{wished:.0f}")
    assert error.wait == wished
    state.set_exception((type(error), error, None))
    waits = {GttsEngine("fr", RetryPolicy(first_wait=1.0))._compute_wait(state) for _ in range(500)}
    spread = longest - (wished or 0.0)
    assert longest - spread / 2 <= min(waits) < longest - 0.4 * spread
    assert longest - 0.1 * spread < max(waits) <= longest
    assert len(waits) > 400


def test_a_wait_that_is_too_long_is_told_at_once(service):
    service.responding = lambda text, times: stand_in.status(429, Retry_After="1800")
    begun = time.monotonic()
    with pytest.raises(NetworkError, match="try again in 30 minutes, or finish offline"):
        spoken("La poste est ouverte.")
    assert time.monotonic() - begun < 900
    assert len(service.asked) == 1


def test_a_service_that_is_not_there_is_told(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    monkeypatch.setattr("gtts.tts._translate_url", lambda **_: closed)
    with pytest.raises(NetworkError, match="cannot be reached: check the network, or finish offline"):
        spoken("La poste est ouverte.")


def test_no_other_sentence_is_begun_once_one_has_failed(service):
    """Even while the first is still under way, so that nobody knows yet."""
    first, second = threading.Event(), threading.Event()

    def late(handler, text):
        first.set()
        assert second.wait(60)
        time.sleep(0.3)
        stand_in.speech(handler, text)

    def refuse(handler, text):
        assert first.wait(60)
        stand_in.status(403)(handler, text)
        second.set()

    service.responding = lambda text, times: late if text == SENTENCES[0] else refuse
    heard = []
    with pytest.raises(NetworkError):
        heard.extend(engine().speak([said(text) for text in SENTENCES[:1] + SENTENCES[1:] * 5], MANNER))
    assert len(heard) == 1
    assert len(service.asked) <= 1 + 2 * QUICK.side_by_side


def test_what_was_fetched_is_kept_and_the_next_run_asks_only_for_the_rest(service, tmp_path):
    # The third sentence fails last of all, when the next three have come.
    fails = SENTENCES[2]
    others = threading.Semaphore(0)

    def responding(text, times):
        def fail(handler, text):
            for _ in range(5):
                others.acquire(timeout=60)
            stand_in.status(403)(handler, text)

        def come(handler, text):
            stand_in.speech(handler, text)
            others.release()

        return fail if text == fails else come

    service.responding = responding
    cache, heard = ClipCache(tmp_path), []
    script = script_of(*SENTENCES[:6])
    with pytest.raises(InterruptedSpeechError):
        heard.extend(clip for _, clip in synthesize_script(script, make_solo_cast(Reader(engine(), MANNER)), cache))
    assert len(heard) == 2
    service.responding = lambda text, times: stand_in.speech
    service.asked.clear()
    again = [clip for _, clip in synthesize_script(script, make_solo_cast(Reader(engine(), MANNER)), cache)]
    assert service.asked == [fails]
    assert again[:2] == heard and again == spoken(*SENTENCES[:6])


def test_a_listener_who_stops_is_not_kept_waiting(service):
    service.responding = lambda text, times: (
        stand_in.speech if text == SENTENCES[0] else stand_in.status(429, Retry_After="600")
    )
    clips = engine(attempts=50, longest_wait=600.0).speak([said(text) for text in SENTENCES], MANNER)
    next(clips)
    begun = time.monotonic()
    clips.close()
    assert time.monotonic() - begun < 300


NOW = datetime(2024, 5, 2, 12, 0, 0, tzinfo=UTC)
WAITS = [
    ("", None),
    ("0", 0),
    (" 120 ", 120),
    ("9" * 400, 86_400),
    ("-5", None),
    ("soon", None),
    ("²", None),
    ((NOW + timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT"), 90),
    ("Thu, 02 May 2024 11:00:00 GMT", 0),
    ("Thu, 02 May 2024 12:00:07 -0000", 7),
]


@pytest.mark.parametrize(("written", "seconds"), WAITS)
def test_a_wait_is_seconds_or_a_date(written, seconds):
    assert parse_retry_after(written, NOW) == seconds


ADVICE = [("59", "in a minute"), ("3600", "in 60 minutes"), ("10000", "in 3 hours"), ("", "later"), ("0", "later")]


@pytest.mark.parametrize(("wait", "when"), ADVICE)
def test_the_wait_is_told_in_words(wait, when):
    assert str(classify_status(429, wait).advice) == f"try again {when}"


WRONG = [("xx", "no language 'xx'"), ("fr:evil.example/", "top-level domain"), ("fr:@host", "top-level domain")]


@pytest.mark.parametrize(("voice", "told"), WRONG)
def test_a_wrong_voice_is_refused_before_anything_is_sent(voice, told):
    with pytest.raises(VoiceError, match=told):
        GttsEngine.open(voice)


@pytest.mark.parametrize("voice", ["fr", "fr:ca", "fr-CA", "en:co.uk"])
def test_languages_and_accents(voice):
    assert GttsEngine.open(voice).online


def test_gtts_says_nothing_of_its_own(service, capfd, caplog):
    service.responding = lambda text, times: stand_in.status(500)
    with caplog.at_level(logging.WARNING), pytest.raises(NetworkError):
        spoken("La poste est ouverte.")
    assert capfd.readouterr() == ("", "")
    assert not caplog.records
