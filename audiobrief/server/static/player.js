// The player: the browser's own sound with buttons, keys and a text that follows. A sound that is still being made is
// asked for from a sentence on, so one can go to any place that there is.

import { fill, say, token } from "./app.js";

const SKIP = 15; // seconds
const AGAIN = 1.5; // seconds into a sentence after which "previous" says it again
const LEAD = 0.1; // seconds of sound that the server sends before a sentence that is asked for
const SLOWLY = 0.75;
const KEEP = 10000; // milliseconds between two reports of the place

export class Player {
  constructor(section, reading) {
    this.section = section;
    this.reading = reading;
    this.texts = section.dataset;
    this.audio = section.querySelector("audio");
    this.place = section.querySelector("#place");
    this.speed = section.querySelector("#speed");
    this.growing = section.dataset.growing === "yes";
    // Seconds of the programme before the sound that the element plays, and where its first sentence begins.
    this.base = this.opened = 0;
    this.begun = false;
    this.units = section.dataset.units.split("|");
    this.audio.controls = false;
    section.querySelector(".scripted").hidden = false;
    document.body.classList.add("heard");
    this.listen();
    this.recall();
  }

  /* Where we are */

  get time() {
    return this.waitingFor ?? Math.max(this.opened, this.base + this.audio.currentTime);
  }

  /** Seconds that there are: of all, or of what was made so far. */
  get end() {
    if (Number(this.texts.duration)) return Number(this.texts.duration);
    return Math.max(this.reading.start(this.reading.spoken - 1) || 0, this.time);
  }

  /** Has the button say whether the sound plays. The events "play" and "pause" alone would not do: a browser that takes
      another sound forgets what it has not told yet of the one before. */
  showState() {
    this.section.classList.toggle("playing", !this.audio.paused);
  }

  update() {
    this.showState();
    const wasInView = this.reading.inView();
    const { time } = this;
    if (this.slowUntil !== undefined && time >= this.slowUntil) this.endSlowness();
    if (this.reading.show(this.begun || time ? time : -1) && wasInView) this.keepInView();
    this.markChapter(time);
    this.section.querySelector("#time").textContent = clock(time);
    this.section.querySelector("#end").textContent = Number(this.texts.duration) ? clock(Math.round(this.end)) : "…";
    // A slider that moves by itself would have a screen reader speak all the time while it has the focus.
    if (!this.place.matches(":focus-visible")) this.showPlace(time);
  }

  showPlace(time) {
    this.place.max = Math.max(1, Math.floor(this.end));
    this.place.value = time;
    const text = Number(this.texts.duration) ? this.texts.of : this.texts.soFar;
    this.place.setAttribute("aria-valuetext", fill(text, { time: this.spell(time), duration: this.spell(this.end) }));
  }

  get chapters() {
    return [...document.querySelectorAll(".chapters a")];
  }

  /** When a chapter begins: with its first sentence. */
  startOf(link) {
    const section = document.getElementById(link.hash.slice(1))?.closest("section");
    const first = section?.querySelector(".sentence")?.dataset.start;
    return first === undefined ? NaN : Number(first);
  }

  findChapter(time) {
    return this.chapters.findLast((link) => this.startOf(link) <= time + 0.05);
  }

  markChapter(time) {
    const now = this.begun || time ? this.findChapter(time) : undefined;
    if (now === this.chapter) return;
    this.chapter?.removeAttribute("aria-current");
    now?.setAttribute("aria-current", "true");
    this.chapter = now;
  }

  keepInView() {
    const isReading = document.activeElement?.matches(".sentence") || !getSelection().isCollapsed;
    const follows = this.section.querySelector("#follow").checked;
    if (follows && !this.audio.paused && !isReading && !this.reading.inView()) {
      this.reading.sentence?.scrollIntoView({ block: "center" });
    }
  }

  spell(time) {
    const seconds = Math.round(time);
    const counts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const parts = counts.map((count, unit) => count && this.units[2 * unit + (count > 1)].replace(/\d+/, count));
    return parts.filter(Boolean).join(" ") || this.units[4].replace(/\d+/, 0);
  }

  /* Playing */

  play() {
    this.begun = true;
    this.takeOver();
    if (this.growing && this.waitingFor !== undefined) this.open(this.reading.indexAt(this.waitingFor));
    this.audio.play().catch(() => {}); // a refusal leaves the button as it was
  }

  toggle() {
    if (this.audio.paused) this.play();
    else this.audio.pause();
  }

  seek(time) {
    this.takeOver();
    const to = Math.min(Math.max(time, 0), this.end);
    if (this.growing) this.open(this.reading.indexAt(to));
    else this.setTime(to);
    this.update();
  }

  /** Asks for the growing sound from a sentence on. */
  open(index) {
    const start = this.reading.start(Math.max(0, index)) || 0;
    this.base = Math.max(0, start - LEAD);
    this.opened = this.base ? start : 0;
    this.waitingFor = undefined;
    this.take(this.base ? `${this.texts.sound}?sentence=${index}` : this.texts.sound);
  }

  setTime(time) {
    if (this.audio.readyState && !this.growing) this.audio.currentTime = time;
    else this.waitingFor = time; // until the browser knows the sound
  }

  /** Gives the browser another sound, and plays it if one was being played. */
  take(address) {
    const isPlaying = !this.audio.paused;
    this.audio.src = address;
    this.audio.playbackRate = this.rate;
    if (isPlaying) this.audio.play().catch(() => {});
  }

  /** Plays a sentence of the text. */
  playFrom(index) {
    if (index < 0 || index >= this.reading.sentences.length) return;
    const start = this.reading.start(index);
    if (Number.isNaN(start)) return say(this.texts.unspoken);
    this.seek(start);
    this.play();
  }

  /** The programme was made, or made again: its sound is taken at the next pause, with the text and the times that
      `renew` gives. */
  finish(renew, duration) {
    this.pending = () => {
      const index = this.begun || this.time ? this.reading.indexAt(this.time) : -1;
      const into = this.time - this.reading.start(index);
      this.reading.show(-1);
      this.reading = renew();
      this.texts.duration = duration;
      this.growing = false;
      this.base = this.opened = 0;
      this.waitingFor = index >= 0 ? this.reading.start(index) + into : 0;
      this.take(this.texts.sound);
    };
    if (this.audio.paused) this.takeOver();
  }

  takeOver() {
    const renew = this.pending;
    this.pending = undefined;
    renew?.();
    if (renew) this.update();
  }

  step(by) {
    const index = this.reading.indexAt(this.time);
    const again = by < 0 && index >= 0 && this.time - this.reading.start(index) > AGAIN;
    this.playFrom(again ? index : Math.max(0, index + by));
  }

  stepChapter(by) {
    const index = this.chapters.indexOf(this.chapter);
    const link = this.chapters[Math.max(0, index + by)];
    if (link) this.playChapter(link);
  }

  playChapter(link) {
    const start = this.startOf(link);
    if (Number.isNaN(start)) return say(this.texts.unspoken);
    this.seek(start);
    this.play();
  }

  slowly() {
    const index = this.reading.indexAt(this.time);
    if (index < 0) return;
    const next = this.reading.start(index + 1);
    this.playFrom(index);
    this.slowUntil = Number.isNaN(next) ? Infinity : next;
    this.audio.playbackRate = SLOWLY;
  }

  endSlowness() {
    this.slowUntil = undefined;
    this.audio.playbackRate = this.rate;
  }

  get rate() {
    return Number(this.speed.value);
  }

  changeSpeed(by) {
    const index = this.speed.selectedIndex + by;
    if (index < 0 || index >= this.speed.length) return;
    this.speed.selectedIndex = index;
    this.setSpeed();
    say(fill(this.texts.speed, { speed: this.speed.selectedOptions[0].text }));
  }

  setSpeed() {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = this.rate;
    store("speed", this.speed.value);
    this.tellSession();
  }

  where() {
    const chapter = this.chapter?.textContent ?? this.texts.title;
    const fields = { chapter, time: this.spell(this.time), left: this.spell(this.end - this.time) };
    say(fill(Number(this.texts.duration) ? this.texts.where : this.texts.whereGrowing, fields));
  }

  /** Leads to the form that corrects a name in the sentence that is said, or that has the focus. */
  correct() {
    const focused = this.reading.sentences.indexOf(document.activeElement);
    const sentence = this.reading.sentences[focused >= 0 ? focused : Math.max(0, this.reading.indexAt(this.time))];
    if (!sentence) return say(this.texts.unspoken);
    this.audio.pause();
    location.assign(`${this.texts.url}/correct?sentence=${sentence.id.slice(1)}#word`);
  }

  /* What the sound tells */

  listen() {
    const { audio } = this;
    const every = () => {
      this.update();
      cancelAnimationFrame(this.frame);
      if (!audio.paused) this.frame = requestAnimationFrame(every);
    };
    audio.addEventListener("loadedmetadata", () => {
      if (this.waitingFor !== undefined && !this.growing) audio.currentTime = this.waitingFor;
      this.waitingFor = undefined;
      this.update();
    });
    audio.addEventListener("play", () => {
      this.begun = true;
      this.showState();
      this.section.querySelector("#sound-problem").hidden = true;
      every();
      this.tellSession();
    });
    audio.addEventListener("emptied", () => this.showState());
    audio.addEventListener("pause", () => {
      this.showState();
      this.endSlowness();
      this.keep();
      this.takeOver();
      this.tellSession();
    });
    audio.addEventListener("ended", () => {
      if (this.growing && !Number(this.texts.duration)) return this.fail();
      say(this.texts.end);
      this.keep(true);
    });
    audio.addEventListener("timeupdate", () => this.update());
    audio.addEventListener("seeked", () => { this.update(); this.tellSession(); });
    audio.addEventListener("error", () => this.fail());
    audio.addEventListener("waiting", () => {
      clearTimeout(this.patience);
      this.patience = setTimeout(() => { if (!audio.paused && audio.readyState < 3) say(this.texts.waiting); }, 2000);
    });
    audio.addEventListener("playing", () => clearTimeout(this.patience));
    this.place.addEventListener("input", () => {
      this.seek(Number(this.place.value));
      this.showPlace(this.time);
    });
    this.speed.addEventListener("change", () => this.setSpeed());
    addEventListener("pagehide", () => this.keep());
    setInterval(() => { if (!audio.paused) this.keep(); }, KEEP);
    this.openSession();
  }

  fail() {
    if (!this.begun) return;
    this.audio.pause();
    this.showState();
    this.section.querySelector("#sound-problem").hidden = false;
    say(this.texts.failed);
  }

  /** Reports the place to the server, which keeps it for every device. */
  keep(ended = false) {
    if (!this.begun || (!this.time && !ended)) return;
    const form = new FormData();
    form.set("csrf", token);
    form.set("seconds", this.time.toFixed(2));
    if (ended) form.set("ended", "yes");
    navigator.sendBeacon(`${this.texts.url}/position`, form);
  }

  /** What the browser and the server kept: the speed and the keys, and the place. */
  recall() {
    const kept = recalled("speed");
    if ([...this.speed.options].some((option) => option.value === kept)) this.speed.value = kept;
    this.audio.defaultPlaybackRate = this.audio.playbackRate = this.rate;
    const linked = /^#s\d+$/.test(location.hash) ? this.reading.sentences.indexOf(document.getElementById(location.hash.slice(1))) : -1;
    const start = linked >= 0 ? this.reading.start(linked) : NaN;
    const time = Number.isNaN(start) ? Number(this.texts.position) : start;
    if (time > 0) this.setTime(time);
    this.update();
  }

  /* The keys of headphones and of the locked screen */

  openSession() {
    const session = navigator.mediaSession;
    if (!session) return;
    session.metadata = new MediaMetadata({ title: this.texts.title, artist: this.texts.artist, album: "audiobrief" });
    const actions = {
      play: () => this.play(),
      pause: () => this.audio.pause(),
      seekbackward: ({ seekOffset }) => this.seek(this.time - (seekOffset || SKIP)),
      seekforward: ({ seekOffset }) => this.seek(this.time + (seekOffset || SKIP)),
      seekto: ({ seekTime }) => this.seek(seekTime),
      previoustrack: () => this.step(-1),
      nexttrack: () => this.step(1),
    };
    for (const [name, action] of Object.entries(actions)) {
      try {
        session.setActionHandler(name, action);
      } catch { /* this browser has no such key */ }
    }
  }

  tellSession() {
    const session = navigator.mediaSession;
    const duration = Number(this.texts.duration);
    if (!session?.setPositionState) return;
    session.playbackState = this.audio.paused ? "paused" : "playing";
    if (duration > 0) session.setPositionState({ duration, playbackRate: this.rate, position: Math.min(this.time, duration) });
  }
}

function clock(time) {
  const [hours, minutes, seconds] = [time / 3600, (time / 60) % 60, time % 60].map(Math.floor);
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

export function store(name, value) {
  try {
    localStorage.setItem(`audiobrief:${name}`, value);
  } catch { /* nothing is kept */ }
}

export function recalled(name) {
  try {
    return localStorage.getItem(`audiobrief:${name}`);
  } catch {
    return null;
  }
}
