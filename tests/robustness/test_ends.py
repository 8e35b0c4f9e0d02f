"""How the command ends when it is told to, and with what it may find around it."""

import os
import signal
import subprocess
import time

import pytest

from tests.robustness.conftest import AUDIOBRIEF, VOICE, is_heard, names
from tests.robustness.killing import marked
from tests.robustness.test_places import LONG, begun, one_line, slow  # noqa: F401 - a fixture
from tests.waiting import PATIENCE, wait_until

# At once, or after a while: each with either command, either signal, and the signal sent to one or to all.
ENDS = [
    ("make", "main", signal.SIGINT, 0.0),
    ("make", "main", signal.SIGTERM, 0.5),
    ("make", "group", signal.SIGINT, 0.5),
    ("make", "group", signal.SIGTERM, 0.0),
    ("batch", "main", signal.SIGINT, 0.5),
    ("batch", "main", signal.SIGTERM, 0.0),
    ("batch", "group", signal.SIGINT, 0.0),
    ("batch", "group", signal.SIGTERM, 0.5),
]


@pytest.mark.parametrize(("command", "whom", "number", "wait"), ENDS)
def test_told_to_end_it_ends_in_one_line_and_leaves_nothing(start, slow, tmp_path, command, whom, number, wait):  # noqa: F811
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    out.mkdir()
    scratch.mkdir()
    target = out / "p.mp3" if command == "make" else out
    mark = f"{command}{whom}{number}{wait}{tmp_path.name}"
    environment = {"TMPDIR": str(scratch), "MARK": mark}
    process = start(command, slow, "-o", target, *VOICE, "--no-cache", "--plain", environment=environment)
    begun(out if command == "make" else scratch)
    time.sleep(wait)
    os.kill(-process.pid if whom == "group" else process.pid, number)
    _, err = process.communicate(timeout=PATIENCE)
    if process.returncode == 0:  # it was through already
        return
    assert process.returncode == 128 + number, err.decode()
    assert one_line(err.decode().splitlines(), number.name)
    assert names(out) in ([], ["audiobrief-manifest.json"]) and names(scratch) == []
    wait_until(lambda: not marked(mark))


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_told_to_end_while_it_waits_for_an_article(start, number, status):
    process = start("script", "-", stdin=subprocess.PIPE)
    wait_until(lambda: is_heard(process.pid))
    time.sleep(0.5)
    process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == status and one_line(err.decode().splitlines(), number.name)


def test_a_reader_that_goes_away_is_no_error(start, tmp_path):
    long = tmp_path / "long.txt"
    # More than the pipe and the reader's buffer hold together, so that the writer still writes when the reader goes.
    long.write_text("Les ponts\n\n" + "Le pont a rouvert mardi, après 21 jours.\n\n" * 600, encoding="utf-8")
    for lines in (0, 1):
        process = start("script", long, "--why", pipesize=4096)
        for _ in range(lines):
            process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        assert process.wait(PATIENCE) == 141 and err == b""


def shell(line, tmp_path, **environment):
    return subprocess.run(
        ["bash", "-c", line, AUDIOBRIEF],
        cwd=tmp_path,
        env={**os.environ, "AUDIOBRIEF_CACHE": str(tmp_path / "cache"), **environment},
        capture_output=True,
        timeout=PATIENCE,
    )


STREAMS = [
    ("<&-", 0),
    (">&-", 0),
    ("2>&-", 0),
    ("<&- >&- 2>&-", 0),
    (">/dev/full", 7),
]


@pytest.mark.parametrize(("streams", "status"), STREAMS)
def test_standard_streams_that_are_closed_or_full(article, tmp_path, streams, status):
    done = shell(f'"$0" make pont.txt -o out/p.mp3 --voice espeak-fr --for radio {streams}', tmp_path)
    assert done.returncode == status and b"Traceback" not in done.stderr, done.stderr
    if status:
        assert one_line(done.stderr.decode().splitlines(), "Standard output")
    assert names(tmp_path / "out") == ["p.cue", "p.mp3", "p.wav"]
    assert (tmp_path / "out" / "p.mp3").read_bytes()[:3] == b"ID3"


def test_an_article_from_a_closed_standard_input(article, tmp_path):
    done = shell('"$0" script - <&-', tmp_path)
    assert done.returncode == 4 and one_line(done.stderr.decode().splitlines())


def test_without_a_home_or_a_place_for_temporary_files(run, article, tmp_path):
    bare = ("HOME", "AUDIOBRIEF_CACHE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    environment = {"TMPDIR": str(tmp_path / "none")}
    assert run("make", article, "-o", "p.mp3", *VOICE, without=bare, environment=environment)[0] == 0
    assert run("batch", article, "-o", "many", *VOICE, environment=environment)[0] == 0
    assert names(tmp_path) == ["cache", "many", *[n for n in names(tmp_path) if n.startswith("p.")], "pont.txt"]


def test_a_working_folder_that_is_gone(run, article, tmp_path):
    def gone(*arguments):
        folder = tmp_path / "gone"
        folder.mkdir()
        line = f'cd {folder} && rmdir {folder} && "$0" {" ".join(map(str, arguments))}'
        done = shell(line, tmp_path)
        return done.returncode, done.stderr.decode().splitlines()

    voice = "--voice espeak-fr"
    (tmp_path / "inbox").mkdir()
    assert gone("make", article, "-o", tmp_path / "p.mp3", voice)[0] == 0
    assert gone("batch", article, "-o", tmp_path / "many", voice)[0] == 0
    assert gone("watch --once", tmp_path / "inbox", "-o", tmp_path / "air", voice)[0] == 0
    for arguments in (("make", article, voice), ("batch", article, voice), ("make pont.txt -o", tmp_path / "p.mp3")):
        status, err = gone(*arguments)
        assert status in (3, 7) and one_line(err)


LOCALES = [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "C.UTF-8"}]


@pytest.mark.parametrize("locale", LOCALES)
def test_french_names_in_any_locale(article, tmp_path, locale):
    article.rename(tmp_path / "été à Lannévez.txt")
    line = '"$0" make "été à Lannévez.txt" -o "où/l’été.mp3" --voice espeak-fr --page --epub --daisy'
    done = shell(line, tmp_path, **locale)
    assert done.returncode == 0, done.stderr
    assert "l’été.mp3" in names(tmp_path / "où") and "l’été.daisy" in names(tmp_path / "où")
    assert "l’été.mp3" in (tmp_path / "où" / "l’été.chapters.json").read_text(encoding="utf-8")
    done = shell('"$0" batch "été à Lannévez.txt" -o "où/là" --voice espeak-fr', tmp_path, **locale)
    assert done.returncode == 0 and "le-pont-de-lannevez.mp3" in names(tmp_path / "où" / "là")


def test_a_name_that_is_no_text(article, tmp_path):
    done = shell("\"$0\" make pont.txt -o $'out/\\xff.mp3' --voice espeak-fr", tmp_path, LC_ALL="C.UTF-8")
    assert done.returncode == 0, done.stderr
    assert "Programme: out/\ufffd.mp3\n".encode() in done.stdout
    assert b"\xff.mp3" in [os.fsencode(path.name) for path in (tmp_path / "out").iterdir()]
