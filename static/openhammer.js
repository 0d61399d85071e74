// The moving parts: a countdown by the server's clock, what is said aloud, and a word when
// the line is gone. Every page works without this file.
(() => {
  "use strict";

  const served = Number(document.documentElement.dataset.serverNow);
  const loaded = performance.now();
  const now = () => served + performance.now() - loaded;

  const MARKS = [600, 300, 60, 30];  // seconds before the end that are said aloud
  const QUIET = 10_000;              // ms between two things said
  let saidAt = -QUIET;
  let waiting;

  function say(text) {
    clearTimeout(waiting);
    const wait = saidAt + QUIET - performance.now();
    if (wait > 0) {
      waiting = setTimeout(say, wait, text);
      return;
    }
    saidAt = performance.now();
    document.getElementById("announcer").textContent = text;
  }

  const two = (number) => String(number).padStart(2, "0");

  function inWords(seconds) {
    const days = Math.floor(seconds / 86400);
    const hours = Math.floor(seconds / 3600) % 24;
    const clock = `${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    return days ? `${days} d ${clock}` : clock;
  }

  function count() {
    for (const time of document.querySelectorAll("[data-countdown]")) {
      const left = Math.ceil((Number(time.dataset.until) - now()) / 1000);
      const before = Number(time.dataset.left ?? Infinity);
      time.dataset.left = left;
      time.textContent = left > 0 ? inWords(left) : "one moment …";
      const mark = MARKS.find((at) => before > at && left <= at && before !== Infinity);
      if (mark) {
        say(mark >= 60 ? `${mark / 60} minutes left` : `${mark} seconds left`);
      }
    }
  }

  setInterval(count, 250);
  count();

  const isPoll = (event) => event.detail.elt?.id?.endsWith("-live");
  const connection = document.getElementById("connection");
  let lastSeen = new Date();

  function lost(event) {
    if (!isPoll(event)) return;
    const at = lastSeen.toLocaleTimeString();
    connection.textContent =
      `The connection is lost. What this page shows is from ${at}; it tries again by itself.`;
    connection.hidden = false;
  }

  for (const trouble of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(trouble, lost);
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isPoll(event) || !event.detail.successful) return;
    lastSeen = new Date();
    connection.hidden = true;
  });

  let version = document.querySelector("[id$='-live']")?.dataset.version;

  document.addEventListener("htmx:afterSettle", () => {
    const panel = document.querySelector("[id$='-live']");
    if (!panel || panel.dataset.version === version) return;
    version = panel.dataset.version;
    count();
    say(panel.dataset.announce);
    document.body.dispatchEvent(new Event("lot-changed"));
  });
})();
