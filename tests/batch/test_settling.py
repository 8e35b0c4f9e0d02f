"""When a file has come whole. Times are seconds of an imagined clock."""

import os
import shutil

import pytest

from audiobrief.batch.settling import SettledFiles
from audiobrief.errors import ArticleError


def names(paths):
    return [path.name for path in paths]


def test_a_file_is_whole_when_it_has_not_changed_for_a_while(tmp_path):
    arrivals = SettledFiles(tmp_path, settle=2.0)
    file = tmp_path / "a.txt"
    assert not arrivals.poll(0.0) and not arrivals.pending
    file.write_text("Le pont")
    assert not arrivals.poll(1.0) and arrivals.pending
    file.write_text("Le pont a rouvert")  # it grows
    assert not arrivals.poll(2.9)
    assert not arrivals.poll(4.8)
    assert names(arrivals.poll(4.9)) == ["a.txt"]
    file.write_text("La crue a fermé.")  # the same length, another time
    os.utime(file, ns=(0, 5))
    assert not arrivals.poll(5.0)
    assert names(arrivals.poll(7.0)) == ["a.txt"]


def test_old_times_do_not_make_a_file_whole_at_once(tmp_path):
    (tmp_path / "a.txt").write_text("Le pont")
    os.utime(tmp_path / "a.txt", (0, 0))
    arrivals = SettledFiles(tmp_path, settle=2.0)
    assert not arrivals.poll(100.0)
    assert names(arrivals.poll(102.0)) == ["a.txt"]


def test_the_oldest_comes_first_and_folders_and_unfinished_files_do_not_count(tmp_path):
    for age, name in enumerate(["a.txt", "b.txt", ".c.txt", "d.txt.part", "e.TMP", "f.txt~", "g.crdownload"]):
        (tmp_path / name).write_text("Un mot.")
        os.utime(tmp_path / name, (100 - age, 100 - age))
    (tmp_path / "done").mkdir()
    arrivals = SettledFiles(tmp_path, settle=0.0)
    assert names(arrivals.poll(0.0)) == ["b.txt", "a.txt"]


def test_what_could_not_be_moved_is_left_until_it_changes(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Le pont")
    arrivals = SettledFiles(tmp_path, settle=0.0)
    arrivals.ignore(arrivals.poll(0.0)[0])
    assert not arrivals.pending and not arrivals.poll(1.0)
    file.write_text("Le pont a rouvert")
    assert names(arrivals.poll(2.0)) == ["a.txt"]


def test_a_folder_that_is_gone_is_told(tmp_path):
    arrivals = SettledFiles(tmp_path / "incoming", settle=0.0)
    (tmp_path / "incoming").mkdir()
    arrivals.poll(0.0)
    shutil.rmtree(tmp_path / "incoming")
    with pytest.raises(ArticleError, match="incoming"):
        arrivals.poll(1.0)
