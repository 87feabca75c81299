"""The cast's clinic with something on every page: sessions and marks, a proposal, a calendar, invitations, a feed."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from hearthside.access.actor import ActorKind
from hearthside.access.permissions import Role
from hearthside.accounts import services as accounts
from hearthside.accounts.domain.secrets import hash_of
from hearthside.accounts.models import Invitation, SignInLink
from hearthside.accounts.services.second_step import _activate
from hearthside.care import services as care
from hearthside.kernel.weeks import monday_of
from hearthside.participants import services as participants
from hearthside.participants.models import CalendarImport, SupportPerson
from hearthside.program.models import Site
from hearthside.scheduling import services as scheduling
from hearthside.scheduling.models import Proposal, Seat, Session
from hearthside.scheduling.tasks import _repair, _solve
from tests.cast import SYSTEM, World, build_world

SECRET = "a-secret-of-the-tests"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BROKEN_CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Tests//EN
X-WR-CALNAME:School run
BEGIN:VEVENT
UID:run@tests.example
SUMMARY:School run
DTSTART;TZID=America/Chicago:20261102T080000
DTEND;TZID=America/Chicago:20261102T090000
RRULE:FREQ=WEEKLY;BYDAY=MO,TU
END:VEVENT
BEGIN:VEVENT
UID:broken@tests.example
SUMMARY:Never on a clock
DTSTART:2026-99-99
DTEND:soon
END:VEVENT
END:VCALENDAR
"""


def lively_world() -> World:
    """Everything that a page could show, and the ids in its addresses."""
    world = build_world()
    Site.objects.update(address="410 Harbor Street", phone="(555) 010-0142")
    ana = world.ids["participant_id"]
    _sessions(world)
    participants.import_calendar(actor=SYSTEM, participant_id=ana, content=BROKEN_CALENDAR)
    world.ids["calendar_id"] = CalendarImport.objects.get(participant_id=ana, name="School run").pk
    world.ids["support_person_id"] = SupportPerson.objects.exclude(user=None).order_by("pk")[0].pk
    participants.keep_apart(actor=SYSTEM, participant_id=ana, other_id=world.others["participant_id"])
    scheduling.make_feed(actor=SYSTEM, participant_id=ana, title="Appointment")
    accounts.invite(
        actor=SYSTEM, email="new@cast.example", name="New Colleague", kind=ActorKind.STAFF,
        roles=frozenset({Role.BILLER}),
    )  # fmt: skip
    _activate(world.users["director"], TOTP, counter=0)
    Invitation.objects.update(secret_hash=hash_of(SECRET))
    SignInLink.objects.create(
        user=world.users["participant"], secret_hash=hash_of(SECRET), expires_at=timezone.now() + timedelta(minutes=15)
    )
    world.ids["proposal_id"] = _proposal(world)
    monday = monday_of(timezone.localdate()) + timedelta(days=7)
    world.ids["draft_id"] = scheduling.start_by_hand_from_week(
        actor=SYSTEM, site_id=world.ids["site_id"], week_starts_on=monday
    )
    return world


def _sessions(world: World) -> None:
    """One that runs now and one of a week ago, both attended; the one that runs has somebody without a mark too."""
    now = timezone.now().replace(second=0, microsecond=0)
    people = (world.ids["participant_id"], world.others["participant_id"])
    like = Session.objects.get(pk=world.ids["session_id"])
    for start in (now - timedelta(minutes=30), now - timedelta(days=7)):
        during = (start, start + timedelta(minutes=90))
        session = Session.objects.create(
            site_id=like.site_id, service_id=like.service_id, audience_id=like.audience_id, mode="in_person",
            room_id=like.room_id, clinician_id=like.clinician_id, places=12, during=during,
        )  # fmt: skip
        for person in people:
            Seat.objects.create(session=session, participant_id=person, during=during)
        care.mark_attendance(
            actor=SYSTEM, session_id=session.pk, participant_id=people[0], status="late",
            arrived=start + timedelta(minutes=10),
        )  # fmt: skip
        world.ids["running_id" if start > now - timedelta(days=1) else "past_id"] = session.pk


def _proposal(world: World) -> int:
    site = Site.objects.get(pk=world.ids["site_id"])
    monday = monday_of(timezone.localdate()) + timedelta(days=7)
    Proposal.objects.filter(kind="week").delete()  # the cast's own knows nothing of what was added since
    asked = scheduling.ask_for_proposal(actor=SYSTEM, site_id=site.pk, week_starts_on=monday, seconds=1)
    for proposal_id in (asked.proposal_id, *Proposal.objects.filter(kind="what_if").values_list("pk", flat=True)):
        _solve(proposal_id, 0)
    _repair(world.ids["call_id"], 0)
    return asked.proposal_id
