"""Where one stopped listening to each article. Only digests are kept: nobody can read from them what was heard."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiobrief.model import Article, Utterance
from audiobrief.system.unfinished import unfinished_file

# Articles whose places are kept; the oldest go first.
_MOST = 500


@dataclass(frozen=True, slots=True)
class Bookmarks:
    """The places in the file at `path`, which need not exist."""

    path: Path

    def find_place(self, article: Article, utterances: Sequence[Utterance]) -> int:
        """The utterance at which one stopped, 0 if none is known.

        If the article has changed since, the utterance with the same words, or else the same number, is returned.
        """
        entry = self._load().get(_digest_article(article))
        if not isinstance(entry, dict) or not isinstance(at := entry.get("at"), int):
            return 0
        same = [number for number, utterance in enumerate(utterances) if _digest(utterance.text) == entry.get("words")]
        return min(same, key=lambda number: abs(number - at)) if same else max(0, min(at, len(utterances) - 1))

    def put_place(self, article: Article, utterances: Sequence[Utterance], at: int) -> None:
        """Keep utterance `at` as the place; 0 or the end forgets the article. Errors are ignored."""
        entries = self._load()
        entries.pop(key := _digest_article(article), None)
        if 0 < at < len(utterances):
            entries[key] = {"at": at, "words": _digest(utterances[at].text), "when": round(time.time())}
        newest = dict(list(entries.items())[-_MOST:])
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished_file(self.path.parent) as unfinished:
                unfinished.write_bytes(json.dumps(newest, indent=0).encode())
                unfinished.replace(self.path)

    def _load(self) -> dict[str, Any]:
        try:
            entries = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return entries if isinstance(entries, dict) else {}


def _digest_article(article: Article) -> str:
    """What tells articles apart: their address, a file's from the root, or without one their text."""
    if article.address and not article.web_address:
        return _digest(str(Path(article.address).absolute()))
    return _digest(article.address or "\n".join(block.text for block in article.blocks))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
