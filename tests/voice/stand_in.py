"""A service on the loopback address that answers gTTS's requests as each test says, over real HTTP."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import threading
from collections import Counter
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import imageio_ffmpeg

from audiobrief.pronunciation import espeak_library


@lru_cache(maxsize=256)
def mp3_of(text):
    """What eSpeak NG makes of `text`, as the service encodes it: mono MP3 at 24 kHz, without tags."""
    spoken = espeak_library.synthesize_ssml(f"<speak>{text}</speak>", voice="fr", rate=165, pitch=50)
    pcm, rate = spoken.pcm, spoken.sample_rate
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "-"]
    command += ["-ar", "24000", "-b:a", "32k", "-write_xing", "0", "-id3v2_version", "0", "-f", "mp3", "-"]
    return subprocess.run(command, input=pcm, capture_output=True, check=True).stdout


def envelope(mp3):
    """The body that carries an MP3."""
    inner = json.dumps([base64.b64encode(mp3).decode()])
    rows = [["wrb.fr", "jQ1olc", inner, None, None, None, "generic"], ["di", 31]]
    line = json.dumps(rows, separators=(",", ":"))
    return f')]}}\'\n\n{len(line)}\n{line}\n25\n[["e",4,null,null,132]]\n'.encode()


def speech(handler, text):
    handler.answer(200, envelope(mp3_of(text)))


def status(code, **headers):
    def respond(handler, text):
        handler.answer(code, b"<html><title>no</title></html>", {k.replace("_", "-"): v for k, v in headers.items()})

    return respond


def body(content):
    """An answer of status 200 with this body, or what a function makes of the right one."""

    def respond(handler, text):
        handler.answer(200, content(envelope(mp3_of(text))) if callable(content) else content)

    return respond


def carrying(change):
    """A right envelope with another MP3 in it."""

    def respond(handler, text):
        handler.answer(200, envelope(change(mp3_of(text))))

    return respond


def closes_at_once(handler, text):
    handler.connection.shutdown(socket.SHUT_RDWR)


def closes_midway(handler, text):
    right = envelope(mp3_of(text))
    handler.answer(200, right[: len(right) // 2], {"Content-Length": str(len(right))})


def hangs(handler, text):
    handler.server.released.wait(30)


def hangs_midway(handler, text):
    right = envelope(mp3_of(text))
    handler.answer(200, right[: len(right) // 2], {"Content-Length": str(len(right))})
    handler.server.released.wait(30)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        written = self.rfile.read(int(self.headers["Content-Length"])).decode()
        ((rpc,),) = json.loads(unquote(written.removeprefix("f.req=").rstrip("&")))
        text = json.loads(rpc[1])[0]
        stand_in = self.server.stand_in
        with stand_in.lock:
            stand_in.asked.append(text)
            times = Counter(stand_in.asked)[text]
            stand_in.now += 1
            stand_in.most_at_once = max(stand_in.most_at_once, stand_in.now)
        try:
            stand_in.responding(text, times)(self, text)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with stand_in.lock:
                stand_in.now -= 1

    def answer(self, code, content, headers=None):
        self.send_response(code)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass


class StandIn:
    """`responding(text, times)` gives the answer to a text asked for so many times. `asked` are all texts, in order."""

    def __init__(self):
        self.lock = threading.Lock()
        self.asked, self.now, self.most_at_once = [], 0, 0
        self.responding = lambda text, times: speech
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.stand_in = self
        self.released = self._server.released = threading.Event()
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self):
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
