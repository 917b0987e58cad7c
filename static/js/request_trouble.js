// Says so when a request in the background failed. The page stays as it is, so that one can try again: the
// form keeps its key, and what did arrive is not counted twice. Whoever prevented the event deals with it.

const notice = document.querySelector(".trouble");

export function isWholePage(text) {
  return text.trimStart().slice(0, 9).toLowerCase() === "<!doctype";
}

/** What a ballot that came instead of an answer says: it tells why something on the page was not taken. */
function saidByBallot({ text, target, response }) {
  if (response.status < 400 || target?.id === "ballot" || !text.includes('id="ballot"')) return "";
  const ballot = new DOMParser().parseFromString(text, "text/html");
  return ballot.querySelector(".notice")?.textContent.trim() ?? "";
}

document.addEventListener("htmx:error", (event) => {
  if (event.defaultPrevented) return;
  notice.textContent = notice.dataset.offline;
  notice.hidden = false;
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (event.defaultPrevented) return;
  const broken = ctx.response.status >= 400 && isWholePage(ctx.text);
  const words = broken ? notice.dataset.broken : saidByBallot(ctx);
  notice.textContent = words;
  notice.hidden = !words;
  if (words) ctx.swap = "none";
});
