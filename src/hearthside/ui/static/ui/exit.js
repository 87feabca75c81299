// Quick exit leaves at once and keeps this page out of the way back.
export function watchExit() {
  document.addEventListener("click", (event) => {
    const exit = event.target.closest("[data-exit]");
    if (!exit) return;
    event.preventDefault();
    document.body.replaceChildren();
    document.title = " ";
    window.location.replace(exit.href);
  });
}
