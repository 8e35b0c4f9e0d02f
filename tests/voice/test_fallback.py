"""A programme that an online voice leaves unfinished is finished by an offline one."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from mutagen.mp3 import MP3

from audiobrief.audio.codec import resample_clip
from audiobrief.cli.commands import main
from audiobrief.errors import VoiceError
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Reader, make_solo_cast
from audiobrief.voice.engine import Manner
from audiobrief.voice.engines.espeak import EspeakEngine
from audiobrief.voice.engines.gtts import GttsEngine, RetryPolicy
from audiobrief.voice.profiles import load_profile
from audiobrief.voice.synthesis import Fallback, open_offline_reader, synthesize_script, synthesize_with_fallback
from tests.voice import stand_in
from tests.voice.spans import script_of

ONLINE, OFFLINE = Manner(), Manner(rate=200)
SENTENCES = [f"La {word} est ouverte." for word in ("mairie", "gare", "poste", "plage", "salle", "cour")]
SCRIPT = script_of(*SENTENCES)


def refusing(*refused):
    return lambda text, times: stand_in.status(403) if text in refused else stand_in.speech


@pytest.fixture
def online(service):
    return GttsEngine("fr", RetryPolicy(side_by_side=2, timeout=5))


def by(engine, manner, cache=None):
    return [clip for _, clip in synthesize_script(SCRIPT, make_solo_cast(Reader(engine, manner)), cache)]


def run(online, cache):
    told = []
    offline = Reader(EspeakEngine.open("fr"), OFFLINE)
    fallback = Fallback(offline, lambda error, sentence: told.append((str(error), sentence)))
    spoken = list(synthesize_with_fallback(SCRIPT, make_solo_cast(Reader(online, ONLINE)), cache, fallback))
    assert [utterance.text for utterance, _ in spoken] == SENTENCES
    return [clip for _, clip in spoken], told


def test_from_the_sentence_that_fails_the_offline_voice_speaks(service, online):
    service.responding = refusing(SENTENCES[3])
    clips, ((error, sentence),) = run(online, None)
    assert sentence == 4 and "status 403" in error
    service.responding = refusing()
    assert clips[:3] == by(online, ONLINE)[:3]
    assert clips[3:] == [resample_clip(clip, 24_000) for clip in by(EspeakEngine.open("fr"), OFFLINE)[3:]]


def test_a_programme_has_one_sample_rate(service, online):
    service.responding = refusing(SENTENCES[3])
    assert {clip.sample_rate for clip in run(online, None)[0]} == {24_000}
    service.responding = refusing(SENTENCES[0])
    clips, ((_, sentence),) = run(online, None)
    assert sentence == 1 and {clip.sample_rate for clip in clips} == {24_000}


def test_an_online_voice_that_does_not_fail_speaks_alone(service, online):
    clips, told = run(online, None)
    assert told == [] and clips == by(online, ONLINE)


def test_each_clip_is_kept_under_the_voice_that_spoke_it(service, online, tmp_path):
    cache = ClipCache(tmp_path)
    service.responding = refusing(SENTENCES[3])
    run(online, cache)
    service.responding = refusing()
    service.asked.clear()
    clips, told = run(online, cache)
    # The sentence that failed is asked for again, with those that were not asked for; no offline clip stands for one.
    assert told == [] and service.asked and set(service.asked) <= set(SENTENCES[3:])
    service.asked.clear()
    assert clips == by(online, ONLINE) and len(service.asked) == 6
    assert run(EspeakEngine.open("fr"), cache)[0] == by(EspeakEngine.open("fr"), ONLINE)


def test_what_the_offline_voice_spoke_is_kept_too(service, online, tmp_path, monkeypatch):
    cache, asked = ClipCache(tmp_path), []
    service.responding = refusing(SENTENCES[3])
    speak_offline = EspeakEngine.speak

    def counted(engine, utterances, manner):
        asked.extend(utterances)
        return speak_offline(engine, utterances, manner)

    monkeypatch.setattr(EspeakEngine, "speak", counted)
    first, told = run(online, cache)
    assert len(told) == 1 and len(asked) == 3
    asked.clear()
    again, told = run(online, cache)
    assert len(told) == 1 and asked == [] and again == first


def test_the_voice_changes_once_even_where_later_sentences_are_kept(service, online, tmp_path):
    cache = ClipCache(tmp_path)
    by(online, ONLINE, cache)
    key = cache.make_key(online.identity, ONLINE, SCRIPT.chapters[0].utterances[2].speech)
    (entry,) = tmp_path.glob(f"*/{key}.clip")
    entry.unlink()
    service.responding = refusing(SENTENCES[2])
    clips, ((_, sentence),) = run(online, cache)
    assert sentence == 3
    assert clips[3:] == [resample_clip(clip, 24_000) for clip in by(EspeakEngine.open("fr"), OFFLINE)[3:]]


def test_a_fallback_that_needs_the_network_is_refused():
    with pytest.raises(VoiceError, match="'gtts-fr' needs the network itself"):
        open_offline_reader(load_profile("gtts-fr"))


ARTICLE = (
    "# Ouvert\n\nLa mairie est ouverte. La gare est ouverte.\n\n## Fermé\n\nLa poste est fermée. La plage est fermée.\n"
)


@pytest.fixture
def make(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")

    def call(*arguments):
        words = ["make", str(tmp_path / "article.md"), "-o", str(tmp_path / "out.mp3"), *arguments]
        return CliRunner(mix_stderr=False).invoke(main, words)

    return call


def test_the_command_finishes_offline_and_says_so_in_one_line(service, make, tmp_path):
    service.responding = refusing("La poste est fermée.")
    done = make("--voice", "gtts-fr", "--fallback", "espeak")
    assert done.exit_code == 0, done.output
    (line,) = re.findall("Fallback: .*", done.stderr)
    assert line == (
        "Fallback: The online voice does not accept the request (status 403); from sentence 5 on, espeak-fr speaks"
    )
    assert done.stderr.index("Privacy: ") < done.stderr.index("Speaking") < done.stderr.index("Fallback: ")
    assert MP3(tmp_path / "out.mp3").info.length > 5


def test_without_a_fallback_the_command_ends_with_the_network_status(service, make, tmp_path):
    service.responding = refusing("La poste est fermée.")
    done = make("--voice", "gtts-fr")
    assert done.exit_code == 5
    assert done.stderr.splitlines()[-1].endswith("or finish offline with '--fallback espeak'.")
    assert not (tmp_path / "out.mp3").exists()


WRONG = [("nowhere", "nowhere"), ("gtts", "needs the network itself"), ("piper:nowhere", "no Piper voice 'nowhere'")]


@pytest.mark.parametrize(("fallback", "told"), WRONG)
def test_a_wrong_fallback_is_told_before_anything_is_sent(service, make, fallback, told):
    done = make("--voice", "gtts-fr", "--fallback", fallback)
    assert done.exit_code == 6 and told in done.stderr
    assert service.asked == []


def test_the_installed_command_finishes_where_there_is_no_network(tmp_path):
    """The proxy that gTTS is told to use is a closed port: nothing leaves, and the failure is a real one."""
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    closed = dict.fromkeys(("https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:9")
    command = [str(Path(sys.executable).with_name("audiobrief")), "make", "article.md", "-o", "out.mp3"]
    done = subprocess.run(
        [*command, "--voice", "gtts-fr", "--fallback", "espeak"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, **closed, "AUDIOBRIEF_CACHE": str(tmp_path / "cache"), "PYTHONUTF8": "1"},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"Fallback: The online voice cannot be reached; from sentence 1 on, espeak-fr speaks" in done.stderr
    assert MP3(tmp_path / "out.mp3").info.length > 5
