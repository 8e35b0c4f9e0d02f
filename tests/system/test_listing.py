"""What lies in a folder."""

import pytest

from audiobrief.errors import ArticleError
from audiobrief.system.filesystem import list_files, list_named


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "A.TXT", ".hidden.txt", "c.md", "d.jpg", "txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "e.txt").mkdir()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    return tmp_path


LISTED = [
    (list_named, {".txt"}, ["A.TXT", "b.txt", "e.txt", "gone.txt"]),
    # A link that leads nowhere is listed, so that reading it says so.
    (list_files, {".txt"}, ["A.TXT", "b.txt", "gone.txt"]),
    (list_files, {".md", ".jpg"}, ["c.md", "d.jpg"]),
    (list_files, {".html"}, []),
]


@pytest.mark.parametrize(("listing", "endings", "names"), LISTED)
def test_what_is_named_with_an_ending_by_name(folder, listing, endings, names):
    assert [path.relative_to(folder).as_posix() for path in listing(folder, endings)] == names


@pytest.mark.parametrize("name", ["nowhere", "b.txt"])
def test_a_folder_that_is_none_is_told(folder, name):
    with pytest.raises(ArticleError, match=rf"{name}' cannot be read \(.*\): check its permissions"):
        list_files(folder / name, {".txt"})
