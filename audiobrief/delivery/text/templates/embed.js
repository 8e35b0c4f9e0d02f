"use strict";

// The player of an article in the publisher's own page. It asks for nothing but the sound, once somebody plays it,
// stores nothing, and changes nothing in the page but the mark of what is said.
customElements.get("audiobrief-player") || (() => {
  const STYLE = "STYLE";
  // Colours alone: marking must not move anything. A highlight is no element: screen readers read on undisturbed.
  const MARK = "background-color: #ffe9a8; color: #1b1b1f; text-decoration: underline 2px #7a4f00;";
  const PAGE_STYLE = `::highlight(audiobrief) { ${MARK} }`;
  const WITHOUT_HIGHLIGHT = `[data-audiobrief-said] { ${MARK} }`;
  const SKIP = 15; // seconds
  const AGAIN = 1.5; // seconds into a sentence after which "previous" says it again
  const NEARLY = 0.01; // seconds: a time in whole milliseconds is reached
  const SPEEDS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4];
  const NO_TEXT = "script, style, noscript, template, textarea, select, audiobrief-player, [hidden], [aria-hidden=true]";
  const BLOCKS = "p, li, blockquote, h1, h2, h3, h4, h5, h6, figcaption, dt, dd, td, th, pre, div, section, article";
  const ACTIVE = "a, button, input, select, textarea, label, summary, video, audio, [role=button], [contenteditable]";
  const nonce = document.currentScript?.nonce;

  function adopt(root, css) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    } catch { // a browser without constructed style sheets
      const style = document.createElement("style");
      if (nonce) style.nonce = nonce;
      style.textContent = css;
      (root.head ?? root).append(style);
    }
  }

  /** An element with attributes and children, made without parsing, which a strict policy may forbid. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  function icon(path, name = "") {
    const [svg, drawn] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    for (const [key, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["class", name]]) svg.setAttribute(key, value);
    drawn.setAttribute("d", path);
    svg.append(drawn);
    return svg;
  }

  // The functions of times.js are inserted here.

  /* Finding the sentences in the page, by the hashes of their letters and digits */

  const MULTIPLIER = 0x01000193;
  const LETTER = /[\p{L}\p{N}]/u;

  const folded = new Map(); // what was folded before: most of a page is the same letters

  /** The code points of the letters and digits that a character is folded to, as `fingerprints.py` does. */
  function fold(character) {
    if (!folded.has(character)) {
      const parts = [...character.normalize("NFKD").toLowerCase()];
      folded.set(character, parts.filter((part) => LETTER.test(part)).map((part) => part.codePointAt(0)));
    }
    return folded.get(character);
  }

  /** The letters and digits of the page, folded, and where each stands; that
      of hidden elements too if `hidden`. */
  function indexPage(hidden) {
    const found = { nodes: [], places: [], starts: [], sums: [0], powers: [1] };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      if (!node.data.trim() || node.parentElement.closest(NO_TEXT)) continue;
      if (!hidden && node.parentElement.checkVisibility?.() === false) continue;
      let at = 0;
      let begins = true;
      for (const character of node.data) {
        const parts = fold(character);
        for (const part of parts) {
          if (begins) found.starts.push(found.nodes.length);
          begins = false;
          const last = found.sums.length - 1;
          found.sums.push((Math.imul(found.sums[last], MULTIPLIER) + part) >>> 0);
          found.powers.push(Math.imul(found.powers[last], MULTIPLIER) >>> 0);
          found.nodes.push(node);
          found.places.push([at, at + character.length]);
        }
        if (!parts.length && !/\p{M}/u.test(character)) begins = true;
        at += character.length;
      }
    }
    return found;
  }

  /** Where each sentence stands in the indexed page: [first, end], or undefined. */
  function locate(page, sentences) {
    const wanted = new Map(); // length -> hash -> indices of sentences
    sentences.forEach(({ length, hash }, index) => {
      if (!wanted.has(length)) wanted.set(length, new Map());
      const same = wanted.get(length);
      same.set(hash, [...(same.get(hash) ?? []), index]);
    });
    const seen = []; // in the order of the page
    for (const first of page.starts) {
      for (const [length, hashes] of wanted) {
        const end = first + length;
        if (end > page.nodes.length) continue;
        const hash = (page.sums[end] - Math.imul(page.sums[first], page.powers[length])) >>> 0;
        // The later sentence first: of equal ones, each takes its own place.
        for (const index of (hashes.get(hash) ?? []).toReversed()) seen.push({ index, first, end, total: 0, before: null });
      }
    }
    // Of all places, those in the order of the article that hold the most text: a title may also stand in a list of
    // articles, a sentence in a picture's caption.
    let best = null;
    seen.forEach((place, number) => {
      for (let before = 0; before < number; before++) {
        const other = seen[before];
        if (other.index < place.index && other.end <= place.first && other.total >= (place.before?.total ?? 0)) place.before = other;
      }
      place.total = (place.before?.total ?? 0) + place.end - place.first;
      if (place.total > (best?.total ?? 0)) best = place;
    });
    const places = Array(sentences.length);
    for (let place = best; place; place = place.before) places[place.index] = [place.first, place.end];
    fillGaps(places, sentences);
    return places;
  }

  /** Sentences that stand in the page a little changed, as with a note's mark: what is left between their neighbours,
      if that is about as long as they are. */
  function fillGaps(places, sentences) {
    for (let index = 0; index < places.length; index++) {
      if (places[index] || !places[index - 1]) continue;
      let next = index;
      while (next < places.length && !places[next]) next++;
      if (next === places.length) return;
      const gap = [places[index - 1][1], places[next][0]];
      const expected = sentences.slice(index, next).reduce((sum, { length }) => sum + length, 0);
      if (Math.abs(gap[1] - gap[0] - expected) <= 8 + expected * 0.2) places.fill(gap, index, next);
      index = next;
    }
  }

  function toRange(page, [first, end]) {
    const range = new Range();
    const [from, to] = [page.nodes[first].data, page.nodes[end - 1].data];
    const begin = page.places[first][0];
    const close = page.places[end - 1][1];
    // With the quotation marks and stops that belong to the sentence.
    range.setStart(page.nodes[first], begin - from.slice(0, begin).match(/(?:[«“"(\[—–-][\s\u00a0\u202f]?)*$/u)[0].length);
    range.setEnd(page.nodes[end - 1], close + to.slice(close).match(/^[^\s\p{L}\p{N}]*(?:[\s\u00a0\u202f][»!?;:…]+)*/u)[0].length);
    return range;
  }

  const highlight = globalThis.Highlight && CSS.highlights ? new Highlight() : null;
  let styled = false;
  let active; // the player that is heard: one at a time

  class Player extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      // What stands inside is shown only where this script does not run.
      const root = this.attachShadow({ mode: "open" });
      adopt(root, STYLE);
      this.duration = Number(this.dataset.duration) / 1000;
      this.sentences = this.readSentences();
      this.build(root);
      this.listen(root);
      this.setSpeed("1");
      this.update();
    }

    disconnectedCallback() {
      this.audio?.pause();
      this.mark(null);
    }

    readSentences() {
      let start = 0;
      return (this.dataset.text ?? "").split(" ").filter(Boolean).map((each) => {
        const [after, length, hash] = each.split(",").map((number) => parseInt(number, 36));
        return { start: (start += after) / 1000, length, hash };
      });
    }

    build(root) {
      const { src, transcript, notice } = this.dataset;
      this.audio = make("audio", { src, preload: "none" });
      this.status = make("p", { class: "unseen", role: "status" });
      this.problem = make("p", { class: "problem", role: "alert", hidden: "" });
      this.playing = make("button", { type: "button", class: "main", "data-do": "play", "aria-label": "Écouter l’article" },
        icon("M7 4v16l13-8z", "paused"), icon("M6 4h4v16H6zM14 4h4v16h-4z", "now"));
      const step = (action, path, text, label) =>
        make("button", { type: "button", class: "step", "data-do": action, "aria-label": label }, icon(path), text);
      this.speed = make("select", { "aria-label": "Vitesse" },
        ...SPEEDS.map((speed) => make("option", { value: speed }, `${String(speed).replace(".", ",")} ×`)));
      this.position = make("input", { type: "range", min: 0, max: Math.floor(this.duration), step: 1, value: 0, "aria-label": "Position" });
      this.time = make("span", {}, "0:00");
      this.follow = make("input", { type: "checkbox" });
      const lines = (this.dataset.chapters ?? "").split("\n").filter(Boolean);
      this.chapters = lines.map((line, index) => {
        const [, milliseconds, title] = line.match(/^(\d+) (.*)$/);
        const start = milliseconds / 1000;
        const button = make("button", { type: "button", "data-chapter": index }, make("span", {}, title),
          make("span", { class: "times" }, clock(start)));
        return { start, title, button };
      });
      this.section = make("section", { "aria-label": `Écouter : ${this.dataset.title}`, lang: "fr" },
        this.audio,
        make("div", { class: "top" }, this.playing,
          make("span", { class: "name" }, "Écouter l’article", make("small", {}, notice ?? ""))),
        make("div", { class: "row" }, this.position, make("span", { class: "times" }, this.time, ` / ${clock(this.duration)}`)),
        make("div", { class: "row" },
          ...(this.sentences.length ? [step("sentence-back", "M5 5h3v14H5zM19 5v14L9 12z", "", "Phrase précédente")] : []),
          step("back", "M11 6v12L3 12zM20 6v12l-8-6z", "15 s", "Reculer de 15 s"),
          step("forward", "M13 6v12l8-6zM4 6v12l8-6z", "15 s", "Avancer de 15 s"),
          ...(this.sentences.length ? [step("sentence-forward", "M16 5h3v14h-3zM5 5v14l10-7z", "", "Phrase suivante")] : []),
          this.speed,
          ...(this.sentences.length ? [make("label", {}, this.follow, "Suivre dans la page")] : [])),
        this.problem, this.status);
      if (this.chapters.length > 1) {
        this.section.append(make("details", {}, make("summary", {}, `Chapitres (${this.chapters.length})`),
          make("ol", {}, ...this.chapters.map(({ button }) => make("li", {}, button)))));
      }
      const links = make("p", { class: "foot" }, make("a", { href: src, download: "" }, "Le son (MP3)"));
      if (transcript) links.append(" · ", make("a", { href: transcript }, "Le texte lu"));
      this.section.append(links);
      root.append(this.section);
    }

    listen(root) {
      const { audio, position, speed } = this;
      root.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button?.dataset.do) this[`do-${button.dataset.do}`]();
        else if (button?.dataset.chapter) this.playFrom(this.chapters[button.dataset.chapter].start);
      });
      root.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const by = { ArrowRight: SKIP, ArrowLeft: -SKIP }[event.key];
        if (event.key === "Escape" && !audio.paused) audio.pause();
        else if (by && event.target.matches("button")) this.seek(audio.currentTime + by);
        else return;
        event.preventDefault();
      });
      position.addEventListener("input", () => {
        this.seek(Number(position.value));
        this.show(audio.currentTime);
      });
      speed.addEventListener("change", () => this.setSpeed(speed.value));
      audio.addEventListener("play", () => this.begin());
      audio.addEventListener("pause", () => {
        this.section.classList.remove("playing");
        this.playing.setAttribute("aria-label", "Écouter l’article");
        this.announce(audio.ended ? "Fin" : "En pause");
        if (audio.ended) this.mark(null);
      });
      audio.addEventListener("timeupdate", () => this.update());
      audio.addEventListener("seeked", () => this.update());
      audio.addEventListener("error", () => {
        this.problem.replaceChildren("Le son ne peut pas être lu. ", make("a", { href: audio.src }, "Ouvrir le fichier MP3"));
        this.problem.hidden = false;
      });
      document.addEventListener("click", (event) => this.playClicked(event));
    }

    begin() {
      if (active !== this) active?.audio.pause();
      active = this;
      this.problem.hidden = true;
      this.section.classList.add("playing");
      this.playing.setAttribute("aria-label", "Pause");
      this.announce("Lecture");
      this.ranges ?? this.findSentences();
      this.joinMediaSession();
      this.update();
    }

    /** Looks for the text in the page when it is first needed, and again if the page has been written anew. */
    findSentences() {
      if (!styled) adopt(document, highlight ? PAGE_STYLE : WITHOUT_HIGHLIGHT);
      styled = true;
      if (highlight) CSS.highlights.set("audiobrief", highlight);
      this.ranges = this.findRanges(false);
      const isFound = (ranges) => ranges.filter(Boolean).length * 2 > ranges.length;
      // A page may show its text later, or show another copy of it on small screens.
      if (!isFound(this.ranges)) {
        const ranges = this.findRanges(true);
        if (isFound(ranges)) this.ranges = ranges;
      }
      this.follow.disabled = !this.ranges.some(Boolean);
    }

    /** The ranges of the sentences in the text of the page, undefined for those that are not there. */
    findRanges(hidden) {
      const page = indexPage(hidden);
      return locate(page, this.sentences).map((place) => (place && place[1] > place[0] ? toRange(page, place) : undefined));
    }

    /** The index of the last of `parts` that starts at or before `time`; -1 before the first. */
    indexAt(parts, time) {
      return parts.findLastIndex(({ start }) => start <= time + NEARLY);
    }

    update() {
      const time = this.audio.currentTime;
      this.time.textContent = clock(time);
      // A slider that moves by itself would have a screen reader speak all the time while it has the focus.
      if (!this.position.matches(":focus-visible")) this.show(time);
      const chapter = this.chapters[this.indexAt(this.chapters, time)];
      if (chapter !== this.chapter) {
        this.chapter?.button.removeAttribute("aria-current");
        chapter?.button.setAttribute("aria-current", "true");
        this.chapter = chapter;
        if (!this.audio.paused && this.chapters.length > 1 && chapter) {
          this.announce(`Chapitre ${this.chapters.indexOf(chapter) + 1} : ${chapter.title}`);
        }
      }
      if (this.ranges && active === this && !this.audio.ended) this.mark(this.indexAt(this.sentences, time));
    }

    show(time) {
      this.position.value = time;
      this.position.setAttribute("aria-valuetext", `${spoken(time)} sur ${spoken(this.duration)}`);
    }

    /** Marks the sentence with this index in the page; null marks none. */
    mark(index) {
      if (index === this.said) return;
      if (this.block && !this.block.isConnected) this.findSentences();
      this.said = index;
      const range = this.ranges?.[index];
      const element = range?.startContainer.parentElement;
      const block = element?.closest(BLOCKS) ?? element;
      if (block !== this.block) {
        for (const name of this.ours ?? []) this.block.removeAttribute(name);
        this.block = block;
        // The page may use the attribute itself.
        this.ours = block ? ["data-audiobrief-said", "aria-current"].filter((name) => !block.hasAttribute(name)) : [];
        for (const name of this.ours) block.setAttribute(name, "true");
      }
      highlight?.clear();
      if (range) highlight?.add(range);
      if (range && this.follow.checked && !this.audio.paused && getSelection().isCollapsed) this.keepInView(range, block);
    }

    keepInView(range, block) {
      const { top, bottom } = range.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) block.scrollIntoView({ block: "center" });
    }

    /** While the text is followed, a click on a sentence goes there. */
    playClicked(event) {
      if (active !== this || !this.follow.checked || !this.ranges || event.defaultPrevented) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !getSelection().isCollapsed) return;
      if (event.composedPath().includes(this) || event.target.closest?.(ACTIVE)) return;
      const { clientX: x, clientY: y } = event;
      const caret = document.caretPositionFromPoint?.(x, y);
      const old = caret ? null : document.caretRangeFromPoint?.(x, y);
      const [node, offset] = caret ? [caret.offsetNode, caret.offset] : [old?.startContainer, old?.startOffset];
      const index = node ? this.ranges.findIndex((range) => range?.isPointInRange(node, offset)) : -1;
      if (index >= 0) this.playFrom(this.sentences[index].start);
    }

    announce(text) {
      this.announced = [...(this.announced ?? []), text];
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.status.textContent = this.announced.join(". ");
        this.announced = [];
      }, 100);
    }

    play() {
      this.audio.play().catch(() => {}); // a refusal leaves the button as it was
    }

    seek(time) {
      this.audio.currentTime = Math.min(Math.max(time, 0), this.duration);
      this.update();
    }

    playFrom(time) {
      this.play();
      this.seek(time);
    }

    setSpeed(value) {
      this.speed.value = value;
      this.audio.defaultPlaybackRate = this.audio.playbackRate = Number(value);
    }

    "do-play"() {
      if (this.audio.paused) this.play();
      else this.audio.pause();
    }

    "do-back"() { this.seek(this.audio.currentTime - SKIP); }

    "do-forward"() { this.seek(this.audio.currentTime + SKIP); }

    "do-sentence-back"() {
      const index = Math.max(this.indexAt(this.sentences, this.audio.currentTime), 0);
      const again = this.audio.currentTime - this.sentences[index].start > AGAIN;
      this.playFrom(this.sentences[again ? index : Math.max(index - 1, 0)].start);
    }

    "do-sentence-forward"() {
      const next = this.sentences[this.indexAt(this.sentences, this.audio.currentTime) + 1];
      if (next) this.playFrom(next.start);
    }

    /** The keys of headphones, keyboards and lock screens. */
    joinMediaSession() {
      const session = navigator.mediaSession;
      if (!session) return;
      session.metadata = new MediaMetadata({ title: this.dataset.title, artist: this.dataset.author });
      const { audio } = this;
      const step = (by) => {
        const next = this.chapters[Math.max(this.chapters.indexOf(this.chapter) + by, 0)];
        if (next) this.playFrom(next.start);
      };
      const handlers = {
        play: () => this.play(),
        pause: () => audio.pause(),
        seekbackward: ({ seekOffset }) => this.seek(audio.currentTime - (seekOffset ?? SKIP)),
        seekforward: ({ seekOffset }) => this.seek(audio.currentTime + (seekOffset ?? SKIP)),
        seekto: ({ seekTime }) => this.seek(seekTime),
        previoustrack: () => step(-1),
        nexttrack: () => step(1),
      };
      for (const [action, handler] of Object.entries(handlers)) {
        try {
          session.setActionHandler(action, handler);
        } catch { /* a browser that does not know this one */ }
      }
    }
  }

  customElements.define("audiobrief-player", Player);
})();
