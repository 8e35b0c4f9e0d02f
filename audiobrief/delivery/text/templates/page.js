"use strict";

// Makes the page follow the voice. Without it, the browser's own audio controls and the text remain.
(() => {
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  const audio = one("audio");
  const player = one(".player");
  const position = one("#position");
  const speed = one("#speed");
  const volume = one("#volume");
  const followed = one("#follow");
  const status = one("[role=status]");
  const chooser = one("[data-do=choose]");
  const sentences = all(".sentence");
  const chapters = all("nav a");
  const duration = Number(position.max);

  const SKIP = 15; // seconds
  const AGAIN = 1.5; // seconds into a sentence after which "previous" says it again
  const NEARLY = 0.01; // seconds: a time that was written with three decimals is reached

  /* Where we are */

  // The functions of times.js are inserted here.

  const startOf = (element) => Number(element.dataset.start);

  /** The index of the last element that starts at or before `time`; -1 before the first. */
  function indexAt(elements, time) {
    let low = 0;
    let high = elements.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (startOf(elements[middle]) <= time + NEARLY) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  function mark(former, current) {
    former?.removeAttribute("aria-current");
    current?.setAttribute("aria-current", "true");
  }

  let sentence; // the current ones
  let chapter;

  /* The word that is heard is marked by a highlight, which is no element: a screen reader reads on undisturbed */

  const highlight = globalThis.Highlight && CSS.highlights ? new Highlight() : null;
  if (highlight) {
    CSS.highlights.set("word", highlight);
    // Here and not in the style sheet, because validators of CSS do not know this selector yet.
    const style = new CSSStyleSheet();
    style.replaceSync(`
      ::highlight(word) { background-color: var(--word); color: var(--on-word); }
      @media (forced-colors: active) { ::highlight(word) { background-color: Highlight; color: HighlightText; } }
    `);
    document.adoptedStyleSheets.push(style);
  }

  let words = []; // of the current sentence: first character, the one after the last, seconds
  let word = -1;

  /** The words that a sentence's attribute lists. */
  function wordsOf(element) {
    const numbers = (element?.dataset.words ?? "").split(" ").filter(Boolean).map(Number);
    return Array.from({ length: numbers.length / 3 }, (_, index) => numbers.slice(3 * index, 3 * index + 3));
  }

  function markWord(time) {
    if (!highlight) return;
    const now = words.findLastIndex(([, , start]) => start <= time + NEARLY);
    if (now === word) return;
    word = now;
    highlight.clear();
    if (now < 0) return;
    const range = new Range();
    range.setStart(sentence.firstChild, words[now][0]);
    range.setEnd(sentence.firstChild, words[now][1]);
    highlight.add(range);
  }

  /** Brings everything that is shown in line with the sound. */
  function update() {
    const time = audio.currentTime;
    const nowSaid = sentences[indexAt(sentences, time)];
    if (nowSaid !== sentence) {
      if (sentence && inView(sentence)) astray = false;
      mark(sentence, nowSaid);
      sentence = nowSaid;
      words = wordsOf(sentence);
      word = -1;
      highlight?.clear();
      keepInView();
    }
    markWord(time);
    const nowIn = chapters[indexAt(chapters, time)];
    if (nowIn !== chapter) {
      mark(chapter, nowIn);
      chapter = nowIn;
      if (!audio.paused && chapter) {
        const number = chapters.indexOf(chapter) + 1;
        announce(`${status.dataset.chapter} ${number} : ${chapter.textContent}`);
      }
    }
    one("#time").textContent = clock(time);
    // A slider that moves by itself would have a screen reader speak all the time while it has the focus.
    if (!position.matches(":focus-visible")) show(time);
  }

  function show(time) {
    position.value = time;
    position.setAttribute("aria-valuetext", `${spoken(time)} sur ${spoken(duration)}`);
  }

  let frame;

  function everyFrame() {
    update();
    cancelAnimationFrame(frame);
    if (!audio.paused) frame = requestAnimationFrame(everyFrame);
  }

  /* The text goes along, as long as the reader has not gone elsewhere */

  let astray = false; // the reader has scrolled elsewhere

  /** Whether an element is in the window, and not behind the player. */
  function inView(element) {
    const [box, cover] = [element, player].map((each) => each.getBoundingClientRect());
    const covered = box.top < cover.bottom && box.bottom > cover.top && box.left < cover.right && box.right > cover.left;
    return box.top >= 0 && box.bottom <= innerHeight && !covered;
  }

  function keepInView() {
    const reading = document.activeElement?.matches(".sentence") || !getSelection().isCollapsed;
    if (followed.checked && !audio.paused && !astray && !reading && sentence && !inView(sentence)) {
      // The beginning of a sentence that is higher than half of the window comes to its top.
      const high = sentence.getBoundingClientRect().height > innerHeight / 2;
      sentence.scrollIntoView({ block: high ? "start" : "center" });
    }
  }

  function goAstray() {
    astray = true;
  }

  for (const gesture of ["wheel", "touchmove"]) addEventListener(gesture, goAstray, { passive: true });
  addEventListener("keydown", ({ key, target }) => {
    const scrolls = ["PageUp", "PageDown", "Home", "End"].includes(key) && !target.matches?.("input, select");
    if (scrolls || (/^Arrow(Up|Down)$/.test(key) && target === document.body)) goAstray();
  });
  // The bar at the window's edge belongs to the root element.
  addEventListener("pointerdown", ({ target }) => {
    if (target === document.documentElement) goAstray();
  });

  /* What is announced: playing, pausing, a new chapter. What comes together is said together. */

  const announced = [];
  let timer;

  function announce(text, { first = false } = {}) {
    if (first) announced.unshift(text);
    else announced.push(text);
    clearTimeout(timer);
    timer = setTimeout(() => { status.textContent = announced.splice(0).join(". "); }, 100);
  }

  /* Playing */

  const play = () => audio.play().catch(() => {}); // a refusal leaves the button as it was

  function seek(time) {
    audio.currentTime = Math.min(Math.max(time, 0), duration);
    update();
  }

  function playFrom(element) {
    if (!element) return;
    play();
    seek(startOf(element));
  }

  const actions = {
    play: () => (audio.paused ? play() : audio.pause()),
    back: () => seek(audio.currentTime - SKIP),
    forward: () => seek(audio.currentTime + SKIP),
    "sentence-back": () => {
      const index = sentences.indexOf(sentence);
      const again = sentence && audio.currentTime - startOf(sentence) > AGAIN;
      playFrom(sentences[again ? index : Math.max(index - 1, 0)]);
    },
    "sentence-forward": () => playFrom(sentences[sentences.indexOf(sentence) + 1]),
    choose: () => choose(chooser.getAttribute("aria-pressed") !== "true"),
  };

  audio.addEventListener("play", () => {
    player.classList.add("playing");
    announce(status.dataset.playing, { first: true });
    astray = false;
    everyFrame();
    keepInView();
  });
  audio.addEventListener("pause", () => {
    player.classList.remove("playing");
    announce(audio.ended ? status.dataset.ended : status.dataset.paused);
    remember();
  });
  audio.addEventListener("timeupdate", update);
  audio.addEventListener("seeked", update);

  /* The keyboard and the mouse. The listeners sit on the document: on the text itself, they would have some screen
     readers say "clickable" at every line. */

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    const link = event.target.closest("nav a");
    const said = event.target.closest(".sentence");
    if (button) {
      actions[button.dataset.do]();
    } else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      playFrom(link);
      one(link.hash).scrollIntoView();
    } else if (said && getSelection().isCollapsed) {
      playFrom(said);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = event.target;
    if (event.key === "Escape") {
      if (!audio.paused) audio.pause();
      else choose(false);
    } else if (focused.matches?.(".sentence")) {
      const index = sentences.indexOf(focused);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) sentences[index + step]?.focus();
      else if (event.key === "Enter" || event.key === " ") playFrom(focused);
      else return;
      event.preventDefault();
    } else if (focused.matches?.(".player button")) {
      const step = { ArrowRight: SKIP, ArrowLeft: -SKIP }[event.key];
      if (!step) return;
      seek(audio.currentTime + step);
      event.preventDefault();
    }
  });

  /** Makes every sentence a button that can be reached with the keyboard, or plain text again. */
  function choose(on) {
    if (on === (chooser.getAttribute("aria-pressed") === "true")) return;
    chooser.setAttribute("aria-pressed", String(on));
    for (const element of sentences) {
      if (on) {
        element.setAttribute("role", "button");
        element.tabIndex = 0;
      } else {
        element.removeAttribute("role");
        element.removeAttribute("tabindex");
      }
    }
    if (on) (sentence?.closest(".words") ? sentence : one(".words .sentence"))?.focus();
    else chooser.focus();
  }

  position.addEventListener("input", () => {
    seek(Number(position.value));
    show(audio.currentTime);
  });
  speed.addEventListener("change", () => { setSpeed(speed.value); remember(); });
  volume.addEventListener("input", () => { audio.volume = volume.value / 100; });
  volume.addEventListener("change", () => remember());
  followed.addEventListener("change", () => remember());

  function setSpeed(value) {
    speed.value = value;
    audio.defaultPlaybackRate = audio.playbackRate = Number(value);
  }

  /* The keys of headphones, keyboards and lock screens */

  function joinMediaSession() {
    const session = navigator.mediaSession;
    if (!session) return;
    session.metadata = new MediaMetadata({
      title: one("h1").textContent,
      artist: one(".byline")?.textContent ?? "",
    });
    const step = (by) => playFrom(chapters[Math.max(chapters.indexOf(chapter) + by, 0)]);
    const handlers = {
      play: () => play(),
      pause: () => audio.pause(),
      seekbackward: ({ seekOffset }) => seek(audio.currentTime - (seekOffset ?? SKIP)),
      seekforward: ({ seekOffset }) => seek(audio.currentTime + (seekOffset ?? SKIP)),
      seekto: ({ seekTime }) => seek(seekTime),
      previoustrack: () => step(-1),
      nexttrack: () => step(1),
    };
    for (const [action, handler] of Object.entries(handlers)) {
      try {
        session.setActionHandler(action, handler);
      } catch { /* a browser that does not know this one */ }
    }
  }

  /* What is remembered, where the browser allows it */

  const place = `audiobrief:${document.body.dataset.key}`;

  function remember() {
    const time = audio.ended ? 0 : audio.currentTime;
    const known = { time, speed: speed.value, volume: volume.value, follow: followed.checked };
    try {
      localStorage.setItem(place, JSON.stringify(known));
    } catch { /* nothing is kept */ }
  }

  function recall() {
    let known = {};
    try {
      known = JSON.parse(localStorage.getItem(place)) ?? {};
    } catch { /* nothing was kept */ }
    // Each control is set, because some browsers restore what a former page showed.
    setSpeed([...speed.options].some((option) => option.value === known.speed) ? known.speed : "1");
    volume.value = known.volume >= 0 && known.volume <= 100 ? known.volume : 100;
    audio.volume = volume.value / 100;
    followed.checked = known.follow !== false;
    const linked = chapters.find((link) => link.hash === location.hash);
    const time = linked ? startOf(linked) : Number(known.time);
    if (time > 0 && time < duration) audio.currentTime = time;
  }

  addEventListener("pagehide", remember);
  setInterval(() => { if (!audio.paused) remember(); }, 5000);

  /* Some browsers refuse long data: addresses. The same sound, as a blob, has no such limit. */

  function failed() {
    const address = audio.getAttribute("src");
    const refused = !audio.error || audio.error.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED;
    if (refused && address.startsWith("data:")) fromBlob(address);
    else one(".problem").hidden = false;
  }

  function fromBlob(address) {
    const { paused, currentTime } = audio;
    const parts = [];
    for (let at = address.indexOf(",") + 1; at < address.length; at += 2 ** 20) {
      parts.push(Uint8Array.from(atob(address.slice(at, at + 2 ** 20)), (character) => character.charCodeAt(0)));
    }
    audio.src = URL.createObjectURL(new Blob(parts, { type: "audio/mpeg" }));
    audio.currentTime = currentTime;
    if (!paused) play();
  }

  audio.addEventListener("error", failed);

  /* Begin */

  audio.controls = false;
  for (const element of all(".scripted")) element.hidden = false;
  document.body.classList.add("ready");
  recall();
  update();
  joinMediaSession();
  if (audio.error) failed();
})();
