"""`audiobrief lexicon`: words are taught, and every command says them so."""

import json

from mutagen.mp3 import MP3


def test_a_word_is_taught_said_exported_and_forgotten(run, tmp_path):
    own = tmp_path / "config" / "audiobrief" / "lexicon.toml"
    assert run("lexicon", "add", "Lormeau", "--like", "lormo").returncode == 0
    assert json.loads(run("lexicon", "list", "--json").stdout)["words"] == {"Lormeau": {"ipa": "", "like": "lormo"}}
    (tmp_path / "article.txt").write_text("Le maire Lormeau a parlé.", encoding="utf-8")
    assert b"user-pronunciation:Lormeau" in run("script", "article.txt", "--why").stdout
    assert run("lexicon", "export", "noms.pls").returncode == 0
    assert run("lexicon", "import", "noms.pls", "--in", "maison.toml").returncode == 0
    done = run("lexicon", "try", "Lormeau", "--in", "maison.toml", "--voice", "espeak-fr")
    assert done.returncode == 0, done.stderr.decode()
    assert MP3(tmp_path / "Lormeau.mp3").info.length > 0.3
    assert run("lexicon", "remove", "Lormeau").returncode == 0
    assert own.read_text(encoding="utf-8").strip() == ""
    assert b"user-pronunciation" not in run("script", "article.txt", "--why").stdout


def test_a_wrong_pronunciation_is_refused_and_nothing_is_written(run, tmp_path):
    done = run("lexicon", "add", "Lormeau", "--ipa", "lθ")
    assert done.returncode == 8 and "'θ' is no sign of a French sound" in done.stderr.decode()
    assert run("lexicon", "add", "Lormeau").returncode == 2
    assert run("lexicon", "list", "--in", "none.toml").returncode == 8
    assert not (tmp_path / "config").exists()
