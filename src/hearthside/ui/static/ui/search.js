// What is found while somebody types in the top bar: arrows walk through it, Enter opens, Escape puts it away.
// On the page of results the same keys walk through its list.
function links(list) {
  return [...list.querySelectorAll("a[href]")];
}

function walk(event, field, list) {
  const all = links(list);
  const at = all.indexOf(document.activeElement);
  if (!all.length || (at < 0 && document.activeElement !== field)) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = at + step;
  (next < 0 ? field : all[Math.min(next, all.length - 1)]).focus();
}

export function watchSearch() {
  const list = document.querySelector("[data-search-list]");
  const field = list?.closest("form").querySelector("input[type=search]");
  if (!field) return;
  const results = document.querySelector("[data-found-page]");
  list.closest("form").addEventListener("keydown", (event) => {
    walk(event, field, links(list).length ? list : (results ?? list));
    if (event.key === "Escape" && list.firstElementChild) {
      event.preventDefault();
      list.replaceChildren();
      field.focus();
    }
  });
  results?.addEventListener("keydown", (event) => walk(event, field, results));
  document.addEventListener("click", (event) => {
    if (!list.closest("form").contains(event.target)) list.replaceChildren();
  });
  field.addEventListener("input", () => {
    if (!field.value.trim()) list.replaceChildren();
  });
}
