// The list: what is being made changes in its place, and deleting leaves the focus where it was, on Undo.

import { follow, load, replacePart, say, send } from "./app.js";

const programmes = () => document.querySelector("ol.programmes");
const row = (element) => element.closest("ol.programmes > li");

async function remove(form) {
  const item = row(form);
  if (!(await send(form))) return form.submit();
  const notice = document.querySelector("#gone").content.cloneNode(true).firstElementChild;
  notice.querySelector("p").textContent = item.dataset.deleted;
  notice.querySelector("form").action = item.dataset.restore;
  item.classList.add("gone");
  item.querySelector(".row").hidden = true;
  item.append(notice);
  notice.querySelector("button").focus();
  say(item.dataset.deleted);
}

async function restore(form) {
  const item = row(form);
  if (!(await send(form))) return form.submit();
  item.classList.remove("gone");
  item.querySelector(".row").hidden = false;
  item.querySelector("[data-deed=delete] button").focus();
  item.querySelector(".notice").remove();
  say(item.dataset.restored);
}

async function markListened(form) {
  if (!(await send(form))) return form.submit();
  const texts = form.closest("[data-deed]").dataset;
  const heard = form.elements.value.value === "yes";
  form.elements.value.value = heard ? "no" : "yes";
  form.querySelector(".label").textContent = heard ? texts.no : texts.yes;
  say(heard ? texts.saidYes : texts.saidNo);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const act = form.closest(".gone") ? restore : { delete: remove, listened: markListened }[form.closest("[data-deed]")?.dataset.deed];
  if (!act) return;
  event.preventDefault();
  act(form);
});

/** Brings the page in line with the server; what was deleted here keeps its place, with its Undo. */
async function refresh(changed) {
  const fresh = await load(location.href);
  if (!fresh) return;
  if (!programmes() || !fresh.querySelector("ol.programmes")) {
    if (!document.querySelector(".gone")) replacePart("list", fresh);
    return;
  }
  replacePart("shown", fresh);
  document.querySelector("#list-heading").textContent = fresh.querySelector("#list-heading").textContent;
  let before = null;
  for (const next of [...fresh.querySelectorAll("ol.programmes > li")].reverse()) {
    const old = document.getElementById(next.id);
    if (!old) programmes().insertBefore(document.adoptNode(next), before);
    else if (!old.classList.contains("gone")) update(old, next);
    before = document.getElementById(next.id);
  }
  for (const { id, deleted } of changed) {
    const item = document.getElementById(`p-${id}`);
    if (deleted && item && !item.classList.contains("gone") && !item.contains(document.activeElement)) item.remove();
  }
}

function update(old, next) {
  const { state, say: text } = next.dataset;
  const isNews = old.dataset.state !== state && (state === "ready" || state === "failed");
  old.querySelector(".news").replaceWith(next.querySelector(".news"));
  old.querySelector("h3 a").textContent = next.querySelector("h3 a").textContent;
  const deeds = old.querySelector(".deeds");
  if (old.dataset.state !== state && !deeds.contains(document.activeElement)) deeds.replaceWith(next.querySelector(".deeds"));
  Object.assign(old.dataset, next.dataset);
  if (isNews) say(text);
}

follow(document.querySelector("#list").dataset.revision, refresh);
