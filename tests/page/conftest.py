"""A small real programme, its page, and a real browser to open it in."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from audiobrief import pipeline
from audiobrief.delivery.text.page import render_page
from audiobrief.model import Article, Timeline
from tests.page.embedding import serving_site
from tests.page.recording import RECORDER

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]

# Milliseconds after which what is waited for does not come any more.
PATIENCE = 90_000
TEXT = Path(__file__).with_name("bac.md")


@dataclass(frozen=True)
class Made:
    """A programme, and its page on disk."""

    article: Article
    timeline: Timeline
    mp3: Path
    html: Path

    def seconds(self, words):
        """When the sentence that begins with `words` is heard."""
        (cue,) = (cue for cue in self.timeline.cues if cue.utterance.text.startswith(words))
        return cue.start / self.timeline.sample_rate


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    programme = pipeline.make(TEXT, output=folder / "bac.mp3", voice="espeak-fr", cached=False)
    html = folder / "l’été & le bac #1.html"
    with html.open("wb") as file, programme.mp3.open("rb") as sound:
        file.writelines(render_page(programme.article, programme.timeline, sound))
    return Made(programme.article, programme.timeline, programme.mp3, html)


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM:
        pytest.skip("the page was NOT tried in a browser: chromium is not installed (apt-get install chromium)")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        # A new profile in a temporary folder, as playwright always makes one.
        launched = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS, timeout=2 * PATIENCE)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    with serving_site(tmp_path_factory.mktemp("embed")) as served:
        yield served


@pytest.fixture
def opened(browser, made):
    """Opens the page in a context of its own; in the end, nothing may stand in the browser's console."""
    contexts, faults = [], []

    def open_page(*, html=made.html, fragment="", **emulated):
        context = browser.new_context(viewport=emulated.pop("viewport", {"width": 1280, "height": 800}), **emulated)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(RECORDER)
        contexts.append(context)
        shown = context.new_page()
        shown.on("console", lambda message: faults.append(message.text))
        shown.on("pageerror", lambda error: faults.append(str(error)))
        shown.on("request", lambda request: faults.extend([request.url] if request.url.startswith("http") else []))
        shown.goto(html.as_uri() + fragment)
        return shown

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
