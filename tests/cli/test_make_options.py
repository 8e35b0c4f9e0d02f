"""What each option of `make` asks for; nothing is made."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from msgspec import structs

from audiobrief.cli.commands import main
from audiobrief.cli.did_you_mean import Choice, describe_unknown_command, suggest_option
from audiobrief.cli.options import FloatRange
from audiobrief.errors import NetworkError
from audiobrief.messages import find_near
from audiobrief.options import Options

USUAL = Options()
ASKED = [
    ([], {}),
    (["-o", "a.mp3"], {"output": Path("a.mp3")}),
    (["--output", "a.mp3"], {"output": Path("a.mp3")}),
    (["--for", "radio"], {"delivery": "radio"}),
    (["--for", "listening"], {"delivery": "listening"}),
    (["--voice", "espeak:fr-be"], {"voice": "espeak:fr-be"}),
    (["--rate", "80"], {"rate": 80}),
    (["--rate", "450"], {"rate": 450}),
    (["--model", "m.onnx"], {"model": Path("m.onnx")}),
    (["--quotes-voice", "x"], {"quotes_voice": "x"}),
    (["--fallback", "espeak"], {"fallback": "espeak"}),
    (["--chapters", "none"], {"chapters": "none"}),
    (["--chapters", "headings"], {"chapters": "headings"}),
    (["--acronyms", "gloss"], {"acronyms": "gloss"}),
    (["--lexicon", "l.toml"], {"lexicon": Path("l.toml")}),
    (["--own-lexicon", "o.toml"], {"own_lexicon": Path("o.toml")}),
    (["--duration", "1:30"], {"duration": 90.0}),
    (["--say-title"], {"say_title": True}),
    (["--no-title"], {"say_title": False}),
    (["--cover", "c.png"], {"cover": Path("c.png")}),
    (["--page"], {"exports": ("page",)}),
    (["--daisy"], {"exports": ("daisy",)}),
    (["--daisy3"], {"exports": ("daisy3",)}),
    (["--epub"], {"exports": ("epub",)}),
    (["--allow-private"], {"allow_private": True}),
    (["--no-cache"], {"cached": False}),
    (["--cache-size", "1"], {"cache_size": 1}),
    (["--cache-size", "2048"], {"cache_size": 2048}),
]


@pytest.fixture
def invoke(monkeypatch, tmp_path):
    """Run the command as far as what would be made: the article, the options, and how it ends."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    asked = []

    def make(article, options, **given):
        asked.append((article, options))
        raise NetworkError("Far enough.")

    monkeypatch.setattr("audiobrief.cli.make.make", make)

    def call(*arguments):
        done = CliRunner(mix_stderr=False).invoke(main, ["make", *arguments])
        return asked, done

    return call


@pytest.mark.parametrize(("given", "wanted"), ASKED, ids=[" ".join(row[0]) or "nothing" for row in ASKED])
def test_each_option_asks_for_one_thing(invoke, given, wanted):
    ((article, asked),), done = invoke("a.md", *given)
    assert article == "a.md"
    assert structs.asdict(asked) == structs.asdict(USUAL) | wanted
    assert done.exit_code == 5 and done.stderr == "audiobrief: Far enough.\n"


WRONG = [
    (["--rate", "79"], "80<=x<=450"),
    (["--rate", "451"], "80<=x<=450"),
    (["--cache-size", "0"], "x>=1"),
    (["--duration", "0"], "'0' is not a duration"),
    (["--for", "podcst"], "'podcst' is not one of podcast, listening, radio. Did you mean 'podcast'?"),
    (["--for", "zzz"], "'zzz' is not one of"),
    (["--voic", "x"], "No such option: --voic. Did you mean --voice?"),
    (["--zzzzzz"], "No such option: --zzzzzz"),
]


@pytest.mark.parametrize(("options", "told"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_what_is_wrong_is_told_before_anything_is_made(invoke, options, told):
    asked, done = invoke("a.md", *options)
    assert asked == [] and done.exit_code == 2 and told in done.stderr


def test_a_cache_that_cannot_be_kept_is_told_unless_none_is_wanted(invoke, monkeypatch):
    from audiobrief.messages import message

    monkeypatch.setattr("audiobrief.system.paths.explain_missing_cache", lambda: message("No clip is kept."))
    assert "No clip is kept." in invoke("a.md")[1].stderr
    assert "No clip is kept." not in invoke("a.md", "--no-cache")[1].stderr


NEAR = [("podcst", "podcast"), ("radoi", "radio"), ("zzz", ""), ("", "")]


@pytest.mark.parametrize(("written", "guess"), NEAR)
def test_what_was_nearly_written(written, guess):
    assert find_near(written, ["podcast", "listening", "radio"]) == guess


def test_a_command_that_there_is_not_is_answered_with_a_near_one_or_with_all():
    assert (
        str(describe_unknown_command("mke", iter(["make", "batch"]))) == "No such command 'mke'. Did you mean 'make'?"
    )
    assert (
        str(describe_unknown_command("zzz", iter(["make", "batch"])))
        == "No such command 'zzz'. Use one of: make, batch."
    )


def test_an_option_that_there_is_not_is_answered_with_the_nearest_of_all_that_are_near():
    error = click.NoSuchOption("--outptu", possibilities=["--quotes-voice", "--output"])
    suggest_option(error)
    assert (error.message, error.possibilities) == ("No such option: --outptu. Did you mean --output?", None)
    plain = click.UsageError("x")
    suggest_option(plain)
    assert plain.message == "x"


def test_a_choice_is_taken_as_it_is():
    choice = Choice(["say", "gloss"])
    assert choice.convert("gloss", None, None) == "gloss"
    with pytest.raises(click.BadParameter, match=r"'glos' is not one of say, gloss\. Did you mean 'gloss'\?"):
        choice.convert("glos", None, None)
    with pytest.raises(click.BadParameter, match="'zzz' is not one of 'say', 'gloss'"):
        choice.convert("zzz", None, None)


@pytest.mark.parametrize("option", ["--lexicon", "--own-lexicon", "--cover", "--model"])
def test_who_reads_a_file_says_what_is_wrong_with_it(invoke, monkeypatch, tmp_path, option):
    """Not the command line, with its own status, where it may not be read."""
    (tmp_path / "given").write_text("x")
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    ((_, asked),), done = invoke("a.md", option, str(tmp_path / "given"))
    assert getattr(asked, option.strip("-").replace("-", "_")) == tmp_path / "given" and done.exit_code == 5


def test_what_is_no_number_is_on_neither_side_of_a_bound():
    between = FloatRange(0.5, 2.0)
    assert [between.convert(written, None, None) for written in ("0.5", "1", "2")] == [0.5, 1.0, 2.0]
    for written, told in (("nan", "^'nan' is not a number"), ("0.4", "0.5<=x<=2"), ("x", "not a valid float")):
        with pytest.raises(click.BadParameter, match=told):
            between.convert(written, None, None)
