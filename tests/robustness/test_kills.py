"""A few of the kills of benchmarks/kills.py, which makes many."""

import shutil
import signal

import pytest

from tests.robustness.killing import ARTICLE, FORMER, Ground, differing, kills_on, snapshot


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """A batch of podcasts that ran twice undisturbed."""
    return Ground(tmp_path_factory.mktemp("batch"), "batch")


@pytest.fixture
def make(tmp_path):
    return Ground(tmp_path, "make", "radio")


@pytest.mark.parametrize(("command", "moments", "renamings"), [("make", 1, 2), ("batch", 1, 1)])
def test_whenever_it_is_killed_nothing_is_half_written_and_the_next_run_is_as_any(request, command, moments, renamings):
    found = list(kills_on([request.getfixturevalue(command)], moments, renamings, seed=3))
    assert [kill for kill in found if kill.faults] == []
    assert sum(kill.died for kill in found) >= moments + renamings


def test_a_batch_killed_between_two_files_is_not_taken_for_the_former(batch):
    """The article is changed, the batch is killed while its files are put in place, the change is taken back."""
    # Beside the former, since the manifest knows the articles by the way to them.
    place = batch.folder / "place"
    shutil.copytree(batch.folder / "former", place)
    batch.write(ARTICLE)
    # The manifest's own renaming is the first.
    process = batch.start(place, "killed", renaming=5)
    assert process.wait(300) == -signal.SIGKILL
    found = snapshot(place / "out")
    assert any(found[name] != batch.former[name] for name in batch.former if not name.endswith(".json"))
    batch.write(FORMER)
    batch.run(place)
    assert differing(snapshot(place / "out"), batch.former) == []
