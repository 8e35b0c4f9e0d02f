"""Names that every system takes, by Windows' rules as Python knows them, and names that some drives take for one."""

import ntpath
import re
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.batch.hot_folder import _Names
from audiobrief.batch.output_names import NameAllocator, make_source_name, number_source
from audiobrief.errors import TargetError
from audiobrief.system.file_names import (
    MAX_WINDOWS_PATH,
    find_free_name,
    find_refused_part,
    fold_name,
    get_name_limit,
    is_portable,
    make_portable,
    make_slug,
    measure_overlong_path,
)
from audiobrief.system.transaction import target_errors

AS_THEY_ARE = ["pont", "Flash 12", "L’été, à 8 h", "日本", "😀", "a.b", "-rf", "$(x);y", "console", "common", "com",
               "nulle", "auxiliaire", "lpt", "com10", "« Oui »", "..a"]  # fmt: skip
CHANGED = [
    ("Édition : 8 h", "Édition - 8 h"),
    ("a\\b", "a-b"),
    ("a/b", "a-b"),
    ("8:00", "8-00"),
    ('dit "oui"', "dit -oui-"),
    ("Qui ?", "Qui -"),
    ("*<|>*", "-----"),
    ("a\tb\n", "a-b-"),
    ("con", "con-"),
    ("CON", "CON-"),
    ("nul.2024", "nul-.2024"),
    ("aux .md", "aux-.md"),
    ("Com1", "Com1-"),
    ("LPT³", "LPT³-"),
    ("conin$", "conin$-"),
    ("prn.a.b", "prn-.a.b"),
    ("fin.", "fin-"),
    ("fin. . ", "fin----"),
    ("..", "--"),
    (".", "-"),
    ("", "-"),
    (" ", "-"),
]


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_a_name_that_every_system_takes_stays(name):
    assert make_portable(name) == name and is_portable(name)


@pytest.mark.parametrize(("name", "expected"), CHANGED)
def test_what_windows_refuses_is_written_otherwise(name, expected):
    assert make_portable(name) == expected and not is_portable(name)


NAMES = st.text(st.characters(codec="utf-8"), max_size=12) | st.from_regex(
    re.compile(r"(?:con|nul|com[0-9¹]|x)[ .:]*\.?[a-z]{0,3}", re.I), fullmatch=True
)


@given(NAMES)
def test_a_portable_name_is_one_file_s_on_windows(name):
    plain = make_portable(name)
    path = PureWindowsPath("C:/out") / f"{plain}.mp3"
    assert path.parent == PureWindowsPath("C:/out") and path.name == f"{plain}.mp3" and is_portable(plain)
    assert not _reserved(path) and not _reserved(PureWindowsPath(plain))
    assert make_portable(plain) == plain and not find_refused_part(path)


def _reserved(path):
    known = getattr(ntpath, "isreserved", None)  # Python 3.13 knows all of Windows' rules
    return known(path) if known else path.is_reserved()


@given(st.text(max_size=40))
def test_a_title_s_name_is_portable(title):
    assert is_portable(make_slug(title))


REFUSED = [
    ("C:/out/a:b.mp3", "a:b.mp3"),
    ("nul.mp3", "nul.mp3"),
    ("out/CON", "CON"),
    ("aux/p.mp3", "aux"),
    ("p.mp3 ", "p.mp3 "),
    ("p.mp3.", "p.mp3."),
    ("C:/out/pont.mp3", ""),
    ("../out/pont.mp3", ""),
    ("//server/share/pont.mp3", ""),
    ("pont.mp3", ""),
]


@pytest.mark.parametrize(("path", "part"), REFUSED)
def test_a_target_that_windows_takes_for_something_else_is_named(path, part):
    assert find_refused_part(PureWindowsPath(path)) == part
    assert find_refused_part(PurePosixPath(path)) == "", "another system takes it"


@pytest.mark.parametrize(
    ("one", "other"), [("Été", "été"), ("E\u0301té", "\u00c9TÉ"), ("STRASSE", "straße"), ("ﬁn", "FIN")]
)
def test_names_that_some_drive_takes_for_one_are_folded_to_one(one, other):
    assert fold_name(one) == fold_name(other) != fold_name(f"{other}-2")


def _ntfs(name):
    """NTFS sees no case: each letter by its capital."""
    return "".join(
        upper if len(upper := letter.upper()) == 1 and upper.lower() == letter else letter for letter in name
    )


def _apfs(name):
    """APFS sees neither case nor how accents are put."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


class FoldingDrive:
    """Files by name, as a drive keeps them that takes some names for one."""

    def __init__(self, fold):
        self.fold, self.files = fold, {}

    def write(self, name, content):
        """Write a file; what it replaced."""
        former = self.files.get(self.fold(name))
        self.files[self.fold(name)] = content
        return former


DRIVES = st.sampled_from([_ntfs, _apfs])
TITLES = ["Le pont", "LE PONT", "le  pont", "Le pont !", "La crue", "Con", "con", "Nul"]
STEMS = ["Pont", "pont", "PONT", "pont-2", "Pont-2", "été", "e\u0301té", "Été", "a:b", "a-b", "A?B"]


@given(DRIVES, st.lists(st.sampled_from(TITLES), max_size=8))
def test_no_programme_of_a_batch_replaces_another_on_a_folding_drive(fold, titles):
    names, drive = NameAllocator({"former": "Le-Pont"}), FoldingDrive(fold)
    drive.write("Le-Pont", "former")
    for place, title in enumerate(titles):
        assert drive.write(names.allocate(str(place), title), title) is None


@given(DRIVES, st.lists(st.sampled_from(STEMS), max_size=10, unique=True))
def test_no_watched_article_s_programme_replaces_another_on_a_folding_drive(fold, stems):
    names, drive = _Names(), FoldingDrive(fold)
    for stem in stems:
        source = Path(f"{stem}.md")
        name = names.choose(source.parent, make_source_name(source, Path()))
        names.add(source, name)
        assert is_portable(name) and drive.write(name, stem) is None
    assert number_source(PurePosixPath("a:b.md"), 1, Path()) == "a:b.md", "an article itself keeps its name"


def test_the_first_free_name_is_given():
    assert find_free_name("a", {"a", "a-2"}.__contains__) == "a-3"


GONE, DENIED = FileNotFoundError(2, "No such file or directory"), PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    ("length", "error", "bounded", "told"),
    [
        (300, GONE, True, 300),
        (MAX_WINDOWS_PATH + 1, GONE, True, 260),
        # The file in the making has a longer name than the one it becomes.
        (MAX_WINDOWS_PATH - 10, GONE, True, 249),
        (200, GONE, True, 0),
        (300, DENIED, True, 0),
        (300, GONE, False, 0),
    ],
)
def test_a_path_that_is_too_long_is_why_something_is_not_there(length, error, bounded, told):
    path = Path("/" + "a" * 99 + "/" + "b" * (length - 101))
    assert measure_overlong_path(path, error, bounded=bounded) == told


def test_a_path_that_is_too_long_is_told(monkeypatch, tmp_path):
    monkeypatch.setitem(measure_overlong_path.__kwdefaults__, "bounded", True)
    target = tmp_path / ("a" * 240) / "p.mp3"
    told = r"p.mp3' cannot be written: .* has \d{3} characters, .* shorter one with -o"
    with pytest.raises(TargetError, match=told), target_errors(target):
        raise GONE
    with pytest.raises(TargetError, match=r"\(No such file or directory\)"), target_errors(tmp_path / "p.mp3"):
        raise GONE


# Words of a title, and the length of the name that they make: the last word that fits into 80 characters is the last.
FITTING = [
    (["a" * 40, "b" * 39], 80),
    (["a" * 40, "b" * 40], 40),
    (["a" * 80], 80),
    (["a" * 81], 80),
    (["a" * 20, "b" * 20, "c" * 20, "d" * 17], 80),
    (["a" * 20, "b" * 20, "c" * 20, "d" * 18], 62),
]


@pytest.mark.parametrize(("words", "length"), FITTING)
def test_a_slug_has_the_words_that_fit(words, length):
    assert len(make_slug(" ".join(words))) == length


def test_where_a_folder_says_nothing_of_its_names_they_are_as_long_as_anywhere(tmp_path):
    assert get_name_limit(tmp_path / "nowhere") == get_name_limit(tmp_path) == 255
