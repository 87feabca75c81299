// <tr data-row-link> goes where its first link goes; the link itself stays the keyboard's way.
export function watchRows() {
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row-link]");
    if (!row || event.target.closest("a, button, input, select, label, summary")) return;
    if (window.getSelection().toString()) return;
    const link = row.querySelector("a[href]");
    if (!link) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
    else link.click();
  });
}
