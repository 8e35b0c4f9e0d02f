"""The installed command, run in a folder of the test's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forked import can_be_forked

PAGE = """# Le bac de Lannévez

Le bac a repris la mer le 1er mars, après 21 semaines de travaux.

## Les prix

Un passage coûte 2,50 €. « Nous attendions ce jour », dit Mme Roux, la maire.
"""
AUDIOBRIEF = str(Path(sys.executable).with_name("audiobrief"))


@pytest.fixture
def run(tmp_path, forked):
    """The command with these arguments, in the test's folder: what `subprocess.run` returns."""

    def call(*arguments, stdin=None, **environment):
        given = {
            **os.environ,
            "AUDIOBRIEF_CACHE": str(tmp_path / "cache"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "PYTHONUTF8": "1",
            **environment,
        }
        words = [*map(str, arguments)]
        if forked and can_be_forked(words, environment):
            return forked.call(words, tmp_path, given, stdin)
        return subprocess.run(
            [AUDIOBRIEF, *words], input=stdin, capture_output=True, cwd=tmp_path, env=given, timeout=300
        )

    return call


@pytest.fixture
def page(tmp_path):
    """An article in the folder that `run` works in."""
    path = tmp_path / "bac.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def configured(tmp_path):
    """Write the config file that `run` goes by."""
    path = tmp_path / "config" / "audiobrief" / "config.toml"
    path.parent.mkdir(parents=True)

    def write(text):
        path.write_text(text, encoding="utf-8")
        return path

    return write
