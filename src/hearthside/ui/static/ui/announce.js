// Says something to people who do not see the screen.
export function announce(words) {
  const place = document.getElementById("announcer");
  if (place) {
    place.textContent = "";
    requestAnimationFrame(() => (place.textContent = words));
  }
}
