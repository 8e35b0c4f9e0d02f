"""Install audiobrief as people do, where people do, use it there, and let other programs judge what it makes.

    python tools/try_install.py                                  # every way × place × voice: a table; half an hour
    python tools/try_install.py --ways wheel,pipx --places plain,long-240 --voices espeak-fr
    python tools/try_install.py --journey                        # one wheel in an awkward place, every command

Run from an environment with the extra `test`; `ffmpeg` and `ffprobe` are the system's. As root, everything is installed
and used by users who are not root and share nothing with it. Packages come from where pip is told to find them;
what is installed then runs with a new home, so that no kept clip hides a voice that cannot speak. Status 1 where
anything failed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKED = ROOT / ".ci" / "locked.txt"
ARTICLE = """# Le bac de Lannévez

Le bac a repris la mer le 1er mars, après 21 jours de travaux.

## Les prix

Un passage coûte 2,50 €. « Nous attendions ce jour », dit Mme Roux, la maire.
"""
CHAPTERS = ["Le bac de Lannévez", "Les prix"]
# Numbers of users that need no entry in any list and leave nothing behind: who installs, and somebody else.
INSTALLER, OTHER = 60_001, 60_002
SECONDS = 900

Command = Sequence[str | Path]


class FailedError(Exception):
    """Something did not work; its one argument says what."""


@dataclass(frozen=True)
class User:
    """Who runs a command: as the user `number`, or as we are where that is None, with a home and file modes."""

    number: int | None
    home: Path
    umask: int = 0o022

    def run(self, command: Command, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """The command's status and output. Its environment is that of a bare machine, with `environment`."""
        return subprocess.run(
            command,
            cwd=folder,
            env={"HOME": str(self.home), "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            umask=self.umask,
            timeout=SECONDS,
            user=self.number,
            group=self.number,
            extra_groups=None if self.number is None else [],
        )

    def do(self, command: Command, folder: Path, **environment: str) -> str:
        """What the command prints. Raises FailedError where it does not end well."""
        done = self.run(command, folder, **environment)
        if done.returncode:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["nothing said"]
            name = " ".join(Path(part).name if Path(part).is_absolute() else str(part) for part in command)
            raise FailedError(f"{name}: status {done.returncode}: {last[0]}")
        return done.stdout

    def own(self, folder: Path) -> Path:
        """A new folder of the user's own."""
        folder.mkdir(parents=True)
        if self.number is not None:
            os.chown(folder, self.number, self.number)
        return folder


@dataclass(frozen=True)
class Shop:
    """What there is to install, and what installs it."""

    folder: Path
    wheel: Path
    sdist: Path
    uv: Path
    pipx: Path
    python: Path

    def environment(self) -> dict[str, str]:
        """Where packages come from, as this process was told, and the versions that are known to work together."""
        told = ("PIP_", "UV_", "SSL_", "REQUESTS_", "HTTP", "http", "no_proxy", "NO_PROXY")
        return {name: value for name, value in os.environ.items() if name.startswith(told)} | {
            "PIP_CONSTRAINT": str(self.folder / "locked.txt"),
            "UV_CONSTRAINT": str(self.folder / "locked.txt"),
            "UV_CACHE_DIR": str(self.folder / "uv-cache"),
            "UV_PYTHON_DOWNLOADS": "never",
            "PIP_NO_WARN_SCRIPT_LOCATION": "1",
        }


def open_shop(folder: Path, python: Path | None, installer: int | None) -> Shop:
    """Build the wheel and the sdist, and put everything where any user can read it."""
    build: Command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", ROOT]
    subprocess.run(build, check=True, capture_output=True, timeout=SECONDS)
    shutil.copy(LOCKED, folder / "locked.txt")
    (wheel,), (sdist,) = (folder / "dist").glob("*.whl"), (folder / "dist").glob("*.tar.gz")
    uv = shutil.copy(Path(sys.executable).with_name("uv"), folder / "uv")
    User(installer, folder).own(folder / "uv-cache")
    python = python or next(iter(_pythons_for(installer, folder)), None)
    if python is None:
        raise FailedError("no Python can be run by a user who is not root: name one with --python")
    pipx = folder / "pipx"
    subprocess.run([uv, "venv", "--quiet", "--python", python, pipx], check=True, timeout=SECONDS)
    install = [uv, "pip", "install", "--quiet", "--python", pipx / "bin" / "python", "-c", LOCKED, "pipx"]
    subprocess.run(install, check=True, timeout=SECONDS)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink() and path.name != "uv-cache":
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.stat().st_mode & 0o100 else 0o444))
    return Shop(folder, wheel, sdist, Path(uv), pipx / "bin" / "pipx", python)


def _pythons_for(user: int | None, folder: Path) -> Iterator[Path]:
    """The interpreters that `user` can run: this one, else the system's (a root's own home is shut to others)."""
    for path in (Path(sys.executable).resolve(), Path("/usr/local/bin/python3"), Path("/usr/bin/python3")):
        try:
            User(user, folder).do([path, "-c", "import sys; assert sys.version_info >= (3, 11)"], Path("/"))
        except (FailedError, OSError):
            continue
        yield path


# --- ways of installing: each installs into `place` as `user` and returns the command that it gives ---------------

Way = Callable[[Shop, Path, User], Command]


def _by_pip(shop: Shop, place: Path, user: User, what: Command) -> Command:
    """Into a virtual environment, with uv in pip's stead: it links from its cache what pip would unpack again."""
    python = place / ".venv" / "bin" / "python"
    user.do([shop.uv, "venv", "--quiet", "--python", shop.python, place / ".venv"], place, **shop.environment())
    user.do([shop.uv, "pip", "install", "--quiet", "--python", python, *what], place, **shop.environment())
    # What a shell cannot be told in the first line of a script is no fault of ours.
    return [python, "-m", "audiobrief"] if '"' in str(place) else [place / ".venv" / "bin" / "audiobrief"]


def install_wheel(shop: Shop, place: Path, user: User) -> Command:
    return _by_pip(shop, place, user, [f"{shop.wheel}[neural]"])


def install_sdist(shop: Shop, place: Path, user: User) -> Command:
    return _by_pip(shop, place, user, [f"{shop.sdist}[neural]"])


def install_editable(shop: Shop, place: Path, user: User) -> Command:
    """From a checkout in `place`: what the sdist holds."""
    with tarfile.open(shop.sdist) as packed:
        for member in packed:
            inside = member.name.partition("/")[2]
            packed.extract(member.replace(name=inside), place, filter="data")
    for path in place.rglob("*"):
        if user.number is not None:
            os.chown(path, user.number, user.number)
    return _by_pip(shop, place, user, ["--editable", ".[neural]"])


def install_by_real_pip(shop: Shop, place: Path, user: User) -> Command:
    """By pip itself, as the README says."""
    env = place / ".venv"
    user.do([shop.uv, "venv", "--quiet", "--seed", "--python", shop.python, env], place, **shop.environment())
    pip: Command = [
        env / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-cache-dir",
        f"{shop.wheel}[neural]",
    ]
    user.do(pip, place, **shop.environment())
    return [env / "bin" / "audiobrief"]


def install_by_pipx(shop: Shop, place: Path, user: User) -> Command:
    where = {"PIPX_HOME": str(place / "pipx"), "PIPX_BIN_DIR": str(place / "bin")}
    command: Command = [shop.pipx, "install", "--quiet", "--python", shop.python, f"{shop.wheel}[neural]"]
    user.do(command, place, **shop.environment(), **where)
    return [place / "bin" / "audiobrief"]


def install_by_uv_tool(shop: Shop, place: Path, user: User) -> Command:
    where = {"UV_TOOL_DIR": str(place / "tools"), "UV_TOOL_BIN_DIR": str(place / "bin")}
    command: Command = [shop.uv, "tool", "install", "--quiet", "--python", shop.python, f"{shop.wheel}[neural]"]
    user.do(command, place, **shop.environment(), **where)
    return [place / "bin" / "audiobrief"]


WAYS: Mapping[str, Way] = {
    "wheel": install_wheel,
    "sdist": install_sdist,
    "editable": install_editable,
    "pip": install_by_real_pip,
    "pipx": install_by_pipx,
    "uv-tool": install_by_uv_tool,
}


# --- places -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A folder to install into, and what is peculiar about it."""

    name: str = ""  # of the folder; filled up with letters to `length` bytes of the whole path
    length: int = 0
    linked: bool = False  # reached through a symbolic link
    shut: bool = False  # nobody can write to it once audiobrief is installed
    lent: bool = False  # in the home of one user, used by another

    def make(self, base: Path, user: User) -> Path:
        if self.length == 10:
            return self._short(user)
        name = self.name
        if self.length:
            name += "d" * (self.length - len(os.fsencode(base / name)))
        folder = user.own(base / name)
        if self.linked:
            link = base / "link to it"
            link.symlink_to(folder)
            folder = link
        assert not self.length or len(os.fsencode(folder)) == self.length
        return folder

    def _short(self, user: User) -> Path:
        for number in range(1000):
            folder = Path("/tmp") / f"ab{number:03}"
            if not folder.exists():
                return user.own(folder)
        raise FailedError("no folder of ten bytes is free in /tmp")


PLACES: Mapping[str, Place] = {
    "plain": Place("plain"),
    "10 bytes": Place(length=10),
    "60 bytes": Place("s", 60),
    "160 bytes": Place("l", 160),
    "240 bytes": Place("l", 240),
    "capitals": Place("Projets"),
    "plus": Place("a+b"),
    "spaces": Place("mes articles lus"),
    "é": Place("été à écouter"),
    "#": Place("no #1"),
    "%": Place("50%20 % off"),
    "'": Place("l'antenne d'ici"),
    '"': Place('dit "oui"'),
    "symlink": Place("behind", linked=True),
    "read-only": Place("shut", shut=True),
    "other's home": Place("Home of another", lent=True),
}


# --- what other programs say of what was made ----------------------------------------------------------------------


def judge_sound(path: Path, chapters: list[str] | None = None) -> None:
    """ffprobe finds a length and those chapters, ffmpeg decodes all of it and hears something. Raises FailedError."""
    probe = ["ffprobe", "-v", "error", "-show_format", "-show_chapters", "-of", "json=sv=ignore", f"file:{path}"]
    done = subprocess.run(probe, capture_output=True, encoding="utf-8", timeout=60)
    if done.returncode:
        raise FailedError(f"ffprobe cannot read {path.name}: {done.stderr.strip()}")
    found = json.loads(done.stdout)
    if not float(found["format"]["duration"]) > 0.5:
        raise FailedError(f"{path.name} lasts {found['format']['duration']} s")
    titles = [chapter["tags"]["title"] for chapter in found["chapters"]]
    if chapters is not None and titles != chapters:
        raise FailedError(f"{path.name} has the chapters {titles}")
    heard = [
        "ffmpeg",
        "-hide_banner",
        "-nostats",
        "-i",
        f"file:{path}",
        "-af",
        "volumedetect",
        "-vn",
        "-f",
        "null",
        "-",
    ]
    told = subprocess.run(heard, capture_output=True, encoding="utf-8", errors="replace", timeout=60).stderr
    loud = [line.rpartition(":")[2] for line in told.splitlines() if "mean_volume" in line]
    if not loud or float(loud[0].removesuffix("dB")) < -50:
        raise FailedError(f"{path.name} is silent: {loud}")


def judge_programme(path: Path) -> None:
    judge_sound(path, CHAPTERS)


def judge_epub(path: Path) -> None:
    with zipfile.ZipFile(path) as book:
        if (bad := book.testzip()) or book.infolist()[0].filename != "mimetype":
            raise FailedError(f"{path.name} is no EPUB ({bad})")
        if not any(name.endswith(".smil") for name in book.namelist()):
            raise FailedError(f"{path.name} has no text that follows the voice")


def judge_daisy(folder: Path) -> None:
    for path in sorted(folder.glob("*.mp3")) or [folder / "no sound"]:
        judge_sound(path)
    if "ncc:totalTime" not in (folder / "ncc.html").read_text(encoding="utf-8"):
        raise FailedError(f"{folder.name} has no ncc.html")


def judge_page(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    if "data:audio/mpeg;base64," not in page or "passage" not in page:
        raise FailedError(f"{path.name} holds no sound, or no text")


def judge_feed(path: Path) -> None:
    if len(ElementTree.parse(path).findall("channel/item/enclosure")) != 2:
        raise FailedError(f"{path.name} has not two episodes")


def judge_moved(path: Path) -> None:
    if not path.is_file():
        raise FailedError(f"{path.name} was not moved to {path.parent.name}")


def judge_report(path: Path) -> None:
    json.loads(path.read_text(encoding="utf-8"))


# A command as it is typed, and what judges each thing that it must leave; of "…--json", what is printed must be JSON.
JOURNEY: tuple[tuple[str, dict[str, Callable[[Path], None]]], ...] = (
    ("doctor", {}),
    ("voices", {}),
    ("voices try espeak-rapide -o rapide.mp3", {"rapide.mp3": judge_sound}),
    ("voices try florent -o try.mp3", {"try.mp3": judge_sound}),
    ("make bac.md --voice espeak-fr -o espeak.mp3", {"espeak.mp3": judge_programme}),
    ("make bac.md --voice aurore -o aurore.mp3", {"aurore.mp3": judge_programme}),
    ("make bac.md -o défaut.mp3 --json", {"défaut.mp3": judge_programme}),
    (
        "make bac.md --for radio --voice espeak-fr -o radio.mp3",
        {"radio.mp3": judge_programme, "radio.wav": judge_programme},
    ),
    (
        "make bac.md --page --daisy --epub --voice espeak-fr -o tout.mp3",
        {
            "tout.mp3": judge_programme,
            "tout.page.html": judge_page,
            "tout.daisy": judge_daisy,
            "tout.epub": judge_epub,
        },
    ),
    ("script bac.md --diff --lang fr", {}),
    (
        "batch articles -o programmes --voice espeak-fr --report report.json --lang fr",
        {
            "programmes/le-bac-de-lannevez.mp3": judge_programme,
            "programmes/le-bac-de-lannevez-2.mp3": judge_programme,
            "report.json": judge_report,
        },
    ),
    (
        "watch incoming --once --settle 0 -o air --voice aurore",
        {"air/Édition du soir.mp3": judge_programme, "incoming/done/Édition du soir.md": judge_moved},
    ),
    ("feed programmes --url https://example.org/podcast/ --title Brumes", {"programmes/feed.xml": judge_feed}),
    ("inspect aurore.mp3 --json", {}),
    ("inspect radio.wav --lang fr", {}),
    ("cache info --json", {}),
    ("config show", {}),
    ("completion bash", {}),
)


def travel(command: Command, python: Path, desk: Path, user: User) -> Iterator[tuple[str, float, str]]:
    """Each command of the journey in the folder `desk`, then audiobrief as a module: how long it took, what failed."""
    for file in ("bac.md", "articles/un.md", "articles/deux.md", "incoming/Édition du soir.md"):
        (desk / file).parent.mkdir(exist_ok=True)
        (desk / file).write_text(ARTICLE, encoding="utf-8")
        for path in (desk / file, (desk / file).parent):
            if user.number is not None:
                os.chown(path, user.number, user.number)
    for line, left in (*JOURNEY, ("-m audiobrief --version", {})):
        started = time.monotonic()
        try:
            start = [python] if line.startswith("-m ") else command
            printed = user.do([*start, *line.split(" ")], desk)
            if "--json" in line:
                json.loads(printed)
            for name, judge in left.items():
                judge(desk / name)
            failed = "" if printed or line.startswith("config") else "it printed nothing"
        except (FailedError, OSError, ValueError, subprocess.SubprocessError) as error:
            failed = str(error)
        yield line, time.monotonic() - started, failed


def try_journey(shop: Shop, base: Path, numbers: tuple[int | None, int | None]) -> list[list[str]]:
    """The wheel, by pip, in a long place with a capital, a space and an accent; umask 077, an empty home."""
    place = base / ("Rédaction du Matin " + "x" * (150 - len(os.fsencode(base / "Rédaction du Matin "))))
    user = User(numbers[0], place / "Maison", 0o077)
    user.own(place)
    user.own(user.home)
    started = time.monotonic()
    command = install_by_real_pip(shop, place, user)
    rows = [["pip install 'audiobrief[neural]'", f"{time.monotonic() - started:.1f} s", "works"]]
    desk = user.own(place / "bureau")
    for line, seconds, failed in travel(command, place / ".venv" / "bin" / "python", desk, user):
        rows.append([f"audiobrief {line}".replace("audiobrief -m", "python -m"), f"{seconds:.1f} s", failed or "works"])
        print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
    return rows


def try_matrix(
    shop: Shop,
    base: Path,
    numbers: tuple[int | None, int | None],
    ways: list[str],
    places: list[str],
    voices: list[str],
) -> list[list[str]]:
    """`make` with each voice from each way of installing at each place, each time with an empty cache."""
    rows = [["place", *(f"{way}, {voice}" for way in ways for voice in voices)]]
    for name in places:
        row = [name]
        for way in ways:
            at = base / f"{len(rows)}{way[0]}{ways.index(way)}"
            at.mkdir()
            row += _try_place(shop, at, numbers, PLACES[name], WAYS[way], voices)
            shutil.rmtree(at, ignore_errors=True)
        rows.append(row)
        print(" | ".join(row), file=sys.stderr, flush=True)
    return rows


def _try_place(
    shop: Shop, at: Path, numbers: tuple[int | None, int | None], kind: Place, way: Way, voices: list[str]
) -> list[str]:
    """A word for each voice: seconds, or what went wrong."""
    installer = User(numbers[0], User(numbers[0], at).own(at / "h"))
    place = kind.make(at, installer)
    try:
        command = way(shop, place, installer)
        if kind.shut:
            for path in (place, *place.rglob("*")):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode & ~0o222)
        return [_try_voice(command, at, place, kind, numbers, voice) for voice in voices]
    except (FailedError, OSError, subprocess.SubprocessError) as error:
        return [f"not installed: {error}"] * len(voices)
    finally:
        if place.parent != at:
            shutil.rmtree(place, ignore_errors=True)


def _try_voice(
    command: Command, at: Path, place: Path, kind: Place, numbers: tuple[int | None, int | None], voice: str
) -> str:
    """The home, and with it the cache, is as awkward as the place, where that can be written."""
    elsewhere = kind.shut or kind.lent
    user = User(numbers[1] if elsewhere else numbers[0], (at if elsewhere else place) / f"home {voice}", 0o077)
    user.own(user.home)
    article = user.home / "bac.md"
    article.write_text(ARTICLE, encoding="utf-8")
    article.chmod(0o644)
    started = time.monotonic()
    try:
        user.do([*command, "make", "bac.md", "--voice", voice, "-o", "bac.mp3"], user.home)
        judge_programme(user.home / "bac.mp3")
    except (FailedError, OSError, ValueError, subprocess.SubprocessError) as error:
        return f"FAILED: {error}"
    return f"{time.monotonic() - started:.1f} s"


def table(rows: list[list[str]]) -> str:
    """Rows as a table in Markdown, the first as its head."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--journey", action="store_true", help="every command, from a wheel in one awkward place")
    parser.add_argument("--ways", default="wheel,sdist,editable", help=f"of {', '.join(WAYS)}")
    parser.add_argument("--places", default=",".join(PLACES), help="of " + ", ".join(PLACES).replace("%", "%%"))
    parser.add_argument("--voices", default="espeak-fr,aurore")
    parser.add_argument("--python", type=Path, help="the interpreter to install for")
    asked = parser.parse_args()
    numbers = (INSTALLER, OTHER) if os.geteuid() == 0 else (None, None)
    if numbers[0] is None:
        print("Not root: everything is installed and used by one user.", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="try-", ignore_cleanup_errors=True) as made:
        base = Path(made)
        base.chmod(0o755)
        shop = open_shop(base, asked.python, numbers[0])
        print(f"{shop.wheel.name} on {shop.python}", file=sys.stderr)
        if asked.journey:
            rows = [["command", "time", "result"], *try_journey(shop, base, numbers)]
            failed = [row for row in rows[1:] if row[2] != "works"]
        else:
            chosen = (asked.ways.split(","), asked.places.split(","), asked.voices.split(","))
            rows = try_matrix(shop, base, numbers, *chosen)
            failed = [row for row in rows[1:] if not all(cell.endswith(" s") for cell in row[1:])]
    print(table(rows))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
