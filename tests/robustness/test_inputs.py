"""What a run reads is there when it ends, as it was: nothing that is written takes its place."""

import json
import os

import pytest
from PIL import Image

from tests.robustness.conftest import TEXT, VOICE, names
from tests.robustness.test_places import contents, one_line

PAGE = "<html><body><h1>Un</h1><p>Le pont de Lannévez a rouvert mardi.</p></body></html>"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "un.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def refused(run, folder, *asked, named, **given):
    """It ends before a word is spoken, and every file is as it was."""
    before = contents(folder)
    status, _, err = run(*asked, *VOICE, **given)
    assert status == 7 and one_line(err, f"'{named}'", "choose another name")
    assert not any("Speaking" in line for line in err)
    assert contents(folder) == before
    return True


def test_an_article_is_not_replaced_by_its_transcript(run, page, tmp_path):
    assert refused(run, tmp_path, "make", page, "-o", "un.mp3", named="un.html")
    assert refused(run, tmp_path, "make", "un.html", "-o", tmp_path / "un.MP3", named=tmp_path / "un.html")
    status, _, err = run("make", page, "-o", "deux.mp3", *VOICE)
    assert status == 0, err
    assert page.read_text(encoding="utf-8") == PAGE and (tmp_path / "deux.html").is_file()


def test_nor_is_one_that_standard_input_comes_from(run, page, tmp_path):
    with page.open("rb") as file:
        assert refused(run, tmp_path, "make", "-", "-o", "un.mp3", named="un.html", stdin=file)


def test_nor_one_that_has_the_name_that_its_title_gives(run, page, tmp_path):
    (tmp_path / "output").mkdir()
    page.rename(tmp_path / "output" / "un.html")
    assert refused(run, tmp_path, "make", "output/un.html", named="output/un.html")


@pytest.mark.parametrize("linked", ["the article", "the transcript", "both"])
def test_links_hide_nothing(run, page, tmp_path, linked):
    (tmp_path / "kept").mkdir()
    kept = page.rename(tmp_path / "kept" / "source.html")
    if linked != "the transcript":
        page.symlink_to("kept/source.html")
    if linked != "the article":
        (tmp_path / "deux.html").symlink_to(kept)
    asked, name = (kept if linked == "the transcript" else page), ("un" if linked == "the article" else "deux")
    assert refused(run, tmp_path, "make", asked, "-o", f"{name}.mp3", named=f"{name}.html")


@pytest.mark.parametrize(
    ("option", "name", "wanted"),
    [
        ("--cover", "a.html", ()),
        ("--cover", "a.mp3", ()),
        ("--cover", "a.page.html", ("--page",)),
        ("--cover", "a.epub", ("--epub",)),
        ("--lexicon", "a.vtt", ()),
        ("--lexicon", "a.wav", ("--for", "radio")),
        ("--lexicon", "a.cue", ("--for", "radio")),
        ("--lexicon", "a.daisy/words.html", ("--daisy",)),
        ("--model", "a.srt", ()),
    ],
)
def test_what_else_is_read_stays_too(run, article, tmp_path, option, name, wanted):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    if option == "--cover":
        Image.new("RGB", (1400, 1400)).save(path, "png")
    else:
        path.write_text('[words]\n"Roux" = "Rou"\n', encoding="utf-8")
    named = name.partition("/")[0]
    assert refused(run, tmp_path, "make", article, "-o", "a.mp3", option, path, *wanted, named=named)


def test_a_batch_gives_the_programme_another_name(run, tmp_path):
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "un.html").write_text(PAGE, encoding="utf-8")
    (folder / "b.md").write_text("# Un\n\nDeux.", encoding="utf-8")
    (folder / "trois.chapters.json").write_text('[words]\n"Roux" = "Rou"\n', encoding="utf-8")
    (folder / "c.md").write_text("# Trois\n\nM. Roux a ri.", encoding="utf-8")
    before = contents(folder)
    command = ("batch", "s", "-o", "s", "--lexicon", "s/trois.chapters.json", "--report", "report.json", *VOICE)
    for state in ("made", "unchanged"):
        status, _, err = run(*command)
        assert status == 0, err
        rows = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["articles"]
        assert {row["address"]: (row["programme"], row["status"]) for row in rows} == {
            "s/b.md": ("un-2.mp3", state),
            "s/c.md": ("trois-2.mp3", state),
            "s/un.html": ("un-3.mp3", state),
        }
        assert before.items() <= contents(folder).items()


def test_a_name_that_a_programme_had_is_given_up_for_an_input(run, tmp_path):
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "b.md").write_text("# Un\n\nDeux.", encoding="utf-8")
    assert run("batch", "s", "-o", "s", "--for", "radio", *VOICE)[0] == 0
    assert "un.mp3" in names(folder)
    (folder / "un.html").write_text(PAGE, encoding="utf-8")
    status, _, err = run("batch", "s", "-o", "s", *VOICE)
    assert status == 0, err
    assert [name for name in names(folder) if name.endswith(".mp3")] == ["un-2.mp3", "un-3.mp3"]
    assert (folder / "un.html").read_text(encoding="utf-8") == PAGE


def test_a_report_replaces_nothing_that_the_batch_needs(run, tmp_path):
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "b.md").write_text("# Un\n\nDeux.", encoding="utf-8")
    (tmp_path / "words.toml").write_text('[words]\n"Roux" = "Rou"\n', encoding="utf-8")
    (tmp_path / "link.json").symlink_to("s/b.md")
    command = ("batch", "s", "-o", "out", "--lexicon", "words.toml")
    assert run(*command, *VOICE)[0] == 0
    for report in ("s/b.md", "link.json", "words.toml", "out/audiobrief-manifest.json", "out/un.mp3"):
        assert refused(run, tmp_path, *command, "--rate", 200, "--report", report, named=report)


def test_a_programme_does_not_take_the_place_of_the_report(run, article, tmp_path):
    status, _, err = run("batch", article, "-o", "out", "--report", "out/le-pont-de-lannevez.vtt", *VOICE)
    assert status == 0, err
    told = json.loads((tmp_path / "out" / "le-pont-de-lannevez.vtt").read_text(encoding="utf-8"))
    assert told["articles"][0]["programme"] == "le-pont-de-lannevez-2.mp3"


def test_a_hot_folder_keeps_what_it_reads_and_what_it_has_read(run, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "pont.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "air").mkdir()
    (tmp_path / "air" / "pont.vtt").write_text('[words]\n"Roux" = "Rou"\n', encoding="utf-8")
    before = contents(tmp_path / "air")
    for place in ("in/done", "in/failed"):
        status, _, err = run("watch", "in", "--once", "-o", place, *VOICE)
        assert status == 7 and one_line(err, place)
    status, _, err = run("watch", "in", "--once", "--settle", 0, "-o", "air", "--lexicon", "air/pont.vtt", *VOICE)
    assert status == 10 and any("air/pont.vtt" in line and "choose another name" in line for line in err)
    assert contents(tmp_path / "air") == before and "pont.txt" in names(folder / "failed")


def test_a_second_name_of_the_same_file_is_known(run, page, tmp_path):
    os.link(page, tmp_path / "deux.html")
    assert refused(run, tmp_path, "make", page, "-o", "deux.mp3", named="deux.html")
