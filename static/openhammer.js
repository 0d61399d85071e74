// The moving parts: a countdown by the server's clock, what is said aloud, and a word when
// the line is gone. Every page works without this file.
(() => {
  "use strict";

  const served = Number(document.documentElement.dataset.serverNow);
  const loaded = performance.now();
  const now = () => served + performance.now() - loaded;

  const MARKS = [30, 60, 300, 600];  // seconds before the end that are said aloud
  const QUIET = 10_000;              // ms between two things said
  const POLL = /^\/(lots\/\d+|my-bids)\/live/;

  // What is said aloud: one thing in ten seconds, and always the newest.
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

  const livePanel = () => document.querySelector("[id^='lot-'][id$='-live'], #my-bids-live");

  // The clocks.
  const two = (number) => String(number).padStart(2, "0");
  const clockOf = (ms) => `${new Date(ms).toISOString().slice(11, 19)} UTC`;

  function inFigures(seconds) {
    const days = Math.floor(seconds / 86400);
    const hours = Math.floor(seconds / 3600) % 24;
    const clock = `${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    return days ? `${days} d ${clock}` : clock;
  }

  function inWords(seconds) {
    if (seconds < 60) return `${seconds} seconds`;
    return seconds === 60 ? "1 minute" : `${seconds / 60} minutes`;
  }

  const lastLeft = new Map();  // by the moment counted to: a swapped panel goes on

  function count() {
    for (const time of document.querySelectorAll("[data-countdown]")) {
      const until = time.dataset.until;
      const left = Math.ceil((Number(until) - now()) / 1000);
      time.textContent = left > 0 ? inFigures(left) : "one moment …";
      const mark = MARKS.find((at) => lastLeft.get(until) > at && left <= at);
      lastLeft.set(until, left);
      if (mark && left > 0) {
        const label = time.previousSibling?.textContent.trim() || "Time left";
        say(`${label} ${inWords(mark)}. ${livePanel()?.dataset.announce ?? ""}`);
      }
    }
    const clock = document.getElementById("server-clock");
    if (clock) clock.textContent = clockOf(now());
  }

  setInterval(count, 250);
  count();

  // The line. After a swap the panel that asked is gone, so look at what it asked for.
  const isPoll = (event) => POLL.test(event.detail.requestConfig?.path ?? "");
  const connection = document.getElementById("connection");
  let seenAt = now();

  document.addEventListener("htmx:configRequest", (event) => {
    if (POLL.test(event.detail.path)) event.detail.timeout = 8000;  // ms
  });

  for (const trouble of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(trouble, (event) => {
      if (!isPoll(event) || !connection.hidden) return;
      connection.hidden = false;  // first, so that the change of text is heard
      connection.textContent =
        `Connection lost; the price on this page is from ${clockOf(seenAt)}. ` +
        "The page keeps trying. A bid that got no receipt may not have arrived.";
    });
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isPoll(event) || !event.detail.successful) return;
    seenAt = now();
    connection.hidden = true;
  });

  // A new panel: say what it says, and let the rest of the page follow.
  let version = livePanel()?.dataset.version;

  document.addEventListener("htmx:afterSettle", () => {
    const panel = livePanel();
    if (!panel) return;
    count();
    if (panel.dataset.version === version) return;
    version = panel.dataset.version;
    say(panel.dataset.announce);
    document.body.dispatchEvent(new Event("lot-changed"));
  });
})();
