"""audiobrief as on Windows and on macOS: all of it imports, and every command runs, while each module and name that the
system lacks is taken away. The table of these is typeshed's."""

import ast
import json
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

import audiobrief
from tests.system.platforms import lacking, names_of, taken_away

ARTICLE = """---
author: Anne Le Goff
date: 2024-03-12
---

# Le pont de Lannévez rouvre

Le pont a rouvert mardi 12 mars, après 21 jours de travaux. « Enfin ! », a dit le maire.

## Ce qui change

Les camions de plus de 3,5 t passent par la RD 12. Le chantier a coûté 1,2 M€.
"""
VOICE = ("--voice", "espeak-fr")

LACKING = {
    "win32": ["os.getuid", "os.setsid", "os.O_NOFOLLOW", "os.O_DIRECTORY", "os.sched_getaffinity", "os.fchdir",
              "os.pathconf", "signal.SIGHUP", "signal.SIGPIPE", "fcntl", "resource", "pwd", "termios", "select.poll"],
    "darwin": ["os.sched_getaffinity", "os.posix_fallocate", "os.memfd_create", "select.epoll"],
}  # fmt: skip
HAVING = {
    "win32": ["os.getpid", "os.umask", "os.fsync", "signal.SIGINT", "signal.SIGTERM", "tempfile", "socket.socket"],
    "darwin": ["os.getuid", "os.setsid", "os.O_NOFOLLOW", "signal.SIGHUP", "fcntl", "os.pathconf"],
}


@pytest.mark.parametrize("platform", LACKING)
def test_the_table_knows_what_a_system_lacks(platform):
    table = taken_away(platform)
    gone = {name for name, names in table.items() if names is None}
    gone |= {f"{module}.{name}" for module, names in table.items() for name in names or ()}
    assert set(LACKING[platform]) <= gone and gone.isdisjoint(HAVING[platform])
    assert len(gone) > 100 and names_of("os", "linux") - names_of("os", platform)


USED = [
    ("import fcntl, os\nos.getuid()", ["fcntl", "os.getuid"]),
    ("import os as system\ndef f():\n    system.mkfifo('x')", ["os.mkfifo"]),
    ("os.killpg(1, signal.SIGKILL)", ["os.killpg", "signal.SIGKILL"]),
    ("from os import getpid, setsid\nfrom resource import setrlimit", ["os.setsid", "resource"]),
    ("import os, signal\nos.getpid(), signal.SIGTERM, os.path.join('a')", []),
]


@pytest.mark.parametrize(("code", "names"), USED)
def test_what_code_uses_that_is_not_there_is_found(code, names):
    assert lacking(ast.parse(code), taken_away("win32")) == names


# What code may do with `os.getuid`, `signal.SIGHUP`, `fcntl`: where it must fail, and where it must not.
WRONG = {
    "an attribute": "import os\nos.getuid()",
    "a name": "from os import getuid",
    "in a function": "import os\ndef user():\n    return os.getuid()\nuser()",
    "imported in a function": "def user():\n    import os as system\n    return system.getuid()\nuser()",
    "another name for it": "import os.path as path\nimport os\nsystem = os\nsystem.setsid()",
    "a module": "import fcntl",
    "a module's name": "from fcntl import flock",
    "a signal": "import signal\nsignal.SIGHUP",
    "a flag": "import os\nos.O_DIRECTORY | os.O_RDONLY",
    "by hand": "import importlib\nimportlib.import_module('fcntl')",
    "the program as a library": "import ctypes\nctypes.CDLL(None)",
    "the same, named": "from ctypes import CDLL\nCDLL(None)",
}
RIGHT = {
    "asked first": "import os\nassert not hasattr(os, 'getuid')",
    "a default": "import os\nassert getattr(os, 'O_NOFOLLOW', 0) == 0",
    "by the system": "import sys\nassert sys.platform == 'win32'",
    "what both have": "import os.path, signal, tempfile\nos.getpid(), os.path.join('a', 'b'), signal.SIGTERM",
    "what the library uses": "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''], check=True)",
    "what is set": "import sys, tempfile\ntempfile.tempdir = 'x'\nassert tempfile.gettempdir() == 'x'",
}


CODE = {**WRONG, **RIGHT}
REFUSALS = ("AttributeError", "ImportError", "ModuleNotFoundError", "TypeError")


@pytest.mark.parametrize("elsewhere", ["win32"], indirect=True)
@pytest.mark.parametrize("way", CODE)
def test_code_that_uses_what_is_not_there_fails(elsewhere, tmp_path, way):
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "__init__.py").write_text(CODE[way])
    done = elsewhere("-c", "import sample", packages=["sample"], path=[tmp_path])
    if way in RIGHT:
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode == 1 and done.stderr.splitlines()[-1].startswith(REFUSALS), done.stderr
        here = elsewhere("-c", "import os, sys; os.setsid = int; import sample", packages=[], path=[tmp_path])
        assert here.returncode == 0, f"it is the taking away that makes it fail: {here.stderr}"


def test_every_module_is_imported(elsewhere):
    folder = Path(audiobrief.__file__).parent
    modules = sorted(
        ".".join(("audiobrief", *path.relative_to(folder).with_suffix("").parts)).removesuffix(".__init__")
        for path in folder.rglob("*.py")
        if path.name != "__main__.py"
    )
    assert len(modules) > 150
    code = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)\n"
    done = elsewhere("-c", code, *modules)
    assert done.returncode == 0, done.stderr


COMMANDS = [
    (["--help"], 0),
    (["--version"], 0),
    (["make", "pont.md", "-o", "out/pont.mp3", *VOICE, "--for", "radio"], 0),
    (["make", "pont.md", "-o", "out/pont.mp3", *VOICE, "--page", "--daisy", "--epub"], 0),
    (["make", "-", "-o", "out/autre.mp3", *VOICE], 0),
    (["script", "pont.md"], 0),
    (["script", "pont.md", "--why"], 0),
    (["voices"], 0),
    (["inspect", "out/pont.mp3"], 0),
    (["batch", "articles", "-o", "many", *VOICE, "--jobs", "2", "--report", "report.json"], 0),
    (["batch", "articles", "-o", "many", *VOICE], 0),
    (["watch", "arrivals", "--once", "--settle", "0", "-o", "air", *VOICE], 0),
    (["feed", "many", "--url", "https://example.org/"], 0),
    (["doctor"], None),
    (["cache", "info"], 0),
    (["config", "show"], 0),
    (["config", "path"], 0),
    (["completion", "bash"], 0),
    (["cache", "clear"], 0),
    (["make", "nulle-part.md", *VOICE], 3),
]


def test_every_command_runs(elsewhere):
    home = elsewhere.home / "desk"
    for name in ("articles/un.md", "articles/deux.md", "arrivals/trois.md", "pont.md"):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ARTICLE.replace("Lannévez", name), encoding="utf-8")
    for arguments, status in COMMANDS:
        given = ARTICLE if "-" in arguments else None
        done = elsewhere("-c", "from audiobrief.cli import main; main()", *arguments, cwd=home, given=given)
        assert "Traceback" not in done.stderr and "on this system" not in done.stdout, (arguments, done.stderr)
        assert status is None or done.returncode == status, (arguments, done.stdout, done.stderr)
    for name in ("out/pont.mp3", "out/autre.mp3", "many/le-pont-de-articles-un-md-rouvre.mp3", "air/trois.mp3"):
        assert MP3(home / name).info.length > 5
    assert len(json.loads((home / "report.json").read_text())["articles"]) == 2
    assert (home / "many" / "feed.xml").is_file() and not list(home.rglob(".audiobrief*"))
