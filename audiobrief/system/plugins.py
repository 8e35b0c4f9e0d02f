"""What packages bring by entry points: engines and exporters, audiobrief's own and those of other packages.

Audiobrief's own are looked up first, in `own_entry_points.json`, which `hatch_build.py` writes: asking Python for the
entry points of all packages takes longer than reading a short article.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from audiobrief.system.data_files import get_data_path

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints


def has_plugin(group: str, name: str) -> bool:
    """Whether a package brings `name` in `group`."""
    return name in _load_own().get(group, {}) or name in list_plugins(group)


def list_plugins(group: str) -> list[str]:
    """The names that packages bring in `group`, sorted."""
    return sorted(_find_all(tuple(sys.path), group).names)


def load_plugin(group: str, name: str) -> Any:
    """Load what a package brings as `name` in `group`. Raises KeyError if there is none."""
    if place := _load_own().get(group, {}).get(name):
        module, _, attribute = place.partition(":")
        return attrgetter(attribute)(import_module(module))
    for entry in _find_all(tuple(sys.path), group).select(name=name):
        return entry.load()
    raise KeyError(name)


@cache
def _load_own() -> dict[str, dict[str, str]]:
    """Audiobrief's entry points by group and name; none in a checkout that is not installed."""
    try:
        text = get_data_path("audiobrief", "own_entry_points.json").read_bytes()
        return msgspec.json.decode(text, type=dict[str, dict[str, str]])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


@cache
def _find_all(path: tuple[str, ...], group: str) -> EntryPoints:
    """The entry points of all packages on `path`, which is `sys.path`, in `group`."""
    from importlib.metadata import entry_points

    return entry_points(group=group)
