// An upload that goes on after a break: room first, then parts, at the end the digests are compared.
"use strict";
(() => {
  const form = document.getElementById("upload");
  const file = document.getElementById("file");
  const drop = document.getElementById("drop");
  const words = document.getElementById("upload-words");
  const bar = document.getElementById("upload-bar");
  const digestWords = document.getElementById("upload-digest");
  const cancel = document.getElementById("upload-cancel");
  const start = form.querySelector("button.primary");
  const KEPT = "strongroom-upload";
  const PART = 16 << 20;
  const token = document.body.dataset.token;
  let running = null;

  const say = (key, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), form.dataset[key]);
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  function size(bytes) {
    let unit = -1;
    while (bytes >= 1024 && unit < 4) { bytes /= 1024; unit++; }
    return unit < 0 ? `${bytes} B` : `${bytes.toFixed(1)} ${"KMGTP"[unit]}iB`;
  }

  function tell(text, done) {
    const state = document.getElementById("upload-state");
    state.hidden = false;
    if (running && !running.seen) {
      running.seen = true;
      state.scrollIntoView({ block: "center" });
    }
    words.textContent = text;
    if (done !== undefined) bar.value = done;
  }

  const kept = () => {
    try { return JSON.parse(localStorage.getItem(KEPT)); } catch { return null; }
  };
  const keep = (what) => what ? localStorage.setItem(KEPT, JSON.stringify(what)) : localStorage.removeItem(KEPT);

  function send(method, url, headers, body, onProgress) {
    return new Promise((done, fail) => {
      const xhr = new XMLHttpRequest();
      if (running) running.xhr = xhr;
      xhr.open(method, url);
      for (const [name, value] of Object.entries({ "X-Console-Token": token, "Tus-Resumable": "1.0.0", ...headers })) xhr.setRequestHeader(name, value);
      if (onProgress) xhr.upload.onprogress = (event) => onProgress(event.loaded);
      xhr.onload = () => done(xhr);
      xhr.onerror = () => fail(new Error("network"));
      xhr.onabort = () => fail(new Error("cancelled"));
      xhr.send(body);
    });
  }

  const refused = (xhr) => {
    try { return JSON.parse(xhr.responseText).error.details; } catch { return `${xhr.status} ${xhr.responseText}`.slice(0, 300); }
  };

  async function begin(chosen) {
    const data = new URLSearchParams(new FormData(form));
    data.set("file", chosen.name);
    const answer = await fetch(form.action, { method: "POST", body: data });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.error);
    const upload = { ...told, name: chosen.name, size: chosen.size, modified: chosen.lastModified };
    for (let tries = 0; ; tries++) {
      const made = await send("POST", told.uploads, { "Upload-Length": String(chosen.size) }, null);
      if (made.status === 201) {
        upload.at = new URL(made.getResponseHeader("Location")).pathname;
        keep(upload);
        return upload;
      }
      if (tries > 40) throw new Error(refused(made));
      await pause(250);
    }
  }

  async function offset(upload) {
    const told = await send("HEAD", upload.at, {}, null);
    return told.status === 200 ? Number(told.getResponseHeader("Upload-Offset")) : -1;
  }

  async function parts(upload, chosen) {
    let at = await offset(upload);
    if (at < 0) throw new Error(say("ended"));
    const began = Date.now();
    const from = at;
    let broken = 0;
    while (at < chosen.size) {
      const here = at;
      const progress = (loaded) => {
        const now = here + loaded;
        const seconds = (Date.now() - began) / 1000;
        const rate = seconds > 0.5 ? (now - from) / seconds : 0;
        const left = rate > 0 ? Math.ceil((chosen.size - now) / rate) : "–";
        if (now >= chosen.size) tell(say("proving"), 100);
        else tell(say("sending", Math.floor((100 * now) / chosen.size), size(now), size(chosen.size), size(rate), left), (100 * now) / chosen.size);
      };
      try {
        const answer = await send("PATCH", upload.at, { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(at) }, chosen.slice(at, at + PART), progress);
        if (answer.status === 204) {
          at = Number(answer.getResponseHeader("Upload-Offset"));
          broken = 0;
          continue;
        }
        if (answer.status === 401 || answer.status === 403 || answer.status === 410 || (answer.status === 503 && /ID\.1001/.test(answer.responseText))) throw new Error(say("ended"));
        if (++broken > 20) throw new Error(refused(answer));
      } catch (e) {
        if (e.message !== "network" || ++broken > 20) throw e;
      }
      tell(say("retrying"));
      await pause(Math.min(15000, 500 * 2 ** broken));
      const told = await offset(upload).catch(() => -1);
      if (told >= 0) at = told;
    }
  }

  async function proved(upload, digest) {
    tell(say("proving"), 100);
    for (;;) {
      const answer = await fetch(`/console/live/uploads/${upload.job}`);
      const job = await answer.json();
      if (job.state === "Succeeded") {
        const own = await digest;
        const packed = /\.(gz|xz|zst|bz2)$/i.test(upload.name);
        const same = own === job.sha256;
        tell(same ? say("same") : packed ? say("unpacked") : say("differs"));
        digestWords.textContent = `SHA-256 ${own}`;
        if (same || packed) setTimeout(() => location.assign(job.page), 1500);
        return;
      }
      if (job.state === "Failed" || job.state === "Canceled") throw new Error(job.reason || job.state);
      await pause(1000);
    }
  }

  function digestOf(chosen) {
    return new Promise((done) => {
      const worker = new Worker(form.dataset.worker);
      worker.onmessage = (event) => {
        worker.terminate();
        done(event.data.sha256 || "");
      };
      worker.postMessage(chosen);
    });
  }

  const leaving = (event) => event.preventDefault();

  async function run(chosen, earlier) {
    running = {};
    start.disabled = true;
    cancel.hidden = false;
    addEventListener("beforeunload", leaving);
    tell(say("waiting"), 0);
    try {
      const digest = digestOf(chosen);
      const upload = earlier || (await begin(chosen));
      running.job = upload.job;
      await parts(upload, chosen);
      await proved(upload, digest);
      keep(null);
    } catch (e) {
      tell(e.message === "cancelled" ? say("cancelled") : say("failed", e.message));
    } finally {
      removeEventListener("beforeunload", leaving);
      running = null;
      start.disabled = false;
      cancel.hidden = true;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = file.files[0];
    if (!chosen || running) return;
    const earlier = kept();
    const same = earlier && earlier.name === chosen.name && earlier.size === chosen.size && earlier.modified === chosen.lastModified;
    run(chosen, same ? earlier : null);
  });

  cancel.addEventListener("click", async () => {
    if (!running) return;
    const { job, xhr } = running;
    keep(null);
    if (xhr) xhr.abort();
    if (job) await fetch("/console/do/CancelLongJob", { method: "POST", body: new URLSearchParams({ token, uuid: job }) });
  });

  file.addEventListener("change", () => {
    const chosen = file.files[0];
    const name = document.getElementById("f-name");
    if (chosen && !name.value) name.value = chosen.name.replace(/(\.(qcow2|raw|iso|vmdk|vhdx?|vdi|img|gz|xz|zst|bz2))+$/i, "");
    const earlier = kept();
    if (chosen && earlier) tell(earlier.name === chosen.name && earlier.size === chosen.size ? say("left") : say("otherFile", earlier.name));
  });

  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length && !running) {
      file.files = event.dataTransfer.files;
      file.dispatchEvent(new Event("change"));
    }
  });

  const earlier = kept();
  if (earlier) {
    tell(say("resume", earlier.name));
    for (const field of form.querySelectorAll("[required]")) if (field !== file) field.required = false;
  }
})();
