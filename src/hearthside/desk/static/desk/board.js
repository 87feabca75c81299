// The week board from the keyboard, and the panel beside it. Without this file every card is a plain link.
import { announce } from "../ui/announce.js";

const board = document.querySelector("[data-board]");
const panel = document.getElementById("panel");
const wide = window.matchMedia("(width >= 64rem)");
let opened = null;

function slots() {
  return [...board.querySelectorAll("[data-slot]")].filter((slot) => slot.offsetParent !== null);
}

// One stop in the tab order: the card that was last used, else the one nearest to now, else the first.
function rove(slot) {
  for (const one of board.querySelectorAll('[data-slot][tabindex="0"]')) one.tabIndex = -1;
  slot.tabIndex = 0;
}

function middle(box) {
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

// The nearest card in a direction: along it first, then as straight as possible.
function neighbour(from, key) {
  const start = from.getBoundingClientRect();
  const at = middle(start);
  let best = null;
  for (const slot of slots()) {
    if (slot === from) continue;
    const box = slot.getBoundingClientRect();
    const to = middle(box);
    const ahead = {
      ArrowRight: box.left >= start.right - 1 ? to.x - at.x : -1,
      ArrowLeft: box.right <= start.left + 1 ? at.x - to.x : -1,
      ArrowDown: box.top >= start.bottom - 1 ? to.y - at.y : -1,
      ArrowUp: box.bottom <= start.top + 1 ? at.y - to.y : -1,
    }[key];
    if (ahead <= 0) continue;
    const aside = key === "ArrowRight" || key === "ArrowLeft" ? Math.abs(to.y - at.y) : Math.abs(to.x - at.x);
    const far = ahead + 3 * aside;
    if (!best || far < best.far) best = { slot, far };
  }
  return best?.slot;
}

function move(event) {
  const slot = event.target.closest?.("[data-slot]");
  if (!slot || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = slots();
  const next = { Home: all[0], End: all[all.length - 1] }[event.key] ?? (event.key.startsWith("Arrow") && neighbour(slot, event.key));
  if (!next) return;
  event.preventDefault();
  rove(next);
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

async function open(slot) {
  await window.htmx.ajax("GET", slot.getAttribute("href"), { target: panel, swap: "innerHTML" });
  if (!panel.firstElementChild) return;
  opened?.removeAttribute("aria-current");
  opened = slot;
  slot.setAttribute("aria-current", "true");
  panel.hidden = false;
  panel.focus({ preventScroll: true });
  slot.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce(panel.querySelector("h2")?.textContent ?? "");
}

// A wide screen starts where the day is: today's column, a little before now.
function start() {
  const line = board.querySelector(".board-time-now");
  const today = board.querySelector("th.board-today");
  const fixed = board.querySelector(".board-time")?.offsetWidth ?? 0;
  if (today) board.scrollLeft = today.offsetLeft - fixed;
  if (line) board.scrollTop = line.offsetTop - board.clientHeight / 3;
}

function watch() {
  const all = [...board.querySelectorAll("[data-slot]")];
  for (const slot of all) slot.tabIndex = -1;
  const first = board.querySelector(".slot-now") ?? all[0];
  if (first) first.tabIndex = 0;
  if (wide.matches) start();
  board.addEventListener("keydown", move);
  board.addEventListener("focusin", (event) => event.target.closest("[data-slot]") && rove(event.target.closest("[data-slot]")));
  board.addEventListener("click", (event) => {
    const slot = event.target.closest("[data-slot]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!slot || !plain || !wide.matches || !window.htmx) return;
    event.preventDefault();
    open(slot);
  });
  panel.addEventListener("click", (event) => event.target.closest("[data-panel-close]") && close());
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
}

if (board && panel) watch();
