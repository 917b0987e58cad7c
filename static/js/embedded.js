// A page in a frame on another site: tells that site, and nobody else, how tall it is, and notices before a
// vote is cast when the browser keeps no cookies here.

const line = document.getElementById("frame-line");
const { host, check } = line.dataset;

let told = 0;

/** The height of what is on the page; the page itself is never lower than the frame. */
function tell() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (height === told) return;
  told = height;
  parent.postMessage({ concordHeight: height }, host);
}

if (parent !== window && host) {
  new ResizeObserver(tell).observe(document.body);
  tell();
}

/** Where nothing is kept, say so in the place of the ballot, with the way to vote in a new tab. */
async function noticeBlockedCookies() {
  try {
    const answer = await fetch(check);
    if (!answer.ok || (await answer.json()).kept) return;
  } catch {
    return;
  }
  const notice = document.getElementById("cookies-blocked")?.content.cloneNode(true);
  if (notice) document.getElementById("ballot")?.replaceWith(notice);
}

if (check && parent !== window) noticeBlockedCookies();
