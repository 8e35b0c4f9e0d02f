"""A password in an address, or in a proxy's, stands in nothing that the command says or writes, however it ends."""

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from audiobrief.sanitize import quote_value, redact_userinfo
from tests.robustness.conftest import VOICE

USER, PASSWORD = "garance", "s3cret"
WHO = f"{USER}:{PASSWORD}"

# An address in a sentence, and as it may be shown.
SHOWN = [
    (f"http://{WHO}@127.0.0.1/x", "http://***@127.0.0.1/x"),
    (f"http://{USER}@h/", "http://***@h/"),
    (f"HTTPS://{WHO}@[::1]:80/?q=1", "HTTPS://***@[::1]:80/?q=1"),
    ("http://garance:s3/cret@h/x", "http://***@h/x"),
    ("http://garance:s3#cret@h", "http://***@h"),
    ("http://garance:s3@cret@h", "http://***@h"),
    ("http://garance:my s3 cret@h/", "http://***@h/"),
    ("http:/garance:s3cret@h", "http:/***@h"),
    ("http:\\\\garance:s3cret@h", "http:\\\\***@h"),
    ("garance:s3cret@h.org/x", "***@h.org/x"),
    ("garance:s3/cret@h:3128", "***@h:3128"),
    ("//garance:s3cret@h/", "//***@h/"),
    ("netloc 'garance:s3cret＠h' contains", "netloc '***＠h' contains"),
    ("http://a/,http://garance:s3cret@b/ and (ftp://garance:s3cret@c)", "http://a/,http://***@b/ and (ftp://***@c)"),
    *((same, same) for same in [
        "http://a.org/@auteur", "http://a.org:80/@auteur", "http://a.org/?m=a@b.c", "http://a.org/x#a@b", "a@b.c",
        "mailto:a@b.c", "Jean <a@b.c>", "C:\\x@y.txt", "C:\\dossier\\x@y.txt", "notes/a@b:c.txt", "@auteur : a@b", "",
        # What stands behind the server is not hidden.
        "http://a.org/?token=s3cret",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SHOWN)
def test_what_is_shown_of_an_address(text, expected):
    assert redact_userinfo(text) == expected


def test_a_password_is_hidden_before_a_long_address_is_cut():
    assert "s3cret" not in quote_value("http://garance:" + "s3cret" * 200 + "@127.0.0.1/")


@pytest.fixture
def site():
    """A site, and a proxy that asks for nothing: what it was sent."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.sent.append((self.path, dict(self.headers)))
            if self.path.endswith("/to-a-user"):
                self.send_response(302)
                self.send_header("Location", f"http://{WHO}@127.0.0.1/page")
            elif self.path.endswith("/to-another"):
                self.send_response(302)
                self.send_header("Location", f"ftp://{WHO}@127.0.0.1/page")
            else:
                self.send_response(200)
                feed = self.path.endswith("/feed")
                self.send_header("Content-Type", "application/rss+xml" if feed else "text/plain; charset=utf-8")
            self.end_headers()
            link = f"<item><link>http://{WHO}@127.0.0.1:9/un</link></item>"
            feed = f"<rss version='2.0'><channel>{link}</channel></rss>"
            self.wfile.write((feed if self.path.endswith("/feed") else "Le pont\n\nLe pont a rouvert mardi.").encode())

        def do_CONNECT(self):
            self.server.sent.append((self.path, dict(self.headers)))
            self.send_response(407, f"Proxy Authentication Required for {WHO}@proxy")
            self.end_headers()

        def log_message(self, *about):
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.sent, server.daemon_threads = [], True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


# What is called, with {site} for the site's place; its exit status; what it says.
CALLS = [
    (["make", f"http://{WHO}@{{site}}/page", "--allow-private"], 5, "contains a user name"),
    (["make", f"http://{WHO}@{{site}}/page", "--json"], 5, "contains a user name"),
    (["make", f"http://{USER}:s3/cret@127.0.0.1/"], 5, "not a valid URL"),
    (["make", f"http://{USER}:s3cret@[127.0.0.1/"], 5, "not a valid URL"),
    (["make", f"http://{WHO}＠127.0.0.1/"], 5, "not a valid URL"),
    (["make", f"ftp://{WHO}@127.0.0.1/"], 3, "begins with https://"),
    (["make", f"http:/{WHO}@127.0.0.1/"], 3, "begins with https://"),
    (["make", f"{WHO}@www.example.org/page"], 3, "no article"),
    (["make", "http://{site}/to-a-user", "--allow-private", "--json"], 5, "contains a user name"),
    (["make", "http://{site}/to-another", "--allow-private"], 5, "neither http nor https"),
    (["make", "pont.txt", f"http://{WHO}@127.0.0.1/"], 2, "unexpected extra argument"),
    (["make", "pont.txt", f"http://{WHO}@127.0.0.1/", "--json"], 2, "unexpected extra argument"),
    ([f"http://{WHO}@127.0.0.1/"], 2, "No such command"),
    (["script", f"http://{WHO}@127.0.0.1/", "--lang", "fr"], 5, "nom d’utilisateur"),
    (["inspect", f"http://{WHO}@127.0.0.1/a.mp3"], 2, "does not exist"),
    (["feed", f"http://{WHO}@127.0.0.1/", "--url", "https://example.org/"], 2, "does not exist"),
    (["feed", ".", "--url", f"https://{WHO}@example.org/"], 8, "tell everyone"),
    (["feed", ".", "--url", "https://example.org/", "--image", f"https://{WHO}@example.org/", "--json"], 8, "tell"),
    (["feed", ".", "--url", f"ftp://{WHO}@example.org/"], 8, "not a web address"),
    (["batch", f"http://{WHO}@127.0.0.1/", "--report", "report.json", *VOICE], 10, "contains a user name"),
    (["batch", "http://{site}/feed", "--allow-private", "--json", "--report", "report.json", *VOICE], 10,
     "contains a user name"),
    (["batch", "-", "--report", "report.json", *VOICE], 10, "contains a user name"),
    (["config", "show", "feed"], 0, "https://***@example.org/"),
    (["config", "show", "feed", "--json"], 0, "https://***@example.org/"),
]  # fmt: skip


def look_through(folder, *said):
    """Nothing that was said or written may hold the password; a list that the test wrote itself may."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in ("list.txt", "config.toml")]
    for what in [*(text.encode() for text in said), *(path.read_bytes() for path in files)]:
        for secret in (PASSWORD, USER, "s3/cret"):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert secret.encode(encoding) not in what
    return files


@pytest.mark.parametrize(("arguments", "status", "says"), CALLS, ids=[" ".join(call[0])[:50] for call in CALLS])
def test_an_address_that_holds_one(run, article, site, tmp_path, arguments, status, says):
    (tmp_path / "list.txt").write_text(f"http://{WHO}@127.0.0.1/un\n", encoding="utf-8")
    (tmp_path / "config").mkdir()
    (tmp_path / "config.toml").write_text(f'[feed]\nurl = "https://{WHO}@example.org/"\n', encoding="utf-8")
    configured = {"AUDIOBRIEF_CONFIG": str(tmp_path / "config.toml")} if "config" in arguments else {}
    place = f"127.0.0.1:{site.server_port}"
    with (tmp_path / "list.txt").open("rb") as listed:
        ended, out, err = run(
            *(argument.replace("{site}", place) for argument in arguments),
            stdin=listed,
            environment={**configured, "no_proxy": "*"},
        )
    assert ended == status, (out, err)
    assert says in out + "\n".join(err)
    look_through(tmp_path, out, *err)
    assert not any("Authorization" in headers for _, headers in site.sent)


PROXIES = [
    (f"http://{WHO}@127.0.0.1:{{port}}", "http://journal.example.org/page", 0, "Programme"),
    (f"{WHO}@127.0.0.1:{{port}}", "http://journal.example.org/page", 0, "Programme"),
    (f"http://{WHO}@127.0.0.1:{{port}}", "https://journal.example.org/page", 5, "the proxy answered 407"),
    (f"http://{USER}:s3/cret@127.0.0.1:{{port}}", "http://journal.example.org/page", 5, "not a valid URL"),
    (f"socks5://{WHO}@127.0.0.1:{{port}}", "http://journal.example.org/page", 5, "not an http:// address"),
    (f"http://{WHO}@127.0.0.1:1", "http://journal.example.org/page", 5, "cannot be reached"),
    (f"http://{WHO}@nowhere.invalid:1", "http://journal.example.org/page", 5, "cannot be reached"),
    (f"http://{WHO}@127.0.0.1:{{port}}", "http://10.0.0.7/page", 5, "--allow-private"),
]


@pytest.mark.parametrize(("proxy", "address", "status", "says"), PROXIES)
def test_a_proxy_s_address_that_holds_one(run, site, tmp_path, proxy, address, status, says):
    proxy = proxy.replace("{port}", str(site.server_port))
    beside = ("--for", "podcast", "--page", "--daisy", "--epub")
    ended, out, err = run(
        "make", address, *VOICE, *beside, environment={"http_proxy": proxy, "https_proxy": proxy, "no_proxy": ""}
    )
    assert ended == status, (out, err)
    assert says in out + "\n".join(err)
    files = look_through(tmp_path, out, *err)
    if status == 0:
        assert len(files) > 5
        # Only the proxy was told.
        assert [headers["Proxy-Authorization"] for _, headers in site.sent] == ["Basic Z2FyYW5jZTpzM2NyZXQ="]
        assert all("Authorization" not in headers for _, headers in site.sent)


def test_doctor_says_nothing_of_it(run, tmp_path):
    _, out, err = run("doctor", environment={"http_proxy": f"http://{WHO}@127.0.0.1:1", "ALL_PROXY": f"{WHO}@h"})
    look_through(tmp_path, out, *err)


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_an_error_that_nobody_thought_of(tmp_path, more):
    code = (
        "import sys, audiobrief.article.fetch as fetch\n"
        "def broken(address, *about, **more):\n"
        "    raise RuntimeError(f'cannot open {address}') from KeyError(address)\n"
        "fetch.fetch_page = broken\n"
        "from audiobrief.cli import main\n"
        "main(sys.argv[1:])\n"
    )
    command = [sys.executable, "-c", code, "script", f"http://{WHO}@127.0.0.1/", *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.returncode == 1 and "Traceback" in done.stderr and "RuntimeError" in done.stderr
    assert "http://***@127.0.0.1/" in done.stderr
    look_through(tmp_path, done.stdout, done.stderr)
