"""Every command of the guides is run, in the order of its page, and what the page says of it is found.

Each page has a folder of its own with `article.md`, the example of this repository, and `couverture.png`, a picture of
1400 pixels. The commands are the installed ones, with a real engine: eSpeak NG, by this test's file of defaults, since
a natural voice takes a minute where it takes a second. What the page itself puts into that file is then used, with
eSpeak NG where it names a natural voice.

`sh` blocks are run; what a `text` block shows is looked for in what was printed, line by line and in order, where `…`
is anything. `toml` blocks become the file of defaults. `yaml` stands in the article. Commands that last (`watch`,
Dask's) run beside those that follow and get Ctrl-C at the end. The web page and the feed of example.org are served on
loopback, with --allow-private for the commands that read them; 192.0.2.10, which is the cluster's, is this machine.
Nothing is left out.
"""

import inspect
import re

import pytest
from click.testing import CliRunner

from audiobrief import errors
from audiobrief.cli.commands import main
from tests.docs.conftest import ROOT

GUIDES = [ROOT / "docs" / f"{name}.md" for name in ("auditeur", "podcasteur", "radio")]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
INLINE = re.compile(r"`([^`\n]+)`")
each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)


def page(guide):
    return guide.read_text(encoding="utf-8")


def blocks(guide):
    return BLOCK.findall(page(guide))


def prose(guide):
    return BLOCK.sub("", page(guide))


def test_the_readme_leads_to_each_guide():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [guide.stem for guide in GUIDES if f"docs/{guide.name}" not in readme] == []


@each_guide
def test_a_guide_does_what_it_says(guide, reader):
    read = {"sh": reader.sh, "text": reader.text, "toml": reader.toml, "yaml": reader.yaml}
    for language, block in blocks(guide):
        read[language](block)
    reader.leave()


@each_guide
def test_no_command_or_option_is_named_that_does_not_exist(guide):
    """What stands in a sentence is run nowhere: commands must be those of a block, options those of the help."""
    run = "".join(block for language, block in blocks(guide) if language == "sh")
    named = INLINE.findall(prose(guide))
    assert [command for command in named if command.startswith("audiobrief ") and command not in run] == []
    commands = ("make", "listen", "batch", "watch", "script", "feed", "inspect")
    known = "".join(CliRunner().invoke(main, [command, "--help"]).output for command in commands)
    assert "--voice" in known and "--settle" in known
    options = re.findall(r"(?<!\S)--[a-z0-9-]+", " ".join(named))
    assert [option for option in options if not re.search(rf"{option}\b", known)] == []


def test_the_listener_s_page_is_for_the_ear():
    """No table, no picture, no link that says nothing by itself, one command a line, one heading of the first level."""
    (guide,) = (guide for guide in GUIDES if guide.stem == "auditeur")
    text = prose(guide)
    assert not re.search(r"^\s*\||!\[|<(table|img|br)\b", text, re.M)
    assert not re.search(r"\[(ici|cliquez|lien|ce lien|là)\b", text, re.I)
    assert len(re.findall(r"^# ", text, re.M)) == 1
    assert not [block for language, block in blocks(guide) if language == "sh" and re.search(r"\\$|; |&&", block, re.M)]
    sentences = re.split(r"(?<=[.?!])\s|\n\n", re.sub(r"^[#-] ?.*$", "", text, flags=re.M))
    assert [sentence for sentence in sentences if len(sentence.split()) > 25] == []


def test_the_exit_statuses_of_the_radio_s_page_are_those_of_the_errors():
    (guide,) = (guide for guide in GUIDES if guide.stem == "radio")
    listed = [
        int(number) for line in re.findall(r"^- (`\d.*?) :", page(guide), re.M) for number in re.findall(r"\d+", line)
    ]
    kinds = [
        kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.AudiobriefError)
    ]
    assert listed == [0, *sorted(kind.exit_status for kind in kinds), errors.MISSED_SLOT, 129, 130, 143, 141]
