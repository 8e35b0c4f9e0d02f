"""What comes on standard input, where no path leads to it, as on Windows."""

import subprocess
import sys

import pytest

HOLDS = """
import sys
from pathlib import Path
from audiobrief.system.overwrite_guard import guard_files
print(guard_files([sys.stdin.fileno()]).would_overwrite(Path(sys.argv[1])))
"""


@pytest.mark.parametrize(("name", "held"), [("a.md", True), ("b.md", False)])
def test_the_file_that_is_read_there_is_known(tmp_path, name, held):
    for each in ("a.md", "b.md"):
        (tmp_path / each).write_text("Un mot.")
    with (tmp_path / "a.md").open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-c", HOLDS, str(tmp_path / name)], stdin=file, capture_output=True, text=True, check=True
        )
    assert done.stdout == f"{held}\n"
