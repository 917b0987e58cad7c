// Deciding by keyboard. A key marked with data-key presses a button, follows a link or enters a field; R waits
// for the number of a reason. What the keys do is written on the page.

const REASON_MS = 4000;
let rejectingUntil = 0;

function typing(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

function use(control) {
  if (control.matches("input, textarea")) control.focus();
  else control.click();
}

function marked(name, value) {
  return [...document.querySelectorAll(`[data-${name}]`)].find((one) => one.dataset[name] === value);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) {
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const reasons = document.querySelector(".reasons");
  if (key === "r" && reasons) {
    rejectingUntil = performance.now() + REASON_MS;
    reasons.classList.add("reasons--awaited");
    setTimeout(() => reasons.classList.remove("reasons--awaited"), REASON_MS);
    return;
  }
  const reason = performance.now() < rejectingUntil && marked("reason", key);
  const control = reason || marked("key", key);
  if (!control) return;
  rejectingUntil = 0;
  event.preventDefault();
  use(control);
});

document.addEventListener("htmx:after:swap", () => {
  rejectingUntil = 0;
  if (document.activeElement && document.activeElement !== document.body) return;
  document.querySelector("[data-takes-focus]")?.focus({ preventScroll: true });
});
