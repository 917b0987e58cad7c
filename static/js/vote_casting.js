// Sends one vote while the next statement is on the screen already, and tells what became of it.

import { forget } from "./vote_outbox.js";

const PATIENCE_MS = 10_000;
const words = document.getElementById("outbox").dataset;
const flying = new Map();

/** Whether a vote is on its way just now: it waits in the outbox too, but needs nobody's help yet. */
export const isFlying = (key) => flying.has(key);

/** Settles when all that is on its way has arrived, or failed to. */
export const landed = () => Promise.allSettled([...flying.values()]);
export const anyFlying = () => flying.size > 0;

/** Send a vote that the outbox holds; true once the site has recorded it, which clears it from there. */
export function cast(vote, ticket) {
  const sent = request(vote, ticket)
    .then((answer) => answer.ok)
    .catch(() => false)
    .then((isRecorded) => {
      flying.delete(vote.key);
      if (isRecorded) forget(vote.key);
      return isRecorded;
    });
  flying.set(vote.key, sent);
  return sent;
}

function request({ statement, value, key }, shown) {
  return fetch(words.one, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value,
    },
    body: JSON.stringify({ statement, value, key, shown }),
    // The vote arrives although the page is left or closed meanwhile.
    keepalive: true,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}
