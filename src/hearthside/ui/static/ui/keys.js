// "/" searches, "?" lists the keys, data-keys="g w" on a link or button makes it reachable by typing.
import { open } from "./dialogs.js";

const STORE = "hearthside-keys";
let typed = "";
let timer = 0;

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;
}

function list() {
  const dialog = document.getElementById("keys");
  const facts = dialog?.querySelector("[data-keys-list]");
  if (!facts) return;
  facts.querySelectorAll("[data-found]").forEach((row) => row.remove());
  for (const target of document.querySelectorAll("[data-keys]")) {
    const row = document.createElement("div");
    row.dataset.found = "";
    const term = row.appendChild(document.createElement("dt"));
    for (const key of target.dataset.keys.split(" ")) term.appendChild(document.createElement("kbd")).textContent = key;
    row.appendChild(document.createElement("dd")).textContent = target.textContent.trim();
    facts.append(row);
  }
  open(dialog);
}

function press(event) {
  const search = document.querySelector("[data-slash]");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  if (event.key === "?") return list();
  clearTimeout(timer);
  timer = setTimeout(() => (typed = ""), 1200);
  typed = `${typed} ${event.key}`.trim();
  const target = [...document.querySelectorAll("[data-keys]")].find((one) => one.dataset.keys === typed);
  const last = target ?? [...document.querySelectorAll("[data-keys]")].find((one) => one.dataset.keys === event.key);
  if (last) {
    event.preventDefault();
    typed = "";
    last.click();
  }
}

function read() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}

export function watchKeys() {
  const choice = document.querySelector("[data-keys-on]");
  if (choice) {
    choice.checked = read();
    choice.addEventListener("change", () => localStorage.setItem(STORE, choice.checked ? "on" : "off"));
  }
  for (const help of document.querySelectorAll("[data-keys-help]")) {
    help.hidden = false;
    help.addEventListener("click", list);
  }
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (plain && event.key.length === 1 && read() && !typing(event.target)) press(event);
  });
}
