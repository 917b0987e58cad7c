// Puts a deliberation where its script tag stands, in a frame that grows with what it shows:
//   <script src="https://SITE/embed.js" data-deliberation="SLUG" data-show="vote" async></script>
// No dependency, no name of its own on the page, and as often on one page as one likes.
(() => {
  const tag = document.currentScript;
  if (!tag || !tag.dataset.deliberation) return;
  const words = __WORDS__;
  const FIRST_HEIGHT = 480;
  const LEAST = 80;
  const MOST = 20000;
  const PATIENCE_MS = 4000;
  const site = new URL(tag.src).origin;
  const asked = tag.dataset;

  const language = asked.language || document.documentElement.lang || "en";
  const said = words[language.toLowerCase()] || words[language.toLowerCase().split("-")[0]] || words.en;

  const address = new URL(`/embed/${encodeURIComponent(asked.deliberation)}/`, site);
  address.searchParams.set("origin", location.origin);
  for (const name of ["show", "accent", "ground", "ink", "xid"]) {
    if (asked[name]) address.searchParams.set(name, asked[name]);
  }
  address.searchParams.set("language", language);

  const frame = document.createElement("iframe");
  frame.title = asked.title || said.title;
  frame.loading = "lazy";
  frame.referrerPolicy = "strict-origin";
  frame.src = address.href;
  const wanted = Number(asked.height);
  const first = Number.isFinite(wanted) && wanted >= LEAST && wanted <= MOST ? wanted : FIRST_HEIGHT;
  Object.assign(frame.style, { display: "block", inlineSize: "100%", blockSize: `${first}px`, border: "0" });

  const link = document.createElement("a");
  link.href = new URL(`/d/${encodeURIComponent(asked.deliberation)}/`, site).href;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = said.link;
  link.hidden = true;

  let speaks = false;
  const hear = (event) => {
    if (event.origin !== site || event.source !== frame.contentWindow) return;
    const height = event.data && event.data.concordHeight;
    if (typeof height !== "number" || !Number.isFinite(height)) return;
    speaks = true;
    link.hidden = true;
    frame.style.blockSize = `${Math.min(MOST, Math.max(LEAST, Math.ceil(height)))}px`;
  };
  addEventListener("message", hear);
  // A frame that the browser refuses loads as well, and says nothing: then the link is there.
  frame.addEventListener("load", () => setTimeout(() => (link.hidden = speaks), PATIENCE_MS));

  tag.after(frame, link);
})();
