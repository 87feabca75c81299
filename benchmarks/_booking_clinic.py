"""The clinic of the booking benchmark: made by `prepare`, counted by `count`, without trusting a constraint."""

from __future__ import annotations

import json
import os
import random
import sys
from datetime import date, timedelta
from typing import Any

MONDAY = date.fromisocalendar(date.today().year + 1, 10, 1)  # noqa: DTZ011 -- any Monday that is still to come
CLIENTS, PEOPLE, PLACES, BESIDE, ATTEMPTS = 64, 400, 60, 200, 10_000
DOUBLES = {
    "people": """SELECT count(*) FROM scheduling_seat a JOIN scheduling_seat b ON a.id < b.id
      AND a.participant_id = b.participant_id AND a.released_at IS NULL AND b.released_at IS NULL
      JOIN scheduling_session s ON s.id = a.session_id JOIN scheduling_session t ON t.id = b.session_id
      AND lower(s.during) < upper(t.during) AND lower(t.during) < upper(s.during)""",
    "rooms": """SELECT count(*) FROM scheduling_session a JOIN scheduling_session b ON a.id < b.id
      AND a.room_id = b.room_id AND a.cancelled_at IS NULL AND b.cancelled_at IS NULL
      AND lower(a.during) < upper(b.during) AND lower(b.during) < upper(a.during)""",
    "clinicians": """SELECT count(*) FROM scheduling_session a JOIN scheduling_session b ON a.id < b.id
      AND a.clinician_id = b.clinician_id AND a.cancelled_at IS NULL AND b.cancelled_at IS NULL
      AND lower(a.during) < upper(b.during) AND lower(b.during) < upper(a.during)""",
    "places": """SELECT count(*) FROM scheduling_session s WHERE s.places <
      (SELECT count(*) FROM scheduling_seat x WHERE x.session_id = s.id AND x.released_at IS NULL)""",
}


def _django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "hearthside.config.settings"
    import django

    django.setup()


def prepare() -> dict[str, Any]:
    """An empty database with the clinic, signed-in sessions, and the plan of what every client asks for."""
    _django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    from hearthside.program.models import LevelOfCareRule, Service, Site, Track

    site = Site.objects.create(name="Bench", time_zone="America/Chicago")
    for day in range(7):
        site.opening_hours.create(weekday=day, start_minute=480, end_minute=1320)
    level = LevelOfCareRule.objects.create(
        code="iop", name="IOP", population="adult", min_minutes_week=540, min_days_week=3, source="benchmark"
    )
    track = Track.objects.create(code="general", name="General", population="adult", level=level)
    group = Service.objects.create(code="group", name="Group", kind="group", minutes=90, min_size=2, max_size=12)
    single = Service.objects.create(code="single", name="Single", kind="individual", minutes=60)
    audiences = {s: s.audiences.create(code="adult", name="Adults") for s in (group, single)}
    for audience in audiences.values():
        audience.tracks.add(track)
    rooms = [site.rooms.create(name=f"Room {n}", capacity=12) for n in range(8)]
    staff = [_clinician(site, track, (group, single), n) for n in range(80)]
    people = _people(site, track)
    plan = {"cookies": _sign_in(CLIENTS), "attempts": _attempts(site, group, audiences[group], rooms, staff, people)}
    return plan | _single_places(site, single, audiences[single], staff, people)


def _clinician(site: Any, track: Any, services: tuple[Any, ...], number: int) -> Any:
    from hearthside.program.models import Staff

    staff = Staff.objects.create(
        site=site, name=f"Clinician {number}", languages=["en"], modes=["in_person", "online"], max_contact_minutes=6000
    )
    staff.leads.set(services)
    staff.tracks.add(track)
    for day in range(7):
        staff.working_hours.create(weekday=day, start_minute=480, end_minute=1320)
    return staff


def _people(site: Any, track: Any) -> list[int]:
    from hearthside.participants.models import Choices, Episode, Participant

    rows = Participant.objects.bulk_create(
        Participant(site=site, given_name=f"Person {n}", family_name="Bench", languages=["en"]) for n in range(PEOPLE)
    )
    Episode.objects.bulk_create(Episode(participant=p, track=track, admitted_on=date(2026, 1, 5)) for p in rows)
    Choices.objects.bulk_create(Choices(participant=p, can_attend=["in_person", "online"]) for p in rows)
    return [p.pk for p in rows]


def _sign_in(count: int) -> list[dict[str, str]]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.middleware.csrf import _get_new_csrf_string  # type: ignore[attr-defined]

    from hearthside.accounts.models import RoleHeld, User
    from hearthside.program.models import Site, Staff

    user = User.objects.create_user("scheduler@bench.example", kind="staff", name="Scheduler")
    RoleHeld.objects.create(user=user, role="scheduler")
    Staff.objects.create(user=user, site=Site.objects.get(), name="Scheduler")
    cookies = []
    for _ in range(count):
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session["second_step_done"] = True
        session.save()
        cookies.append({"sessionid": str(session.session_key), "csrftoken": _get_new_csrf_string()})
    return cookies


def _attempts(site: Any, group: Any, audience: Any, rooms: list[Any], staff: list[Any], people: list[int]) -> list[Any]:
    """Four of five: a random person into a random group; one of five: a random group into the evening."""
    from hearthside.access.actor import Actor
    from hearthside.scheduling import services

    sessions = [
        services.open_session(
            actor=Actor.system("bench"), site_id=site.pk, service_id=group.pk, audience_id=audience.pk,
            mode="in_person", day=MONDAY + timedelta(days=day), start=540 + 90 * slot, clinician_id=staff[room].pk,
            room_id=rooms[room].pk,
        )
        for day in range(5) for slot in range(4) for room in range(8)
    ]  # fmt: skip
    dice, plan = random.Random(7), []
    for number in range(ATTEMPTS):
        if number % 5:
            plan.append([f"/timetable/sessions/{dice.choice(sessions)}/people/", {"participant": dice.choice(people)}])
        else:
            plan.append([f"/timetable/sites/{site.pk}/sessions/new/", {
                "offer": f"{group.pk}:{audience.pk}", "mode": "in_person", "room": dice.choice(rooms).pk,
                "day": (MONDAY + timedelta(days=dice.randrange(7))).isoformat(),
                "start": f"{dice.randrange(15, 20)}:{dice.choice(('00', '30'))}",
                "clinician": dice.choice(staff[:20]).pk,
            }])  # fmt: skip
    return plan


def _single_places(site: Any, single: Any, audience: Any, staff: list[Any], people: list[int]) -> dict[str, Any]:
    """Sixty places that eight people want, and two hundred places that one person each wants, on the weekend."""
    from hearthside.access.actor import Actor
    from hearthside.scheduling import services

    def place(number: int, day: int) -> int:
        return services.open_session(
            actor=Actor.system("bench"), site_id=site.pk, service_id=single.pk, audience_id=audience.pk, mode="online",
            day=MONDAY + timedelta(days=day), start=480 + 60 * (number // 40), clinician_id=staff[40 + number % 40].pk,
        )  # fmt: skip

    wanted = [place(number, 5) for number in range(PLACES)]
    beside = [place(number, 6) for number in range(BESIDE)]
    rivals = [[people[(8 * n + k) % 200] for k in range(8)] for n in range(PLACES)]
    return {
        "wanted": [[f"/timetable/sessions/{s}/people/", who] for s, who in zip(wanted, rivals, strict=True)],
        "beside": [[f"/timetable/sessions/{s}/people/", people[200 + n]] for n, s in enumerate(beside)],
    }


def count(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Double bookings by self-join; refusals that nothing in the final week explains."""
    _django()
    from django.db import connection

    with connection.cursor() as cursor:
        doubles = {}
        for name, query in DOUBLES.items():
            cursor.execute(query)
            doubles[name] = cursor.fetchone()[0]
    return {"doubles": doubles, "false": [a for a in answers if a["status"] == 422 and not _justified(a)]}


def _justified(answer: dict[str, Any]) -> bool:
    """Whether the reason of a refusal is true; seats and sessions are only ever added, so what was true still is."""
    from django.utils import translation

    from hearthside.scheduling.domain.booking import Code
    from hearthside.scheduling.models import Seat, Session
    from hearthside.scheduling.templatetags.scheduling_words import REFUSALS

    with translation.override("en"):
        codes = [code for code, words in REFUSALS.items() if str(words) in answer["text"]]
    if "/people/" not in answer["path"]:
        return codes in ([Code.ROOM_TAKEN], [Code.CLINICIAN_TAKEN])
    session = Session.objects.get(pk=int(answer["path"].split("/")[3]))
    seats = Seat.objects.filter(participant_id=answer["participant"], released_at=None)
    return {
        Code.ALREADY_IN: seats.filter(session=session).exists(),
        Code.PARTICIPANT_TAKEN: seats.exclude(session=session).filter(during__overlap=session.during).exists(),
        Code.SESSION_FULL: session.taken >= session.places,
    }.get(codes[0] if len(codes) == 1 else Code.MODE, False)


if __name__ == "__main__":
    given = json.load(sys.stdin) if sys.argv[1] == "count" else []
    result = prepare() if sys.argv[1] == "prepare" else count(given)
    print(json.dumps(result))
