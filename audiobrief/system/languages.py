"""The language that the system speaks to its user in."""

from __future__ import annotations

import sys


def detect_language() -> str:
    """As `fr_FR`, where the system itself knows, as on Windows; empty where the environment's variables say it."""
    if sys.platform != "win32":
        return ""
    import ctypes

    kernel = getattr(getattr(ctypes, "windll", None), "kernel32", None)
    return find_locale(int(kernel.GetUserDefaultUILanguage())) if kernel else ""


def find_locale(identifier: int) -> str:
    """The locale that Windows has this number for; empty for none that Python knows."""
    from locale import windows_locale

    # The lower ten bits are the language without its country; with 0x0400 they are that of its first country.
    return windows_locale.get(identifier) or windows_locale.get(0x0400 | identifier & 0x03FF, "")
