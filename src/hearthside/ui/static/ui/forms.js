// Keeps typed words: asks before leaving an unsaved form, and brings the reader to what needs another look.
let leaving = false;

function snapshot(form) {
  return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
}

const before = new WeakMap();

function unsaved() {
  return [...document.querySelectorAll("form[data-guard]")].some(
    (form) => before.has(form) && before.get(form) !== snapshot(form),
  );
}

export function guardForms() {
  document.addEventListener("focusin", (event) => {
    const form = event.target.closest?.("form[data-guard]");
    if (form && !before.has(form)) before.set(form, snapshot(form));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-guard]")) leaving = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form[data-guard]");
    leaving = false;
    if (form && event.detail.successful) before.set(form, snapshot(form));
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved()) event.preventDefault();
  });
  window.addEventListener("pageshow", () => (leaving = false));
}

export function focusErrors(root) {
  const summary = root.matches?.("[data-error-summary]") ? root : root.querySelector?.("[data-error-summary]");
  summary?.focus();
}
