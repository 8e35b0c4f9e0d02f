"""Run the tests against the wheel, with nothing of the checkout's code in reach, on every Python that is here.

    python tools/test_wheel.py                       # all tests, on each Python of pyproject.toml's list that is found
    python tools/test_wheel.py -m 'not slow'         # arguments go to pytest
    python tools/test_wheel.py --python 3.13 -x      # one of them; or the path of an interpreter

Run from an environment with the extra `test`. The tests and what they read are copied to a folder that has neither
`audiobrief/` nor `voices/`, so that they, and the commands they start, have what was installed or nothing. Status 1
where any test failed, or no Python was found.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# All that tests read of a checkout but the code.
READ = (
    "tests", "docs", "tools", "benchmarks", ".ci", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md",
    "mkdocs.yml", "pyproject.toml",
)  # fmt: skip
SPREAD = ["-p", "no:cacheprovider", "-n", "logical", "--dist", "worksteal"]
UV = Path(sys.executable).with_name("uv")


def promised_versions() -> list[str]:
    """The versions of Python that the classifiers name, oldest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [name.rpartition(" ")[2] for name in project["classifiers"] if re.search(r":: 3\.\d+$", name)]


def find_python(version: str) -> Path | None:
    """An interpreter of `version`, as 3.12: on PATH, or among those that pyenv keeps."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    kept = sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True)
    on_path = [Path(folder) / f"python{version}" for folder in os.get_exec_path()]
    for path in (*on_path, *kept):
        ask = [str(path), "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"]
        try:
            done = subprocess.run(ask, capture_output=True, text=True, timeout=60)
        except OSError:
            continue
        if done.stdout.strip() == version:
            return path
    return None


def make_wheel(folder: Path) -> Path:
    """The wheel made from the sdist that is made from the checkout."""
    build: list[str] = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    return wheel


def lay_out(folder: Path) -> None:
    """Copy what the tests need, without the code."""
    for name in READ:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)


def run_tests(python: Path, wheel: Path, folder: Path, arguments: list[str]) -> int:
    """pytest's status, in a new environment of `python` with the wheel."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as made:
        env = Path(made) / "env"
        subprocess.run([str(UV), "venv", "--quiet", "--python", str(python), str(env)], check=True)
        inside = env / ("Scripts" if os.name == "nt" else "bin") / "python"
        install = [
            "pip",
            "install",
            "--quiet",
            "--python",
            str(inside),
            "--constraint",
            str(ROOT / ".ci" / "locked.txt"),
        ]
        subprocess.run([str(UV), *install, f"{wheel}[neural,test]"], check=True)
        where = [str(inside), "-c", "import audiobrief; print(audiobrief.__file__)"]
        told = subprocess.run(where, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
        print(f"\n{python}: {told}", flush=True)
        assert Path(told).is_relative_to(env), "the tests would not have the wheel"
        return subprocess.run([str(inside), "-m", "pytest", *SPREAD, *arguments], cwd=folder).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", action="append", help="a version, as 3.13, or the path of an interpreter")
    asked, arguments = parser.parse_known_args()
    statuses: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="tests-") as made:
        folder = Path(made)
        wheel = make_wheel(folder / "dist")
        lay_out(folder)
        for version in asked.python or promised_versions():
            python = Path(version) if Path(version).is_absolute() else find_python(version)
            if python is None:
                print(f"Python {version}: not here", flush=True)
                continue
            statuses[version] = run_tests(python, wheel, folder, arguments)
    for version, status in statuses.items():
        print(f"Python {version}: {'tests passed' if status == 0 else f'pytest ended with {status}'}")
    return 0 if statuses and not any(statuses.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
