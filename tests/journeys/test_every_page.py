"""Every page, as the one it is for, in both languages, light and dark, wide and narrow: nobody is left outside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from tests.journeys.lively import lively_world
from tests.journeys.tour import NOBODY, Stop, stops

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
AXE = AXE_FILE_PATH.read_text()
WIDE, PHONE, SMALLEST = 1440, 390, 320
# these are looked at in both widths in both languages; the others wide in English and narrow in Spanish
MAIN = re.compile(r"portal:|desk:(today|week|chart)|participants:list|scheduling:(home|proposal)|care:|account_login")
VIOLATIONS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .map((rule) => `${rule.id}: ${rule.nodes[0].target}`)"""
FAULTS = """(language) => {
    const shown = (one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0;
    const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
    const say = (words) => (one) => `${words}: ${one.outerHTML.slice(0, 100)}`;
    const faults = [];
    if (document.documentElement.lang !== language) faults.push(`speaks ${document.documentElement.lang}`);
    const first = all("h1").length;
    if (first !== 1 && location.pathname !== "/ui/") faults.push(`has ${first} headings of the first level`);
    const able = "a[href], button, input, select, textarea, summary, label, form";
    faults.push(...all("[data-row-link]").filter((row) => !row.querySelector("a[href]")).map(say("a row, no link")));
    faults.push(...all("[onclick], a:not([href])").map(say("only for a mouse")));
    faults.push(...all("[hx-get], [hx-post]").filter((one) => !one.matches(able) && !one.hasAttribute("hx-trigger"))
        .map(say("only for a mouse")));
    faults.push(...all("body *").filter((one) => getComputedStyle(one).cursor === "pointer"
        && !one.closest(`${able}, [data-row-link], option`)).map(say("looks like a button")));
    faults.push(...all("a[href], button, input, select, textarea, summary")
        .filter((one) => one.tabIndex < 0 && !one.matches("[data-slot], [aria-hidden=true]"))
        .map(say("the keyboard does not come here")));
    return faults;
}"""
OVERFLOW = "document.documentElement.scrollWidth > innerWidth"
UNSEEN_FOCUS = """() => {
    const look = (one) => { const s = getComputedStyle(one);
        return [s.boxShadow, s.borderColor, s.backgroundColor, s.textDecorationLine].join("|"); };
    const outlined = (one) => { const s = getComputedStyle(one);
        return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 && !/^rgba.*, 0\\)$/.test(s.outlineColor); };
    const seen = new Set(), faults = [];
    const able = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    for (const one of document.querySelectorAll(able)) {
        const kind = `${one.tagName} ${one.type ?? ""} ${one.className} ${one.parentElement.className}`;
        if (seen.has(kind) || one.matches(":disabled, [aria-hidden=true]")) continue;
        if (!one.checkVisibility({visibilityProperty: true})) continue;
        seen.add(kind);
        document.activeElement?.blur();
        const near = [one, one.parentElement, one.nextElementSibling].filter(Boolean), before = near.map(look);
        one.focus({preventScroll: true});
        if (document.activeElement !== one) continue;
        const changed = near.some((part, at) => outlined(part) || look(part) !== before[at]);
        if (!changed) faults.push(`focus is not seen: ${one.outerHTML.slice(0, 100)}`);
    }
    document.activeElement?.blur();
    return faults;
}"""


class Walk:
    """Somebody's browser going from page to page, and what it found wrong."""

    def __init__(self, page: Any, language: str) -> None:
        self.page, self.language, self.faults = page, language, list[str]()
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def visit(self, stop: Stop) -> None:
        """Opens a page and looks at it in every width that it is looked at."""
        self.errors.clear()
        spanish = self.language == "es"
        self.page.set_viewport_size({"width": WIDE if not spanish else PHONE, "height": 900})
        answer = self.page.goto(stop.path)
        missing = answer is not None and answer.status == 404
        found = [] if missing else list(self.errors)
        self.page.evaluate(AXE)
        found += self.page.evaluate(FAULTS, self.language) if not missing else []
        found += self.page.evaluate(VIOLATIONS)
        if not spanish:
            self.page.keyboard.press("Tab")
            found += self.page.evaluate(UNSEEN_FOCUS)
        if MAIN.match(stop.name):
            self._resize(PHONE if not spanish else WIDE)
            found += self.page.evaluate(VIOLATIONS)
        for width in (PHONE, SMALLEST):
            self._resize(width)
            if self.page.evaluate(OVERFLOW):
                found.append(f"is wider than {width}")
        self.faults += [f"{stop.name} {stop.member} {stop.path}: {fault}" for fault in found]

    def _resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 844})


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_for_everybody(page_as: Callable[..., Any], language: str) -> None:
    world = lively_world()
    by_member: dict[str, list[Stop]] = defaultdict(list)
    for stop in stops(world):
        by_member[stop.member].append(stop)
    faults: list[str] = []
    for member, pages in by_member.items():
        user = None if member == NOBODY else world.users[member]
        page = page_as(user, language=language, dark=language == "es")
        walk = Walk(page, language)
        for stop in pages:
            walk.visit(stop)
        faults += walk.faults + [f"asked elsewhere: {address}" for address in page.foreign]
        page.context.close()
    assert not faults, "\n".join(faults)
