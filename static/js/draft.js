// Keeps what one is writing in this tab, so that voting on another statement or joining first loses nothing.
// It is forgotten once the statement has arrived, and when the tab is closed.

const place = document.querySelector("[data-draft]");
const field = place?.querySelector("textarea");
const key = `draft-${place?.dataset.draft}`;

function remember() {
  if (field.value.trim()) sessionStorage.setItem(key, field.value);
  else sessionStorage.removeItem(key);
}

if (field?.readOnly) remember();
else if (field) {
  sessionStorage.removeItem(`${key}-sent`);
  if (!field.value) field.value = sessionStorage.getItem(key) ?? "";
  field.addEventListener("input", remember);
  // What stands in the field at the start, also what the browser itself has put back, counts as written: said
  // so in a task of its own, because htmx begins to listen in one.
  addEventListener("pageshow", () => setTimeout(() => {
    if (field.value) field.dispatchEvent(new Event("input", { bubbles: true }));
  }));
  place.addEventListener("submit", () => sessionStorage.setItem(`${key}-sent`, "1"));
}

const arrived = document.querySelector("[data-draft-sent]");
if (arrived && sessionStorage.getItem(`draft-${arrived.dataset.draftSent}-sent`)) {
  sessionStorage.removeItem(`draft-${arrived.dataset.draftSent}`);
  sessionStorage.removeItem(`draft-${arrived.dataset.draftSent}-sent`);
}
