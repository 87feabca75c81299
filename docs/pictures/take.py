"""Takes the pictures of the README from a running demo clinic: python docs/pictures/take.py http://127.0.0.1:8000"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PICTURES = {
    "scheduler": (DESK, {"today": "/desk/", "week": "/desk/week/", "timetable": "/timetable/", "life": None}),
    "clinician": (DESK, {"attendance": None}),
    "participant": (PHONE, {"phone-today": "/my/", "phone-week": "/my/week/", "phone-help": "/help/"}),
}


def sign_in(browser: Browser, origin: str, person: dict[str, str], size: dict[str, int]) -> Page:
    """A page of somebody of the demo clinic."""
    page = browser.new_context(viewport=size, base_url=origin, locale="en", reduced_motion="reduce").new_page()  # type: ignore[arg-type]
    page.goto("/account/login/")
    page.fill("input[name=login]", person["email"])
    page.fill("input[name=password]", person["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    if person["totp_secret"]:
        page.fill("input[name=code]", person["totp_code"])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "second-step" not in url)
    return page


def main(origin: str) -> None:
    """Writes one picture for each page named above."""
    told = subprocess.check_output([str(Path(sys.executable).parent / "hearthside"), "demo", "people", "--json"])  # noqa: S603
    cast = {person["role"]: person for person in reversed(json.loads(told))}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for role, (size, pages) in PICTURES.items():
            page = sign_in(browser, origin, cast[role], size)
            for name, path in pages.items():
                page.goto(path or follow(page, name))
                page.wait_for_load_state("networkidle")
                page.screenshot(path=str(HERE / f"{name}.png"))
        browser.close()


def follow(page: Page, name: str) -> str:
    """The address of a page that has a number in it, found as a person would."""
    start, link = {"life": ("/participants/", "/participants/"), "attendance": ("/desk/", "/sessions/")}[name]
    page.goto(start)
    found = page.locator(f'main a[href*="{link}"]').evaluate_all("all => all.map(a => a.getAttribute('href'))")
    address = next(href for href in found if any(part.isdigit() for part in href.split("/")))
    number = next(part for part in address.split("/") if part.isdigit())
    return f"/participants/{number}/commitments/" if name == "life" else address


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
