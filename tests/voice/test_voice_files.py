"""The files of Kokoro's voices: what the notice says of them is true, and the blends are what the tool would make."""

import hashlib
import re
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")

from audiobrief.system.paths import get_voices_folder  # noqa: E402

ROOT = Path(__file__).parents[2]
FILES = get_voices_folder() / "kokoro"
NOTICE = (FILES / "NOTICE.md").read_text(encoding="utf-8")
TIMBRE, PROSODY = slice(128), slice(128, 256)


def read(name):
    return np.frombuffer((FILES / f"{name}.bin").read_bytes(), "<f4").reshape(-1, 256)


def test_the_notice_has_the_digest_of_every_voice():
    noted = dict(re.findall(r"^- `(\w+)`:.*?SHA-256: ([0-9a-f]{64})$", NOTICE, re.M | re.S))
    found = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES.glob("*.bin")}
    assert noted == found and {"aurore", "florent", "ff_siwis", "im_nicola"} == set(found)


@pytest.mark.parametrize("name", ["aurore", "florent", "ff_siwis", "im_nicola"])
def test_a_voice_has_a_row_for_each_length(name):
    assert read(name).shape == (510, 256) and np.isfinite(read(name)).all()


def test_florent_is_between_the_voices_that_he_is_made_of():
    nicola, siwis, florent = (read(name).astype(float) for name in ("im_nicola", "ff_siwis", "florent"))
    assert florent[:, TIMBRE] == pytest.approx(0.6 * nicola[:, TIMBRE] + 0.4 * siwis[:, TIMBRE], abs=1e-6)
    assert florent[:, PROSODY] == pytest.approx(0.8 * nicola[:, PROSODY] + 0.2 * siwis[:, PROSODY], abs=1e-6)


def test_aurore_speaks_with_the_prosody_of_siwis_and_another_timbre():
    siwis, aurore = read("ff_siwis"), read("aurore")
    assert (aurore[:, PROSODY] == siwis[:, PROSODY]).all()
    assert abs(aurore[:, TIMBRE] - siwis[:, TIMBRE]).mean() > 0.01


@pytest.mark.skipif(not (ROOT / "tools").is_dir(), reason="the tools stand beside the code")
def test_halves_are_weighted_apart():
    from tools.build_voices import Blend, blend_voices

    voices = {"a": np.full((2, 256), 1, np.float32), "b": np.full((2, 256), 3, np.float32)}
    made = blend_voices(Blend({"a": 0.25, "b": 0.75}, {"b": 1.0}), voices)
    assert made.dtype == "<f4" and (made[:, TIMBRE] == 2.5).all() and (made[:, PROSODY] == 3).all()
