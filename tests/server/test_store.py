"""What the database keeps: programmes, jobs, places, feeds, messages; each of them once."""

import os
import sqlite3
import time

import pytest

from audiobrief.batch.task import TaskSuccess
from audiobrief.errors import TargetError
from audiobrief.messages import counted, listed, message
from audiobrief.model import Article, Block
from audiobrief.server.chores import is_due
from audiobrief.server.database import Database
from audiobrief.server.feeds import Feed
from audiobrief.server.making import adopt_finished, write_version
from audiobrief.server.programmes import MadeProgramme, get_programme_folder
from audiobrief.server.records import decode_article, decode_messages, encode_article, encode_messages
from audiobrief.server.site import open_site
from tests.server.conftest import OPTIONS

ARTICLE = Article("Le bac", (Block("paragraph", "Le bac a repris la mer."),), byline="Jeanne Kerloc'h")


def made_of(duration=90.0, **more):
    files = {"le-bac.mp3": 3}
    return MadeProgramme(files, "le-bac.mp3", duration, "espeak-fr", False, 1000.0, **more)


def add_read(site, title="Le bac"):
    added = site.programmes.add("text", "Le bac a repris la mer.", title)
    site.programmes.save_article(added.id, ARTICLE)
    return added.id


def test_a_programme_goes_its_way(site):
    id = site.programmes.add("text", "Le bac a repris la mer.").id

    def state():
        return site.programmes.find(id).state

    states = [state()]
    site.programmes.save_article(id, ARTICLE)
    states.append(state())
    job = site.programmes.take_job()
    states.append(state())
    site.programmes.finish(id, job.version, made_of())
    states.append(state())
    assert states == ["reading", "waiting", "making", "ready"]
    assert (job.id, job.version, job.article) == (id, 1, ARTICLE)
    assert site.programmes.take_job() is None
    assert site.programmes.find(id).result == made_of()
    # The pasted text is in the article.
    assert site.programmes.load_source(id) == ""


def test_what_is_listened_to_comes_first(site):
    first, second, third = (add_read(site) for _ in range(3))
    site.programmes.prefer(third)
    assert [site.programmes.take_job([second]).id, site.programmes.take_job().id] == [third, first]


def test_one_version_is_made_at_a_time(site):
    id = add_read(site)
    site.programmes.take_job()
    site.programmes.make_again(id)
    assert site.programmes.take_job() is None
    site.programmes.finish(id, 1, made_of())
    assert site.programmes.take_job().version == 2


def test_a_failure_is_told_and_tried_again(site):
    id = add_read(site)
    site.programmes.take_job()
    site.programmes.fail(id, message("The voice '{name}' is dead.", name="siwis"), 1)
    found = site.programmes.find(id)
    assert (found.state, str(found.reason)) == ("failed", "The voice 'siwis' is dead.")
    assert site.programmes.take_job() is None
    site.programmes.retry_failed()
    assert site.programmes.take_job().version == 2


def test_a_version_that_fails_leaves_the_former(site):
    id = add_read(site)
    site.programmes.take_job()
    site.programmes.finish(id, 1, made_of())
    site.programmes.make_again(id)
    site.programmes.take_job()
    site.programmes.fail(id, message("No room."), 2)
    found = site.programmes.find(id)
    assert (found.state, found.result, str(found.reason)) == ("ready", made_of(), "No room.")


def test_a_killed_server_takes_its_work_up_again(site, tmp_path):
    id = add_read(site)
    assert site.programmes.take_job().id == id
    site.close()
    again = open_site(tmp_path / "data", OPTIONS, tmp_path / "lexicon.toml")
    assert again.programmes.take_job().id == id
    again.close()


@pytest.mark.parametrize(("version", "size", "adopted"), [(1, 3, True), (2, 3, False), (1, 4, False)])
def test_what_was_written_before_a_kill_is_not_made_again(site, version, size, adopted):
    """Only the very version that is wanted, and whole."""
    id = add_read(site)
    site.programmes.take_job()
    made = MadeProgramme({"le-bac.mp3": size}, "le-bac.mp3", 90.0, "espeak-fr", False, 1000.0)
    result = TaskSuccess(1, (("le-bac.mp3", b"ID3"),), 90.0, 1, 1.0)
    write_version(get_programme_folder(site.data, id), version, made, result)
    site.programmes.forget_running()
    adopt_finished(site)
    assert (site.programmes.take_job() is None) is adopted


PLACES = [
    # seconds, ended, the place that is kept, heard
    (30.0, False, 30.0, False),
    (0.0, False, 0.0, False),
    (85.0, False, 0.0, True),
    (30.0, True, 0.0, True),
]


@pytest.mark.parametrize(("seconds", "ended", "kept", "heard"), PLACES)
def test_the_place_is_kept_until_the_end(site, seconds, ended, kept, heard):
    id = add_read(site)
    site.programmes.take_job()
    site.programmes.finish(id, 1, made_of())
    site.programmes.keep_position(id, seconds, ended=ended)
    found = site.programmes.find(id)
    assert (found.position, found.listened) == (kept, heard)


def test_deleting_is_undone_until_it_is_purged(site):
    id = add_read(site)
    site.programmes.delete(id)
    assert (site.programmes.list_page("all", 0, 9), site.programmes.take_job()) == ([], None)
    assert [found.id for found in site.programmes.list_deleted()] == [id]
    assert site.programmes.purge(time.time() - 60) == []
    site.programmes.restore(id)
    assert site.programmes.purge(time.time() + 60) == []
    site.programmes.delete(id)
    assert site.programmes.purge(time.time() + 60) == [id]
    assert site.programmes.find(id) is None


def test_every_change_has_a_revision(site):
    start = site.database.revision
    id = add_read(site)
    site.programmes.mark_listened(id, True)
    assert site.database.revision > start
    assert [found.id for found in site.programmes.list_changed(start)] == [id]
    assert site.programmes.list_changed(site.database.revision) == []


def test_a_failed_transaction_changes_nothing(site):
    with pytest.raises(ZeroDivisionError), site.database.write() as connection:
        connection.execute("DELETE FROM counters")
        raise ZeroDivisionError
    assert add_read(site)


def test_a_database_of_a_newer_version_is_left_alone(tmp_path):
    path = tmp_path / "serve.sqlite3"
    Database(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(TargetError, match="newer audiobrief"):
        Database(path)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_nobody_else_reads_the_database(site):
    add_read(site)
    kept = [path.stat().st_mode & 0o077 for path in site.data.iterdir()]
    assert len(kept) >= 4
    assert set(kept) == {0}


# Feeds.


def test_each_entry_of_a_feed_is_added_once(site):
    site.feeds.add("https://example.org/feed", "now", 1)
    (feed,) = site.feeds.list_all()
    entries = ["https://example.org/3", "https://example.org/2", "https://example.org/1"]
    added = [site.feeds.add_entries(feed, entries), site.feeds.add_entries(feed, entries)]
    added.append(site.feeds.add_entries(feed, ["https://example.org/5", "https://example.org/4", *entries]))
    # Emptied for a while, then as before.
    added += [site.feeds.add_entries(feed, []), site.feeds.add_entries(feed, entries)]
    assert added == [1, 0, 2, 0, 0]
    assert site.feeds.list_all()[0].count == 3
    assert [found.source[-1] for found in reversed(site.programmes.list_page("all", 0, 9))] == ["3", "4", "5"]
    site.feeds.remove(feed.id)
    assert site.feeds.add_entries(feed, ["https://example.org/6"]) == 0


NIGHT = time.mktime((2026, 3, 4, 2, 30, 0, 0, 0, -1))
DUE = [
    ("now", None, NIGHT, True),
    ("now", NIGHT - 1000, NIGHT, False),
    ("now", NIGHT - 2000, NIGHT, True),
    ("night", None, NIGHT, True),
    ("night", NIGHT - 24 * 3600, NIGHT, True),
    ("night", NIGHT - 1000, NIGHT, False),
    ("night", NIGHT - 24 * 3600, NIGHT + 2 * 3600, False),
]


@pytest.mark.parametrize(("mode", "checked", "now", "due"), DUE)
def test_feeds_are_looked_at_in_their_time(mode, checked, now, due):
    assert is_due(Feed(1, "https://example.org/feed", mode, 1, checked, None, 0), now, 2) is due


# Records.

MESSAGES = [
    message("Plain."),
    message("The file '{path}' has {size:.1f} MB.", path="a b", size=1.5),
    message("{made} made", made=counted("{count} article", "{count} articles", count=2)),
    message("one of {known}", known=listed(["mp3", message("nothing")], " or ")),
]


@pytest.mark.parametrize("told", MESSAGES, ids=str)
def test_messages_are_told_as_before(told):
    (back,) = decode_messages(encode_messages([told]))
    assert str(back) == str(told)


def test_articles_are_kept_whole():
    assert decode_article(encode_article(ARTICLE)) == ARTICLE
    assert decode_messages(None) == []
