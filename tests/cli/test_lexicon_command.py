"""`audiobrief lexicon`: words are taught, and every command says them so."""

import json

from click.testing import CliRunner
from mutagen.mp3 import MP3

from audiobrief.cli.commands import main
from audiobrief.errors import DeviceError


def test_a_word_is_taught_said_exported_and_forgotten(run, tmp_path):
    own = tmp_path / "config" / "audiobrief" / "lexicon.toml"
    assert run("lexicon", "add", "Lormeau", "--like", "lormo").returncode == 0
    assert json.loads(run("lexicon", "list", "--json").stdout)["words"] == {"Lormeau": {"ipa": "", "like": "lormo"}}
    (tmp_path / "article.txt").write_text("Le maire Lormeau a parlé.", encoding="utf-8")
    assert b"user-pronunciation:Lormeau" in run("script", "article.txt", "--why").stdout
    assert run("lexicon", "export", "noms.pls").returncode == 0
    assert run("lexicon", "import", "noms.pls", "--in", "maison.toml").returncode == 0
    done = run("lexicon", "try", "Lormeau", "--in", "maison.toml", "--voice", "espeak-fr", "-o", "essai.mp3")
    assert done.returncode == 0, done.stderr.decode()
    assert MP3(tmp_path / "essai.mp3").info.length > 0.3
    assert run("lexicon", "remove", "Lormeau").returncode == 0
    assert own.read_text(encoding="utf-8").strip() == ""
    assert b"user-pronunciation" not in run("script", "article.txt", "--why").stdout


def test_a_wrong_pronunciation_is_refused_and_nothing_is_written(run, tmp_path):
    done = run("lexicon", "add", "Lormeau", "--ipa", "lθ")
    assert done.returncode == 8 and "'θ' is no sign of a French sound" in done.stderr.decode()
    assert run("lexicon", "add", "Lormeau").returncode == 2
    assert run("lexicon", "list", "--in", "none.toml").returncode == 8
    assert not (tmp_path / "config").exists()


def test_a_word_is_played(run, tmp_path):
    done = run("lexicon", "try", "Lormeau", "--like", "lormo", "--voice", "espeak-fr", "--device", "null", "--json")
    assert json.loads(done.stdout) == {"word": "Lormeau", "played": True, "path": ""}
    assert list(tmp_path.glob("*.mp3")) == []
    wrong = run("lexicon", "try", "Lormeau", "--voice", "espeak-fr", "--device", "Grammophon")
    assert wrong.returncode != 0 and "There is no sound card 'Grammophon'" in wrong.stderr.decode()


def test_a_word_is_written_where_no_sound_can_be_played(tmp_path, monkeypatch):
    """In process: the machine of whoever runs the tests may have a sound card."""

    def refuse(*_):
        raise DeviceError("No sound can be played here.")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("audiobrief.player.clip_player.open_sound_card", refuse)
    done = CliRunner().invoke(main, ["lexicon", "try", "Lormeau", "--voice", "espeak-fr"])
    assert done.exit_code == 0 and "No sound can be played here." in done.output
    assert "Sample: Lormeau.mp3\n" in done.output
    assert MP3(tmp_path / "Lormeau.mp3").info.length > 0.3


def test_a_file_takes_precedence_over_ones_own_words_and_these_over_the_built_in_ones(run, tmp_path):
    for word, like in (("Lormeau", "lormo"), ("Tresque", "trisque")):
        assert run("lexicon", "add", word, "--like", like).returncode == 0
    assert run("lexicon", "add", "Lormeau", "--like", "lormi", "--in", "maison.toml").returncode == 0
    (tmp_path / "a.txt").write_text("Lormeau va à Tresque.", encoding="utf-8")

    def say(*options):
        return run("script", "a.txt", "--phonemes", "--lines", *options).stdout.decode().replace("ˈ", "")

    assert say() == "lɔʁmo va a tʁisk.\n"
    assert say("--lexicon", "maison.toml") == "lɔʁmi va a tʁisk.\n"
    alone = say("--lexicon", "maison.toml", "--own-lexicon", "maison.toml")
    assert alone == "lɔʁmi va a tʁɛsk.\n"
