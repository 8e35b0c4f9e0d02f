"""An extension of griffe for the site: examples in docstrings (`>>> …`) become blocks of code.

Markdown would take `>>>` for a quotation in a quotation in a quotation.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

_EXAMPLE = re.compile(r"^>>> .*(?:\n(?!\s*$).*)*", re.MULTILINE)


def fence_examples(docstring: str) -> str:
    """The docstring with a fence around each example: its lines up to the next empty one."""
    return _EXAMPLE.sub(lambda found: f"```pycon\n{found[0]}\n```", docstring)


class DoctestBlocks(griffe.Extension):
    """Fences the examples of every docstring that is loaded."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring:
            obj.docstring.value = fence_examples(obj.docstring.value)
