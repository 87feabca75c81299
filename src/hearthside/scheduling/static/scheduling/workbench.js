// A proposed week: arrow keys lead up and down a day, and across the days of a lane.
import { watchBoard } from "../ui/panel.js";

const board = document.querySelector("[data-lanes]");
const panel = document.getElementById("panel");

function upOrDown(card, down) {
  const beside = down ? card.nextElementSibling : card.previousElementSibling;
  if (beside) return beside;
  const cell = card.closest("td");
  let row = cell.parentElement;
  while ((row = down ? row.nextElementSibling : row.previousElementSibling)) {
    const found = row.children[cell.cellIndex]?.querySelectorAll("[data-card]") ?? [];
    if (found.length) return down ? found[0] : found[found.length - 1];
  }
  return null;
}

function across(card, right) {
  let cell = card.closest("td");
  while ((cell = right ? cell.nextElementSibling : cell.previousElementSibling)) {
    const found = cell.querySelector("[data-card]");
    if (found) return found;
  }
  return null;
}

function next(card, key) {
  if (key === "ArrowDown" || key === "ArrowUp") return upOrDown(card, key === "ArrowDown");
  if (key === "ArrowRight" || key === "ArrowLeft") return across(card, key === "ArrowRight");
  return null;
}

if (board && panel) watchBoard(board, panel, "[data-card]", next);
