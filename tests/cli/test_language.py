"""The language of the installed command: by option, else by the environment; in errors, stages, results and help."""

import json
import re

import click
import pytest

from audiobrief.cli import main
from audiobrief.cli.language import choose_language

TEXT = "Le pont de Lannévez\n\nLe pont est ouvert depuis ce matin."
FRENCH, ENGLISH = {"LANGUAGE": "fr"}, {"LANGUAGE": "en"}

CHOICES = [
    ([], {}, "en"),
    ([], {"LANG": "fr_FR.UTF-8"}, "fr"),
    ([], {"LANG": "fr_CA"}, "fr"),
    ([], {"LANG": "fr_BE@euro"}, "fr"),
    ([], {"LANG": "C.UTF-8"}, "en"),
    ([], {"LANG": "de_DE.UTF-8"}, "en"),
    ([], {"LC_MESSAGES": "fr_FR.UTF-8", "LANG": "de_DE.UTF-8"}, "fr"),
    ([], {"LC_ALL": "en_GB.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "en"),
    ([], {"LANGUAGE": "fr", "LC_ALL": "C"}, "fr"),
    ([], {"LANGUAGE": "", "LANG": "fr_FR.UTF-8"}, "fr"),
    ([], {"LANGUAGE": "de:fr:en"}, "fr"),
    ([], {"LANGUAGE": "en_GB:en:fr"}, "en"),
    ([], {"LANGUAGE": "C:fr"}, "en"),
    (["make", "--lang", "fr", "a.md"], {"LANG": "en_GB.UTF-8"}, "fr"),
    (["--lang=en", "make", "a.md"], {"LANG": "fr_FR.UTF-8"}, "en"),
    (["--lang", "fr", "make", "--lang", "en"], {}, "en"),
    (["--lang", "de", "make"], {"LANG": "fr_FR.UTF-8"}, "fr"),
    (["make", "--", "--lang", "fr"], {}, "en"),
    (["make", "--lang"], {"LANG": "fr_FR.UTF-8"}, "fr"),
]


@pytest.mark.parametrize(("arguments", "environment", "language"), CHOICES)
def test_a_language_is_chosen(arguments, environment, language):
    assert choose_language(arguments, environment) == language


OF_SYSTEM = [
    ([], {}, "fr_CA", "fr"),
    ([], {}, "de_DE", "en"),
    ([], {"LANG": "en_GB.UTF-8"}, "fr_FR", "en"),
    (["--lang", "en"], {}, "fr_FR", "en"),
]


@pytest.mark.parametrize(("arguments", "environment", "system", "language"), OF_SYSTEM)
def test_a_language_is_the_systems_where_nothing_else_says_one(arguments, environment, system, language):
    assert choose_language(arguments, environment, lambda: system) == language


def test_what_stands_on_the_command_line_is_never_expanded(monkeypatch):
    """Click would do so on Windows, for shells that do not: « Pourquoi ? » is a pattern there."""
    asked = {}
    monkeypatch.setattr(click.Group, "main", lambda self, args=None, **options: asked.update(options))
    main(["--version"])
    assert asked["windows_expand_args"] is False


# What stands before a colon or inside quotation marks does not break.
LINES = [
    ("make nowhere.md", ENGLISH, "audiobrief: There is no article at 'nowhere.md': check the path."),
    (
        "make nowhere.md",
        FRENCH,
        "audiobrief : Aucun article à l’emplacement « nowhere.md » : vérifiez le chemin.",
    ),
    (
        "make --lang fr nowhere.md",
        ENGLISH,
        "audiobrief : Aucun article à l’emplacement « nowhere.md » : vérifiez le chemin.",
    ),
    ("--lang en make nowhere.md", FRENCH, "audiobrief: There is no article at 'nowhere.md': check the path."),
    (
        "make a.txt --voice espeak-fr --lexicon mine.toml",
        FRENCH,
        "audiobrief : Le lexique « mine.toml », ligne 2, entrée « ONU » : "
        "doit être une table avec les clés say, as, sounds, means, et non 3.",
    ),
    (
        "make a.txt --voice espeak-fr --lexicon nowhere.toml",
        FRENCH,
        "audiobrief : Impossible de lire le lexique « nowhere.toml » (fichier ou dossier introuvable) : "
        "vérifiez le chemin.",
    ),
    ("make --chaptres none a.txt", ENGLISH, "Error: No such option: --chaptres. Did you mean --chapters?"),
    (
        "make --chaptres none a.txt",
        FRENCH,
        "Erreur : Option inconnue : --chaptres. Vouliez-vous dire --chapters ?",
    ),
    ("mke a.txt", FRENCH, "Erreur : Aucune commande ne s’appelle « mke ». Vouliez-vous dire « make » ?"),
    ("feed --url https://example.org/", FRENCH, "Erreur : Il manque l’argument 'DOSSIER'."),
    ("inspect --lang de a.txt", ENGLISH, "Error: Invalid value for '--lang': 'de' is not one of 'en', 'fr'."),
    (
        "make a.txt --duration bientôt",
        FRENCH,
        "Erreur : Valeur incorrecte pour '--duration' : « bientôt » n’est pas une durée : donnez des minutes et "
        "des secondes, comme 1:30.",
    ),
    ("make a.txt --voice espeak-fr -o a.mp3", ENGLISH, "Script: 1 chapter, 3 sentences"),
    ("make a.txt --voice espeak-fr -o a.mp3", FRENCH, "Texte : 1 chapitre, 3 phrases"),
    ("make a.txt --voice espeak-fr -o a.mp3", FRENCH, "Chapitres : 1"),
    ("--lang fr voices", ENGLISH, "espeak-fr : eSpeak NG, français : légère et immédiate, hors ligne"),
    ("cache clear", FRENCH, "Supprimé : 0 extrait"),
    ("make --help", ENGLISH, "Usage: audiobrief make [OPTIONS] ARTICLE"),
    ("make --help", FRENCH, "Utilisation : audiobrief make [OPTIONS] ARTICLE"),
    ("make --help --lang fr", ENGLISH, "Options :"),
    ("voices try --help", FRENCH, "  Écrire un échantillon de la voix NOM."),
    ("--help", FRENCH, "  script      Montrer ce qui sera dit, phrase par phrase."),
    ("--help", FRENCH, "  -h, --help      Afficher cette aide et quitter."),
    ("voices --help", FRENCH, "  try  Écrire un échantillon de la voix NOM."),
]


def _broken(line):
    """French as it is typed here, with the spaces that it is set with."""
    line = line.replace("« ", "«\N{NO-BREAK SPACE}").replace(" »", "\N{NO-BREAK SPACE}»")
    return line.replace(" :", "\N{NO-BREAK SPACE}:").replace(" ?", "\N{NARROW NO-BREAK SPACE}?")


@pytest.mark.parametrize(("line", "environment", "expected"), LINES)
def test_a_line_is_said_in_the_language(run, tmp_path, line, environment, expected):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "mine.toml").write_text("[acronyms]\nONU = 3\n", encoding="utf-8")
    done = run(*line.split(), **environment)
    said = (done.stdout + done.stderr).decode().splitlines()
    assert _broken(expected) in said


def test_numbers_are_written_as_in_the_language(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    said = run("make", "a.txt", "--voice", "espeak-fr", "-o", "a.mp3", "--lang", "fr").stderr.decode()
    assert re.search(r"Son\N{NO-BREAK SPACE}: -\d\d,\d\N{NO-BREAK SPACE}LUFS, crête vraie -\d,\d", said)
    said = run("make", "a.txt", "--voice", "espeak-fr", "-o", "a.mp3", "--lang", "en").stderr.decode()
    assert re.search(r"Sound: -\d\d\.\d LUFS, true peak -\d\.\d dBTP", said)


def test_reasons_of_other_processes_are_told_in_the_language(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "vide.txt").write_text(" \n", encoding="utf-8")
    done = run("batch", "in", "-o", "out", "--voice", "espeak-fr", "--report", "report.json", **FRENCH)
    assert done.returncode == 10
    assert "n’a pas de texte à lire" in done.stdout.decode()
    (row,) = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["articles"]
    assert row["status"] == "failed" and "n’a pas de texte à lire" in row["reason"]
    done = run("watch", "in", "-o", "out", "--voice", "espeak-fr", "--once", "--settle", "0", **FRENCH)
    assert done.returncode == 10
    assert "n’a pas de texte à lire" in (tmp_path / "in" / "failed" / "vide.reason.txt").read_text(encoding="utf-8")


def test_the_words_of_json_for_programs_stay_as_they_are(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    run("make", "a.txt", "--voice", "espeak-fr", "-o", "a.mp3")
    tables = [json.loads(run("inspect", "a.mp3", "--json", "--lang", lang).stdout) for lang in ("en", "fr")]
    assert tables[0] == tables[1]
