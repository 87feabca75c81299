"""The whole cast in one small clinic: everybody who may ask, and two people who can be asked about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.permissions import ConsentCategory, Role
from hearthside.accounts import services as accounts
from hearthside.accounts.models import User
from hearthside.consent import services as consent
from hearthside.participants import selectors as participants_told
from hearthside.participants import services as participants
from hearthside.participants.domain.identity import Identity
from hearthside.participants.domain.lives import Weekly
from hearthside.program import selectors as program_told
from hearthside.program import services as program
from hearthside.program.domain.spans import Span
from hearthside.scheduling import services as scheduling
from hearthside.scheduling.models import WeekAsk

SYSTEM = Actor.system("tests")
STAFF_CAST = ("director", "clinician", "intake", "scheduler", "biller", "privacy_officer")
OTHER_CAST = ("participant", "consented_mother", "former_partner", "another_participant")
CAST = (*STAFF_CAST, "other_clinician", *OTHER_CAST, "signed_out")
ABSENT = 99_999_999
CALENDAR = "\n".join((
    "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:20261201T150000Z", "DTEND:20261201T160000Z", "SUMMARY:Dentist",
    "END:VEVENT", "END:VCALENDAR",
))  # fmt: skip


@dataclass
class World:
    """Ids by name; `users` by member of the cast."""

    users: dict[str, User] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)


def build_world(now: datetime | None = None) -> World:
    """A site, its program, staff of every role, Ana (whose mother may see her week) and Ben."""
    now = now or datetime.now(UTC)
    world = World()
    program.seed_program(actor=SYSTEM)
    hours = [Span(day, 480, 1260) for day in range(6)]
    site = program.save_site(actor=SYSTEM, site_id=None, name="Lakeside", time_zone="America/Chicago", opening=hours)
    room = program.save_room(actor=SYSTEM, room_id=None, site_id=site, name="Birch room", capacity=12)
    services = {row.name: row for row in program_told.services(actor=SYSTEM)}
    process = services["Process group"]
    adults = next(audience.id for audience in process.audiences if audience.name == "Adults")
    tracks = {row.name: row.id for row in program_told.tracks(actor=SYSTEM)}
    for name in (*STAFF_CAST, "other_clinician"):
        _staff(world, name, site, hours, [row.id for row in services.values()], list(tracks.values()))
    monday = _next_monday(now)
    for name, given, family in (("participant", "Ana", "Delgado"), ("another_participant", "Ben", "Okafor")):
        ids = world.ids if name == "participant" else world.others
        person = _participant(world, name, given, family, site, world.staff["clinician"])
        weekly = Weekly("Work", (0, 1, 2, 3, 4), 540, 960)
        ids["commitment_id"] = participants.save_commitment(actor=SYSTEM, participant_id=person, weekly=weekly)
        ids["calendar_id"] = participants.import_calendar(actor=SYSTEM, participant_id=person, content=CALENDAR)
        ids["support_id"] = participants.add_support_person(actor=SYSTEM, participant_id=person, name="Aunt")
        ids["support_person_id"] = ids["support_id"]
        participants.plan_taper(
            actor=SYSTEM, participant_id=person, starts_on=date(2030, 7, 1), days=[3, 1], weeks=[2, 2]
        )
        ids["step_id"] = participants_told.taper_rows(actor=SYSTEM, participant_id=person)[0].id
        start = 1020 if name == "participant" else 1140
        session = scheduling.open_session(
            actor=SYSTEM, site_id=site, service_id=process.id, mode="in_person", day=monday,
            audience_id=adults, start=start, room_id=room,
            clinician_id=world.staff["clinician"],
        )  # fmt: skip
        seat = scheduling.book_seat(actor=SYSTEM, session_id=session, participant_id=person)
        choice = WeekAsk.objects.create(
            participant_id=person, site_id=site, week_starts_on=date(2030, 7, 1), chosen=True,
            done={"seats": [], "left": [], "opened": [], "closed": [], "moved": []},
        )  # fmt: skip
        ask = WeekAsk.objects.create(participant_id=person, site_id=site, week_starts_on=date(2030, 7, 1))
        ids |= {"choice_id": choice.pk, "ask_id": ask.pk}
        ids |= {"participant_id": person, "session_id": session, "seat_id": seat, "site_id": site, "room_id": room}
    asked = scheduling.ask_for_proposal(actor=SYSTEM, site_id=site, week_starts_on=monday, seconds=1)
    world.ids["proposal_id"] = asked.proposal_id
    world.ids["closure_id"] = program.add_closure(actor=SYSTEM, site_id=site, day=date(2030, 7, 4), name="Holiday")
    world.ids["absence_id"] = program.note_absences(
        actor=SYSTEM,
        staff_ids=[world.staff["clinician"]],
        begins=now + timedelta(days=60),
        ends=now + timedelta(days=62),
    )[0]
    world.ids["trial_id"] = scheduling.start_what_if(
        actor=SYSTEM, site_id=site, week_starts_on=monday, changes=[{"kind": "add_room", "capacity": 8}], seconds=1
    )
    world.ids["call_id"] = scheduling.report_absence(actor=SYSTEM, absence=scheduling.Absence(
        site, (world.staff["clinician"],), (), False, now, now + timedelta(days=14)
    ))[0]  # fmt: skip
    _supporters(world, now)
    world.ids |= {
        "track_id": tracks["General adult"], "service_id": process.id, "audience_id": adults,
        "level_id": program_told.level_rules(actor=SYSTEM)[0].id, "staff_id": world.staff["clinician"],
        "user_id": world.users["biller"].pk,
    }  # fmt: skip
    return world


def _next_monday(now: datetime) -> date:
    return (now + timedelta(days=7 - now.weekday())).date()


def _user(world: World, name: str, kind: ActorKind, *roles: Role) -> int:
    user_id = accounts.open_account(
        actor=SYSTEM, email=f"{name}@cast.example", name=name.replace("_", " ").title(), kind=kind,
        roles=frozenset(roles), password="quiet river stone 7",
    )  # fmt: skip
    world.users[name] = User.objects.get(pk=user_id)
    return user_id


def _staff(world: World, name: str, site: int, hours: list[Span], leads: list[int], tracks: list[int]) -> None:
    role = Role.CLINICIAN if name == "other_clinician" else Role(name)
    user_id = _user(world, name, ActorKind.STAFF, role)
    clinical = role is Role.CLINICIAN
    world.staff[name] = program.save_staff(
        actor=SYSTEM, staff_id=None, site_id=site, name=name.replace("_", " ").title(), languages=["en"],
        modes=["in_person", "online"] if clinical else [], leads=leads if clinical else [],
        tracks=tracks if clinical else [], works=hours if clinical else [],
    )  # fmt: skip
    program.link_staff_account(actor=SYSTEM, staff_id=world.staff[name], user_id=user_id)


def _participant(world: World, name: str, given: str, family: str, site: int, clinician: int) -> int:
    person = participants.admit_participant(
        actor=SYSTEM, site_id=site, primary_clinician_id=clinician, can_attend=("in_person", "online"),
        identity=Identity(given_name=given, family_name=family, date_of_birth=date(1990, 5, 4)),
    )  # fmt: skip
    participants.link_user(actor=SYSTEM, participant_id=person, user_id=_user(world, name, ActorKind.PARTICIPANT))
    return person


def _supporters(world: World, now: datetime) -> None:
    ana = world.ids["participant_id"]
    own = Actor.participant(user_id=world.users["participant"].pk, participant_id=ana, name="Ana")
    for name in ("consented_mother", "former_partner"):
        support = participants.add_support_person(actor=SYSTEM, participant_id=ana, name=name, relationship=name)
        user_id = _user(world, name, ActorKind.SUPPORT)
        participants.link_support_user(actor=SYSTEM, participant_id=ana, support_person_id=support, user_id=user_id)
        world.ids["support_id"] = world.ids["support_person_id"] = support
        if name == "consented_mother":
            world.ids["consented_support_id"] = support
            world.ids["consent_id"] = consent.give_consent(
                actor=own, participant_id=ana, support_person_id=support, category=ConsentCategory.SCHEDULE,
                purpose="Rides", signed_name="Ana Delgado", expires_at=now + timedelta(days=90),
            )  # fmt: skip
