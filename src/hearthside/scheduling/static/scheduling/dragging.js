// The board of a draft: a session is dragged to another cell, a name from the panel to another session. Where something
// may go, and why not elsewhere, the server says; the buttons of the panel do the same without a mouse.
import { announce } from "../ui/announce.js";

const board = document.querySelector("[data-draft]");
const form = document.querySelector("[data-drag-form]");
const says = document.querySelector("[data-drag-says]");
const SCROLL = "board-scroll";
let dragged = null;

function say(words, aloud = false) {
  says.hidden = !words;
  says.firstElementChild.textContent = words ?? "";
  if (aloud && words) announce(words);
}

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return { places: {}, ...(await answer.json()) };
}

// What something can be dropped on: a session on a cell, a person on a session.
function targets(person) {
  const found = [...board.querySelectorAll(person ? "[data-card]" : "[data-drop]")];
  return new Map(found.map((one) => [one.dataset.card ?? one.dataset.drop, one]));
}

function mark({ item, person }, places) {
  for (const [key, target] of targets(person)) {
    const place = places[key];
    if (!place) continue;
    target.classList.add(place.can ? "drop-can" : "drop-not");
    if (place.can) target.dataset.short = place.short;
  }
  item.classList.add("drop-from");
}

function clear() {
  board.classList.remove("dragging");
  for (const one of document.querySelectorAll(".drop-can, .drop-not, .drop-from, .drop-over")) {
    one.classList.remove("drop-can", "drop-not", "drop-from", "drop-over");
    delete one.dataset.short;
  }
}

function begin(event) {
  const item = event.target.closest?.("[data-places]");
  if (!item) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.clearData();
  event.dataTransfer.setData("text/plain", " ");
  const mine = { item, person: "person" in item.dataset, over: null, answer: null, failed: false };
  dragged = mine;
  board.classList.add("dragging");
  say(says.dataset.wait);
  mine.asked = ask(item.dataset.places).catch(() => ({ places: {}, words: says.dataset.fault }));
  mine.asked.then((answer) => {
    mine.answer = answer;
    if (dragged !== mine) return;
    mark(mine, answer.places);
    hint(mine);
  });
}

function hint({ over, answer }) {
  if (!answer) return say(says.dataset.wait);
  const place = answer.places[over?.dataset.card ?? over?.dataset.drop];
  say(answer.words ?? place?.words ?? says.dataset.begin);
}

function over(event) {
  if (!dragged) return;
  const target = event.target.closest?.(dragged.person ? "[data-card]" : "[data-drop]");
  if (target && board.contains(target)) event.preventDefault();
  if (target === dragged.over) return;
  dragged.over?.classList.remove("drop-over");
  if (target?.matches(".drop-can, .drop-not")) target.classList.add("drop-over");
  dragged.over = target;
  hint(dragged);
}

async function drop(event) {
  const mine = dragged;
  if (!mine?.over) return;
  event.preventDefault();
  const key = mine.over.dataset.card ?? mine.over.dataset.drop;
  const answer = await mine.asked;
  const place = answer.places[key];
  if (place?.can) return send(answer.action, place.send);
  const why = answer.words ?? place?.words;
  say(why && `${says.dataset.refused} ${why}`, true);
}

function send(action, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(field);
  }
  sessionStorage.setItem(SCROLL, JSON.stringify([board.scrollLeft, board.scrollTop]));
  form.action = action;
  form.requestSubmit();
}

function end() {
  if (!dragged) return;
  clear();
  if (!dragged.over) say(null);
  dragged = null;
}

function watch() {
  const dropped = JSON.parse(sessionStorage.getItem(SCROLL));
  sessionStorage.removeItem(SCROLL);
  if (dropped) {
    board.scrollTo(...dropped);
    say(document.querySelector("[data-messages]")?.textContent.trim());
  }
  document.addEventListener("dragstart", begin);
  document.addEventListener("dragover", over);
  document.addEventListener("drop", drop);
  document.addEventListener("dragend", end);
  says.querySelector("[data-drag-close]").addEventListener("click", () => say(null));
}

if (board && form) watch();
