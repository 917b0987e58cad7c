// A button that copies the text of a field; without JavaScript it stays hidden and the field can be selected.

function show() {
  for (const button of document.querySelectorAll("[data-copies][hidden]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Outside https there is no clipboard of that kind; the text is selected, for the older way.
    if (!document.execCommand("copy")) return;
  }
  button.textContent = button.dataset.copied;
});

// Parts of a page come later.
document.addEventListener("htmx:after:swap", show);
show();
