"""The exporter of the player for a publisher's own page."""

from __future__ import annotations

import re
from pathlib import Path

from audiobrief.delivery.embed.addresses import list_addresses
from audiobrief.delivery.embed.fragment import read_script, render_fragment, render_frame
from audiobrief.delivery.embed.metadata import make_oembed, render_head
from audiobrief.delivery.exporter import Exporter, Rendition

_ENDING = ".embed"
_FILES = re.compile(r"(?:player|head|frame)\.html|player\.js|oembed\.json")


def _write_rendition(rendition: Rendition, path: Path) -> None:
    addresses = list_addresses(rendition, f"{rendition.target.stem}{_ENDING}")
    said = rendition.article, rendition.timeline, addresses, rendition.disclosure.notice
    files = {
        "player.html": render_fragment(*said),
        "frame.html": render_frame(*said),
        "player.js": read_script(),
        "head.html": render_head(rendition, addresses),
    }
    if addresses.absolute:
        files["oembed.json"] = make_oembed(rendition, addresses)
    for name, text in files.items():
        path.joinpath(name).write_bytes(text.encode())


EXPORTER = Exporter(
    "embed",
    _ENDING,
    "a player for the article's own web page, in a folder",
    _write_rendition,
    flag="--embed",
    flag_help="Also NAME.embed, a player to put into the article's own web page.",
    folder=_FILES,
)
