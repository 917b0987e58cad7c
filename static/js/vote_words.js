// What is said about votes that wait: on the screen, and to those who listen.

import { refused, waiting } from "./vote_outbox.js";

const words = document.getElementById("outbox").dataset;
const announcer = document.getElementById("announcer");

let current = waiting().length ? "kept" : "";
let siteSays = "";

export const state = () => current;

/** Say a number of something in the form that the language has for it. */
export function counted(what, count) {
  const language = document.documentElement.lang;
  const which = new Intl.PluralRules(language).select(count);
  const many = words[`${what}${which[0].toUpperCase()}${which.slice(1)}`];
  return many.trim().replace("%s", count.toLocaleString(language));
}

function sentence() {
  const count = waiting().length;
  if (current === "kept") return count ? counted("kept", count) : "";
  return siteSays || (words[current] ?? "");
}

/** Show what there is to say, and what the site did not take; after each change of the page. */
export function show() {
  const text = sentence();
  for (const line of document.querySelectorAll("[data-outbox-line]")) {
    line.textContent = text;
    line.hidden = !text;
  }
  document.getElementById("ballot")?.classList.toggle("ballot--waiting", Boolean(text));
  showRefused();
}

/** Say it to those who listen. */
export function say(text) {
  announcer.textContent = "";
  requestAnimationFrame(() => {
    announcer.textContent = text;
  });
}

/** Enter a state: "" (nothing to say), or one that vote_sending.js tells, with what the site says of it. */
export function become(next, told) {
  const changed = next !== current;
  current = next;
  siteSays = told ?? "";
  show();
  if (changed || next === "kept") say(sentence());
}

function showRefused() {
  const votes = refused();
  document.querySelector(".refused-votes")?.remove();
  const screen = document.querySelector(".ballot-screen");
  if (!votes.length || !screen) return;
  const notice = document.getElementById("refused-votes").content.cloneNode(true);
  for (const vote of votes) {
    const item = document.createElement("li");
    const text = document.createElement("q");
    text.textContent = vote.text;
    text.lang = vote.language;
    text.dir = "auto";
    item.append(text, ` – ${vote.reason}`);
    notice.querySelector("ul").append(item);
  }
  screen.prepend(notice);
}
