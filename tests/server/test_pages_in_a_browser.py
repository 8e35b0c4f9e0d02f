"""The site's pages in a real browser: what is announced, read in which order, and done with the keyboard alone."""

import re
import shutil
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from audiobrief.errors import ArticleError
from audiobrief.options import Options
from audiobrief.server.running import keep_password
from audiobrief.server.site import open_site
from tests.page.conftest import CHROMIUM, FLAGS, PATIENCE
from tests.page.recording import RECORDER, last_step, slow_down, state_before
from tests.server.browsing import FOCUSED, LONG, PRESSES, TEXT, CountedKeys, open_copy, serving_here

PASSWORD = "une phrase assez longue"
PHONE, DESKTOP = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def chromium():
    if not CHROMIUM:
        pytest.skip("the site was NOT tried in a browser: chromium is not installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS, timeout=2 * PATIENCE)
        yield launched
        launched.close()


@pytest.fixture
def opened(chromium, request):
    """Opens a page of the site in a context of its own; in the end, nothing may stand in the browser's console."""
    contexts, faults = [], []
    # Asked for here, so that it ends after the pages: what they still load must not be cut off.
    names = request.fixturenames
    home = request.getfixturevalue("house") if "house" in names or "states" not in names else None

    def open_page(path, *, base=None, quiet=False, **emulated):
        base = base or home.address
        emulated = {"viewport": DESKTOP, "locale": "en", "reduced_motion": "reduce", **emulated}
        context = chromium.new_context(**emulated)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(RECORDER)
        contexts.append(context)
        shown = context.new_page()
        if not quiet:
            shown.on("console", lambda message: faults.append(message.text))
        shown.on("pageerror", lambda error: faults.append(str(error)))
        shown.goto(base + path)
        return shown

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def until(shown, expression, *given, seconds=PATIENCE / 1000):
    """Wait until an expression of JavaScript is true. (Playwright's own wait needs `eval`, which the site forbids.)"""
    end = time.monotonic() + seconds
    while not _evaluate(shown, expression, *given):
        if time.monotonic() >= end:
            told = "[document.querySelector('audio')?.error?.message, document.body.innerText]"
            raise AssertionError(expression, shown.evaluate(told))
        time.sleep(0.03)


def _evaluate(shown, expression, *given):
    try:
        return shown.evaluate(expression, *given)
    except PlaywrightError as error:
        if "context was destroyed" in str(error):  # another page is just being opened
            return False
        raise


def listen_to_announcements(shown):
    shown.evaluate(
        """() => {
          const region = document.querySelector('#said');
          window.announced = [];
          new MutationObserver(() => region.textContent && announced.push(region.textContent))
            .observe(region, {childList: true});
        }"""
    )


def until_announced(shown, text):
    until(shown, "text => announced.some((each) => each.includes(text))", text)


def until_focused(shown, name):
    """Wait until the element that has the focus is called so."""
    end = time.monotonic() + PATIENCE / 1000
    while (found := focused(shown)) != name:
        assert time.monotonic() < end, (name, found)
        time.sleep(0.03)


def until_sound(shown, condition):
    """Wait until a condition that begins with a property of the sound is true."""
    until(shown, f"document.querySelector('audio')?.{condition}")


def sound(shown, what):
    """A property of the sound of a page that is there."""
    return shown.evaluate(f"document.querySelector('audio').{what}")


def current(shown):
    marked = shown.locator(".sentence[aria-current]")
    return " ".join(marked.text_content().split()) if marked.count() else ""


def focused(shown):
    """The element that has the focus, as it is known to a screen reader: its name, or its label."""
    return shown.evaluate(f"() => {{ {FOCUSED} }}")


# Every state, by axe-core


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    site = open_site(folder / "data", Options(voice="espeak-fr"), folder / "lexicon.toml")
    keep_password(site, PASSWORD)
    with serving_here(site) as open_one, serving_here(site, guarded=True) as guarded:
        yield open_one.address, guarded.address
    site.close()


@pytest.fixture(scope="module")
def states(prepared, tmp_path_factory, empty):
    """Paths of pages in every state that there is, with the server that shows them; nothing of it may be changed."""
    folder, ready = prepared
    shutil.copytree(folder, copy := tmp_path_factory.mktemp("states") / "site")
    site = open_copy(copy)
    with serving_here(site) as house:
        yield make_states(house, ready, *empty)
    site.close()


def make_states(house, ready, unguarded, guarded):
    reason = ArticleError("'{path}' cannot be read ({reason}): check the path.", path="x.pdf", reason="it is broken")
    programmes = house.site.programmes
    failed = house.add(TEXT.replace("Le musée", "Le marché"))
    programmes.fail(failed, reason.message)
    waiting = house.add(LONG)
    reading = house.add("# Une lecture\n\nElle attend.", read=False)
    gone = house.add("# Un oubli\n\nIl est supprimé.")
    programmes.delete(gone)
    house.site.feeds.add("https://journal.example/flux.xml", "night", 0)
    return {
        "empty list": (unguarded, "/"),
        "list": (house.address, "/"),
        "list of none": (house.address, "/?show=heard"),
        "deleted just now": (house.address, f"/?done=deleted&id={gone}"),
        "ready": (house.address, f"/programmes/{ready}"),
        "waiting": (house.address, f"/programmes/{waiting}"),
        "reading": (house.address, f"/programmes/{reading}"),
        "failed": (house.address, f"/programmes/{failed}"),
        "correct": (house.address, f"/programmes/{ready}/correct?sentence=4"),
        "add": (house.address, "/add?url=https%3A%2F%2Fjournal.example%2Farticle"),
        "settings": (house.address, "/settings"),
        "no feeds": (unguarded, "/feeds"),
        "feeds": (house.address, "/feeds"),
        "deleted": (house.address, "/deleted"),
        "help": (house.address, "/help"),
        "login": (guarded, "/login"),
        "problem": (house.address, "/programmes/nosuchthing"),
    }


STATES = ["empty list", "list", "list of none", "deleted just now", "ready", "waiting", "reading", "failed", "correct",
          "add", "settings", "no feeds", "feeds", "deleted", "help", "login", "problem"]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def examine(shown):
    """What axe-core finds against WCAG 2.2 up to AAA, and what it could not decide."""
    found = Axe().run(shown, options={"runOnly": {"type": "tag", "values": RULES}}).response
    assert "color-contrast-enhanced" in {rule["id"] for rule in found["passes"]}
    doubts = [
        (fault["id"], node["html"])
        for fault in found["incomplete"]
        for node in fault["nodes"]
        # Arrows of keys, which axe-core takes for pictures: they are hidden from screen readers.
        if not node["html"].startswith("<kbd")
    ]
    return [(fault["id"], node["html"]) for fault in found["violations"] for node in fault["nodes"]] + doubts


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state_and_targets_are_large(opened, states, state):
    base, path = states[state]
    shown = opened(path, base=base, quiet=state == "problem", viewport=PHONE)
    for details in shown.locator("details").all():
        details.evaluate("element => { element.open = true }")
    assert shown.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert examine(shown) == []
    if state in ("list", "ready", "correct", "settings", "feeds", "help"):
        check_targets(shown)
    shown.set_viewport_size(DESKTOP)
    shown.emulate_media(color_scheme="dark")
    assert examine(shown) == []


def small_targets(shown, least):
    """Buttons, fields and links outside running text that are smaller than `least` pixels."""
    return shown.evaluate(
        """least => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter((it) => {
          const {width, height} = it.getBoundingClientRect();
          const line = it.closest('p, li');
          const isText = line && line.textContent.trim() !== it.textContent.trim();
          return it.checkVisibility() && it.type !== 'hidden' && !isText && (width < least || height < least);
        }).map((it) => it.outerHTML.slice(0, 90))""",
        least,
    )


def check_targets(shown):
    """They are large, and nothing is cut when it is zoomed."""
    assert small_targets(shown, 24) == []
    main = shown.locator("main button:not(.quiet), main select, main textarea")
    assert all(each.bounding_box()["height"] >= 44 for each in main.all() if each.is_visible())
    # Text twice as large on the narrowest screen: more than 400 % of zoom on an ordinary one.
    shown.evaluate("document.documentElement.style.fontSize = '200%'")
    assert shown.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    shown.evaluate("document.documentElement.style.fontSize = ''")


def test_the_mark_is_seen_in_forced_colours_and_nothing_of_the_player_is_printed(opened, programme):
    shown = opened(f"/programmes/{programme}", forced_colors="active")
    shown.locator(".sentence", has_text="rouvre jeudi").click()
    until(shown, "document.querySelector('.sentence[aria-current]') !== null")
    colours = shown.evaluate(
        """[':not([aria-current])', '[aria-current]'].map((which) =>
          getComputedStyle(document.querySelector(`.sentence${which}`)).backgroundColor)"""
    )
    assert len(set(colours)) == 2
    shown.emulate_media(media="print")
    expect(shown.locator("#player")).to_be_hidden()
    expect(shown.get_by_text("Il était fermé depuis 2023.", exact=True)).to_be_visible()


# The reading order of the five tasks, as a screen reader has it


def read_tree(shown, selector):
    """The accessibility tree as it is read, a line for each thing, without addresses and the choices of lists."""
    lines = shown.locator(selector).aria_snapshot().splitlines()
    return [line.strip().removeprefix("- ") for line in lines if "- /url" not in line and "- option" not in line]


def test_reading_order_adding(opened, states):
    base, path = states["empty list"]
    shown = opened(path, base=base)
    assert read_tree(shown, "main") == [
        "main:",
        'heading "Programmes" [level=1]',
        'region "0 programmes":',
        'heading "0 programmes" [level=2]',
        'list "Shown":',
        "listitem:",
        'link "All 0":',
        "listitem:",
        'link "Not heard 0":',
        "listitem:",
        'link "Heard 0":',
        'paragraph: "There is nothing here yet. Add the address of an article, a text or a document: it can be heard a '
        'few seconds later."',
        "paragraph:",
        'link "Deleted programmes":',
        'region "Add an article":',
        'heading "Add an article" [level=2]',
        "paragraph:",
        "text: An address, or a text",
        'textbox "An address, or a text"',
        "text: A text begins with its title. Ctrl+Enter adds it.",
        "paragraph:",
        "text: Or a document (Word, PDF, EPUB, web page, Markdown and others)",
        'button "Or a document (Word, PDF, EPUB, web page, Markdown and others)"',
        "paragraph:",
        "text: Title, if the text has none",
        'textbox "Title, if the text has none"',
        "paragraph:",
        'button "Add and listen"',
    ]


def test_reading_order_listening(opened, programme):
    shown = opened(f"/programmes/{programme}")
    expect(shown.get_by_role("button", name="Play")).to_be_visible()
    assert read_tree(shown, "main .about") == ["paragraph: 26 seconds", "paragraph: Not heard"]
    assert read_tree(shown, "#player") == [
        'region "Listen":',
        'heading "Listen" [level=2]',
        'button "Play"',
        'button "Sentence before"',
        'button "Back 15 s"',
        'button "Forward 15 s"',
        'button "Sentence after"',
        "text: Place",
        'slider "Place": "0"',
        "text: 0:00 / 0:26",
        "paragraph:",
        "text: Speed",
        'combobox "Speed":',
        'button "Again, slowly"',
        'button "Where am I?"',
        'button "Correct a name"',
        "paragraph:",
        'checkbox "Scroll the text along with the voice" [checked]',
        "text: Scroll the text along with the voice",
        "group: Keys",
    ]
    assert read_tree(shown, ".chapters") == [
        'navigation "Chapters":',
        'heading "Chapters" [level=2]',
        "list:",
        "listitem:",
        'link "Le musée de Saint-Aubry":',
        "text: 0:00",
        "listitem:",
        'link "La salle des cartes":',
        "text: 0:09",
        "listitem:",
        'link "Les horaires":',
        "text: 0:17",
    ]
    assert shown.locator("main :is(h1, h2)").all_text_contents() == [
        "Le musée de Saint-Aubry",
        "Listen",
        "Chapters",
        "Text",
        "A name is said wrongly",
        "Download",
        "This programme",
    ]
    # A sentence is plain text: no button, no role, nothing said at each.
    assert read_tree(shown, ".words section >> nth=1") == [
        'region "La salle des cartes":',
        'heading "La salle des cartes" [level=3]',
        "paragraph: La salle des cartes a été dessinée par Anna Shaughnessy, une architecte de Dublin.",
    ]


def test_reading_order_finding_the_place_again(opened, house, programme):
    house.site.programmes.keep_position(programme, 4.0)
    shown = opened("/?show=new")
    assert read_tree(shown, ".begun") == [
        'region "Go on listening":',
        'heading "Go on listening" [level=2]',
        "paragraph:",
        'link "Le musée de Saint-Aubry":',
        "text: 22 seconds left",
    ]
    day = shown.locator(f"#p-{programme} time").text_content()
    assert read_tree(shown, f"#p-{programme}") == [
        "listitem:",
        'heading "Le musée de Saint-Aubry" [level=3]:',
        'link "Le musée de Saint-Aubry":',
        "paragraph: 22 seconds left",
        "paragraph:",
        "text: 26 seconds ·",
        f"time: {day}",
        'button "Mark as heard Le musée de Saint-Aubry"',
        'button "Delete Le musée de Saint-Aubry"',
    ]


def test_reading_order_correcting(opened, programme):
    shown = opened(f"/programmes/{programme}/correct?sentence=4")
    assert read_tree(shown, "main") == [
        "main:",
        'heading "Say a name otherwise" [level=1]',
        'figure "Sentence 5 of “Le musée de Saint-Aubry”":',
        "text: Sentence 5 of “Le musée de Saint-Aubry”",
        "blockquote:",
        "paragraph: La salle des cartes a été dessinée par Anna Shaughnessy, une architecte de Dublin.",
        "paragraph:",
        "text: The word or name",
        'combobox "The word or name": Anna',
        "paragraph:",
        "text: How it is said, as French would spell it",
        'textbox "How it is said, as French would spell it"',
        "text: “Shakespeare” is said like “chèkspire”. Enter lets you hear it.",
        "paragraph:",
        'button "Hear it"',
        'button "Keep it"',
        "paragraph: The sentence as it is said",
        "paragraph:",
        'link "Back to the programme":',
    ]


def test_reading_order_downloading_and_subscribing(opened, programme):
    shown = opened(f"/programmes/{programme}")
    read = read_tree(shown, "#downloads-part section")
    assert read[:6] == [
        'region "Download":',
        'heading "Download" [level=2]',
        "list:",
        "listitem:",
        'link "The sound, with chapters (MP3)":',
        read[5],
    ]
    assert read[5].startswith("text: ")
    assert read[5].endswith(" kB")
    shown = opened("/help")
    address = shown.locator("#feed-address").input_value()
    assert read_tree(shown, "section >> nth=2") == [
        'region "On your phone":',
        'heading "On your phone" [level=2]',
        'paragraph: "Subscribe to this address in a podcast application. The phone must reach this machine: on the '
        'same network, or by your own proxy."',
        "paragraph:",
        "text: Address of your feed",
        f'textbox "Address of your feed": {address}',
        'button "Copy Address of your feed"',
        'paragraph: "Install this site as an application: it is then among those with which articles can be shared."',
    ]


# The same tasks with the keyboard alone


class Keys(CountedKeys):
    def _press(self, key):
        self._shown.keyboard.press(key)

    def _type(self, text):
        self._shown.keyboard.insert_text(text)

    def _name_focused(self):
        return focused(self._shown)


def test_adding_and_listening_with_the_keyboard(opened, house, states):
    shown = opened("/")
    keys = Keys(shown)
    keys.tab_to("Add an article")
    keys.press("Enter")
    until_focused(shown, "An address, or a text")
    keys.type(LONG.replace("série", "suite"))
    keys.press("Control+Enter")
    shown.wait_for_url("**/programmes/*")
    expect(shown).to_have_title("Added. – A text without a title – audiobrief")
    assert keys.presses == PRESSES["add"]

    listen_to_announcements(shown)
    house.read()
    until_announced(shown, "Waiting to be made; can be heard")
    assert focused(shown) == ""
    keys = Keys(shown)
    keys.tab_to("Skip to the player")
    keys.press("Enter")
    until_focused(shown, "Play")
    keys.press("Enter")
    # It is heard while the rest is being made.
    until_sound(shown, "currentTime > 0.5")
    until_focused(shown, "Pause")
    assert keys.presses == PRESSES["listen"]
    until(shown, "document.querySelector('.sentence[aria-current]') !== null")

    # Further on, as far as there is sound; then the programme is made meanwhile, and the focus is where it was.
    until(shown, "document.querySelectorAll('.sentence[data-start]').length > 12")
    # Words are marked while the rest is being made.
    until(shown, "new Set(spoken).size > 3")
    for _ in range(3):
        keys.press("ArrowRight")
        assert find_number(last_step(shown)) == find_number(state_before(shown)) + 1
    until(shown, "document.querySelector('audio').src.includes('sentence=')")
    keys.press("Escape")
    assert last_step(shown)["paused"]
    # The page has heard of the pause.
    until_focused(shown, "Play")
    was = current(shown)
    id = shown.url.partition("/programmes/")[2].partition("?")[0]
    house.make()
    until_announced(shown, "The programme is ready")
    assert (current(shown), focused(shown)) == (was, "Play")
    until_sound(shown, "src.endsWith('sound.mp3')")
    expect(shown.get_by_role("link", name="The sound, with chapters (MP3)")).to_be_visible()
    at = house.find(id).position
    keys.press("p")
    until_focused(shown, "Pause")
    until_sound(shown, f"currentTime > {at + 1}")
    keys.press("p")
    until_focused(shown, "Play")
    end = time.monotonic() + PATIENCE / 1000
    while abs(house.find(id).position - sound(shown, "currentTime")) > 0.5:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert house.find(id).position > at


TURNS = {
    "paused, and another sound at once": "audio.pause(); audio.src = audio.src",
    "another sound": "audio.src = audio.src",
    "played, and another sound at once": "audio.pause(); audio.play().catch(() => {}); audio.src = audio.src",
    "paused and played": "audio.pause(); audio.play().catch(() => {})",
    "played and paused": "audio.pause(); audio.play().catch(() => {}); audio.pause()",
    "another sound, played": "audio.src = audio.src; audio.play().catch(() => {})",
}


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
def test_the_button_says_whether_it_plays_whatever_the_browser_tells(opened, programme, turn):
    """A browser that takes another sound forgets what it has not told yet of the one before."""
    shown = opened(f"/programmes/{programme}")
    keys = Keys(shown)
    shown.locator("#play").focus()
    keys.press("Enter")
    until_sound(shown, "currentTime > 0")
    plays = not shown.evaluate(
        f"() => {{ const audio = document.querySelector('audio'); {turn}; return audio.paused; }}"
    )
    until_focused(shown, "Pause" if plays else "Play")
    keys.press("p")
    until_focused(shown, "Play" if plays else "Pause")
    assert sound(shown, "paused") is plays


def find_number(step):
    """The number of the paragraph that is said; 0 for the title."""
    found = re.search(r"numéro (\d+)", step["sentence"])
    return int(found[1]) if found else 0


def test_finding_the_place_again_with_the_keyboard(opened, house, programme):
    house.site.programmes.keep_position(programme, 6.0)
    shown = opened("/")
    keys = Keys(shown)
    keys.tab_to("Skip to the content")
    keys.press("Enter")
    keys.tab_to("Le musée de Saint-Aubry")
    keys.press("Enter")
    shown.wait_for_url("**/programmes/*")
    until(shown, "document.activeElement?.id === 'play'")
    until_sound(shown, "readyState > 0")
    keys.press("Enter")
    until_sound(shown, "currentTime > 6.2")
    # That is where it began.
    assert sound(shown, "played.start(0)") == pytest.approx(6, abs=0.5)
    assert keys.presses == PRESSES["resume"]


def test_correcting_a_name_with_the_keyboard(opened, house, programme):
    shown = opened(f"/programmes/{programme}#s4")
    until(shown, "document.querySelector('.sentence[aria-current]')?.id === 's4'")
    keys = Keys(shown)
    expect(shown.get_by_role("button", name="Play")).to_be_visible()
    shown.get_by_role("button", name="Play").focus()
    keys.press("n")
    shown.wait_for_url("**/correct*")
    until_focused(shown, "The word or name")
    expect(shown.locator("#word")).to_have_value("Anna")
    keys.press("Control+A")
    keys.type("Shaughnessy")
    keys.press("Tab")
    keys.type("chaunessi")
    keys.press("Enter")
    until_sound(shown, "currentTime > 0.2")
    assert focused(shown) == "How it is said, as French would spell it"
    keys.tab_to("Keep it")
    keys.press("Enter")
    until(shown, "document.title.startsWith('“Shaughnessy” is said as “chaunessi” from now on.')")
    assert keys.presses == PRESSES["correct"]
    assert house.find(programme).wanted == 2
    house.make()
    assert house.find(programme).made == 2


def test_choosing_a_sentence_and_a_setting_with_the_keyboard(opened, house, programme):
    shown = opened(f"/programmes/{programme}")
    keys = Keys(shown)
    keys.tab_to("Skip to the text")
    keys.press("Enter")
    keys.tab_to("Choose a sentence with the keyboard")
    keys.press("Enter")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")
    until_sound(shown, "currentTime > 0")
    assert last_step(shown)["sentence"] == "Il était fermé depuis 2023."
    assert keys.presses == PRESSES["follow"]

    shown = opened("/")
    keys = Keys(shown)
    keys.tab_to("Settings")
    keys.press("Enter")
    shown.wait_for_url("**/settings")
    keys.tab_to("Skip to the content")
    keys.press("Enter")
    keys.tab_to("Pace, in words a minute")
    keys.type("210")
    keys.press("Enter")
    until(shown, "document.title.startsWith('The settings were saved.')")
    assert house.site.choose_options().rate == 210
    assert keys.presses == PRESSES["settings"]


def test_a_correction_that_cannot_be_said_is_told_at_its_field(opened, programme):
    shown = opened(f"/programmes/{programme}/correct?sentence=4", quiet=True)
    listen_to_announcements(shown)
    shown.locator("#like").fill("1234")
    shown.locator("#like").press("Enter")
    until(shown, "announced.length > 0")
    field = shown.locator("#like")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert shown.locator("#problem").text_content() == shown.evaluate("announced[0]")
    assert examine(shown) == []


def test_downloading_and_subscribing_with_the_keyboard(opened, programme):
    shown = opened(f"/programmes/{programme}")
    keys = Keys(shown)
    keys.tab_to("Skip to the files")
    keys.press("Enter")
    keys.tab_to("The sound, with chapters (MP3)")
    with shown.expect_download() as waiting:
        keys.press("Enter")
    assert waiting.value.suggested_filename == "le-musee-de-saint-aubry.mp3"
    assert keys.presses == PRESSES["download"]

    shown = opened("/", permissions=["clipboard-read", "clipboard-write"])
    keys = Keys(shown)
    keys.tab_to("Help")
    keys.press("Enter")
    shown.wait_for_url("**/help")
    listen_to_announcements(shown)
    keys.tab_to("Skip to the content")
    keys.press("Enter")
    keys.tab_to("Copy Address of your feed")
    keys.press("Enter")
    until_announced(shown, "Copied")
    assert shown.evaluate("navigator.clipboard.readText()") == shown.locator("#feed-address").input_value()
    assert keys.presses == PRESSES["subscribe"]


# Keys, and what is announced


def test_letters_are_the_players_only_while_it_has_the_focus(opened, programme):
    """WCAG 2.2, 2.1.4: they do nothing elsewhere, and can be turned off."""
    shown = opened(f"/programmes/{programme}")
    listen_to_announcements(shown)
    for place in ("#downloads-part a", "#sentence", "#speed"):
        shown.locator(place).first.focus()
        for letter in "prwn+-[]":
            shown.keyboard.press(letter)
    assert (sound(shown, "paused"), sound(shown, "playbackRate"), shown.url.endswith(programme)) == (True, 1, True)
    play = shown.get_by_role("button", name="Play")
    play.focus()
    shown.keyboard.press("+")
    until_announced(shown, "Speed 1.1 ×")
    assert last_step(shown)["rate"] == 1.1
    shown.get_by_text("Keys", exact=True).click()
    shown.get_by_label("Keys that are letters or signs").uncheck()
    play.focus()
    for letter in "prwn+-[]":
        shown.keyboard.press(letter)
    assert (sound(shown, "paused"), sound(shown, "playbackRate")) == (True, 1.1)
    expect(shown.locator("#play kbd")).to_be_hidden()
    # Both choices stay.
    shown.reload()
    until_sound(shown, "playbackRate === 1.1")
    expect(shown.get_by_role("button", name="Play")).to_be_visible()
    expect(shown.locator("#play kbd")).to_be_hidden()


def test_the_keys_of_the_player(opened, programme):
    shown = opened(f"/programmes/{programme}#s0")
    listen_to_announcements(shown)
    slow_down(shown)
    shown.get_by_role("button", name="Play").focus()
    shown.keyboard.press("PageDown")
    shown.keyboard.press("PageDown")
    until(shown, "document.querySelector('.chapters a[aria-current]')?.textContent === 'La salle des cartes'")
    shown.keyboard.press("ArrowRight")
    until(shown, "document.querySelector('.sentence[aria-current]')?.textContent.startsWith('La salle des cartes a')")
    shown.keyboard.press("r")
    shown.keyboard.press("Escape")
    slowly, escaped = shown.evaluate("steps.slice(-2).map((step) => step.after)")
    assert slowly["rate"] == 0.75
    assert escaped["paused"]
    until_sound(shown, "playbackRate === 1")
    shown.keyboard.press("w")
    until_announced(shown, "La salle des cartes. ")
    shown.get_by_label("Speed").select_option("4 ×")
    until_sound(shown, "playbackRate === 4")
    assert shown.evaluate("navigator.mediaSession.metadata.title") == "Le musée de Saint-Aubry"


def test_the_word_that_is_heard_is_marked_and_the_text_is_left_alone(opened, programme):
    shown = opened(f"/programmes/{programme}#s0")
    before = shown.locator(".words").inner_html().replace(' aria-current="true"', "")
    shown.get_by_role("button", name="Play").click()
    until(shown, "new Set(spoken).size >= 6")
    seen = shown.evaluate("spoken")
    shown.keyboard.press("Escape")
    words = " ".join(shown.locator(".words").text_content().split())
    assert all(word in words for word in seen)
    assert shown.locator(".words").inner_html().replace(' aria-current="true"', "") == before


def test_a_sentence_is_chosen_with_the_keyboard(opened, programme):
    shown = opened(f"/programmes/{programme}#s0")
    assert shown.locator(".sentence[role], .sentence[tabindex]").count() == 0
    chooser = shown.get_by_role("button", name="Choose a sentence with the keyboard")
    chooser.focus()
    shown.keyboard.press("Enter")
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("ArrowDown")
    chosen = focused(shown)
    assert chosen == "Il était fermé depuis 2023."
    shown.keyboard.press("Enter")
    assert not last_step(shown)["paused"]
    assert last_step(shown)["sentence"] == chosen
    until_sound(shown, "currentTime > 0")
    assert examine(shown) == []
    shown.keyboard.press("Escape")
    shown.keyboard.press("Escape")
    expect(chooser).to_be_focused()
    assert shown.locator(".sentence[role]").count() == 0


# The list


def test_deleting_leaves_the_focus_on_undo_and_undo_leaves_it_where_it_was(opened, house, programme):
    shown = opened("/?show=new")
    listen_to_announcements(shown)
    delete = shown.get_by_role("button", name="Delete Le musée")
    delete.focus()
    shown.keyboard.press("Enter")
    until_announced(shown, "“Le musée de Saint-Aubry” was deleted.")
    expect(shown.get_by_role("button", name="Undo")).to_be_focused()
    assert house.find(programme).deleted
    # What else changes meanwhile leaves it alone.
    house.add("# Un autre texte\n\nIl arrive pendant ce temps.")
    expect(shown.get_by_role("link", name="Un autre texte")).to_be_visible()
    expect(shown.get_by_role("button", name="Undo")).to_be_focused()
    shown.keyboard.press("Enter")
    until_announced(shown, "was restored.")
    expect(delete).to_be_focused()
    assert not house.find(programme).deleted


def test_what_becomes_ready_is_announced_and_the_focus_stays(opened, house, programme):
    house.add("# Un texte court\n\nIl est vite fait.")
    shown = opened("/")
    listen_to_announcements(shown)
    heard = shown.get_by_role("button", name="Mark as heard Le musée")
    heard.focus()
    shown.keyboard.press("Enter")
    until_announced(shown, "Marked as heard")
    expect(shown.get_by_role("button", name="Mark as not heard Le musée")).to_be_focused()
    house.make()
    until_announced(shown, "Un texte court: Not heard")
    expect(shown.get_by_role("button", name="Mark as not heard Le musée")).to_be_focused()
    expect(shown.get_by_role("button", name="Mark as heard Un texte court")).to_be_visible()
    assert house.find(programme).listened


# Given by hand to the page

GIVE = """([field, event, kind, content]) => {
  const data = new DataTransfer();
  if (kind === "file") data.items.add(new File([content], "Le bac.md", { type: "text/markdown" }));
  else data.setData(kind, content);
  const at = document.querySelector(field);
  const both = { bubbles: true, cancelable: true };
  if (event === "drop") at.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, ...both }));
  const given = event === "drop" ? new DragEvent(event, { dataTransfer: data, ...both })
    : new ClipboardEvent(event, { clipboardData: data, ...both });
  at.dispatchEvent(given);
  return given.defaultPrevented;
}"""
BAC = "# Le bac de Lannévez\n\nLe bac a repris la mer."


@pytest.mark.parametrize(("field", "event", "kind"), [
    ("main", "drop", "file"),
    ("h1", "drop", "text/plain"),
    ("[name=what]", "paste", "file"),
])  # fmt: skip
def test_what_is_dropped_on_the_page_or_pasted_into_the_field_is_added(opened, house, field, event, kind):
    shown = opened("/add")
    assert shown.evaluate(GIVE, [field, event, kind, BAC])
    if event == "drop":
        until_focused(shown, "Add and listen")
        shown.keyboard.press("Enter")
    else:
        until(shown, "document.activeElement.name === 'document'")
        shown.get_by_role("button", name="Add and listen").click()
    shown.wait_for_url("**/programmes/*")
    house.read()
    shown.reload()
    expect(shown.get_by_role("heading", name="Le bac de Lannévez", level=1)).to_be_visible()


def test_an_address_that_is_dropped_stands_in_the_field(opened):
    shown = opened("/add")
    assert shown.evaluate(GIVE, ["main", "drop", "text/uri-list", "https://journal.example/le-bac"])
    expect(shown.get_by_label("An address, or a text")).to_have_value("https://journal.example/le-bac")


def test_plain_text_is_pasted_by_the_browser_itself(opened):
    shown = opened("/add")
    assert not shown.evaluate(GIVE, ["[name=what]", "paste", "text/plain", BAC])


# Without a script


def test_everything_but_following_works_without_a_script(opened, house, programme):
    shown = opened("/", java_script_enabled=False)
    shown.get_by_label("An address, or a text").fill(TEXT.replace("Saint-Aubry", "Saint-Ouel"))
    shown.get_by_role("button", name="Add and listen").click()
    shown.wait_for_url("**/programmes/*")
    house.read()
    shown.reload()
    expect(shown.get_by_role("heading", name="Le musée de Saint-Ouel", level=1)).to_be_visible()
    assert shown.locator("audio").bounding_box()["height"] > 20
    assert shown.get_by_role("button", name="Play").count() == 0
    shown.get_by_role("button", name="Delete").click()
    expect(shown.locator(".notice")).to_contain_text("“Le musée de Saint-Ouel” was deleted.")
    shown.get_by_role("button", name="Undo").click()
    expect(shown.get_by_role("heading", name="Le musée de Saint-Ouel", level=1)).to_be_visible()
    shown.get_by_role("button", name="Delete").click()
    expect(shown.locator(".notice")).to_contain_text("“Le musée de Saint-Ouel” was deleted.")

    shown.goto(f"{house.address}/programmes/{programme}")
    shown.get_by_label("In which sentence?").select_option(
        label="5. La salle des cartes a été dessinée par Anna Shaughnessy, une…"
    )
    shown.get_by_role("button", name="Say a name otherwise").click()
    shown.wait_for_url("**/correct*")
    shown.get_by_label("How it is said").fill("âna")
    shown.get_by_role("button", name="Hear it").click()
    expect(shown.locator("audio")).to_have_attribute("src", re.compile("like=%C3%A2na"))
    shown.get_by_role("button", name="Keep it").click()
    expect(shown.locator(".notice")).to_be_visible()
    assert "âna" in house.site.lexicon.read_text(encoding="utf-8")
    shown.get_by_role("link", name="Back to the programme").click()
    shown.wait_for_url(f"**/programmes/{programme}*")
    with shown.expect_download() as waiting:
        shown.get_by_role("link", name="The sound, with chapters (MP3)").click()
    assert waiting.value.suggested_filename.endswith(".mp3")


def test_a_problem_is_in_the_title_and_at_its_field(opened):
    shown = opened("/add", java_script_enabled=False, quiet=True)
    shown.get_by_role("button", name="Add and listen").click()
    expect(shown).to_have_title(re.compile("^Problem: There is nothing to add"))
    field = shown.get_by_label("An address, or a text")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        "There is nothing to add: give a text, the address of an article, or a document. "
        "A text begins with its title. Ctrl+Enter adds it."
    )


def test_the_pages_are_in_the_browsers_language(opened, programme):
    shown = opened(f"/programmes/{programme}", locale="fr")
    assert shown.locator("html").get_attribute("lang") == "fr"
    assert shown.locator("[lang]:not(html)").count() == 0
    expect(shown.get_by_role("button", name="Lire")).to_be_visible()
    assert shown.get_by_label("Vitesse").locator("option").first.text_content() == "0,75 ×"
