"""Every command of the guides is run, in the order of its page, and what the page says of it is found.

A page runs in a folder of its own that holds `article.md`, the example of this repository; the voice is eSpeak NG's,
by the file of defaults, so that a page takes seconds. What a `text` block shows is looked for in what the block of
commands before it printed, line by line and in order; `…` stands for anything. `toml` blocks are read as files of
defaults; `yaml` stands in the article.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "docs" / "examples" / "marche-des-brumes.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
GUIDES = sorted((ROOT / "docs").glob("*.md"))


def pattern(line: str) -> re.Pattern[str]:
    """A line of a page; its spaces may be of any kind."""
    parts = (r"\s+".join(map(re.escape, part.split())) for part in line.split("…"))
    return re.compile(r"\s*" + r".*".join(parts) + r"\s*" if "…" not in line else r".*\s*".join(parts) + r".*")


def test_there_is_a_guide_for_each_of_the_three():
    assert [guide.stem for guide in GUIDES] == ["auditeur", "podcasteur", "radio"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"docs/{guide.name}" in readme for guide in GUIDES)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_does_what_it_says(guide, tmp_path):
    shutil.copy(ARTICLE, tmp_path / "article.md")
    settings = tmp_path / "settings" / "config.toml"
    settings.parent.mkdir()
    settings.write_text('[general]\nvoice = "espeak-fr"\n', encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "AUDIOBRIEF_CONFIG": str(settings),
        "AUDIOBRIEF_CACHE": str(tmp_path / "settings" / "cache"),
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "en",
    }
    article = ARTICLE.read_text(encoding="utf-8")
    printed, run = "", 0
    for language, block in BLOCK.findall(guide.read_text(encoding="utf-8")):
        if language == "sh":
            printed, run = told(["bash", "-euo", "pipefail", "-c", block], tmp_path, environment), run + 1
        elif language == "text":
            lines = iter(printed.splitlines())
            for wanted in block.splitlines():
                assert any(pattern(wanted).fullmatch(line) for line in lines), f"{wanted}\n--- in\n{printed}"
        elif language == "toml":
            defaults = tmp_path / "settings" / "page.toml"
            defaults.write_text(block, encoding="utf-8")
            told(["audiobrief", "config", "show"], tmp_path, {**environment, "AUDIOBRIEF_CONFIG": str(defaults)})
        else:
            assert language == "yaml" and block in article
    assert run >= 5


def told(command, folder, environment):
    """What a command prints on both of its outputs, as it comes."""
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return done.stdout
