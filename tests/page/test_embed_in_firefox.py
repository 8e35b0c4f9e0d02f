"""The player inside the same article pages in Firefox, which reads policies, highlights and sounds in its own way."""

import pytest

from audiobrief.delivery.embed.fingerprints import fold_text
from tests.page.embedding import FORBIDDEN, POLICIES
from tests.page.firefox import find_firefox, running_firefox
from tests.waiting import wait_until

PLAYER = "document.querySelector('audiobrief-player')"
BUTTON = (
    f"[...{PLAYER}.shadowRoot.querySelectorAll('button')]"
    ".find((button) => button.ariaLabel === '{}' || button.textContent === '{}')"
)
MARKED = (
    "[...(CSS.highlights.get('audiobrief') ?? [])].map((range) => range.toString().replace(/\\s+/g, ' ')).join(' ')"
)


@pytest.fixture(scope="module")
def firefox():
    if not find_firefox():
        pytest.skip("the player was NOT tried in Firefox: it is not installed (apt-get install firefox-esr)")
    with running_firefox() as browser:
        yield browser


def press_button(firefox, name):
    firefox.click(BUTTON.replace("{}", name))


def play(firefox):
    """Play from the first sentence, slowly, so that it stays where it is on any machine; mute, because Firefox refuses
    to play aloud where there is no sound card."""
    firefox.wait(f"{PLAYER}?.shadowRoot && {PLAYER}.audio")
    firefox.run(
        f"const {{audio}} = {PLAYER}; audio.muted = true; audio.defaultPlaybackRate = audio.playbackRate = 0.0625;"
    )
    press_button(firefox, "Écouter l’article")
    firefox.wait(f"!{PLAYER}.audio.paused && {PLAYER}.audio.currentTime > 0")
    firefox.run(f"{PLAYER}.seek({PLAYER}.sentences[0].start);")


@pytest.mark.parametrize("name", POLICIES)
def test_it_plays_in_step_with_the_article_and_no_policy_is_broken(firefox, site, name):
    firefox.open(f"{site.address}/{name}.html")
    play(firefox)
    *spoken, _ = [cue.utterance.text for cue in site.programmes[name].timeline.cues]
    *found, last = firefox.run(f"return {PLAYER}.ranges.map((range) => range?.toString() ?? null);")
    assert [fold_text(text or "").rstrip("1") for text in found] == [fold_text(text).rstrip("1") for text in spoken]
    assert last is None  # the notice, which is nowhere in the page

    first = fold_text(spoken[0])[:12]
    assert first in fold_text(firefox.wait(f"({MARKED})"))
    press_button(firefox, "Phrase suivante")
    firefox.wait(f"({MARKED}).startsWith(arguments[0])", spoken[1][:20])
    chapters = site.programmes[name].chapters
    if len(chapters) > 1:
        firefox.click(f"{PLAYER}.shadowRoot.querySelector('summary')")
        firefox.click(
            f"[...{PLAYER}.shadowRoot.querySelectorAll('li button')]"
            f".find((button) => button.textContent.includes({chapters[1].title!r}))"
        )
        firefox.wait(f"({MARKED}).startsWith(arguments[0])", chapters[1].title)
        firefox.wait("document.querySelector('h2[aria-current=true]')?.textContent === arguments[0]", chapters[1].title)
    press_button(firefox, "Pause")
    firefox.wait(f"{PLAYER}.audio.paused")
    assert firefox.list_faults(f"{site.address}/{name}") == []


def test_what_a_policy_forbids_would_have_been_seen(firefox, site):
    address = f"{site.address}{FORBIDDEN}"
    firefox.open(address)
    # The console has a message a little later than the page.
    wait_until(lambda: any("Content-Security-Policy" in fault for fault in firefox.list_faults(address)))


def test_keys(firefox, site):
    firefox.open(f"{site.address}/journal.html")
    play(firefox)
    firefox.run(f"({BUTTON.replace('{}', 'Pause')}).focus();")
    firefox.press("ArrowRight")
    firefox.wait(f"{PLAYER}.audio.currentTime >= 15")
    firefox.press("Escape")
    firefox.wait(f"{PLAYER}.audio.paused")
