"""A hot folder behind a real FTP server: what is whole, what is not, and that each article is made exactly once."""

import ftplib
import os
import signal
import threading
from contextlib import suppress
from ftplib import FTP
from io import BytesIO
from typing import ClassVar

import pytest
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import DTPHandler, FTPHandler
from pyftpdlib.servers import FTPServer

from audiobrief.batch.hot_folder import watch_folder
from audiobrief.batch.selection import Selection
from audiobrief.batch.settling import SettledFiles
from audiobrief.batch.task import TaskSuccess
from audiobrief.options import Options
from audiobrief.pipeline import read
from tests.waiting import wait_until

# More than a file server keeps before it writes.
HALF, REST = "Le pont a rouvert. " * 4000, "La crue a baissé mardi. " * 40
TEXT = HALF + REST
OTHER = "La fanfare a joué devant une foule."


class Scene:
    """An FTP client, and what the watch has told; `out` has the text of each article instead of its sound."""

    def __init__(self, folder, out, port, handler):
        self.folder, self.out, self.port, self.handler = folder, out, port, handler
        self.polls, self.told, self.made, self.while_making = 0, [], [], lambda: None

    def connect(self):
        client = FTP(encoding="utf-8")
        client.connect("127.0.0.1", self.port)
        client.login("desk", "secret")
        return client

    def send(self, name, text):
        with self.connect() as client:
            client.storbinary(f"STOR {name}", BytesIO(text.encode()))

    def wait_for_polls(self, number=6):
        """Wait until the folder has been looked at so often again."""
        begin = self.polls
        wait_until(lambda: self.polls >= begin + number)

    def wait_for_end(self, number):
        """Wait until so many articles are done, and see that no other is made."""
        wait_until(lambda: len(self.told) >= number)
        self.wait_for_polls()
        assert len(self.told) == number, self.told

    def get_voice_identity(self, options):
        return "voice"

    def run_tasks(self, tasks):
        for task in tasks:
            self.made.append(task.name)
            self.while_making()
            text = " ".join(block.text for block in task.article.blocks)
            yield TaskSuccess(task.number, ((f"{task.name}.mp3", text.encode()),), 1.0, 1, 0.1)


@pytest.fixture
def scene(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    authorizer = DummyAuthorizer()
    authorizer.add_user("desk", "secret", str(tmp_path / "in"), perm="elradfmwMT")
    handler = type("Handler", (FTPHandler,), {"authorizer": authorizer})
    server = FTPServer(("127.0.0.1", 0), handler)
    stop = threading.Event()

    def serve():
        while not stop.is_set():
            server.serve_forever(timeout=0.05, blocking=False, handle_exit=False)
        server.close_all()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    scene = Scene(tmp_path / "in", tmp_path / "out", server.socket.getsockname()[1], handler)
    poll = SettledFiles.poll

    def count_polls(settled, now):
        scene.polls += 1
        return poll(settled, now)

    monkeypatch.setattr(SettledFiles, "poll", count_polls)
    # Where nothing is there yet, the folder is looked at as often.
    monkeypatch.setattr("audiobrief.batch.hot_folder._MAX_POLL_INTERVAL", 0.2)
    yield scene
    stop.set()
    thread.join()


def watch(scene, happen, settle=0.2, **selection):
    """Watch the folder while `happen` goes on in another thread; what that raises is raised."""
    raised = []

    def run():
        try:
            wait_until(lambda: scene.polls)
            happen()
        except BaseException as error:
            raised.append(error)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=run)
    thread.start()
    options = Options(voice="espeak-fr")
    watch_folder(
        scene.folder, scene.out, options, scene, settle=settle, once=False, on_outcome=scene.told.append,
        selection=Selection(**selection),
    )  # fmt: skip
    thread.join()
    if raised:
        raise raised[0]
    return [(outcome.source, outcome.reason) for outcome in scene.told]


def get_text(scene, name):
    return (scene.out / f"{name}.mp3").read_text(encoding="utf-8")


@pytest.mark.parametrize("first", [HALF, ""], ids=["half of it is there", "nothing is there yet"])
def test_what_is_still_being_sent_waits_however_long_its_sender_stalls(scene, first):
    def happen():
        client = scene.connect()
        with client.transfercmd("STOR a.txt") as connection:
            connection.sendall(first.encode())
            wait_until(lambda: (scene.folder / "a.txt").exists())
            wait_until(lambda: not first or (scene.folder / "a.txt").stat().st_size > 0)
            scene.wait_for_polls(16)
            assert scene.made == [] and scene.told == []
            connection.sendall(TEXT[len(first) :].encode())
        client.voidresp()
        client.quit()
        scene.wait_for_end(1)

    assert watch(scene, happen) == [("a.txt", None)]
    assert get_text(scene, "a") == TEXT.strip()


class BreakingHandler(DTPHandler):
    """A transfer whose connections the server drops after so many bytes, as when its disk is full."""

    left: ClassVar[list[int]] = []
    ac_in_buffer_size = 8192

    def handle_read(self):
        super().handle_read()
        if self.left and self.tot_bytes_received >= self.left[0]:
            self.left.pop()
            self.cmd_channel.close()

    handle_read_event = handle_read  # which the server's loop calls


# What is sent, and where the connection breaks; the client sends it again, or takes up where the server has it.
BROKEN = [
    ("a.txt", TEXT, 30_000, "again"),
    ("a.html", f"<html><body><article><h1>Le pont</h1><p>{TEXT}</p></article></body></html>", 40_000, "rest"),
]


@pytest.mark.parametrize(("name", "text", "after", "how"), BROKEN)
def test_what_the_server_breaks_off_is_not_made_by_halves(scene, monkeypatch, name, text, after, how):
    monkeypatch.setattr(BreakingHandler, "left", [after])
    monkeypatch.setattr(scene.handler, "dtp_handler", BreakingHandler)
    monkeypatch.setattr("audiobrief.batch.settling._CUT_TIMES", 1e6)  # however slow this machine is
    path = scene.folder / name

    def happen():
        with pytest.raises((OSError, EOFError, ftplib.Error)):
            scene.send(name, text)
        wait_until(lambda: 0 < path.stat().st_size < len(text.encode()))
        scene.wait_for_polls(8)
        assert scene.made == [] and scene.told == []
        have = path.stat().st_size if how == "rest" else 0
        with scene.connect() as client:
            client.storbinary(f"STOR {name}", BytesIO(text.encode()[have:]), rest=have or None)
        scene.wait_for_end(1)

    assert watch(scene, happen) == [(name, None)]
    assert get_text(scene, "a").endswith(REST.strip()) and scene.made == ["a"]


@pytest.mark.parametrize("temporary", ["a.txt.part", "a.txt.filepart", "a.tmp", ".a.txt"])
def test_what_is_sent_under_a_temporary_name_is_taken_when_it_is_renamed(scene, temporary):
    def happen():
        scene.send(temporary, TEXT)
        scene.wait_for_polls()
        assert scene.made == []
        with scene.connect() as client:
            client.rename(temporary, "a.txt")
        scene.wait_for_end(1)

    assert watch(scene, happen) == [("a.txt", None)]
    assert get_text(scene, "a") == TEXT.strip()


def test_what_is_replaced_while_it_is_read_is_made_once_of_the_new_text(scene, monkeypatch):
    reads = []

    def replace_after_reading(path, options):
        article = read(path, options)
        reads.append(path.name)
        if len(reads) == 1:
            scene.send("a.txt", OTHER)
        return article

    monkeypatch.setattr("audiobrief.batch.hot_folder.read", replace_after_reading)

    def happen():
        scene.send("a.txt", TEXT)
        scene.wait_for_end(1)

    assert watch(scene, happen) == [("a.txt", None)]
    assert get_text(scene, "a") == OTHER and scene.made == ["a"] and len(reads) == 2


def test_what_is_replaced_while_it_is_made_is_made_again(scene):
    def replace():
        if len(scene.made) == 1:
            scene.send("a.txt", OTHER)

    def happen():
        scene.while_making = replace
        scene.send("a.txt", TEXT)
        scene.wait_for_end(2)

    assert watch(scene, happen) == [("a.txt", None)] * 2
    assert get_text(scene, "a") == OTHER
    assert [path.name for path in (scene.folder / "done").iterdir()] == ["a.txt"]


def test_what_is_deleted_before_its_turn_is_not_missed(scene):
    def delete():
        with suppress(FileNotFoundError):
            (scene.folder / "b.txt").stat()
            with scene.connect() as client:
                client.delete("b.txt")

    def happen():
        scene.while_making = delete
        with scene.connect() as client:
            client.storbinary("STOR b.txt.part", BytesIO(TEXT.encode()))
            client.storbinary("STOR a.txt", BytesIO(TEXT.encode()))
            client.rename("b.txt.part", "b.txt")
            # The same second, and `a` before `b`.
            os.utime(scene.folder / "a.txt", (1, 1))
        scene.wait_for_end(1)

    assert watch(scene, happen, settle=0.5) in ([("a.txt", None)], [("b.txt", None)])
    assert not list((scene.folder / "failed").iterdir())


def test_sub_folders_have_their_programmes_in_sub_folders(scene):
    def happen():
        with scene.connect() as client:
            client.mkd("sport")
            client.storbinary("STOR sport/a.txt", BytesIO(TEXT.encode()))
        scene.send("a.txt", OTHER)
        scene.send("a.json", "{}")
        scene.wait_for_end(2)

    assert sorted(watch(scene, happen, recursive=True)) == [("a.txt", None), ("sport/a.txt", None)]
    assert get_text(scene, "sport/a") == TEXT.strip() and get_text(scene, "a") == OTHER
    done = scene.folder / "done"
    assert (done / "sport" / "a.txt").is_file() and (done / "a.txt").is_file()
    assert (scene.folder / "a.json").is_file()


def test_two_thousand_files_at_once_are_each_made_exactly_once(scene):
    stems = [f"depeche-{number:04d}" for number in range(2000)]
    for stem in stems:
        (scene.folder / f"{stem}.txt").write_text(f"La dépêche {stem} est courte.", encoding="utf-8")

    def happen():
        wait_until(lambda: len(scene.told) >= len(stems), 600)

    sources = [source for source, reason in watch(scene, happen, settle=0.0) if reason is None]
    assert sorted(sources) == [f"{stem}.txt" for stem in stems]
    assert sorted(scene.made) == stems
    assert {path.stem for path in scene.out.glob("*.mp3")} == set(stems)
