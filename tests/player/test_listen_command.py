"""The installed command: what it plays, its keys at a terminal, where it goes on, what it says when it cannot."""

import os
import pty
import re
import select
import signal
import subprocess
import time
import wave
from io import BytesIO

import pytest

from tests.cli.conftest import AUDIOBRIEF, run  # noqa: F401
from tests.player.conftest import ARTICLE
from tests.waiting import PATIENCE

VOICE = ("--voice", "espeak-fr")


@pytest.fixture
def article(tmp_path):
    (tmp_path / "bac.md").write_text(ARTICLE, encoding="utf-8")
    return "bac.md"


class Terminal:
    """The command at a terminal, with the null device for a sound card: keys are typed, lines are awaited."""

    def __init__(self, folder, *arguments):
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [AUDIOBRIEF, "listen", *arguments, "--device", "null"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env={
                **os.environ,
                "AUDIOBRIEF_CACHE": str(folder / "cache"),
                "XDG_CONFIG_HOME": str(folder / "config"),
                "XDG_STATE_HOME": str(folder / "state"),
            },
        )
        os.close(slave)
        self.shown = ""

    def wait_for(self, pattern, seconds=PATIENCE):
        """The match of `pattern` in what is shown from now on."""
        until = time.monotonic() + seconds
        while not (found := re.search(pattern, self.shown)):
            assert time.monotonic() < until, self.shown
            ready, _, _ = select.select([self._master], [], [], 0.1)
            if ready:
                try:
                    self.shown += os.read(self._master, 4096).decode()
                except OSError:
                    raise AssertionError(self.shown) from None
        self.shown = self.shown[found.end() :]
        return found

    def press(self, keys):
        os.write(self._master, keys.encode())

    def end(self, keys="q"):
        if keys:
            self.press(keys)
        status = self.process.wait(PATIENCE)
        os.close(self._master)
        return status


@pytest.fixture
def terminal(tmp_path, article):
    opened = []

    def start(*arguments):
        opened.append(Terminal(tmp_path, article, *VOICE, *arguments))
        return opened[-1]

    yield start
    for each in opened:
        each.process.kill()
        each.process.wait()


def sound(done):
    assert done.returncode == 0, done.stderr.decode()
    # The header does not know the length, so the data begins after 44 bytes.
    return done.stdout[44:]


def test_a_pipe_gets_all_of_it_as_a_wav(run, article):  # noqa: F811
    done = run("listen", article, *VOICE, "--stdout", "wav")
    with wave.open(BytesIO(done.stdout)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22_050)
    made = run("make", article, *VOICE, "--for", "listening", "-o", "bac.mp3", "--json")
    assert made.returncode == 0
    length = float(re.search(r'"duration": ([\d.]+)', made.stdout.decode())[1])
    # All that `make` says, with the same pauses but those at both ends, rounded to frames of MP3.
    assert length - 2.0 < len(sound(done)) / 2 / 22_050 < length + 0.2


def test_as_an_mp3_too(run, article, tmp_path):  # noqa: F811
    done = run("listen", article, *VOICE, "--stdout", "mp3")
    assert done.returncode == 0
    (tmp_path / "a.mp3").write_bytes(done.stdout)
    seconds = float(re.search(rb'"duration": ([\d.]+)', run("inspect", "a.mp3", "--json").stdout)[1])
    assert abs(seconds - len(sound(run("listen", article, *VOICE, "--stdout", "wav"))) / 2 / 22_050) < 0.2


@pytest.mark.parametrize(
    ("place", "chapters"), [("start", 3), ("chapter 2", 2), ("chapitre 3", 1), ("0:00", 3), ("2:00", 1)]
)
def test_it_begins_where_it_is_told_to(run, article, place, chapters):  # noqa: F811
    whole = len(sound(run("listen", article, *VOICE, "--stdout", "wav")))
    part = len(sound(run("listen", article, *VOICE, "--stdout", "wav", "--from", place)))
    assert (part == whole) is (chapters == 3) and part > 0.1 * whole if chapters > 1 else part < 0.4 * whole


WRONG = [
    (("--from", "chapter 9"), 2, "There is no 'chapter 9': the article has 3 chapters"),
    (("--from", "soon"), 2, "'soon' is no place in an article"),
    (("--device", "Grammophon"), 13, "There is no sound card 'Grammophon'"),
    (("--voice", "siwiss"), 6, "siwiss"),
]


@pytest.mark.parametrize(("options", "status", "said"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_what_is_wrong_is_one_sentence(run, article, options, status, said):  # noqa: F811
    done = run("listen", article, *VOICE, "--quiet", *options)
    assert done.returncode == status and said in done.stderr.decode() and done.stderr.count(b"\n") == 1


def test_without_a_terminal_it_plays_to_the_end(run, tmp_path):  # noqa: F811
    (tmp_path / "a.txt").write_text("Il pleut.", encoding="utf-8")
    done = run("listen", "a.txt", *VOICE, "--device", "null", "--json", stdin=b"")
    assert done.returncode == 0 and b'"gaps": 0' in done.stdout


def test_keys_do_what_the_first_line_says(terminal):
    listening = terminal()
    listening.wait_for("Keys: space pause")
    listening.wait_for("Chapter 1 of 3: Le bac de Lannévez")
    for keys, said in [
        (" ", "Paused."),
        (" ", "Playing."),
        ("]", "Chapter 2 of 3: Les prix"),
        ("\x1b[6~", "Chapter 3 of 3: La suite"),
        ("[", "Chapter 2 of 3: Les prix"),
        ("w", r"Chapter 2 of 3: Les prix. Sentence \d of \d+, about 0:\d\d left."),
        ("+", r"Pace: \d+ words a minute, from the next sentence on."),
        ("v", "Voice: espeak-rapide, from the next sentence on."),
        ("?", "Keys: space pause"),
    ]:
        listening.press(keys)
        listening.wait_for(said)
    assert listening.end() == 0


def test_a_name_is_corrected_while_it_is_heard(terminal, tmp_path):
    listening = terminal()
    listening.wait_for("Chapter 1 of 3")
    listening.press("n")
    listening.wait_for("Which word")
    listening.press("Lannévez\n")
    listening.wait_for("How is it said")
    listening.press("lanévé\n")
    listening.wait_for("Lannévez is said as 'lanévé' from now on")
    listening.press("w")
    listening.wait_for("Chapter 1 of 3")
    assert listening.end() == 0
    kept = (tmp_path / "config" / "audiobrief" / "lexicon.toml").read_text(encoding="utf-8")
    assert "Lannévez" in kept and "lanévé" in kept


def test_nothing_is_changed_without_an_answer(terminal, tmp_path):
    listening = terminal()
    listening.wait_for("Chapter 1 of 3")
    listening.press("n")
    listening.wait_for("Which word")
    listening.press("\n")
    listening.wait_for("How is it said")
    listening.press("\n")
    listening.wait_for("Nothing was changed.")
    assert listening.end() == 0 and not (tmp_path / "config" / "audiobrief" / "lexicon.toml").exists()


def test_the_place_is_remembered(terminal):
    first = terminal()
    first.wait_for("Chapter 1 of 3")
    first.press("]")
    first.wait_for("Chapter 2 of 3")
    assert first.end() == 0
    again = terminal()
    again.wait_for("Chapter 2 of 3")
    assert again.end() == 0
    anew = terminal("--from", "start")
    anew.wait_for("Chapter 1 of 3")
    assert anew.end() == 0


def test_ctrl_c_ends_it_at_once_and_the_terminal_is_as_before(terminal):
    listening = terminal()
    listening.wait_for("Chapter 1 of 3")
    listening.process.send_signal(signal.SIGINT)
    listening.wait_for("Ended by SIGINT")
    assert listening.end("") == 130


def test_keys_come_from_the_terminal_when_the_article_is_piped_in(tmp_path):
    """`curl … | audiobrief listen -` in a terminal of its own, which is what /dev/tty is."""
    (tmp_path / "bac.md").write_text(ARTICLE, encoding="utf-8")
    command = f"{AUDIOBRIEF} listen - --voice espeak-fr --device null < bac.md"
    child, master = pty.fork()
    if not child:
        os.chdir(tmp_path)
        os.environ.update(XDG_STATE_HOME=str(tmp_path), AUDIOBRIEF_CACHE=str(tmp_path / "cache"))
        os.execv("/bin/sh", ["/bin/sh", "-c", command])
    shown, pressed, until = b"", False, time.monotonic() + PATIENCE
    try:
        while time.monotonic() < until:
            if select.select([master], [], [], 0.2)[0]:
                shown += os.read(master, 4096)
            if not pressed and b"Chapter 1" in shown:
                os.write(master, b"q")
                pressed = True
    except OSError:  # the terminal has been closed: the command has ended
        pass
    assert pressed and os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(master)
