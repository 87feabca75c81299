"""What is the reader's own to decide: their week, their choices, their calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from hearthside.participants.models import Choices, Commitment
from hearthside.scheduling.models import CalendarFeed
from tests.cast import World

Enter = Callable[..., Client]


def shift(**more: object) -> dict[str, object]:
    return {"label": "Night shift", "weekdays": ["4", "5"], "start_minute": "22:00", "end_minute": "6 am"} | more


def test_the_page_shows_name_life_and_choices_in_words(world: World, enter: Enter) -> None:
    text = unescape(enter("participant").get("/my/you/").content.decode())
    assert "Anita" in text
    assert "she/her" in text
    assert "Mon to Fri, 09:00 to 16:00" in text
    assert "in person or online" in text
    assert "30 min" in text


def test_something_is_added_changed_removed_and_put_back(world: World, enter: Enter) -> None:
    client = enter("participant")
    added = client.post("/my/you/commitments/add/", shift())
    assert added.headers["Location"] == "/my/you/#life"
    row = Commitment.objects.get(label="Night shift")
    assert (row.participant_id, row.weekdays, row.start_minute, row.end_minute) == (
        world.ids["participant_id"], [4, 5], 1320, 360,
    )  # fmt: skip
    client.post(f"/my/you/commitments/{row.pk}/", shift(label="Late shift"))
    row.refresh_from_db()
    assert row.label == "Late shift"
    removed = client.post(f"/my/you/commitments/{row.pk}/remove/", follow=True)
    assert "Late shift" not in removed.content.decode()
    assert "Put it back" in removed.content.decode()
    client.post(f"/my/you/commitments/{row.pk}/restore/")
    assert "Late shift" in client.get("/my/you/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"label": ""}, "Say what it is"),
        ({"weekdays": []}, "Choose at least one day."),
        ({"start_minute": "25:00"}, "Write a time such as 17:30"),
        ({"end_minute": "22:00"}, "The end is the same as the start"),
        ({"valid_from": "2026-12-10", "valid_until": "2026-12-01"}, "The last day is before the first day."),
    ],
)
def test_wrong_input_is_explained_and_kept(wrong: dict[str, object], words: str, enter: Enter) -> None:
    page = enter("participant").post("/my/you/commitments/add/", shift() | wrong)
    text = unescape(page.content.decode())
    assert page.status_code == 422
    assert words in text
    assert ('value="Night shift"' in text) is ("label" not in wrong)
    assert not Commitment.objects.filter(label="Night shift").exists()


def test_another_persons_commitment_does_not_exist(world: World, enter: Enter) -> None:
    ben, theirs = enter("another_participant"), world.ids["commitment_id"]
    assert ben.get(f"/my/you/commitments/{theirs}/").status_code == 404
    assert ben.post(f"/my/you/commitments/{theirs}/", shift()).status_code == 404
    assert ben.post(f"/my/you/commitments/{theirs}/remove/").status_code == 404
    assert Commitment.objects.get(pk=theirs).removed_at is None
    assert ben.post(f"/my/you/commitments/{theirs}/restore/").status_code == 404


def test_choices_are_changed_and_the_clinicians_chosen_at_intake_stay(world: World, enter: Enter) -> None:
    staff = world.ids["staff_id"]
    Choices.objects.filter(participant_id=world.ids["participant_id"]).update(clinicians={str(staff): 3})
    client = enter("participant")
    form = client.get("/my/you/choices/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version is not None
    sheet = {
        "version": version[1], "can_attend": ["online"], "travel_minutes": "45", "max_minutes_per_day": "180",
        "part_evening": "4", "part_morning": "0", "part_afternoon": "0", "part_weekend": "0",
        "mode_in_person": "0", "mode_online": "2", "gender_f": "3", "gender_m": "0", "gender_x": "0",
    }  # fmt: skip
    assert client.post("/my/you/choices/", sheet).headers["Location"] == "/my/you/#choices"
    saved = Choices.objects.get(participant_id=world.ids["participant_id"])
    assert (saved.can_attend, saved.travel_minutes, saved.day_parts, saved.clinicians) == (
        ["online"], 45, {"evening": 4}, {str(staff): 3},
    )  # fmt: skip
    text = unescape(client.get("/my/you/").content.decode())
    assert "Evenings, from 17:00 (matters a lot)" in text
    refused = client.post("/my/you/choices/", sheet | {"travel_minutes": "9000"})
    assert refused.status_code == 422
    assert 'value="9000"' in refused.content.decode()


def test_a_calendar_address_is_shown_once_under_the_words_chosen_and_ends_with_one_tap(enter: Enter) -> None:
    client = enter("participant")
    made = client.post("/my/you/calendar/", {"title": "Yoga"})
    text = made.content.decode()
    address = re.search(r"http://testserver(/calendar/[\w-]{30,}\.ics)", text)
    assert address is not None
    assert made.headers["Cache-Control"] == "no-store"
    assert "“Yoga”" in text
    page = client.get("/my/you/").content.decode()
    assert address[1] not in page
    assert "No calendar has read it yet." in page
    assert Client().get(address[1]).status_code == 200
    assert "A calendar last read it on" in client.get("/my/you/").content.decode()
    assert "does not work any more" in client.post("/my/you/calendar/revoke/", follow=True).content.decode()
    assert Client().get(address[1]).status_code == 404


def test_the_words_in_the_calendar_are_asked_for_in_the_language_of_the_reader(enter: Enter) -> None:
    assert 'value="Cita"' in enter("participant", "es").get("/my/you/").content.decode()
    empty = enter("participant").post("/my/you/calendar/", {"title": ""})
    assert empty.status_code == 422
    assert CalendarFeed.objects.count() == 0


def test_a_support_person_finds_only_their_sign_in(world: World, enter: Enter) -> None:
    text = enter("consented_mother").get("/my/you/").content.decode()
    assert "/account/" in text
    assert "Anita" not in text
    assert enter("consented_mother").post("/my/you/calendar/", {"title": "Yoga"}).status_code == 404
