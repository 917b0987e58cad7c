// What stands on the vote page when the script puts it there: a statement, the last vote, how far one has come.

import { newKey } from "./vote_outbox.js";
import { counted, show } from "./vote_words.js";

const words = document.getElementById("outbox").dataset;
const ANY_NUMBER = String(Number.MAX_SAFE_INTEGER);

let rememberedScreen;

export const ballot = () => document.getElementById("ballot");
export const form = () => document.querySelector(".ballot-form");
export const shownNumber = () => Number(form()?.elements.statement.value ?? -1);

export function shownStatement() {
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

/** Put a statement on the screen, as the site would have sent it. */
export function put(statement) {
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
  form().removeAttribute("aria-busy");
  for (const button of form().querySelectorAll(".vote-button")) {
    button.removeAttribute("aria-pressed");
    button.classList.remove("vote-button--pressed");
  }
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

/** Say that nothing more can be shown for now. */
export function putNothing() {
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

/** Show a vote that waits on this device, with what can be said about it until it is sent. */
export function showKept(vote) {
  const quiet = fillQuiet(document.getElementById("kept-vote").content.cloneNode(true), vote);
  quiet.querySelector(".ballot-skip").hidden = !form();
  // What was on its way when the network went may have arrived: it can be changed later, not unsaid here.
  quiet.querySelector("[data-kept=undo]").hidden = Boolean(vote.may_have_arrived);
  pressMarks(vote);
}

/** Show a vote that is on its way, with the forms by which it is taken back or marked once it has arrived. */
export function showCast(vote) {
  const mould = document.getElementById("cast-vote").innerHTML.replaceAll(ANY_NUMBER, String(vote.statement));
  const filled = document.createElement("template");
  filled.innerHTML = mould;
  for (const key of filled.content.querySelectorAll("[name=key]")) key.value = newKey();
  const token = form().elements.csrfmiddlewaretoken.value;
  for (const field of filled.content.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  const quiet = fillQuiet(filled.content, vote);
  const skip = quiet.querySelector(".ballot-skip");
  if (skip) {
    const skipped = [form().elements.skipped.value, shownNumber()].filter((part) => part !== "").join(".");
    for (const name of ["href", "hx-get"]) skip.setAttribute(name, `${words.vote}?skipped=${skipped}`);
  }
  htmx.process(quiet);
}

function fillQuiet(content, vote) {
  const quiet = ballot().querySelector(".ballot-quiet");
  for (const mark of content.querySelectorAll("[data-value]")) {
    if (Number(mark.dataset.value) !== vote.value) mark.remove();
  }
  const text = content.querySelector(".ballot-last-text");
  text.textContent = vote.text;
  text.lang = vote.language;
  if (vote.value !== 0) content.querySelector(".marks-why")?.remove();
  quiet.replaceChildren(content);
  return quiet;
}

export function pressMarks(vote) {
  for (const button of ballot().querySelectorAll("[data-kept][aria-pressed]")) {
    const chosen = button.dataset.kept === "important" ? vote.is_important : button.dataset.kept === vote.pass_reason;
    button.setAttribute("aria-pressed", String(Boolean(chosen)));
  }
}

/** Count votes that the site has recorded. */
export function countRecorded(votes) {
  const bar = document.getElementById("ballot-progress");
  if (!bar) return;
  bar.value = Math.min(bar.max, bar.value + votes);
  ballot().dataset.voted = bar.value;
  ballot().querySelector(".ballot-left").textContent = counted("left", bar.max - bar.value);
  let cast = ballot().querySelector(".ballot-cast");
  if (!cast) {
    cast = document.createElement("span");
    cast.className = "ballot-cast";
    ballot().querySelector(".ballot-count").append(" ", cast);
  }
  cast.textContent = counted("cast", bar.value);
}
