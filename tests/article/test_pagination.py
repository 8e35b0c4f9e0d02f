"""Articles that a site has cut into several pages."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from audiobrief.article import read_article
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.article.web.pagination import find_next_page

NEXT = [
    ("<link rel='next' href='/phare/2'>", "https://x.example/phare", "https://x.example/phare/2"),
    ("<a rel='next' href='?page=3'>3</a>", "https://x.example/phare?page=2", "https://x.example/phare?page=3"),
    (
        "<a href='/a/phare-2.html'>Page suivante »</a>",
        "https://x.example/a/phare.html",
        "https://x.example/a/phare-2.html",
    ),
    ("<link rel='next' href='/la-tempete'>", "https://x.example/phare", ""),
    ("<a href='/autre'>Suivant</a>", "https://x.example/phare", ""),
    ("<a rel='next' href='/phare/1'>1</a>", "https://x.example/phare/2", ""),
    ("<a rel='next' href='https://y.example/phare/2'>2</a>", "https://x.example/phare", ""),
    ("<a rel='next' href='javascript:next()'>2</a>", "https://x.example/phare", ""),
]


@pytest.mark.parametrize(("link", "address", "target"), NEXT)
def test_only_a_page_of_the_same_article_is_the_next(link, address, target):
    assert find_next_page(f"<html><body><p>Il pleut.</p>{link}</body></html>", address) == target


LINES = [
    "Le gardien a rallumé la lampe vendredi soir, devant une foule de curieux venus de toute la côte en barque.",
    "La tour de granit, haute de trente mètres, avait été abandonnée après la grande marée et ses dégâts.",
    "Le syndicat des phares paiera la moitié de l’entretien, la commune le reste, pendant quinze années au moins.",
]


@pytest.fixture
def site():
    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            number = int(self.path.rpartition("=")[2]) if "=" in self.path else 1
            link = f"<a rel='next' href='/phare?page={number + 1}'>Page suivante</a>" if number < 3 else ""
            body = (
                f"<html><head><title>Le phare</title></head><body><h1>Le phare</h1><div><p>{LINES[number - 1]}</p>"
                f"<p>{LINES[number - 1][::-1]}</p></div>{link}</body></html>"
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/phare"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("follow", "pages"), [(False, 1), (True, 3)])
def test_the_pages_of_an_article_are_read_where_asked(site, follow, pages):
    reading = ReadingOptions(follow_pages=follow, any_language=True)
    said = [block.text for block in read_article(site, reading, allow_private=True).blocks]
    assert [line for line in said if line in LINES] == LINES[:pages]
