"""The installed command, run in a folder of the test's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

AUDIOBRIEF = str(Path(sys.executable).with_name("audiobrief"))


@pytest.fixture
def run(tmp_path):
    def call(*arguments, stdin=None, **environment):
        return subprocess.run(
            [AUDIOBRIEF, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={
                **os.environ,
                "AUDIOBRIEF_CACHE": str(tmp_path / "cache"),
                "XDG_CONFIG_HOME": str(tmp_path / "config"),
                "PYTHONUTF8": "1",
                **environment,
            },
            timeout=300,
        )

    return call
