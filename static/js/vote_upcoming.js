// The statements that come next, fetched in advance: a few, and again after some votes, so that what is shown
// follows the latest analysis.

import { waiting } from "./vote_outbox.js";
import { form, shownNumber } from "./vote_screen.js";

const ENOUGH = 4;
const words = document.getElementById("outbox").dataset;
const voted = new Set();
const told = new Set();

let upcoming = [];
let fetching = false;

export const noteVote = (number) => voted.add(number);
export const noteUndone = (number) => voted.delete(number);

/** What can be shown next, in order. */
export function usable() {
  const queued = new Set(waiting().map((vote) => vote.statement));
  return upcoming.filter(({ number }) => number !== shownNumber() && !queued.has(number) && !voted.has(number));
}

/** Whether the site has told how it drew these statements, as it does to those who take part. */
const areDrawn = () => usable().some(({ ticket }) => ticket);

/** What the site is to log of a statement that is shown now; nothing where it knows already. */
export function ticketOf(statement) {
  if (told.has(statement.number)) return "";
  told.add(statement.number);
  return statement.ticket ?? "";
}

/** Show a statement again after the others. */
export function putLast(statement) {
  upcoming = [...upcoming.filter(({ number }) => number !== statement.number), statement];
}

/** Fetch more where few are left, or where somebody has come to take part since. */
export async function fetchUpcoming() {
  if (fetching || !words.upcoming || !form() || !navigator.onLine) return;
  const takesPart = Number(document.getElementById("ballot").dataset.voted) > 0;
  if (usable().length >= ENOUGH && (areDrawn() || !takesPart)) return;
  fetching = true;
  try {
    const skipped = encodeURIComponent(form().elements.skipped.value);
    const answer = await fetch(`${words.upcoming}&skipped=${skipped}`, { signal: AbortSignal.timeout(20_000) });
    if (answer.ok) upcoming = (await answer.json()).results;
  } catch {
    // Without a network there is nothing to fetch; the next answer brings another chance.
  } finally {
    fetching = false;
  }
}
