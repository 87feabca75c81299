"""The week as it is lived, calendars and choices, as staff write them down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.participants import selectors, services
from hearthside.participants.domain.calendars import CalendarProblemCode
from hearthside.participants.domain.refusals import Refusal
from hearthside.participants.services import Ordered, Weekly
from hearthside.participants.templatetags.people_words import PROBLEMS, REFUSALS
from hearthside.program.models import Staff

WORK = {"label": "Work", "weekdays": ["0", "2"], "start_minute": "8:30", "end_minute": "5:30 pm"}


def calendar(*lines: str) -> bytes:
    day = (timezone.now() + timedelta(days=3)).strftime("%Y%m%d")
    event = ["BEGIN:VEVENT", "UID:1", f"DTSTART:{day}T150000Z", f"DTEND:{day}T160000Z", "SUMMARY:Shift", "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "X-WR-CALNAME:My shifts", *event, *lines, "END:VCALENDAR", ""]).encode()


BROKEN = calendar("BEGIN:VEVENT", "UID:2", "DTSTART:sometime soon", "SUMMARY:Broken", "END:VEVENT")


def test_everything_that_can_be_refused_has_words() -> None:
    assert set(REFUSALS) == set(Refusal)
    assert set(PROBLEMS) == set(CalendarProblemCode)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [("8:30", "5:30 pm", (510, 1050)), ("22:00", "06:00", (1320, 360)), ("10pm", "24:00", (1320, 1440))],
)
def test_a_commitment_is_written_as_people_write_times(
    admit: Callable[..., int], staff_client: Callable[[str], Client], director: Actor, start: str, end: str,
    minutes: tuple[int, int],
) -> None:  # fmt: skip
    person, client = admit(), staff_client("scheduler")
    sent = WORK | {"start_minute": start, "end_minute": end}
    assert client.post(f"/participants/{person}/commitments/", sent).status_code == 302
    (row,) = selectors.commitments(actor=director, participant_id=person)
    assert (row.label, row.weekdays, (row.start_minute, row.end_minute)) == ("Work", (0, 2), minutes)
    text = client.get(f"/participants/{person}/commitments/").content.decode()
    assert text.count('<div class="absolute') == (2 if start == "8:30" else 0)


def test_what_is_wrong_with_a_commitment_stands_beside_its_field(
    admit: Callable[..., int], staff_client: Callable[[str], Client], director: Actor
) -> None:
    person, client = admit(), staff_client("scheduler")
    page = client.post(f"/participants/{person}/commitments/", WORK | {"start_minute": "half past", "weekdays": []})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"weekdays", "start_minute"}
    assert "half past" in page.content.decode()
    page = client.post(f"/participants/{person}/commitments/", WORK | {"end_minute": "8:30"})
    assert page.context["form"].errors.keys() == {"end_minute"}
    assert selectors.commitments(actor=director, participant_id=person) == ()


def test_a_removed_commitment_can_be_put_back_at_once(
    admit: Callable[..., int], staff_client: Callable[[str], Client], director: Actor
) -> None:
    person, client = admit(), staff_client("scheduler")
    row = services.save_commitment(actor=director, participant_id=person, weekly=Weekly("Work", (0,), 510, 990))
    page = client.post(f"/participants/{person}/commitments/{row}/remove/", follow=True)
    assert f"/participants/{person}/commitments/{row}/restore/" in page.content.decode()
    assert selectors.commitments(actor=director, participant_id=person) == ()
    client.post(f"/participants/{person}/commitments/{row}/restore/")
    assert len(selectors.commitments(actor=director, participant_id=person)) == 1
    assert client.get(f"/participants/{person}/commitments/999999/").status_code == 404


@pytest.mark.parametrize("how", ["file", "pasted"])
def test_a_calendar_is_read_and_each_line_not_understood_is_named(
    admit: Callable[..., int], staff_client: Callable[[str], Client], how: str
) -> None:
    person, client = admit(), staff_client("scheduler")
    sent: dict[str, Any] = (
        {"file": SimpleUploadedFile("my.ics", BROKEN)} if how == "file" else {"content": BROKEN.decode()}
    )
    page = client.post(f"/participants/{person}/calendars/", sent, follow=True)
    text = page.content.decode()
    assert "My shifts" in text
    assert "1 of 2 wholly understood" in text
    assert "sometime soon" in text
    assert "This is not a date or time we can read." in text
    client.cookies["language"] = "es"
    assert "No pudimos leer esta fecha u hora." in client.get(f"/participants/{person}/calendars/").content.decode()


def test_what_is_no_calendar_is_said_beside_the_field(
    admit: Callable[..., int], staff_client: Callable[[str], Client]
) -> None:
    person, client = admit(), staff_client("scheduler")
    assert client.post(f"/participants/{person}/calendars/", {}).status_code == 422
    page = client.post(f"/participants/{person}/calendars/", {"content": "Dear diary"})
    assert page.status_code == 422
    assert "This is not a calendar file." in page.content.decode()
    assert "Dear diary" in page.content.decode()


def test_choices_are_saved_in_points_and_shown_in_words(
    admit: Callable[..., int], staff_client: Callable[[str], Client], director: Actor
) -> None:
    person, client = admit(), staff_client("clinician")
    sent = {
        "can_attend": ["online"], "travel_minutes": "45", "max_minutes_per_day": "180", "mode_online": "3",
        "part_evening": "4", "gender_f": "2",
    }  # fmt: skip
    assert client.post(f"/participants/{person}/choices/", sent | {"travel_minutes": "999"}).status_code == 422
    assert client.post(f"/participants/{person}/choices/", sent).status_code == 302
    sheet = selectors.choices(actor=director, participant_id=person)
    assert (sheet.can_attend, sheet.modes, sheet.day_parts, sheet.clinician_gender, sheet.travel_minutes) == (
        ("online",), {"online": 3}, {"evening": 4}, {"f": 2}, 45,
    )  # fmt: skip
    assert (
        '<option value="4" selected>Matters a lot</option>'
        in client.get(f"/participants/{person}/choices/").content.decode()
    )


def test_orders_are_summed_while_they_are_typed_and_saved(
    admit: Callable[..., int], program: dict[str, Any], staff_client: Callable[[str], Client], director: Actor,
    staff_user: Callable[..., tuple[Any, Staff]],
) -> None:  # fmt: skip
    _, leader = staff_user("clinician", "Lena Leader")
    leader.leads.add(program["individual"])
    person, client = admit(), staff_client("scheduler")
    process, individual = program["process"].pk, program["individual"].pk
    sent = {f"service-{process}": "5", f"service-{individual}": "2", f"clinician-{individual}": leader.pk}
    text = client.get(f"/participants/{person}/orders/sum/", sent).content.decode()
    assert "9 h 30 min a week. The dose of 9 h over 3 days or more is met." in text
    assert client.post(f"/participants/{person}/orders/", sent | {f"service-{process}": "12"}).status_code == 422
    assert client.post(f"/participants/{person}/orders/", sent).status_code == 302
    rows = {
        row.service_id: (row.per_week, row.clinician_id)
        for row in selectors.orders(actor=director, participant_id=person).rows
    }
    assert rows == {process: (5, None), individual: (2, leader.pk)}
    client.post(f"/participants/{person}/orders/reset/")
    assert "so this is too little" in client.get(f"/participants/{person}/orders/").content.decode()


def test_a_stale_order_sheet_shows_what_is_saved_now(
    admit: Callable[..., int], program: dict[str, Any], staff_client: Callable[[str], Client], director: Actor
) -> None:
    person, client, process = admit(), staff_client("scheduler"), program["process"].pk
    version = client.get(f"/participants/{person}/orders/").context["form"]["version"].value()
    services.set_orders(actor=director, participant_id=person, orders=[Ordered(process, 2)])
    page = client.post(f"/participants/{person}/orders/", {f"service-{process}": "6", "version": version})
    assert page.status_code == 422
    assert dict(page.context["form"].saved_now)["Process group, times a week"] == 2


def test_track_and_care_team_are_changed_from_the_orders(
    admit: Callable[..., int], program: dict[str, Any], staff_client: Callable[[str], Client], director: Actor,
    staff_user: Callable[..., tuple[Any, Staff]],
) -> None:  # fmt: skip
    _, member = staff_user("clinician", "Mia Member")
    person, client = admit(), staff_client("scheduler")
    client.post(f"/participants/{person}/track/", {"track_id": program["teen"].pk, "reset_orders": "on"})
    client.post(f"/participants/{person}/care-team/", {"staff_id": member.pk, "primary": "on"})
    stay = selectors.episode(actor=director, participant_id=person)
    assert stay is not None
    assert (stay.track_id, stay.primary_clinician_id) == (program["teen"].pk, member.pk)
    client.post(f"/participants/{person}/care-team/{member.pk}/leave/")
    after = selectors.episode(actor=director, participant_id=person)
    assert after is not None
    assert after.care_team == ()


def test_support_people_and_people_kept_apart(
    admit: Callable[..., int], staff_client: Callable[[str], Client], director: Actor
) -> None:
    person, other, client = admit(), admit("Bo", "Miller"), staff_client("intake")
    assert client.post(f"/participants/{person}/support/", {"name": " "}).status_code == 422
    page = client.post(f"/participants/{person}/support/", {"name": "Rosa", "relationship": "Mother"}, follow=True)
    assert "Rosa" in page.content.decode()
    (row,) = selectors.support_people(actor=director, participant_id=person)
    page = client.post(f"/participants/{person}/support/{row.id}/remove/", follow=True)
    assert f"/support/{row.id}/restore/" in page.content.decode()
    found = client.post(f"/participants/{person}/apart/", {"other": "Miler"}).content.decode()
    assert f'name="other_id" value="{other}"' in found
    assert client.post(f"/participants/{person}/apart/", {"other": "Zzyzx"}).status_code == 422
    client.post(f"/participants/{person}/apart/", {"other_id": other})
    assert [card.id for card in selectors.kept_apart(actor=director, participant_id=person)] == [other]
    client.post(f"/participants/{person}/apart/{other}/end/")
    assert selectors.kept_apart(actor=director, participant_id=person) == ()
