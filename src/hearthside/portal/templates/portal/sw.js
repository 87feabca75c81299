// Keeps the help page on the device, in every language, fetched without cookies. Nothing personal is ever kept.
const NAME = "help-VERSION";
const SHELL = {{ shell|safe }};
const LANGUAGES = {{ languages|safe }};
const HELP = "{{ help }}";
const HOME = "{{ home }}";
const SPOKEN = "/language-of-help";
const PATIENCE = 1500;

async function keep() {
  const cache = await caches.open(NAME);
  await cache.addAll(SHELL.map((url) => new Request(url, { credentials: "omit", cache: "reload" })));
}

async function drop() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("help-") && name !== NAME).map((name) => caches.delete(name)));
}

async function spoken() {
  const kept = await (await caches.match(SPOKEN))?.text();
  return [kept, navigator.language.slice(0, 2), LANGUAGES[0]].find((code) => LANGUAGES.includes(code));
}

async function remember(language) {
  if (!LANGUAGES.includes(language)) return;
  const cache = await caches.open(NAME);
  await cache.put(SPOKEN, new Response(language));
}

async function kept(offline) {
  const cache = await caches.open(NAME);
  return cache.match(`${HELP}?lang=${await spoken()}${offline ? "&offline" : ""}`);
}

function fetched(event) {
  return fetch(event.request).then((response) => {
    event.waitUntil(remember((response.headers.get("Content-Language") ?? "").slice(0, 2)));
    return response;
  });
}

// Help answers soon: the one on the device when the connection is slow.
async function help(event) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const fresh = fetched(event).catch(() => undefined);
  const chosen = new URL(event.request.url).searchParams.has("lang") ? caches.match(event.request) : kept(false);
  return (await Promise.race([fresh, late])) ?? (await chosen) ?? (await fresh) ?? Response.error();
}

async function page(event) {
  return fetched(event).catch(async () => (await kept(true)) ?? Response.error());
}

async function asset(request) {
  return fetch(request).catch(async () => (await caches.match(request)) ?? Response.error());
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(drop().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (url.pathname === HELP) event.respondWith(help(event));
    else if (url.pathname === "/" || url.pathname.startsWith(HOME)) event.respondWith(page(event));
  } else if (SHELL.includes(url.pathname)) {
    event.respondWith(asset(event.request));
  }
});
