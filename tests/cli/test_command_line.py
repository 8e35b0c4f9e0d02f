"""The installed command, run as a listener runs it, with its output read back by other tools."""

import json
import os
import re
import shutil
import subprocess
import sys

import eyed3
import imageio_ffmpeg
import pytest
from mutagen.mp3 import MP3

from tests.cli.conftest import AUDIOBRIEF
from tests.environments import importing

PAGE = (
    "La fanfare de Brévelle a joué devant 131 personnes ℹ️ , dimanche 1er juin, malgré l’orage.\n"
    "« C’est notre plus belle soirée depuis 21 ans« , a dit M. Ozanne, son chef. « On recommencera. »\n"
    "L’ONU et la SNCF n’étaient pas là, mais la Brévelle Jazz Company (compagnie de jazz) si."
)


def decoded(path, rate=44100):
    """Mono 16-bit PCM of a file, by ffmpeg."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-f", "s16le", "-ac", "1", "-ar", rate, "-"]
    return subprocess.run([str(part) for part in command], capture_output=True, check=True).stdout


def test_an_article_becomes_a_programme(run, tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    done = run("make", "page.txt", "--voice", "espeak-fr")
    assert done.returncode == 0, done.stderr.decode()
    (made,) = (tmp_path / "output").glob("*.mp3")
    assert made.suffix == ".mp3"
    shown = done.stdout.decode()
    assert f"Programme: output/{made.name}" in shown
    minutes, seconds = re.search(r"Duration: (\d+):([\d.]+)", shown).groups()
    heard = len(decoded(made)) / 2 / 44100
    assert heard == pytest.approx(int(minutes) * 60 + float(seconds), abs=0.1)
    info = MP3(made).info
    assert (info.sample_rate, info.channels, info.bitrate) == (44100, 1, 96000)
    tag = eyed3.load(made).tag
    assert tag.version == (2, 3, 0)
    chapters = list(tag.chapters)
    assert len(chapters) >= 1
    # The chapters are listed with the times that the tags have.
    times = [f"{mark.times[0] // 60_000}:{mark.times[0] / 1000 % 60:04.1f}  {mark.title}" for mark in chapters]
    assert shown.splitlines()[-len(chapters) - 1 :] == [f"Chapters: {len(chapters)}", *(f"  {each}" for each in times)]
    assert "Brévelle" in tag.lyrics[0].text


def test_the_second_run_gives_the_same_bytes(run, tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    first = run("make", "page.txt", "-o", "one.mp3", "--voice", "espeak-fr")
    second = run("make", "page.txt", "-o", "two.mp3", "--voice", "espeak-fr")
    assert first.returncode == second.returncode == 0
    assert (tmp_path / "one.mp3").read_bytes() == (tmp_path / "two.mp3").read_bytes()


def test_it_runs_as_a_module_too(run, tmp_path):
    command = [sys.executable, "-m", "audiobrief"]
    assert subprocess.run([*command, "--version"], cwd=tmp_path, capture_output=True).stdout == run("--version").stdout
    wrong = subprocess.run([*command, "mak"], cwd=tmp_path, capture_output=True)
    assert wrong.returncode == 2
    assert b"'make'" in wrong.stderr


def test_standard_input(run, tmp_path):
    done = run("make", "-", "-o", "in.mp3", "--voice", "espeak-fr", stdin=PAGE.encode())
    assert done.returncode == 0, done.stderr.decode()
    assert len(decoded(tmp_path / "in.mp3")) / 2 / 44100 > 8


def test_lines_give_exactly_one_spoken_line_each(run):
    done = run("script", "--lines", "-", stdin="Il a 21 ans.\n\nLa SNCF paie 3 €.\n".encode())
    assert done.stdout.decode().split("\n") == ["Il a vingt et un ans.", "", "La S N C F paie trois euros.", ""]


def test_a_script_has_its_chapters_with_a_blank_line_between_them(run):
    article = (
        "Les ponts\n\nLe pont a rouvert mardi matin, après 21 jours de travaux.\n\n## Le bac\n\nLe bac est à quai.\n"
    )
    shown = run("script", "-", stdin=article.encode()).stdout.decode().splitlines()
    headings = [at for at, line in enumerate(shown) if line.startswith("# ")]
    assert len(headings) == 2 and headings[0] == 0
    assert [at for at, line in enumerate(shown) if not line] == [headings[1] - 1]


def test_the_difference_is_shown(run, tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    shown = run("script", "page.txt", "--diff").stdout.decode()
    assert "cent trente et une personnes," in shown
    assert "article: La fanfare de Brévelle a joué devant 131 personnes" in shown


WRONG = [
    (["make", "nowhere.txt"], 3, "nowhere.txt"),
    (["make", "folder"], 3, "folder"),
    (["make", "empty.txt"], 4, "empty.txt"),
    (["make", "picture.txt"], 3, "picture.txt"),
    (["make", "page.txt", "--voice", "siwiss"], 6, "siwiss"),
    (["make", "page.txt", "--voice", "espeak-fr", "-o", "folder"], 7, "folder"),
    (["make", "http://127.0.0.1:9/article"], 5, "--allow-private"),
    (["make", "http://127.0.0.1:9/article", "--allow-private"], 5, "127.0.0.1:9"),
    (["script", "http://127.0.0.1:9/article"], 5, "--allow-private"),
    (["make", "page.txt", "--voice", "espeak-fr", "--lexicon", "wrong.toml"], 8, "wrong.toml"),
    (["make", "page.txt", "--chapters", "many"], 2, "many"),
    (["mke", "page.txt"], 2, "make"),
]


@pytest.mark.parametrize(("arguments", "status", "named"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_bad_input_gets_one_sentence_and_leaves_nothing(run, tmp_path, arguments, status, named):
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").write_text(" \n\n", encoding="utf-8")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "wrong.toml").write_text("[acronyms]\nONU = 3\n", encoding="utf-8")
    done = run(*arguments)
    said = done.stderr.decode()
    assert done.returncode == status, said
    assert named in said
    assert "Traceback" not in said
    assert not list(tmp_path.rglob("*.mp3")) and not list(tmp_path.rglob("*.part"))


FAULTY = """
class FaultyEngine:
    online = False

    @staticmethod
    def missing():
        return None

    @staticmethod
    def open(voice, model=""):
        return {}[voice]
"""


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_fault_that_nobody_thought_of_ends_in_a_sentence(run, tmp_path, options):
    """Somebody else's voice has a fault: Python's account is for who mends it, the last line for who listens."""
    about = tmp_path / "faulty-1.dist-info"
    about.mkdir()
    (tmp_path / "faulty.py").write_text(FAULTY)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[audiobrief.engines]\nfaulty = faulty:FaultyEngine\n")
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    done = run("make", "page.txt", "--voice", "faulty:fr", *options, **importing(tmp_path))
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert lines[-1] == "audiobrief: An unexpected error occurred (KeyError: 'fr'): please report it."
    assert any("faulty.py" in line for line in lines)
    assert not options or json.loads(done.stdout)["error"] in lines[-1]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["script", "page.txt", "--lexicon", "locked"], 8),
        (["make", "page.txt", "--voice", "espeak-fr", "--cover", "locked"], 8),
        (["inspect", "locked"], 9),
    ],
)
def test_a_file_that_may_not_be_read_has_the_status_of_its_kind(tmp_path, arguments, status):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "locked").touch(mode=0)
    bound = []
    if os.geteuid() == 0:  # root may read everything, unless these are taken away
        if not shutil.which("setpriv"):
            pytest.skip("permissions bind root nowhere")
        rights = "-dac_override,-dac_read_search"
        bound = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"]
    done = subprocess.run([*bound, AUDIOBRIEF, *arguments], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    assert "'locked' cannot be read (Permission denied): check the path." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["make", "page.txt", "--voice", "espeak-fr", "--cover"], 8),
        (["batch", "page.txt", "--voice", "espeak-fr", "--cover"], 8),
        (["script", "page.txt", "--lexicon"], 8),
        (["inspect"], 9),
    ],
)
@pytest.mark.parametrize("endless", ["pipe", "/dev/zero"])
def test_what_never_ends_is_refused_at_once(run, tmp_path, arguments, status, endless):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    done = run(*arguments, endless)
    assert done.returncode == status
    assert f"'{endless}' cannot be read (it is a device or a pipe, not a file)" in done.stderr.decode()


def test_a_lexicon_may_come_from_the_shell(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    call = f"""'{AUDIOBRIEF}' script page.txt --lexicon <(printf '[words]\\n"Ozanne" = "Ozane"')"""
    done = subprocess.run(["bash", "-c", call], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0 and "monsieur Ozane, son chef" in done.stdout


@pytest.mark.parametrize("epoch", ["demain", "9" * 30])
def test_a_date_that_is_none_is_refused_before_speaking(run, tmp_path, epoch):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    done = run("make", "page.txt", "--voice", "espeak-fr", SOURCE_DATE_EPOCH=epoch)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 8 and epoch in lines[-1] and "Speaking" not in lines
    assert not (tmp_path / "output").exists()


def test_an_unwritable_target_is_refused_before_speaking(run, tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    done = run("make", "page.txt", "--voice", "espeak-fr", "-o", "/proc/nowhere/x.mp3")
    assert done.returncode == 7
    assert b"/proc/nowhere" in done.stderr
    assert b"Speaking" not in done.stderr
