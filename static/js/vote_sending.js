// Sends the votes that wait, at most 50 at once, one tab at a time, and again later while it does not work.

import { forget, noteRefused, waiting } from "./vote_outbox.js";

const BATCH = 50;
const PATIENCE_MS = 20_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
const outbox = document.getElementById("outbox");

let failures = 0;
let timer;
let running = null;
let tell = () => {};

/** Say which function hears of each state: "sending", "sent", "kept", "busy" or "stuck". */
export function onState(act) {
  tell = act;
}

/** Try now, unless a try is under way; settles when this try is over. */
export function send() {
  clearTimeout(timer);
  running ??= alone(sendAll).finally(() => {
    running = null;
  });
  return running;
}

function later(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(send, milliseconds);
}

/** Where another tab is sending, look again in a moment; the keys make it harmless where locks are missing. */
function alone(work) {
  if (!navigator.locks) return work();
  const name = `concord.votes.${outbox.dataset.deliberation}`;
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : later(FIRST_PAUSE_MS)));
}

async function sendAll() {
  const sent = [];
  for (let batch = next(); batch.length; batch = next()) {
    tell("sending");
    const answer = await post(batch);
    if (!(await take(answer, batch))) return;
    sent.push(...batch);
  }
  failures = 0;
  if (sent.length) tell("sent", sent);
}

function next() {
  return waiting().slice(0, BATCH);
}

function token() {
  return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** Send a batch; undefined where there is no network. A page that was open for long gets a new token. */
async function post(batch) {
  try {
    const first = await request(batch);
    if (first.status !== 403 || !(await wantsToken(first))) return first;
    await renewToken();
    return await request(batch);
  } catch {
    return undefined;
  }
}

/** Whether the guard against forged requests answered, to which the token of this page is too old. */
async function wantsToken(response) {
  return !isAnswer(response) || (await read(response.clone())).type?.endsWith("#problem-csrf-failed");
}

/** Whether the interface for programs answered, and not something on the way. */
function isAnswer(response) {
  return /^application\/(problem\+)?json/.test(response.headers.get("Content-Type") ?? "");
}

const read = (response) => response.json().catch(() => ({}));

function request(batch) {
  const votes = batch.map(({ statement, value, key, cast_at, pass_reason, is_important }) => ({
    statement, value, key, cast_at, pass_reason, is_important,
  }));
  return fetch(outbox.dataset.batch, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ votes }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

async function renewToken() {
  const page = await fetch(outbox.dataset.vote, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  const value = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!value) return;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = value;
}

/** Deal with the answer to a batch; true where the next can follow at once. */
async function take(answer, batch) {
  if (!answer || answer.status >= 500 || answer.status === 408) {
    failures += 1;
    const asked = 1000 * (Number(answer?.headers.get("Retry-After")) || 0);
    const pause = Math.max(asked, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)));
    later(pause * (0.75 + Math.random() / 2));
    tell(answer ? "busy" : "kept");
    return false;
  }
  if (answer.status === 429) {
    later(1000 * Math.max(1, Number(answer.headers.get("Retry-After")) || 30));
    tell("busy");
    return false;
  }
  const { votes: outcomes = [], detail } = isAnswer(answer) ? await read(answer) : {};
  const settled = batch.filter((vote) => settle(vote, outcomes.find((one) => one.key === vote.key)));
  if (settled.length) return true;
  tell("stuck", detail);
  return false;
}

function settle(vote, outcome) {
  if (!outcome) return false;
  if (outcome.state === "refused") noteRefused(vote, outcome.reason);
  forget(vote.key);
  return true;
}
