// Keeps the place in a programme while it is heard. Everything else works without a script.
"use strict";

const sound = document.querySelector("audio[data-id]");
if (sound) {
  const token = document.querySelector("meta[name=csrf]").content;
  const send = (ended) => {
    const form = new FormData();
    form.set("csrf", token);
    form.set("seconds", String(sound.currentTime));
    if (ended) form.set("ended", "yes");
    navigator.sendBeacon(`/programmes/${sound.dataset.id}/position`, form);
  };
  sound.addEventListener("loadedmetadata", () => {
    const position = Number(sound.dataset.position);
    if (sound.dataset.growing === "no" && position > 0 && !sound.currentTime) sound.currentTime = position;
  });
  sound.addEventListener("pause", () => send(sound.ended));
  sound.addEventListener("ended", () => send(true));
  setInterval(() => { if (!sound.paused) send(false); }, 10000);
}
