"""Sounds over HTTP: a finished one by ranges, a growing one as it comes, as far as it goes."""

from __future__ import annotations

import asyncio
import re
from bisect import bisect_right
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response, StreamingResponse

from audiobrief.mpeg_header import HEADER_SIZE, FrameHeader, read_header
from audiobrief.server.live import LiveSound

MP3 = "audio/mpeg"
# Seconds: between looks at a growing file; until the first sound must be there; of sound before a place that is sought,
# so that the decoder has what its first frames refer to (the bit reservoir of ISO/IEC 11172-3, 2.4.3.4).
_POLL, _FIRST, _LEAD = 0.1, 60.0, 0.1
_BLOCK = 1 << 16
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")
_SEARCH = 2048


async def send_growing(live: LiveSound, range_header: str, sentence: int | None) -> Response:
    """The answer to a request for a growing sound.

    It follows the sound until its end, from the beginning of a sentence if one is named. A range gets what there is of
    it by now (RFC 9110, 14.4, with an unknown length); from 0 to the end means all that comes. A sound that was spoken
    to its end is sent as any file.
    """
    await _wait_for_bytes(live, 1)
    if live.error is not None and not live.count_bytes():
        return Response(status_code=503, headers={"Retry-After": "5"})
    if live.complete and sentence is None:
        return FileResponse(live.sound, media_type=MP3)
    if sentence is not None:
        start = await _find_sentence(live, sentence)
        return _follow(live, start)
    wanted = _RANGE.fullmatch(range_header.strip())
    if not wanted or (int(wanted[1]) == 0 and not wanted[2]):
        return _follow(live, 0)
    return _send_part(live, int(wanted[1]), wanted[2])


def _follow(live: LiveSound, start: int) -> Response:
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "no-store"}
    return StreamingResponse(_read_on(live, start), media_type=MP3, headers=headers)


async def _read_on(live: LiveSound, start: int) -> AsyncIterator[bytes]:
    live.listeners += 1
    try:
        with live.sound.open("rb") as file:
            file.seek(start)
            while True:
                ended = live.ended
                piece = await run_in_threadpool(file.read, _BLOCK)
                if piece:
                    yield piece
                elif ended:
                    return
                else:
                    await asyncio.sleep(_POLL)
    finally:
        live.listeners -= 1


def _send_part(live: LiveSound, first: int, last: str) -> Response:
    size = live.count_bytes()
    if first >= size or (last and int(last) < first):
        return Response(status_code=416, headers={"Content-Range": "bytes */*"})
    end = min(int(last), size - 1) if last else size - 1
    with live.sound.open("rb") as file:
        file.seek(first)
        body = file.read(end - first + 1)
    headers = {"Content-Range": f"bytes {first}-{end}/*", "Accept-Ranges": "bytes", "Cache-Control": "no-store"}
    return Response(body, status_code=206, media_type=MP3, headers=headers)


async def _find_sentence(live: LiveSound, sentence: int) -> int:
    """The byte of a growing sound at which a sentence begins, once it is spoken; the last one's if it never is."""
    while True:
        starts = (await run_in_threadpool(live.read_progress)).starts
        if sentence < len(starts) or live.ended:
            break
        await asyncio.sleep(_POLL)
    if not starts:
        return 0
    seconds = starts[min(sentence, len(starts) - 1)]
    while (place := await run_in_threadpool(find_frame, live.sound, seconds - _LEAD)) is None and not live.ended:
        await asyncio.sleep(_POLL)
    return place or 0


def find_frame(path: Path, seconds: float) -> int | None:
    """The byte at which the MP3 frame at a time begins, in a file of constant bit rate; None if it is not there yet."""
    with path.open("rb") as file:
        first, header = _find_header(file.read(_SEARCH), 0)
        if header is None:
            return None
        count = max(0, int(seconds * header.sample_rate / header.samples))
        # Frames have one byte of padding or none, so that their bit rate is kept on the whole.
        near = first + count * header.samples * 125 * header.bitrate // header.sample_rate
        file.seek(max(first, near - header.size))
        begun = file.tell()
        block = file.read(_SEARCH)
    places = []
    at = 0
    while (found := _find_header(block, at))[1] is not None:
        places.append(begun + found[0])
        at = found[0] + found[1].size
    if not places or places[-1] < near - 2 * header.size:
        return None
    return places[max(0, bisect_right(places, near + 1) - 1)]


def _find_header(block: bytes, at: int) -> tuple[int, FrameHeader | None]:
    """The first frame from `at` on that another follows, or that ends the block."""
    while 0 <= (at := block.find(b"\xff", at)) <= len(block) - HEADER_SIZE:
        header = read_header(block, at)
        if header is not None:
            after = at + header.size
            if after > len(block) - HEADER_SIZE or read_header(block, after) is not None:
                return at, header
        at += 1
    return -1, None


async def _wait_for_bytes(live: LiveSound, count: int) -> None:
    for _ in range(round(_FIRST / _POLL * 4)):
        if live.ended or live.count_bytes() >= count:
            return
        await asyncio.sleep(_POLL / 4)
