"""The natural voice's engine around a model that is heard to be given each number: what goes in, what comes out."""

import hashlib

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

from audiobrief.errors import ResourceError, VoiceError  # noqa: E402
from audiobrief.model import Spoken  # noqa: E402
from audiobrief.pronunciation import espeak_library  # noqa: E402
from audiobrief.pronunciation.phonemes import PhonemeLine  # noqa: E402
from audiobrief.voice.engine import Manner  # noqa: E402
from audiobrief.voice.engines import kokoro_model  # noqa: E402
from audiobrief.voice.engines.kokoro import KokoroEngine  # noqa: E402
from audiobrief.voice.engines.onnx_runtime import RunGroup  # noqa: E402
from audiobrief.voice.intonation import compute_intervals  # noqa: E402
from tests.voice.spans import said  # noqa: E402
from tests.voice.tiny_kokoro import EACH, tiny_model, tiny_voice  # noqa: E402

pytestmark = pytest.mark.skipif(
    bool(espeak_library.find_missing()), reason=f"eSpeak NG: {espeak_library.find_missing()}"
)
HEAD, TAIL = 720, 1_920
# The sample that a clip has where the model gives 1: blended voices give more.
WHOLE = np.float32(0.75) * np.float32(32767)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "tiny.onnx").write_bytes(tiny_model())
    (folder / "tiny.bin").write_bytes(tiny_voice())
    return folder


@pytest.fixture(scope="module")
def engine(folder):
    return KokoroEngine.open(str(folder / "tiny.bin"), str(folder / "tiny.onnx"))


def sound(engine, phonemes, *others):
    """The PCM that an engine makes of phonemes."""
    return engine.synthesize_line(PhonemeLine(phonemes), *others).pcm


def levels(pcm, each=EACH):
    """The level of each number in a sound that begins and ends with known silence, which is looked at too."""
    samples = np.frombuffer(pcm, "<i2")
    assert not samples[:HEAD].any() and not samples[-TAIL:].any()
    rows = samples[HEAD:-TAIL].reshape(-1, each)
    assert (rows == rows[:, :1]).all()
    return rows[:, 0].tolist()


def expected(numbers, step=0.0003):
    """Numbers times the style's value: that of the row for so many numbers."""
    loud = np.float32(step * len(numbers))
    return [int(np.rint(np.float32(number) * loud * WHOLE)) for number in numbers]


@pytest.mark.parametrize("phonemes", ["mɑʁʃˈe", "u" * 40, "sˈiz, œʁ."])
def test_each_phoneme_is_given_with_the_style_for_so_many(engine, phonemes):
    known = kokoro_model.load_vocabulary()
    assert levels(sound(engine, phonemes)) == expected([known[mark] for mark in phonemes])


def test_a_mark_that_the_model_does_not_know_is_left_out(engine):
    assert sound(engine, "u" * 20 + "\u2603" + "i" * 20) == sound(engine, "u" * 20 + "i" * 20)


@pytest.mark.parametrize("phonemes", ["", "…", " , ."])
def test_what_has_no_sound_is_not_given(engine, phonemes):
    assert sound(engine, phonemes) == b""


def test_more_phonemes_than_the_voice_has_rows_take_its_last(folder, tmp_path):
    (tmp_path / "short.bin").write_bytes(tiny_voice(rows=30, step=0.0003))
    engine = KokoroEngine.open(str(tmp_path / "short.bin"), str(folder / "tiny.onnx"))
    number = kokoro_model.load_vocabulary()["u"]
    loud = np.float32(0.0003) * np.float32(30) * np.float32(number) * WHOLE
    for many in (30, 31, 60):
        assert levels(sound(engine, "u" * many)) == pytest.approx([loud] * many, abs=1)


@pytest.mark.parametrize(("step", "level"), [(1.0, 32_767), (-1.0, -32_768)])
def test_what_is_too_loud_is_clipped(folder, tmp_path, step, level):
    (tmp_path / "loud.bin").write_bytes(tiny_voice(step=step))
    engine = KokoroEngine.open(str(tmp_path / "loud.bin"), str(folder / "tiny.onnx"))
    assert set(levels(sound(engine, "uuu"))) == {level}


# Words a minute, and samples for each number: from half as fast as the voice's own pace to twice.
RATES = [(165, EACH), (330, EACH // 2), (450, EACH // 2), (110, EACH * 3 // 2), (80, EACH * 2)]


@pytest.mark.parametrize(("rate", "each"), RATES)
def test_the_pace_is_that_asked_for_within_what_the_voice_can(engine, rate, each):
    (clip,) = engine.speak([said("Le marché ouvre à six heures.")], Manner(rate=rate))
    assert clip.sample_rate == engine.sample_rate == 24_000
    # The number at the end is silent, and no longer than the others.
    sounding = clip.frames - HEAD - min(TAIL, each)
    count = round(sounding / each)
    assert sounding == pytest.approx(count * each, abs=count)
    assert 18 < count < 32


def test_the_clips_come_in_their_order(engine):
    clips = list(engine.speak([said("Le marché ouvre à six heures du matin."), said("…"), said("Oui.")], Manner()))
    assert clips[0].frames > clips[2].frames > clips[1].frames == 0


def silences(pcm):
    """The lengths of the silences inside a sound."""
    sounding = np.flatnonzero(np.frombuffer(pcm, "<i2"))
    gaps = np.diff(sounding)
    return gaps[gaps > 1] - 1


CLAUSE = "les producteurs de la vallée qui vendaient leurs légumes au marché attendent une réponse"
PAUSES = [
    # After a mark a breath is taken; between two words of one phrase none is.
    (", ".join([CLAUSE] * 8) + ".", TAIL + 3_600 + HEAD),
    (" ".join([CLAUSE] * 8) + ".", TAIL + HEAD),
]


@pytest.mark.parametrize(("text", "pause"), PAUSES)
def test_between_the_parts_of_a_long_sentence(engine, text, pause):
    (clip,) = engine.speak([said(text)], Manner())
    inside = silences(clip.pcm)
    assert len(inside) >= 1 and set(inside.tolist()) == {pause}
    # The last part is not followed by another pause.
    assert clip.frames - (np.flatnonzero(np.frombuffer(clip.pcm, "<i2"))[-1] + 1) == TAIL


def test_foreign_words_are_said_in_the_way_that_is_asked_for(engine):
    speech = (Spoken(0, 9, "Le maire "), Spoken(9, 21, "Straightaway", "foreign", "en"), Spoken(21, 22, "."))
    plain, switched = (next(iter(engine.speak([speech], Manner(foreign=way)))) for way in ("plain", "switch"))
    assert plain != switched


def test_a_model_that_fails_is_told_in_one_sentence(folder):
    session, _ = kokoro_model.open_user_session(folder / "tiny.onnx")
    engine = KokoroEngine(session, np.ones((5, 1, 255), np.float32), "x")
    with pytest.raises(VoiceError, match=r"^The neural model failed \(.*\): check 'model', or use another voice\.$"):
        sound(engine, "abc")


def test_a_run_that_nobody_listens_to_any_more_is_not_made(engine):
    runs = RunGroup()
    assert sound(engine, "abc", 1.0, runs) == sound(engine, "abc")
    runs.stop()
    with pytest.raises(VoiceError):
        sound(engine, "abc", 1.0, runs)


def test_the_identity_names_the_model_and_the_voice(engine, folder, tmp_path):
    model, voice = ((folder / name).read_bytes() for name in ("tiny.onnx", "tiny.bin"))
    digests = hashlib.sha256(model).hexdigest()[:24], hashlib.sha256(voice).hexdigest()[:16]
    assert engine.identity.startswith("kokoro {} {} {}".format(*digests, espeak_library.identify_library()))
    assert not engine.online
    (tmp_path / "other.bin").write_bytes(tiny_voice(step=0.0004))
    other = KokoroEngine.open(str(tmp_path / "other.bin"), str(folder / "tiny.onnx"))
    assert other.identity != engine.identity


def test_the_numbers_may_be_called_input_ids(folder, engine, tmp_path):
    (tmp_path / "other.onnx").write_bytes(tiny_model("input_ids"))
    other = KokoroEngine.open(str(folder / "tiny.bin"), str(tmp_path / "other.onnx"))
    assert sound(other, "abc") == sound(engine, "abc")


# Megabytes of addresses that are allowed, and whether that is enough.
MEMORY = [(None, True), (1024, True), (1023, False), (64, False)]


@pytest.mark.parametrize(("allowed", "enough"), MEMORY)
def test_too_little_memory_is_told_before_anything_is_loaded(folder, monkeypatch, allowed, enough):
    limit = allowed if allowed is None else allowed << 20
    monkeypatch.setattr("audiobrief.voice.engines.kokoro.get_memory_limit", lambda: limit)
    if enough:
        KokoroEngine.open(str(folder / "tiny.bin"), str(folder / "tiny.onnx"))
    else:
        with pytest.raises(ResourceError, match=rf"needs 1024 MB of memory, and {allowed} MB are allowed"):
            KokoroEngine.open(str(folder / "tiny.bin"), str(folder / "tiny.onnx"))


def test_a_question_that_rises_is_given_its_pitch_token_by_token():
    session = onnxruntime.InferenceSession(tiny_model(pitch=True), providers=["CPUExecutionProvider"])
    engine = KokoroEngine(session, np.frombuffer(tiny_voice(), "<f4").reshape(-1, 1, 256), "tiny")
    line = PhonemeLine("vu v\u2603ən\u02c8e?", rising=(9,))
    raised = [interval for interval in compute_intervals(line) if interval]
    samples = np.frombuffer(engine.synthesize_line(line).pcm, "<i2")
    heard = samples[samples != 0].reshape(-1, EACH)
    assert (heard == heard[:, :1]).all()
    # Nine tokens are known. The model's own token at the end goes on at the last pitch.
    loud = 0.0003 * 9 * WHOLE
    assert heard[:, 0] == pytest.approx([interval * loud for interval in [*raised, raised[-1]]], abs=1)
    assert not engine.synthesize_line(PhonemeLine("vu vən\u02c8e?")).pcm
