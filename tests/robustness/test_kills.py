"""A few of the kills of benchmarks/kills.py, which makes many."""

import shutil
import signal

import pytest

from tests.robustness.killing import FORMER, Ground, differing, kills, snapshot


@pytest.mark.parametrize(
    ("command", "kind", "moments", "renamings"), [("make", "radio", 3, 2), ("batch", "podcast", 2, 1)]
)
def test_whenever_it_is_killed_nothing_is_half_written_and_the_next_run_is_as_any(
    tmp_path, command, kind, moments, renamings
):
    found = list(kills(tmp_path, command, moments, renamings, seed=moments, kinds=[kind]))
    assert [kill for kill in found if kill.faults] == []
    assert sum(kill.died for kill in found) >= moments


def test_a_batch_killed_between_two_files_is_not_taken_for_the_former(tmp_path):
    """The article is changed, the batch is killed while its files are put in place, the change is taken back."""
    ground = Ground(tmp_path, "batch")
    place = tmp_path / "place"
    shutil.copytree(tmp_path / "former", place)
    # The manifest's own renaming is the first.
    process = ground.start(place, "killed", renaming=5)
    assert process.wait(60) == -signal.SIGKILL
    found = snapshot(place / "out")
    assert any(found[name] != ground.former[name] for name in ground.former if not name.endswith(".json"))
    ground.write(FORMER)
    ground.run(place)
    assert differing(snapshot(place / "out"), ground.former) == []
