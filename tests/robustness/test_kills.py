"""A few of the kills of benchmarks/kills.py, which makes many."""

import pytest

from tests.robustness.killing import kills


@pytest.mark.parametrize(("command", "count"), [("make", 8), ("batch", 6)])
def test_whenever_it_is_killed_nothing_is_half_written_and_the_next_run_is_as_any(tmp_path, command, count):
    found = list(kills(tmp_path, command, count, seed=count))
    assert [kill for kill in found if kill.faults] == []
    assert sum(kill.died for kill in found) >= count // 2
