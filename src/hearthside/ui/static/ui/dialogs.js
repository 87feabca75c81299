// <button popovertarget="id"> opens <dialog id popover>; with script it becomes modal, without it stays a popover.
export function watchDialogs() {
  document.addEventListener("click", (event) => {
    const closer = event.target.closest("dialog [data-close]");
    if (closer) {
      const dialog = closer.closest("dialog");
      if (dialog.open) {
        event.preventDefault();
        dialog.close();
      }
      return;
    }
    const opener = event.target.closest("[popovertarget]");
    const dialog = opener && document.getElementById(opener.getAttribute("popovertarget"));
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      open(dialog);
    }
  });
}

export function open(dialog) {
  if (dialog.open || dialog.matches(":popover-open")) return;
  dialog.showModal();
}
