"""What a page does at each click and key, recorded by the page itself: the sound plays on while a test asks about it,
and how far depends on the machine."""

# `steps` has the state before and after each event was handled, `spoken` the words that were marked.
RECORDER = """(() => {
  const look = () => {
    const audio = document.querySelector('audio');
    return {
      time: audio?.currentTime, paused: audio?.paused, rate: audio?.playbackRate, scroll: scrollY,
      sentence: document.querySelector('.sentence[aria-current]')?.textContent.replace(/\\s+/g, ' ').trim() ?? '',
    };
  };
  window.steps = [];
  window.spoken = [];
  let before;
  for (const kind of ['keydown', 'click', 'input', 'change']) {
    addEventListener(kind, () => { before = look(); }, true);
    addEventListener(kind, () => { steps.push({before, after: look()}); });
  }
  const add = Highlight.prototype.add;
  Highlight.prototype.add = function (range) {
    spoken.push(range.toString().replace(/\\s+/g, ' '));
    return add.call(this, range);
  };
})()"""


def last_step(shown):
    """The state after the last click or key was handled: `time`, `paused`, `rate`, `scroll`, `sentence`."""
    return shown.evaluate("steps.at(-1).after")


def state_before(shown):
    """The same before it was handled."""
    return shown.evaluate("steps.at(-1).before")


def slow_down(shown):
    """Let the sound go on so slowly that what is done at a place of it is done there on any machine."""
    shown.evaluate("document.querySelector('audio').playbackRate = 0.0625")
