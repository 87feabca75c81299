// Arrow keys move among people and statuses; letters mark the person whose row has the focus.
const rows = () => [...document.querySelectorAll("[data-attendance-row]")];
const buttons = (row) => [...row.querySelectorAll("[data-letter]:not([disabled])")];

function beside(row, button, key) {
  const own = buttons(row);
  if (key === "ArrowLeft" || key === "ArrowRight") return own[own.indexOf(button) + (key === "ArrowRight" ? 1 : -1)];
  const next = rows()[rows().indexOf(row) + (key === "ArrowDown" ? 1 : -1)];
  return next && (buttons(next).find((one) => one.dataset.letter === button.dataset.letter) ?? buttons(next)[0]);
}

document.addEventListener(
  "keydown",
  (event) => {
    const button = event.target.closest?.("[data-letter]");
    if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = button.closest("[data-attendance-row]");
    const target = event.key.startsWith("Arrow")
      ? beside(row, button, event.key)
      : buttons(row).find((one) => one.dataset.letter === event.key.toLowerCase());
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    target.focus();
    if (!event.key.startsWith("Arrow")) target.click();
  },
  true,
);

// Whoever came late or left early is asked for the time at once; a time that was refused gets the focus back.
document.addEventListener("htmx:afterSwap", (event) => {
  const row = event.detail.elt?.closest?.("[data-attendance-row]");
  row?.querySelector("[aria-invalid=true]")?.focus();
});
