// Times in the zone of the browser, the menu of narrow screens, keys. Pages work without it.
"use strict";
(() => {
  const two = (n) => String(n).padStart(2, "0");

  function localTimes(root) {
    for (const time of root.querySelectorAll("time[datetime]:not([data-local])")) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      time.dataset.local = "";
      time.textContent = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
      time.title = at.toLocaleString(document.documentElement.lang, { dateStyle: "full", timeStyle: "long" });
    }
  }

  function menu() {
    const button = document.querySelector("button.menu");
    if (!button) return;
    const narrow = matchMedia("(max-width: 860px)");
    const set = (open) => {
      document.body.classList.toggle("menu-closed", narrow.matches && !open);
      button.setAttribute("aria-expanded", String(open));
    };
    const fit = () => {
      button.hidden = !narrow.matches;
      set(!narrow.matches);
    };
    button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
    narrow.addEventListener("change", fit);
    fit();
  }

  const PLACES = { o: "/console/", s: "/console/storages", i: "/console/images", j: "/console/jobs", e: "/console/events" };
  let going = 0;

  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, dialog[open]")) return;
    const filter = document.getElementById("q");
    if (event.key === "/" && filter) {
      event.preventDefault();
      filter.focus();
      filter.select();
    } else if (event.key === "?") {
      const dialog = document.getElementById("keys");
      if (dialog) dialog.showModal();
    } else if (event.key === "g") {
      going = Date.now();
    } else if (Date.now() - going < 1500 && PLACES[event.key]) {
      going = 0;
      location.assign(PLACES[event.key]);
    }
  }

  // Rows that are ticked: all of the page by one box, and how many they are.
  function ticks(event) {
    const rows = [...document.querySelectorAll("td.tick input")];
    const all = document.getElementById("tick-all");
    const picked = document.querySelector(".picked");
    if (!all || !picked) return;
    if (event && event.target === all) rows.forEach((row) => { row.checked = all.checked; });
    const count = rows.filter((row) => row.checked).length;
    all.checked = count > 0 && count === rows.length;
    all.indeterminate = count > 0 && count < rows.length;
    picked.textContent = picked.dataset.words.replace("{0}", count);
  }

  // Enter in a field that looks for choices leads to them: it is not the form that is meant.
  function toChoices(event) {
    const list = event.key === "Enter" && !event.isComposing && event.target.dataset.find;
    if (!list) return;
    event.preventDefault();
    const choice = document.querySelector(`#${list} input:not([type=hidden]):not(:checked)`);
    if (choice) choice.focus();
  }

  // What is suggested goes on after the conditions that stand there already; blanks in quotes are a part of one.
  function suggest(event) {
    const list = event.target.id === "q" && event.target.list;
    if (!list) return;
    const before = event.target.value.match(/^(?:"[^"]*"|[^"])*\s/)?.[0] ?? "";
    if ((list.dataset.before ?? "") === before) return;
    list.dataset.before = before;
    for (const option of list.options) {
      option.dataset.one ??= option.value;
      option.value = before + option.dataset.one;
    }
  }

  function copy(event) {
    const button = event.target.closest("button[data-copy]");
    const field = button && document.getElementById(button.dataset.copy);
    if (!field) return;
    field.select();
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(() => { button.textContent = button.dataset.done; }, () => {});
  }

  // What was written in a form stands there again if the session ended meanwhile and the same account logs in: kept by
  // this tab until the next page, and nothing that is secret, or could be as a part of a url.
  const DRAFT = "strongroom.draft";
  const who = () => document.body.dataset.account;
  const here = () => location.pathname + location.search;
  const harmless = (field) => field.name && field.id !== "confirm" && field.autocomplete !== "new-password"
    && !["hidden", "password", "file", "submit", "fieldset"].includes(field.type) && !/\/\/[^/]*@/.test(field.value);

  function keepDraft(event) {
    const form = event.target.closest("main form.form");
    if (!form) return;
    const values = [...form.elements].filter(harmless).map((field) => [field.name, field.value, Boolean(field.checked)]);
    sessionStorage.setItem(DRAFT, JSON.stringify({ at: here(), who: who(), values }));
  }

  function takeDraft() {
    const draft = JSON.parse(sessionStorage.getItem(DRAFT) || "null");
    if (!draft) return;
    if (document.querySelector(".log-in input[name=next]")) { // who comes is not known yet, and is told nothing
      sessionStorage.setItem(DRAFT, JSON.stringify({ ...draft, back: true }));
      return;
    }
    const same = draft.back && draft.who === who();
    if (same && draft.at !== here() && ["/console", "/console/"].includes(location.pathname)) {
      location.replace(draft.at); // a form that was sent after the end of its session comes back by its address
      return;
    }
    sessionStorage.removeItem(DRAFT);
    const form = document.querySelector("main form.form");
    if (!form || !same || draft.at !== here()) return;
    const finders = new Set();
    for (const [name, value, checked] of draft.values) {
      const box = (field) => field.type === "checkbox" || field.type === "radio";
      const field = [...form.elements].find((each) => each.name === name && harmless(each) && (!box(each) || each.value === value));
      if (!field && checked) lookedFor(form, name, value, finders);
      if (!field || (box(field) ? field.checked === checked : field.value === value)) continue;
      if (box(field)) field.checked = checked;
      else field.value = value;
      if (field.dataset.find) finders.add(field);
      const more = field.closest("details");
      if (more) more.open = true;
    }
    const ask = () => finders.forEach((finder) => finder.dispatchEvent(new Event("search")));
    if (document.readyState === "complete") ask();
    else window.addEventListener("load", ask); // when htmx listens
  }

  // A choice that had been looked for is not among the first: it is sent along, and the server puts it before all others.
  function lookedFor(form, name, value, finders) {
    const finder = [...form.querySelectorAll("[data-find]")].find((each) => each.getAttribute("hx-post").endsWith(`/${name}`));
    if (!finder) return;
    const kept = Object.assign(document.createElement("input"), { type: "checkbox", name, value, checked: true, hidden: true });
    document.getElementById(finder.dataset.find).append(kept);
    finders.add(finder);
  }

  document.addEventListener("input", suggest);
  document.addEventListener("focusin", suggest);
  document.addEventListener("input", keepDraft);
  document.addEventListener("submit", (event) => { if (event.target.matches("[action$='/log-out']")) sessionStorage.removeItem(DRAFT); });
  try { takeDraft(); } catch { /* a browser that keeps nothing */ }
  document.addEventListener("change", ticks);
  document.addEventListener("click", copy);
  addEventListener("pageshow", () => ticks());
  menu();
  localTimes(document);
  document.addEventListener("keydown", keys);
  document.addEventListener("keydown", toChoices);
  document.body.addEventListener("htmx:afterSwap", () => {
    localTimes(document);
    ticks();
  });
})();
