// A button that copies the text of a field; without JavaScript it stays hidden and the field can be selected.

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Outside https there is no clipboard of that kind; the text is selected, for the older way.
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.copied;
  });
}
