"""The name given with -o is an MP3's: what goes beside it has the same name with other endings."""

import pytest
from mutagen.mp3 import MP3

from audiobrief import pipeline
from audiobrief.delivery.formats import load_deliveries
from audiobrief.options import Options
from tests.cli.conftest import PAGE

VOICE = ("--voice", "espeak-fr")


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("x.wav", ("--for", "radio")),
        ("x.cue", ("--for", "radio")),
        ("x.html", ()),
        ("x.vtt", ()),
        ("x.epub", ("--epub",)),
        ("x.daisy", ("--daisy",)),
        ("-", ()),
        ("nd/", ()),
        ("nd/programme", ()),
        ("x.mp3.wav", ()),
        ("bac.md", ()),
    ],
)
def test_another_ending_is_refused_before_anything_is_made(run, page, tmp_path, name, options):
    done = run("make", page, *VOICE, "-o", name, *options)
    (line,) = (line for line in done.stderr.decode().splitlines() if line.startswith("audiobrief: "))
    assert done.returncode == 7 and f"'{name.rstrip('/')}'" in line and "end its name in .mp3" in line
    assert files(tmp_path) == ["bac.md"] and page.read_text(encoding="utf-8") == PAGE and not (tmp_path / "nd").exists()


def test_a_sample_of_a_voice_is_an_mp3_too(run, tmp_path):
    done = run("voices", "try", "espeak-fr", "-o", "x.wav")
    assert done.returncode == 7 and "'x.wav'" in done.stderr.decode() and "end its name in .mp3" in done.stderr.decode()
    assert not (tmp_path / "x.wav").exists()
    assert run("voices", "try", "espeak-fr", "--text", "Il pleut.", "-o", "x.mp3").returncode == 0


def test_in_french(run, page):
    done = run("make", page, *VOICE, "-o", "x.wav", "--lang", "fr")
    assert done.returncode == 7 and "terminez son nom par .mp3" in done.stderr.decode()


@pytest.mark.parametrize(("name", "said"), [("/dev/null", "device"), (".", "is a folder")])
def test_what_is_no_file_is_told_as_such(run, page, name, said):
    done = run("make", page, *VOICE, "-o", name)
    assert done.returncode == 7 and said in done.stderr.decode()


def test_capitals_will_do(run, page, tmp_path):
    done = run("make", page, *VOICE, "-o", "BAC.MP3", "--for", "radio", "--daisy", "--epub")
    assert done.returncode == 0, done.stderr.decode()
    assert {path.name for path in tmp_path.glob("BAC*")} == {"BAC.MP3", "BAC.wav", "BAC.cue", "BAC.daisy", "BAC.epub"}
    assert MP3(tmp_path / "BAC.MP3").info.length > 3
    assert 'FILE "BAC.wav" WAVE' in (tmp_path / "BAC.cue").read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("kind", sorted(load_deliveries()))
@pytest.mark.parametrize("asked", [(), ("daisy", "epub", "page")])
def test_what_is_planned_is_what_is_written(page, tmp_path, kind, asked):
    target = tmp_path / "out" / "bac.mp3"
    options = Options(output=target, voice="espeak-fr", delivery=kind, cached=False, exports=asked)
    programme = pipeline.make(page, options)
    assert pipeline.plan_files(target, options) == list(programme.files)
    assert {path.name for path in target.parent.iterdir()} == {path.name for path in programme.files}
