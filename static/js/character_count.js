// How many characters are left, said while one writes. The server checks the limit.

const field = document.querySelector("[data-longest]");
const count = document.querySelector(".character-count");

function show() {
  const left = Number(field.dataset.longest) - [...field.value.trim()].length;
  const words = left < 0 ? count.dataset.over : count.dataset.left;
  count.textContent = words.replace("%s", Math.abs(left).toLocaleString(document.documentElement.lang));
  count.classList.toggle("character-count--over", left < 0);
}

if (field && count) {
  count.hidden = false;
  field.addEventListener("input", show);
  show();
}
