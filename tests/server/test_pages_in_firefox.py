"""The main tasks in Firefox with the keyboard alone: it has an order of focus, growing sounds and marks of its own."""

import pytest

from audiobrief.server.programmes import get_programme_folder
from tests.page.firefox import find_firefox, running_firefox
from tests.page.recording import RECORDER
from tests.server.browsing import FOCUSED, LONG, PRESSES, CountedKeys
from tests.waiting import wait_until

SOUND = "document.querySelector('audio')"
CURRENT = "document.querySelector('.sentence[aria-current]')"


class Keys(CountedKeys):
    def _press(self, key):
        self._shown.press(*key.split("+"))

    def _type(self, text):
        self._shown.type(text)

    def _name_focused(self):
        return self._shown.run(FOCUSED)


@pytest.fixture(scope="module")
def downloads(tmp_path_factory):
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(downloads):
    if not find_firefox():
        pytest.skip("the site was NOT tried in Firefox: it is not installed (apt-get install firefox-esr)")
    wanted = {
        "intl.accept_languages": "en",
        "browser.download.folderList": 2,
        "browser.download.dir": str(downloads),
        "browser.download.alwaysOpenPanel": False,
    }
    with running_firefox(wanted) as firefox:
        yield firefox


@pytest.fixture
def firefox(browser, house):
    """The browser, whose console has nothing of the site's pages in the end. They are left before their server ends."""
    yield browser
    faults = browser.list_faults(house.address)
    browser.open("about:blank")
    assert faults == []


def open_page(firefox, address):
    firefox.open(address)
    prepare(firefox)


def prepare(firefox):
    """Record what the page does, and mute it: Firefox refuses to play aloud where there is no sound card."""
    firefox.wait("document.readyState === 'complete'")
    firefox.run(f"{RECORDER}; for (const audio of document.querySelectorAll('audio')) audio.muted = true;")


def until_page(firefox, path):
    firefox.wait("location.pathname.startsWith(arguments[0])", path)
    prepare(firefox)


def until_focused(firefox, name):
    wait_until(lambda: firefox.run(FOCUSED) == name)


def listen_to_announcements(firefox):
    firefox.run(
        """const region = document.querySelector('#said');
        window.announced = [];
        new MutationObserver(() => region.textContent && announced.push(region.textContent))
          .observe(region, {childList: true});"""
    )


def until_announced(firefox, text):
    firefox.wait("announced.some((each) => each.includes(arguments[0]))", text)


def test_adding_listening_and_following(firefox, house):
    open_page(firefox, f"{house.address}/")
    keys = Keys(firefox)
    keys.tab_to("Add an article")
    keys.press("Enter")
    until_focused(firefox, "An address, or a text")
    keys.type(LONG)
    keys.press("Control+Enter")
    until_page(firefox, "/programmes/")
    assert firefox.run("return document.title;") == "Added. – A text without a title – audiobrief"
    assert keys.presses == PRESSES["add"]

    listen_to_announcements(firefox)
    house.read()
    until_announced(firefox, "Waiting to be made; can be heard")
    firefox.run(f"{SOUND}.muted = true;")
    assert firefox.run(FOCUSED) == ""
    keys = Keys(firefox)
    keys.tab_to("Skip to the player")
    keys.press("Enter")
    until_focused(firefox, "Play")
    keys.press("Enter")
    # It is heard while the rest is being made.
    firefox.wait(f"{SOUND}.currentTime > 0.5")
    until_focused(firefox, "Pause")
    assert keys.presses == PRESSES["listen"]

    # The sentence that is heard is marked, and the words in it.
    firefox.wait(f"{CURRENT} !== null")
    firefox.wait("new Set(spoken).size > 3")
    firefox.wait("document.querySelectorAll('.sentence[data-start]').length > 12")
    for _ in range(3):
        keys.press("ArrowRight")
        assert firefox.run("return steps.at(-1).after.sentence !== steps.at(-1).before.sentence;")
    firefox.wait(f"{SOUND}.src.includes('sentence=')")
    keys.press("Escape")
    until_focused(firefox, "Play")
    was = firefox.run(f"return {CURRENT}.textContent;")
    house.make()
    until_announced(firefox, "The programme is ready")
    assert (firefox.run(f"return {CURRENT}.textContent;"), firefox.run(FOCUSED)) == (was, "Play")
    firefox.wait(f"{SOUND}.src.endsWith('sound.mp3')")
    # It goes on at the place that the server has kept.
    id = firefox.run("return location.pathname;").removeprefix("/programmes/")
    at = wait_until(lambda: house.find(id).position)
    keys.press("p")
    firefox.wait(f"{SOUND}.currentTime > arguments[0]", at)
    assert firefox.run(f"return {SOUND}.played.start(0);") == pytest.approx(at, abs=0.5)


def test_finding_the_place_again(firefox, house, programme):
    house.site.programmes.keep_position(programme, 6.0)
    open_page(firefox, f"{house.address}/")
    keys = Keys(firefox)
    keys.tab_to("Skip to the content")
    keys.press("Enter")
    keys.tab_to("Le musée de Saint-Aubry")
    keys.press("Enter")
    until_page(firefox, f"/programmes/{programme}")
    until_focused(firefox, "Play")
    firefox.wait(f"{SOUND}.readyState > 0")
    keys.press("Enter")
    firefox.wait(f"{SOUND}.currentTime > 6.2")
    assert firefox.run(f"return {SOUND}.played.start(0);") == pytest.approx(6, abs=0.5)
    assert keys.presses == PRESSES["resume"]


def test_choosing_a_sentence(firefox, house, programme):
    open_page(firefox, f"{house.address}/programmes/{programme}")
    keys = Keys(firefox)
    keys.tab_to("Skip to the text")
    keys.press("Enter")
    keys.tab_to("Choose a sentence with the keyboard")
    keys.press("Enter")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    assert firefox.run(FOCUSED) == "Il était fermé depuis 2023."
    keys.press("Enter")
    firefox.wait(f"{SOUND}.currentTime > 0")
    assert firefox.run("return steps.at(-1).after.sentence;") == "Il était fermé depuis 2023."
    assert keys.presses == PRESSES["follow"]


def test_correcting_a_name(firefox, house, programme):
    open_page(firefox, f"{house.address}/programmes/{programme}#s4")
    firefox.wait(f"{CURRENT}?.id === 's4'")
    firefox.run("document.querySelector('#play').focus();")
    keys = Keys(firefox)
    keys.press("n")
    until_page(firefox, f"/programmes/{programme}/correct")
    until_focused(firefox, "The word or name")
    assert firefox.run("return document.activeElement.value;") == "Anna"
    keys.press("Control+a")
    keys.type("Shaughnessy")
    keys.press("Tab")
    keys.type("chaunessi")
    keys.press("Enter")
    firefox.wait(f"{SOUND}.currentTime > 0.2")
    assert firefox.run(FOCUSED) == "How it is said, as French would spell it"
    keys.tab_to("Keep it")
    keys.press("Enter")
    firefox.wait("document.title.startsWith('“Shaughnessy” is said as “chaunessi” from now on.')")
    assert keys.presses == PRESSES["correct"]
    assert house.find(programme).wanted == 2
    house.make()
    assert house.find(programme).made == 2


def test_downloading_and_subscribing(firefox, house, programme, downloads):
    open_page(firefox, f"{house.address}/programmes/{programme}")
    keys = Keys(firefox)
    keys.tab_to("Skip to the files")
    keys.press("Enter")
    keys.tab_to("The sound, with chapters (MP3)")
    keys.press("Enter")
    placed = downloads / "le-musee-de-saint-aubry.mp3"
    (made,) = get_programme_folder(house.site.data, programme).rglob(placed.name)
    sound = made.read_bytes()
    wait_until(lambda: placed.exists() and placed.read_bytes() == sound)
    assert keys.presses == PRESSES["download"]

    open_page(firefox, f"{house.address}/")
    keys = Keys(firefox)
    keys.tab_to("Help")
    keys.press("Enter")
    until_page(firefox, "/help")
    listen_to_announcements(firefox)
    keys.tab_to("Skip to the content")
    keys.press("Enter")
    keys.tab_to("Copy Address of your feed")
    keys.press("Enter")
    until_announced(firefox, "Copied")
    assert firefox.read_clipboard() == firefox.run("return document.querySelector('#feed-address').value;")
    assert keys.presses == PRESSES["subscribe"]


def test_a_setting(firefox, house):
    open_page(firefox, f"{house.address}/")
    keys = Keys(firefox)
    keys.tab_to("Settings")
    keys.press("Enter")
    until_page(firefox, "/settings")
    keys.tab_to("Skip to the content")
    keys.press("Enter")
    keys.tab_to("Pace, in words a minute")
    keys.type("210")
    keys.press("Enter")
    firefox.wait("document.title.startsWith('The settings were saved.')")
    assert house.site.choose_options().rate == 210
    assert keys.presses == PRESSES["settings"]
