"""What the server does in its threads and processes, step by step: reading, making, chores, speaking, its start."""
# ruff: noqa: E501  one case a row

import json
import sys
import threading
import time
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from audiobrief.article import read_article
from audiobrief.batch.task import TaskFailure, TaskSuccess
from audiobrief.errors import ArticleError, NetworkError, OptionError, ResourceError, TargetError
from audiobrief.messages import message
from audiobrief.options import Options
from audiobrief.pipeline import open_performance
from audiobrief.player.playlist import build_playlist
from audiobrief.server import chores, live, making, reading, running
from audiobrief.server.app import start_workers
from audiobrief.server.chores import Chores, check_feed, is_due
from audiobrief.server.feeds import Feed
from audiobrief.server.live import LiveSounds
from audiobrief.server.preferences import Settings
from audiobrief.server.settings_pages import parse_settings
from audiobrief.server.speaking import Progress, read_progress, speak_growing, speak_text
from audiobrief.server.templating import format_size
from tests.server.conftest import BASE
from tests.server.test_made_programme import ARTICLE, TEXT, make
from tests.waiting import wait_until

# Speaking.


def test_a_growing_sound_tells_where_each_sentence_begins(tmp_path):
    article = read_article("# Le bac\n\nIl a repris la mer.\n\n## Les prix\n\nUn passage coûte deux euros.\n".encode())
    options = Options(voice="espeak-fr")
    duration = speak_growing(article, options, tmp_path / "a.mp3", tmp_path / "a.json", tmp_path / "a.starts")
    with open_performance(article, options) as performance:
        pauses = build_playlist(performance.script, performance.profile.pauses).pauses
        rate, expected = performance.sample_rate, []
        frames = round(performance.profile.lead_in * rate)
        for part in performance.speak():
            if len(expected) == part.at:
                expected.append(frames / rate)
            frames += part.clip.frames
            if part.complete:
                frames += round(pauses[part.at] * rate)
    told = read_progress(tmp_path / "a.starts")
    starts, ended = told.starts, told.duration
    assert starts == pytest.approx(expected, abs=0.002) and len(starts) == len(pauses)
    assert ended == duration == pytest.approx(frames / rate, abs=0.002)
    # 96 kbit a second are 12 000 bytes.
    assert (tmp_path / "a.mp3").stat().st_size / 12_000 == pytest.approx(duration, abs=0.2)
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["title"] == "Le bac"


def test_words_are_spoken_without_a_title_and_with_a_correction(tmp_path):
    def pcm(text, correction=None):
        pieces = []
        speak_text(pieces.append, text, Options(voice="espeak-fr"), "pcm", correction)
        return b"".join(pieces)

    one = pcm("Kerloc'h attend.")
    assert 0.5 < len(one) / 48_000 < 3
    assert len(pcm("Kerloc'h attend.\n\n \n\nKerloc'h attend.")) == pytest.approx(2 * len(one), abs=4800)
    assert pcm("Kerloc'h attend.", ("Kerloc'h", "quère lo que")) != one


# Reading.


def wait_for(queue):
    return wait_until(lambda: not queue(), every=0.01)


def test_what_is_added_is_read_in_order_and_failures_are_told(site, monkeypatch):
    asked = []

    def call(function, kind, source, title, folder, options, **limits):
        asked.append((kind, source, title, folder.name, limits))
        if source.endswith("none"):
            raise ArticleError("'{path}' is empty.", path=source)
        return ARTICLE

    monkeypatch.setattr(reading, "call_in_child", call)
    ids = [site.programmes.add(kind, source, title).id for kind, source, title in (
        ("text", "Le bac.", "Titre"), ("address", "https://phare.example/none", "x"), ("document", "a.md", "x"))]  # fmt: skip
    told = threading.Event()
    readers = reading.Readers(site, 1, told)
    readers.start()
    wait_for(site.programmes.list_unread)
    readers.stop()
    assert told.wait(60)
    limits = {"seconds": 120.0, "memory": 3 << 30, "nice": 5}
    assert asked == [
        ("text", "Le bac.", "Titre", ids[0], limits), ("address", "https://phare.example/none", "", ids[1], limits),
        ("document", "a.md", "", ids[2], limits),
    ]  # fmt: skip
    wait_until(lambda: site.programmes.find(ids[2]).state == "waiting")
    assert [site.programmes.find(id).state for id in ids] == ["waiting", "failed", "waiting"]
    assert str(site.programmes.find(ids[1]).reason) == "'https://phare.example/none' is empty."


def test_who_wakes_the_readers_has_it_read_at_once(site, monkeypatch):
    monkeypatch.setattr(reading, "call_in_child", lambda *_, **__: ARTICLE)
    monkeypatch.setattr(reading, "_PAUSE", 3600.0)
    readers = reading.Readers(site, 2, threading.Event())
    readers.start()
    for _ in range(3):
        id = site.programmes.add("text", "Le bac.").id

        def is_read(id=id):
            readers.wake()
            return site.programmes.find(id).is_read

        wait_until(is_read)
    readers.stop()


@pytest.mark.parametrize(
    ("links", "told"),
    [
        (["https://a.example/1", "https://a.example/2"], "is a feed with 2 articles"),
        (["https://a.example/x"], "no article"),
        (None, "no article"),
    ],
)
def test_the_address_of_a_feed_is_told_to_be_one(monkeypatch, tmp_path, links, told):
    def refuse(*_, **__):
        raise NetworkError("There is no article.")

    def fetch(address, *, allow_private):
        if links is None:
            raise ArticleError("no feed")
        return SimpleNamespace(addresses=links)

    monkeypatch.setattr(reading, "read", refuse)
    monkeypatch.setattr("audiobrief.batch.feed_reader.fetch_links", fetch)
    with pytest.raises((ArticleError, NetworkError), match=told):
        reading.read_source("address", "https://a.example/x", "", tmp_path, Options())


# Chores.


def test_feeds_that_are_due_are_looked_at(site, monkeypatch):
    asked, added = [], []
    monkeypatch.setattr(chores, "check_feed", lambda site, feed: asked.append(feed.address))
    for name in ("new", "checked", "night"):
        site.feeds.add(f"https://a.example/{name}", "night" if name == "night" else "now", 1)
    for feed in site.feeds.list_all():
        if feed.address.endswith(("checked", "night")):
            site.feeds.add_entries(feed, [])
    worker = Chores(site, lambda: added.append(1))
    worker._check_feeds()
    assert asked == ["https://a.example/new"] and added == [1]
    worker.stop()
    worker._check_feeds()
    assert len(asked) == 1


def test_a_round_of_chores_goes_on_after_a_fault_and_ends_when_told(site, monkeypatch):
    rounds = []

    def fail(*_):
        rounds.append(time.time())
        raise TargetError("Full.")

    monkeypatch.setattr(Chores, "_check_feeds", fail)
    monkeypatch.setattr(chores, "remove_deleted", lambda site, before: rounds.append(before))
    monkeypatch.setattr(Chores, "_drop_sounds", lambda self: rounds.append("sounds"))
    worker = Chores(site, lambda: None)
    worker.start()
    wait_until(lambda: len(rounds) == 3)
    worker.wake()
    wait_until(lambda: len(rounds) == 6)
    worker.stop()
    worker._thread.join(60)
    assert not worker._thread.is_alive() and rounds[2] == rounds[5] == "sounds"
    assert rounds[0] - rounds[1] == pytest.approx(chores.KEPT_DELETED, abs=60)


def test_sounds_of_what_is_made_or_gone_are_dropped(site, monkeypatch):
    dropped = []
    made, waiting, deleted = make(site), site.programmes.add("text", "a").id, site.programmes.add("text", "b").id
    site.programmes.delete(deleted)
    monkeypatch.setattr(LiveSounds, "list_identifiers", lambda self: [made, waiting, deleted, "none"])
    monkeypatch.setattr(LiveSounds, "drop", lambda self, id: dropped.append(id))
    Chores(site, lambda: None)._drop_sounds()
    assert dropped == [made, deleted, "none"]


def test_a_feed_s_articles_are_added_or_its_fault_is_told(site, monkeypatch):
    site.feeds.add("https://a.example/feed", "now", 2)
    (feed,) = site.feeds.list_all()
    monkeypatch.setattr(
        chores, "call_in_child", lambda *given, **limits: [f"https://a.example/{at}" for at in range(3)]
    )
    check_feed(site, feed)
    assert site.programmes.count()["all"] == 2

    def fail(*_, **__):
        raise ValueError("The feed's words.")

    monkeypatch.setattr(chores, "call_in_child", fail)
    check_feed(site, feed)
    (feed,) = site.feeds.list_all()
    assert feed.reason is not None and feed.checked is not None


DUE = [("now", 1799, False), ("now", 1800, True), ("night", 12 * 3600 - 1, False), ("night", 12 * 3600, True)]


@pytest.mark.parametrize(("mode", "ago", "due"), DUE)
def test_how_long_after_a_look_a_feed_is_due(mode, ago, due):
    now = time.mktime((2026, 3, 4, 2, 30, 0, 0, 0, -1))
    assert is_due(Feed(1, "https://a.example", mode, 1, now - ago, None, 0), now, 2) is due


# Making.


class _Executor:
    def __init__(self, results):
        self.results, self.tasks, self.stopped = results, [], 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def stop(self):
        self.stopped += 1

    def run_tasks(self, tasks):
        for task in tasks:
            self.tasks.append(task)
            yield self.results.pop(0)(task.number)


def test_versions_are_made_one_after_the_other(site):
    ids = []
    for _ in range(2):
        ids.append(site.programmes.add("text", "Le bac.", "Le bac").id)
        site.programmes.save_article(ids[-1], ARTICLE)
    files = (("le-bac.mp3", b"ID3"), ("le-bac.daisy/a.mp3", b"ID3"))
    executor = _Executor(
        [lambda n: TaskSuccess(n, files, 90.0, 1, 1.0), lambda n: TaskFailure(n, message("The voice is dead."), 6)]
    )
    workers = start_workers(site, lambda: executor, lambda error: None)
    workers.maker.start()
    wait_until(lambda: site.programmes.find(ids[1]).state == "failed")
    workers.maker.stop()
    made = site.programmes.find(ids[0]).result
    assert (made.files, made.sound, made.duration, made.voice, made.online) == (
        {"le-bac.mp3": 3, "le-bac.daisy/a.mp3": 3},
        "le-bac.mp3",
        90.0,
        "espeak-fr",
        False,
    )
    assert (made.byline, made.address) == ("Jeanne Noël", "") and executor.stopped == 1
    assert [(task.number, task.name, task.options.voice) for task in executor.tasks] == [
        (1, "le-bac", "espeak-fr"),
        (2, "le-bac", "espeak-fr"),
    ]
    assert str(site.programmes.find(ids[1]).reason) == "The voice is dead."


def test_a_setting_that_does_not_fit_is_told_for_each(site, monkeypatch):
    id = site.programmes.add("text", "Le bac.", "Le bac").id
    site.programmes.save_article(id, ARTICLE)

    def refuse(self, settings=None):
        raise OptionError("That does not fit.")

    monkeypatch.setattr(type(site), "choose_options", refuse)
    maker = making.Maker(site, lambda: _Executor([]), lambda error: None)
    assert list(maker) == [] and str(site.programmes.find(id).reason) == "That does not fit."


# Growing sounds.


class _Child:
    def __init__(self, *given):
        self.given, self.killed, self.end = given, 0, threading.Event()

    def receive(self):
        self.end.wait(60)
        return ("result", 12.5)

    def kill(self):
        self.killed += 1
        self.end.set()


def test_at_most_four_articles_are_spoken_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(live, "Child", _Child)
    sounds = LiveSounds(tmp_path)
    options = Options(voice="espeak-fr")
    opened = [sounds.open(f"p{at}", 1, ARTICLE, options) for at in range(4)]
    assert sounds.list_speaking() == ["p0", "p1", "p2", "p3"] and sounds.open("p1", 1, ARTICLE, options) is opened[1]
    opened[0].listeners = 1
    fifth = sounds.open("p4", 1, ARTICLE, options)
    assert opened[1]._child.killed == 1 and sounds.list_identifiers() == ["p0", "p2", "p3", "p4"]
    for each in (opened[2], opened[3], fifth):
        each.listeners = 1
    with pytest.raises(ResourceError, match="4 articles are being spoken at once already"):
        sounds.open("p5", 1, ARTICLE, options)
    fifth._child.end.set()
    wait_until(lambda: fifth.ended)
    assert (fifth.duration, fifth.complete) == (12.5, True)
    another = sounds.open("p0", 2, ARTICLE, options)
    assert opened[0]._child.killed == 1 and another.version == 2
    sounds.drop("p4")
    assert "p4" in sounds.list_identifiers()
    fifth.listeners = 0
    sounds.drop("p4")
    sounds.drop("none")
    assert "p4" not in sounds.list_identifiers()
    sounds.close()
    assert sounds.list_identifiers() == [] and another._child.killed == 1


def test_the_text_of_what_is_being_spoken_has_the_times_that_are_known(browser, site, tmp_path, monkeypatch):
    id = site.programmes.add("text", "Le bac.", "Le bac").id
    site.programmes.save_article(id, ARTICLE)
    (tmp_path / "x.json").write_text(json.dumps(TEXT), encoding="utf-8")
    growing = SimpleNamespace(
        text=tmp_path / "x.json", read_progress=lambda: Progress((0.25,), ((),), None), complete=False, duration=None
    )
    monkeypatch.setattr(LiveSounds, "find", lambda self, asked: growing if asked == id else None)
    told = browser.get(f"/programmes/{id}/text.json").json()
    sentences = told["chapters"][0]["passages"][0]["paragraphs"][0]
    assert ([each["start"] for each in sentences], told["chapters"][0]["start"]) == ([0.25, 2.5], 0.25)
    assert (told["growing"], told["spoken"], told["duration"]) == (True, 1, None)
    growing.complete, growing.read_progress = True, lambda: Progress((0.25, 3.0), ((), ()), 9.5)
    told = browser.get(f"/programmes/{id}/text.json").json()
    assert (told["growing"], told["spoken"], told["duration"]) == (False, 2, 9.5)
    starts = browser.get(f"/programmes/{id}/text.json?starts").json()
    assert starts == {
        "growing": False,
        "spoken": 2,
        "duration": 9.5,
        "starts": [0.25, 3.0],
        "words": {"0": [], "1": []},
    }
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    assert browser.get(f"/programmes/{id}/text.json").status_code == 404


# The start.


@pytest.mark.parametrize(
    ("host", "public", "address"),
    [("127.0.0.1", "", "http://127.0.0.1:{}"), ("127.0.0.1", "https://a.example", "https://a.example")],
)
def test_the_server_tells_its_address_once_it_takes_requests(site, monkeypatch, host, public, address):
    started, served = [], []

    class Server:
        def __init__(self, config):
            self.config = config

        def run(self, sockets):
            port = sockets[0].getsockname()[1]
            with TestClient(self.config.app, base_url=f"http://127.0.0.1:{port}") as client:
                served.append((port, client.get("/").status_code, sys.getswitchinterval()))

    before = sys.getswitchinterval()
    monkeypatch.setattr("uvicorn.Server", Server)
    try:
        running.run_server(
            site,
            running.Place(host, 0, public),
            lambda: _Executor([]),
            guarded=False,
            warn=lambda told: None,
            on_start=started.append,
        )
    finally:
        sys.setswitchinterval(before)
    ((port, status, interval),) = served
    assert started == [address.format(port)] and status == 200 and interval == pytest.approx(0.001)


FORMS = [
    ({"rate": "80"}, 80), ({"rate": "450"}, 450), ({"rate": ""}, None), ({"rate": "79"}, OptionError), ({"rate": "451"}, OptionError),
    ({"night_hour": "0"}, None), ({"night_hour": "23"}, None), ({"night_hour": "24"}, OptionError), ({"night_hour": "-1"}, OptionError),
    ({"exports": ["epub", "wav"]}, None), ({"exports": ["exe"]}, OptionError),
]  # fmt: skip


@pytest.mark.parametrize(("form", "rate"), FORMS)
def test_settings_of_a_form(form, rate):
    whole = {"voice": "siwis", "rate": "", "acronyms": "say", "exports": [], "night_hour": "2", **form}
    if rate is OptionError:
        with pytest.raises(OptionError):
            parse_settings(whole)
    else:
        assert parse_settings(whole) == Settings(
            "siwis", rate, "say", tuple(whole["exports"]), int(whole["night_hour"])
        )


SIZES = [(0, "1 kB"), (1024, "1 kB"), (1600, "2 kB"), (500 * 1024, "500 kB"), ((1 << 20) - 1, "1024 kB"), (1 << 20, "1.0 MB"), (3 << 19, "1.5 MB"), ((1 << 30) - 1, "1024.0 MB"),
         (1 << 30, "1.0 GB"), (5 << 29, "2.5 GB")]  # fmt: skip


@pytest.mark.parametrize(("count", "shown"), SIZES)
def test_sizes_as_people_read_them(count, shown):
    assert str(format_size(count)) == shown


def test_where_one_is_led_after_logging_in(guarded, site, monkeypatch):
    # A hash takes long, as it must.
    monkeypatch.setattr(type(site.sessions), "check_password", lambda self, password: password == "right")
    assert guarded.post("/login", {"password": "wrong"}).status_code == 403
    for asked, to in (
        ("/settings", "/settings"),
        ("/a?b=c", "/a?b=c"),
        ("//evil.example", "/"),
        ("https://a.example", "/"),
        ("", "/"),
    ):
        entered = guarded.post("/login", {"password": "right", "next": asked})
        assert (entered.status_code, entered.headers["location"]) == (303, to), asked


def test_who_needs_no_password_is_not_asked_for_one(browser):
    assert browser.get("/login").headers["location"] == "/"
    saved = browser.post("/settings", {"voice": "espeak-fr"})
    assert "The settings were saved." in browser.get(saved.headers["location"]).text
    before = browser.get("/settings").text
    for name in ("feed-secret", "api-key"):
        assert browser.post(f"/settings/{name}").headers["location"] == "/settings?done=saved"
    after = browser.get("/settings").text + browser.get("/help").text
    assert f"{BASE}/feed/" in after and before not in after


def test_only_what_was_deleted_is_told_to_be(browser, site):
    kept, gone = (site.programmes.add("text", "Le bac.", f"Le bac {name}").id for name in ("a", "b"))
    site.programmes.delete(gone)
    for path, told in (
        (f"/?done=deleted&id={gone}", True),
        (f"/?done=deleted&id={kept}", False),
        (f"/?id={gone}", False),
        ("/?done=deleted", False),
    ):
        assert ("Le bac b” was deleted" in browser.get(path).text) is told, path
