"""Which profile is meant by what was wished, how far the speaking is, and what a programme is dated by."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audiobrief.cli import options as cli_options
from audiobrief.delivery.formats import load_deliveries, load_delivery
from audiobrief.errors import DataError
from audiobrief.model import Article, Chapter, Clip, Script, Utterance
from audiobrief.options import Options
from audiobrief.pipeline.choices import choose_cover, choose_date, open_cache, resolve_profile
from audiobrief.pipeline.voicing import _report_progress
from audiobrief.voice.profiles import VoiceOverride, list_voices, load_profile

PLAIN = replace(load_delivery("podcast"), rate_factor=1.0, pause_factor=1.0)


def test_a_profile_is_read_at_the_pace_of_the_delivery():
    own = load_profile("espeak-fr")
    assert resolve_profile(Options(voice="espeak-fr"), PLAIN) == own
    slower = resolve_profile(Options(voice="espeak-fr"), replace(PLAIN, rate_factor=0.5, pause_factor=2.0))
    assert slower.rate == round(own.rate * 0.5) and slower.pace == pytest.approx(0.5, abs=0.01)
    assert slower.pauses == {kind: 2 * seconds for kind, seconds in own.pauses.items()}
    assert (slower.lead_in, slower.lead_out) == (2 * own.lead_in, 2 * own.lead_out)


def test_what_is_asked_for_goes_before_the_delivery_and_the_profile():
    options = Options(voice="espeak-fr", rate=200, quotes_voice="gtts-fr", model=Path("mine.onnx"))
    profile = resolve_profile(options, replace(PLAIN, rate_factor=0.5))
    assert (profile.rate, profile.quotes, profile.model) == (200, VoiceOverride("gtts-fr"), "mine.onnx")
    assert resolve_profile(Options(voice="espeak-fr"), PLAIN).model == ""


def test_by_default_the_best_offline_voice_is_meant(monkeypatch):
    monkeypatch.setattr("audiobrief.voice.profiles.find_default_voice", lambda: "espeak-fr")
    assert resolve_profile(Options(), PLAIN).name == "espeak-fr"


def test_the_cache_has_the_size_that_is_asked_for():
    with ExitStack() as stack:
        assert open_cache(Options(cached=False), stack) is None
        assert open_cache(Options(cache_size=5), stack).store.max_size == 5 << 20
        assert open_cache(Options(), stack).store.max_size == 2 << 30


def test_how_far_the_speaking_is(monkeypatch):
    """Two sentences of 10 letters and one of 20: half are read after 3 s, so 3 s are left."""
    now = iter([100.0, 101.0, 103.0, 104.0])
    monkeypatch.setattr("audiobrief.pipeline.voicing.time.monotonic", lambda: next(now))
    said = tuple(Utterance(text) for text in ("a" * 10, "b" * 10, "c" * 20))
    script = Script("T", (Chapter("A", said[:1]), Chapter("B", said[1:])))
    told = []
    clips = [(utterance, Clip(bytes(2 * 500), 1_000)) for utterance in said]
    assert list(_report_progress(iter(clips), script, told.append)) == clips
    assert [(p.done, p.utterances, p.spoken, p.elapsed, p.left) for p in told] == [
        (1, 3, 0.5, 1.0, 3.0),
        (2, 3, 1.0, 3.0, 3.0),
        (3, 3, 1.5, 4.0, 0.0),
    ]


def test_an_empty_sentence_divides_by_nothing():
    said = (Utterance(""),)
    told = []
    list(_report_progress(iter([(said[0], Clip(b"", 1_000))]), Script("T", (Chapter("A", said),)), told.append))
    assert told[0].left == 0.0


def test_every_voice_is_shown_those_with_a_fault_among_them(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "audiobrief" / "voices"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('description = "x"\nengine = "espeak"\nvoice = "fr"\nrate = 150\n')
    (folder / "wrong.toml").write_text("rate = 9\n")
    shown = {voice.name: voice for voice in list_voices()}
    assert list(shown) == sorted(shown)
    assert (shown["mine"].description, shown["mine"].engine, shown["mine"].rate) == ("x", "espeak", 150)
    assert shown["mine"].missing is None and shown["mine"].error is None and not shown["mine"].online
    assert shown["gtts-fr"].online and not shown["gtts-fr"].default
    assert "wrong.toml" in str(shown["wrong"].error) and shown["wrong"].engine == ""
    assert [name for name, voice in shown.items() if voice.default] == [voicing_default()]


def voicing_default():
    from audiobrief.voice.profiles import find_default_voice

    return find_default_voice()


ARTICLE = Article("T", (), published=date(2024, 3, 9))


def test_a_programme_is_dated_by_the_article_then_today():
    assert choose_date(ARTICLE) == datetime(2024, 3, 9, tzinfo=UTC)
    before = datetime.now(UTC).date()
    undated = choose_date(replace(ARTICLE, published=None))
    assert before <= undated.date() <= datetime.now(UTC).date()
    assert undated.time() == datetime.min.time() and undated.tzinfo is UTC


def test_the_command_line_dates_it_by_the_environment(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert cli_options._read_source_date() == datetime(2026, 1, 1, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert cli_options._read_source_date() is None


@pytest.mark.parametrize("epoch", ["demain", "1.5", "9" * 30])
def test_a_date_that_is_none_is_told(monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(DataError, match=f"SOURCE_DATE_EPOCH is '{epoch}': give the seconds since 1970"):
        cli_options._read_source_date()


def test_a_cover_is_drawn_where_the_delivery_has_covers(tmp_path):
    for kind in load_deliveries().values():
        cover = choose_cover(ARTICLE, Options(), kind, None)()
        assert (cover is not None) == ("cover" in kind.contents)
    with pytest.raises(DataError, match=r"none\.png"):
        choose_cover(ARTICLE, Options(cover=tmp_path / "none.png"), load_deliveries()["radio"], None)
