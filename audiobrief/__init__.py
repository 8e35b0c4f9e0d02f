"""A written French article goes in, a spoken programme comes out.

>>> import audiobrief
>>> audiobrief.spoken_text("Le 1er mars, 131 femmes")
'Le premier mars, cent trente et une femmes'

`make` runs the whole pipeline; `read`, `script` and `spoken_text` are parts of it; `inspect` examines a sound file of
any program. Modules are loaded when their names are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from audiobrief.errors import AudiobriefError
    from audiobrief.inspection.report import Inspection
    from audiobrief.inspection.report import inspect_file as inspect
    from audiobrief.model import Article, Block, Script
    from audiobrief.options import Options
    from audiobrief.pipeline import Events, Programme, Progress, make, read, script, spoken_text
    from audiobrief.version import __version__

__all__ = [
    "Article",
    "AudiobriefError",
    "Block",
    "Events",
    "Inspection",
    "Options",
    "Programme",
    "Progress",
    "Script",
    "__version__",
    "inspect",
    "make",
    "read",
    "script",
    "spoken_text",
]

_HOMES = {
    "__version__": "version",
    "Article": "model",
    "AudiobriefError": "errors",
    "Block": "model",
    "Events": "pipeline",
    "Inspection": "inspection.report",
    "Options": "options",
    "Programme": "pipeline",
    "Progress": "pipeline",
    "Script": "model",
    "inspect": "inspection.report:inspect_file",
    "make": "pipeline",
    "read": "pipeline",
    "script": "pipeline",
    "spoken_text": "pipeline",
}


def __getattr__(name: str) -> object:
    """The public names, each from the module that defines it (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'audiobrief' has no attribute {name!r}")
    from importlib import import_module

    module, _, other = _HOMES[name].partition(":")
    value = getattr(import_module(f"audiobrief.{module}"), other or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
