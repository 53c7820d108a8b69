// SHA-256 of a file, read piece by piece: what the browser's own digest takes whole would fill its memory.
"use strict";
const K = new Uint32Array(64);
const START = new Uint32Array(8);
(() => {
  const frac = (x) => Math.floor((x - Math.floor(x)) * 4294967296) >>> 0;
  let found = 0;
  for (let n = 2; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    if (found < 8) START[found] = frac(Math.sqrt(n));
    K[found++] = frac(Math.cbrt(n));
  }
})();

const state = START.slice();
const w = new Uint32Array(64);
const rest = new Uint8Array(64);
let kept = 0;
let total = 0;

function block(bytes, at) {
  for (let i = 0; i < 16; i++, at += 4) w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15], b = w[i - 2];
    w[i] = (((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3)) + w[i - 7]
      + (((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10)) + w[i - 16];
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const t = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const u = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + u) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

function add(bytes) {
  let at = 0;
  total += bytes.length;
  if (kept > 0) {
    const take = Math.min(64 - kept, bytes.length);
    rest.set(bytes.subarray(0, take), kept);
    kept += take;
    at = take;
    if (kept < 64) return;
    block(rest, 0);
    kept = 0;
  }
  for (; at + 64 <= bytes.length; at += 64) block(bytes, at);
  rest.set(bytes.subarray(at), 0);
  kept = bytes.length - at;
}

function end() {
  const bits = total * 8;
  const tail = new Uint8Array(kept < 56 ? 64 - kept : 128 - kept);
  tail[0] = 0x80;
  const view = new DataView(tail.buffer);
  view.setUint32(tail.length - 8, Math.floor(bits / 4294967296));
  view.setUint32(tail.length - 4, bits >>> 0);
  add(tail);
  return Array.from(state, (n) => n.toString(16).padStart(8, "0")).join("");
}

onmessage = async (event) => {
  const file = event.data;
  const piece = 4 << 20;
  try {
    for (let at = 0; at < file.size; at += piece) {
      add(new Uint8Array(await file.slice(at, at + piece).arrayBuffer()));
    }
    postMessage({ sha256: end() });
  } catch (e) {
    postMessage({ error: String(e) });
  }
};
