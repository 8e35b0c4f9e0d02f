"""`--all-tried`, with which CI runs: what was skipped is a failure, a whole file too, and on several cores too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONFTEST = "from tests.conftest import pytest_addoption, pytest_sessionfinish\n"
PASSES = "def test_it():\n    assert True\n"
FILES = {
    "all is tried": (PASSES, 0),
    "a test": (f"import pytest\n\n@pytest.mark.skip('no browser')\n{PASSES}", 1),
    "inside a test": ("import pytest\n\ndef test_it():\n    pytest.skip('no DTDs')\n", 1),
    "a file": ("import pytest\n\npytest.skip('no model', allow_module_level=True)\n", 1),
    "a file whose package is missing": ("import pytest\n\npytest.importorskip('no_such_package')\n", 1),
    "a shell that may be missing": (f"import pytest\n\n@pytest.mark.skip('fish is not here')\n{PASSES}", 0),
}

# Plugins that have no part in it, and take long to load.
WITHOUT = [part for name in ("cacheprovider", "hypothesispytest", "randomly", "anyio") for part in ("-p", f"no:{name}")]


@pytest.mark.slow
@pytest.mark.parametrize(("what", "processes"), [*((what, "0") for what in FILES), ("a test", "1"), ("a file", "1")])
def test_what_is_not_tried_fails(tmp_path, what, processes):
    text, status = FILES[what]
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_more.py").write_text(PASSES)
    (tmp_path / "test_one.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-n", processes, *WITHOUT, "--rootdir", tmp_path]
    done = subprocess.run(
        [*command, "--all-tried", tmp_path],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == status, done.stdout
    assert ("1 tests were not tried" in done.stdout) == bool(status)
