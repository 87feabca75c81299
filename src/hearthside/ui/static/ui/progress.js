// A quiet line while a fragment is on its way, and a sentence when it does not arrive.
import { announce } from "./announce.js";

let underway = 0;

function show() {
  document.documentElement.toggleAttribute("data-busy", underway > 0);
}

function trouble() {
  const words = document.getElementById("announcer")?.dataset.trouble;
  if (!words) return;
  announce(words);
  let notice = document.getElementById("trouble");
  if (!notice) {
    notice = document.createElement("p");
    notice.id = "trouble";
    notice.className = "notice notice-care mb-4";
    document.getElementById("content").prepend(notice);
  }
  notice.textContent = words;
}

export function watchProgress() {
  document.addEventListener("htmx:beforeRequest", () => {
    underway += 1;
    show();
  });
  document.addEventListener("htmx:afterRequest", () => {
    underway = Math.max(0, underway - 1);
    show();
  });
  document.addEventListener("htmx:responseError", trouble);
  document.addEventListener("htmx:sendError", trouble);
}
