"""The player inside article pages of three kinds, under the policies that such sites send, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from audiobrief.delivery.embed.fingerprints import fold_text
from tests.page.conftest import PATIENCE
from tests.page.embedding import POLICIES

# What the page records by itself: what was marked, and how far anything moved that nobody had pressed.
RECORDER = """(() => {
  window.said = [];
  const add = Highlight.prototype.add;
  Highlight.prototype.add = function (range) { said.push(range.toString()); return add.call(this, range); };
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) moved.push(entry.value);
  }).observe({ type: "layout-shift", buffered: true });
})()"""
WIDTHS = {
    "desktop": {"width": 1280, "height": 900},
    "tablet": {"width": 640, "height": 900},
    "phone": {"width": 320, "height": 640},
}


@pytest.fixture
def visit(browser, site):
    """Opens an article in a context of its own; in the end nothing may stand in the console, such as what a policy
    forbade."""
    contexts, faults = [], []

    def open_page(name, viewport="desktop", path=None, **emulated):
        context = browser.new_context(viewport=WIDTHS[viewport], **emulated)
        context.set_default_timeout(PATIENCE)
        if emulated.get("java_script_enabled", True):
            context.add_init_script(RECORDER)
        contexts.append(context)
        shown = context.new_page()
        shown.asked = []
        shown.on("console", lambda message: faults.append(message.text))
        shown.on("pageerror", lambda error: faults.append(str(error)))
        shown.on("request", lambda request: shown.asked.append(request.url.removeprefix(site.address)))
        shown.goto(f"{site.address}{path or f'/{name}.html'}")
        return shown

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def button(shown, name):
    return shown.locator("audiobrief-player").get_by_role("button", name=name, exact=True)


def play(shown):
    """Play from the first sentence at a sixteenth of the pace, so that what is asked about stays where it is on any
    machine."""
    shown.evaluate("""() => {
      const {audio} = document.querySelector('audiobrief-player');
      audio.defaultPlaybackRate = audio.playbackRate = 0.0625;
    }""")
    button(shown, "Écouter l’article").click()
    expect(button(shown, "Pause")).to_be_visible()
    shown.evaluate("""() => {
      const player = document.querySelector('audiobrief-player');
      player.seek(player.sentences[0].start);
    }""")


def open_chapter(shown, title):
    shown.locator("audiobrief-player summary").click()
    shown.locator("audiobrief-player li button").filter(has_text=title).click()


def places(shown):
    """For each sentence of the programme, where it was found: its text in the page, or None."""
    return shown.evaluate(
        "document.querySelector('audiobrief-player').ranges.map((range) => range?.toString() ?? null)"
    )


def wait_for_mark(shown, words):
    """Wait until the sentence that begins with these words is marked."""
    shown.wait_for_function(
        "words => said.some((text) => text.replace(/\\s+/g, ' ').startsWith(words))", arg=words, timeout=PATIENCE
    )


# Finding the article's own text


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("viewport", ["desktop", "phone"])
def test_every_sentence_is_found_where_it_stands_and_nothing_moves(visit, site, name, viewport):
    shown = visit(name, viewport)
    play(shown)
    assert shown.evaluate("moved") == []
    cues = site.programmes[name].timeline.cues
    *spoken, notice = [cue.utterance.text for cue in cues]
    assert "voix de synthèse" in notice  # said by the programme, and nowhere in the page
    *found, last = places(shown)
    assert last is None
    assert [fold_text(text or "").rstrip("1") for text in found] == [fold_text(text).rstrip("1") for text in spoken]


# What stands twice, and where else.
TWICE = {
    "journal": [("À Trézenc, la passerelle", "nav, aside"), ("Une sonde mesure désormais", "aside")],
    "depeche": [("Les équipages des bacs", ".telephone"), ("Les abonnés seront", ".pub")],
}


@pytest.mark.parametrize("name", TWICE)
def test_what_stands_twice_is_marked_in_the_article(visit, name):
    shown = visit(name)
    play(shown)
    for words, outside in TWICE[name]:
        where = shown.evaluate(
            """([words, outside]) => {
              const {ranges} = document.querySelector('audiobrief-player');
              const range = ranges.find((range) => range?.toString().replace(/\\s+/g, ' ').startsWith(words));
              return range.startContainer.parentElement.closest(outside)?.tagName ?? 'in the article';
            }""",
            [words, outside],
        )
        assert where == "in the article", words


def test_marks_follow_the_voice_and_move_nothing(visit):
    shown = visit("journal")
    play(shown)
    wait_for_mark(shown, "À Trézenc, la passerelle")
    paragraph = shown.locator("article p[aria-current=true]")
    for words in ("Fermée depuis la tempête", "Les vélos attendront l’été.", "Ils étaient une trentaine"):
        button(shown, "Phrase suivante").click()
        wait_for_mark(shown, words)
        expect(paragraph).to_have_count(1)
        expect(paragraph).to_contain_text(words)
    button(shown, "Pause").click()
    expect(button(shown, "Écouter l’article")).to_be_visible()
    assert shown.evaluate("moved") == []


def test_a_chapter_leads_to_its_heading(visit):
    shown = visit("journal")
    play(shown)
    open_chapter(shown, "Des planches venues du Jura")
    wait_for_mark(shown, "Des planches venues du Jura")
    expect(shown.locator("h2[aria-current=true]")).to_have_text("Des planches venues du Jura")
    expect(shown.locator("audiobrief-player li [aria-current]")).to_contain_text("Des planches venues du Jura")


def test_at_the_end_nothing_is_marked(visit):
    shown = visit("depeche")
    play(shown)
    wait_for_mark(shown, "Grève des bacs")
    shown.evaluate("""() => {
      const {audio} = document.querySelector('audiobrief-player');
      audio.playbackRate = 4;
      audio.currentTime = audio.duration - 0.2;
    }""")
    expect(button(shown, "Écouter l’article")).to_be_visible()
    expect(shown.locator("[aria-current], [data-audiobrief-said]")).to_have_count(0)
    assert shown.evaluate("CSS.highlights.get('audiobrief').size") == 0


def test_a_page_that_is_written_anew_is_searched_again(visit):
    shown = visit("journal")
    play(shown)
    wait_for_mark(shown, "À Trézenc, la passerelle")
    shown.evaluate("""() => {
      const article = document.querySelector('h1');
      article.replaceWith(article.cloneNode(true));
      const text = document.querySelector('.corps');
      text.replaceWith(text.cloneNode(true));
    }""")
    button(shown, "Phrase suivante").click()
    expect(shown.locator("article p[aria-current=true]")).to_contain_text("Fermée depuis la tempête")


def test_a_text_that_is_shown_later_is_found(visit):
    shown = visit("journal")
    shown.evaluate("() => { document.querySelector('.corps').style.display = 'none'; }")
    play(shown)
    *found, _ = places(shown)
    assert None not in found


def test_a_click_goes_to_a_sentence_only_while_the_text_is_followed(visit):
    shown = visit("journal")
    play(shown)
    wait_for_mark(shown, "À Trézenc, la passerelle")
    sentence = shown.get_by_text("Le chantier a duré quatre mois.")
    sentence.click(position={"x": 30, "y": 10})
    assert shown.evaluate("said.some((text) => text.startsWith('Le chantier'))") is False
    shown.get_by_label("Suivre dans la page").check()
    sentence.click(position={"x": 30, "y": 10})
    wait_for_mark(shown, "Le chantier a duré")
    expect(sentence).to_be_in_viewport()


def test_a_followed_sentence_is_scrolled_into_view(visit):
    shown = visit("journal", "phone")
    shown.get_by_label("Suivre dans la page").check()
    play(shown)
    open_chapter(shown, "Les vélos attendront")
    expect(shown.get_by_role("heading", name="Les vélos attendront")).to_be_in_viewport()


# Where it stands


@pytest.mark.parametrize("name", POLICIES)
def test_axe_finds_nothing_and_nothing_moves(visit, name):
    shown = visit(name, "tablet")
    play(shown)
    assert shown.evaluate("moved") == []
    if name != "depeche":
        shown.locator("audiobrief-player summary").click()
    for viewport in WIDTHS.values():
        shown.set_viewport_size(viewport)
        found = Axe().run(shown).response
        assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found["violations"]] == []
        assert shown.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_the_page_s_style_does_not_reach_the_player(visit):
    shown = visit("journal")
    style = "(button) => [getComputedStyle(button).backgroundColor, getComputedStyle(button).textTransform]"
    assert button(shown, "Reculer de 15 s").evaluate(style) == ["rgba(0, 0, 0, 0)", "none"]


@pytest.mark.parametrize(("name", "light"), [("journal", True), ("revue", False)])
def test_the_player_is_as_light_or_dark_as_the_page(visit, name, light):
    shown = visit(name, color_scheme="dark")
    ground = shown.locator("audiobrief-player").evaluate("(player) => getComputedStyle(player).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) > 384) is light


def test_nothing_is_asked_for_until_it_is_played(visit):
    shown = visit("journal")
    expect(button(shown, "Écouter l’article")).to_be_visible()
    assert shown.asked == ["/journal.html"]
    play(shown)
    shown.wait_for_function("() => document.querySelector('audiobrief-player').audio.currentTime > 0")
    assert set(shown.asked) == {"/journal.html", "/journal.mp3"}
    assert shown.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_without_script_there_is_the_sound_and_the_links(visit):
    shown = visit("journal", java_script_enabled=False)
    sound = shown.locator("audiobrief-player audio")
    expect(sound).to_be_visible()
    assert (sound.get_attribute("src"), sound.get_attribute("controls")) == ("journal.mp3", "")
    expect(shown.get_by_role("link", name="Le son (MP3)")).to_have_attribute("href", "journal.mp3")
    expect(shown.get_by_role("link", name="Le texte lu")).to_have_attribute("href", "journal.html")


def test_a_sound_that_is_gone_is_said(visit, site):
    shown = visit("journal")
    shown.locator("audiobrief-player").evaluate("(player) => player.audio.removeAttribute('src')")
    shown.locator("audiobrief-player").evaluate("(player) => player.audio.dispatchEvent(new Event('error'))")
    expect(shown.get_by_role("alert")).to_contain_text("Le son ne peut pas être lu.")


# Keyboard and screen reader


def test_the_keyboard_reaches_everything_in_order(visit):
    shown = visit("journal")
    names = []
    shown.locator("audiobrief-player").evaluate("(player) => player.playing.focus()")
    for _ in range(9):
        names.append(
            shown.evaluate(
                "(({ariaLabel, type, textContent}) => ariaLabel ?? (type === 'checkbox' ? 'Suivre' : textContent))"
                "(document.activeElement.shadowRoot.activeElement)"
            )
        )
        shown.keyboard.press("Tab")
    assert names == [
        *("Écouter l’article", "Position", "Phrase précédente", "Reculer de 15 s", "Avancer de 15 s"),
        *("Phrase suivante", "Vitesse", "Suivre", "Chapitres (3)"),
    ]


def test_keys(visit):
    shown = visit("journal")
    player = shown.locator("audiobrief-player")
    play(shown)
    button(shown, "Pause").focus()
    shown.keyboard.press("ArrowRight")
    assert player.evaluate("(player) => player.audio.currentTime") >= 15
    shown.keyboard.press("ArrowLeft")
    assert player.evaluate("(player) => player.audio.currentTime") < 15
    shown.keyboard.press("Escape")
    expect(button(shown, "Écouter l’article")).to_be_visible()
    expect(player.get_by_role("status")).to_contain_text("En pause")
    player.get_by_label("Vitesse").select_option("1.5")
    assert player.evaluate("(player) => player.audio.playbackRate") == 1.5


def test_what_a_screen_reader_is_told(visit):
    shown = visit("journal")
    expect(shown.get_by_role("region", name="Écouter : À Trézenc, la passerelle rouvre aux piétons")).to_be_visible()
    play(shown)
    expect(shown.locator("audiobrief-player").get_by_role("status")).to_contain_text("Lecture")
    slider = shown.get_by_role("slider", name="Position")
    assert re.fullmatch(r"\d+ secondes? sur (1 minute )?\d+ secondes?", slider.get_attribute("aria-valuetext"))


def test_two_players_are_not_heard_together(visit):
    shown = visit("revue")
    shown.evaluate("document.querySelector('.texte').append(document.querySelector('audiobrief-player').cloneNode())")
    both = shown.locator("audiobrief-player")
    expect(both).to_have_count(2)
    for each in (both.first, both.last):
        each.get_by_role("button", name="Écouter l’article").click()
        expect(each.get_by_role("button", name="Pause")).to_be_visible()
    expect(both.first.get_by_role("button", name="Écouter l’article")).to_be_visible()


def test_the_player_stands_in_a_frame_alone(visit):
    shown = visit("journal", path="/journal.embed/frame.html")
    expect(button(shown, "Écouter l’article")).to_be_visible()
    button(shown, "Écouter l’article").click()
    shown.wait_for_function("() => document.querySelector('audiobrief-player').audio.currentTime > 0")
    assert "/journal.mp3" in shown.asked
