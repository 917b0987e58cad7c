// Goes on voting without a network: keeps the vote, shows a statement fetched beforehand, and says so.

import { change, forget, forgetRefused, keep, newKey, onChangeElsewhere, waiting } from "./vote_outbox.js";
import { isWholePage } from "./request_trouble.js";
import { onState, send } from "./vote_sending.js";
import { become, say, show, state } from "./vote_words.js";

const PATIENCE = "10s";
const ENOUGH = 6;
const SENT_MS = 4000;
const outbox = document.getElementById("outbox");
const words = outbox.dataset;
const voted = new Set();

let upcoming = [];
let fetching = false;
let beingSent = null;
let lastKept = null;

const ballot = () => document.getElementById("ballot");
const form = () => document.querySelector(".ballot-form");
const shownNumber = () => Number(form()?.elements.statement.value ?? -1);

// The statements that can be shown without a network

const usable = () => {
  const queued = new Set(waiting().map((vote) => vote.statement));
  return upcoming.filter(({ number }) => number !== shownNumber() && !queued.has(number) && !voted.has(number));
};

async function fetchUpcoming() {
  if (fetching || !words.upcoming || !form() || !navigator.onLine || usable().length >= ENOUGH) return;
  fetching = true;
  try {
    const skipped = encodeURIComponent(form().elements.skipped.value);
    const answer = await fetch(`${words.upcoming}&skipped=${skipped}`, { signal: AbortSignal.timeout(20_000) });
    if (answer.ok) upcoming = (await answer.json()).results;
  } catch {
    // Without a network there is nothing to fetch; the next answer brings another chance.
  } finally {
    fetching = false;
  }
}

function shownStatement() {
  const text = document.getElementById("ballot-statement");
  return {
    number: shownNumber(),
    text: text.textContent,
    language: text.lang,
    direction: text.dir,
    is_seed: document.getElementById("ballot-source").textContent === words.seed,
    is_long: text.classList.contains("statement--long"),
    original: document.querySelector(".statement-original")?.outerHTML ?? "",
  };
}

function put(statement) {
  const screen = ballot().querySelector(".ballot-screen");
  if (!screen.querySelector(".ballot-form")) screen.replaceChildren(...rememberedScreen.cloneNode(true).childNodes);
  const shown = statement.translation ?? statement;
  const text = document.getElementById("ballot-statement");
  text.textContent = shown.text;
  text.lang = shown.language;
  text.dir = shown.direction ?? "auto";
  text.classList.toggle("statement--long", Boolean(statement.is_long));
  document.getElementById("ballot-source").textContent = statement.is_seed ? words.seed : words.other;
  document.querySelector(".statement-original")?.remove();
  if (statement.translation) text.after(original(statement));
  const fields = form().elements;
  fields.statement.value = statement.number;
  fields.key.value = newKey();
  for (const button of form().querySelectorAll(".vote-button")) button.removeAttribute("aria-pressed");
  arrive();
}

function original(statement) {
  const line = document.createElement("p");
  line.className = "note statement-original";
  const text = document.createElement("bdi");
  text.lang = statement.language;
  text.textContent = statement.text;
  line.append(`${words.original} `, text);
  return line;
}

let rememberedScreen;

function putNothing() {
  const screen = ballot().querySelector(".ballot-screen");
  rememberedScreen = screen.cloneNode(true);
  screen.querySelector(".ballot-statement").remove();
  screen.querySelector(".ballot-form").remove();
  screen.append(document.getElementById("none-on-device").content.cloneNode(true));
  arrive();
}

function arrive() {
  ballot().classList.remove("ballot--arrives");
  void ballot().offsetWidth;
  ballot().classList.add("ballot--arrives");
  show();
  document.dispatchEvent(new CustomEvent("ballot:arrived"));
}

// The vote that was just kept

function showKept(vote) {
  const quiet = ballot().querySelector(".ballot-quiet");
  quiet.replaceChildren(document.getElementById("kept-vote").content.cloneNode(true));
  for (const mark of quiet.querySelectorAll("[data-value]")) mark.hidden = Number(mark.dataset.value) !== vote.value;
  const text = quiet.querySelector(".ballot-last-text");
  text.textContent = vote.text;
  text.lang = vote.language;
  quiet.querySelector(".ballot-skip").hidden = !form();
  quiet.querySelector(".marks-why").hidden = vote.value !== 0;
  // What was on its way when the network went may have arrived: it can be changed later, not unsaid here.
  quiet.querySelector("[data-kept=undo]").hidden = Boolean(vote.may_have_arrived);
  pressMarks(vote);
}

function pressMarks(vote) {
  for (const button of ballot().querySelectorAll("[data-kept][aria-pressed]")) {
    const chosen = button.dataset.kept === "important" ? vote.is_important : button.dataset.kept === vote.pass_reason;
    button.setAttribute("aria-pressed", String(Boolean(chosen)));
  }
}

function keepAndGoOn(value, mayHaveArrived) {
  const fields = form().elements;
  const statement = shownStatement();
  const vote = {
    statement: statement.number,
    value,
    key: fields.key.value,
    cast_at: new Date().toISOString(),
    text: statement.text,
    language: statement.language,
    may_have_arrived: mayHaveArrived,
  };
  if (!keep(vote)) return false;
  lastKept = { vote, statement };
  voted.add(statement.number);
  const [following] = usable();
  if (following) put(following);
  else putNothing();
  showKept(vote);
  become("kept");
  return true;
}

function undoKept() {
  if (!lastKept || !change(lastKept.vote.key, {})) return;
  forget(lastKept.vote.key);
  voted.delete(lastKept.statement.number);
  put(lastKept.statement);
  lastKept = null;
  ballot().querySelector(".ballot-quiet").replaceChildren();
  become(waiting().length ? "kept" : "");
  say(words.restored);
}

function markKept(what) {
  const held = lastKept && change(lastKept.vote.key, {});
  if (!held) return;
  const mark = what === "important"
    ? { is_important: !held.is_important }
    : { pass_reason: held.pass_reason === what ? "" : what };
  pressMarks(change(held.key, mark));
}

// What people do

const mustKeep = () => !navigator.onLine || waiting().length > 0;

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".ballot-form") || !event.submitter) return;
  const value = Number(event.submitter.value);
  if (mustKeep() && keepAndGoOn(value, false)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (navigator.onLine) send();
    return;
  }
  beingSent = { number: shownNumber(), value };
  event.submitter.classList.add("vote-button--pressed");
  event.target.setAttribute("aria-busy", "true");
}, true);

document.addEventListener("click", (event) => {
  const control = event.target instanceof Element && event.target.closest("[data-kept], .ballot-skip");
  if (!control) return;
  if (control.dataset.kept === "undo") undoKept();
  else if (control.dataset.kept === "seen") {
    forgetRefused();
    show();
    document.querySelector("[data-takes-focus]")?.focus({ preventScroll: true });
  } else if (control.dataset.kept) markKept(control.dataset.kept);
  else if (mustKeep()) {
    event.preventDefault();
    event.stopImmediatePropagation();
    skip();
  }
}, true);

function skip() {
  if (!form()) return;
  const [following] = usable();
  if (!following) return;
  const skipped = shownStatement();
  put(following);
  upcoming = [...upcoming.filter(({ number }) => number !== skipped.number), skipped];
}

// What becomes of a request

const isVote = (event) => event.detail.ctx.sourceElement?.matches?.(".ballot-form");

document.addEventListener("htmx:config:request", (event) => {
  if (isVote(event)) event.detail.ctx.request.timeout = PATIENCE;
});

function failed(event) {
  if (!isVote(event) || beingSent === null) return;
  const { value } = beingSent;
  beingSent = null;
  form()?.removeAttribute("aria-busy");
  document.querySelector(".vote-button--pressed")?.classList.remove("vote-button--pressed");
  if (!keepAndGoOn(value, true)) {
    if (waiting().length) become("full");
    return;
  }
  event.preventDefault();
  setTimeout(send, 1000);
}

document.addEventListener("htmx:error", failed, true);
document.addEventListener("htmx:after:request", (event) => {
  const { response, text } = event.detail.ctx;
  if (response.status >= 500 || (response.status === 403 && isWholePage(text))) failed(event);
}, true);

document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target?.id !== "ballot" && !ballot()?.contains(event.detail.ctx.target)) return;
  if (isBallotSwap(event)) {
    if (beingSent) voted.add(beingSent.number);
    voted.delete(shownNumber());
    beingSent = null;
    lastKept = null;
  }
  show();
  const said = ballot()?.dataset.said;
  if (said && isBallotSwap(event)) say(said);
  fetchUpcoming();
});

const isBallotSwap = (event) => event.detail.ctx.target?.id === "ballot";

// The network comes and goes

onState((next, told) => {
  become(next, next === "stuck" ? told : "");
  if (next === "sent") afterSending();
});

/** Bring the figures and the last vote up to date; the statement on the screen and its buttons stay. */
async function afterSending() {
  lastKept = null;
  setTimeout(() => state() === "sent" && become(""), SENT_MS);
  const screen = form() ? `?statement=${shownNumber()}` : "";
  try {
    const answer = await fetch(words.vote + screen, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const parts = form() && fresh.querySelector(".ballot-form") ? [".ballot-progress", ".ballot-quiet"] : ["#ballot"];
    for (const part of parts) replace(part, fresh);
    show();
    fetchUpcoming();
  } catch {
    // The votes are recorded; the figures come with the next one.
  }
}

function replace(part, fresh) {
  const [old, recent] = [document.querySelector(part), fresh.querySelector(part)];
  if (!old || !recent) return;
  const held = old.contains(document.activeElement);
  const placed = document.importNode(recent, true);
  old.replaceWith(placed);
  htmx.process(placed);
  if (held) document.querySelector("[data-takes-focus]")?.focus({ preventScroll: true });
}

addEventListener("online", () => waiting().length && send());
addEventListener("offline", () => waiting().length && become("kept"));
addEventListener("pageshow", (event) => event.persisted && waiting().length && send());
onChangeElsewhere(() => {
  if (state() && !waiting().length) become("");
  else show();
});

show();
if (waiting().length) {
  // The page may show a statement that waits here with a vote: show another one as soon as there is one.
  const stale = waiting().some((vote) => vote.statement === shownNumber());
  send().then(() => stale && form() && waiting().length === 0 && afterReload());
}
setTimeout(fetchUpcoming, 400);

function afterReload() {
  htmx.ajax("GET", words.vote, { target: "#ballot", swap: "outerHTML" });
}
