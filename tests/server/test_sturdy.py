"""What breaks: processes that die or last, a full disk, a dead voice, a killed server; each is told or mended."""

import os
import re
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from audiobrief.batch.task import TaskFailure, TaskSuccess
from audiobrief.errors import ArticleError, TargetError
from audiobrief.messages import message
from audiobrief.model import Article, Block
from audiobrief.options import Options
from audiobrief.server.app import start_workers
from audiobrief.server.children import Child, ChildDiedError, call_in_child
from audiobrief.server.live import LiveSounds
from audiobrief.server.reading import read_source
from audiobrief.server.running import describe_error
from audiobrief.server.speaking import speak_growing
from tests.server.conftest import BASE, Browser, open_app
from tests.server.killing import kill_often
from tests.waiting import PATIENCE, wait_until

READ = Article("Le bac", (Block("paragraph", "Le bac a repris la mer."),))


def answer(value):
    return value


def refuse():
    raise ArticleError("'{path}' is damaged.", path="a.docx")


def die():
    os._exit(9)


def last():
    time.sleep(2 * PATIENCE)


def fill_memory():
    return len(bytearray(8 << 30))


def stream(send, count):
    for number in range(count):
        send(number)
    return "end"


def test_a_child_answers():
    assert call_in_child(answer, ("a", 1), seconds=PATIENCE) == ("a", 1)


def test_what_it_raises_is_raised_here():
    with pytest.raises(ArticleError, match=r"'a.docx' is damaged"):
        call_in_child(refuse, seconds=PATIENCE)


@pytest.mark.parametrize(("function", "seconds", "told"), [(die, PATIENCE, "died"), (last, 0.3, "longer than")])
def test_one_that_dies_or_lasts_is_told(function, seconds, told):
    with pytest.raises(ChildDiedError, match=told):
        call_in_child(function, seconds=seconds)


@pytest.mark.skipif(not Path("/proc").exists(), reason="the limit is Linux'")
def test_one_that_takes_all_memory_is_stopped():
    with pytest.raises(Exception, match="memory"):
        call_in_child(fill_memory, seconds=PATIENCE, memory=1 << 30)


def test_a_child_sends_pieces():
    child = Child(stream, 3, streams=True)
    assert [child.receive(PATIENCE) for _ in range(4)] == [("piece", 0), ("piece", 1), ("piece", 2), ("result", "end")]


@pytest.mark.parametrize("kind", ["text", "document"])
def test_errors_name_things_as_the_reader_does(tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vide.md").write_text("---\n", encoding="utf-8")
    with pytest.raises(ArticleError) as error:
        read_source(kind, {"text": "...", "document": "vide.md"}[kind], "", tmp_path, Options())
    told = str(error.value.message)
    assert "standard input" not in told
    assert str(tmp_path) not in told
    assert error.value.__cause__ is not error.value


# A full disk.


def fill_disk(site):
    """Let the database take nothing more."""
    with site.database.read() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_is_told_on_the_page(browser, site):
    token = browser.token()
    fill_disk(site)
    form = {"csrf": token, "what": "Le bac a repris la mer. " * 3000}
    answer = browser.client.post(
        "/add", data=form, headers={"origin": BASE, "accept-language": "fr"}, follow_redirects=False
    )
    assert answer.status_code == 422
    assert "Rien ne peut être gardé" in answer.text
    assert "Le bac a repris la mer." in answer.text
    assert site.programmes.count()["all"] == 0


def test_a_full_disk_is_told_to_programs(browser, site):
    fill_disk(site)
    answer = browser.client.post("/api/programmes", json={"text": "Le bac a repris la mer. " * 3000})
    assert answer.status_code == 507
    assert "Nothing can be kept now" in answer.json()["error"]["message"]


def test_an_upload_that_finds_no_room_leaves_nothing(browser, site, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("audiobrief.server.adding.os.fsync", full)
    answer = browser.post("/add", files={"document": ("a.md", b"# Le bac\n\nIl flotte.")})
    assert answer.status_code == 422
    assert "No space left on device" in answer.text
    assert list((site.data / "uploads").iterdir()) == []


class _Executor:
    """An executor with one result for every task."""

    def __init__(self, result):
        self._result = result

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def stop(self):
        pass

    def run_tasks(self, tasks):
        for task in tasks:
            yield self._result(task.number)


def make(site, result, until):
    """Let the maker work until `until()`."""
    workers = start_workers(site, lambda: _Executor(result), lambda error: None)
    workers.maker.start()
    try:
        wait_until(until)
    finally:
        workers.maker.stop()


def succeed(number):
    return TaskSuccess(number, (("le-bac.mp3", b"ID3"),), 90.0, 1, 1.0)


def add_read(site):
    id = site.programmes.add("text", "Le bac.", "Le bac").id
    site.programmes.save_article(id, READ)
    return id


def test_a_programme_that_finds_no_room_says_so(site, monkeypatch):
    def full(*_):
        raise TargetError("'{path}' cannot be written ({reason}).", path="le-bac.mp3", reason="No space left on device")

    monkeypatch.setattr("audiobrief.server.making.write_programme", full)
    id = add_read(site)
    make(site, succeed, lambda: site.programmes.find(id).state == "failed")
    assert "No space left" in str(site.programmes.find(id).reason)


def test_a_dead_voice_is_told_for_each_and_all_are_tried_again(site):
    ids = [add_read(site), add_read(site)]
    dead = message("The voice cannot be opened.")
    make(
        site,
        lambda number: TaskFailure(number, dead, 6),
        lambda: all(site.programmes.find(id).state == "failed" for id in ids),
    )
    with TestClient(open_app(site), base_url=BASE) as client:
        browser = Browser(client)
        assert browser.get("/").text.count("The voice cannot be opened.") == 2
        assert browser.post("/retry").status_code == 303
    assert [site.programmes.find(id).state for id in ids] == ["waiting", "waiting"]


def test_the_disk_takes_a_result_when_it_has_room_again(site, monkeypatch):
    id = add_read(site)
    finish, failures = site.programmes.finish, [TargetError("Full."), TargetError("Full.")]

    def fail_twice(*given):
        if failures:
            raise failures.pop()
        finish(*given)

    monkeypatch.setattr(type(site.programmes), "finish", lambda self, *given: fail_twice(*given))
    monkeypatch.setattr("audiobrief.server.making._RETRY", 0.05)
    make(
        site,
        succeed,
        lambda: site.programmes.find(id).state == "ready",
    )
    assert site.programmes.find(id).state == "ready"


def test_a_voice_that_dies_while_one_listens_is_told(tmp_path):
    sounds = LiveSounds(tmp_path)
    live = sounds.open("x", 1, READ, Options(voice="piper:nowhere.onnx"))
    wait_until(lambda: live.ended)
    assert re.search("nowhere|piper|Piper", str(live.error))
    assert sounds.open("x", 1, READ, Options(voice="piper:nowhere.onnx")) is not live
    sounds.close()
    assert list(tmp_path.iterdir()) == []


def test_killed_while_it_is_busy_nothing_is_lost_or_made_twice(tmp_path):
    """Thirty times by `python -m benchmarks.serve kills`; here a few."""
    found = kill_often(tmp_path, 2, seed=1, sentences=3, longest=3.0)
    assert found["faults"] == []
    assert found["busy"] > 0


def test_a_growing_sound_that_finds_no_room_says_so(tmp_path):
    nowhere = tmp_path / "none"
    with pytest.raises(TargetError, match="The sound cannot be kept") as error:
        speak_growing(READ, Options(voice="espeak-fr"), nowhere / "x.mp3", nowhere / "x.json", nowhere / "x.progress")
    assert str(tmp_path) not in str(error.value)


def test_an_unexpected_error_is_reported_by_its_place_alone():
    try:
        raise ValueError("Le bac a repris la mer.")
    except ValueError as error:
        told = str(describe_error(error))
    assert "ValueError test_sturdy.py:" in told
    assert "bac" not in told
    assert str(describe_error(TargetError("Nothing can be kept now."))) == "Nothing can be kept now."
