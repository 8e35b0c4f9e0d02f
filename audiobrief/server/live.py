"""Sounds that grow: an article is spoken for whoever wants to hear it before it is made."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from audiobrief.errors import ResourceError
from audiobrief.messages import Message
from audiobrief.model import Article
from audiobrief.options import Options
from audiobrief.server.children import Child, explain_failure
from audiobrief.server.speaking import Progress, read_progress, speak_growing

# Articles that are spoken at once; a further listener takes the place of one that nobody hears.
_MOST = 4


class LiveSound:
    """The growing sound of a version of a programme. `sound`, `text` and `progress` are the files of `speak_growing`,
    `error` says why it ended before its end. `listeners` counts the requests that follow it."""

    def __init__(self, folder: Path, id: str, version: int, article: Article, options: Options) -> None:
        self.id, self.version = id, version
        stem = f"{id}-{version}"
        self.sound, self.text, self.progress = (folder / f"{stem}.{end}" for end in ("mp3", "json", "progress"))
        self.error: Message | None = None
        self.duration: float | None = None
        self.listeners = 0
        self._ended = threading.Event()
        # A former process may have left the beginning of it.
        for path in self._list_files():
            path.unlink(missing_ok=True)
        self._child = Child(speak_growing, article, options, self.sound, self.text, self.progress)
        threading.Thread(target=self._wait, name="audiobrief-live", daemon=True).start()

    @property
    def ended(self) -> bool:
        """Whether nothing more comes."""
        return self._ended.is_set()

    @property
    def complete(self) -> bool:
        """Whether all of it was spoken."""
        return self.ended and self.error is None

    def count_bytes(self) -> int:
        """How much there is by now."""
        try:
            return self.sound.stat().st_size
        except OSError:
            return 0

    def read_progress(self) -> Progress:
        """How far it was spoken."""
        return read_progress(self.progress)

    def remove(self) -> None:
        """End the speaking and remove the files; whoever has them open can read on, but for Windows."""
        self._child.kill()
        for path in self._list_files():
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _list_files(self) -> list[Path]:
        return [self.sound, self.text, self.progress]

    def _wait(self) -> None:
        try:
            self.duration = self._child.receive()[1]
        except Exception as error:
            self.error = explain_failure(error)
        self._ended.set()


class LiveSounds:
    """The growing sounds in `folder`, at most one for each programme."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._sounds: dict[str, LiveSound] = {}

    def find(self, id: str) -> LiveSound | None:
        """The sound of a programme, if it was begun."""
        with self._lock:
            return self._sounds.get(id)

    def open(self, id: str, version: int, article: Article, options: Options) -> LiveSound:
        """The sound of a version of a programme; speaking begins unless it has. One that failed is begun anew.

        Raises ResourceError if too many are being listened to.
        """
        with self._lock:
            former = self._sounds.get(id)
            if former is not None and former.version == version and former.error is None:
                return former
            if former is not None:
                self._sounds.pop(id).remove()
            self._make_room()
            opened = self._sounds[id] = LiveSound(self._folder, id, version, article, options)
            return opened

    def drop(self, id: str) -> None:
        """Remove the sound of a programme that has been made, unless somebody still listens to it."""
        with self._lock:
            found = self._sounds.get(id)
            if found is not None and not found.listeners:
                self._sounds.pop(id).remove()

    def list_identifiers(self) -> list[str]:
        """The programmes that have one."""
        with self._lock:
            return list(self._sounds)

    def list_speaking(self) -> list[str]:
        """The programmes that are being spoken."""
        with self._lock:
            return [id for id, sound in self._sounds.items() if not sound.ended]

    def close(self, *_: Any) -> None:
        """End all."""
        with self._lock:
            for sound in self._sounds.values():
                sound.remove()
            self._sounds.clear()

    def _make_room(self) -> None:
        speaking = [sound for sound in self._sounds.values() if not sound.ended]
        if len(speaking) < _MOST:
            return
        idle = next((sound for sound in speaking if not sound.listeners), None)
        if idle is None:
            raise ResourceError(
                "{count} articles are being spoken at once already: wait until one is finished.", count=len(speaking)
            )
        self._sounds.pop(idle.id).remove()
