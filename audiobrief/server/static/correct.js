// "Hear it" says the sentence at once, with the focus left on the form.

import { say } from "./app.js";

const form = document.querySelector("form.correction");
const problem = document.querySelector("#problem");
const sound = document.querySelector("audio");
const like = form.elements.like;

form.addEventListener("submit", async (event) => {
  if (event.submitter?.value === "keep") return;
  event.preventDefault();
  const body = new FormData(form);
  body.set("action", "try");
  let answer;
  try {
    const sent = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" } });
    answer = await sent.json();
  } catch {
    return form.submit();
  }
  problem.textContent = answer.problem;
  problem.hidden = !answer.problem;
  if (answer.problem) {
    like.setAttribute("aria-invalid", "true");
    say(answer.problem);
    return like.focus();
  }
  like.removeAttribute("aria-invalid");
  document.querySelector("#sample-label").textContent = sound.dataset.new;
  sound.src = answer.heard;
  sound.play().catch(() => say(sound.dataset.trouble));
});
