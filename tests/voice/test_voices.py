"""Voices: what they say is heard, kept, and kept in order."""

import array
import os

import pytest

from audiobrief.errors import DataError, VoiceError
from audiobrief.model import Chapter, Clip, Script, Spoken, Utterance
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.phonemes import transcribe_speech
from audiobrief.pronunciation.pronounce import transcribe_letters
from audiobrief.speech import speak_text
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Reader, make_solo_cast
from audiobrief.voice.clips import trim_silence
from audiobrief.voice.engine import Manner, join_words, load_engine_class
from audiobrief.voice.engines import kokoro_model
from audiobrief.voice.engines.espeak import EspeakEngine, build_ssml
from audiobrief.voice.profiles import find_default_voice, find_profiles, load_profile, read_profile
from audiobrief.voice.synthesis import synthesize_script

MANNER = Manner()


def spans(*parts):
    """Spans from texts; a text between bars is letters, one between braces is foreign."""
    made, at = [], 0
    for part in parts:
        text = part.strip("|{}") if part[0] in "|{" else part
        kind = {"|": "letters", "{": "foreign"}.get(part[0], "words")
        made.append(Spoken(at, at + len(text), text, kind, "en" if kind == "foreign" else "fr"))
        at += len(text)
    return tuple(made)


def loud(clip, threshold=100):
    return [at for at, sample in enumerate(array.array("h", clip.pcm)) if abs(sample) > threshold]


@pytest.fixture(scope="module")
def espeak():
    return EspeakEngine.open("fr")


def test_espeak_speaks_in_process_with_known_silence(espeak):
    (clip,) = espeak.speak([spans("Le marché ouvre à six heures du matin.")], MANNER)
    heard = loud(clip)
    assert 1.5 < clip.frames / clip.sample_rate < 4
    assert heard[0] <= 0.021 * clip.sample_rate
    assert clip.frames - heard[-1] <= 0.062 * clip.sample_rate


def test_espeak_says_the_same_words_the_same_way_whatever_came_before(espeak):
    texts = ["Bonjour à tous.", "Les abeilles de la ville fermée.", "Chez eux, jamais !", "Sa soif, son sort."]
    alone = [clip.pcm for clip in espeak.speak([spans(text) for text in texts], MANNER)]
    order = [3, 0, 2, 2, 1, 0, 3, 1, 2, 0]
    mixed = [clip.pcm for clip in espeak.speak([spans(texts[at]) for at in order], Manner())]
    assert mixed == [alone[at] for at in order]


def test_espeak_says_the_same_words_the_same_way_at_any_pace(espeak):
    texts = [f"La {word} est ouverte." for word in ("mairie", "gare", "poste", "plage", "salle", "cour")]
    heard = {}
    for at in range(120):
        text, rate = texts[at * 5 % 6], (165, 200, 300)[at * 7 // 5 % 3]
        (clip,) = espeak.speak([spans(text)], Manner(rate=rate))
        assert heard.setdefault((text, rate), clip) == clip


def test_espeak_spells_letters(espeak):
    word, spelled = espeak.speak([spans("Otan"), spans("|OTAN|")], MANNER)
    assert spelled.frames > 1.3 * word.frames


def test_espeak_goes_faster_when_asked(espeak):
    (slow,) = espeak.speak([spans("Le marché ouvre à six heures du matin.")], Manner(rate=120))
    (quick,) = espeak.speak([spans("Le marché ouvre à six heures du matin.")], Manner(rate=400))
    assert quick.frames < 0.5 * slow.frames


def test_espeak_says_marks_of_xml_as_text(espeak):
    assert build_ssml(spans("a < b & c"), MANNER).text == "<speak>[[a]] &lt; [[b'e]] [['e]] [[s'e]] </speak>"
    (clip,) = espeak.speak([spans("a < b & c")], MANNER)
    assert clip.frames > 0


def test_foreign_words_switch_or_are_respelled():
    said = (Spoken(0, 8, "New York", "foreign", "en", "niou york"),)
    assert '<lang xml:lang="en">New York</lang>' in build_ssml(said, Manner(foreign="switch")).text
    assert build_ssml(said, Manner(foreign="respell")).text == "<speak>[[njuj'Ork]] </speak>"
    assert join_words(said, respelled=True) == "niou york"


def test_an_unknown_espeak_voice_is_refused():
    with pytest.raises(VoiceError, match="zz-nowhere"):
        list(EspeakEngine.open("zz-nowhere").speak([spans("Oui.")], MANNER))


def test_nothing_to_say_is_an_empty_clip(espeak):
    (clip,) = espeak.speak([spans("…")], MANNER)
    assert clip.frames == 0


PHONEMES = [
    (spans("La ", "|SNCF|", " recrute."), "la ˈɛsˈɛnsˈeˈɛf ʁəkʁˈyt."),
    (spans("Oui, bon."), "wˈi, bˈɔ̃."),
    (spans("Quoi ?"), "kwˈa?"),
    (spans("Quoi... bon."), "kwˈa… bˈɔ̃."),
    (spans("Quoi….. bon !"), "kwˈa… bˈɔ̃!"),
    (spans("Quoi.. bon ?!"), "kwˈa. bˈɔ̃?"),
    (spans("Oui (bon) ; bon : bon — bon"), "wˈi (bˈɔ̃); bˈɔ̃: bˈɔ̃, bˈɔ̃"),
    (spans("Il hésite… puis part."), "il ezˈit… pyˈi pˈaʁ."),
    (spans("{Los Angeles County}"), "los ɑ̃nʒelˈɛs kawntˈi"),
]


@pytest.mark.parametrize(("speech", "said"), PHONEMES)
def test_french_phonemes(speech, said):
    made = transcribe_speech(speech, espeak_library.transcribe_text)
    assert made == said


def test_a_spelled_acronym_is_one_word_stressed_on_each_letter():
    assert transcribe_letters("LAPD", espeak_library.transcribe_text) == "ˈɛlˈapˈedˈe"


def test_silence_is_trimmed_to_a_known_length():
    clip = Clip(bytes(2 * 5000) + array.array("h", [9000] * 100).tobytes() + bytes(2 * 5000), 10_000)
    assert trim_silence(clip, head=0.02, tail=0.06).frames == 200 + 100 + 600
    assert trim_silence(Clip(bytes(100), 10_000)).frames == 0


class Counting:
    """The real engine, counted."""

    online = False

    def __init__(self, engine):
        self.engine, self.identity, self.sample_rate, self.asked = engine, engine.identity, engine.sample_rate, 0

    def speak(self, utterances, manner):
        self.asked += len(utterances)
        return self.engine.speak(utterances, manner)


def script_of(texts):
    return Script("T", (Chapter("A", tuple(Utterance(text, speech=spans(text)) for text in texts)),))


def test_the_second_run_speaks_only_what_changed(espeak, tmp_path):
    engine, cache = Counting(espeak), ClipCache(tmp_path)
    texts = [f"Phrase numéro {n}." for n in ("un", "deux", "trois")] * 20 + [f"{'la ' * n}fin." for n in range(60)]
    first = [clip for _, clip in synthesize_script(script_of(texts), make_solo_cast(Reader(engine, MANNER)), cache)]
    # The same words within a window are spoken once; beyond it the cache has them.
    assert engine.asked == 63
    again = [clip for _, clip in synthesize_script(script_of(texts), make_solo_cast(Reader(engine, MANNER)), cache)]
    assert engine.asked == 63 and again == first
    texts[70] = "Une phrase changée."
    changed = [clip for _, clip in synthesize_script(script_of(texts), make_solo_cast(Reader(engine, MANNER)), cache)]
    assert engine.asked == 64
    assert changed[:70] == first[:70] and changed[71:] == first[71:] and changed[70] != first[70]


def test_another_manner_is_another_sound(espeak, tmp_path):
    engine, cache = Counting(espeak), ClipCache(tmp_path)
    list(synthesize_script(script_of(["Oui."]), make_solo_cast(Reader(engine, MANNER)), cache))
    list(synthesize_script(script_of(["Oui."]), make_solo_cast(Reader(engine, Manner(rate=300))), cache))
    assert engine.asked == 2


@pytest.mark.parametrize("damage", [lambda raw: raw[:-7], lambda raw: b"", lambda raw: raw[:60] + b"\xff" + raw[61:]])
def test_a_damaged_entry_is_made_again(espeak, tmp_path, damage):
    engine, cache = Counting(espeak), ClipCache(tmp_path)
    ((_, clip),) = synthesize_script(script_of(["Bonjour à tous."]), make_solo_cast(Reader(engine, MANNER)), cache)
    (entry,) = tmp_path.glob("*/*.clip")
    entry.write_bytes(damage(entry.read_bytes()))
    ((_, again),) = synthesize_script(script_of(["Bonjour à tous."]), make_solo_cast(Reader(engine, MANNER)), cache)
    assert engine.asked == 2 and again == clip


# A sentence in which eSpeak NG's SSML is awkward, and another with as much to say.
AWKWARD = [
    ("Le match de l'OM dure.", "Le match de OM dure."),
    ("Il arrive (hier soir).", "Il arrive, hier soir."),
    ("Il dit : « Oui. » SNCF dit non.", "Il dit oui, SNCF dit non."),
]


@pytest.mark.parametrize(("text", "plain"), AWKWARD)
def test_espeak_ng_says_all_words_and_no_tags(text, plain):
    said, other = EspeakEngine("fr").speak([speak_text(text), speak_text(plain)], Manner())
    assert 0.85 < said.frames / other.frames < 1.4


def test_the_cache_stays_within_its_size(tmp_path):
    """Ten clips of 1 044 bytes each, with mark, checksum, rate and number of words: the last four fit, and stay."""
    cache, clip = ClipCache(tmp_path, largest=5000), Clip(bytes(1000), 8000)
    for n in range(10):
        cache.put(f"{n}" * 64, clip)
        (path,) = tmp_path.glob(f"{n}{n}/*.clip")
        os.utime(path, (1000 + n, 1000 + n))
    cache.store.shrink()
    assert [n for n in range(10) if cache.get(f"{n}" * 64) == clip] == [6, 7, 8, 9]
    assert cache.summarize().size == 4176


def test_every_profile_is_right():
    assert {"aurore", "florent", "siwis", "espeak-fr", "gtts-fr"} <= set(find_profiles())
    for name in find_profiles():
        profile = load_profile(name)
        assert load_engine_class(profile.engine)
        assert set(profile.pauses) == {"none", "phrase", "sentence", "paragraph", "heading", "chapter"}
    assert find_default_voice() == ("espeak-fr" if kokoro_model.find_missing() else "aurore")


GOOD = 'description = "x"\nengine = "espeak"\nvoice = "fr"\n'
WRONG = [
    (GOOD, "rate"),
    (GOOD + "rate = 9000", "rate"),
    (GOOD + 'rate = "vite"', "rate"),
    (GOOD + "rate = 160\ncolour = 3", "colour"),
    (GOOD + "rate = 160\n[pauses]\nsentence = -1", "pauses.sentence"),
    (GOOD + "rate = 160\n[pauses]\nsentence = nan", "pauses.sentence"),
    (GOOD + "rate = nan", "rate"),
    (GOOD + "rate = 160\n[pauses]\nverse = 1", "pauses.verse"),
    (GOOD + 'rate = 160\nforeign = "loud"', "foreign"),
    ("rate = = 1", "cannot be read"),
    (GOOD.replace("espeak", "gramophone") + "rate = 160", "use one of espeak, gtts, kokoro, piper"),
    (f"a={'[' * 5000}", "nested too deeply"),
]


@pytest.mark.parametrize(("text", "named"), WRONG)
def test_a_wrong_profile_is_told_by_file_and_key(tmp_path, text, named):
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(DataError, match=named) as told:
        read_profile(tmp_path / "x.toml")
    assert "x.toml" in str(told.value)


def test_an_unknown_voice_is_told_with_what_is_near():
    with pytest.raises(VoiceError, match="espeak-fr"):
        load_profile("espeak-f")


@pytest.mark.parametrize(("name", "engine", "voice"), [("espeak", "espeak", "fr"), ("espeak:fr-be", "espeak", "fr-be")])
def test_a_voice_is_named_briefly_or_by_engine(name, engine, voice):
    profile = load_profile(name)
    assert (profile.engine, profile.voice) == (engine, voice)
    (clip,) = profile.open().speak([spans("Septante.")], profile.manner)
    assert clip.frames > 0


def test_an_engine_that_is_not_installed_is_told():
    with pytest.raises(VoiceError, match="No engine 'gramophone' is installed: use one of espeak, gtts"):
        load_profile("gramophone:fr")
