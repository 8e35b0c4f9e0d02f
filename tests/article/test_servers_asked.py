"""Which servers are asked for a page, by whatever way their address comes: given, through a proxy, in a redirect, in a
feed. Every form goes to a proxy on loopback that writes down who it is asked for; what is refused must never reach it.
"""

import ipaddress
import re
import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pytest

from audiobrief.article import http as connect
from audiobrief.article.fetch import fetch_page
from audiobrief.article.http import FetchLimits
from audiobrief.batch.feed_reader import fetch_links
from audiobrief.batch.sources import read_articles
from audiobrief.errors import AudiobriefError, NetworkError
from audiobrief.options import Options

OUTSIDE, OWN = (
    FetchLimits(idle_timeout=5.0, total_timeout=5.0),
    FetchLimits(allow_private=True, idle_timeout=5.0, total_timeout=5.0),
)

# Servers on the Internet: as they are written, and as they are asked for.
ASKED = {
    "journal.example.org": "journal.example.org",
    "JOURNAL.Example.ORG": "journal.example.org",
    "journal.example.org.": "journal.example.org.",
    "brévelle.example.org": "xn--brvelle-cya.example.org",
    "journal。example．org": "journal.example.org",
    "ｊｏｕｒｎａｌ.example.org": "journal.example.org",
    "a_b.example.org": "a_b.example.org",
    "127.0.0.1.example.org": "127.0.0.1.example.org",
    "localhost.example.org": "localhost.example.org",
    "notlocalhost.org": "notlocalhost.org",
    "internal.example.org": "internal.example.org",
    "metadata.example.org": "metadata.example.org",
    "93.184.216.34": "93.184.216.34",
    "93.184.216.34.": "93.184.216.34",
    "1572395042": "93.184.216.34",
    "0x5db8d822": "93.184.216.34",
    "0X5DB8D822": "93.184.216.34",
    "013556154042": "93.184.216.34",
    "93.12113954": "93.184.216.34",
    "0135.0270.0330.042": "93.184.216.34",
    "0x5d.184.0330.34": "93.184.216.34",
    "９３.184.216.34": "93.184.216.34",
    "93。184．216｡34": "93.184.216.34",
    "010.8.8.8": "8.8.8.8",
    "172.15.255.255": "172.15.255.255",
    "172.32.0.1": "172.32.0.1",
    "100.63.255.255": "100.63.255.255",
    "[2606:2800:220:1:248:1893:25c8:1946]": "[2606:2800:220:1:248:1893:25c8:1946]",
    "[2606:2800:0220:0001:0248:1893:25C8:1946]": "[2606:2800:220:1:248:1893:25c8:1946]",
    "[2002:5db8:d822::1]": "[2002:5db8:d822::1]",
    "[64:ff9b::5db8:d822]": "[64:ff9b::5db8:d822]",
    "[2a00::5efe:93.184.216.34]": "[2a00::5efe:5db8:d822]",
    "93-184-216-34.nip.io": "93-184-216-34.nip.io",
}

# What is one's own: loopback, private and link-local addresses, names of such networks.
OWN_FORMS = [
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0X7F000001",
    "0x7f.1", "0x7F.0x0.0x0.0x1", "0x7f.0.0.1", "0177.0.0.1", "0177.1", "017700000001", "00000177.0.0.1",
    "127.0x0.00.1", "127.0.0.0x1", "2130706433.", "0x7f.1.",
    "１２７.0.0.1", "１２７．０．０．１", "127。0。0。1", "①②⑦.0.0.1", "127․0․0․1", "１２７.1", "0x7f.１",
    "localhost", "LOCALHOST", "LocalHost", "localhost.", "ｌｏｃａｌｈｏｓｔ", "loc\u00adalhost", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "app.localhost", "app.localhost.", "a.b.localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback",
    "127.0.0.1.nip.io", "127-0-0-1.sslip.io", "app-7f000001.nip.io", "nip.io", "localtest.me", "app.lvh.me",
    "10.0.0.7", "10.7", "012.0.0.7", "0xa000007", "167772167", "10.0.0.7.nip.io", "app.10-0-0-7.sslip.io",
    "172.16.0.1", "172.31.255.254", "192.168.0.1", "192.168.1", "192.168.257", "3232235521", "0300.0250.0.1",
    "100.64.0.1", "198.18.0.1", "169.254.0.1",
    "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[::FFFF:10.0.0.7]", "[0:0:0:0:0:ffff:192.168.0.1]", "[2002:7f00:1::]", "[2002:a00:7::1]",
    "[2001:0:5db8:d822:0:0:f5ff:fff8]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a00:7]", "[64:ff9b:1::1]",
    "[2a00::5efe:127.0.0.1]", "[2a00::200:5efe:10.0.0.7]", "[fc00::1]", "[fd12:3456::1]", "[fec0::1]", "[fe80::1]",
    "printer.local", "printer.local.", "PRINTER.LOCAL", "wiki.internal", "db.corp", "nas.lan", "nas.home",
    "nas.home.arpa", "wiki.intranet", "app.private", "app.test", "api.default.svc", "api.default.svc.cluster.local",
    "vault.service.consul", "fritz.box", "intranet", "wiki", "wiki.", "kubernetes", "ip-10-0-0-7.ec2.internal",
    "host.docker.internal",
    "known-inside.example.org", "known-as-v6.example.org",
]  # fmt: skip

# What no option opens: where cloud machines are told their secrets, and what is nobody's.
NEVER = [
    "169.254.169.254", "169.254.169.254.", "2852039166", "0xa9fea9fe", "025177524776", "169.254.43518",
    "0251.0376.0251.0376", "0xa9.0xfe.0xa9.0xfe", "１６９.254.169.254", "169。254。169。254", "169.16689662",
    "[::127.0.0.1]", "[::7f00:1]",
    "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[::169.254.169.254]", "[64:ff9b::169.254.169.254]",
    "[2002:a9fe:a9fe::1]", "[2a00::5efe:169.254.169.254]", "[2a00::200:5efe:169.254.169.254]",
    "[2001:0:5db8:d822:0:0:5601:5601]", "169.254.170.2", "100.100.100.200", "1684301000", "168.63.129.16",
    "192.0.0.192", "[fd00:ec2::254]", "[fd00:0ec2:0:0::254]", "[fd20:ce::254]",
    "metadata", "metadata.", "METADATA", "metadata.google.internal", "metadata.google.internal.",
    "Metadata.Google.Internal", "ｍetadata.google.internal", "metadata.goog", "instance-data",
    "instance-data.ec2.internal", "metadata.tencentyun.com", "metadata.azure.internal", "169.254.169.254.nip.io",
    "169-254-169-254.sslip.io", "a9fea9fe.nip.io",
    "0", "0.0.0.0", "0x0", "00", "0.0.0.0.", "[::]", "[::0.0.0.0]", "[::ffff:0.0.0.0]", "0.1.2.3",
    "224.0.0.1", "239.255.255.250", "[ff02::1]", "192.0.2.1", "198.51.100.1", "203.0.113.1", "240.0.0.1",
    "255.255.255.255", "4294967295", "[2001:db8::1]", "[100::1]", "[5f00::1]", "known-metadata.example.org",
]  # fmt: skip

# What is no server's name, though something less careful might find one in it.
NONE = [
    "127.0.0.256", "256.0.0.1", "127.0.0.1.1", "1.2.3.4.5", "6425673729", "0x17f000001", "09.0.0.1", "0x7g.0.0.1",
    "127.0.0.1..", "localhost..", "127..1", ".127.0.0.1", "foo.127", "foo.0x7f", "127.0.0.-1", "127.0.0.1_",
    "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "loc%61lhost", "127.0.0.1%00.example.org", "[::1%25lo]",
    "[2606:2800:220:1:248:1893:25c8:1946%25eth0]", "[127.0.0.1]", "[::ffff:127.1]", "[v1.a]", "exa mple.org",
    "root@127.0.0.1", "journal.example.org@127.0.0.1", "journal.example.org:80@127.0.0.1",
    "journal.example.org\\@127.0.0.1", "127.0.0.1\\@journal.example.org", "journal.example.org:80:80",
]  # fmt: skip

# What the name server of this machine knows, where there is one behind a proxy.
KNOWN = {
    "known-inside.example.org": ["10.0.0.7"],
    "known-as-v6.example.org": ["fd12:3456::1"],
    "known-metadata.example.org": ["169.254.169.254"],
    "known-both-ways.example.org": ["10.0.0.7", "93.184.216.34"],
    "known-outside.example.org": ["93.184.216.34"],
}
REFUSED = [*OWN_FORMS, *NEVER, *NONE]


class Proxy(BaseHTTPRequestHandler):
    """Answers as every server of the world, and writes down which one it was asked for."""

    def do_GET(self):
        # Of a proxy, the whole address is asked for; of the server that every name leads to, only a path.
        place, path = urlsplit(self.path).netloc or self.headers["Host"], urlsplit(self.path).path
        if place == "moved.example.org":
            self._answer(302, "text/plain", Location=self.server.target)
        elif place == "feed.example.org":
            link = f"<item><link>{escape(self.server.target)}</link></item>"
            self._answer(200, "application/rss+xml", f"<rss version='2.0'><channel>{link}</channel></rss>")
        else:
            self.server.asked.append((place, path))
            self._answer(200, "text/plain", "Le pont de Lannévez a rouvert mardi.")

    def do_CONNECT(self):
        self.server.asked.append((self.path.rpartition(":")[0], ""))
        self._answer(502, "text/plain")

    def _answer(self, status, kind, body="", **headers):
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        for name, value in headers.items():
            # A server may send any bytes; http.server writes Latin-1.
            self.send_header(name, value.encode().decode("latin-1"))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *about):
        """Nothing on the terminal."""


@pytest.fixture(scope="module")
def recording():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def names(monkeypatch):
    """A name server of the test's own; addresses are read by the system."""

    def resolve(host, port, *about, **more):
        if not re.fullmatch(r"[\d.]+|.*:.*", host):
            if host not in KNOWN:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return [real(address, port, *about, **more)[0] for address in KNOWN[host]]
        return real(host, port, *about, **more)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def proxy(recording, monkeypatch):
    recording.asked, recording.target = [], ""
    for scheme in ("http", "https"):
        monkeypatch.setenv(f"{scheme}_proxy", f"http://127.0.0.1:{recording.server_port}")
    return recording


@pytest.fixture
def world(recording, monkeypatch):
    """No proxy: whatever address is connected to is written down, and the same server answers."""

    def opened(found, deadline):
        recording.connected += [entry[4][0] for entry in found]
        return socket.create_connection(("127.0.0.1", recording.server_port))

    recording.asked, recording.target, recording.connected = [], "", []
    monkeypatch.setattr(connect, "_connect_first", opened)
    return recording


def given(proxy, host, limits):
    fetch_page(f"http://{host}/page", limits)


def tunnelled(proxy, host, limits):
    """The proxy of the test hands nothing on: it is enough that it was asked to."""
    try:
        fetch_page(f"https://{host}/page", limits)
    except NetworkError as error:
        if "the proxy answered 502" not in str(error):
            raise


def redirected(proxy, host, limits):
    proxy.target = f"http://{host}/page"
    fetch_page("http://moved.example.org/", limits)


def in_a_feed(proxy, host, limits):
    proxy.target = f"http://{host}/page"
    for _, article in read_articles(
        fetch_links("http://feed.example.org/", allow_private=limits.allow_private).addresses,
        Options(allow_private=limits.allow_private),
    ):
        if isinstance(article, AudiobriefError):
            raise article


def a_feed_itself(proxy, host, limits):
    fetch_links(f"http://{host}/page", allow_private=limits.allow_private)


WAYS = [given, tunnelled, redirected, in_a_feed, a_feed_itself]
through_every_way = pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])


def test_there_are_forms_enough():
    forms = [*ASKED, *REFUSED]
    assert len(forms) == len(set(forms)) and len(REFUSED) >= 116


@through_every_way
@pytest.mark.parametrize("host", ASKED)
def test_a_server_on_the_internet_is_asked(proxy, host, way):
    way(proxy, host, OUTSIDE)
    assert {place for place, _ in proxy.asked} == {ASKED[host]}


@through_every_way
@pytest.mark.parametrize("host", REFUSED)
def test_no_other_is_asked(proxy, host, way):
    with pytest.raises(AudiobriefError):
        way(proxy, host, OUTSIDE)
    assert proxy.asked == []


@pytest.mark.parametrize("host", OWN_FORMS)
def test_one_s_own_network_is_opened_by_an_option_that_the_refusal_names(proxy, host):
    with pytest.raises(NetworkError, match="--allow-private"):
        given(proxy, host, OUTSIDE)
    given(proxy, host, OWN)
    assert len(proxy.asked) == 1


@through_every_way
@pytest.mark.parametrize("host", [*NEVER, *NONE])
def test_nothing_else_is(proxy, host, way):
    with pytest.raises(AudiobriefError) as told:
        way(proxy, host, OWN)
    assert proxy.asked == [] and "--allow-private" not in str(told.value)


def test_behind_a_proxy_every_address_known_of_a_name_must_be_one_that_may_be_asked(proxy):
    with pytest.raises(NetworkError, match=r"10\.0\.0\.7, private"):
        fetch_page("http://known-both-ways.example.org/page", OUTSIDE)
    assert proxy.asked == []
    assert fetch_page("http://known-outside.example.org/page", OUTSIDE).host == "known-outside.example.org"


@pytest.mark.parametrize("host", [host for host in ASKED if re.fullmatch(r"\[.*|\d.*\d", ASKED[host])])
def test_without_a_proxy_an_address_is_connected_to_as_it_was_judged(world, host):
    given(world, host, OUTSIDE)
    # Windows writes some of them another way.
    assert [ipaddress.ip_address(place) for place in world.connected] == [ipaddress.ip_address(ASKED[host].strip("[]"))]


@pytest.mark.parametrize("host", REFUSED)
def test_without_a_proxy_no_other_is_connected_to(world, host):
    with pytest.raises(AudiobriefError):
        given(world, host, OUTSIDE)
    assert world.connected == []


@pytest.mark.parametrize("host", [*NEVER, *NONE])
def test_nor_where_one_s_own_network_is_open(world, host):
    with pytest.raises(AudiobriefError):
        given(world, host, OWN)
    assert world.connected == []


@pytest.mark.parametrize("written", ["localhost", "127.0.0.1", "metadata.google.internal"])
def test_what_needs_no_proxy_is_judged_as_well(proxy, monkeypatch, written):
    monkeypatch.setenv("no_proxy", written)
    with suppress(KeyError):
        monkeypatch.setitem(KNOWN, written, ["127.0.0.1"])
    with pytest.raises(NetworkError, match="--allow-private" if "meta" not in written else "does not contact"):
        given(proxy, written, OUTSIDE)
    assert proxy.asked == []
