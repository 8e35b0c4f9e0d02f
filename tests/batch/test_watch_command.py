"""`audiobrief watch`, as a radio desk runs it."""

import json
import os
import shutil
import signal
import time

import pytest
from mutagen.mp3 import MP3

from tests.batch.conftest import ARTICLES, LONG, OPENING, VOICE, children
from tests.waiting import PATIENCE, wait_until

QUICK = ("--settle", "0.2")


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_once_makes_what_is_there_and_tells_why_not(run, desk):
    folder = desk / "articles"
    (folder / "vide.txt").write_text("\n", encoding="utf-8")
    (folder / "image.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8)
    (folder / "pont.json").write_text('{"titre": "Le pont"}', encoding="utf-8")
    (folder / "vieux.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (folder / "pont.md").write_text("# Un autre pont\n\nIl est neuf.", encoding="utf-8")
    (folder / "en-cours.txt.part").write_text("Le début", encoding="utf-8")
    (folder / "failed").mkdir()
    (folder / "failed" / "vide.txt").write_text("un autre jour", encoding="utf-8")
    status, out, err = run("watch", "articles", "--once", "-o", "air", *VOICE, *QUICK)
    assert status == 10, err
    assert names(folder) == ["done", "en-cours.txt.part", "failed", "image.jpg", "pont.json"]
    assert names(folder / "done") == sorted(["pont.md", *(f"{name}.txt" for name in ARTICLES)])
    assert names(folder / "failed") == [
        "vide-2.reason.txt", "vide-2.txt", "vide.txt", "vieux.doc", "vieux.reason.txt",
    ]  # fmt: skip
    reason = (folder / "failed" / "vide-2.reason.txt").read_text(encoding="utf-8")
    assert "has no text to read aloud" in reason and reason.count("\n") == 1
    sounds = [path for path in (desk / "air").iterdir() if path.suffix == ".mp3"]
    assert sorted(path.stem for path in sounds) == sorted([*ARTICLES, "pont-2"])
    assert all(MP3(sound).info.length > 1 for sound in sounds)
    assert (desk / "air" / "bus.vtt").is_file()
    assert out.count("Made: ") == 5 and err.count("Failed: ") == 2
    assert [line for line in err.splitlines() if line.startswith("Left alone: ")] == [
        "Left alone: image.jpg is no article.", "Left alone: pont.json is no article.",
    ]  # fmt: skip
    assert "2 articles not made: the reasons are in 'articles/failed'" in err


def test_an_opening_and_a_text_in_another_language_are_read_as_asked_and_told(run, desk):
    for name in ARTICLES:
        (desk / "articles" / f"{name}.txt").unlink()
    (desk / "articles" / "halle.html").write_text(OPENING, encoding="utf-8")
    english = "The bridge has been open since Tuesday, and the people of the town say that they are happy with it. " * 3
    (desk / "articles" / "bridge.txt").write_text(english, encoding="utf-8")
    status, out, err = run("watch", "articles", "--once", "-o", "air", *VOICE, *QUICK, "--force-french", "--json")
    assert status == 0, err
    rows = {row["source"]: row for row in map(json.loads, out.splitlines())}
    remark = "The page holds only the opening of its article: the rest is not read."
    assert (rows["halle.html"]["complete"], rows["halle.html"]["remarks"]) == (False, [remark])
    assert rows["bridge.txt"]["complete"] and rows["bridge.txt"]["path"]
    assert f"Note: halle.html: {remark}" in err


def test_what_comes_is_made_once_it_is_whole_and_the_end_waits_for_the_article(start, desk):
    folder = desk / "articles"
    shutil.rmtree(folder)
    folder.mkdir()
    watching = start("audiobrief", "watch", "articles", "-o", "air", *VOICE, "--settle", "3")
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
    _, err = watching.communicate(timeout=PATIENCE)
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
    assert watching.wait(PATIENCE) == 0


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
    _, err = watching.communicate(timeout=PATIENCE)
    assert watching.returncode == 0, err.decode()
    assert names(folder / "done") == ["long.txt"] and MP3(desk / "air" / "long.mp3").info.length > 40


WRONG = [
    (["nulle-part"], 2, "nulle-part"),
    (["articles", "-o", "articles"], 7, "watched folder"),
    (["articles", "--voice", "siwiss"], 6, "siwiss"),
    (["articles", "--settle", "nan"], 2, "--settle"),
    (["articles", "--settle", "inf"], 2, "--settle"),
]


@pytest.mark.parametrize(("arguments", "status", "named"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_what_cannot_be_watched_ends_at_once(run, desk, arguments, status, named):
    ended, _, err = run("watch", *arguments, "--once")
    assert ended == status and named in err and "Traceback" not in err
    assert {f"{name}.txt" for name in ARTICLES} <= set(names(desk / "articles"))


def test_a_programme_has_the_very_name_of_its_article_s_file(run, desk):
    stems = ["FLASH_12", "Flash 12", "flash-12", "日本", "😀", "été", "L’été, à 8 h", "a.b", "x" * 250]
    for stem in stems:
        (desk / "articles" / f"{stem}.md").write_text("Le pont a rouvert.", encoding="utf-8")
    status, out, err = run("watch", "articles", "--once", "-o", "air", *VOICE, "--settle", "0")
    assert status == 0, err
    made = {path.stem for path in (desk / "air").glob("*.mp3")}
    (cut,) = made - {*ARTICLES, *stems}
    assert made == {*ARTICLES, *stems[:-1], cut} and set(cut) == {"x"} and len(cut) > 200
    assert (desk / "air" / f"{cut}.chapters.json").is_file()
    assert err.count("Note: ") == 0 and out.count("Made: ") == len(made)


def test_two_sources_that_differ_in_their_ending_have_programmes_of_their_own(run, desk):
    folder = desk / "articles"
    shutil.rmtree(folder)
    folder.mkdir()

    def watched(**texts):
        for number, (suffix, text) in enumerate(texts.items()):
            (folder / f"a.{suffix}").write_text(text, encoding="utf-8")
            os.utime(folder / f"a.{suffix}", (number, number))
        status, out, err = run("watch", "articles", "--once", "-o", "air", *VOICE, "--settle", "0")
        assert status == 0, err
        lengths = {path.stem: MP3(path).info.length for path in (desk / "air").glob("*.mp3")}
        return lengths, out, err

    lengths, out, err = watched(md="Le pont a rouvert.", txt="Un mot.", html="<p>La crue a baissé mardi soir.")
    assert set(lengths) == {"a", "a-2", "a-3"} and lengths["a-2"] < lengths["a"] < lengths["a-3"]
    assert "Made: a.txt -> air/a-2.mp3" in out
    assert "Note: a.txt: another article's programme has the name 'a', so this one is numbered" in err
    # In another run, in any order: each replaces its own.
    again, out, _ = watched(txt="Le pont de Lannévez a rouvert mardi, après 21 jours.")
    assert again.keys() == lengths.keys() and again["a-2"] > lengths["a-3"] and "a.txt -> air/a-2.mp3" in out
    last, out, err = watched(md="Un mot.")
    assert last.keys() == lengths.keys() and "a.md -> air/a.mp3" in out and not err
    assert last == {**again, "a": last["a"]} and last["a"] < lengths["a"]


def test_a_failed_source_has_no_name_and_a_long_one_finds_its_reason(run, desk):
    folder = desk / "articles"
    shutil.rmtree(folder)
    for number in range(2):
        folder.mkdir(exist_ok=True)
        for name in ("a.txt", "é" * 125 + ".txt"):
            (folder / name).write_text("", encoding="utf-8")
        (folder / "a.md").write_text("Le pont a rouvert.", encoding="utf-8")
        status, _, err = run("watch", "articles", "--once", "-o", "air", *VOICE, "--settle", "0")
        assert status == 10 and "Traceback" not in err
        assert [path.name for path in (desk / "air").glob("*.mp3")] == ["a.mp3"] and "Note: " not in err
        failed = names(folder / "failed")
        assert (
            len(failed) == 4 * (number + 1) and sum(name.endswith(".reason.txt") for name in failed) == len(failed) / 2
        )


def test_the_reason_of_a_former_source_is_not_written_over(run, desk):
    """Somebody mended the source and moved it back; the reason may be all that is left of the first try."""
    folder = desk / "articles"
    shutil.rmtree(folder)
    (folder / "failed").mkdir(parents=True)
    (folder / "failed" / "vide.reason.txt").write_text("La première fois.\n", encoding="utf-8")
    (folder / "vide.txt").write_text("", encoding="utf-8")
    status, _, err = run("watch", "articles", "--once", "-o", "air", *VOICE, "--settle", "0")
    assert status == 10, err
    assert names(folder / "failed") == ["vide-2.reason.txt", "vide-2.txt", "vide.reason.txt"]
    assert (folder / "failed" / "vide.reason.txt").read_text(encoding="utf-8") == "La première fois.\n"
