"""Who may ask for what: hosts, origins, tokens, passwords, lengths; and what every answer says to the browser."""

import re

import pytest
from starlette.testclient import TestClient

from audiobrief.errors import OptionError
from audiobrief.server.app import _ROUTES
from audiobrief.server.preferences import API_KEY, FEED_SECRET
from audiobrief.server.running import Place, demand_password, keep_password
from audiobrief.server.security import Hosts, find_hosts, is_loopback
from audiobrief.server.site import open_site
from tests.server.conftest import BASE, OPTIONS, PASSWORD, Browser, open_app

HOSTS = [
    # bound to, --url, Host, whether it is this server's
    ("127.0.0.1", "", "127.0.0.1:8765", True),
    ("127.0.0.1", "", "localhost:8765", True),
    ("127.0.0.1", "", "[::1]:8765", True),
    ("127.0.0.1", "", "127.0.0.1.", True),
    ("127.0.0.1", "", "evil.example:8765", False),
    ("127.0.0.1", "", "127.0.0.1.evil.example", False),
    ("127.0.0.1", "", "localhost.evil.example", False),
    ("127.0.0.1", "", "192.168.1.20:8765", False),
    ("127.0.0.1", "", "", False),
    ("127.0.0.1", "", "[::1", False),
    ("127.0.0.1", "https://listen.example.org", "listen.example.org", True),
    ("127.0.0.1", "https://listen.example.org", "example.org", False),
    ("0.0.0.0", "", "192.168.1.20:8765", True),
    ("0.0.0.0", "", "evil.example", False),
    ("audio.lan", "", "audio.lan:8765", True),
]


@pytest.mark.parametrize(("bound", "public", "host", "right"), HOSTS)
def test_only_its_own_names_are_answered(bound, public, host, right):
    assert find_hosts(bound, public).allows(host) is right


ORIGINS = [
    ("http://127.0.0.1:8765", True),
    ("https://127.0.0.1:8765", True),
    ("http://127.0.0.1:9999", False),
    ("http://localhost:8765", False),
    ("https://evil.example", False),
    ("null", False),
    ("file://127.0.0.1:8765", False),
    ("https://listen.example.org", True),
    ("http://listen.example.org", False),
]


@pytest.mark.parametrize(("origin", "right"), ORIGINS)
def test_only_its_own_pages_change_something(origin, right):
    hosts = Hosts(frozenset({"localhost"}), "https://listen.example.org")
    assert hosts.is_own_origin(origin, "127.0.0.1:8765") is right


@pytest.mark.parametrize(
    ("host", "right"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.1.2", False), ("audio.lan", False)],
)  # fmt: skip
def test_what_this_machine_alone_can_reach(host, right):
    assert is_loopback(host) is right


PLACES = [
    (Place("127.0.0.1", 0), False),
    (Place("127.0.0.1", 0, "http://localhost:8080"), False),
    (Place("127.0.0.1", 0, "https://listen.example.org"), True),
    (Place("0.0.0.0", 0), True),
    (Place("::", 0), True),
]


@pytest.mark.parametrize(("place", "demanded"), PLACES)
def test_others_are_not_served_without_a_password(site, place, demanded):
    if demanded:
        with pytest.raises(OptionError, match="set a password first"):
            demand_password(site, place)
    else:
        assert demand_password(site, place) is False


def _paths(methods):
    routes = [make(None) for make in _ROUTES]
    fill = {"{id}": "h88d738254ha", "{name}": "a.mp3", "{secret}": "x", "{number}": "1"}
    for route in routes:
        if methods & route.methods:
            path = route.path
            for name, value in fill.items():
                path = path.replace(name, value)
            yield path, next(iter(methods & route.methods))


CHANGES = sorted(_paths({"POST", "PUT", "DELETE"}))
FORMS = [(path, method) for path, method in CHANGES if not path.startswith(("/api", "/v1"))]
READS = sorted(path for path, _ in _paths({"GET"}))
PUBLIC = ("/login", "/static", "/feed/", "/manifest")


def start_anew(browser):
    browser.client.cookies.clear()
    return browser


@pytest.fixture(scope="module", params=[False], ids=[""])
def refusing(request, tmp_path_factory):
    """A browser, without cookies, at a server where each request of a test is refused: one for all of them. With a
    password where a test asks for it."""
    folder = tmp_path_factory.mktemp("refusing")
    opened = open_site(folder / "data", OPTIONS, folder / "lexicon.toml")
    if request.param:
        keep_password(opened, PASSWORD)
    with TestClient(open_app(opened, guarded=request.param), base_url=BASE) as client:
        yield Browser(client)
    opened.close()


@pytest.mark.parametrize(("path", "method"), CHANGES)
def test_another_site_changes_nothing(refusing, path, method):
    browser = start_anew(refusing)
    browser.get("/")
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        answer = browser.client.request(method, path, headers=headers, json={"text": "Le pont."})
        assert answer.status_code == 403, headers


@pytest.mark.parametrize(("path", "method"), FORMS)
def test_a_form_needs_the_token_of_its_session(refusing, path, method):
    browser = start_anew(refusing)
    browser.get("/")
    for token in ({}, {"csrf": ""}, {"csrf": "0" * 64}):
        answer = browser.client.request(method, path, headers={"origin": BASE}, data=token, follow_redirects=False)
        assert answer.status_code == 403, token


@pytest.mark.parametrize(("path", "method"), [change for change in CHANGES if change not in FORMS])
def test_a_form_of_another_site_without_an_origin_is_no_program(refusing, path, method):
    """Old browsers name no origin; those of today tell at least that a request comes from elsewhere."""
    body = {"data": {"text": "Le pont."}}
    answer = start_anew(refusing).client.request(method, path, headers={"sec-fetch-site": "same-site"}, **body)
    assert answer.status_code == 403


@pytest.mark.parametrize("refusing", [True], indirect=True, ids=["password"])
@pytest.mark.parametrize(("path", "method"), [(path, "GET") for path in READS] + CHANGES)
def test_without_the_password_nothing_is_shown(refusing, path, method):
    answer = start_anew(refusing).client.request(method, path, headers={"origin": BASE}, follow_redirects=False)
    if path.startswith(PUBLIC):
        assert answer.status_code in (200, 403, 404)
        assert "API" not in answer.text
    elif path.startswith(("/api", "/v1")):
        assert answer.status_code == 401
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login?next=")


def test_the_password_opens_and_logging_out_closes(guarded):
    first = guarded.client.cookies.get("audiobrief")
    entered = guarded.post("/login", {"password": PASSWORD, "next": "/settings"})
    assert (entered.status_code, entered.headers["location"]) == (303, "/settings")
    cookie = entered.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age="))
    assert guarded.client.cookies.get("audiobrief") != first
    assert guarded.get("/").status_code == 200
    token = re.search(r'name="csrf" content="(\w+)"', guarded.get("/").text)[1]
    kept = dict(guarded.client.cookies)
    left = guarded.client.post("/logout", data={"csrf": token}, headers={"origin": BASE}, follow_redirects=False)
    assert left.status_code == 303
    guarded.client.cookies.clear()
    assert guarded.client.get("/", cookies=kept, follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_logging_in_leads_nowhere_else(guarded, target):
    entered = guarded.post("/login", {"password": PASSWORD, "next": target})
    assert (entered.status_code, entered.headers["location"]) == (303, "/")


def test_guessing_is_slowed_down(guarded):
    answers = [guarded.post("/login", {"password": f"faux {number}"}).status_code for number in range(7)]
    assert answers == [403] * 5 + [429] * 2
    late = guarded.post("/login", {"password": PASSWORD})
    assert late.status_code == 429
    assert 0 < int(late.headers["retry-after"]) <= 901


def test_a_session_ends(guarded, site, monkeypatch):
    guarded.post("/login", {"password": PASSWORD})
    assert guarded.get("/").status_code == 200
    with site.database.write() as connection:
        connection.execute("UPDATE sessions SET expires = 1")
    assert guarded.get("/").status_code == 303


def test_another_password_ends_all_sessions(guarded, site):
    guarded.post("/login", {"password": PASSWORD})
    keep_password(site, PASSWORD)
    assert guarded.get("/").status_code == 200
    keep_password(site, "une autre phrase")
    assert guarded.get("/").status_code == 303


def test_a_program_shows_its_key(guarded, site):
    key = site.preferences.load_secret(API_KEY)
    for wrong in ("", "Bearer", "Bearer falsch", f"Basic {key}"):
        assert guarded.get("/api/voices", headers={"authorization": wrong}).status_code == 401
    assert guarded.get("/api/voices", headers={"authorization": f"Bearer {key}"}).status_code == 200
    assert guarded.get("/", headers={"authorization": f"Bearer {key}"}).status_code == 303


def test_the_private_feed_is_for_those_who_know_its_address(guarded, site):
    secret = site.preferences.load_secret(FEED_SECRET)
    assert guarded.get(f"/feed/{secret}.xml").status_code == 200
    assert guarded.get(f"/feed/{secret[:-1]}.xml").status_code == 404
    site.preferences.renew_secret(FEED_SECRET)
    assert guarded.get(f"/feed/{secret}.xml").status_code == 404


@pytest.mark.parametrize("path", ["/", "/add", "/nothing", "/static/app.css", "/api/programmes", "/feed/x.xml"])
def test_every_answer_tells_the_browser_what_it_may(browser, path):
    answer = browser.get(path)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/add", "/feeds", "/settings", "/help", "/deleted", "/nothing"])
def test_no_page_holds_a_script_or_a_style(browser, path):
    page = browser.get(path).text
    assert not re.search(r"<style|<script(?! src=)|\son[a-z]+=|\sstyle=", page)


def test_too_much_is_refused_before_it_is_read(browser):
    answer = browser.client.post("/add", headers={"origin": BASE, "content-length": str(60 << 20)}, content=b"x")
    assert answer.status_code == 413

    def endless():
        for _ in range(60):
            yield bytes(1 << 20)

    answer = browser.client.post(
        "/add", headers={"origin": BASE, "content-type": "multipart/form-data; boundary=x"}, content=endless()
    )
    assert answer.status_code in (400, 413)


def test_what_goes_wrong_is_told_without_what_is_read(site, monkeypatch):
    reported = []
    app = open_app(site, reported=reported)
    monkeypatch.setattr(type(site.programmes), "list_deleted", lambda self: [][0])
    with TestClient(app, base_url=BASE) as client:
        answer = client.get("/deleted")
    assert answer.status_code == 500
    assert "IndexError" not in answer.text
    assert [type(error) for error in reported] == [IndexError]
