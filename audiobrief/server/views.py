"""What pages and JSON show of programmes."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from audiobrief.delivery.text.read_along_json import list_sentences
from audiobrief.messages import Message, message
from audiobrief.server.calls import Call
from audiobrief.server.programmes import Programme, get_programme_folder

# Names of files by their endings, the longer before the shorter.
_LABELS = (
    (".mp3", message("The sound, with chapters (MP3)")),
    (".wav", message("The sound for radio automation (WAV)")),
    (".cue", message("Cue sheet")),
    (".chapters.json", message("Chapters (JSON)")),
    (".read-along.json", message("The text with times (JSON)")),
    (".vtt", message("Subtitles (WebVTT)")),
    (".srt", message("Subtitles (SubRip)")),
    (".page.html", message("A page with the sound and the text (HTML)")),
    (".html", message("The text with the times (HTML)")),
    (".epub", message("Talking book (EPUB 3)")),
    (".daisy.zip", message("Talking book (DAISY 2.02)")),
    (".daisy3.zip", message("Talking book (DAISY 3)")),
)
EXPORTS = {
    "epub": message("Talking book (EPUB 3)"),
    "daisy": message("Talking book (DAISY 2.02)"),
    "daisy3": message("Talking book (DAISY 3)"),
    "page": message("A page with the sound and the text (HTML)"),
    "wav": message("The sound for radio automation (WAV)"),
    "cue": message("Cue sheet"),
}
"""The files that can be made beside the usual ones."""


def view_programme(call: Call, found: Programme, *, downloads: bool = False) -> dict[str, Any]:
    """A programme as templates get it; JSON is made from it by `to_json`."""
    result = found.result
    live = call.site.live.find(found.id)
    duration = result.duration if result else (live.duration if live else None)
    url = f"/programmes/{found.id}"
    view = {
        "id": found.id,
        "title": found.title or _get_name(found) or call.translate(message("A text without a title")),
        "state": found.state,
        "remaking": bool(found.made) and found.made < found.wanted and found.reason is None,
        "playable": found.is_read and (bool(found.made) or found.reason is None),
        "growing": not found.made,
        "duration": duration,
        "position": found.position,
        "left": max(0.0, duration - found.position) if duration is not None else None,
        "listened": found.listened,
        "added": datetime.fromtimestamp(found.added).astimezone(),
        "source": _get_name(found),
        "address": found.source if found.kind == "address" else "",
        "byline": result.byline if result else "",
        "voice": result.voice if result else "",
        "online": bool(result and result.online),
        "reason": call.translate(found.reason),
        "remarks": [call.translate(remark) for remark in found.remarks],
        "feed": _get_host(found.feed),
        "deleted": found.deleted,
        "revision": found.revision,
        "url": url,
        "sound_url": f"{url}/sound.mp3",
    }
    if downloads:
        view["downloads"] = _list_downloads(call, found)
    return view


def to_json(view: dict[str, Any]) -> dict[str, Any]:
    """The view of a programme as JSON values."""
    return {**view, "added": view["added"].isoformat(timespec="seconds")}


def load_text(call: Call, found: Programme) -> dict[str, Any] | None:
    """The text of a programme with the time of each sentence: of the made one, or as far as it was spoken; None as long
    as neither was begun."""
    if found.result:
        name = next((name for name in found.result.files if name.endswith(".read-along.json")), None)
        try:
            path = get_programme_folder(call.site.data, found.id) / (name or "")
            text: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return {**text, "growing": False, "spoken": sum(1 for _ in list_sentences(text))}
    live = call.site.live.find(found.id)
    if live is None or not live.text.exists():
        return None
    try:
        text = json.loads(live.text.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # it is just being written
        return None
    progress = live.read_progress()
    for sentence, start, words in zip(list_sentences(text), progress.starts, progress.words, strict=False):
        sentence["start"], sentence["words"] = start, words
    for chapter in text["chapters"]:
        first = next(iter(list_sentences({"heading": [], "chapters": [chapter]})), None)
        chapter["start"] = first["start"] if first else None
    spoken = len(progress.starts)
    return {**text, "duration": progress.duration, "growing": not live.complete, "spoken": spoken}


def find_sentence(text: dict[str, Any] | None, number: int) -> str:
    """The sentence of a number in a text; empty if there is none."""
    sentences = list_sentences(text) if text else ()
    return next((str(sentence["text"]) for sentence in sentences if sentence["n"] == number), "")


def _list_downloads(call: Call, found: Programme) -> list[dict[str, Any]]:
    listed: dict[str, int] = {}
    for name, size in (found.result.files if found.result else {}).items():
        folder, slash, _ = name.partition("/")
        whole = f"{folder}.zip" if slash else name
        listed[whole] = listed.get(whole, 0) + size
    order = [ending for ending, _ in _LABELS]
    return [
        {
            "name": name,
            "url": f"/programmes/{found.id}/files/{quote(name)}",
            "label": call.translate(_get_label(name)),
            "size": listed[name],
        }
        for name in sorted(listed, key=lambda name: next((n for n, end in enumerate(order) if name.endswith(end)), 99))
    ]


def _get_label(name: str) -> Message:
    label = next((label for ending, label in _LABELS if name.endswith(ending)), None)
    return label or Message("{name}", {"name": name})


def _get_name(found: Programme) -> str:
    """Where a programme comes from, in short."""
    if found.kind == "address":
        return _get_host(found.source)
    return found.source if found.kind == "document" else ""


def _get_host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
