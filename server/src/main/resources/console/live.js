// What changes while a page is looked at: word of it from the server, and what is done when the line to the server breaks.
"use strict";
(() => {
  const LIVE = "[hx-trigger^=live]";
  const PAUSE = 3000; // whole pages are fetched no more often
  const LONGEST = 10000;
  const line = document.getElementById("line");
  let stream = null;
  let broken = false;
  let probing = false;
  let refreshed = Date.now();
  let waiting = null;
  let leaving = false;

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  // Who logs out is led there by the answer: whoever logs in next is told nothing of where they were.
  const logIn = () => leaving || location.assign("/console/log-in?next=" + encodeURIComponent(location.pathname + location.search));

  function listen() {
    const wanted = !document.hidden && document.body.classList.contains("framed");
    if (!wanted && stream) {
      stream.close();
      stream = null;
    } else if (wanted && !stream && window.EventSource) {
      stream = new EventSource("/console/events-stream");
      stream.addEventListener("changed", () => tell(true));
      stream.addEventListener("progress", () => tell(false));
      stream.addEventListener("ended", logIn);
      stream.addEventListener("open", () => {
        if (broken) tell(true); // what happened meanwhile nobody told
        broken = false;
      });
      stream.addEventListener("error", lost);
    }
  }

  function lost() {
    broken = true;
    if (stream && stream.readyState === EventSource.CLOSED) {
      stream = null;
      setTimeout(listen, 30000);
    }
    probe();
  }

  // A stream may break alone, as behind some proxies: only if the server does not answer is it said.
  async function probe() {
    if (probing || document.hidden) return;
    probing = true;
    for (let tries = 0; ; tries++) {
      const status = await fetch("/console/live/strip", { headers: { "HX-Request": "true" }, cache: "no-store" }).then((answer) => answer.status, () => 0);
      if (status === 401) return logIn();
      if (status === 200) break;
      away(true);
      await pause(Math.min(LONGEST, 500 * 2 ** tries));
    }
    probing = false;
    if (document.body.classList.contains("away")) {
      away(false);
      tell(true);
    }
    listen();
  }

  function away(is) {
    document.body.classList.toggle("away", is);
    line.textContent = is ? line.dataset.away : line.dataset.back;
    line.hidden = false;
    if (!is) setTimeout(() => { line.hidden = !document.body.classList.contains("away"); }, 5000);
  }

  // What somebody works with is not taken from under their hands.
  function isInUse(part) {
    const written = (field) => field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== undefined && field.defaultValue !== undefined && field.value !== field.defaultValue;
    const selection = getSelection();
    return (part.contains(document.activeElement) && document.activeElement !== document.body)
      || part.querySelector("details[open]") !== null
      || [...part.querySelectorAll("input, textarea")].some(written)
      || (selection && !selection.isCollapsed && part.contains(selection.anchorNode));
  }

  // Small parts at once; whole pages after a while, and all of them only if more than progress was made.
  function tell(all) {
    for (const part of document.querySelectorAll(LIVE + ":not(.page)")) htmx.trigger(part, "live");
    if (all || document.querySelector(LIVE + ".page.progress")) later();
  }

  function later() {
    if (!waiting) waiting = setTimeout(refresh, Math.max(0, refreshed + PAUSE - Date.now()) + Math.random() * 500);
  }

  function refresh() {
    waiting = null;
    refreshed = Date.now();
    if (document.hidden) return;
    for (const part of document.querySelectorAll(LIVE + ".page")) {
      const used = isInUse(part);
      part.toggleAttribute("data-old", used); // it shows what was, until nobody works with it
      if (used) later();
      else htmx.trigger(part, "live");
    }
  }

  document.addEventListener("visibilitychange", () => {
    listen();
    if (!document.hidden) tell(true);
  });
  document.addEventListener("submit", (event) => { leaving = event.target.matches("[action$='/log-out']"); });
  addEventListener("pagehide", () => stream && stream.close());
  addEventListener("load", listen);
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (document.body.classList.contains("away")) event.preventDefault();
  });
  document.body.addEventListener("htmx:sendError", probe);
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    // what the page is about is gone
    if (event.detail.xhr.status === 404 && event.detail.target.classList.contains("page")) location.reload();
  });
})();
