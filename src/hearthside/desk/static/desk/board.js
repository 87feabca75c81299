// The week board: where the keyboard stops, which card is nearest, and where a wide screen starts.
import { watchBoard, wide } from "../ui/panel.js";

const board = document.querySelector("[data-board]");
const panel = document.getElementById("panel");

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

function next(slot, key) {
  const all = slots();
  return { Home: all[0], End: all[all.length - 1] }[key] ?? (key.startsWith("Arrow") ? neighbour(slot, key) : null);
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
  board.addEventListener("focusin", (event) => event.target.closest("[data-slot]") && rove(event.target.closest("[data-slot]")));
  watchBoard(board, panel, "[data-slot]", next);
}

if (board && panel) watch();
