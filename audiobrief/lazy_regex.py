"""Regular expressions that are compiled when they are first needed.

Compiling the patterns of the speech rules takes longer than reading a short text with them, and most of them are never
tried on it: their marks are not there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any


class _LazyRegex:
    """Stands for `re.compile(pattern, flags)`, and compiles at the first use of anything but `pattern`.

    Methods of the compiled pattern are then attributes of this object, and cost no more than its own. Functions of `re`
    take no such object: call its methods.
    """

    _METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer", "flags", "groupindex")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in self._METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        for method in self._METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"lazy_regex({self.pattern!r})"


if TYPE_CHECKING:

    def lazy_regex(pattern: str, flags: int = 0) -> re.Pattern[str]: ...

else:
    lazy_regex = _LazyRegex
