// A proposed week: a pressed card opens beside the board, arrow keys walk over the cards. Without this file each card is
// a plain link to a page of its own.
import { announce } from "../ui/announce.js";

const board = document.querySelector("[data-lanes]");
const panel = document.getElementById("panel");
const wide = window.matchMedia("(width >= 64rem)");
let opened = null;

function cards() {
  return [...board.querySelectorAll("[data-card]")];
}

function neighbour(card, key) {
  const cell = card.closest("td");
  const row = cell.parentElement;
  if (key === "ArrowDown" || key === "ArrowUp") {
    const beside = key === "ArrowDown" ? card.nextElementSibling : card.previousElementSibling;
    if (beside) return beside;
    let next = row;
    while ((next = key === "ArrowDown" ? next.nextElementSibling : next.previousElementSibling)) {
      const found = next.children[cell.cellIndex]?.querySelectorAll("[data-card]") ?? [];
      if (found.length) return key === "ArrowDown" ? found[0] : found[found.length - 1];
    }
    return null;
  }
  let next = cell;
  while ((next = key === "ArrowRight" ? next.nextElementSibling : next.previousElementSibling)) {
    const found = next.querySelector("[data-card]");
    if (found) return found;
  }
  return null;
}

function walk(event) {
  const card = event.target.closest?.("[data-card]");
  if (!card || !event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = neighbour(card, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function close() {
  if (!opened) return;
  panel.hidden = true;
  panel.replaceChildren();
  opened.removeAttribute("aria-current");
  opened.focus();
  opened = null;
}

async function open(card) {
  await window.htmx.ajax("GET", card.getAttribute("href"), { target: panel, swap: "innerHTML" });
  if (!panel.firstElementChild) return;
  opened?.removeAttribute("aria-current");
  opened = card;
  card.setAttribute("aria-current", "true");
  panel.hidden = false;
  panel.focus({ preventScroll: true });
  announce(panel.querySelector("h2")?.textContent ?? "");
}

if (board && panel) {
  board.addEventListener("keydown", walk);
  board.addEventListener("click", (event) => {
    const card = event.target.closest("[data-card]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!card || !plain || !wide.matches || !window.htmx || !cards().includes(card)) return;
    event.preventDefault();
    open(card);
  });
  panel.addEventListener("click", (event) => event.target.closest("[data-panel-close]") && close());
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
}
