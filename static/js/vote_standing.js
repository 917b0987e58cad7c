// A small picture of where one stands, under the fold, after a few votes and again after every few more.

const FIRST = 4;
const EVERY = 5;
const place = document.getElementById("standing");
let shownAt = -EVERY;

function refresh() {
  const voted = Number(document.getElementById("ballot")?.dataset.voted ?? 0);
  if (!place || !navigator.onLine || voted < FIRST || Math.abs(voted - shownAt) < EVERY) return;
  shownAt = voted;
  loadStyles();
  htmx.ajax("GET", place.dataset.address, { target: "#standing", swap: "innerHTML" });
}

/** The picture's style sheet comes with the first picture: the first vote needs none. */
function loadStyles() {
  if (!place.dataset.styles) return;
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = place.dataset.styles;
  delete place.dataset.styles;
  document.head.append(sheet);
}

document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target?.id === "ballot") refresh();
});
document.addEventListener("ballot:recorded", refresh);
addEventListener("load", refresh);
