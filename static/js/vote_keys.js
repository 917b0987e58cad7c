// Voting by keyboard (the keys are listed on the page), and the focus on each new statement.

const KEYED = "[data-key]";
const SETTLE_MS = 250;
let arrivedAt = -SETTLE_MS;

function typing(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
}

function usable(control) {
  return control.checkVisibility ? control.checkVisibility() : control.getClientRects().length > 0;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const control = [...document.querySelectorAll(KEYED)].find((one) => one.dataset.key === key && usable(one));
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

function arrived() {
  const ballot = document.getElementById("ballot");
  arrivedAt = performance.now();
  ballot.querySelector("[data-takes-focus]")?.focus({ preventScroll: true });
  if (ballot.getBoundingClientRect().top < 0) ballot.scrollIntoView();
}

document.addEventListener("ballot:arrived", arrived);
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target?.id === "ballot") arrived();
});
