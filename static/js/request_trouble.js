// Says so when a request in the background failed. The page stays as it is, so that one can try again: the
// form keeps its key, and what did arrive is not counted twice.

const notice = document.querySelector(".trouble");

function isWholePage(text) {
  return text.trimStart().slice(0, 9).toLowerCase() === "<!doctype";
}

document.addEventListener("htmx:error", () => {
  notice.textContent = notice.dataset.offline;
  notice.hidden = false;
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const broken = ctx.response.status >= 400 && isWholePage(ctx.text);
  notice.textContent = broken ? notice.dataset.broken : "";
  notice.hidden = !broken;
  if (broken) ctx.swap = "none";
});
