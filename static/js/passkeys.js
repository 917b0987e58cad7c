// Shows what needs passkeys where the browser has them, and says in words when one was not used.
const problem = document.querySelector("[data-passkey-problem]");

if (window.PublicKeyCredential) {
  for (const element of document.querySelectorAll("[data-needs-passkeys]")) {
    element.hidden = false;
  }
} else {
  for (const element of document.querySelectorAll("[data-without-passkeys]")) {
    element.hidden = false;
  }
}

document.addEventListener("allauth.error", (event) => {
  if (problem) {
    event.preventDefault();
    problem.hidden = false;
  }
});
