  /** Seconds as players show them: `3:05`. */
  function clock(time) {
    const [hours, minutes, seconds] = [time / 3600, (time / 60) % 60, time % 60].map(Math.floor);
    const two = (number) => String(number).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  }

  /** Seconds in French words, for whoever hears the page. */
  function spoken(time) {
    const parts = [];
    const add = (number, unit) => number && parts.push(`${number} ${unit}${number > 1 ? "s" : ""}`);
    add(Math.floor(time / 3600), "heure");
    add(Math.floor(time / 60) % 60, "minute");
    add(Math.floor(time) % 60, "seconde");
    return parts.join(" ") || "0 seconde";
  }
