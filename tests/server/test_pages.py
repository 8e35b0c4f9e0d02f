"""The pages in process: what is added and shown, in which language, and the interface for other programs."""

import re

import pytest

from audiobrief.messages import message
from audiobrief.model import Article, Block
from audiobrief.server.adding import add_source, find_shared
from audiobrief.server.app import _ROUTES
from audiobrief.server.corrections import suggest_words
from audiobrief.server.openapi import describe_api
from audiobrief.server.templating import choose_language, format_clock, format_day, format_size, spell_clock
from tests.server.conftest import BASE

LANGUAGES = [
    ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
    ("en-US,en;q=0.9,fr;q=0.8", "en"),
    ("en;q=0.5, fr;q=0.9", "fr"),
    ("de,fr;q=0.3", "fr"),
    ("de", "en"),
    ("fr;q=0", "en"),
    ("fr;q=x,en", "en"),
    ("", "en"),
    ("*", "en"),
]


@pytest.mark.parametrize(("accepted", "language"), LANGUAGES)
def test_the_browser_chooses_the_language(accepted, language):
    assert choose_language(accepted) == language


@pytest.mark.parametrize("path", ["/", "/add", "/feeds", "/settings", "/help", "/deleted", "/nothing-here"])
def test_every_page_is_in_both_languages(browser, path):
    for language, word in (("fr", "Réglages"), ("en", "Settings")):
        answer = browser.get(path, headers={"accept-language": language})
        if path != "/nothing-here":
            assert f'<html lang="{language}">' in answer.text
            assert word in answer.text
            assert answer.headers["content-language"] == language
        else:
            assert answer.status_code == 404


def test_french_is_set_as_french(browser, site):
    site.programmes.add("text", "Le bac.", "Qui dit mieux ? 21 000 € !")
    page = browser.get("/", headers={"accept-language": "fr"}).text
    assert "Qui dit mieux\N{NO-BREAK SPACE}?" in page


KINDS = [
    ("https://example.org/a", "address", "https://example.org/a"),
    ("  HTTPS://example.org/a\n", "address", "HTTPS://example.org/a"),
    ("www.example.org/a", "address", "https://www.example.org/a"),
    ("Voyez https://example.org/a", "text", "Voyez https://example.org/a"),
    ("file:///etc/passwd", "text", "file:///etc/passwd"),
    ("/etc/passwd", "text", "/etc/passwd"),
]


@pytest.mark.parametrize(("what", "kind", "source"), KINDS)
def test_what_is_pasted_is_an_address_or_a_text(site, what, kind, source):
    added = add_source(site, what)
    assert (added.kind, site.programmes.load_source(added.id)) == (kind, source)


SHARED = [
    (("Un titre", "", "https://example.org/a"), ("https://example.org/a", "Un titre")),
    (("Un titre", "À lire : https://example.org/a", ""), ("https://example.org/a", "Un titre")),
    (("Un titre", "Le bac a repris la mer.", ""), ("Le bac a repris la mer.", "Un titre")),
    (("", "Le bac.", "javascript:alert(1)"), ("Le bac.", "")),
]


@pytest.mark.parametrize(("given", "found"), SHARED)
def test_what_a_phone_shares_fills_the_form(browser, given, found):
    assert find_shared(*given) == found
    page = browser.get("/add", params=dict(zip(("title", "text", "url"), given, strict=True))).text
    assert re.search(r"<textarea[^>]*>([^<]*)<", page)[1] == found[0]


def test_sharing_adds_nothing_by_itself(browser, site):
    browser.get("/add?url=https://example.org/a&title=x")
    assert site.programmes.count()["all"] == 0


def test_nothing_is_added_without_a_word(browser, site):
    answer = browser.post("/add", {"what": "  "})
    assert answer.status_code == 422
    assert "There is nothing to add" in answer.text
    assert site.programmes.count()["all"] == 0


def test_a_programme_is_deleted_and_restored(browser, site):
    added = site.programmes.add("text", "Le bac.", "Le <b>bac</b> & co")
    page = browser.get("/").text
    assert "Le &lt;b&gt;bac&lt;/b&gt; &amp; co" in page
    gone = browser.post(f"/programmes/{added.id}/delete")
    listed = browser.get(gone.headers["location"]).text
    assert "was deleted" in listed
    undo = re.search(r'action="(/programmes/\w+/restore)"', listed)[1]
    assert browser.get(f"/programmes/{added.id}").status_code == 404
    assert browser.post(undo).headers["location"] == f"/programmes/{added.id}"
    assert browser.get(f"/programmes/{added.id}").status_code == 200


def test_the_list_has_pages_and_what_was_heard(browser, site):
    for number in range(60):
        site.programmes.add("text", "Le bac.", f"Le bac {number}")
    heard = site.programmes.add("text", "Le bac.", "Le bac que j'ai entendu")
    browser.post(f"/programmes/{heard.id}/listened", {"value": "yes"})
    counts = {show: len(re.findall(r"<h3\b", browser.get(f"/?show={show}").text)) for show in ("all", "new", "heard")}
    assert counts == {"all": 30, "new": 30, "heard": 1}
    assert len(re.findall(r"<h3\b", browser.get("/?page=3").text)) == 1
    assert browser.get("/?page=99&show=nonsense").status_code == 200


def test_the_text_is_shown_before_it_is_spoken(browser, site):
    added = site.programmes.add("address", "https://example.org/a")
    site.programmes.save_article(added.id, Article("Le bac", (Block("paragraph", "Le bac a repris la mer."),)))
    page = browser.get(f"/programmes/{added.id}").text
    assert "Le bac a repris la mer." in page
    assert f'src="/programmes/{added.id}/sound.mp3"' in page
    assert 'href="https://example.org/a"' in page


def test_a_failure_is_told_in_the_reader_s_language(browser, site):
    added = site.programmes.add("address", "https://example.org/a")
    site.programmes.fail(added.id, message("The article '{address}' has no text to read aloud: it contains no words.",
                                           address="https://example.org/a"))  # fmt: skip
    page = browser.get(f"/programmes/{added.id}", headers={"accept-language": "fr"}).text
    assert "L’article « https://example.org/a » n’a pas de texte à lire" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert browser.get(f"/programmes/{added.id}/sound.mp3").status_code == 409


SETTINGS = [
    ({"voice": "espeak-fr", "rate": "180", "night_hour": "4", "exports": ["daisy", "page"]}, ""),
    ({"voice": "", "rate": "", "night_hour": ""}, ""),
    ({"rate": "20"}, "The pace &#39;20&#39; is not possible"),
    ({"rate": "fast"}, "is not possible"),
    ({"night_hour": "24"}, "is not an hour"),
    ({"voice": "nobody"}, "There is no voice"),
    ({"exports": ["exe"]}, "There is no format"),
]


@pytest.mark.parametrize(("form", "problem"), SETTINGS)
def test_settings_stay_if_they_are_right(browser, site, form, problem):
    before = site.preferences.load_settings()
    answer = browser.post("/settings", form)
    kept = site.preferences.load_settings()
    if problem:
        assert answer.status_code == 422
        assert problem in answer.text
        assert kept == before
    else:
        assert answer.status_code == 303
        assert (kept.voice, str(kept.rate or "")) == (form["voice"], form["rate"])
        assert site.choose_options().exports[-1] == "read-along.json"


def test_another_voice_has_its_own_pace(site):
    from audiobrief.options import Options
    from audiobrief.server.preferences import Settings

    options = Options(voice="espeak-fr", rate=200)
    assert Settings(voice="siwis").apply(options).rate is None
    assert Settings(voice="espeak-fr").apply(options).rate == 200
    assert Settings(rate=150).apply(options).rate == 150


def test_words_that_may_be_said_wrongly_are_proposed():
    sentence = "« Nous attendions », dit Mme Kerloc'h, la maire de Lannévez."
    assert suggest_words(sentence)[:4] == ["Mme", "Kerloc'h", "Lannévez", "attendions"]


CLOCKS = [(0, "0:00", "0 seconds"), (65.4, "1:05", "1 minute 5 seconds"), (3600, "1:00:00", "1 hour"),
          (7322, "2:02:02", "2 hours 2 minutes 2 seconds")]  # fmt: skip


@pytest.mark.parametrize(("seconds", "shown", "said"), CLOCKS)
def test_times_are_shown_and_said(seconds, shown, said):
    assert (format_clock(seconds), str(spell_clock(seconds))) == (shown, said)


def test_days_and_sizes():
    from datetime import datetime

    assert str(format_day(datetime(2026, 3, 1))) == "1st of March 2026"
    assert str(format_day(datetime(2026, 11, 29))) == "29 November 2026"
    assert [str(format_size(count)) for count in (0, 2048, 1_500_000, 3 << 30)] == ["1 kB", "2 kB", "1.4 MB", "3.0 GB"]


# Other programs.


def test_the_interface_is_described_as_it_is():
    described = {
        (path, method.upper())
        for path, about in describe_api(BASE)["paths"].items()
        for method in about
        if method != "parameters"
    }
    routes = {
        (route.path, method)
        for route in (make(None) for make in _ROUTES)
        for method in route.methods - {"HEAD"}
        if route.path.startswith(("/api/", "/v1/")) and not route.path.endswith("openapi.json")
    }
    assert described == routes


def test_programs_add_find_and_delete(browser):
    api = browser.client
    added = api.post("/api/programmes", json={"text": "Le bac.", "title": "Le bac", "key": "one"})
    assert added.status_code == 201
    id = added.json()["id"]
    assert api.post("/api/programmes", json={"text": "Le bac.", "key": "one"}).json()["id"] == id
    assert [found["id"] for found in api.get("/api/programmes").json()["programmes"]] == [id]
    assert api.put(f"/api/programmes/{id}/position", json={"seconds": 12.5}).status_code == 204
    assert api.get(f"/api/programmes/{id}").json()["position"] == 12.5
    changed = api.get("/status.json?since=0").json()
    assert [found["id"] for found in changed["programmes"]] == [id]
    assert api.get(f"/status.json?since={changed['revision']}&wait=0.1").json()["programmes"] == []
    assert api.delete(f"/api/programmes/{id}").status_code == 204
    assert api.get(f"/api/programmes/{id}").status_code == 404


BAD = [
    ("POST", "/api/programmes", {"text": ""}),
    ("POST", "/api/programmes", {"text": ["Le bac."]}),
    ("POST", "/api/programmes", []),
    ("POST", "/api/feeds", {"address": "ftp://example.org"}),
    ("POST", "/api/feeds", {"address": "https://example.org", "latest": 99}),
    ("POST", "/api/feeds", {"address": "https://example.org", "mode": "never"}),
    ("POST", "/v1/audio/speech", {"input": " "}),
    ("POST", "/v1/audio/speech", {"input": "a" * 90_000}),
    ("POST", "/v1/audio/speech", {"input": "Bonjour", "response_format": "exe"}),
    ("POST", "/v1/audio/speech", {"input": "Bonjour", "speed": 9}),
    ("POST", "/v1/audio/speech", {"input": "Bonjour", "voice": "nobody"}),
    ("POST", "/v1/audio/speech", {"input": "Bonjour", "voice": "gtts-fr"}),
]


@pytest.mark.parametrize(("method", "path", "body"), BAD)
def test_what_programs_ask_wrongly_is_explained(browser, method, path, body):
    answer = browser.client.request(method, path, json=body)
    assert answer.status_code == 422
    assert len(answer.json()["error"]["message"]) > 20


def test_the_site_is_an_application_with_which_articles_are_shared(browser):
    manifest = browser.get("/manifest.webmanifest").json()
    assert manifest["share_target"]["action"] == "/add"
    assert browser.get(manifest["icons"][0]["src"]).headers["content-type"] == "image/svg+xml"
    assert browser.get("/static/..%2Fapp.py").status_code == 404
