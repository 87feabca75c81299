"""A director sets the clinic up in a browser."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from hearthside.program import selectors, services
from hearthside.program.domain.spans import Span
from hearthside.program.models import Room, Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def clinic(director, site):
    services.seed_program(actor=director)
    for name in ("Oak", "Elm", "Quiet room"):
        Room.objects.create(site=site, name=name, capacity=12)
    leads = [service.id for service in selectors.services(actor=director)]
    tracks = [track.id for track in selectors.tracks(actor=director)]
    for name in ("Dana Whitfield", "Luis Ortega", "Priya Raman"):
        services.save_staff(
            actor=director, staff_id=None, site_id=site.pk, name=name, credentials="LPC", gender="f",
            languages=["en", "es"], modes=["in_person", "online"], leads=leads, tracks=tracks[:3],
            works=[Span(day, 720, 1260) for day in range(5)],
        )  # fmt: skip
    return site


def addresses(director, site):
    named = {"home": [], "site_add": [], "tracks": [], "services": [], "levels": [], "staff": []}
    named |= {
        "site": [site.pk], "room": [Room.objects.first().pk], "track": [selectors.tracks(actor=director)[2].id],
        "service": [selectors.services(actor=director)[0].id], "level": [selectors.level_rules(actor=director)[0].id],
        "audience": [selectors.services(actor=director)[0].audiences[0].id],
        "staff_member": [Staff.objects.get(name="Dana Whitfield").pk],
    }  # fmt: skip
    return {name: reverse(f"program:{name}", args=arguments) for name, arguments in named.items()}


@pytest.mark.parametrize(
    ("role", "width", "dark", "language"),
    [("director", 1440, False, "en"), ("director", 390, True, "es"), ("clinician", 390, False, "es"),
     ("clinician", 1440, True, "en")],
)  # fmt: skip
def test_every_page_is_accessible_and_fits(clinic, page_as, staff_user, director, role, width, dark, language):
    user, _staff = staff_user(role, "Robin Reader")
    page = page_as(user, width=width, dark=dark, language=language)
    found = {}
    for name, address in addresses(director, clinic).items():
        if name == "site_add" and role != "director":
            continue
        page.goto(address)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/program-{name}-{role}-{width}-{language}.png", full_page=True)
        violations = [(v["id"], [n["html"][:90] for n in v["nodes"]]) for v in Axe().run(page).response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth") - width
        if violations or wide > 0:
            found[name] = (violations, wide)
    assert found == {}
    assert page.foreign == []


def test_a_director_changes_weekly_orders_and_sees_the_sum_before_saving(clinic, page_as, staff_user, director):
    user, _staff = staff_user("director", "Robin Director")
    page = page_as(user)
    track = next(track for track in selectors.tracks(actor=director) if track.name == "Women")
    page.goto(reverse("program:track", args=[track.id]))
    page.get_by_label("Process group").fill("1")
    page.get_by_text("The orders come to fewer minutes than the dose.").wait_for()
    page.get_by_label("Process group").fill("4")
    page.get_by_text("These orders reach the dose").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    orders = selectors.track_template(actor=director, track_id=track.id).orders
    assert {order.service_name: order.per_week for order in orders}["Process group"] == 4
