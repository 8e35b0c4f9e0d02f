"""The installed command on loopback, with eSpeak NG: an article from the form to the ear; what ends or breaks it."""

import json
import os
import re
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.server.conftest import ARTICLE, serving, wait_for
from tests.waiting import PATIENCE, wait_until

LONG = ARTICLE + "\n\n".join(f"Le bac numéro {number} a repris la mer ce matin, sous la pluie." for number in range(40))


def token(client):
    return re.search(r'name="csrf" content="(\w+)"', client.get("/").text)[1]


def submit(client, path, files=None, **fields):
    origin = str(client.base_url).rstrip("/")
    return client.post(path, data={"csrf": token(client), **fields}, files=files, headers={"origin": origin})


def is_read(client, id):
    """The programme once its article has been read, or refused."""
    found = client.get(f"/api/programmes/{id}").json()
    return found if found["state"] != "reading" else None


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server for all tests that do not stop it; the network that it may reach is this machine."""
    folder = tmp_path_factory.mktemp("served")
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder / "config")}
    with serving(folder, "--allow-private", environment=environment) as client:
        client.folder = folder
        yield client


@pytest.fixture(scope="module")
def made(server):
    """A programme that was added by the form and is ready."""
    answer = submit(server, "/add", what=ARTICLE, key="one")
    assert answer.status_code == 303
    return wait_for(server, re.search(r"/programmes/(\w+)", answer.headers["location"])[1])


def test_a_text_becomes_a_programme_that_is_heard_by_ranges(server, made):
    assert made["title"] == "Le bac de Lannévez"
    whole = server.get(made["sound_url"])
    assert (whole.status_code, whole.headers["accept-ranges"]) == (200, "bytes")
    assert whole.content[:3] == b"ID3"
    part = server.get(made["sound_url"], headers={"range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, whole.content[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(whole.content)}"
    assert server.get(made["sound_url"], headers={"range": f"bytes={len(whole.content)}-"}).status_code == 416


def test_the_same_form_twice_adds_one_programme(server, made):
    again = submit(server, "/add", what=ARTICLE, key="one")
    assert again.headers["location"].startswith(made["url"])


def test_its_text_follows_the_sound(server, made):
    text = server.get(f"{made['url']}/text.json").json()
    starts = [sentence["start"] for chapter in text["chapters"] for passage in chapter["passages"]
              for paragraph in passage["paragraphs"] for sentence in paragraph]  # fmt: skip
    assert starts == sorted(starts)
    assert 0 < starts[0] < starts[-1] < text["duration"] == pytest.approx(made["duration"], abs=0.1)
    page = server.get(made["url"]).text
    assert all(f'data-start="{start}"' in page for start in starts)


def test_every_format_is_downloaded(server, made):
    made = wait_for(server, made["id"])  # another test may have corrected it since
    assert [download["name"].partition(".")[2] for download in made["downloads"]] == [
        "mp3", "chapters.json", "read-along.json", "vtt", "srt", "html", "epub"]  # fmt: skip
    for download in made["downloads"]:
        answer = server.get(download["url"])
        assert len(answer.content) == download["size"]
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["content-security-policy"]
    assert server.get(f"{made['url']}/files/made.json").status_code == 404
    assert server.get(f"{made['url']}/files/..%2F..%2Fserve.sqlite3").status_code == 404


def test_it_is_heard_while_it_is_being_made(server):
    """The sound comes at once and grows; a range gets what there is; a sentence is found in it."""
    id = server.post("/api/programmes", json={"text": LONG, "title": "Le long bac"}).json()["id"]
    wait_until(lambda: server.get(f"/api/programmes/{id}").json()["playable"])
    sound = f"/programmes/{id}/sound.mp3"
    with server.stream("GET", sound) as growing:
        assert growing.status_code == 200
        assert "content-length" not in growing.headers
        whole = b"".join(growing.iter_raw())
    assert len(whole) > 12_000 * 60
    text = server.get(f"/programmes/{id}/text.json").json()
    assert text["spoken"] > 40
    assert server.get(sound, headers={"range": "bytes=100-199"}).status_code == 206
    assert wait_for(server, id)["duration"] == pytest.approx(len(whole) / 12_000, abs=1.0)


def test_a_name_is_corrected_and_heard_at_once(server, made):
    text = server.get(f"{made['url']}/text.json").json()
    sentence = next(s for c in text["chapters"] for p in c["passages"] for q in p["paragraphs"] for s in q
                    if "Kerloc'h" in s["text"])  # fmt: skip
    plain = server.get(f"{made['url']}/sentences/{sentence['n']}.mp3").content
    form = {"sentence": str(sentence["n"]), "word": "Kerloc'h", "like": "quère lo que"}
    tried = submit(server, f"{made['url']}/correct", **form, action="try")
    heard = re.search(r'src="([^"]*like[^"]*)"', tried.text)[1].replace("&amp;", "&")
    assert server.get(heard).content not in (plain, b"")
    lexicon = server.folder / "config" / "audiobrief" / "lexicon.toml"
    assert not lexicon.exists()
    submit(server, f"{made['url']}/correct", **form, action="keep")
    assert "quère lo que" in lexicon.read_text(encoding="utf-8")
    found = wait_for(server, made["id"])
    assert found["revision"] > made["revision"]
    assert server.get(f"{made['url']}/sentences/{sentence['n']}.mp3").content != plain


def test_a_document_is_read_and_a_bad_one_told(server):
    good = submit(server, "/add", files={"document": ("Le bac.md", ARTICLE.encode())}, key="document")
    id = re.search(r"/programmes/(\w+)", good.headers["location"])[1]
    assert wait_for(server, id)["source"] == "Le bac.md"
    bad = submit(server, "/add", files={"document": ("faux.docx", b"PK\x03\x04" + os.urandom(5000))}, key="bad")
    id = re.search(r"/programmes/(\w+)", bad.headers["location"])[1]
    found = wait_until(lambda: is_read(server, id))
    assert found["state"] == "failed"
    assert "faux.docx" in found["reason"]
    assert str(server.folder) not in found["reason"]
    page = server.get(f"/programmes/{id}", headers={"accept-language": "fr"}).text
    assert "Échec" in page
    assert server.get(f"/programmes/{id}/sound.mp3").status_code == 409


def test_a_cluster_makes_the_programmes(tmp_path):
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(tmp_path / "cache"), "XDG_CONFIG_HOME": str(tmp_path)}
    with serving(tmp_path, "--cluster", "local", "--jobs", "1", environment=environment) as client:
        id = client.post("/api/programmes", json={"text": ARTICLE}).json()["id"]
        made = wait_for(client, id)
        assert made["state"] == "ready"
        assert client.get(made["sound_url"]).content[:3] == b"ID3"


class _Press(BaseHTTPRequestHandler):
    """A site with a feed of two articles."""

    def do_GET(self):
        kind, body = "text/html; charset=utf-8", f"<article>{self.path}</article>"
        if self.path == "/feed.xml":
            kind = "application/rss+xml"
            links = "".join(f"<item><link>http://127.0.0.1:{self.server.server_port}/{n}</link></item>" for n in "21")
            body = f'<rss version="2.0"><channel><title>Le Journal</title>{links}</channel></rss>'
        elif self.path in ("/1", "/2"):
            text = "".join(f"<p>{part}</p>" for part in ARTICLE.split("\n\n")[1:] if not part.startswith("#"))
            body = f"<html lang='fr'><body><article><h1>Le bac {self.path[1:]}</h1>{text}</article></body></html>"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def press():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Press) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}"
        site.shutdown()


def test_a_feed_is_followed(server, press):
    answer = submit(server, "/feeds", address=f"{press}/feed.xml", mode="now", latest="1")
    assert answer.status_code == 303

    def come():
        found = [p for p in server.get("/api/programmes").json()["programmes"] if p["feed"] == "127.0.0.1"]
        return found if found and found[0]["state"] == "ready" else None

    found = wait_until(come)
    assert [programme["title"] for programme in found] == ["Le bac 2"]
    (feed,) = server.get("/api/feeds").json()["feeds"]
    assert (feed["count"], feed["problem"]) == (1, "")
    refused = server.post("/api/programmes", json={"address": f"{press}/feed.xml"}).json()["id"]
    told = wait_until(lambda: is_read(server, refused))
    assert "is a feed with 2 articles" in told["reason"]


def test_the_private_feed_is_a_podcast(server, made):
    import podcastparser

    address = re.search(r"http\S+?\.xml", server.get("/help").text)[0]
    answer = server.get(address)
    assert answer.headers["content-type"].startswith("application/rss+xml")
    ET.fromstring(answer.content)
    import io

    feed = podcastparser.parse(address, io.BytesIO(answer.content))
    episode = next(episode for episode in feed["episodes"] if made["id"] in episode["enclosures"][0]["url"])
    assert episode["title"] == made["title"]
    (enclosure,) = episode["enclosures"]
    assert len(server.get(enclosure["url"]).content) == enclosure["file_size"]
    for url in re.findall(r'<podcast:(?:chapters|transcript) url="([^"]+)"', answer.text)[:4]:
        assert server.get(url).status_code == 200


SPEECH = [("mp3", b"ID3"), ("wav", b"RIFF"), ("opus", b"OggS"), ("flac", b"fLaC"), ("aac", b"\xff"), ("pcm", b"")]


@pytest.mark.parametrize(("kind", "signature"), SPEECH)
def test_other_programs_use_the_voice(server, kind, signature):
    asked = {"model": "tts-1", "voice": "alloy", "input": "Bonjour à tous.", "response_format": kind, "speed": 1.2}
    answer = server.post("/v1/audio/speech", json=asked)
    assert answer.status_code == 200
    assert answer.content.startswith(signature)
    assert len(answer.content) > 2000


def test_nothing_is_logged_of_what_is_read(server, made):
    server.get("/nothing?secret=Lann%C3%A9vez")
    assert server.lines == []


# What ends it.


def test_what_was_not_finished_is_made_the_next_time(tmp_path):
    """Killed while it is busy, it comes back with everything, once."""
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(tmp_path / "cache")}
    with serving(tmp_path, environment=environment) as client:
        ids = [client.post("/api/programmes", json={"text": ARTICLE, "title": f"Le bac {n}"}).json()["id"]
               for n in range(3)]  # fmt: skip
        wait_until(lambda: client.get(f"/api/programmes/{ids[0]}").json()["state"] in ("making", "ready"))
        client.process.kill()
    with serving(tmp_path, environment=environment) as client:
        listed = client.get("/api/programmes").json()
        assert sorted(programme["id"] for programme in listed["programmes"]) == sorted(ids)
        for id in ids:
            wait_for(client, id)
        folders = sorted(path.name for path in (tmp_path / "data" / "programmes").iterdir())
        assert folders == sorted(ids)
        client.process.send_signal(signal.SIGTERM)
        assert client.process.wait(PATIENCE) == 143


def test_a_second_server_does_not_take_the_folder(server):
    done = subprocess.run(
        [sys.executable, "-m", "audiobrief", "serve", "--port", "0", "--data", str(server.folder / "data")],
        capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 7
    assert "Another server uses the folder" in done.stderr


WRONG = [
    (("--host", "0.0.0.0"), "set a password first"),
    (("--url", "https://listen.example.org"), "set a password first"),
    (("--url", "listen.example.org"), "is not where a site can be"),
    (("--password-file", "none.txt"), "cannot be read"),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG)
def test_what_cannot_be_is_said_at_the_start(tmp_path, arguments, told):
    done = subprocess.run(
        [sys.executable, "-m", "audiobrief", "serve", "--data", str(tmp_path / "data"), "--json", *arguments],
        capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 2
    assert told in json.loads(done.stdout)["error"]
