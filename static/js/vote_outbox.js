// Votes that could not be sent yet, kept in this browser. Each lies under a name of its own, so that two tabs
// never write over each other's.

const MOST = 500;
const outbox = document.getElementById("outbox");
const prefix = `concord.vote.${outbox?.dataset.deliberation}.`;
const refusedPrefix = `concord.refused.${outbox?.dataset.deliberation}.`;

function all(start) {
  const found = [];
  try {
    for (let position = 0; position < localStorage.length; position += 1) {
      const name = localStorage.key(position);
      if (name.startsWith(start)) found.push(JSON.parse(localStorage.getItem(name)));
    }
  } catch {
    return [];
  }
  return found;
}

function write(name, entry) {
  try {
    localStorage.setItem(name, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

function drop(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** The votes that wait, in the order in which they were cast. */
export function waiting() {
  return all(prefix).sort((one, other) => one.cast_at.localeCompare(other.cast_at) || one.order - other.order);
}

/** Keep a vote; false where the browser keeps nothing, or holds as many as it may. */
export function keep(vote) {
  const others = waiting();
  const known = others.some((one) => one.key === vote.key);
  if (!known && others.length >= MOST) return false;
  return write(prefix + vote.key, { order: others.length, ...vote });
}

/** Change what goes with a vote that still waits; undefined where it has been sent meanwhile. */
export function change(key, what) {
  const vote = waiting().find((one) => one.key === key);
  if (!vote) return undefined;
  const changed = { ...vote, ...what };
  write(prefix + key, changed);
  return changed;
}

export function forget(key) {
  drop(prefix + key);
}

/** Votes that the site did not take, until somebody has read why. */
export function refused() {
  return all(refusedPrefix);
}

export function noteRefused(vote, reason) {
  write(refusedPrefix + vote.key, { ...vote, reason });
}

export function forgetRefused() {
  for (const vote of refused()) drop(refusedPrefix + vote.key);
}

/** Call back when another tab has changed what waits. */
export function onChangeElsewhere(act) {
  addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith(prefix) || event.key.startsWith(refusedPrefix)) act();
  });
}

/** A key that makes sending a vote again harmless. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
