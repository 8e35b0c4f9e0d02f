"""What every test shares: the network is closed (pytest-socket), and caches are each test's own."""

import pytest


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
