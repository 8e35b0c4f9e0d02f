"""Python as it is on another system, for audiobrief's own code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.platforms import taken_away

HERE = Path(__file__).parent


@pytest.fixture(scope="session", params=["win32", "darwin"])
def elsewhere(request, tmp_path_factory):
    """Run Python with arguments as on another system: what was run. `packages` see that system; `elsewhere.platform` is
    its name, `elsewhere.home` a folder that all runs share as their user's."""
    home = tmp_path_factory.mktemp(request.param)
    (home / "scratch").mkdir()
    table = taken_away(request.param)

    def run(*arguments, packages=("audiobrief",), cwd=home, path=(), given=None):
        asked = home / "taken-away.json"
        asked.write_text(json.dumps({"platform": request.param, "packages": packages, "table": table}))
        environment = {
            **os.environ,
            "TAKEN_AWAY": str(asked),
            "PYTHONPATH": os.pathsep.join(map(str, (HERE / "taken_away", *path))),
            "AUDIOBRIEF_CACHE": str(home / "cache"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "TMPDIR": str(home / "scratch"),
        }
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            env=environment, cwd=cwd, capture_output=True, text=True, input=given, timeout=300,
        )  # fmt: skip

    run.platform, run.home, run.table = request.param, home, table
    return run
