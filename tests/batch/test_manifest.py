"""What a folder of programmes knows of itself."""

import json
from dataclasses import asdict

import pytest

from audiobrief.batch.manifest import NAME, Entry, Manifest
from audiobrief.errors import DataError

ENTRY = Entry("le-pont", "key", "Le pont", {"le-pont.mp3": 4, "le-pont.daisy/ncc.html": 2}, 3.5, 1)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out" / "le-pont.daisy").mkdir(parents=True)
    (tmp_path / "out" / "le-pont.mp3").write_bytes(b"abcd")
    (tmp_path / "out" / "le-pont.daisy" / "ncc.html").write_bytes(b"ab")
    manifest = Manifest(tmp_path / "out")
    manifest.add_entry("../a.txt", ENTRY)
    manifest.save()
    return tmp_path / "out"


def test_it_is_read_as_it_was_written(folder):
    manifest = Manifest(folder)
    assert manifest.find_current("../a.txt", "key") == ENTRY
    assert manifest.get_names() == {"../a.txt": "le-pont"}
    assert manifest.list_files() == {folder / "le-pont.mp3", folder / "le-pont.daisy" / "ncc.html", folder / NAME}


def test_places_move_with_the_folders(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    manifest = Manifest(folder)
    assert manifest.get_key("a.txt") == manifest.get_key(str(tmp_path / "a.txt")) == "../a.txt"
    assert manifest.get_key("https://example.org/a") == "https://example.org/a"


def test_what_was_made_of_something_else_is_not_current(folder):
    assert Manifest(folder).find_current("../a.txt", "other") is None


CHANGES = {
    "a missing file": lambda folder: (folder / "le-pont.daisy" / "ncc.html").unlink(),
    "a cut file": lambda folder: (folder / "le-pont.mp3").write_bytes(b"abc"),
    "a longer file": lambda folder: (folder / "le-pont.daisy" / "ncc.html").write_bytes(b"abc"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_programme_whose_files_changed_is_not_current(folder, change):
    assert Manifest(folder).find_current("../a.txt", "key") == ENTRY
    change(folder)
    assert Manifest(folder).find_current("../a.txt", "key") is None


def test_what_is_being_replaced_is_not_current_even_after_a_kill(folder):
    manifest = Manifest(folder)
    manifest.mark_stale("../a.txt")
    assert manifest.find_current("../a.txt", "key") is None
    assert Manifest(folder).find_current("../a.txt", "key") == ENTRY, "nothing is written before files are replaced"
    manifest.save_stale("../a.txt")
    again = Manifest(folder)
    assert again.find_current("../a.txt", "key") is None
    assert again.get_names() == {"../a.txt": "le-pont"}, "its files are still its own"
    manifest.add_entry("../a.txt", ENTRY)
    manifest.save()
    assert Manifest(folder).find_current("../a.txt", "key") == ENTRY


def test_what_is_being_replaced_is_told_beside_the_manifest_which_is_not_written_each_time(folder):
    manifest = Manifest(folder)
    before = (folder / NAME).read_bytes()
    manifest.mark_stale("../a.txt")
    manifest.save_stale("../a.txt")
    assert (folder / NAME).read_bytes() == before
    (beside,) = [path for path in folder.iterdir() if path.name.startswith(".")]
    # A run was killed while it wrote a line; of that article, nothing was touched.
    beside.write_bytes(beside.read_bytes() + b'\n"../b')
    again = Manifest(folder)
    assert again.find_current("../a.txt", "key") is None
    again.save()
    assert not beside.exists() and Manifest(folder).find_current("../a.txt", "key") is None


def test_files_that_are_no_longer_made_are_removed(folder):
    manifest = Manifest(folder)
    manifest.add_entry("../a.txt", Entry("le-pont", "new", "Le pont", {"le-pont.mp3": 4}, 3.5, 1))
    assert {path.name for path in folder.iterdir()} == {"le-pont.mp3", NAME}


def test_a_book_that_has_lost_a_part_stays_and_one_that_has_none_goes(folder):
    (folder / "le-pont.daisy" / "a.smil").write_bytes(b"")
    manifest = Manifest(folder)
    sound, part, other = {"le-pont.mp3": 4}, {"le-pont.daisy/ncc.html": 2}, {"le-pont.daisy/a.smil": 0}
    manifest.add_entry("../a.txt", Entry("le-pont", "new", "Le pont", sound | part | other, 3.5, 1))
    manifest.add_entry("../a.txt", Entry("le-pont", "newer", "Le pont", sound | other, 3.5, 1))
    assert [path.name for path in (folder / "le-pont.daisy").iterdir()] == ["a.smil"]
    manifest.add_entry("../a.txt", Entry("le-pont", "newest", "Le pont", sound, 3.5, 1))
    assert not (folder / "le-pont.daisy").exists()


DAMAGES = [b"", b"{", b"[]", b'{"version": 9}', b'{"version": 1, "articles": {"a": {}}}', b"[" * 100_000]


@pytest.mark.parametrize("damage", DAMAGES, ids=[damage[:9] for damage in DAMAGES])
def test_a_damaged_one_is_told_with_what_to_do(folder, damage):
    (folder / NAME).write_bytes(damage)
    with pytest.raises(DataError, match=f"{NAME}.*remove it"):
        Manifest(folder)


WRONG = [
    *(("name", name) for name in ("../x", "a/b", "/x", "", ".", "..", 3, None, ["x"], "a\0b", "\ud800")),
    *(
        ("files", files)
        for files in ({"../x.mp3": 1}, {"other.mp3": 1}, {"le-pont.daisy/../../x": 1}, {"le-pont./a/b": 1})
    ),
    *(
        ("files", files)
        for files in ({"le-pont.mp3": "4"}, {"le-pont.mp3": -1}, {"le-pont.mp3": True}, ["le-pont.mp3"], 3)
    ),
    *(("duration", seconds) for seconds in (float("nan"), float("inf"), -1, "3", None)),
    *(("chapters", chapters) for chapters in (1.5, -1, None)),
    ("key", 3),
    ("title", None),
]


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_one_edited_by_hand_leads_to_no_other_file(folder, key, value):
    table = {"version": 1, "articles": {"../a.txt": {**asdict(ENTRY), key: value}}}
    (folder / NAME).write_text(json.dumps(table), encoding="utf-8")
    with pytest.raises(DataError, match=f"{NAME}.*remove it"):
        Manifest(folder)


def test_no_two_articles_have_one_name(folder):
    table = {"version": 1, "articles": {"a": asdict(ENTRY), "b": asdict(ENTRY)}}
    (folder / NAME).write_text(json.dumps(table), encoding="utf-8")
    with pytest.raises(DataError, match="two articles have the name 'le-pont'"):
        Manifest(folder)
