"""The addresses of a programme's files, as its player and the descriptions for machines give them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import quote

from audiobrief.delivery.exporter import Rendition


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a programme is published. `base` is the URL of its folder with a slash at its end; empty if it is unknown:
    then addresses are relative to the article's page. `transcript` and `frame` may be empty."""

    base: str
    sound: str
    transcript: str
    frame: str
    oembed: str

    @property
    def absolute(self) -> bool:
        """Whether the addresses can be used anywhere."""
        return bool(self.base)


def list_addresses(rendition: Rendition, folder: str) -> Addresses:
    """The addresses of a programme whose player is in `folder`, beside its MP3. The show's `url` is that of its folder;
    chapters that have files of their own are in a folder inside it."""
    base = rendition.show.url if rendition.show else ""
    if base:
        base = f"{base.rstrip('/')}/"
        if rendition.place:
            base += f"{_quote_name(rendition.target.parent.name)}/"
    stem = rendition.target.stem
    written = "html" in rendition.delivery.sidecars
    return Addresses(
        base=base,
        sound=base + _quote_name(rendition.target.name),
        transcript=base + _quote_name(f"{stem}.html") if written else "",
        frame=f"{base}{_quote_name(folder)}/frame.html" if base else "",
        oembed=f"{base}{_quote_name(folder)}/oembed.json" if base else "",
    )


def move_up(address: str) -> str:
    """The address as it is seen from a folder inside; absolute ones are the same everywhere."""
    return address if not address or "://" in address else f"../{address}"


def _quote_name(name: str) -> str:
    """Percent-encode a file name for a URL: its bytes as on disk."""
    return quote(os.fsencode(name))
