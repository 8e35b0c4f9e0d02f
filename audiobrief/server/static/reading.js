// The text that follows the voice: the sentence by an attribute, the word by a highlight, which leaves the text as it is.

const NEARLY = 0.01; // seconds: a time that was written with three decimals is reached

export class Reading {
  constructor(root) {
    this.root = root;
    this.chooser = root.querySelector("[data-do=choose]");
    this.sentences = [...root.querySelectorAll(".sentence")];
    this.sentence = null;
    this.words = []; // of each sentence, as the programme's text has them
    this.texts = null; // of each sentence, once they are known
    this.highlight = window.Highlight && CSS.highlights ? new Highlight() : null;
    if (this.highlight) CSS.highlights.set("word", this.highlight);
    for (const element of root.querySelectorAll(".scripted")) element.hidden = false;
  }

  start(index) {
    const start = this.sentences[index]?.dataset.start;
    return start === undefined ? NaN : Number(start);
  }

  /** How many sentences have a time; those come first. */
  get spoken() {
    let count = this.sentences.length;
    while (count && this.sentences[count - 1].dataset.start === undefined) count--;
    return count;
  }

  setStarts(starts) {
    starts.forEach((start, index) => { if (this.sentences[index]) this.sentences[index].dataset.start = start; });
  }

  /** Takes the times of words from the programme's text as JSON. */
  setWords(told) {
    this.words = list(told).map((sentence) => sentence.words ?? []);
    this.texts = list(told).map((sentence) => sentence.text);
  }

  /** Takes the times of the words of some sentences, by their numbers. */
  addWords(words) {
    for (const [index, told] of Object.entries(words)) this.words[index] = told;
  }

  /** The last sentence of which words are known; there may be more of it. */
  get timed() {
    return Math.max(0, this.words.findLastIndex((words) => words.length));
  }

  /** The index of the sentence that is said at a time; -1 before the first. */
  indexAt(time) {
    let low = 0;
    let high = this.spoken;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.start(middle) <= time + NEARLY) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Marks what is said at a time. True if the sentence is another than before. */
  show(time) {
    const index = this.indexAt(time);
    const now = this.sentences[index] ?? null;
    const changed = now !== this.sentence;
    if (changed) {
      this.sentence?.removeAttribute("aria-current");
      now?.setAttribute("aria-current", "true");
      this.sentence = now;
    }
    this.showWord(index, time);
    return changed;
  }

  showWord(index, time) {
    const words = this.words[index];
    if (!this.highlight || !words?.length) return this.highlight?.clear();
    const word = words.findLast(({ start }) => start <= time + NEARLY);
    if (word === this.word) return;
    this.word = word;
    this.highlight.clear();
    if (!word) return;
    // The page has no-break spaces where the text has others, so only other characters are counted.
    const count = (end) => this.texts[index].slice(0, end).replace(/\s/g, "").length;
    this.highlight.add(rangeOf(this.sentences[index].firstChild, count(word.from), count(word.to)));
  }

  /* Sentences as buttons, as long as one is to be chosen with the keyboard */

  get choosing() {
    return this.chooser?.getAttribute("aria-pressed") === "true";
  }

  choose(on) {
    if (!this.chooser || on === this.choosing) return;
    this.chooser.setAttribute("aria-pressed", String(on));
    for (const element of this.sentences) {
      if (on) {
        element.setAttribute("role", "button");
        element.tabIndex = -1;
      } else {
        element.removeAttribute("role");
        element.removeAttribute("tabindex");
      }
    }
    if (on) this.focus(this.sentence ?? this.sentences[0]);
    else this.chooser.focus();
  }

  /** Moves the focus to a sentence, the one to which Tab comes back. */
  focus(element) {
    if (!element) return;
    for (const other of this.root.querySelectorAll(".sentence[tabindex='0']")) other.tabIndex = -1;
    element.tabIndex = 0;
    element.focus();
  }

  inView() {
    if (!this.sentence) return false;
    const { top, bottom } = this.sentence.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }
}

function list(told) {
  const inPassages = (passages) => passages.flatMap((passage) => passage.paragraphs.flat());
  const sentences = [...told.heading, ...inPassages(told.opening ?? [])];
  for (const chapter of told.chapters) {
    sentences.push(...chapter.heading, ...inPassages(chapter.passages));
  }
  return sentences;
}

/** The range of a text node from one character to another, spaces not counted. */
function rangeOf(node, from, to) {
  const range = document.createRange();
  let count = 0;
  for (let at = 0; at < node.length; at++) {
    if (/\s/.test(node.data[at])) continue;
    if (count === from) range.setStart(node, at);
    count++;
    if (count === to) {
      range.setEnd(node, at + 1);
      break;
    }
  }
  return range;
}
