"""What every test shares: the network is closed (pytest-socket), caches are each test's own, and the command speaks
English whatever the machine does."""

import os

import pytest

os.environ.update(LANGUAGE="en", LC_ALL="C.UTF-8")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
