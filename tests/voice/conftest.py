from contextlib import suppress

import pytest

from audiobrief.voice.engines.onnx_runtime import load_onnxruntime
from tests.voice.stand_in import StandIn

# Tests here use onnxruntime themselves. Imported first in any other way, it would send what it runs to its makers.
with suppress(ImportError):
    load_onnxruntime()


@pytest.fixture
def service(monkeypatch):
    """The real gTTS speaks to a service on the loopback address: only the place of the service is changed."""
    stand_in = StandIn()
    monkeypatch.setattr("gtts.tts._translate_url", lambda tld="com", path="": f"{stand_in.address}/{path}")
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    yield stand_in
    stand_in.close()
