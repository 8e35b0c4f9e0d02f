"""`audiobrief watch`, as a radio desk runs it."""

import os
import shutil
import signal
import time

import pytest
from mutagen.mp3 import MP3

from tests.newsroom.conftest import ARTICLES, LONG, VOICE, children, wait_until

QUICK = ("--settle", "0.2")


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_once_makes_what_is_there_and_tells_why_not(run, desk):
    folder = desk / "articles"
    (folder / "vide.txt").write_text("\n", encoding="utf-8")
    (folder / "image.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8)
    (folder / "pont.md").write_text("# Un autre pont\n\nIl est neuf.", encoding="utf-8")
    (folder / "en-cours.txt.part").write_text("Le début", encoding="utf-8")
    (folder / "failed").mkdir()
    (folder / "failed" / "vide.txt").write_text("un autre jour", encoding="utf-8")
    status, out, err = run("watch", "articles", "--once", "-o", "air", *VOICE, *QUICK)
    assert status == 10, err
    assert names(folder) == ["done", "en-cours.txt.part", "failed"]
    assert names(folder / "done") == sorted(["pont.md", *(f"{name}.txt" for name in ARTICLES)])
    assert names(folder / "failed") == ["image.jpg", "image.reason.txt", "vide-2.reason.txt", "vide-2.txt", "vide.txt"]
    reason = (folder / "failed" / "vide-2.reason.txt").read_text(encoding="utf-8")
    assert "holds nothing to say" in reason and reason.count("\n") == 1
    sounds = [path for path in (desk / "air").iterdir() if path.suffix == ".mp3"]
    assert sorted(path.stem for path in sounds) == sorted(ARTICLES)
    assert all(MP3(sound).info.length > 1 for sound in sounds)
    assert (desk / "air" / "bus.vtt").is_file()
    assert out.count("Made: ") == 5 and err.count("Failed: ") == 2


def test_what_comes_is_made_once_it_is_whole_and_the_end_waits_for_the_article(start, desk):
    folder = desk / "articles"
    shutil.rmtree(folder)
    folder.mkdir()
    watching = start("audiobrief", "watch", "articles", "-o", "air", *VOICE, "--settle", "0.6")
    wait_until(lambda: (folder / "failed").is_dir())
    with (folder / "lent.txt").open("w", encoding="utf-8") as file:
        for word in ("Le pont", "de Lannévez", "a", "rouvert", "mardi,", "après", "21 jours", "de", "travaux."):
            file.write(f"{word} ")
            file.flush()
            time.sleep(0.15)
            assert not names(folder / "done") and not names(folder / "failed")
    wait_until(lambda: names(folder / "done") == ["lent.txt"])
    length = MP3(desk / "air" / "lent.mp3").info.length

    (desk / "brouillon").write_text("Encore une fois, le pont a rouvert.", encoding="utf-8")
    (desk / "brouillon").rename(folder / "lent.txt")
    wait_until(lambda: names(folder / "done") == ["lent-2.txt", "lent.txt"])
    assert MP3(desk / "air" / "lent.mp3").info.length < length

    (folder / "long.txt").write_text(LONG, encoding="utf-8")
    wait_until(lambda: any("audiobrief-" in path.name for path in (desk / "scratch").glob(".audiobrief-*/*")))
    (folder / "trop-tard.txt").write_text("Trop tard.", encoding="utf-8")
    watching.send_signal(signal.SIGTERM)
    _, err = watching.communicate(timeout=30)
    assert watching.returncode == 0, err.decode()
    assert "Traceback" not in err.decode()
    assert names(folder / "done") == ["lent-2.txt", "lent.txt", "long.txt"]
    assert names(folder) == ["done", "failed", "trop-tard.txt"]
    assert MP3(desk / "air" / "long.mp3").info.length > 40
    assert not children(watching.pid) and not names(desk / "scratch")


def test_an_article_that_is_written_again_while_it_is_made_is_made_again(start, desk):
    folder = desk / "articles"
    shutil.rmtree(folder)
    folder.mkdir()
    watching = start("audiobrief", "watch", "articles", "-o", "air", *VOICE, *QUICK)
    (folder / "long.txt").write_text(LONG, encoding="utf-8")
    wait_until(lambda: any("audiobrief-" in path.name for path in (desk / "scratch").glob(".audiobrief-*/*")))
    (folder / "long.txt").write_text("La dernière nouvelle est courte.", encoding="utf-8")
    wait_until(lambda: names(folder / "done") == ["long.txt"])
    assert (folder / "done" / "long.txt").read_text(encoding="utf-8") == "La dernière nouvelle est courte."
    assert MP3(desk / "air" / "long.mp3").info.length < 10
    watching.send_signal(signal.SIGINT)
    assert watching.wait(20) == 0


def test_a_process_that_is_told_to_end_while_it_works_is_replaced(start, desk):
    """As where an init system ends every process of a service at once: the article is finished all the same."""
    folder = desk / "articles"
    shutil.rmtree(folder)
    folder.mkdir()
    watching = start("audiobrief", "watch", "articles", "-o", "air", *VOICE, *QUICK)
    (folder / "long.txt").write_text(LONG, encoding="utf-8")
    wait_until(lambda: any("audiobrief-" in path.name for path in (desk / "scratch").glob(".audiobrief-*/*")))
    (worker,) = children(watching.pid)
    os.kill(worker, signal.SIGTERM)
    watching.send_signal(signal.SIGTERM)
    _, err = watching.communicate(timeout=30)
    assert watching.returncode == 0, err.decode()
    assert names(folder / "done") == ["long.txt"] and MP3(desk / "air" / "long.mp3").info.length > 40


WRONG = [
    (["nulle-part"], 2, "nulle-part"),
    (["articles", "-o", "articles"], 7, "watched folder"),
    (["articles", "--voice", "siwiss"], 6, "siwiss"),
]


@pytest.mark.parametrize(("arguments", "status", "named"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_what_cannot_be_watched_ends_at_once(run, desk, arguments, status, named):
    ended, _, err = run("watch", *arguments, "--once")
    assert ended == status and named in err and "Traceback" not in err
    assert {f"{name}.txt" for name in ARTICLES} <= set(names(desk / "articles"))
