"""What is in the wheel and in the sdist: all that audiobrief needs, its licences, and nothing else."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from datetime import date
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.metadata import Metadata

import audiobrief

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
pytestmark = pytest.mark.skipif(
    not (ROOT / "audiobrief").is_dir(),
    reason="a wheel is made where the sources stand; the one installed is tried here",
)
NOT_SHIPPED = re.compile(r"__pycache__|\.pyc$|\.so$|^output/.*\.mp3$|\.egg-info|^dist/|\.DS_Store")
# What a wheel installs beside the code, by use.
NEEDED = {
    "voices": [
        "voices/aurore.toml",
        "voices/siwis.toml",
        "voices/espeak-fr.toml",
        "voices/espeak/fr",
        "voices/kokoro/phonemes.toml",
    ],
    "voice files": [f"voices/kokoro/{name}.bin" for name in ("aurore", "ff_siwis", "florent", "im_nicola")],
    "French": ["locale/fr/LC_MESSAGES/audiobrief.mo"],
    "templates": ["delivery/text/templates/page.html", "delivery/text/templates/page.js"],
    "words": ["speech/lexicon/acronyms.toml", "speech/lexicon/feminine_nouns.txt.gz", "speech/lexicon/pls.rng"],
    "pronunciations": [
        "pronunciation/dictionary.txt",
        "pronunciation/guesser.json.gz",
        "pronunciation/homographs.toml",
        "pronunciation/name_origins.bin.gz",
        "pronunciation/name_rules.toml",
        "pronunciation/names.txt",
    ],
    "kinds of delivery": ["delivery/formats.toml"],
    "types": ["py.typed"],
    "python -m audiobrief": ["__main__.py"],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The sdist, and the wheel that is made from it alone."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(made):
    (path,) = made.glob("*.whl")
    with zipfile.ZipFile(path) as packed:
        yield packed


@pytest.fixture(scope="module")
def sdist(made):
    """The names in the sdist, without its outermost folder."""
    (path,) = made.glob("*.tar.gz")
    with tarfile.open(path) as packed:
        return {member.name.partition("/")[2] for member in packed if member.isfile()}


def shipped(folder):
    """The files of a folder of the checkout, less what running it leaves there."""
    names = [path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()]
    return {name for name in names if not NOT_SHIPPED.search(name)}


def test_the_wheel_holds_the_code_and_the_voices_and_nothing_else(wheel):
    wanted = shipped("audiobrief") | {f"audiobrief/{name}" for name in shipped("voices")}
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == wanted


@pytest.mark.parametrize("use", NEEDED)
def test_the_wheel_holds_what_is_needed_for(wheel, use):
    assert {f"audiobrief/{name}" for name in NEEDED[use]} <= set(wheel.namelist())


def test_the_wheel_is_bytes_for_bytes_the_checkout(wheel):
    for name in sorted(shipped("audiobrief")):
        assert wheel.read(name) == (ROOT / name).read_bytes(), name
    for name in sorted(shipped("voices")):
        assert wheel.read(f"audiobrief/{name}") == (ROOT / name).read_bytes(), name


def test_every_licence_is_in_the_wheel(wheel):
    (info,) = {name.partition("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    held = {name.partition("/licenses/")[2] for name in wheel.namelist() if "/licenses/" in name}
    assert held == set(PROJECT["license-files"])
    found = {name for folder in ("audiobrief", "voices") for name in shipped(folder) if re.search("LICEN|NOTICE", name)}
    assert held == found | {"LICENSE"}
    assert wheel.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_what_the_wheel_says_of_itself(wheel):
    (path,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    told = Metadata.from_email(wheel.read(path), validate=True)
    assert (told.name, str(told.version)) == ("audiobrief", audiobrief.__version__)
    assert told.license_expression == "GPL-3.0-or-later"
    assert set(told.provides_extra) == set(PROJECT["optional-dependencies"])
    assert set(told.project_urls) >= {"Homepage", "Issues", "Changelog"}
    assert told.description == (ROOT / "README.md").read_text(encoding="utf-8")
    oldest = min(re.findall(r"Python :: (3\.\d+)", " ".join(told.classifiers)), key=lambda version: int(version[2:]))
    assert str(told.requires_python) == f">={oldest}"
    (wheel_file,) = (name for name in wheel.namelist() if name.endswith(".dist-info/WHEEL"))
    assert message_from_bytes(wheel.read(wheel_file)).get_all("Tag") == ["py3-none-any"]


def test_the_sdist_holds_what_the_tests_need_and_no_programme(sdist):
    for folder in ("audiobrief", "voices", "tests", "docs", "tools"):
        # Data compiled from TOML is made again when a wheel is built of it.
        assert {name for name in shipped(folder) if not name.endswith(".json")} <= sdist
    assert {
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "LICENSE",
        "mkdocs.yml",
        ".ci/locked.txt",
    } <= sdist
    assert [name for name in sdist if NOT_SHIPPED.search(name)] == []


def test_the_changelog_has_this_version_and_its_date_first():
    """The form of Keep a Changelog 1.1.0: what is not released yet, then versions with their days, newest first."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.*)$", text, re.M)
    assert heads[0] == "[Unreleased]"
    newest, day = re.fullmatch(r"\[(.*)\] - (\d{4}-\d\d-\d\d)", heads[1]).groups()
    assert newest == audiobrief.__version__
    assert date.fromisoformat(day)
    versions = [re.match(r"\[?(\d+)\.(\d+)\.(\d+)", head).groups() for head in heads[1:]]
    assert versions == sorted(versions, key=lambda parts: [*map(int, parts)], reverse=True)
    kinds = set(re.findall(r"^### (.*)$", text, re.M))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert all(
        re.search(rf"^\[{re.escape(name)}\]: https://", text, re.M) for name in ("Unreleased", audiobrief.__version__)
    )
