// How many characters are left, said while one writes. Counted as the server counts: Unicode characters of the
// composed text with single spaces, so that an emoji made of several parts counts as several.

const field = document.querySelector("[data-longest]");
const count = document.querySelector(".character-count");

function length(text) {
  return [...text.normalize("NFC").replace(/\s+/gu, " ").trim()].length;
}

function show() {
  const left = Number(field.dataset.longest) - length(field.value);
  const words = left < 0 ? count.dataset.over : count.dataset.left;
  count.textContent = words.replace("%s", Math.abs(left).toLocaleString(document.documentElement.lang));
  count.classList.toggle("character-count--over", left < 0);
}

if (field && count) {
  count.hidden = false;
  field.addEventListener("input", show);
  show();
}
