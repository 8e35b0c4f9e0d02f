// What the pages share: the live region, forms that are sent without leaving the page, what changes meanwhile.
// Without scripts, adding, listening, correcting and downloading work as forms and links.

const one = (selector) => document.querySelector(selector);
const region = one("#said");
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const token = one("meta[name=csrf]").content;

/* What is said: texts that come together are one announcement, and the same text again is announced again. */

const texts = [];
let timer;

export function say(text) {
  if (!text) return;
  texts.push(text);
  region.textContent = "";
  clearTimeout(timer);
  timer = setTimeout(() => { region.textContent = texts.splice(0).join(". "); }, 150);
}

/** A text with `{name}` replaced. */
export const fill = (text, fields) => text.replace(/\{(\w+)\}/g, (whole, name) => fields[name] ?? whole);

/** Sends a form in the background; whether the server did as asked. */
export async function send(form) {
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form), redirect: "manual" });
    return answer.ok || answer.type === "opaqueredirect";
  } catch {
    return false;
  }
}

/** A page of this site as a document; null if it cannot be had. */
export async function load(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

/** Puts the part of another version of the page in the place of this one's, unless the reader's focus is in it. */
export function replacePart(id, fresh) {
  const old = document.getElementById(id);
  const next = fresh.getElementById(id);
  if (!old || !next || old.outerHTML === next.outerHTML || old.contains(document.activeElement)) return false;
  old.replaceWith(document.adoptNode(next));
  return true;
}

/** Calls `changed` with the programmes that changed after a revision, as long as the page is shown. */
export async function follow(revision, changed) {
  for (let wait = 1000; ; ) {
    if (document.hidden) {
      await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
      continue;
    }
    try {
      const answer = await fetch(`/status.json?since=${revision}&wait=20`);
      if (!answer.ok) throw new Error(String(answer.status));
      const news = await answer.json();
      revision = news.revision;
      wait = 1000;
      if (news.programmes.length) await changed(news.programmes);
    } catch {
      await sleep(wait);
      wait = Math.min(2 * wait, 30000);
    }
  }
}

/* Copying, and the link that is for the bookmarks */

for (const element of document.querySelectorAll(".copied .scripted")) element.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const link = event.target.closest(".drag");
  if (button) {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
      say(button.dataset.say);
    } catch {
      field.select();
    }
  } else if (link) {
    event.preventDefault();
    say(link.dataset.say);
  }
});

/* Adding: what is dropped on the page or pasted into the field */

const adding = one("form.add");
if (adding) {
  const what = adding.elements.what;
  const file = adding.elements.document;

  const take = (data) => {
    const text = data.getData("text/uri-list").split("\n").find((line) => line && !line.startsWith("#"));
    if (data.files.length) file.files = data.files;
    else what.value = text || data.getData("text/plain");
  };
  const isOurs = (event) => [...event.dataTransfer.types].some((type) => type === "Files" || type.startsWith("text/"));

  document.addEventListener("dragover", (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    adding.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) adding.classList.remove("dropping"); });
  document.addEventListener("drop", (event) => {
    adding.classList.remove("dropping");
    if (!isOurs(event)) return;
    event.preventDefault();
    take(event.dataTransfer);
    adding.querySelector("button").focus();
  });
  what.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    file.files = event.clipboardData.files;
    file.focus();
  });
  what.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) adding.requestSubmit();
  });
}
