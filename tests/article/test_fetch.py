"""Pages from servers that mean no good, or know no better: each a real server on loopback that sends real bytes."""

import gzip
import os
import ssl
import subprocess
import sys
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from audiobrief.article import read_article
from audiobrief.article.fetch import fetch_page, open_response
from audiobrief.article.http import Deadline, FetchLimits
from audiobrief.errors import ArticleError, NetworkError

TEXT = b"Le pont de Lann\xc3\xa9vez a rouvert mardi.\n"
HERE = FetchLimits(allow_private=True, idle_timeout=60.0, total_timeout=60.0, max_body=1 << 20)
SOON = FetchLimits(allow_private=True, idle_timeout=0.5, total_timeout=0.5)


def bomb(packed):
    """A gigabyte of nothing, about a megabyte long; its checksum, which nobody should come to, is wrong."""
    packer = zlib.compressobj(9, zlib.DEFLATED, packed)
    first, again = (packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + again * 1023 + packer.flush()


# What is served: status, headers, body.
SERVED = {
    "/page": (200, {"Content-Type": "text/plain; charset=utf-8"}, TEXT),
    "/gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress(TEXT)),
    "/x-gzip": (200, {"Content-Encoding": "X-GZIP"}, gzip.compress(TEXT)),
    "/members": (200, {"Content-Encoding": "gzip"}, gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:])),
    "/trailing": (200, {"Content-Encoding": "gzip"}, gzip.compress(TEXT) + bytes(512)),
    "/deflate": (200, {"Content-Encoding": "deflate"}, zlib.compress(TEXT)),
    "/raw-deflate": (200, {"Content-Encoding": "deflate"}, zlib.compress(TEXT)[2:-4]),
    "/relative": (302, {"Location": "page"}, b""),
    "/into": (302, {"Location": "/folder/first"}, b""),
    "/folder/first": (302, {"Location": "second"}, b""),
    "/folder/second": (200, {}, TEXT),
    "/five": (301, {"Location": "/four"}, b""),
    "/four": (302, {"Location": "/three"}, b""),
    "/three": (303, {"Location": "/two"}, b""),
    "/two": (307, {"Location": "/one"}, b""),
    "/one": (308, {"Location": "/page"}, b""),
    "/six": (302, {"Location": "/five"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/ping": (302, {"Location": "/pong"}, b""),
    "/pong": (302, {"Location": "/ping"}, b""),
    "/to-file": (302, {"Location": "file:///etc/hostname"}, b""),
    "/to-ftp": (302, {"Location": "ftp://127.0.0.1/"}, b""),
    "/to-data": (302, {"Location": "data:text/plain,bonjour"}, b""),
    "/to-script": (302, {"Location": "javascript:alert(1)"}, b""),
    "/to-nothing": (302, {"Location": "http://"}, b""),
    "/to-a-user": (302, {"Location": "http://root:secret@127.0.0.1/"}, b""),
    "/to-metadata": (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""),
    "/to-mapped-metadata": (302, {"Location": "http://[::ffff:169.254.169.254]/"}, b""),
    "/to-anything": (302, {"Location": "http://0.0.0.0/"}, b""),
    "/bomb": (200, {"Content-Encoding": "gzip"}, bomb(31)),
    "/deflate-bomb": (200, {"Content-Encoding": "deflate"}, bomb(15)),
    "/brotli": (200, {"Content-Encoding": "br"}, b"\x0b\x02\x80abc\x03"),
    "/twice": (200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(TEXT))),
    "/cut-gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress(TEXT * 100)[:-30]),
    "/no-gzip": (200, {"Content-Encoding": "gzip"}, TEXT),
    "/cut": (200, {"Content-Length": "5000"}, TEXT),
    "/large": (200, {}, b"a" * (3 << 20)),
    "/a.rtf": (200, {"Content-Type": "application/octet-stream"}, b"{\\rtf1 Il neige.\\par}"),
    "/b": (200, {"Content-Type": "application/rtf"}, b"{\\rtf1 Il neige.\\par}"),
    "/c.srt": (200, {"Content-Type": "text/plain"}, b"1\n00:00:01,000 --> 00:00:02,000\nIl neige.\n"),
    "/d.md": (200, {"Content-Type": "text/plain"}, b"[Il neige](x)."),
    "/e.bin": (200, {"Content-Type": "application/octet-stream"}, b"Il neige."),
    "/f.zip": (200, {"Content-Type": "application/zip"}, b"PK\x03\x04" + bytes(30)),
    "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/sound": (200, {"Content-Type": "audio/mpeg"}, b"ID3"),
    "/no-type": (200, {"Content-Type": ""}, TEXT),
    "/long-header": (200, {"X-Much": "a" * 70_000}, TEXT),
    "/many-headers": (200, {f"X-{number}": "a" * 500 for number in range(95)} | {"X": "b" * 60_000}, TEXT),
    "/countless-headers": (200, {f"X-{number}": "a" for number in range(5000)}, TEXT),
    "/none": (404, {}, b""),
    "/broken": (500, {}, b""),
    "/no-content": (304, {}, b""),
}


class Site(BaseHTTPRequestHandler):
    seen: list = []  # noqa: RUF012  one server a session

    def do_GET(self):
        self.seen.append((self.path, dict(self.headers)))
        if self.path == "/drip":
            return self._drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b"a")
        if self.path == "/drip-headers":
            return self._drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n")
        if self.path == "/continue":
            return self._drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n")
        if self.path == "/silent":
            self.server.closing.wait(60)
            return None
        if self.path == "/garbage":
            self.wfile.write(b"\x00\xff" * 100 + b"\r\n\r\n")
            return None
        status, headers, body = SERVED.get(urlsplit(self.path).path, SERVED["/none"])
        self.send_response(status)
        for name, value in ({"Content-Type": "text/plain; charset=utf-8"} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        return None

    def _drip(self, head, drop):
        self.wfile.write(head)
        try:
            for _ in range(60):
                self.wfile.write(drop)
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, *about):
        """Nothing on the terminal."""


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *about):
        super().__init__(*about)
        self.closing = threading.Event()

    def handle_error(self, request, client_address):
        """Who asked has gone: that is what is tried here."""


@pytest.fixture(scope="module")
def site():
    server = Quiet(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.closing.set()
    server.shutdown()
    server.server_close()


GOOD = ["/page", "/gzip", "/x-gzip", "/members", "/trailing", "/deflate", "/raw-deflate", "/relative", "/into", "/five",
        "/no-type", "/page?a=é b#c"]  # fmt: skip


@pytest.mark.parametrize("path", GOOD)
def test_what_comes_is_the_text(site, path):
    assert fetch_page(site + path, HERE).body == TEXT


BAD = [
    ("/loop", "5 redirects"),
    ("/ping", "5 redirects"),
    ("/six", "5 redirects"),
    ("/to-file", "neither http nor https"),
    ("/to-ftp", "neither http nor https"),
    ("/to-data", "neither http nor https"),
    ("/to-script", "neither http nor https"),
    ("/to-nothing", "5 redirects"),
    ("/to-a-user", "user name"),
    ("/to-metadata", "cloud metadata"),
    ("/to-mapped-metadata", "cloud metadata"),
    ("/to-anything", "unspecified"),
    ("/bomb", "larger than 1 MB"),
    ("/deflate-bomb", "larger than 1 MB"),
    ("/large", "larger than 1 MB"),
    ("/brotli", "compressed as br"),
    ("/twice", "compressed as gzip, gzip"),
    ("/cut-gzip", "truncated"),
    ("/no-gzip", "damaged"),
    ("/cut", "truncated"),
    ("/image", "image/png"),
    ("/sound", "audio/mpeg"),
    ("/long-header", "cannot be reached"),
    ("/many-headers", "headers are too large"),
    ("/countless-headers", "headers"),
    ("/none", "404"),
    ("/broken", "500"),
    ("/no-content", "304"),
    ("/garbage", "cannot be reached"),
    ("/drip", "takes too long"),
    ("/drip-headers", "takes too long"),
    ("/continue", "takes too long"),
    ("/silent", "takes too long"),
]


@pytest.mark.parametrize(("path", "said"), BAD)
def test_what_is_wrong_is_told_in_one_sentence(site, path, said):
    with pytest.raises(NetworkError, match=said) as told:
        fetch_page(site + path, SOON if said == "takes too long" else HERE)
    assert site + path in str(told.value) and "\n" not in str(told.value)


# Seconds for each wait, for the whole and since the beginning, and how long the next may be; None: it is too late.
LEFT = [
    (0.5, 0.9, 0.0, 0.5),
    (0.5, 0.9, 0.6, 0.3),
    (0.5, 0.4, 0.0, 0.4),
    (0.5, 0.4, 0.4, None),
    (0.5, -0.001, 0.0, None),
]


@pytest.mark.parametrize(("idle", "total", "past", "left"), LEFT)
def test_each_wait_ends_with_the_whole(monkeypatch, idle, total, past, left):
    now = 100.0
    monkeypatch.setattr("audiobrief.article.http.time.monotonic", lambda: now)
    deadline = Deadline(FetchLimits(idle_timeout=idle, total_timeout=total))
    now += past
    if left is None:
        with pytest.raises(TimeoutError):
            deadline.remaining()
    else:
        assert deadline.remaining() == pytest.approx(left)


def test_silence_is_not_waited_out_however_long_the_whole_may_take(site):
    """The server would be silent for a minute, and then end without an answer, which is told otherwise."""
    with pytest.raises(NetworkError, match="takes too long"):
        fetch_page(f"{site}/silent", FetchLimits(allow_private=True, idle_timeout=0.5, total_timeout=600.0))


def test_a_bomb_is_not_unpacked_to_be_refused(site):
    """A gigabyte in a process that may use 300 MB beyond what it has."""
    if sys.platform != "linux":
        pytest.skip("only Linux tells what a process uses in /proc")
    code = (
        "import resource, sys\n"
        "from audiobrief.article.http import FetchLimits\n"
        "from audiobrief.article.fetch import fetch_page\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + (300 << 20),) * 2)\n"
        "fetch_page(sys.argv[1], FetchLimits(allow_private=True))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, f"{site}/bomb"], capture_output=True, text=True, timeout=300)
    assert "larger than 20 MB" in done.stderr and "MemoryError" not in done.stderr


def test_by_default_no_page_of_ones_own_network(site):
    port = urlsplit(site).port
    for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "[::1]", "[::ffff:127.0.0.1]"):
        with pytest.raises(NetworkError, match="--allow-private"):
            read_article(f"http://{host}:{port}/page")


def test_every_hop_is_checked(site):
    """A redirect from where one may be to where one may not: by default nobody may be on loopback at all, so the first
    hop is opened, and the second one is refused for what no option opens."""
    asked = len(Site.seen)
    with pytest.raises(NetworkError, match=r"169\.254\.169\.254, cloud metadata"):
        fetch_page(f"{site}/to-metadata", HERE)
    assert [path for path, _ in Site.seen[asked:]] == ["/to-metadata"]


def test_the_address_that_was_checked_is_the_one_connected_to(site, monkeypatch):
    """A name server that answers otherwise the second time is asked once."""
    import socket

    port = urlsplit(site).port
    answers = ["127.0.0.1", "127.0.0.2"]
    asked = []

    def resolve(host, port, *about, **more):
        if host != "rebinding.example":
            return real(host, port, *about, **more)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers[len(asked) - 1], port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert fetch_page(f"http://rebinding.example:{port}/page", HERE).body == TEXT
    assert asked == ["rebinding.example"]
    assert Site.seen[-1][1]["Host"] == f"rebinding.example:{port}"


def test_an_address_that_may_not_be_is_passed_over_for_one_that_may(site, monkeypatch):
    import socket

    port = urlsplit(site).port
    places = [("169.254.169.254", port), ("127.0.0.1", port)]
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *about, **more: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", p) for p in places]
    )
    assert fetch_page(f"http://two.example:{port}/page", HERE).body == TEXT


@pytest.mark.parametrize(
    "address",
    ["http://", "http:///path", "http://[::1", "http://a b/", "http://exa\x00mple.org/", "http://h:99999/", "http://h:x/",
     "http://" + "a" * 300 + ".org/", "http://..", "http://user@example.org/", "https://%zz/", "http://\udcff/"],
)  # fmt: skip
def test_addresses_that_are_none(address):
    with pytest.raises(NetworkError) as told:
        read_article(address)
    assert str(told.value).count("\n") == 0


def test_a_proxy_is_asked_for_the_whole_address_and_resolves_it(site, monkeypatch):
    monkeypatch.setenv("http_proxy", site.replace("http://", "http://nom:mot%20de@"))
    assert fetch_page("http://journal.example/page", HERE).body == TEXT
    path, headers = Site.seen[-1]
    assert path == "http://journal.example/page"
    assert headers["Host"] == "journal.example" and headers["Proxy-Authorization"] == "Basic bm9tOm1vdCBkZQ=="
    for address in ("http://127.0.0.1/page", "http://localhost/page", "http://[::1]/page", "http://10.0.0.7/"):
        with pytest.raises(NetworkError, match="--allow-private"):
            fetch_page(address)


def test_a_proxy_of_another_kind_is_told(monkeypatch):
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:1080")
    with pytest.raises(NetworkError, match=r"socks5://127\.0\.0\.1' is not an http:// address"):
        fetch_page("https://journal.example/page")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for journal.example, by openssl."""
    folder = tmp_path_factory.mktemp("certificate")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem"]
    about = ["-out", folder / "cert.pem", "-days", "2", "-subj", "/CN=journal.example"]
    subprocess.run([*command, *about, "-addext", "subjectAltName=DNS:journal.example"], check=True, capture_output=True)
    return folder


@pytest.mark.skipif(not any((Path(folder) / "openssl").exists() for folder in os.get_exec_path()), reason="no openssl")
def test_over_tls_the_server_is_asked_by_its_name_and_must_prove_it(certificate, monkeypatch):
    import socket

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    names = []
    context.sni_callback = lambda plain, name, of: names.append(name)
    server = Quiet(("127.0.0.1", 0), Site)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    place = ("127.0.0.1", server.server_port)
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *about, **more: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place)]
    )
    try:
        with pytest.raises(NetworkError, match="certificate"):
            fetch_page("https://journal.example/page", HERE)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
        assert fetch_page("https://journal.example/page", HERE).body == TEXT
        with pytest.raises(NetworkError, match="certificate"):
            fetch_page("https://autre.example/page", HERE)
    finally:
        server.shutdown()
        server.server_close()
    assert names == ["journal.example", "journal.example", "autre.example"]


def test_the_body_may_be_read_in_parts(site):
    with open_response(f"{site}/gzip", accept="text/plain", limits=HERE) as answer:
        assert answer.read(7) == TEXT[:7]
        assert answer.read() == TEXT[7:]


@pytest.mark.parametrize("path", ["/a.rtf", "/b", "/c.srt", "/d.md"])
def test_a_document_is_known_by_its_bytes_its_media_type_or_its_suffix(site, path):
    assert [block.text for block in read_article(f"{site}{path}", allow_private=True).blocks] == ["Il neige."]


@pytest.mark.parametrize(
    ("path", "told", "error"),
    [
        ("/e.bin", "is application/octet-stream, not a page of text", NetworkError),
        ("/f.zip", "is damaged", ArticleError),
    ],
)
def test_bytes_that_nothing_names_are_refused(site, path, told, error):
    with pytest.raises(error, match=told):
        read_article(f"{site}{path}", allow_private=True)
