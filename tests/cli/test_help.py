"""The help of every command: its examples are real, and it comes quickly."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from audiobrief.cli.commands import main
from audiobrief.errors import MISSED_SLOT
from tests.cli.conftest import AUDIOBRIEF, PAGE
from tests.forked import can_be_forked


def commands(command, context):
    yield context.command_path, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            yield from commands(inner, click.Context(inner, parent=context, info_name=name))


ALL = {
    path: (command, context) for path, command, context in commands(main, click.Context(main, info_name="audiobrief"))
}


def examples(path):
    command, context = ALL[path]
    shown = command.get_help(context)
    text = re.search(r"^ *Examples:\n((?:    .*\n?)+)", shown, re.M)
    assert text, f"no examples in the help of {path}"
    return [line.strip() for line in re.sub(r"\\\n\s*", " ", text[1]).splitlines()]


EXAMPLES = [(path, line) for path in ALL for line in examples(path)]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder that holds what the examples name."""
    for name in ("articles", "incoming", "programmes", "output", "archive/old", "home/.config/fish/completions"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("article.md", "article.txt", "articles/bac.md", "incoming/bac.md", "archive/old/bac.md"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    (tmp_path / "page.html").write_text(f"<html><body><article><p>{PAGE}</p></article></body></html>", encoding="utf-8")
    (tmp_path / "config.toml").write_text('[general]\nvoice = "espeak-fr"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("path", "line"), EXAMPLES)
def test_an_example_is_a_command_line_that_is_taken(desk, path, line):
    for name in ("programme.mp3", "programme.wav", "output/programme.mp3"):
        (desk / name).touch()
    called = re.split(r"\s[|>]\s|\$\(|\)\"", line)
    (ours,) = (part for part in called if part.startswith("audiobrief "))
    assert ours.startswith(path), "an example of another command"
    command, context, arguments = main, None, shlex.split(ours)
    while arguments:
        name, *arguments = arguments
        context = command.make_context(name, arguments, parent=context)
        arguments = [*context.protected_args, *context.args] if isinstance(command, click.Group) else []
        if arguments:
            _, command, _ = command.resolve_command(context, arguments)


def parsed(path, *arguments):
    """A command's options and arguments as it is given them."""
    command, context = ALL[f"audiobrief {path}"]
    return command.make_context(path, [*map(str, arguments)], parent=context.parent).params


# A command as it is called with as little as can be, and what its options then are.
USUAL = [
    ("batch", ["a.md"], {"folder": Path("output"), "report": None}),
    ("watch", ["in"], {"target": Path("output"), "once": False, "settle": 2.0}),
    ("feed", ["in", "--url", "https://example.org/"], {"category": None, "explicit": None, "author": None}),
]


@pytest.mark.parametrize(("path", "arguments", "usual"), USUAL, ids=[path for path, _, _ in USUAL])
def test_options_that_are_not_given(desk, path, arguments, usual):
    (desk / "in").mkdir()
    given = parsed(path, *arguments)
    assert {name: given[name] for name in usual} == usual
    # What is none by itself is not shown; the others are.
    shown = " ".join(ALL[f"audiobrief {path}"][0].get_help(ALL[f"audiobrief {path}"][1]).split())
    assert all(f"[default: {value}" in shown for value in usual.values() if value)


BOUNDS = [
    ("watch", ["in", "--settle", "0"], True),
    ("watch", ["in", "--settle", "3600"], True),
    ("watch", ["in", "--settle", "3600.5"], False),
    ("watch", ["in", "--settle", "-0.5"], False),
    ("watch", ["in", "-o", "article.md"], False),
    ("watch", ["in", "-o", "output"], True),
    ("batch", [], False),
    ("batch", ["article.md", "-o", "article.md"], False),
    ("batch", ["article.md", "-o", "output"], True),
    ("feed", ["in", "--url", "https://example.org/", "--explicit", "--category", "Arts"], True),
]


@pytest.mark.parametrize(("path", "arguments", "taken"), BOUNDS, ids=[" ".join([p, *a]) for p, a, _ in BOUNDS])
def test_the_bounds_of_what_is_taken(desk, path, arguments, taken):
    (desk / "in").mkdir()
    if taken:
        assert parsed(path, *arguments)
    else:
        with pytest.raises(click.UsageError):
            parsed(path, *arguments)


# The others need the network, a cluster, a sound card, a player, a shell that waits, or the neural voice.
ELSEWHERE = re.compile(r"curl|make https|listen (?!.*mp3)|feed\.xml|--cluster|serve|watch (?!.*--once)|aurore|dialogue")
RUN = [line for _, line in EXAMPLES if not ELSEWHERE.search(line)]


# What a shell does with a line but to part it into words.
SHELL = re.compile(r"[|<>$*?~;&`(){}\\]")


def test_the_examples_run(desk, forked):
    environment = {
        **os.environ,
        "PATH": f"{Path(AUDIOBRIEF).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(desk / "home"),
        "AUDIOBRIEF_CACHE": str(desk / "cache"),
        "AUDIOBRIEF_CONFIG": str(desk / "config.toml"),
        "PYTHONUTF8": "1",
    }

    def bash(line):
        if forked and line.startswith("audiobrief ") and not SHELL.search(line):
            words = shlex.split(line)[1:]
            if can_be_forked(words, ()):
                return forked.call(words, desk, environment)
        return subprocess.run(["bash", "-c", line], cwd=desk, env=environment, capture_output=True, timeout=300)

    assert bash("audiobrief make article.md --for radio -o programme.mp3 -q").returncode == 0
    shutil.copy(desk / "programme.mp3", desk / "output" / "programme.mp3")
    failed = {}
    for line in dict.fromkeys(RUN):
        # No natural pace stretches this article to the slot of an example.
        usual = MISSED_SLOT if "--duration" in line else 0
        if (done := bash(line)).returncode != usual:
            failed[line] = done.stderr.decode()
    assert not failed
    assert len(RUN) > 25


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_load_nothing(argument):
    code = f"import sys; sys.argv = ['audiobrief', '{argument}']\nfrom audiobrief.cli import main\ntry: main()\n"
    code += "finally: print(*sorted(sys.modules), file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.split()
    assert "audiobrief.cli.rendering" in loaded
    heavy = (
        "numpy",
        "lxml",
        "PIL",
        "onnxruntime",
        "trafilatura",
        "platformdirs",
        "audiobrief.pipeline",
        "audiobrief.voice",
    )
    assert not [name for name in loaded if name.startswith(heavy)]
