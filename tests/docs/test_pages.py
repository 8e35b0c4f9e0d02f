"""The other pages: links, commands and examples in them are right, and what is made from the code is whole."""

import importlib.util
import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

import audiobrief
from audiobrief.speech.lexicon import add_user_lexicon, load_builtin_lexicon
from audiobrief.speech.normalize import speak_line
from audiobrief.validation import find_faults
from audiobrief.voice.profiles import ProfileFile
from tests.docs.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
SITE = "https://github.com/audiobrief/audiobrief/blob/main/"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
# To the end of the line, or to what it is piped to, joined with or wrapped in.
COMMAND = re.compile(r"""(?:^|(?<!-t)[\s/(])audiobrief ((?:[^|&;#)'"\n]|'[^'\n]*'|"[^"\n]*")*)""")
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(page):
    return page.read_text(encoding="utf-8")


def blocks(page, language):
    return [block for kind, block in BLOCK.findall(text_of(page)) if kind == language]


def command_lines(page):
    """The words of each `audiobrief` command in the page's blocks."""
    for block in blocks(page, "sh"):
        for line in COMMAND.findall(block.replace("\\\n", " ")):
            yield shlex.split(line)


def unknown_words(words, main):
    """Of a command line, the command or the options that do not exist."""
    command, context = main, click.Context(main)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        if found is None:
            return [words[0]]
        command, words = found, words[1:]
        context = click.Context(command, context)
    known = {flag for option in command.get_params(context) for flag in (*option.opts, *option.secondary_opts)}
    return [word for word in words if re.match(r"--?[a-z]", word) and word.partition("=")[0] not in known]


# Links and commands


@each_page
def test_links_lead_to_files(page):
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text_of(page))]
    files = [ROOT / link.removeprefix(SITE) for link in links if link.startswith(SITE)]
    files += [page.parent / link for link in links if link and "://" not in link]
    assert [str(file) for file in files if not file.is_file()] == []


@each_page
def test_commands_and_options_exist(page):
    from audiobrief.cli.commands import main

    assert [unknown for words in command_lines(page) for unknown in unknown_words(words, main)] == []


def test_commands_are_found_in_the_pages():
    """So that the test above cannot pass for lack of any."""
    assert len([*command_lines(ROOT / "README.md")]) >= 10
    assert [*command_lines(DOCS / "terminal.md")] == [["completion", "bash"]]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("make article.md --for radio", []),
        ("make article.md --fore radio", ["--fore"]),
        ("voices try siwis -o a.mp3", []),
        ("voices tri siwis", ["tri"]),
        ("mak article.md", ["mak"]),
        ("script - --jobs=2", ["--jobs=2"]),
    ],
)
def test_what_does_not_exist_is_found(line, wrong):
    from audiobrief.cli.commands import main

    assert unknown_words(line.split(), main) == wrong


# Examples


def test_the_lexicon_s_example_says_what_its_comments_say(tmp_path):
    (example,) = blocks(DOCS / "lexicon.md", "toml")
    (tmp_path / "house.toml").write_text(example, encoding="utf-8")
    lexicon = add_user_lexicon(load_builtin_lexicon(), tmp_path / "house.toml")
    said = speak_line("Le Bgm Lormeau a 21 vx et 12,50 Ŧ.", lexicon)
    assert said == "Le bourgmestre Lormo a vingt et une voix et douze tresques cinquante."


def test_the_profile_s_example_has_no_fault():
    (example,) = blocks(DOCS / "voices.md", "toml")
    assert [*find_faults(ProfileFile, tomllib.loads(example))] == []


def test_the_examples_in_python_say_what_they_show():
    (example,) = blocks(DOCS / "speech-rules.md", "pycon")
    (text, said) = re.findall(r"spoken_text\(\"(.*)\"\)\n'(.*)'", example)[0]
    assert audiobrief.spoken_text(text) == said


# README


def test_the_readme_is_short():
    assert len(text_of(ROOT / "README.md").splitlines()) <= 120


def test_the_readme_s_table_is_that_of_the_code(reference):
    """If this fails: python tools/reference.py --write"""
    readme = text_of(ROOT / "README.md")
    assert readme == reference.replace_deliveries(readme)
    assert readme.count(reference.BEGIN) == readme.count(reference.END) == 1


def test_the_readme_s_table_has_every_delivery_and_exporter(reference):
    table = reference.render_deliveries()
    names = ("podcast", "listening", "radio", "NAME.mp3", "NAME.wav", "NAME.epub", "--epub")
    assert [name for name in names if f"`{name}`" not in table] == []


# What is made from the code


def test_every_part_that_a_page_names_can_be_made_and_every_part_is_on_a_page(reference):
    named = {name for page in DOCS.glob("*.md") for name in reference.PLACE.findall(text_of(page))}
    assert named | {"deliveries"} == reference.PARTS.keys()


@pytest.mark.parametrize(
    ("part", "lines"),
    {
        "commands": ("## audiobrief voices try", "| `--jobs INTEGER RANGE` |", "| `--epub` |", "| `-q, --quiet` |"),
        "configuration": ('| `for` | `"podcast"`, `"listening"`, `"radio"` | `make`, `batch`, `watch` |',),
        "exit-statuses": ("| `3` | The article cannot be read", "| `12` |"),
        "exporters": ("| `daisy` | `NAME.daisy` (a folder) |",),
        "lexicon-keys": ("| `[words]` |", '`"after_noun"`'),
        "options": (
            "| `rate` | whole number of words a minute from 80 to 450 or none | `None` | `--rate` |",
            "| `cached` |",
        ),
        "profile-keys": (
            "| `[pauses]` | `sentence` | number from 0 to 30 | `0.55` |",
            "|  | `engine` | text | needed |",
        ),
        "promises": ("| Sample rate | 44100 Hz | 44100 Hz | 48000 Hz |",),
        "rules": ("| 1 | `runaway_input.py` |", "`cardinal`"),
        "schema": ('"quotes_voice"',),
        "sidecar": (
            "| `out_cue` | text | the last words",
            "| `valid_until` | date and hour, or none |",
            "| `chapters` | list |",
        ),
        "sidecar-json": ('"outCue": {{ out_cue | tojson }}',),
        "voices": ("| `siwis` | `kokoro` | 165 |",),
    }.items(),
)
def test_a_part_holds_what_the_code_knows(reference, part, lines):
    made = reference.PARTS[part]()
    assert [line for line in lines if line not in made] == []


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("output/<title>.mp3", "output/&lt;title&gt;.mp3"),
        ("`output/<title>.mp3` & 2 * 3", r"`output/<title>.mp3` &amp; 2 \* 3"),
        ("a `b` c", "a `b` c"),
    ],
)
def test_what_a_text_holds_is_no_markup(reference, text, escaped):
    assert reference.escape(text) == escaped


@pytest.mark.parametrize("part", ["commands", "configuration", "exit-statuses", "options", "rules", "voices"])
def test_no_part_holds_markup(reference, part):
    bare = re.sub(r"`[^`\n]*`", "", BLOCK.sub("", reference.PARTS[part]()))
    assert re.findall(r"<[^>]*>", bare) == []


def test_every_command_and_option_is_in_the_reference(reference):
    made = reference.render_commands()
    commands = [(name, command, context) for name, command, context in reference.find_commands()]
    assert len(commands) > 12
    missing = [name for name, _, _ in commands if f"## {name}\n" not in made]
    missing += [
        option.opts[0]
        for name, command, context in commands[1:]
        for option in command.get_params(context)
        if isinstance(option, click.Option) and option.opts[-1] not in made
    ]
    assert missing == []


def test_every_rule_is_in_the_order_of_the_code(reference):
    from audiobrief.speech.rules import build_rules

    rows = re.findall(r"^\| \d+ \| `\w+\.py` \| .* \| (.*) \|$", reference.render_rules(), re.M)
    shown = [name for row in rows for name in re.findall(r"`([\w-]+)`", row)]
    names = [rule.name for rule in build_rules(load_builtin_lexicon())]
    assert {*shown} == {*names}
    assert shown[0] == names[0] and shown.index("date") < shown.index("fraction") < shown.index("cardinal")


@pytest.mark.parametrize(
    ("html", "remote"),
    [
        ('<script src="https://cdn.example.org/a.js"></script>', True),
        ('<link rel="stylesheet" href="//fonts.example.org/a.css">', True),
        ('<link href="https://fonts.example.org" rel="preconnect">', True),
        ('<a href="https://example.org">elsewhere</a>', False),
        ('<link rel="canonical" href="https://example.org/">', False),
        ('<script src="js/base.js"></script><img src="img/a.png">', False),
    ],
)
def test_what_a_page_would_load_from_elsewhere_is_found(reference, html, remote):
    assert bool(reference.REMOTE.search(html)) is remote


# The map


def test_the_map_names_everything_in_the_package():
    table = text_of(ROOT / "CONTRIBUTING.md").partition("## The map")[2].partition("\n\nBeside it")[0]
    cells = re.findall(r"^\| (`.*?`) \|", table, re.M)
    named = {name.rstrip("/") for cell in cells for name in re.findall(r"`([^`]+)`", cell)} - {"audiobrief"}
    package = Path(audiobrief.__file__).parent
    # What is compiled when audiobrief is installed is no source.
    there = {path.name for path in package.iterdir() if path.suffix != ".json"}
    there -= {"__pycache__", "__main__.py", "py.typed", "voices"}
    assert named == there


@each_page
def test_files_that_are_named_are_there(page):
    """As `audiobrief/speech/rules/`; not what is made, nor a pattern of names."""
    package = Path(audiobrief.__file__).parent
    named = re.findall(r"`((?:audiobrief|tests|tools|benchmarks|voices|docs|\.ci)/[^\s`*<>:]*)`", text_of(page))
    places = [
        package / name.removeprefix("audiobrief/") if name.startswith("audiobrief/") else ROOT / name for name in named
    ]
    assert [name for name, place in zip(named, places, strict=True) if "NAME" not in name and not place.exists()] == []
