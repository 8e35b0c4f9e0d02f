"""`audiobrief batch`, as a newsroom runs it."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

from tests.batch.conftest import ARTICLES, BIN, LONG, OPENING, VOICE, children
from tests.environments import importing
from tests.waiting import wait_until

# An engine that another package brings, as any may: eSpeak NG, which dies of one word.
FATAL = """
import os, signal
from audiobrief.voice.engines.espeak import EspeakEngine

class FatalEngine(EspeakEngine):
    @staticmethod
    def open(voice, model=""):
        return FatalEngine(voice)

    def speak(self, utterances, manner):
        if any("fatal" in span.text for speech in utterances for span in speech):
            os.kill(os.getpid(), signal.SIGKILL)
        yield from super().speak(utterances, manner)
"""


def report(desk):
    return json.loads((desk / "report.json").read_text(encoding="utf-8"))


def made(folder):
    return sorted(path.name for path in folder.glob("*.mp3"))


def statuses(desk):
    return {Path(row["address"]).stem: row["status"] for row in report(desk)["articles"]}


def test_a_folder_becomes_programmes_and_a_second_run_makes_only_what_changed(run, desk):
    (desk / "articles" / "vide.txt").write_text("\n", encoding="utf-8")
    (desk / "articles" / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    command = ("batch", "articles", "-o", "out", *VOICE, "--report", "report.json", "--jobs", "2")
    status, out, err = run(*command)
    assert status == 10, err
    names = ["la-fanfare-de-brevelle.mp3", "la-piscine-ferme.mp3", "le-pont-de-lannevez.mp3", "un-bus-de-plus.mp3"]
    assert made(desk / "out") == names
    assert statuses(desk) == {**dict.fromkeys(ARTICLES, "made"), "vide": "failed", "image": "failed"}
    told = report(desk)
    assert (told["made"], told["unchanged"], told["failed"]) == (4, 0, 2)
    for row in told["articles"]:
        if row["status"] == "made":
            assert row["duration"] == pytest.approx(MP3(desk / "out" / row["programme"]).info.length, abs=0.1)
            assert all((desk / "out" / file).is_file() for file in row["files"])
        else:
            assert row["exit_status"] in (3, 4) and row["address"] in row["reason"]
    assert "Articles: 6 (4 made, 0 unchanged, 2 failed)" in out and "2 of 6 articles not made" in err
    assert "6 of 6" in err and "\x1b" not in err and "Traceback" not in err
    assert not list((desk / "scratch").iterdir())

    before = {path: path.stat().st_mtime_ns for path in (desk / "out").glob("*.mp3")}
    (desk / "articles" / "vide.txt").unlink()
    (desk / "articles" / "image.txt").unlink()
    (desk / "articles" / "bus.txt").write_text("Un bus de moins\n\nLa ligne 7 perd un bus.", encoding="utf-8")
    os.utime(desk / "articles" / "pont.txt")  # touched, not changed
    (desk / "out" / "la-piscine-ferme.mp3").unlink()
    status, out, err = run(*command)
    assert status == 0, err
    assert statuses(desk) == {"pont": "unchanged", "fanfare": "unchanged", "piscine": "made", "bus": "made"}
    assert made(desk / "out") == names, "a programme keeps its name when its article's title changes"
    changed = {path.name for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert changed == {"la-piscine-ferme.mp3", "un-bus-de-plus.mp3"}

    assert run(*command, "--rate", "200")[0] == 0
    assert set(statuses(desk).values()) == {"made"}
    assert run(*command, "--rate", "200", "--no-cache")[0] == 0
    assert set(statuses(desk).values()) == {"unchanged"}


def test_an_article_of_which_only_the_opening_was_there_is_told(run, desk):
    (desk / "articles" / "halle.html").write_text(OPENING, encoding="utf-8")
    command = ("batch", "articles/halle.html", "articles/bus.txt", "-o", "out", *VOICE, "--report", "report.json")
    remark = "The page holds only the opening of its article: the rest is not read."
    for status in ("made", "unchanged"):
        done, out, err = run(*command, "-q")
        assert done == 0, err
        assert statuses(desk) == {"halle": status, "bus": status}
        halle, bus = report(desk)["articles"]
        assert (halle["complete"], halle["remarks"]) == (False, [remark])
        assert (bus["complete"], bus["remarks"]) == (True, [])
        assert err == f"Note: articles/halle.html: {remark}\n"
        assert err in out


def test_each_programme_is_the_one_that_make_makes(run, desk):
    (desk / "mots.toml").write_text('[words]\n"Lannévez" = "Lanévé"\n', encoding="utf-8")
    (desk / "siens.toml").write_text('[words]\n"pont" = "ponte"\n', encoding="utf-8")
    options = (*VOICE, "--lexicon", "mots.toml", "--own-lexicon", "siens.toml", "--for", "listening")
    assert run("batch", "articles/pont.txt", "-o", "out", *options)[0] == 0
    assert run("make", "articles/pont.txt", "-o", "one/le-pont-de-lannevez.mp3", *options)[0] == 0
    alone = {path.name: path.read_bytes() for path in (desk / "one").iterdir()}
    assert len(alone) > 1
    assert alone == {name: (desk / "out" / name).read_bytes() for name in alone}


def test_articles_of_one_title_get_names_that_stay(run, desk):
    for name, words in (("a", "Un."), ("b", "Deux."), ("c", "Trois.")):
        (desk / "articles" / f"{name}.md").write_text(f"# La météo\n\n{words}", encoding="utf-8")
    command = ("batch", "articles/*.md", "-o", "out", *VOICE, "--report", "report.json")
    assert run(*command)[0] == 0
    first = {Path(row["address"]).stem: row["programme"] for row in report(desk)["articles"]}
    assert first == {"a": "la-meteo.mp3", "b": "la-meteo-2.mp3", "c": "la-meteo-3.mp3"}
    (desk / "articles" / "a.md").unlink()
    (desk / "articles" / "0.md").write_text("# La météo\n\nZéro.", encoding="utf-8")
    assert run(*command)[0] == 0
    again = {Path(row["address"]).stem: (row["programme"], row["status"]) for row in report(desk)["articles"]}
    assert again == {
        "0": ("la-meteo-4.mp3", "made"),
        "b": ("la-meteo-2.mp3", "unchanged"),
        "c": ("la-meteo-3.mp3", "unchanged"),
    }


def test_programmes_beside_their_articles_are_not_read_as_articles(run, desk):
    for name in ("fanfare", "piscine"):
        (desk / "articles" / f"{name}.txt").unlink()
    command = ("batch", "articles", "-o", "articles", *VOICE, "--report", "report.json")
    assert run(*command)[0] == 0
    assert list((desk / "articles").glob("*.html"))
    assert run(*command)[0] == 0
    assert statuses(desk) == {"pont": "unchanged", "bus": "unchanged"}


def test_a_file_whose_name_is_not_utf_8(run, desk):
    (desk / "odd").mkdir()
    (desk / "odd" / os.fsdecode(b"caf\xe9.txt")).write_text("Un café.", encoding="utf-8")
    (desk / "odd" / os.fsdecode(b"vide\xe9.txt")).write_text("", encoding="utf-8")
    command = ("batch", "odd", "-o", "out", *VOICE, "--report", "report.json")
    for counted in ("made", "unchanged"):
        status, _, err = run(*command)
        assert status == 10 and "Traceback" not in err, err
        assert report(desk)[counted] == 1
    assert run("watch", "odd", "--once", "-o", "air", *VOICE, "--settle", "0")[0] == 10
    assert (desk / "air" / os.fsdecode(b"caf\xe9.mp3")).is_file()


def test_a_feed_and_a_list(run, desk, served):
    page = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"
    for name, title in (("un", "La crue baisse"), ("deux", "Le marché revient")):
        text = "Le niveau de la rivière baisse depuis mardi matin, selon la mairie de Lannévez. " * 4
        (desk / "www" / f"{name}.html").write_text(page.format(title, text), encoding="utf-8")
    links = "".join(f"<item><link>{served}/{name}.html</link></item>" for name in ("un", "deux", "perdu"))
    (desk / "www" / "feed.xml").write_text(f'<rss version="2.0"><channel>{links}</channel></rss>', encoding="utf-8")
    command = ("batch", f"{served}/feed.xml", "-", "-o", "out", *VOICE, "--report", "report.json", "--allow-private")
    status, _, err = run(*command, stdin=b"articles/bus.txt\n\narticles/nulle-part.txt\n")
    assert status == 10, err
    assert made(desk / "out") == ["la-crue-baisse.mp3", "le-marche-revient.mp3", "un-bus-de-plus.mp3"]
    rows = {row["address"]: row for row in report(desk)["articles"]}
    assert rows[f"{served}/perdu.html"]["exit_status"] == 5
    assert rows["articles/nulle-part.txt"]["exit_status"] == 3
    assert run(*command, stdin=b"articles/bus.txt")[0] == 10
    assert report(desk)["unchanged"] == 3


WRONG = [
    (["articles", "--voice", "siwiss"], 6, "siwiss"),
    (["articles", *VOICE, "--lexicon", "nulle.toml"], 8, "nulle.toml"),
    (["articles", "--jobs", "0"], 2, "--jobs"),
    ([], 2, "SOURCES"),
    (["articles", *VOICE, "-o", "/proc/nowhere"], 7, "/proc/nowhere"),
    (["articles", *VOICE, "-o", "/proc"], 7, "with -o"),
    (["articles", *VOICE, "--report", "/proc/r.json"], 7, "'/proc/r.json' cannot be written"),
    (["articles", *VOICE, "--report", "/proc/r.json"], 7, "with --report"),
    (["articles", *VOICE, "--report", "/dev/full"], 7, "name a file with --report"),
    (["articles", *VOICE, "--report", "articles"], 2, "--report"),
    (["articles", *VOICE, "--cluster", "nowhere"], 11, "nowhere"),
]


@pytest.mark.parametrize(("arguments", "status", "named"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_what_no_article_could_be_made_with_ends_it_at_once(run, desk, arguments, status, named):
    ended, _, err = run("batch", *arguments)
    assert ended == status and named in err and "Traceback" not in err
    assert not list(desk.rglob("*.mp3"))


def test_a_report_that_cannot_be_written_any_more_says_so(start, desk):
    (desk / "articles" / "long.txt").write_text(LONG, encoding="utf-8")
    sources = ("articles/long.txt", "articles/bus.txt")
    running = start("audiobrief", "batch", *sources, "-o", "out", *VOICE, "--report", "report.json")
    wait_until(lambda: children(running.pid))
    (desk / "report.json").mkdir()
    _, err = running.communicate(timeout=60)
    assert running.returncode == 7 and "report.json' has become a folder" in err.decode()
    assert err.decode().endswith("with --report.\n") and len(made(desk / "out")) == 2


def test_one_run_at_a_time_writes_to_a_folder(start, run, desk):
    (desk / "articles" / "long.txt").write_text(LONG, encoding="utf-8")
    first = start("audiobrief", "batch", "articles/long.txt", "-o", "out", *VOICE)
    wait_until(lambda: children(first.pid))
    status, _, err = run("batch", "articles/bus.txt", "-o", "out", *VOICE)
    assert status == 7 and "Another run" in err
    assert first.wait(60) == 0


def test_a_killed_process_loses_nothing(start, desk):
    for number in range(2):
        (desk / "articles" / f"z{number}.txt").write_text(f"Numéro {number}\n\n{LONG}", encoding="utf-8")
    running = start("audiobrief", "batch", "articles", "-o", "out", *VOICE, "--report", "report.json", "--jobs", "2")
    wait_until(lambda: made(desk / "out"))
    victim, _ = wait_until(lambda: len(found := children(running.pid)) == 2 and found)
    os.kill(victim, signal.SIGKILL)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 0, err.decode()
    assert len(made(desk / "out")) == 6
    assert set(statuses(desk).values()) == {"made"}
    assert all(MP3(programme).info.length > 1 for programme in (desk / "out").glob("*.mp3"))


def test_an_article_that_kills_its_process_takes_no_other_with_it(run, desk):
    package = desk / "package"
    about = package / "fatal-1.dist-info"
    about.mkdir(parents=True)
    (package / "fatal.py").write_text(FATAL)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: fatal\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[audiobrief.engines]\nfatal = fatal:FatalEngine\n")
    (desk / "articles" / "virus.txt").write_text("Un accident fatal\n\nUn accident fatal, mardi.", encoding="utf-8")
    status, _, err = run(
        "batch", "articles", "-o", "out", "--voice", "fatal:fr", "--report", "report.json", "--jobs", "2",
        **importing(package),
    )  # fmt: skip
    assert status == 10, err
    assert statuses(desk) == {**dict.fromkeys(ARTICLES, "made"), "virus": "failed"}
    (row,) = (row for row in report(desk)["articles"] if row["status"] == "failed")
    assert "died 3 times" in row["reason"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_an_ended_run_leaves_no_process_and_no_half_programme_and_the_next_goes_on(start, run, desk, number):
    for name in ("fanfare", "piscine"):
        (desk / "articles" / f"{name}.txt").unlink()
    (desk / "articles" / "z.txt").write_text(f"La suite\n\n{LONG}", encoding="utf-8")
    running = start("audiobrief", "batch", "articles", "-o", "out", *VOICE, "--jobs", "2")
    wait_until(lambda: len(made(desk / "out")) == 2)
    workers = children(running.pid)
    assert workers
    running.send_signal(number)
    assert running.wait(20) != 0
    wait_until(lambda: not any(Path(f"/proc/{worker}/exe").exists() for worker in workers))
    before = made(desk / "out")
    assert all(MP3(desk / "out" / name).info.length > 1 for name in before)
    if number != signal.SIGKILL:
        assert not list((desk / "scratch").iterdir())
        assert not [path for path in (desk / "out").iterdir() if path.name.endswith(".part")]
    status, _, err = run("batch", "articles", "-o", "out", *VOICE, "--report", "report.json")
    assert status == 0, err
    if number != signal.SIGKILL:
        assert report(desk)["unchanged"] == len(before)


def test_on_a_terminal_the_count_is_written_over_and_failures_stay(desk):
    (desk / "articles" / "vide.txt").write_text("\n", encoding="utf-8")
    command = f"{BIN}/audiobrief batch articles -o out --voice espeak-fr"
    shown = subprocess.run(
        ["script", "-qec", command, "typescript"],
        cwd=desk,
        capture_output=True,
        env={**os.environ, "AUDIOBRIEF_CACHE": str(desk / "cache"), "PYTHONUTF8": "1"},
        timeout=60,
    ).stdout.decode()
    assert "0 of 5" in shown and "\r\x1b[K4 of 5" in shown
    assert "failed, articles/vide.txt: The article 'articles/vide.txt' has no text to read aloud" in shown


def test_a_manifest_edited_by_hand_is_told_and_nothing_is_touched(run, desk):
    """What is wrong in one is in test_manifest.py."""
    command = ("batch", "articles/pont.txt", "-o", "out", *VOICE)
    assert run(*command)[0] == 0
    manifest = desk / "out" / "audiobrief-manifest.json"
    right = json.loads(manifest.read_text(encoding="utf-8"))
    before = {path: path.read_bytes() for path in desk.rglob("*.*") if path.is_file() and path != manifest}
    right["articles"]["../articles/pont.txt"]["name"] = "../x"
    for text in (json.dumps(right), "[" * 100_000):
        manifest.write_text(text, encoding="utf-8")
        (desk / "articles" / "pont.txt").touch()
        status, out, err = run(*command, "--rate", "200")
        assert status == 8 and not out and "Traceback" not in err, err
        assert err.count("\n") == 1 and "audiobrief-manifest.json" in err and "remove it" in err
        assert {path: path.read_bytes() for path in before} == before
    manifest.unlink()
    assert run(*command)[0] == 0
