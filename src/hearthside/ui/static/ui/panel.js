// A board of cards: arrow keys walk over them, and on a wide screen a pressed card opens in a panel beside the board.
// Without this file each card is a plain link to a page of its own.
import { announce } from "./announce.js";

export const wide = window.matchMedia("(width >= 64rem)");

function inSight(card) {
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// `cards` is a selector; `next` gives the card that a key leads to from a card, or nothing.
export function watchBoard(board, panel, cards, next) {
  let opened = null;

  function walk(event) {
    const card = event.target.closest?.(cards);
    const to = card && !event.ctrlKey && !event.metaKey && !event.altKey && next(card, event.key);
    if (!to) return;
    event.preventDefault();
    to.focus();
    inSight(to);
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
    inSight(card);
    announce(panel.querySelector("h2")?.textContent ?? "");
  }

  board.addEventListener("keydown", walk);
  board.addEventListener("click", (event) => {
    const card = event.target.closest(cards);
    const pressed = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!card || !pressed || !wide.matches || !window.htmx) return;
    event.preventDefault();
    open(card);
  });
  panel.addEventListener("click", (event) => event.target.closest("[data-panel-close]") && close());
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
}
