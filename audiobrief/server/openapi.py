"""The description of the interface for other programs (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any, get_args

from audiobrief.player.sound_stream import SoundFormat
from audiobrief.version import __version__

_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": ["number", "null"]}
_TEXTS = ("id", "title", "url", "sound_url", "source", "address", "byline", "voice", "reason", "feed")
_FLAG: dict[str, Any] = {"type": "boolean"}


def describe_api(base: str) -> dict[str, Any]:
    """The OpenAPI document of a server at the address `base`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "audiobrief",
            "version": __version__,
            "description": "Add articles to be spoken, and have texts spoken. Where the server has a password, send "
            "the API key of its settings: `Authorization: Bearer KEY`.",
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": base}],
        "security": [{"key": []}, {}],
        "paths": {
            "/api/programmes": {
                "get": _operation(
                    "listProgrammes", "The latest programmes, 100 at most", _refer("ProgrammeList"),
                    parameters=[_parameter("first", "query", {"type": "integer", "minimum": 0})],
                ),
                "post": {
                    **_operation("addProgramme", "Add a text, the address of an article, or a document",
                                 _refer("Programme"), "201"),
                    "requestBody": {
                        "required": True,
                        "content": {
                            "application/json": {"schema": _refer("NewProgramme")},
                            "multipart/form-data": {
                                "schema": {
                                    "type": "object",
                                    "properties": {"document": {"type": "string", "format": "binary"}, "title": _TEXT,
                                                   "key": _TEXT},
                                }
                            },
                        },
                    },
                },
            },
            "/api/programmes/{id}": {
                "parameters": [_parameter("id", "path", _TEXT)],
                "get": _operation("getProgramme", "A programme, with its downloads", _refer("Programme")),
                "delete": _operation("deleteProgramme", "Delete it; the site can undo that for a week", None, "204"),
            },
            "/api/programmes/{id}/position": {
                "parameters": [_parameter("id", "path", _TEXT)],
                "put": {
                    **_operation("putPosition", "Keep the place where one stopped listening", None, "204"),
                    "requestBody": _json_body(
                        {"type": "object", "required": ["seconds"],
                         "properties": {"seconds": {"type": "number", "minimum": 0}, "ended": _FLAG}}
                    ),
                },
            },
            "/api/feeds": {
                "get": _operation(
                    "listFeeds", "The feeds that are followed",
                    {"type": "object", "properties": {"feeds": {"type": "array", "items": _refer("Feed")}}},
                ),
                "post": {
                    **_operation("addFeed", "Follow a feed", _refer("Feed"), "201"),
                    "requestBody": _json_body(
                        {"type": "object", "required": ["address"],
                         "properties": {"address": _TEXT, "mode": {"enum": ["now", "night"]},
                                        "latest": {"type": "integer", "minimum": 0, "maximum": 20}}}
                    ),
                },
            },
            "/api/feeds/{id}": {
                "parameters": [_parameter("id", "path", {"type": "integer"})],
                "delete": _operation("deleteFeed", "Follow a feed no longer", None, "204"),
            },
            "/api/voices": {
                "get": _operation(
                    "listVoices", "The voices",
                    {"type": "object", "properties": {"voices": {"type": "array", "items": {
                        "type": "object", "properties": {"name": _TEXT, "online": _FLAG, "usable": _FLAG}}}}},
                )
            },
            "/v1/models": {"get": _operation("listModels", "As OpenAI's service: one model", {"type": "object"})},
            "/v1/audio/speech": {
                "post": {
                    **_operation("createSpeech", "Speak a text, as OpenAI's service does; the sound comes while it is "
                                 "spoken", None),
                    "requestBody": _json_body(
                        {"type": "object", "required": ["input"],
                         "properties": {"input": {**_TEXT, "maxLength": 80_000}, "model": _TEXT, "voice": _TEXT,
                                        "response_format": {"enum": list(get_args(SoundFormat)), "default": "mp3"},
                                        "speed": {"type": "number", "minimum": 0.25, "maximum": 4, "default": 1}}}
                    ),
                }
            },
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "NewProgramme": {
                    "type": "object",
                    "description": "A text or an address. The same key twice adds one programme.",
                    "properties": {"text": _TEXT, "address": {"type": "string", "format": "uri"}, "title": _TEXT,
                                   "key": _TEXT},
                },
                "Programme": {
                    "type": "object",
                    "properties": {
                        **dict.fromkeys(_TEXTS, _TEXT),
                        **dict.fromkeys(("listened", "playable", "growing", "remaking", "online", "deleted"), _FLAG),
                        **dict.fromkeys(("duration", "position", "left"), _NUMBER),
                        "state": {"enum": ["reading", "waiting", "making", "ready", "failed"]},
                        "added": {"type": "string", "format": "date-time"},
                        "revision": {"type": "integer"},
                        "remarks": {"type": "array", "items": _TEXT},
                        "downloads": {"type": "array", "items": {
                            "type": "object",
                            "properties": {"name": _TEXT, "url": _TEXT, "label": _TEXT, "size": {"type": "integer"}}}},
                    },
                },
                "ProgrammeList": {
                    "type": "object",
                    "properties": {"programmes": {"type": "array", "items": _refer("Programme")},
                                   "total": {"type": "integer"}, "revision": {"type": "integer"}},
                },
                "Feed": {
                    "type": "object",
                    "properties": {"id": {"type": "integer"}, "address": _TEXT, "mode": {"enum": ["now", "night"]},
                                   "checked": _NUMBER, "count": {"type": "integer"}, "problem": _TEXT},
                },
                "Error": {
                    "type": "object",
                    "properties": {"error": {"type": "object", "properties": {"message": _TEXT}}},
                },
            },
        },
    }  # fmt: skip


def _operation(
    name: str, summary: str, answer: dict[str, Any] | None, status: str = "200", parameters: list[Any] | None = None
) -> dict[str, Any]:
    good: dict[str, Any] = {"description": summary}
    if answer is not None:
        good["content"] = {"application/json": {"schema": answer}}
    elif status == "200":
        good["content"] = {"audio/mpeg": {}, "audio/wav": {}}
    wrong = {"description": "What was wrong", "content": {"application/json": {"schema": _refer("Error")}}}
    told: dict[str, Any] = {"operationId": name, "summary": summary, "responses": {status: good, "default": wrong}}
    return {**told, "parameters": parameters} if parameters else told


def _parameter(name: str, place: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def _json_body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _refer(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
