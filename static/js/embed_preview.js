// The preview of a frame grows with what it shows, as it will on the other site.

const frame = document.getElementById("embed-preview");

addEventListener("message", (event) => {
  if (event.origin !== location.origin || event.source !== frame?.contentWindow) return;
  const height = event.data?.concordHeight;
  if (typeof height === "number" && Number.isFinite(height)) frame.style.blockSize = `${Math.min(height, 2000)}px`;
});
