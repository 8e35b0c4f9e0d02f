"""onnxruntime as it is used here: it sends nothing to anybody, and its runs can be ended midway."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

_FATAL = 4


@lru_cache(maxsize=1)
def onnxruntime() -> Any:
    """The module, loaded the first time. Its official builds send what they run, and an identifier of the machine that
    they keep in the user's cache, to Microsoft (on Linux and macOS from 1.29 on), unless they are told not to before
    they are loaded. Everyone loads it here."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    # On Windows events go to the system's own tracing; and somebody else may have loaded it before.
    onnxruntime.disable_telemetry_events()
    return onnxruntime


class Runs:
    """Runs of one session, side by side or one after the other, that end together: with an error, within one node of
    the graph. `options` is for each of them."""

    def __init__(self) -> None:
        self.options: Any = onnxruntime().RunOptions()
        # It would tell of the end on standard error.
        self.options.log_severity_level = _FATAL

    def end(self) -> None:
        self.options.terminate = True
