"""`audiobrief voices` and `audiobrief cache`, and the options of `make` that concern voices."""

import json
import re

from mutagen.mp3 import MP3

TEXT = (
    "Le pont est ouvert depuis ce matin. « Nous en sommes très heureux, vraiment », a dit Mme Roux, maire de Lannévez."
)


def test_the_voices_are_listed_with_the_default(run):
    done = run("voices", "--json")
    voices = {voice["name"]: voice for voice in json.loads(done.stdout)}
    assert {
        "aurore",
        "florent",
        "siwis",
        "nicola",
        "espeak-fr",
        "espeak-rapide",
        "gtts-fr",
        "dialogue",
        "radio",
    } <= set(voices)
    assert [name for name, voice in voices.items() if voice["online"]] == ["gtts-fr"]
    (default,) = (voice for voice in voices.values() if voice["default"])
    assert not default["missing"]
    plain = run("voices").stdout.decode()
    assert f"{default['name']} (default)" in plain and "gtts-fr (online)" in plain


def test_a_voice_that_is_not_installed_says_the_command(run, tmp_path):
    (tmp_path / "config" / "audiobrief" / "voices").mkdir(parents=True)
    (tmp_path / "config" / "audiobrief" / "voices" / "grave.toml").write_text(
        'description = "My own"\nengine = "espeak"\nvoice = "fr+m3"\nrate = 140\n', encoding="utf-8"
    )
    assert "grave: My own" in run("voices").stdout.decode()
    done = run("voices", "try", "grave", "--text", TEXT)
    assert done.returncode == 0, done.stderr.decode()
    assert MP3(tmp_path / "grave.mp3").info.length > 3


def test_a_wrong_profile_is_told_with_file_key_and_reason(run, tmp_path):
    folder = tmp_path / "config" / "audiobrief" / "voices"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(
        'description = "x"\nengine = "espeak"\nvoice = "fr"\nrate = 9\n', encoding="utf-8"
    )
    done = run("voices", "try", "mine")
    assert done.returncode == 8
    assert all(part in done.stderr.decode() for part in ("mine.toml", "'rate'", "80 to 450"))


def test_a_profile_with_a_fault_leaves_the_others_in_the_list(run, tmp_path):
    folder = tmp_path / "config" / "audiobrief" / "voices"
    (folder / "folder.toml").mkdir(parents=True)
    (folder / "broken.toml").write_text("rate = = 1\n", encoding="utf-8")
    (folder / "grave.toml").write_text(
        'description = "My own"\nengine = "espeak"\nvoice = "fr+m3"\nrate = 140\n', encoding="utf-8-sig"
    )
    (folder / "odd.toml").write_text(
        'description = "x"\nengine = "gramophone"\nvoice = "fr"\nrate = 140\n', encoding="utf-8"
    )
    done = run("voices", "--json")
    voices = {voice["name"]: voice for voice in json.loads(done.stdout)}
    assert done.returncode == 0
    assert voices["grave"]["description"] == "My own" and not voices["espeak-fr"]["error"]
    assert "gramophone" in voices["odd"]["error"] and "espeak, gtts" in voices["odd"]["error"]
    assert "folder.toml" in voices["folder"]["error"]
    done = run("voices")
    assert done.returncode == 0 and "broken" not in done.stdout.decode() and "espeak-fr" in done.stdout.decode()
    assert [line.split(": ")[1] for line in done.stderr.decode().splitlines()] == ["broken", "folder", "odd"]
    assert run("voices", "try", "odd").returncode == 8


def test_the_default_voice_s_own_fault_leaves_the_others_in_the_list(run, tmp_path):
    folder = tmp_path / "config" / "audiobrief" / "voices"
    folder.mkdir(parents=True)
    (folder / "aurore.toml").write_text("rate = = 1\n", encoding="utf-8")
    done = run("voices")
    assert done.returncode == 0 and "espeak-fr" in done.stdout.decode() and "aurore.toml" in done.stderr.decode()


def test_the_rate_is_heard(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for rate, name in ((120, "slow.mp3"), (300, "quick.mp3")):
        assert run("make", "a.txt", "--voice", "espeak-fr", "--rate", rate, "-o", name).returncode == 0
    assert MP3(tmp_path / "quick.mp3").info.length < 0.75 * MP3(tmp_path / "slow.mp3").info.length


def test_quotations_can_have_another_voice(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run("make", "a.txt", "--voice", "espeak-fr", "-o", "one.mp3").returncode == 0
    done = run("make", "a.txt", "--voice", "espeak-fr", "--quotes-voice", "espeak-rapide", "-o", "two.mp3")
    assert done.returncode == 0, done.stderr.decode()
    assert MP3(tmp_path / "two.mp3").info.length < MP3(tmp_path / "one.mp3").info.length


def test_the_cache_is_told_and_cleared(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    run("make", "a.txt", "--voice", "espeak-fr")
    kept = json.loads(run("cache", "info", "--json").stdout)
    assert kept["clips"] == 3 and kept["bytes"] > 10_000
    assert re.search(r"Clips: 3\n", run("cache", "info").stdout.decode())
    assert run("cache", "clear").stdout.decode() == "Removed: 3 clips\n"
    assert json.loads(run("cache", "info", "--json").stdout)["clips"] == 0


def test_progress_off_a_terminal_has_no_marks_of_one(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = run("make", "a.txt", "--voice", "espeak-fr")
    assert b"\x1b" not in done.stderr and b"\r" not in done.stderr
