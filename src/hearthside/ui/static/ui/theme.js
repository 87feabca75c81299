// Light, dark, or as the device has it; a cookie lets the server draw the right one from the first byte.
function current() {
  return document.documentElement.dataset.theme ?? "";
}

function mark() {
  for (const button of document.querySelectorAll("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeSet === current()));
  }
}

function choose(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  const age = theme ? 31536000 : 0;
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
  mark();
}

export function watchTheme() {
  for (const group of document.querySelectorAll("[data-theme-choice]")) group.hidden = false;
  mark();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-set]");
    if (button) choose(button.dataset.themeSet);
  });
}
