"""The interface for other programs: programmes and feeds as JSON, and speech as OpenAI's service gives it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, get_args

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from audiobrief.errors import ArticleError, OptionError, VoiceError
from audiobrief.messages import message
from audiobrief.options import FASTEST, SLOWEST, Options, change_options
from audiobrief.player.sound_stream import SoundFormat
from audiobrief.server.adding import Upload, add_source
from audiobrief.server.calls import Call, not_found, page_route, show_reason
from audiobrief.server.children import Child
from audiobrief.server.feed_pages import follow_feed
from audiobrief.server.making import is_online
from audiobrief.server.openapi import describe_api
from audiobrief.server.pages import find_programme, parse_seconds
from audiobrief.server.speaking import speak_text
from audiobrief.server.views import to_json, view_programme

_MOST_JSON = 12 << 20
_MOST_LISTED = 100
# Characters of a text that is to be spoken at once, twenty times what OpenAI's service takes; seconds for its first
# sound and between two.
_MOST_SPOKEN, _SECONDS = 80_000, 120.0
_TYPES: dict[SoundFormat, str] = {
    "mp3": "audio/mpeg", "wav": "audio/wav", "opus": "audio/ogg", "aac": "audio/aac", "flac": "audio/flac",
    "pcm": "audio/pcm",
}  # fmt: skip
# The names of OpenAI's own voices mean the default one.
_THEIR_VOICES = {"alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer", "verse"}


def send_description(call: Call) -> Response:
    return JSONResponse(describe_api(call.base))


def list_programmes(call: Call) -> Response:
    asked = call.request.query_params
    first = int(asked["first"]) if asked.get("first", "").isdecimal() and len(asked["first"]) < 9 else 0
    found = call.site.programmes.list_page("all", first, _MOST_LISTED)
    return JSONResponse(
        {
            "programmes": [to_json(view_programme(call, each)) for each in found],
            "total": call.site.programmes.count()["all"],
            "revision": call.site.database.revision,
        }
    )


async def add_programme(call: Call) -> Response:
    """Add a text, an address, or as multipart/form-data a document."""
    if call.form:
        file = call.get_file("document")
        upload = Upload(file.filename or "document", file.file) if file else None
        asked: dict[str, Any] = {name: call.get(name) for name in ("text", "address", "title", "key")}
    else:
        upload, asked = None, await _read_json(call)
    for name in ("text", "address", "title", "key"):
        if not isinstance(asked.get(name, ""), str):
            raise OptionError("The option '{name}' must be a text.", name=name)
    what = asked.get("address") or asked.get("text") or ""
    added = await run_in_threadpool(
        add_source, call.site, what, asked.get("title") or "", upload, asked.get("key") or None
    )
    call.service.wake()
    return JSONResponse(to_json(await run_in_threadpool(view_programme, call, added)), 201)


def get_programme(call: Call) -> Response:
    found = find_programme(call)
    return JSONResponse(to_json(view_programme(call, found, downloads=True))) if found else not_found(call, api=True)


def delete_programme(call: Call) -> Response:
    if (found := find_programme(call)) is None:
        return not_found(call, api=True)
    call.site.programmes.delete(found.id)
    return Response(status_code=204)


async def put_position(call: Call) -> Response:
    found = await run_in_threadpool(find_programme, call)
    if found is None:
        return not_found(call, api=True)
    asked = await _read_json(call)
    seconds = parse_seconds(asked.get("seconds"))
    if seconds is None:
        raise OptionError("The option '{name}' must be a number of seconds.", name="seconds")
    ended = asked.get("ended") is True
    await run_in_threadpool(lambda: call.site.programmes.keep_position(found.id, seconds, ended=ended))
    return Response(status_code=204)


def list_feeds(call: Call) -> Response:
    feeds = [
        {"id": feed.id, "address": feed.address, "mode": feed.mode, "checked": feed.checked, "count": feed.count,
         "problem": call.translate(feed.reason)}
        for feed in call.site.feeds.list_all()
    ]  # fmt: skip
    return JSONResponse({"feeds": feeds})


async def add_feed(call: Call) -> Response:
    asked = await _read_json(call)
    address, mode, latest = str(asked.get("address", "")), str(asked.get("mode", "now")), str(asked.get("latest", 1))
    id = await run_in_threadpool(follow_feed, call, address, mode, latest)
    return JSONResponse({"id": id, "address": address, "mode": mode}, 201)


def delete_feed(call: Call) -> Response:
    id = call.request.path_params["id"]
    call.site.feeds.remove(int(id) if id.isdecimal() and len(id) < 10 else -1)
    return Response(status_code=204)


def list_voices(call: Call) -> Response:
    from audiobrief.voice import profiles

    voices = [
        {"name": voice.name, "online": voice.online, "usable": not (voice.missing or voice.error)}
        for voice in profiles.list_voices()
    ]
    return JSONResponse({"voices": voices})


def list_models(call: Call) -> Response:
    """What clients of OpenAI's service ask for before they speak."""
    return JSONResponse({"object": "list", "data": [{"id": "audiobrief", "object": "model", "owned_by": "audiobrief"}]})


async def speak(call: Call) -> Response:
    """Speech of a text, as it comes (OpenAI API reference, Create speech)."""
    asked = await _read_json(call)
    text, kind = asked.get("input"), asked.get("response_format", "mp3")
    if not isinstance(text, str) or not text.strip():
        raise ArticleError("There is nothing to say: give a text as 'input'.")
    if len(text) > _MOST_SPOKEN:
        raise ArticleError("The text has more than {most} characters: send it in parts.", most=_MOST_SPOKEN)
    if kind not in get_args(SoundFormat):
        raise OptionError("There is no format '{name}': use one of {known}.", name=kind,
                          known=", ".join(get_args(SoundFormat)))  # fmt: skip
    options = await run_in_threadpool(_choose_voice, call, str(asked.get("voice", "")), asked.get("speed", 1.0))
    speakers = call.service.speakers
    await speakers.acquire()
    try:
        child = await run_in_threadpool(lambda: Child(speak_text, text, options, kind, streams=True))
        first, piece = await run_in_threadpool(child.receive, _SECONDS)
    except BaseException:
        speakers.release()
        raise
    if first != "piece":
        speakers.release()
        return show_reason(call, 422, message("The text has no words to say."), api=True)
    return _Speech(child, piece, speakers, _TYPES[kind])


class _Speech(StreamingResponse):
    """What a child sends, whose first piece has come. The child is ended and its place among the `speakers` given up at
    the end, also when nobody listens any more."""

    def __init__(self, child: Child, piece: bytes, speakers: asyncio.Semaphore, media_type: str) -> None:
        super().__init__(self._relay(piece), media_type=media_type)
        self._child, self._speakers = child, speakers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._child.kill()
            self._speakers.release()

    async def _relay(self, piece: bytes) -> AsyncIterator[bytes]:
        yield piece
        while True:
            kind, piece = await run_in_threadpool(self._child.receive, _SECONDS)
            if kind != "piece":
                return
            yield piece


def _choose_voice(call: Call, name: str, speed: object) -> Options:
    """The options for a voice and a speed (1 is its own). Raises VoiceError, DataError, OptionError.

    Only the voice that is set may be an online one: a program that asks must not send texts away.
    """
    from audiobrief.delivery.formats import load_delivery
    from audiobrief.pipeline import resolve_profile

    usual = call.site.choose_options()
    options = usual if not name or name in _THEIR_VOICES else change_options(usual, {"voice": name, "rate": None})
    if options.voice != usual.voice and is_online(options):
        raise VoiceError("The voice '{name}' sends the text to a service: choose it in the settings first.", name=name)
    if not isinstance(speed, int | float) or not 0.25 <= speed <= 4.0:
        raise OptionError("The speed must be a number from 0.25 to 4.")
    rate = resolve_profile(options, load_delivery(options.delivery)).rate
    return change_options(options, {"rate": max(SLOWEST, min(FASTEST, round(rate * speed)))})


async def _read_json(call: Call) -> dict[str, Any]:
    body = await call.request.body()
    try:
        if len(body) > _MOST_JSON:
            raise ValueError
        asked = json.loads(body)
        if isinstance(asked, dict):
            return asked
    except (ValueError, RecursionError):
        pass
    raise OptionError("The request must be a JSON object: see /api/openapi.json.")


ROUTES = (
    page_route("/api/openapi.json", send_description, api=True),
    page_route("/api/programmes", list_programmes, api=True),
    page_route("/api/programmes", add_programme, ("POST",), api=True),
    page_route("/api/programmes/{id}", get_programme, api=True),
    page_route("/api/programmes/{id}", delete_programme, ("DELETE",), api=True),
    page_route("/api/programmes/{id}/position", put_position, ("PUT",), api=True),
    page_route("/api/feeds", list_feeds, api=True),
    page_route("/api/feeds", add_feed, ("POST",), api=True),
    page_route("/api/feeds/{id}", delete_feed, ("DELETE",), api=True),
    page_route("/api/voices", list_voices, api=True),
    page_route("/v1/models", list_models, api=True),
    page_route("/v1/audio/speech", speak, ("POST",), api=True),
)
