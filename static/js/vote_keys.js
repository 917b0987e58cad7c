// Voting by keyboard (A, D, P; U to undo, S to skip), and the focus on each new statement.

const KEYED = "[data-key]";
const SETTLE_MS = 250;
let arrivedAt = -SETTLE_MS;

function typing(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const control = [...document.querySelectorAll(KEYED)].find((one) => one.dataset.key === event.key.toLowerCase());
  if (!control) return;
  event.preventDefault();
  control.click();
});

// A second tap of a double tap would fall on the next statement, which nobody has read yet.
document.addEventListener("click", (event) => {
  const control = event.target instanceof Element && event.target.closest(KEYED);
  if (!control || performance.now() - arrivedAt >= SETTLE_MS) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("htmx:after:swap", () => {
  const ballot = document.getElementById("ballot");
  if (!ballot) return;
  arrivedAt = performance.now();
  ballot.querySelector("[data-takes-focus]")?.focus({ preventScroll: true });
  if (ballot.getBoundingClientRect().top < 0) ballot.scrollIntoView();
});
