"""The user's own defaults, and what is wrong with them."""

import json
import re
from pathlib import Path

import pytest

from audiobrief.system.toml_files import parse_toml


def test_a_default_of_the_file_is_used_and_the_command_line_wins(run, page, configured):
    configured('[make]\nvoice = "espeak-fr"\nfor = "radio"\noutput = "out/bac.mp3"\n')
    told = json.loads(run("make", "bac.md", "--json").stdout)
    assert told["voice"] == "espeak-fr" and "out/bac.wav" in told["beside"]
    told = json.loads(run("make", "bac.md", "--json", "--for", "podcast", "--voice", "espeak-rapide").stdout)
    assert told["voice"] == "espeak-rapide" and "out/bac.vtt" in told["beside"]


def test_the_general_table_is_for_every_command_and_a_command_s_own_wins(run, page, configured):
    configured('[general]\nvoice = "espeak-fr"\njson = true\nquiet = true\n[batch]\nvoice = "espeak-rapide"\n')
    done = run("make", "bac.md", "-o", "bac.mp3")
    assert json.loads(done.stdout)["voice"] == "espeak-fr" and done.stderr == b""
    shown = json.loads(run("config", "show", "--json").stdout)["commands"]
    assert shown["make"]["voice"] == {"value": "espeak-fr", "from": "general"}
    assert shown["batch"]["voice"] == {"value": "espeak-rapide", "from": "batch"}
    assert shown["make"]["for"] == {"value": "podcast", "from": ""}


def test_a_command_within_a_command_has_its_table_in_its_table(run, configured):
    configured('[voices.try]\ntext = "Il pleut."\noutput = "rain.mp3"\n[cache.info]\njson = true\n')
    assert run("voices", "try", "espeak-fr").stdout == b"Sample: rain.mp3\n"
    assert json.loads(run("cache", "info").stdout)["clips"] == 1


def test_a_file_is_found_from_where_the_config_file_stands(run, page, configured):
    configured('[script]\nlexicon = "house.toml"\n').with_name("house.toml").write_text(
        '[words]\n"Roux" = "Rousse"\n', encoding="utf-8"
    )
    assert "Rousse" in run("script", "bac.md").stdout.decode()
    configured('[script]\nown-lexicon = "house.toml"\n')
    assert "Rousse" in run("script", "bac.md").stdout.decode()


WRONG = [
    ('[make]\nvoic = "siwis"', "make.voic", "did you mean 'voice'?"),
    ('[mke]\nvoice = "siwis"', "mke", "did you mean 'make'?"),
    ('voice = "siwis"', "voice", "did you mean 'voices'?"),
    ("[doctor]\njson = true", "doctor", "is unknown"),
    ("make = 3", "make", "must be a table"),
    ("[general]\nquite = true", "general.quite", "did you mean 'quiet'?"),
    ('[general]\nurl = "x"', "general.url", "is unknown; use voice, for, rate, "),
    ('[make]\nfor = "podcst"', "make.for", "Did you mean 'podcast'?"),
    ("[make]\nrate = 5", "make.rate", "80<=x<=450\n"),
    ('[make]\nrate = "170"', "make.rate", "must be a whole number"),
    ("[make]\npage = 1", "make.page", "must be true or false"),
    ("[make]\nvoice = true", "make.voice", "must be a text in quotes"),
    ('[make]\nvoice = "espeak-f"', "make.voice", "did you mean 'espeak-fr'?"),
    ('[make]\nduration = "soon"', "make.duration", "as in 1:30"),
    ("[make\n", "config.toml", "is not valid TOML"),
    (f"a={'[' * 5000}", "config.toml", "nested too deeply"),
    (f"[make]\nrate = {'9' * 5000}", "config.toml", "a number in it is too large"),
]


@pytest.mark.parametrize(("text", "key", "reason"), WRONG, ids=[row[0][:40] for row in WRONG])
def test_what_is_wrong_is_told_in_one_sentence(run, page, configured, text, key, reason):
    path = configured(text)
    done = run("make", "bac.md")
    said = done.stderr.decode()
    assert done.returncode == 8 and said.count("\n") == 1
    assert str(path) in said and key in said and reason in said
    assert run("make", "--help").returncode == 0


def test_a_byte_order_mark_is_no_fault(run, page, configured):
    path = configured("")
    path.write_text("[script]\njson = true\n", encoding="utf-8-sig")
    assert json.loads(run("script", "bac.md").stdout)["title"]


@pytest.mark.parametrize("command", [["config", "show"], ["doctor"]])
def test_every_table_is_looked_at(run, configured, command):
    for settle in ("-1", "nan", "inf", "1e9"):
        configured(f"[watch]\nsettle = {settle}\n")
        done = run(*command)
        assert done.returncode == 8 and b"watch.settle" in done.stdout + done.stderr


def test_the_variable_names_another_file(run, page, tmp_path):
    (tmp_path / "mine.toml").write_text("[script]\njson = true\n", encoding="utf-8")
    assert json.loads(run("script", "bac.md", AUDIOBRIEF_CONFIG="mine.toml").stdout)["title"]
    assert run("config", "path", AUDIOBRIEF_CONFIG="mine.toml").stdout == b"mine.toml\n"
    done = run("script", "bac.md", AUDIOBRIEF_CONFIG="nowhere.toml")
    assert done.returncode == 8 and b"nowhere.toml" in done.stderr


def test_the_path_is_in_the_user_s_folder(run, tmp_path):
    told = json.loads(run("config", "path", "--json").stdout)
    assert told == {"path": str(tmp_path / "config" / "audiobrief" / "config.toml"), "exists": False}


def test_what_is_shown_is_a_config_file_that_says_the_same(run, configured):
    path = configured('[general]\nvoice = "espeak-fr"\n[batch]\nfor = "radio"\nsay-title = false\n')
    shown = run("config", "show").stdout.decode()
    assert 'for = "radio"  # your file, [batch]' in shown and 'voice = "espeak-fr"  # your file, [general]' in shown
    path.write_text(shown, encoding="utf-8")
    again = run("config", "show")
    assert again.returncode == 0, again.stderr.decode()
    assert parse_toml(again.stdout.decode()) == parse_toml(shown)


def test_the_example_of_the_documents_is_right(run, configured):
    page = Path(__file__).parents[2].joinpath("docs", "configuration.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.S)
    configured(example)
    shown = json.loads(run("config", "show", "--json").stdout)["commands"]
    assert shown["batch"]["for"] == {"value": "radio", "from": "batch"}
    assert shown["make"]["voice"] == {"value": "florent", "from": "general"}


def test_a_config_file_that_is_no_file_is_told(run, page, tmp_path):
    folder = tmp_path / "config" / "audiobrief" / "config.toml"
    folder.mkdir(parents=True)
    for given in ({}, {"AUDIOBRIEF_CONFIG": str(folder)}):
        done = run("script", "bac.md", **given)
        assert done.returncode == 8 and b"config.toml' cannot be read" in done.stderr
