"""Style sheet, script, icon, and the manifest by which a phone can install the site and share articles with it."""

from __future__ import annotations

from pathlib import PurePosixPath

from starlette.responses import JSONResponse, Response

from audiobrief.messages import message
from audiobrief.server.calls import Call, not_found, page_route
from audiobrief.server.templating import read_asset

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
          ".png": "image/png", ".woff2": "font/woff2"}  # fmt: skip


def send_asset(call: Call) -> Response:
    name = call.request.path_params["name"]
    kind = _TYPES.get(PurePosixPath(name).suffix)
    if kind is None or name != PurePosixPath(name).name:
        return not_found(call)
    try:
        return Response(read_asset(name), media_type=kind)
    except OSError:
        return not_found(call)


def send_manifest(call: Call) -> Response:
    """The web-app manifest, with a share target (W3C, Web Share Target)."""
    manifest = {
        "name": "audiobrief",
        "short_name": "audiobrief",
        "description": call.translate(message("My articles to listen to")),
        "lang": call.language,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "icons": [{"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        "share_target": {
            "action": "/add",
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return JSONResponse(manifest, media_type="application/manifest+json")


ROUTES = (
    page_route("/static/{name}", send_asset, public=True),
    page_route("/manifest.webmanifest", send_manifest, public=True),
)
