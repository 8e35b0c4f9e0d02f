"""What files need besides the sound is made ready in a thread of its own."""

import threading

import pytest

from audiobrief.delivery.cover import Cover
from audiobrief.delivery.exporter import Exporter
from audiobrief.errors import DataError
from audiobrief.pipeline.preparation import Preparation

COVER = Cover(b"picture", "image/jpeg")


def make_exporter(prepare=None):
    return Exporter("x", ".x", "a file", lambda rendition, path: None, prepare=prepare)


@pytest.mark.parametrize("started", [True, False])
@pytest.mark.parametrize("cover", [COVER, None])
def test_the_cover_is_there_and_every_exporter_is_prepared_once(started, cover):
    done = []
    exporters = [
        make_exporter(lambda: done.append("first")),
        make_exporter(),
        make_exporter(lambda: done.append("last")),
    ]
    with Preparation(exporters, lambda: cover) as preparation:
        if started:
            preparation.start()
        assert preparation.get_cover() is cover
    assert done == ["first", "last"]


def test_it_is_made_while_others_work_and_has_ended_with_the_block():
    may, threads = threading.Event(), []

    def wait():
        threads.append(threading.current_thread())
        assert may.wait(20)
        return COVER

    with Preparation([], wait) as preparation:
        preparation.start()
        may.set()
    assert [thread.is_alive() for thread in threads] in ([], [False])
    assert threading.current_thread() not in threads


def fail(*_):
    raise DataError("The cover is wrong.")


@pytest.mark.parametrize(("exporters", "cover"), [([], fail), ([make_exporter(fail)], lambda: COVER)])
def test_what_fails_is_told_to_who_asks_for_the_cover(exporters, cover):
    with Preparation(exporters, cover) as preparation, pytest.raises(DataError, match="wrong"):
        preparation.start()
        preparation.get_cover()


def test_an_error_of_the_block_is_not_replaced_by_one_of_the_thread():
    with pytest.raises(KeyError), Preparation([], fail) as preparation:
        preparation.start()
        raise KeyError


@pytest.mark.parametrize("name", ["mp3", "html", "page"])
def test_exporters_that_load_much_can_be_prepared(name):
    from audiobrief.delivery.exporter import load_exporters

    prepare = load_exporters()[name].prepare
    assert prepare and prepare()
