// <button data-copy="text" data-copied="Copied" hidden>: shown only where copying works.
import { announce } from "./announce.js";

function reveal(root) {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.querySelector("span");
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  announce(button.dataset.copied);
  setTimeout(() => (words.textContent = before), 2000);
}

export function watchCopies() {
  if (!navigator.clipboard) return;
  reveal(document);
  document.addEventListener("htmx:afterSettle", (event) => reveal(event.detail.elt));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });
}
