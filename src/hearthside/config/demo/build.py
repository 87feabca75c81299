"""Prepares the demo clinic through the same use cases that people use; what is there already is left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.permissions import ConsentCategory
from hearthside.accounts import services as accounts
from hearthside.config.demo import clinic, lives
from hearthside.config.demo.people import Person, people
from hearthside.consent import services as consent
from hearthside.participants import selectors as people_told
from hearthside.participants import services as participants
from hearthside.participants.domain.identity import Identity
from hearthside.participants.domain.lives import Weekly, Wishes
from hearthside.program import selectors as program_told
from hearthside.program import services as program
from hearthside.program.domain.spans import Span

DEMO = Actor.system("demo")
PORTAL_PEOPLE = 6
SMALLEST_GROUP = 3
PEOPLE = "@people.example"
MOTHER, PARTNER = f"mother{PEOPLE}", f"partner{PEOPLE}"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Clinic:
    """Ids of what was set up."""

    sites: tuple[int, ...]
    staff: dict[str, int]
    tracks: dict[str, int]


def build_clinic(say: Say) -> Clinic:
    """Sites, rooms, program and staff with their accounts."""
    if not program_told.sites(actor=DEMO):
        say("Setting up two sites, the program and twelve staff …")
        program.seed_program(actor=DEMO)
        _full_groups()
        sites = [_site(spec) for spec in clinic.SITES]
        for spec in clinic.STAFF:
            _staff(spec, sites[spec.site])
    by_name = {site.name: site.id for site in program_told.sites(actor=DEMO)}
    return Clinic(
        tuple(by_name[spec.name] for spec in clinic.SITES),
        {row.name: row.id for row in program_told.staff_list(actor=DEMO)},
        {track.code: track.id for track in program_told.tracks(actor=DEMO)},
    )


def _full_groups() -> None:
    """Groups of three and more, as clinics hold them."""
    for row in program_told.services(actor=DEMO):
        if row.kind == "group":
            program.save_service(
                actor=DEMO, service_id=row.id, name=row.name, name_es=row.name_es, kind=row.kind, minutes=row.minutes,
                min_size=SMALLEST_GROUP, max_size=row.max_size, countable=row.countable,
            )  # fmt: skip
        if row.name.startswith("Skills"):
            program.set_topics(actor=DEMO, service_id=row.id, names=clinic.TOPICS)


def _site(spec: clinic.SiteSpec) -> int:
    hours = [Span(day, 480, 1260) for day in range(5)] + [Span(5, 540, 900)]
    site_id = program.save_site(
        actor=DEMO, site_id=None, name=spec.name, time_zone=spec.time_zone, address=spec.address,
        phone="(555) 010-0142", opening=hours,
    )  # fmt: skip
    for name, capacity in spec.rooms:
        program.save_room(actor=DEMO, room_id=None, site_id=site_id, name=name, capacity=capacity)
    return site_id


def _staff(spec: clinic.StaffSpec, site_id: int) -> None:
    services = {_short(row.name): row.id for row in program_told.services(actor=DEMO)}
    tracks = {_short(row.name): row.id for row in program_told.tracks(actor=DEMO)}
    staff_id = program.save_staff(
        actor=DEMO, staff_id=None, site_id=site_id, name=spec.name, credentials=spec.credentials, gender=spec.gender,
        languages=spec.languages, modes=("in_person", "online") if spec.leads else (),
        leads=[services[name] for name in spec.leads], tracks=[tracks[name] for name in spec.tracks],
        works=[Span(*hours) for hours in spec.hours], max_contact_minutes=1800,
    )  # fmt: skip
    user_id = accounts.open_account(
        actor=DEMO, email=spec.email, name=spec.name, kind=ActorKind.STAFF, roles=frozenset(spec.roles),
        password=clinic.PASSWORD, totp_secret=spec.totp_secret,
    )  # fmt: skip
    program.link_staff_account(actor=DEMO, staff_id=staff_id, user_id=user_id)


def _short(name: str) -> str:
    return name.split(maxsplit=1)[0].lower()


def build_people(setup: Clinic, say: Say, *, today: date) -> None:
    """Sixty people with the lives they have, and accounts and a support person for a few of them."""
    if people_told.directory(actor=DEMO, state="all").total:
        return
    say("Admitting sixty people …")
    tracks = {_short(row.name): row.id for row in program_told.tracks(actor=DEMO)}
    clinicians = [(spec, setup.staff[spec.name]) for spec in clinic.STAFF if "individual" in spec.leads]
    portal = 0
    for person in people(today):
        team = [who for spec, who in clinicians if spec.site == person.site and person.track in spec.tracks]
        participant_id = _admit(person, setup, tracks[person.track], team[person.number % len(team)], today)
        if portal < PORTAL_PEOPLE and (person.number % 9 == 1 or person.track == "spanish"):
            _open_portal(person, participant_id)
            portal += 1


def _admit(person: Person, setup: Clinic, track_id: int, clinician_id: int, today: date) -> int:
    life = lives.LIVES[person.life]
    participant_id = participants.admit_participant(
        actor=DEMO, site_id=setup.sites[person.site], track_id=track_id, primary_clinician_id=clinician_id,
        admitted_on=today - timedelta(weeks=person.weeks_here), can_attend=life.modes, priority=person.priority,
        identity=Identity(
            given_name=person.given, family_name=person.family, chosen_name=person.chosen, pronouns=person.pronouns,
            date_of_birth=person.born, gender=person.gender, languages=person.languages, email=person.email,
            phone=f"(555) 010-{person.number:04d}", ok_to_text=person.number % 3 == 0,
        ),
    )  # fmt: skip
    for part in life.parts:
        weekly = Weekly(part.label, part.days, part.start, part.end)
        participants.save_commitment(actor=DEMO, participant_id=participant_id, weekly=weekly)
    participants.save_choices(actor=DEMO, participant_id=participant_id, wishes=_wishes(person, life))
    return participant_id


def _wishes(person: Person, life: lives.Life) -> Wishes:
    return Wishes(
        can_attend=life.modes, modes={life.modes[0]: 2}, day_parts=dict.fromkeys(life.day_parts, 3),
        clinician_gender={person.wants_gender: 2} if person.wants_gender else {}, clinicians={},
        travel_minutes=life.travel, max_minutes_per_day=240,
    )  # fmt: skip


def _open_portal(person: Person, participant_id: int) -> None:
    """An account for the person; the first has a mother who may see the week, and a former partner who may not."""
    user_id = accounts.open_account(
        actor=DEMO, email=person.email, name=person.chosen or person.given, kind=ActorKind.PARTICIPANT,
        password=clinic.PASSWORD, language=person.languages[0] if person.languages[0] in ("en", "es") else "en",
    )  # fmt: skip
    participants.link_user(actor=DEMO, participant_id=participant_id, user_id=user_id)
    if person.number != 1:
        return
    own = Actor.participant(user_id=user_id, participant_id=participant_id, name=person.given)
    mother = _supporter(participant_id, "Lorraine", "Mother", MOTHER)
    _supporter(participant_id, "Jordan", "Former partner", PARTNER)
    consent.give_consent(
        actor=own, participant_id=participant_id, support_person_id=mother, category=ConsentCategory.SCHEDULE,
        purpose="Rides to sessions", signed_name=f"{person.given} {person.family}",
        expires_at=datetime.now().astimezone() + timedelta(days=180),
    )  # fmt: skip


def _supporter(participant_id: int, name: str, relationship: str, email: str) -> int:
    support_id = participants.add_support_person(
        actor=DEMO, participant_id=participant_id, name=name, relationship=relationship, email=email
    )
    user_id = accounts.open_account(
        actor=DEMO, email=email, name=name, kind=ActorKind.SUPPORT, password=clinic.PASSWORD
    )
    participants.link_support_user(
        actor=DEMO, participant_id=participant_id, support_person_id=support_id, user_id=user_id
    )
    return support_id
