// What the phone pages do beyond links and forms: keep help on the device, say when there is no connection, print.
function connection() {
  for (const line of document.querySelectorAll("[data-offline]")) line.hidden = navigator.onLine;
}

window.addEventListener("online", connection);
window.addEventListener("offline", connection);
connection();

for (const line of document.querySelectorAll("[data-zone]")) {
  line.hidden = Intl.DateTimeFormat().resolvedOptions().timeZone === line.dataset.zone;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

navigator.serviceWorker?.register("/sw.js");
