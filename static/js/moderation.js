// Deciding by keyboard. A key marked with data-key presses a button, follows a link or enters a field; digits
// choose a reason, Enter rejects with it. What the keys do is written on the page. Everything here is also
// there without keys, and without this module.

const MOVES = { arrowdown: 1, arrowup: -1 };

function typing(target) {
  return (
    target instanceof Element &&
    target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")
  );
}

function use(control) {
  if (control.matches("input[type=checkbox][data-member]")) control.focus();
  else if (control.matches("input:not([type=checkbox]), textarea")) control.focus();
  else control.click();
}

function marked(name, value) {
  return [...document.querySelectorAll(`[data-${name}]`)].find((one) => one.dataset[name] === value);
}

function chosenReason() {
  return document.querySelector("[data-reason]:checked");
}

// A reason is dropped where somebody accepts after all: the server refuses to guess between the two.
function dropReason() {
  const chosen = chosenReason();
  if (chosen) chosen.checked = false;
  suggest();
}

function suggest() {
  const line = document.querySelector(".suggestion");
  if (!line) return;
  const suggestion = chosenReason()?.dataset.suggestion;
  line.hidden = !suggestion;
  line.querySelector("[data-suggested]").textContent = suggestion || "";
}

function takeSuggestion() {
  const note = document.getElementById("note");
  note.value = document.querySelector("[data-suggested]").textContent;
  note.focus();
}

function tickAllOrNone() {
  const boxes = [...document.querySelectorAll("[data-member]")];
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
}

function move(target, steps) {
  const kind = target?.matches?.("[data-member]") ? "[data-member]" : "[data-item]";
  const all = [...document.querySelectorAll(kind)];
  if (!all.length) return false;
  const place = all.indexOf(target);
  const next = all[place < 0 ? (steps > 0 ? 0 : all.length - 1) : place + steps];
  next?.focus();
  return true;
}

function onKey(event) {
  if (event.key === "Escape" && event.target instanceof HTMLElement && event.target !== document.body) {
    event.target.blur();
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return false;
  const key = event.key.toLowerCase();
  if (key === "?") {
    const help = document.querySelector("[data-help]");
    if (!help) return false;
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
    return true;
  }
  if (key in MOVES && event.target.matches?.("[data-member], [data-item]")) return move(event.target, MOVES[key]);
  if ((key === "j" || key === "k") && document.querySelector("[data-item]")) return move(event.target, key === "j" ? 1 : -1);
  if (key === "y" && event.target.matches?.("[data-member]")) {
    event.target.closest("li").querySelector("[data-keep]")?.click();
    return true;
  }
  if (key === "enter" && event.target.matches?.("[data-reason], [data-member], body, [data-takes-focus]")) {
    if (!chosenReason()) return event.target.matches("[data-reason], [data-member]");
    document.querySelector("[data-rejects]").click();
    return true;
  }
  const firstReason = chosenReason() || document.querySelector("[data-reason]");
  if (key === "r" && firstReason) {
    firstReason.focus();
    return true;
  }
  const reason = marked("reason", key);
  if (reason) {
    reason.checked = true;
    reason.focus();
    suggest();
    return true;
  }
  const control = marked("key", key);
  if (!control) return false;
  if (key === "a" || key === "e" || key === "m") dropReason();
  use(control);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (onKey(event)) event.preventDefault();
});

// Ctrl and Enter in the note sends it: the hands stay where they are.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.target.id !== "note") return;
  if (!chosenReason()) return;
  event.preventDefault();
  document.querySelector("[data-rejects]").click();
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const button = event.target.closest("button");
  if (!button) return;
  if ("ticks" in button.dataset) tickAllOrNone();
  else if (button.closest(".suggestion")) takeSuggestion();
  else if (button.value === "merge" || button.value === "accept" || button.value === "accepted") dropReason();
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-reason]")) suggest();
});

function prepare() {
  for (const button of document.querySelectorAll("[data-ticks]")) button.hidden = false;
  suggest();
}

document.addEventListener("htmx:after:swap", () => {
  prepare();
  if (document.activeElement && document.activeElement !== document.body) return;
  document.querySelector("[data-takes-focus]")?.focus({ preventScroll: true });
});

// Whoever closes the page leaves the desk to others at once.
window.addEventListener("pagehide", () => {
  const address = document.getElementById("desk")?.dataset.leave;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!address || !token) return;
  const form = new FormData();
  form.set("csrfmiddlewaretoken", token);
  navigator.sendBeacon(address, form);
});

prepare();
