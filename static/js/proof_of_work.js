// Solves altcha's puzzle while the person reads: which number, hashed after the salt, gives the challenge?

const CHUNK = 500;

const hexOf = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function solve({ salt, challenge, algorithm, largest }, onProgress) {
  const encoder = new TextEncoder();
  for (let start = 0; start <= largest; start += CHUNK) {
    const length = Math.min(CHUNK, largest - start + 1);
    const hashes = await Promise.all(
      Array.from({ length }, (_, offset) =>
        crypto.subtle.digest(algorithm, encoder.encode(`${salt}${start + offset}`)),
      ),
    );
    const found = hashes.findIndex((hash) => hexOf(hash) === challenge);
    if (found >= 0) return start + found;
    onProgress(start + length);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return null;
}

for (const place of document.querySelectorAll(".proof-of-work")) {
  const form = place.closest("form");
  const button = form.querySelector("button:not([type=button])");
  const progress = place.querySelector("progress");
  const says = place.querySelector("[data-says]");
  const { challenge, salt, signature, algorithm, working, ready, impossible } = place.dataset;
  const largest = Number(place.dataset.largest);

  if (!globalThis.crypto?.subtle) {
    says.textContent = impossible;
    continue;
  }
  says.textContent = working;
  button.disabled = true;
  progress.hidden = false;
  const number = await solve({ salt, challenge, algorithm, largest }, (done) => {
    progress.value = done;
  });
  progress.value = largest;
  button.disabled = false;
  if (number !== null) {
    const solution = JSON.stringify({ algorithm, challenge, number, salt, signature });
    place.querySelector("[name=proof]").value = btoa(solution);
    says.textContent = ready;
  }
}
