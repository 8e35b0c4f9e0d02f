"""The page in a real browser: heard, read, clicked, and driven by the keyboard alone."""

import array
import math
import re
import string
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from audiobrief.audio.mastering import Mastering
from audiobrief.audio.pieces import Spacing
from audiobrief.audio.programme import make_sound
from audiobrief.delivery.text.captions import make_captions
from audiobrief.delivery.text.page import render_page
from audiobrief.delivery.text.transcript import render_transcript
from audiobrief.delivery.text.webvtt import format_webvtt
from audiobrief.model import Article, Block, Chapter, Clip, Script, Utterance
from tests.page.recording import last_step, slow_down, state_before
from tests.timelines import heard

DESKTOP, PHONE = {"width": 1280, "height": 1024}, {"width": 320, "height": 640}
NEAR = 0.3


def time(shown):
    return shown.evaluate("document.querySelector('audio').currentTime")


def paused(shown):
    return shown.evaluate("document.querySelector('audio').paused")


def current(shown):
    """The words of the sentence that is marked."""
    marked = shown.locator(".sentence[aria-current]")
    return plain(marked.text_content()) if marked.count() else ""


def plain(text):
    return " ".join(text.split())


def button(shown, name):
    return shown.get_by_role("button", name=name, exact=True)


def wait_for_time(shown, seconds):
    shown.wait_for_function("seconds => document.querySelector('audio').currentTime >= seconds", arg=seconds)


def width_of_content(shown):
    return shown.evaluate("document.documentElement.scrollWidth")


# Accessibility, by axe-core


def as_opened(shown):
    pass


def playing(shown):
    shown.get_by_role("link", name="Une panne de six mois").click()
    shown.wait_for_function("() => document.querySelector('.sentence[aria-current]')")


def choosing(shown):
    shown.get_by_text("Raccourcis clavier").click()
    button(shown, "Choisir une phrase au clavier").click()


@pytest.mark.parametrize("state", [as_opened, playing, choosing])
def test_axe_finds_nothing(opened, state):
    shown = opened(viewport=DESKTOP, color_scheme="light", reduced_motion="reduce")
    state(shown)
    for viewport, scheme in product((DESKTOP, PHONE), ("light", "dark")):
        shown.set_viewport_size(viewport)
        shown.emulate_media(color_scheme=scheme)
        assert width_of_content(shown) == viewport["width"]
        found = Axe().run(shown).response
        assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found["violations"]] == []
        assert [fault["id"] for fault in found["incomplete"]] == []
        assert len(found["passes"]) > 25


def test_axe_finds_nothing_in_the_transcript(opened, made, tmp_path):
    path = tmp_path / "transcript.html"
    path.write_text(render_transcript(made.article, made.timeline), encoding="utf-8")
    shown = opened(html=path, viewport=PHONE)
    assert width_of_content(shown) == PHONE["width"]
    for scheme in ("light", "dark"):
        shown.emulate_media(color_scheme=scheme)
        found = Axe().run(shown).response
        assert (found["violations"], found["incomplete"]) == ([], [])


def test_nothing_is_wider_than_a_narrow_screen(opened, made, tmp_path):
    """With words no hyphen was ever meant for, and text twice as large."""
    word = "hippopotomonstrosesquippedalio" * 9
    marks = heard((word, [Utterance(word, "title"), Utterance(f"{word} {word}.")]), (word, [Utterance(word)]))
    path = tmp_path / "wide.html"
    article = Article(word, (Block("paragraph", f"{word} {word}."),), byline=word, source=word)
    with path.open("wb") as file, made.mp3.open("rb") as sound:
        file.writelines(render_page(article, marks, sound))
    shown = opened(html=path, viewport=PHONE)
    assert width_of_content(shown) == 320
    shown.evaluate("document.documentElement.style.fontSize = '200%'")
    assert width_of_content(shown) == 320


# Hearing and reading


# At every frame until a time of the sound: the times at the frame before and at this one, the marked sentence and word.
FRAMES = """async (until) => {
  const audio = document.querySelector('audio');
  const frames = [];
  const end = performance.now() + 60000;
  for (let last = audio.currentTime; last < until && !audio.ended && performance.now() < end;) {
    await new Promise(requestAnimationFrame);
    const now = audio.currentTime;
    const marked = document.querySelector('.sentence[aria-current]')?.textContent ?? '';
    frames.push([last, now, marked, [...CSS.highlights.get('word')].map(String).join()]);
    last = now;
  }
  return frames;
}"""


def find_said(marks, begun, ended):
    """The texts of (start, text) that are said from one time to another."""
    ends = [start for start, _ in marks[1:]] + [math.inf]
    spans = zip(marks, ends, strict=True)
    return [text for (start, text), end in spans if start <= ended + 0.02 and begun - 0.02 < end]


def test_playing_moves_the_mark_along(opened, made):
    shown = opened()
    assert current(shown) == ""
    button(shown, "Lire").click()
    expect(button(shown, "Pause")).to_be_visible()
    frames = shown.evaluate(FRAMES, made.seconds("Il était à quai") + 1)
    sentences = [(-1.0, ""), *((made.seconds(cue.utterance.text), cue.utterance.text) for cue in made.timeline.cues)]
    for begun, now, marked, _ in frames:
        assert plain(marked) in find_said(sentences, begun, now), (begun, now)
    assert len({marked for _, _, marked, _ in frames}) > 1


def test_the_mark_is_more_than_a_colour(opened):
    shown = opened()
    playing(shown)
    marked = shown.locator(".sentence[aria-current=true]")
    assert marked.count() == 1
    assert "underline" in marked.evaluate("element => getComputedStyle(element).textDecorationLine")


def test_a_click_on_a_sentence_plays_it(opened, made):
    shown = opened()
    for words in ("Deux cents", "« On a cherché", "Elle était", "les vélos", "Et pour", "Le bac de Kerlo re"):
        shown.locator(".sentence", has_text=words.replace("« ", "«\u00a0")).first.click()
        step = last_step(shown)
        assert abs(step["time"] - made.seconds(words)) < NEAR
        assert step["sentence"].startswith(words)
        assert not step["paused"]
        wait_for_time(shown, made.seconds(words) + 0.4)
        button(shown, "Pause").click()


def test_a_click_on_a_chapter_plays_it(opened, made):
    shown = opened()
    slow_down(shown)
    for number, mark in reversed(list(enumerate(made.timeline.chapters))):
        link = shown.get_by_role("navigation", name="Chapitres").get_by_role("link").nth(number)
        link.click()
        step = last_step(shown)
        assert abs(step["time"] - mark.start / made.timeline.sample_rate) < NEAR
        assert not step["paused"]
        expect(link).to_have_attribute("aria-current", "true")
        expect(shown.locator("nav [aria-current]")).to_have_count(1)


def test_selecting_words_does_not_play_them(opened):
    shown = opened()
    shown.locator(".sentence", has_text="Deux cents").dblclick()
    button(shown, "Pause").click()
    assert shown.evaluate("String(getSelection())").strip() != ""
    at = time(shown)
    box = shown.locator(".sentence", has_text="La panne venait").bounding_box()
    shown.mouse.move(box["x"] + 5, box["y"] + 8)
    shown.mouse.down()
    shown.mouse.move(box["x"] + 150, box["y"] + 8, steps=5)
    shown.mouse.up()
    assert paused(shown)
    assert time(shown) == pytest.approx(at, abs=NEAR)


TONES = [400.0, 600.0, 900.0, 1350.0, 2000.0, 3000.0]

LISTEN = """async () => {
  const audio = document.querySelector('audio');
  const context = new AudioContext();
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  analyser.smoothingTimeConstant = 0;
  const source = context.createMediaElementSource(audio);
  source.connect(analyser);
  analyser.connect(context.destination);
  // What sounds loudest from one time to another: its pitch, its level and the sentence that is marked.
  window.hear = async (from, until) => {
    const levels = new Float32Array(analyser.frequencyBinCount);
    let heard = [0, -Infinity, ''];
    const end = performance.now() + 20000;
    while (audio.currentTime < until && performance.now() < end) {
      await new Promise(requestAnimationFrame);
      if (audio.currentTime < from || audio.currentTime > until) continue;
      analyser.getFloatFrequencyData(levels);
      const loudest = levels.indexOf(Math.max(...levels));
      const marked = document.querySelector('.sentence[aria-current]')?.textContent ?? '';
      const pitch = loudest * context.sampleRate / analyser.fftSize;
      if (levels[loudest] > heard[1]) heard = [pitch, levels[loudest], marked];
    }
    return heard;
  };
}"""


def test_what_is_marked_is_what_is_heard(opened, tmp_path):
    """Each sentence of this programme is a tone of its own: the browser's decoder is asked which one sounds."""
    said = tuple(Utterance(f"{tone:.0f} hertz.", pause_after="sentence") for tone in TONES)
    clips = [Clip(sine(tone, 1.2), 24_000) for tone in TONES]
    made = make_sound(
        Script("Sons", (Chapter("Sons", said),)),
        iter(list(zip(said, clips, strict=True))),
        spacing=Spacing({"sentence": 0.4}, 0.3, 0.5),
        mastering=Mastering(),
        mp3=tmp_path / "tones.mp3",
    )
    html = tmp_path / "tones.html"
    article = Article("Sons", (Block("paragraph", " ".join(utterance.text for utterance in said)),))
    with html.open("wb") as file, made.path.open("rb") as sound:
        file.writelines(render_page(article, made.timeline, sound))
    shown = opened(html=html)
    shown.evaluate(LISTEN)
    for tone in [900.0, 3000.0, 400.0, 2000.0, 600.0, 1350.0]:
        start = made.timeline.cues[TONES.index(tone)].start / made.timeline.sample_rate
        level = -math.inf
        for _ in range(5):  # a machine that is busy may be silent, or look too late
            shown.get_by_text(f"{tone:.0f} hertz.", exact=True).click()
            assert abs(last_step(shown)["time"] - start) < NEAR
            pitch, level, marked = shown.evaluate("([from, until]) => hear(from, until)", [start + 0.4, start + 1.1])
            if level > -60:
                break
        assert level > -60
        assert abs(pitch - tone) < 30
        assert plain(marked) == f"{tone:.0f} hertz."


def sine(hertz, seconds, rate=24_000):
    samples = (round(6000 * math.sin(2 * math.pi * hertz * at / rate)) for at in range(round(seconds * rate)))
    return array.array("h", samples).tobytes()


def test_fifteen_seconds_back_and_forward(opened):
    shown = opened()
    button(shown, "Avancer de 15 s").click()
    assert time(shown) == pytest.approx(15, abs=0.1)
    button(shown, "Avancer de 15 s").click()
    button(shown, "Reculer de 15 s").click()
    assert time(shown) == pytest.approx(15, abs=0.1)
    button(shown, "Reculer de 15 s").click()
    button(shown, "Reculer de 15 s").click()
    assert time(shown) == 0
    assert paused(shown)


def test_sentence_by_sentence(opened, made):
    shown = opened()
    slow_down(shown)
    button(shown, "Phrase suivante").click()
    assert abs(last_step(shown)["time"] - made.timeline.cues[0].start / made.timeline.sample_rate) < NEAR
    button(shown, "Phrase suivante").click()
    button(shown, "Phrase suivante").click()
    assert last_step(shown)["sentence"] == "Il était à quai depuis l’automne !"
    button(shown, "Phrase précédente").click()
    assert abs(last_step(shown)["time"] - made.seconds("Le bac de Kerlo a")) < NEAR
    shown.evaluate(
        "time => { document.querySelector('audio').currentTime = time }", made.seconds("Le bac de Kerlo a") + 1.6
    )
    button(shown, "Phrase précédente").click()
    assert abs(last_step(shown)["time"] - made.seconds("Le bac de Kerlo a")) < NEAR


def test_speed(opened):
    shown = opened()
    shown.get_by_label("Vitesse").select_option("2,5 ×")
    button(shown, "Lire").click()
    wait_for_time(shown, 0.5)
    speed = 0
    for _ in range(10):  # a machine that is busy may falter
        shown.evaluate("document.querySelector('audio').currentTime = 0.5")
        speed = shown.evaluate(
            """async () => {
              const audio = document.querySelector('audio');
              const measure = () => [audio.currentTime, performance.now() / 1000];
              while (audio.seeking || audio.currentTime < 0.6) await new Promise(requestAnimationFrame);
              const begun = measure();
              await new Promise((resolve) => setTimeout(resolve, 1500));
              const ended = measure();
              return (ended[0] - begun[0]) / (ended[1] - begun[1]);
            }"""
        )
        if speed == pytest.approx(2.5, rel=0.15):
            break
    assert speed == pytest.approx(2.5, rel=0.15)
    speeds = shown.get_by_label("Vitesse").locator("option").all_text_contents()
    assert (speeds[0], speeds[-1]) == ("0,8 ×", "4 ×")


def test_lock_screens_are_told_what_plays(opened):
    shown = opened()
    assert shown.evaluate("navigator.mediaSession.metadata.title") == shown.locator("h1").text_content()


def test_position_and_volume(opened, made):
    shown = opened()
    slider = shown.get_by_role("slider", name="Position")
    slider.focus()
    shown.keyboard.press("PageUp")
    at = time(shown)
    length = made.timeline.frames / made.timeline.sample_rate
    assert at == pytest.approx(length / 10, abs=1)
    assert slider.get_attribute("aria-valuetext") == f"{at:.0f} secondes sur {int(length)} secondes"
    shown.get_by_role("slider", name="Volume").fill("35")
    assert shown.evaluate("document.querySelector('audio').volume") == 0.35


def test_the_slider_does_not_chatter_while_it_has_the_focus(opened):
    """A screen reader speaks each change of a slider that has the focus."""
    shown = opened()
    slider = shown.get_by_role("slider", name="Position")
    button(shown, "Lire").focus()
    shown.keyboard.press("Enter")
    shown.keyboard.press("Tab")
    shown.keyboard.press("Tab")
    shown.keyboard.press("Tab")
    expect(slider).to_be_focused()
    before = slider.get_attribute("aria-valuetext"), slider.input_value()
    wait_for_time(shown, time(shown) + 2)
    assert (slider.get_attribute("aria-valuetext"), slider.input_value()) == before
    shown.keyboard.press("Tab")
    expect(slider).not_to_have_attribute("aria-valuetext", before[0])


# What is announced


WATCH = """() => {
  const status = document.querySelector('[role=status]');
  window.announced = [];
  new MutationObserver(() => announced.push(status.textContent)).observe(status, {childList: true});
}"""


def test_only_playing_pausing_and_chapters_are_announced(opened, made):
    shown = opened()
    shown.evaluate(WATCH)
    shown.get_by_label("Vitesse").select_option("2,5 ×")
    slow_down(shown)
    button(shown, "Lire").click()
    shown.wait_for_function("() => announced.includes('Lecture')")
    second = made.timeline.chapters[1].start
    heard = [cue for cue in made.timeline.cues if cue.start <= second]
    for place in (*(cue.start for cue in heard), second):
        seconds = place / made.timeline.sample_rate + 0.05
        shown.evaluate("seconds => { document.querySelector('audio').currentTime = seconds }", seconds)
        expect(shown.locator(".sentence[aria-current]")).to_have_count(1)
    shown.wait_for_function("() => announced.some((text) => text.startsWith('Chapitre'))")
    button(shown, "Pause").click()
    shown.wait_for_function("() => announced.includes('En pause')")
    assert shown.evaluate("announced") == ["Lecture", "Chapitre 2 : Une panne de six mois", "En pause"]


def test_a_chapter_that_is_chosen_is_announced_with_its_playing(opened):
    shown = opened()
    shown.evaluate(WATCH)
    shown.get_by_role("link", name="Ce qui change").click()
    shown.wait_for_function("() => announced.join('. ').includes('Chapitre') && announced.join().includes('Lecture')")
    assert shown.evaluate("announced") == ["Lecture. Chapitre 3 : Ce qui change"]


def test_the_end_is_announced(opened, made):
    shown = opened()
    shown.evaluate(WATCH)
    shown.wait_for_function("() => document.querySelector('audio').readyState > 0")
    shown.evaluate(
        "seconds => { document.querySelector('audio').currentTime = seconds }", made.timeline.frames / 44_100 - 1
    )
    button(shown, "Lire").click()
    shown.wait_for_function("() => announced.at(-1) === 'Fin'")
    expect(button(shown, "Lire")).to_be_visible()


# The keyboard


FOCUSED = """() => {
  const it = document.activeElement;
  return it === document.body ? '' : (it.id || it.dataset.do || it.hash || it.className || it.tagName.toLowerCase());
}"""


def walk(shown, most=60):
    """What has the focus at each press of Tab, until it leaves the page."""
    seen = []
    for _ in range(most):
        shown.keyboard.press("Tab")
        seen.append(shown.evaluate(FOCUSED))
        if not seen[-1]:
            return seen[:-1]
    raise AssertionError(f"the focus never leaves: {seen}")


ORDER = [
    "#texte",
    "sentence-back",
    "back",
    "play",
    "forward",
    "sentence-forward",
    "position",
    "#chapitre-1",
    "#chapitre-2",
    "#chapitre-3",
    "speed",
    "volume",
    "follow",
    "summary",
    "choose",
]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_tab_reaches_everything_in_reading_order(opened, viewport):
    shown = opened(viewport=viewport)
    assert walk(shown) == ORDER
    back = []
    for _ in ORDER:
        shown.keyboard.press("Shift+Tab")
        back.append(shown.evaluate(FOCUSED))
    assert back == ORDER[::-1]


def test_the_focus_is_always_seen(opened):
    """Every stop has an outline of its own, inside the window, and not under the player."""
    shown = opened(viewport=PHONE, reduced_motion="reduce")
    for name in ORDER:
        shown.keyboard.press("Tab")
        outline, inside, top = shown.evaluate(
            """() => {
              const it = document.activeElement;
              const box = it.getBoundingClientRect();
              const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              const style = getComputedStyle(it);
              return [
                style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
                box.top >= 0 && box.bottom <= innerHeight,
                it.contains(there) || there.contains(it),
              ];
            }"""
        )
        assert (outline, inside, top) == (True, True, True), name


def test_the_skip_link_goes_to_the_text(opened):
    shown = opened()
    shown.keyboard.press("Tab")
    expect(shown.get_by_role("link", name="Aller au texte")).to_be_focused()
    shown.keyboard.press("Enter")
    expect(shown.get_by_role("heading", name="Texte")).to_be_focused()
    shown.keyboard.press("Tab")
    expect(button(shown, "Choisir une phrase au clavier")).to_be_focused()


def test_playing_by_keyboard(opened, made):
    shown = opened()
    for _ in range(ORDER.index("play") + 1):
        shown.keyboard.press("Tab")
    slow_down(shown)
    shown.keyboard.press("Enter")
    wait_for_time(shown, 0.05)
    shown.keyboard.press("Space")
    assert last_step(shown)["paused"]
    shown.keyboard.press("ArrowRight")
    at = state_before(shown)["time"]
    assert last_step(shown)["time"] == pytest.approx(at + 15, abs=0.1)
    shown.keyboard.press("ArrowLeft")
    assert last_step(shown)["time"] == pytest.approx(at, abs=0.1)
    shown.keyboard.press("Space")
    assert not last_step(shown)["paused"]
    shown.keyboard.press("Escape")
    assert last_step(shown)["paused"]
    for _ in range(ORDER.index("#chapitre-2") - ORDER.index("play")):
        shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    assert abs(last_step(shown)["time"] - made.timeline.chapters[1].start / 44_100) < NEAR
    expect(shown.get_by_role("link", name="Une panne de six mois")).to_be_focused()
    shown.keyboard.press("Escape")
    assert paused(shown)


def test_no_letter_is_a_shortcut(opened):
    """WCAG 2.2, 2.1.4: letters belong to the screen reader."""
    shown = opened()
    button(shown, "Avancer de 15 s").click()
    for place in ("body", "[data-do=play]"):
        shown.evaluate("selector => document.querySelector(selector).focus()", place)
        for letter in string.ascii_letters + string.digits + "?/.,":
            shown.keyboard.press(letter)
        assert (time(shown), paused(shown)) == (15, True)


def test_sentences_are_text_until_they_are_to_be_chosen(opened):
    shown = opened()
    assert shown.locator(".sentence[role], .sentence[tabindex]").count() == 0
    chooser = button(shown, "Choisir une phrase au clavier")
    chooser.focus()
    shown.keyboard.press("Enter")
    expect(chooser).to_have_attribute("aria-pressed", "true")
    expect(button(shown, "Le bac de Kerlo a repris ses rotations lundi.")).to_be_focused()


def test_choosing_a_sentence_by_keyboard(opened, made):
    shown = opened()
    slow_down(shown)
    chooser = button(shown, "Choisir une phrase au clavier")
    chooser.focus()
    shown.keyboard.press("Space")
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("Tab")
    expect(button(shown, "Deux cents personnes attendaient sur la cale.")).to_be_focused()
    shown.keyboard.press("Enter")
    assert abs(last_step(shown)["time"] - made.seconds("Deux cents")) < NEAR
    assert not last_step(shown)["paused"]
    shown.keyboard.press("ArrowUp")
    shown.keyboard.press("Space")
    assert abs(last_step(shown)["time"] - made.seconds("Il était à quai")) < NEAR
    shown.keyboard.press("Escape")
    assert paused(shown)
    expect(chooser).to_have_attribute("aria-pressed", "true")
    shown.keyboard.press("Escape")
    expect(chooser).to_have_attribute("aria-pressed", "false")
    expect(chooser).to_be_focused()
    assert shown.locator(".sentence[role], .sentence[tabindex]").count() == 0


def test_every_sentence_can_be_reached_while_choosing(opened, made):
    shown = opened()
    chooser = button(shown, "Choisir une phrase au clavier")
    chooser.focus()
    shown.keyboard.press("Enter")
    after = ["sentence", *walk(shown, most=90)]
    stops = walk(shown, most=90)
    assert after.count("sentence") == len(made.timeline.cues) - 1
    # The title is a sentence too, and stands above the player.
    assert stops[:2] == ["#texte", "sentence"]
    assert stops.count("sentence") == len(made.timeline.cues)


# Following


def in_view(shown):
    return shown.evaluate(
        """() => {
          const box = document.querySelector('.sentence[aria-current]').getBoundingClientRect();
          const player = document.querySelector('.player').getBoundingClientRect();
          return box.top >= player.bottom && box.bottom <= innerHeight;
        }"""
    )


def test_the_text_goes_along_with_the_voice(opened, made):
    shown = opened(viewport=PHONE, reduced_motion="reduce")
    slow_down(shown)
    shown.locator(".sentence", has_text="Elle était").click()
    shown.locator(".sentence", has_text="Elle était").scroll_into_view_if_needed()
    shown.evaluate("document.querySelector('audio').playbackRate = 2.5")
    for words in ("Trois choses", "les vélos", "Les camions"):
        wait_for_time(shown, made.seconds(words) + 0.2)
        assert in_view(shown), words


IN_VIEW = """() => {
  const marked = document.querySelector('.words .sentence[aria-current]');
  if (!marked) return false;
  const [box, cover] = [marked, document.querySelector('.player')].map((each) => each.getBoundingClientRect());
  const above = box.bottom <= cover.top || box.top >= cover.bottom;
  const beside = box.left >= cover.right || box.right <= cover.left;
  return box.top >= 0 && box.bottom <= innerHeight && (above || beside);
}"""
# Widths of phones, a tablet and a screen, and last a screen of 1280 × 1024 pixels at 400 %.
WIDTHS = [(320, 640), (390, 844), (640, 900), (1280, 800), (320, 256)]


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_the_text_goes_along_from_the_first_press_on(opened, width, height):
    shown = opened(viewport={"width": width, "height": height}, reduced_motion="reduce")
    shown.get_by_label("Vitesse").select_option("4 ×")
    button(shown, "Lire").click()
    shown.wait_for_function(IN_VIEW)


def test_who_scrolls_elsewhere_stays_there_until_the_next_press(opened, made):
    shown = opened(viewport=PHONE, reduced_motion="reduce")
    shown.locator(".sentence", has_text="Elle était").click()
    shown.mouse.move(160, 600)
    shown.mouse.wheel(0, -20_000)
    shown.wait_for_function("() => scrollY === 0")
    wait_for_time(shown, made.seconds("Trois choses") + 0.1)
    assert shown.evaluate("scrollY") == 0
    button(shown, "Pause").click()
    button(shown, "Lire").click()
    shown.wait_for_function(IN_VIEW)


def test_what_is_printed_is_the_article_alone(opened):
    shown = opened()
    for begin in (as_opened, playing):
        shown.emulate_media(media="screen")
        begin(shown)
        shown.emulate_media(media="print")
        for hidden in ("button", "input", "select", "audio", "nav", ".skip"):
            for each in shown.locator(hidden).all():
                expect(each).to_be_hidden()
        expect(shown.get_by_role("heading", name="Une panne de six mois")).to_be_visible()
        grounds = "[...document.querySelectorAll('.sentence')].map((it) => getComputedStyle(it).backgroundColor)"
        assert set(shown.evaluate(grounds)) == {"rgba(0, 0, 0, 0)"}


def test_it_stays_where_the_reader_is(opened, made):
    shown = opened(viewport=PHONE, reduced_motion="reduce")
    shown.get_by_label("Faire défiler le texte avec la voix").uncheck()
    shown.locator(".sentence", has_text="Elle était").click()
    there = shown.evaluate("scrollY")
    wait_for_time(shown, made.seconds("Trois choses") + 0.3)
    assert shown.evaluate("scrollY") == there


@pytest.mark.parametrize(("motion", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_motion_is_as_the_reader_wants_it(opened, motion, behaviour):
    shown = opened(viewport=PHONE, reduced_motion=motion)
    assert shown.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
    shown.get_by_role("link", name="Ce qui change").click()
    # At once, or on the way.
    start, after = state_before(shown)["scroll"], last_step(shown)["scroll"]
    assert (after == start) == (motion == "no-preference")
    shown.wait_for_function("start => scrollY > start + 100", arg=start)
    lasting = (
        "[...document.querySelectorAll('*')].filter((it) => getComputedStyle(it).transitionDuration !== '0s').length"
    )
    assert (shown.evaluate(lasting) > 0) == (motion == "no-preference")


# What is remembered


def test_the_place_and_the_settings_are_remembered(opened, made):
    shown = opened()
    shown.get_by_label("Vitesse").select_option("1,5 ×")
    slow_down(shown)
    shown.locator(".sentence", has_text="Deux cents").click()
    wait_for_time(shown, made.seconds("Deux cents") + 0.05)
    button(shown, "Pause").click()
    expect(button(shown, "Lire")).to_be_visible()
    at = time(shown)
    shown.reload()
    shown.wait_for_function("() => document.querySelector('audio').readyState > 0")
    assert time(shown) == pytest.approx(at, abs=0.1)
    assert paused(shown)
    assert shown.evaluate("document.querySelector('audio').playbackRate") == 1.5
    expect(shown.get_by_label("Vitesse")).to_have_value("1.5")
    assert current(shown).startswith("Deux cents")


def test_a_link_to_a_chapter_opens_there(opened, made):
    shown = opened(fragment="#chapitre-3")
    shown.wait_for_function("() => document.querySelector('audio').readyState > 0")
    assert time(shown) == pytest.approx(made.timeline.chapters[2].start / 44_100, abs=0.1)
    assert paused(shown)


def test_it_works_where_nothing_can_be_kept(opened, browser, made):
    shown = opened()
    shown.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})")
    shown.reload()
    button(shown, "Lire").click()
    wait_for_time(shown, 0.5)
    button(shown, "Pause").click()
    assert paused(shown)


# Where something is missing


def test_a_browser_that_refuses_the_long_address_gets_a_blob(opened, made):
    shown = opened()
    button(shown, "Avancer de 15 s").click()
    shown.evaluate("document.querySelector('audio').dispatchEvent(new Event('error'))")
    shown.wait_for_function("() => document.querySelector('audio').src.startsWith('blob:')")
    button(shown, "Lire").click()
    wait_for_time(shown, 15.5)
    length = made.timeline.frames / 44_100
    assert shown.evaluate("document.querySelector('audio').duration") == pytest.approx(length, abs=0.1)
    assert not shown.locator(".problem").is_visible()


def test_a_sound_that_cannot_be_played_is_said_so(opened, tmp_path, made):
    path = tmp_path / "broken.html"
    text = made.html.read_text(encoding="utf-8")
    path.write_text(re.sub(r"base64,[^\"]+", "base64,bm90IGEgc291bmQ=", text), encoding="utf-8")
    shown = opened(html=path)
    expect(shown.get_by_role("alert")).to_have_text(
        "Ce navigateur ne peut pas lire le son. Le texte reste lisible plus bas."
    )
    expect(shown.get_by_text("Deux cents personnes")).to_be_visible()


def test_without_javascript_the_sound_and_the_text_are_there(opened):
    shown = opened(java_script_enabled=False)
    assert shown.locator("audio").bounding_box()["height"] > 20
    assert shown.get_by_role("button").count() == 0
    expect(shown.get_by_text("Deux cents personnes")).to_be_visible()
    shown.get_by_role("link", name="Ce qui change").click()
    assert shown.url.endswith("#chapitre-3")


def test_the_captions_as_the_browser_reads_them(opened, made):
    shown = opened()
    texts = shown.evaluate(
        """async (vtt) => {
          const frame = document.createElement('video');
          document.body.append(frame);
          const track = document.createElement('track');
          track.src = 'data:text/vtt,' + encodeURIComponent(vtt);
          frame.append(track);
          track.track.mode = 'hidden';
          await new Promise((resolve, reject) => { track.onload = resolve; track.onerror = reject; });
          return [...track.track.cues].map((cue) => [cue.startTime, cue.endTime, cue.getCueAsHTML().textContent]);
        }""",
        format_webvtt(made.timeline),
    )
    expected = make_captions(made.timeline)
    assert [text for _, _, text in texts] == ["\n".join(caption.lines) for caption in expected]
    assert [round(start * 1000) for start, _, _ in texts] == [caption.start for caption in expected]


# Word by word


MARKED = """() => {
  const ranges = [...CSS.highlights.get('word')];
  return ranges.length ? ranges[0].toString() : '';
}"""


def test_the_word_that_is_heard_is_marked_inside_its_sentence(opened, made):
    shown = opened()
    before = shown.locator(".words").inner_html()
    rate = made.timeline.sample_rate
    cue = next(cue for cue in made.timeline.cues if len(cue.words) > 5)
    for word in (cue.words[1], cue.words[4], cue.words[-1], cue.words[0]):
        shown.evaluate("time => { document.querySelector('audio').currentTime = time; }", (word.first + 200) / rate)
        said = plain(cue.utterance.text[word.start : word.end])
        shown.wait_for_function(f"said => ({MARKED})().replace(/\\s+/g, ' ') === said", arg=said)
    assert re.sub(r' aria-current="true"', "", shown.locator(".words").inner_html()) == before
    shown.evaluate("() => { document.querySelector('audio').currentTime = 0; }")
    shown.wait_for_function(f"() => ({MARKED})() === ''")


def test_the_marked_word_moves_with_the_voice(opened, made):
    shown = opened()
    rate = made.timeline.sample_rate
    cue = next(cue for cue in made.timeline.cues if len(cue.words) > 5)
    words = [(word.first / rate, plain(cue.utterance.text[word.start : word.end])) for word in cue.words]
    for _ in range(5):  # a machine that is busy may look too seldom
        shown.locator(".sentence[data-words]").nth(made.timeline.cues.index(cue)).click()
        frames = shown.evaluate(FRAMES, cue.words[5].last / rate)
        frames = [frame for frame in frames if frame[0] >= words[0][0]]
        for begun, now, _, word in frames:
            assert plain(word) in find_said(words, begun, now), (begun, now)
        if len({word for *_, word in frames}) >= 4:
            break
    assert len({word for *_, word in frames}) >= 4
