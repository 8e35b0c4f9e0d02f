"""A package that brings an exporter of its own: the command has it, in every place where exporters are named."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

AUDIOBRIEF = Path(sys.executable).parent / "audiobrief"
PACKAGE = """
from audiobrief.delivery.exporter import Exporter


def _write(rendition, path):
    words = [utterance.text for chapter in rendition.script.chapters for utterance in chapter.utterances]
    path.write_text("\\n".join([rendition.sound_name, *words]), encoding="utf-8")


EXPORTER = Exporter("prompter", ".prompter.txt", "a prompter", _write, flag="--prompter", flag_help="A prompter.")
"""


@pytest.fixture
def run(tmp_path):
    """The command in a folder with an article, where the other package is installed."""
    site = tmp_path / "site"
    about = site / "prompter-1.0.dist-info"
    about.mkdir(parents=True)
    (site / "prompter.py").write_text(PACKAGE, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: prompter\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[audiobrief.exporters]\nprompter = prompter:EXPORTER\n")
    (tmp_path / "a.md").write_text("# Le pont\n\nIl a 21 ans.\n", encoding="utf-8")

    def call(*arguments):
        return subprocess.run(
            [AUDIOBRIEF, *map(str, arguments)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(site), "XDG_CONFIG_HOME": str(tmp_path / "config"), "PYTHONUTF8": "1"},
        )

    return call


WRITTEN = "p.mp3\nLe pont\nIl a 21 ans.\nCe programme est lu par une voix de synthèse."


def test_make_has_its_option_and_writes_its_file(run, tmp_path):
    assert "--prompter" in run("make", "--help").stdout
    done = run("make", "a.md", "--voice", "espeak-fr", "-o", "p.mp3", "--prompter", "--json")
    assert done.returncode == 0, done.stderr
    assert Path(json.loads(done.stdout)["beside"][-1]).name == "p.prompter.txt"
    assert (tmp_path / "p.prompter.txt").read_text(encoding="utf-8") == WRITTEN
    assert not (tmp_path / "a.prompter.txt").exists()


def test_the_config_file_may_ask_for_it(run, tmp_path):
    (tmp_path / "config" / "audiobrief").mkdir(parents=True)
    (tmp_path / "config" / "audiobrief" / "config.toml").write_text("[make]\nprompter = true\n")
    assert run("make", "a.md", "--voice", "espeak-fr", "-o", "p.mp3").returncode == 0
    assert (tmp_path / "p.prompter.txt").read_text(encoding="utf-8") == WRITTEN


def test_a_batch_makes_it_in_its_processes(run, tmp_path):
    done = run("batch", "a.md", "-o", "out", "--voice", "espeak-fr", "--prompter", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "le-pont.prompter.txt").is_file()


def test_nothing_that_it_would_write_over_is_read(run, tmp_path):
    (tmp_path / "p.prompter.txt").write_text("Le pont a rouvert.", encoding="utf-8")
    done = run("make", "p.prompter.txt", "--voice", "espeak-fr", "-o", "p.mp3", "--prompter")
    assert done.returncode == 7 and "is needed by this run and would be written over" in done.stderr
    assert (tmp_path / "p.prompter.txt").read_text(encoding="utf-8") == "Le pont a rouvert."
