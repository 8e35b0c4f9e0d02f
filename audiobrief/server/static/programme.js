// The page of a programme: buttons and keys of the player, and what changes while the programme is being made.

import { follow, load, replacePart, say } from "./app.js";
import { Player, recalled, store } from "./player.js";
import { Reading } from "./reading.js";

const GROWTH = 2000; // milliseconds between two looks at what was spoken

const one = (selector) => document.querySelector(selector);
const about = () => one("#about");
const url = `/programmes/${about().dataset.id}`;

let reading = new Reading(one("#text-part"));
let player;

function begin() {
  for (const link of document.querySelectorAll(".skip[data-to]")) link.hash = link.dataset.to;
  if (player || !one("#player")) return;
  player = new Player(one("#player"), reading);
  if (location.hash === "#play") one("#play").focus();
  for (const name of ["letters", "follow"]) {
    const box = one(`#${name}`);
    box.checked = recalled(name) !== "no";
    box.addEventListener("change", () => { store(name, box.checked ? "yes" : "no"); showKeys(); });
  }
  showKeys();
  if (player.growing) watchGrowth();
  else loadText().then((told) => told && reading.setWords(told));
}

const showKeys = () => player.section.classList.toggle("no-letters", !one("#letters").checked);

/** The text with its times; null if it cannot be had: then the sentence is marked, the word is not. */
async function loadText() {
  try {
    const answer = await fetch(`${url}/text.json`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/* Buttons, links, sentences. The listeners sit on the document: on the text itself, they would have some screen readers
   say "clickable" at every line. */

const actions = {
  play: () => player.toggle(),
  back: () => player.seek(player.time - 15),
  forward: () => player.seek(player.time + 15),
  "sentence-back": () => player.step(-1),
  "sentence-forward": () => player.step(1),
  slowly: () => player.slowly(),
  where: () => player.where(),
  name: () => player.correct(),
  choose: () => reading.choose(!reading.choosing),
};

document.addEventListener("click", (event) => {
  if (!player) return;
  const button = event.target.closest("[data-do]");
  const link = event.target.closest(".chapters a");
  const said = event.target.closest(".sentence");
  if (button) {
    actions[button.dataset.do]();
  } else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    player.playChapter(link);
    one(link.hash).scrollIntoView();
  } else if (said && getSelection().isCollapsed) {
    player.playFrom(player.reading.sentences.indexOf(said));
  }
});

const letters = {
  p: () => player.toggle(),
  r: () => player.slowly(),
  w: () => player.where(),
  n: () => player.correct(),
  "+": () => player.changeSpeed(1),
  "=": () => player.changeSpeed(1),
  "-": () => player.changeSpeed(-1),
  "[": () => player.stepChapter(-1),
  "]": () => player.stepChapter(1),
};

const onButton = {
  ArrowLeft: () => player.step(-1),
  ArrowRight: () => player.step(1),
  "Shift+ArrowLeft": () => player.seek(player.time - 15),
  "Shift+ArrowRight": () => player.seek(player.time + 15),
  PageUp: () => player.stepChapter(-1),
  PageDown: () => player.stepChapter(1),
};

const onSentence = {
  ArrowDown: (at) => reading.focus(reading.sentences[at + 1]),
  ArrowRight: (at) => reading.focus(reading.sentences[at + 1]),
  ArrowUp: (at) => reading.focus(reading.sentences[at - 1]),
  ArrowLeft: (at) => reading.focus(reading.sentences[at - 1]),
  Enter: (at) => player.playFrom(at),
  " ": (at) => player.playFrom(at),
};

function findAction(event) {
  const focused = event.target;
  const letter = one("#letters").checked ? letters[event.key.toLowerCase()] : undefined;
  if (focused.matches(".sentence")) {
    const act = onSentence[event.key];
    return act ? () => act(reading.sentences.indexOf(focused)) : event.key.toLowerCase() === "n" ? letter : undefined;
  }
  if (!focused.closest("#player") || focused.matches("select")) return undefined;
  const key = event.shiftKey && event.key.startsWith("Arrow") ? `Shift+${event.key}` : event.key;
  return (focused.matches("button") ? onButton[key] : undefined) ?? letter;
}

document.addEventListener("keydown", (event) => {
  if (!player || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    if (!player.audio.paused) player.audio.pause();
    else reading.choose(false);
    return;
  }
  const act = findAction(event);
  if (!act) return;
  event.preventDefault();
  act();
});

/* The choice of a sentence for a correction is at the one that is said. */

setInterval(() => {
  const choice = one("#sentence");
  if (choice && player?.reading.sentence && document.activeElement !== choice) choice.value = player.reading.sentence.id.slice(1);
}, 1000);

/* What changes meanwhile */

/** Takes over the times of the sentences and words as they are spoken, as long as somebody listens. */
async function watchGrowth() {
  while (player.growing && !player.pending && !Number(player.texts.duration)) {
    if (player.begun) {
      try {
        if (!reading.sentences.length) takeText(await load(url));
        const grown = await (await fetch(`${url}/text.json?starts=${reading.timed}`)).json();
        if (!player.growing || player.pending) return;
        reading.setStarts(grown.starts);
        if (reading.texts) reading.addWords(grown.words);
        else if (grown.spoken) await loadText().then((told) => told && reading.setWords(told));
        if (!grown.growing && grown.duration) player.texts.duration = grown.duration;
        player.update();
      } catch { /* asked again */ }
    }
    await new Promise((resolve) => setTimeout(resolve, GROWTH));
  }
}

/** Takes the text of another version of the page, unless somebody is reading in this one's. */
function takeText(fresh) {
  if (!fresh || !replacePart("text-part", fresh)) return;
  for (const id of ["chapters-part", "names-part"]) replacePart(id, fresh);
  reading = new Reading(one("#text-part"));
  if (player) player.reading = reading;
}

async function refresh(changed) {
  const news = changed.find((programme) => programme.id === about().dataset.id);
  if (!news || news.deleted) return;
  const fresh = await load(url);
  if (!fresh) return;
  const before = { ...about().dataset };
  const after = fresh.querySelector("#about").dataset;
  const wasMade = before.state === "ready";
  for (const id of ["skips", "about", "downloads-part", "deeds-part", "chapters-part"]) replacePart(id, fresh);
  if (!reading.sentences.length) takeText(fresh);
  if (!one("#player")) replacePart("player-part", fresh);
  begin();
  if (after.state === "ready" && player && (!wasMade || news.duration !== Number(player.texts.duration))) await finish(fresh, news);
  const isNews = before.state !== after.state && (before.state === "reading" || ["ready", "failed"].includes(after.state));
  if (isNews) say(after.state === "ready" && player ? player.texts.ready : after.say);
}

/** The programme was made, or made again: its text has other times, or is another one. */
async function finish(fresh, news) {
  const next = [...fresh.querySelectorAll("#text-part .sentence")];
  const told = await loadText();
  player.finish(() => {
    if (next.length === reading.sentences.length) {
      reading.setStarts(next.map((element) => element.dataset.start));
    } else {
      takeText(fresh);
    }
    if (told) reading.setWords(told);
    return reading;
  }, news.duration);
}

begin();
follow(about().dataset.revision, refresh);
