"""Article pages of three kinds with their players, served on this machine under the policies that such sites send."""

import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from audiobrief import pipeline
from audiobrief.delivery.embed.fragment import read_script
from audiobrief.delivery.text.templating import _hash_source

PAGES = Path(__file__).with_name("embedded")
HASH = _hash_source(str(read_script()))
COMMON = "default-src 'none'; img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'none'"
# A nonce, the hash that the fragment names, and the hash with trusted types; styles by nonce, inline, from a file.
POLICIES = {
    "journal": f"{COMMON}; script-src 'nonce-r4nd0m'; style-src 'nonce-r4nd0m'",
    "revue": f"{COMMON}; script-src '{HASH}'; style-src 'unsafe-inline'",
    "depeche": f"{COMMON}; script-src '{HASH}'; style-src 'self'; require-trusted-types-for 'script'",
}
# A page whose policy forbids the player's script.
FORBIDDEN = "/forbidden.html"


@dataclass(frozen=True)
class Site:
    """The pages with their players, at an address of this machine."""

    address: str
    programmes: dict


class Handler(BaseHTTPRequestHandler):
    """Serves the files of `server.files`, and parts of them, as browsers ask for of sounds (RFC 9110, 14)."""

    def do_GET(self):
        kind, body, policy = self.server.files.get(self.path, ("", b"", ""))
        first, last = 0, len(body) - 1
        if part := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            first, last = int(part[1]), min(int(part[2] or last), last)
        self.send_response(404 if not kind else 206 if part else 200)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(last + 1 - first))
        self.send_header("Accept-Ranges", "bytes")
        if part:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(body)}")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body[first : last + 1])

    def log_message(self, *_):
        pass


@contextmanager
def serving_site(folder):
    """The pages, made in `folder` and served until the block ends."""
    files, programmes = (
        {
            "/favicon.ico": ("image/x-icon", b"", ""),
            "/depeche.css": ("text/css", PAGES.joinpath("depeche.css").read_bytes(), ""),
        },
        {},
    )
    for name, policy in POLICIES.items():
        page = PAGES / f"{name}.html"
        mp3 = folder / f"{name}.mp3"
        programmes[name] = pipeline.make(page, output=mp3, voice="espeak-fr", cached=False, exports=("embed",))
        fragment = (folder / f"{name}.embed" / "player.html").read_text(encoding="utf-8")
        if "nonce-" in policy:
            fragment = fragment.replace("<script>", '<script nonce="r4nd0m">')
        html = page.read_text(encoding="utf-8").replace("<!-- LECTEUR -->", fragment)
        files[f"/{name}.html"] = ("text/html; charset=utf-8", html.encode(), policy)
        files[f"/{name}.mp3"] = ("audio/mpeg", mp3.read_bytes(), "")
        frame = (folder / f"{name}.embed" / "frame.html").read_bytes()
        files[f"/{name}.embed/frame.html"] = ("text/html; charset=utf-8", frame, "")
    kind, body, policy = files["/journal.html"]
    files[FORBIDDEN] = (kind, body, policy.replace("script-src 'nonce-r4nd0m'", "script-src 'none'"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.files = files
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_address[1]}", programmes)
    server.shutdown()
    thread.join()
    server.server_close()
