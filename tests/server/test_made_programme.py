"""A programme that is made, in process: its page, its files, its private feed, corrections; settings and limits."""
# ruff: noqa: E501  one case a row

import io
import json
import re
import time
import zipfile
from dataclasses import astuple
from types import SimpleNamespace

import pytest

from audiobrief.batch.task import TaskSuccess
from audiobrief.errors import ArticleError, DataError
from audiobrief.messages import message
from audiobrief.model import Article, Block
from audiobrief.server.adding import add_source, find_shared
from audiobrief.server.children import ChildDiedError
from audiobrief.server.chores import remove_deleted
from audiobrief.server.corrections import check_correction, suggest_words
from audiobrief.server.feed_pages import make_episode
from audiobrief.server.making import remove_former, write_version
from audiobrief.server.pages import parse_seconds
from audiobrief.server.preferences import FEED_SECRET
from audiobrief.server.programmes import MadeProgramme, get_programme_folder, is_identifier, make_identifier
from audiobrief.server.speaking import Progress, read_progress
from tests.server.conftest import BASE

SENTENCES = ("Le bac a repris la mer.", "« Nous attendions », dit Mme Kerloc'h.")
ARTICLE = Article(
    "Le bac", tuple(Block("paragraph", text) for text in SENTENCES), byline="Jeanne Noël", source="Le Phare"
)
TEXT = {
    "title": "Le bac", "heading": [], "duration": 90.0,
    "chapters": [{"title": "", "start": 0.5, "heading": [], "passages": [{"kind": "text", "paragraphs": [
        [{"n": 3, "start": 0.5, "text": SENTENCES[0]}, {"n": 4, "start": 2.5, "text": SENTENCES[1]}]]}]}],
}  # fmt: skip
FILES = {
    "le-bac.mp3": b"ID3" + bytes(97), "le-bac.chapters.json": b"{}", "le-bac.read-along.json": json.dumps(TEXT).encode(),
    "le-bac.vtt": b"WEBVTT", "le-bac.html": b"<p>Le bac", "le-bac.daisy/ncc.html": b"<p>1", "le-bac.daisy/a/b.smil": b"22",
}  # fmt: skip


def make(site, title="Le bac", **about):
    id = site.programmes.add("address", "https://www.phare.example/bac").id
    site.programmes.save_article(id, ARTICLE)
    job = site.programmes.take_job()
    sizes = {name: len(content) for name, content in FILES.items()}
    made = MadeProgramme(
        sizes, "le-bac.mp3", 90.0, "espeak-fr", **{"online": False, "made_at": 1_800_000_000.0, **about}
    )
    write_version(
        get_programme_folder(site.data, id), job.version, made, TaskSuccess(1, tuple(FILES.items()), 90.0, 1, 1.0)
    )
    site.programmes.finish(id, job.version, made)
    return id


@pytest.fixture
def id(site):
    return make(site)


def test_its_page_and_its_text(browser, id):
    page = browser.get(f"/programmes/{id}").text
    assert all(sentence.partition(" »")[0] in page.replace("&#39;", "'") for sentence in SENTENCES)
    assert "Added." not in page and "Added." in browser.get(f"/programmes/{id}?done=added").text
    told = browser.get(f"/programmes/{id}/text.json").json()
    assert (told["growing"], told["spoken"], told["chapters"]) == (False, 2, TEXT["chapters"])
    starts = browser.get(f"/programmes/{id}/text.json?starts").json()
    assert starts == {"growing": False, "spoken": 0, "duration": None, "starts": [], "words": {}}
    assert browser.get("/programmes/none/text.json").json()["error"]["message"]


def test_what_is_not_made_grows_and_has_no_text_yet(browser, site):
    added = site.programmes.add("text", "Le bac.", "Le bac").id
    assert browser.get(f"/programmes/{added}/text.json").status_code == 404
    assert browser.get(f"/programmes/{added}/text.json?starts").json()["growing"] is True
    view = browser.client.get(f"/api/programmes/{added}").json()
    assert [view[name] for name in ("growing", "playable", "remaking", "duration", "left")] == [
        True,
        False,
        False,
        None,
        None,
    ]
    site.programmes.save_article(added, ARTICLE)
    assert browser.client.get(f"/api/programmes/{added}").json()["playable"] is True
    assert browser.client.head(f"/programmes/{added}/sound.mp3").headers["accept-ranges"] == "bytes"


def test_it_is_described_to_programs(browser, site, id):
    view = browser.client.get(f"/api/programmes/{id}").json()
    told = {
        name: view[name]
        for name in ("title", "state", "source", "address", "duration", "left", "voice", "online", "url")
    }
    assert told == {
        "title": "Le bac", "state": "ready", "source": "phare.example", "address": "https://www.phare.example/bac",
        "duration": 90.0, "left": 90.0, "voice": "espeak-fr", "online": False, "url": f"/programmes/{id}",
    }  # fmt: skip
    assert [(each["name"], each["size"]) for each in view["downloads"]] == [
        ("le-bac.mp3", 100), ("le-bac.chapters.json", 2), ("le-bac.read-along.json", len(FILES["le-bac.read-along.json"])),
        ("le-bac.vtt", 6), ("le-bac.html", 9), ("le-bac.daisy.zip", 6),
    ]  # fmt: skip
    assert len({each["label"] for each in view["downloads"]}) == 6
    site.programmes.keep_position(id, 30.0)
    assert browser.client.get(f"/api/programmes/{id}").json()["left"] == 60.0
    site.programmes.make_again(id)
    view = browser.client.get(f"/api/programmes/{id}").json()
    assert (view["remaking"], view["growing"], view["playable"]) == (True, False, True)


def test_its_files(browser, site, id):
    sound = browser.client.get(f"/programmes/{id}/sound.mp3")
    assert (sound.content, sound.headers["content-type"]) == (FILES["le-bac.mp3"], "audio/mpeg")
    file = browser.client.get(f"/programmes/{id}/files/le-bac.vtt")
    assert (file.content, file.headers["content-type"]) == (b"WEBVTT", "text/vtt; charset=utf-8")
    assert 'filename="le-bac.vtt"' in file.headers["content-disposition"]
    whole = browser.client.get(f"/programmes/{id}/files/le-bac.daisy.zip")
    with zipfile.ZipFile(io.BytesIO(whole.content)) as archive:
        inside = {
            name.removeprefix("le-bac.daisy/"): archive.read(name) for name in archive.namelist() if name[-1] != "/"
        }
    assert inside == {"ncc.html": b"<p>1", "a/b.smil": b"22"}
    for name in ("none.zip", "made.json", "le-bac.daisy/ncc.html", "le-bac.zip", "none.mp3"):
        assert browser.client.get(f"/programmes/{id}/files/{name}").status_code == 404, name
    (get_programme_folder(site.data, id) / "le-bac.vtt").unlink()
    assert browser.client.get(f"/programmes/{id}/files/le-bac.vtt").status_code == 404


def test_the_private_feed_names_its_files(browser, site, id):
    secret = site.preferences.load_secret(FEED_SECRET)
    feed = browser.client.get(f"/feed/{secret}.xml")
    assert (feed.headers["content-type"], feed.headers["x-robots-tag"]) == ("application/rss+xml", "noindex")
    addresses = re.findall(rf"{BASE}/feed/{secret}/[^\"<]+", feed.text)
    names = {address.rpartition("/")[2] for address in addresses}
    assert names == {"le-bac.mp3", "le-bac.chapters.json", "le-bac.vtt", "le-bac.html"}
    for name in names:
        answer = browser.client.get(f"/feed/{secret}/{id}/{name}")
        assert answer.content == FILES[name]
        assert ("attachment" in answer.headers.get("content-disposition", "")) is name.endswith(".html"), name
    for path in (
        f"x/{id}/le-bac.mp3",
        f"{secret}/none/le-bac.mp3",
        f"{secret}/{id}/made.json",
        f"{secret}/{id}/none.mp3",
    ):
        assert browser.client.get(f"/feed/{path}").status_code == 404, path
    site.programmes.delete(id)
    assert browser.client.get(f"/feed/{secret}/{id}/le-bac.mp3").status_code == 404
    assert "le-bac" not in browser.client.get(f"/feed/{secret}.xml").text


def test_an_episode(site, id):
    found = site.programmes.find(id)
    episode = make_episode("s", found, ARTICLE)
    assert (episode.file, episode.size, episode.duration, episode.author) == (
        f"s/{id}/le-bac.mp3",
        100,
        90.0,
        "Jeanne Noël",
    )
    assert (episode.chapters, episode.synthetic) == (f"s/{id}/le-bac.chapters.json", True)
    assert [astuple(each) for each in episode.transcripts] == [
        (f"s/{id}/le-bac.vtt", "text/vtt", True), (f"s/{id}/le-bac.html", "text/html", False),
    ]  # fmt: skip
    assert (episode.changed.timestamp(), episode.published.timestamp()) == (1_800_000_000, int(found.added))


CORRECTIONS = [
    # Whether it is kept, the word, how it is said, the status, and what is shown of it.
    ("try", "Kerloc'h", "quère lo que", 200, "sentences/4.mp3?word=Kerloc%27h&amp;like=qu%C3%A8re+lo+que"),
    ("keep", "Kerloc'h", "quère lo que", 200, "is said as “quère lo que” from now on."),
    ("try", "", "quère lo que", 422, "Give a word of the sentence"),
    ("try", "Kerloc'h", "", 422, "Give a word of the sentence"),
    ("keep", "Kerloc'h", "a" * 201, 422, "Give a word of the sentence"),
]


@pytest.mark.parametrize(("action", "word", "like", "status", "shown"), CORRECTIONS)
def test_a_correction_is_tried_or_kept(browser, site, id, action, word, like, status, shown):
    form = {"sentence": "4", "word": word, "like": like, "action": action}
    answer = browser.post(f"/programmes/{id}/correct", form)
    assert answer.status_code == status
    assert shown in answer.text.replace("&#39;", "'") and "Mme" in answer.text
    kept = action == "keep" and status == 200
    assert site.lexicon.exists() is kept
    assert site.programmes.find(id).wanted == (2 if kept else 1)
    told = browser.post(f"/programmes/{id}/correct", form, headers={"accept": "application/json"})
    assert told.status_code == status
    assert (told.json()["kept"], bool(told.json()["heard"]), bool(told.json()["problem"])) == (
        kept,
        status == 200,
        status == 422,
    )


def test_which_sentence_is_corrected(browser, id):
    page = browser.get(f"/programmes/{id}/correct?sentence=3&word=bac").text
    assert SENTENCES[0] in page and 'value="bac"' in page and "from now on" not in page
    for asked in ("5", "", "-1", "x", "0000003", "٣x"):
        assert browser.get(f"/programmes/{id}/correct?sentence={asked}").status_code == 404, asked
    assert browser.get("/programmes/none/correct?sentence=3").status_code == 404
    assert browser.post("/programmes/none/correct", {"sentence": "3"}).status_code == 404
    for path in (
        f"/programmes/{id}/sentences/9.mp3",
        f"/programmes/{id}/sentences/x.mp3",
        "/programmes/none/sentences/3.mp3",
    ):
        assert browser.get(path).status_code == 404, path


def test_a_sentence_is_asked_for_with_its_correction(browser, site, id, monkeypatch):
    asked = []

    def call(function, *arguments, seconds):
        asked.append((arguments, seconds))
        return b"ID3"

    monkeypatch.setattr("audiobrief.server.corrections.call_in_child", call)
    answer = browser.get(f"/programmes/{id}/sentences/4.mp3")
    assert (answer.content, answer.headers["content-type"], answer.headers["cache-control"]) == (
        b"ID3",
        "audio/mpeg",
        "no-store",
    )
    browser.get(f"/programmes/{id}/sentences/4.mp3?word=Mme&like=madame")
    options = site.choose_options()
    assert asked == [
        ((SENTENCES[1], options, "mp3", None), 60.0),
        ((SENTENCES[1], options, "mp3", ("Mme", "madame")), 60.0),
    ]
    for query in ("word=Mme", "like=madame"):
        assert browser.get(f"/programmes/{id}/sentences/4.mp3?{query}").status_code == 422


WORDS = [
    ("Le bac de Brest part.", ["Brest", "part"]),
    (
        "Brest attend. Dinan aussi : Rennes (Vannes) dort.",
        ["attend", "Rennes", "Vannes", "Brest", "Dinan", "aussi", "dort"],
    ),
    ("un bac", []),
    ("aaaa bbbbb", ["bbbbb", "aaaa"]),
    ("x " + " ".join("abcdefghijklmno"[at] * 5 for at in range(15)), [letter * 5 for letter in "abcdefghijkl"]),
    ("Il va à Saint-Orval, à l’Île-d’Yeu et à 4x4.", ["Saint-Orval", "l’Île-d’Yeu"]),
]


@pytest.mark.parametrize(("sentence", "words"), WORDS)
def test_words_are_proposed_names_first(sentence, words):
    assert sorted(suggest_words(sentence)) == sorted(words)
    if len(words) < 6:
        assert suggest_words(sentence) == words


@pytest.mark.parametrize(
    ("word", "like", "right"), [("a" * 200, "a", True), ("a" * 201, "a", False), ("a", "a" * 200, True)]
)
def test_a_correction_has_a_length(word, like, right):
    if right:
        check_correction(word, like)
    else:
        with pytest.raises(DataError, match="Give a word"):
            check_correction(word, like)


# What is asked of a feed, and whether it is followed.
FOLLOWED = [
    ({"address": "https://phare.example/feed"}, "now", 1),
    ({"address": "http://phare.example/feed", "mode": "night", "latest": "20"}, "night", 20),
    ({"address": "https://phare.example/" + "a" * 1978, "latest": "0"}, "now", 0),
    ({"address": "https://phare.example/feed", "latest": "21"}, None, None),
    ({"address": "https://phare.example/feed", "latest": "-1"}, None, None),
    ({"address": "https://phare.example/feed", "latest": "0000001"}, "now", 1),
    ({"address": "https://phare.example/feed", "mode": "never"}, None, None),
    ({"address": "https://phare.example/" + "a" * 1979}, None, None),
    ({"address": "ftp://phare.example/feed"}, None, None),
    ({"address": "https:///feed"}, None, None),
    ({"address": "https://[::1/feed"}, None, None),
    ({"address": ""}, None, None),
]


@pytest.mark.parametrize(("form", "mode", "latest"), FOLLOWED)
def test_a_feed_is_followed_as_it_is_asked(browser, site, form, mode, latest):
    answer = browser.post("/feeds", form)
    followed = [(feed.address, feed.mode, feed.latest) for feed in site.feeds.list_all()]
    if mode is None:
        assert answer.status_code == 422 and followed == []
        assert form["address"][:40] in answer.text
    else:
        assert answer.headers["location"] == "/feeds" and followed == [(form["address"], mode, latest)]
        assert form["address"][:60] in browser.get("/feeds").text


def test_a_feed_is_changed_and_left(browser, site):
    (id, other) = (site.feeds.add(f"https://phare.example/{name}", "now", 1) for name in "ab")
    for path, mode in ((id, "night"), (id, "never"), ("x", "now"), ("1234567890", "now"), (99, "now")):
        assert browser.post(f"/feeds/{path}/mode", {"mode": mode}).headers["location"] == "/feeds"
    assert {feed.id: feed.mode for feed in site.feeds.list_all()} == {id: "night", other: "now"}
    site.feeds.fail(id, message("No such site."))
    assert "No such site." in browser.get("/feeds").text
    assert browser.post(f"/feeds/{id}/check").headers["location"] == "/feeds"
    assert next(feed for feed in site.feeds.list_all() if feed.id == id).checked is None
    browser.post("/feeds/x/delete")
    browser.post(f"/feeds/{id}/delete")
    assert [feed.id for feed in site.feeds.list_all()] == [other]


def test_positions_are_seconds(browser, site, id):
    for seconds, status, kept in (
        ("12.5", 204, 12.5),
        ("0", 204, 0.0),
        ("-1", 422, 0.0),
        ("x", 422, 0.0),
        ("nan", 422, 0.0),
    ):
        assert browser.post(f"/programmes/{id}/position", {"seconds": seconds}).status_code == status, seconds
        assert site.programmes.find(id).position == kept, seconds
    browser.post(f"/programmes/{id}/position", {"seconds": "12", "ended": "yes"})
    assert (site.programmes.find(id).position, site.programmes.find(id).listened) == (0.0, True)
    assert browser.post("/programmes/none/position", {"seconds": "1"}).status_code == 404


@pytest.mark.parametrize(
    ("text", "seconds"), [("86400", 86400.0), ("86401", None), (True, None), ("1e3", 1000.0), (None, None)]
)
def test_a_place_is_within_a_day(text, seconds):
    assert parse_seconds(text) == seconds


def test_what_was_heard_is_marked_and_one_goes_back(browser, site, id):
    for form, heard, to in (({}, True, f"/programmes/{id}"), ({"value": "no", "back": "list"}, False, "/")):
        assert browser.post(f"/programmes/{id}/listened", form).headers["location"] == to
        assert site.programmes.find(id).listened is heard
    for action in ("listened", "delete", "restore", "retry"):
        assert browser.post(f"/programmes/none/{action}").status_code == 404
    assert browser.post(f"/programmes/{id}/retry").headers["location"] == f"/programmes/{id}"
    assert site.programmes.find(id).wanted == 2
    browser.post(f"/programmes/{id}/delete")
    assert "Le bac" in browser.get("/deleted").text
    for action in ("listened", "delete", "retry"):
        assert browser.post(f"/programmes/{id}/{action}").status_code == 404
    assert browser.post(f"/programmes/{id}/restore").headers["location"] == f"/programmes/{id}"


PAGES = [("", 30), ("1", 30), ("2", 30), ("3", 2), ("4", 2), ("0", 30), ("-1", 30), ("x", 30), ("0000002", 30)]


def test_the_pages_of_the_list(browser, site):
    for number in range(62):
        site.programmes.add("text", "Le bac.", f"Le bac {number}")
    found = [(page, len(re.findall(r"<h3\b", browser.get(f"/?page={page}").text))) for page, _ in PAGES]
    assert found == PAGES


def test_changes_are_told_since_a_revision(browser, site, id):
    revision = site.database.revision
    for since, count in (("0", 1), (str(revision), 0), ("x", 1), ("-1", 1)):
        told = browser.client.get(f"/status.json?since={since}").json()
        assert (told["revision"], len(told["programmes"])) == (revision, count)
    assert browser.client.get("/status.json?wait=x").json()["revision"] == revision


def test_what_is_listed_from_a_number_on(browser, site):
    ids = [site.programmes.add("text", "Le bac.").id for _ in range(3)]
    for first, count in (("", 3), ("1", 2), ("3", 0), ("x", 3), ("000000001", 3), ("00000001", 2)):
        told = browser.client.get(f"/api/programmes?first={first}").json()
        assert (len(told["programmes"]), told["total"]) == (count, len(ids)), first


def test_programs_follow_and_leave_feeds(browser, site):
    added = browser.client.post("/api/feeds", json={"address": "https://phare.example/feed"})
    assert (added.status_code, added.json()["mode"]) == (201, "now")
    (feed,) = browser.client.get("/api/feeds").json()["feeds"]
    assert (feed["address"], feed["count"], feed["problem"], feed["checked"]) == (
        "https://phare.example/feed",
        0,
        "",
        None,
    )
    for path, left in (("x", 1), ("1234567890", 1), (feed["id"], 0)):
        assert browser.client.delete(f"/api/feeds/{path}").status_code == 204
        assert len(site.feeds.list_all()) == left
    assert browser.client.get("/v1/models").json()["data"][0]["id"] == "audiobrief"
    assert {"name": "espeak-fr", "online": False, "usable": True} in browser.client.get("/api/voices").json()["voices"]


def test_programs_add_a_document(browser, site):
    answer = browser.client.post("/api/programmes", files={"document": ("a.md", b"Le bac.")}, data={"title": "Le bac"})
    assert answer.status_code == 201
    (found,) = site.programmes.list_page("all", 0, 9)
    assert (found.kind, found.source, found.title) == ("document", "a.md", "Le bac")
    for body in (b"", b"{", b"[]", b"[" * 100_000):
        refused = browser.client.post("/api/programmes", content=body, headers={"content-type": "application/json"})
        assert refused.status_code == 422 and "JSON object" in refused.json()["error"]["message"]
    assert browser.client.put(f"/api/programmes/{found.id}/position", json={"seconds": "x"}).status_code == 422
    assert browser.client.put("/api/programmes/none/position", json={"seconds": 1}).status_code == 404
    assert browser.client.delete("/api/programmes/none").status_code == 404


class _Child:
    """A child that sends these pieces, the last of which is its end or an error."""

    def __init__(self, *pieces):
        self.pieces, self.killed = list(pieces), 0

    def receive(self, seconds):
        assert seconds == 120.0
        piece = self.pieces.pop(0)
        if isinstance(piece, Exception):
            raise piece
        return ("piece", piece) if piece is not None else ("result", None)

    def kill(self):
        self.killed += 1


def test_speech_is_sent_as_it_comes(browser, monkeypatch):
    made = []
    child = _Child(b"ID3", b"abc", None)

    def start(*given, **how):
        made.append((given[1:], how))
        return child

    monkeypatch.setattr("audiobrief.server.api.Child", start)
    asked = {"input": "Bonjour.", "response_format": "flac", "speed": 2, "voice": "alloy"}
    answer = browser.client.post("/v1/audio/speech", json=asked)
    assert (answer.content, answer.headers["content-type"], child.killed) == (b"ID3abc", "audio/flac", 1)
    ((text, options, kind), how), *_ = made
    assert (text, kind, how, options.voice) == ("Bonjour.", "flac", {"streams": True}, "espeak-fr")
    # The pace is twice the voice's own.
    assert 300 < options.rate <= 400
    # More often than there are places among those that speak: each gives its place up.
    for pieces, status in (([None], 422), ([ChildDiedError("It died.")], 422)):
        for _ in range(6):
            child = _Child(*pieces)
            assert browser.client.post("/v1/audio/speech", json={"input": "…"}).status_code == status
    child = _Child(b"ID3", None)
    assert browser.client.post("/v1/audio/speech", json={"input": "a" * 80_000}).content == b"ID3"
    assert browser.client.post("/v1/audio/speech", json={"input": "a" * 80_001}).status_code == 422


SPEEDS = [(0.25, True), (4.0, True), (0.24, False), (4.1, False), ("1", False)]


@pytest.mark.parametrize(("speed", "right"), SPEEDS)
def test_speeds_have_limits(browser, monkeypatch, speed, right):
    monkeypatch.setattr("audiobrief.server.api.Child", lambda *_, **__: _Child(b"ID3", None))
    answer = browser.client.post("/v1/audio/speech", json={"input": "Bonjour.", "speed": speed})
    assert answer.status_code == (200 if right else 422)


# Adding.


def test_what_is_shared_in_a_long_text_is_the_text():
    long = "a" * (499 - len(" https://a.example")) + " https://a.example"
    assert find_shared("T", long, "") == ("https://a.example", "T")
    assert find_shared("T", f"a{long}", "") == (f"a{long}", "T")


def test_a_text_has_a_length_and_a_key(site):
    assert add_source(site, "a" * 5_000_000, key="k" * 200).id == add_source(site, "b", key="k" * 100).id
    with pytest.raises(ArticleError, match="too long"):
        add_source(site, "a" * 5_000_001)
    assert add_source(site, "b").id != add_source(site, "b").id


DOCUMENTS = [
    ("a.md", "a.md"),
    ("C:\\textes\\a.md", "a.md"),
    ("../../a.md", "a.md"),
    ("", "document"),
    ("a" * 150 + ".md", None),
]


@pytest.mark.parametrize(("name", "kept"), DOCUMENTS)
def test_the_name_of_a_document(site, name, kept):
    upload = SimpleNamespace(name=name, content=io.BytesIO(b"Le bac."))
    added = add_source(site, "", upload=upload)
    (path,) = (site.data / "uploads" / added.id).iterdir()
    assert path.read_bytes() == b"Le bac."
    assert (
        added.source == path.name == (kept or path.name) and len(path.name) <= 120 and path.name.endswith(kept or ".md")
    )


def test_a_document_that_comes_twice_is_kept_once(site, monkeypatch):
    first = add_source(site, "", upload=SimpleNamespace(name="a.md", content=io.BytesIO(b"a")), key="one")
    monkeypatch.setattr(type(site.programmes), "find_key", lambda self, key: None)
    again = add_source(site, "", upload=SimpleNamespace(name="a.md", content=io.BytesIO(b"a")), key="one")
    assert again.id == first.id
    assert [path.name for path in (site.data / "uploads").iterdir()] == [first.id]


# Files and identifiers.


def test_files_of_former_versions_go(tmp_path):
    for name in ("le-bac.mp3", "former.mp3", "made.json", ".unfinished"):
        (tmp_path / name).write_bytes(b"x")
    for name in ("le-bac.daisy", "former.daisy"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ncc.html").write_bytes(b"x")
    remove_former(
        tmp_path, MadeProgramme({"le-bac.mp3": 1, "le-bac.daisy/ncc.html": 1}, "le-bac.mp3", 1.0, "v", False, 1.0)
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".unfinished",
        "le-bac.daisy",
        "le-bac.mp3",
        "made.json",
    ]


def test_files_of_nothing_go_after_an_hour(site, id):
    import os

    places = {}
    for name, age in (("new", 0), ("young", 3500), ("old", 3700)):
        for folder in ("programmes", "uploads"):
            path = site.data / folder / name
            path.mkdir()
            os.utime(path, (time.time() - age,) * 2)
            places[path] = age < 3600
    gone = make(site)
    site.programmes.delete(gone)
    os.utime(get_programme_folder(site.data, id), (time.time() - 9999,) * 2)
    remove_deleted(site, time.time() - 60)
    assert get_programme_folder(site.data, gone).exists()
    assert {path: path.exists() for path in places} == places
    remove_deleted(site, time.time() + 60)
    assert not get_programme_folder(site.data, gone).exists() and get_programme_folder(site.data, id).exists()


@pytest.mark.parametrize(("text", "right"), [("a" * 12, True), ("a" * 11, False), ("a" * 13, False), ("a" * 11 + "1", False),
                                             ("a" * 11 + "/", False), ("a" * 11 + "2", True)])  # fmt: skip
def test_identifiers(text, right):
    assert is_identifier(text) is right
    assert is_identifier(make_identifier()) and make_identifier() != make_identifier()


LE, BAC = {"from": 0, "to": 2, "start": 0.5, "end": 0.7}, {"from": 3, "to": 6, "start": 0.7, "end": 1.1}
PROGRESS = [
    ("", Progress()),
    ("0.5\n", Progress((0.5,), ([],))),
    ("0.5\n2.", Progress((0.5,), ([],))),
    ("0.5\n2.25\nend 9.5\n", Progress((0.5, 2.25), ([], []), 9.5)),
    ("end 0.1\n", Progress(duration=0.1)),
    (f"0.5\nwords {json.dumps([LE])}\nwords {json.dumps([BAC])}\n2.25\n", Progress((0.5, 2.25), ([LE, BAC], []))),
    (f"0.5\nwords {json.dumps([LE])}", Progress((0.5,), ([],))),
]


@pytest.mark.parametrize(("written", "progress"), PROGRESS)
def test_progress_is_read_line_by_line(tmp_path, written, progress):
    (tmp_path / "x").write_text(written, encoding="ascii")
    assert read_progress(tmp_path / "x") == progress
    assert read_progress(tmp_path / "none") == Progress()
