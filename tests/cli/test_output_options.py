"""--quiet, --json and --plain: what goes where."""

import json
import re

import pytest

SPEAK = ("--voice", "espeak-fr", "-o", "bac.mp3")


def test_quiet_says_results_only(run, page):
    done = run("make", "bac.md", *SPEAK, "-q")
    assert done.returncode == 0 and done.stderr == b""
    assert done.stdout.startswith(b"Programme: bac.mp3\n")


def test_quiet_still_says_errors(run, page):
    done = run("make", "bac.md", "--voice", "espeak-fr", "-o", ".", "--quiet")
    assert done.returncode == 7
    assert done.stderr.count(b"\n") == 1 and b"is a folder" in done.stderr


def test_json_says_all_that_the_plain_lines_say_and_more(run, page):
    plain = run("make", "bac.md", *SPEAK).stdout.decode()
    done = run("make", "bac.md", *SPEAK, "--json")
    told = json.loads(done.stdout)
    assert told["path"] in plain and all(f"Beside it: {path}" in plain for path in told["beside"])
    minutes, seconds = re.search(r"Duration: (\d+):([\d.]+)", plain).groups()
    assert told["duration"] == pytest.approx(int(minutes) * 60 + float(seconds), abs=0.06)
    assert all(chapter["title"] in plain for chapter in told["chapters"])
    assert told["chapters"][0]["start"] == 0 and told["chapters"][-1]["end"] == told["duration"]
    assert told["title"] == "Le bac de Lannévez"
    assert told["voice"] == "espeak-fr" and told["online"] is False and told["privacy"] is None
    assert told["loudness"]["integrated"] == pytest.approx(-19, abs=1)
    # A machine that is busy says how long a stage took.
    lines = done.stderr.decode().splitlines()
    assert told["stages"] == [line for line in lines if not re.search(r": \d+ s$", line)]


ERRORS = [
    (["make", "nowhere.md"], 3),
    (["make", "bac.md", "--voice", "nobody"], 6),
    (["make", "bac.md", "--for", "podcst"], 2),
    (["make", "bac.md", "--voic", "espeak-fr"], 2),
    (["make"], 2),
    (["mke"], 2),
    (["inspect", "bac.md"], 9),
    (["voices", "try", "nobody"], 6),
    (["script", "nowhere.md"], 3),
    (["config", "show", "mke"], 2),
]


@pytest.mark.parametrize(("arguments", "status"), ERRORS, ids=[" ".join(row[0]) for row in ERRORS])
def test_an_error_is_json_too(run, page, arguments, status):
    done = run(*arguments, "--json")
    told = json.loads(done.stdout)
    assert done.returncode == told["status"] == status
    assert told["error"] in done.stderr.decode()


def test_after_two_hyphens_json_is_a_file(run):
    done = run("make", "--", "--json")
    assert done.returncode == 3 and done.stdout == b""


def test_a_batch_that_fails_in_part_is_one_object(run, page, tmp_path):
    done = run("batch", "bac.md", "nowhere.md", "--voice", "espeak-fr", "-o", "out", "--json", "-q")
    told = json.loads(done.stdout)
    assert done.returncode == told["status"] == 10
    assert [row["status"] for row in told["articles"]] == ["made", "failed"]
    assert "1 of 2 articles not made" in told["error"]
    assert done.stderr.decode().splitlines() == [f"audiobrief: {told['error']}"]


def test_a_watch_has_a_line_for_each(run, page, tmp_path):
    (tmp_path / "in").mkdir()
    page.rename(tmp_path / "in" / "bac.md")
    (tmp_path / "in" / "none.md").write_text(" ", encoding="utf-8")
    done = run("watch", "in", "--once", "--settle", 0, "--voice", "espeak-fr", "-o", "out", "--json")
    *rows, last = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == last["status"] == 10
    assert {row["source"]: row["path"] for row in rows} == {"bac.md": "out/bac.mp3", "none.md": None}
    assert next(row for row in rows if not row["path"])["reason"]


def test_a_feed(run, page, tmp_path):
    assert run("make", "bac.md", "--voice", "espeak-fr", "-o", "out/bac.mp3").returncode == 0
    done = run("feed", "out", "--url", "https://example.org/p/", "--json")
    assert json.loads(done.stdout) == {
        "path": "out/feed.xml",
        "address": "https://example.org/p/feed.xml",
        "episodes": 1,
        "left_out": [],
    }


def test_a_script(run, page):
    told = json.loads(run("script", "bac.md", "--json").stdout)
    sentences = [sentence for chapter in told["chapters"] for sentence in chapter["sentences"]]
    (priced,) = (sentence for sentence in sentences if "2,50" in sentence["article"])
    assert priced["said"] == "Un passage coûte deux euros cinquante."
    assert [change["written"] for change in priced["changes"]] == ["2,50 €"]
    lines = run("script", "--lines", "-", "--json", stdin=b"Il a 21 ans.\n")
    assert json.loads(lines.stdout) == {"lines": ["Il a vingt et un ans."]}


def test_json_is_utf_8_whatever_the_locale(run, page):
    done = run("script", "bac.md", "--json", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert json.loads(done.stdout.decode("utf-8"))["title"] == "Le bac de Lannévez"
