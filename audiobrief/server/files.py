"""The sound of a programme, its other files, and what is told to a page while it is open."""

from __future__ import annotations

import asyncio
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse

from audiobrief.messages import message
from audiobrief.server.calls import Call, not_found, page_route, show_reason
from audiobrief.server.live import LiveSound
from audiobrief.server.pages import find_programme
from audiobrief.server.programmes import Programme, get_programme_folder
from audiobrief.server.sound import MP3, send_growing
from audiobrief.server.views import to_json, view_programme

# Seconds: how long a page may wait for a change, and between looks.
_LONGEST_WAIT, _POLL = 25.0, 0.25
_BLOCK = 1 << 16
_MEDIA_TYPES = {".mp3": MP3, ".vtt": "text/vtt", ".srt": "application/x-subrip", ".json": "application/json",
                ".epub": "application/epub+zip", ".html": "text/html; charset=utf-8", ".wav": "audio/wav",
                ".cue": "text/plain; charset=utf-8"}  # fmt: skip


async def send_sound(call: Call) -> Response:
    """The sound of a programme: the finished file, or what is spoken for this listener."""
    found = await run_in_threadpool(find_programme, call)
    if found is None:
        return not_found(call)
    if found.result:
        return send_file(call, found, found.result.sound)
    if not found.is_read or found.reason is not None:
        return show_reason(
            call, 409, found.reason or message("The article is still being read: try again in a moment.")
        )
    if call.request.method == "HEAD":
        return Response(media_type=MP3, headers={"Accept-Ranges": "bytes"})
    live = await run_in_threadpool(open_live, call, found)
    sentence = call.request.query_params.get("sentence", "")
    number = int(sentence) if sentence.isdecimal() and len(sentence) < 7 else None
    response = await send_growing(live, call.request.headers.get("range", ""), number)
    if response.status_code == 503:
        return PlainTextResponse(call.translate(live.error), 503, {"Retry-After": "5"})
    return response


def open_live(call: Call, found: Programme) -> LiveSound:
    """The growing sound of a programme, which is begun for its first listener. Raises ResourceError."""
    site = call.site
    article = site.programmes.load_article(found.id)
    assert article is not None
    site.programmes.prefer(found.id)
    return site.live.open(found.id, found.wanted, article, site.choose_options())


def send_download(call: Call) -> Response:
    found = find_programme(call)
    name = call.request.path_params["name"]
    if found is None or not found.result:
        return not_found(call)
    if name in found.result.files and "/" not in name:
        return send_file(call, found, name, attachment=True)
    folder = name.removesuffix(".zip")
    if not any(file.startswith(f"{folder}/") for file in found.result.files):
        return not_found(call)
    return _send_folder(get_programme_folder(call.site.data, found.id) / folder, name)


def send_file(call: Call, found: Programme, name: str, *, attachment: bool = False) -> Response:
    """A file of a programme, by ranges if they are asked for."""
    path = get_programme_folder(call.site.data, found.id) / name
    if not path.is_file():
        return not_found(call)
    kind = _MEDIA_TYPES.get(path.suffix, "application/octet-stream")
    response = FileResponse(
        path,
        media_type=kind,
        filename=name if attachment else None,
        content_disposition_type="attachment" if attachment else "inline",
    )
    if attachment:
        # Pages made of articles of others must not run on this site.
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


async def send_status(call: Call) -> Response:
    """The programmes that have changed since a revision, as soon as one has."""
    asked = call.request.query_params
    since = int(asked.get("since", "0")) if asked.get("since", "0").isdecimal() else 0
    try:
        wait = min(_LONGEST_WAIT, float(asked.get("wait", "0")))
    except ValueError:
        wait = 0.0
    until = asyncio.get_running_loop().time() + wait
    while call.site.database.revision <= since and asyncio.get_running_loop().time() < until:
        await asyncio.sleep(_POLL)
        if await call.request.is_disconnected():
            return Response(status_code=204)
    return await run_in_threadpool(_list_changes, call, since)


def _list_changes(call: Call, since: int) -> Response:
    revision = call.site.database.revision
    changed = [to_json(view_programme(call, each)) for each in call.site.programmes.list_changed(since)]
    return JSONResponse({"revision": max([revision, *(each["revision"] for each in changed)]), "programmes": changed})


def _send_folder(folder: Path, name: str) -> Response:
    """All files of a folder in one ZIP archive."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, Path(folder.name) / path.relative_to(folder))
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(size)}
    return StreamingResponse(
        _read_blocks(file), media_type="application/zip", headers=headers, background=BackgroundTask(file.close)
    )


def _read_blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


ROUTES = (
    page_route("/status.json", send_status),
    page_route("/programmes/{id}/sound.mp3", send_sound),
    page_route("/programmes/{id}/files/{name}", send_download, slow=True),
)
