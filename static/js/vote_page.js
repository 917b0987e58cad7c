// Voting without waiting: the next statement, fetched in advance, is on the screen at once, and the vote is sent
// meanwhile. What cannot be sent, as without a network, is kept and sent later.

import { anyFlying, cast, isFlying, landed } from "./vote_casting.js";
import { change, forget, forgetRefused, keep, onChangeElsewhere, waiting } from "./vote_outbox.js";
import { isWholePage } from "./request_trouble.js";
import {
  ballot, countRecorded, form, pressMarks, put, putNothing, showCast, showKept, shownNumber, shownStatement,
} from "./vote_screen.js";
import { onState, send } from "./vote_sending.js";
import { fetchUpcoming, noteUndone, noteVote, putLast, ticketOf, usable } from "./vote_upcoming.js";
import { become, say, show, state } from "./vote_words.js";

const PATIENCE = "10s";
const SENT_MS = 4000;
const SEND_AGAIN_MS = 1000;
const RECORDED = { 1: "recordedAgree", 0: "recordedPass", "-1": "recordedDisagree" };
const words = document.getElementById("outbox").dataset;

let beingSent = null;
let lastKept = null;

// A vote that is sent while the next statement is on the screen

function voteOn(statement, value) {
  return {
    statement: statement.number,
    value,
    key: form().elements.key.value,
    cast_at: new Date().toISOString(),
    text: statement.text,
    language: statement.language,
  };
}

/** Send a vote and go on; false where nothing is there to go on with, or this browser keeps nothing. */
function castAndGoOn(value) {
  const following = usable().find(({ ticket }) => ticket);
  const vote = voteOn(shownStatement(), value);
  if (!following || !document.getElementById("cast-vote") || !keep(vote)) return false;
  noteVote(vote.statement);
  lastKept = null;
  put(following);
  showCast(vote);
  cast(vote, ticketOf(following)).then((isRecorded) => (isRecorded ? recorded(vote) : notRecorded(vote)));
  return true;
}

function recorded(vote) {
  countRecorded(1);
  say(words[RECORDED[vote.value]]);
  document.dispatchEvent(new CustomEvent("ballot:recorded"));
  if (words.offersAt.split(" ").includes(ballot().dataset.voted)) refresh([".ballot-quiet", ".ballot-more"]);
  if (!anyFlying()) fetchUpcoming();
}

/** The vote waits in the outbox; what the site has to say against it is said when it is sent again. */
function notRecorded(vote) {
  const kept = change(vote.key, { may_have_arrived: true });
  if (!kept) return;
  const isLast = document.querySelector(".ballot-undo [name=statement]")?.value === String(vote.statement);
  if (isLast) {
    lastKept = { vote: kept };
    showKept(kept);
  }
  become("kept");
  setTimeout(send, SEND_AGAIN_MS);
}

/** Do what somebody asked for once the votes on their way have arrived: it may be about them. */
function afterLanding(event, act) {
  if (!anyFlying()) return false;
  event.preventDefault();
  event.stopImmediatePropagation();
  landed().then(() => event.target.isConnected && act());
  return true;
}

// A vote that is kept on this device

function keepAndGoOn(value, mayHaveArrived) {
  const statement = shownStatement();
  const vote = { ...voteOn(statement, value), may_have_arrived: mayHaveArrived };
  if (!keep(vote)) return false;
  lastKept = { vote, statement };
  noteVote(statement.number);
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
  noteUndone(lastKept.statement.number);
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

const mustKeep = () => !navigator.onLine || waiting().some(({ key }) => !isFlying(key));

document.addEventListener("submit", (event) => {
  if (event.target.closest(".ballot-quiet")) {
    afterLanding(event, () => event.target.requestSubmit(event.submitter));
    return;
  }
  if (!event.target.matches(".ballot-form") || !event.submitter) return;
  const value = Number(event.submitter.value);
  const isDone = mustKeep() ? keepAndGoOn(value, false) : castAndGoOn(value);
  if (isDone) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (mustKeep() && navigator.onLine) send();
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
  } else afterLanding(event, () => control.click());
}, true);

function skip() {
  if (!form()) return;
  const [following] = usable();
  if (!following) return;
  const skipped = shownStatement();
  put(following);
  putLast(skipped);
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
  setTimeout(send, SEND_AGAIN_MS);
}

document.addEventListener("htmx:error", failed, true);
document.addEventListener("htmx:after:request", (event) => {
  const { response, text } = event.detail.ctx;
  if (response.status >= 500 || (response.status === 403 && isWholePage(text))) failed(event);
}, true);

document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target?.id !== "ballot" && !ballot()?.contains(event.detail.ctx.target)) return;
  if (isBallotSwap(event)) {
    if (beingSent) noteVote(beingSent.number);
    noteUndone(shownNumber());
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
  await refresh([".ballot-progress", ".ballot-quiet"]);
  fetchUpcoming();
}

/** Fetch parts of the page anew; all of the ballot where a statement came or went. */
async function refresh(wanted) {
  const screen = form() ? `?statement=${shownNumber()}` : "";
  try {
    const answer = await fetch(words.vote + screen, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Who has gone on meanwhile has a later vote there, with its own forms.
    const goneOn = screen && screen !== `?statement=${shownNumber()}`;
    const parts = form() && fresh.querySelector(".ballot-form") ? wanted : ["#ballot"];
    for (const part of goneOn ? [".ballot-progress"] : parts) replace(part, fresh);
    show();
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
