"""Ways one person's week could look, choosing one of them, and taking a choice back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command, query
from hearthside.access.permissions import Permission
from hearthside.kernel.weeks import WeekWindow, monday_of
from hearthside.program import selectors as program
from hearthside.scheduling.domain.places import Placement, again, closed_doors, insert_moving, is_full, offer
from hearthside.scheduling.models import Seat, WeekAsk
from hearthside.scheduling.selectors._cards import in_week
from hearthside.scheduling.services._booked_week import Booked, apply, revert
from hearthside.scheduling.services._locks import Kind, take
from hearthside.scheduling.services._offered import (
    MOVES,
    OfferedReason,
    OfferedWeek,
    key_of,
    offered,
    offered_with_moves,
)
from hearthside.scheduling.services._running import Running, running, running_index, site_of_person

UNDO = timedelta(minutes=30)
NEW = "~"
MOST_ASKED = 300


class OfferState(StrEnum):
    """What there is to say about somebody's coming week."""

    OFFERS = "offers"
    FULL = "full"
    NOTHING = "nothing"
    NOT_READY = "not_ready"


class OfferGone(Exception):
    """The week that was chosen cannot be had any more: a place went meanwhile."""


class TooLate(Exception):
    """A choice cannot be taken back here any more; the clinic can still change it."""


@dataclass(frozen=True, slots=True)
class WeekOffers:
    """The ways in which one week of one person could look, or why there are none."""

    participant_id: int
    site_id: int
    week_starts_on: date
    state: OfferState
    offers: tuple[OfferedWeek, ...] = ()
    why: tuple[OfferedReason, ...] = ()


@dataclass(frozen=True, slots=True)
class ShortPerson:
    """Somebody in the program without a full week."""

    participant_id: int
    minutes: int
    ordered: int


@query(Permission.WEEK_CHOOSE, subject="participant_id")
def own_week_offers(*, actor: Actor, participant_id: int, now: datetime) -> WeekOffers:  # noqa: ARG001
    """Up to three ways the coming week could look: this week where it can still be full, or else the next one."""
    site_id = site_of_person(participant_id)
    monday = monday_of(now.astimezone(program.site_clock(site_id=site_id)).date())
    found = [_offers(participant_id, week, now) for week in (monday, monday + timedelta(days=7))]
    best = next((one for one in found if one.state is OfferState.OFFERS), None)
    ready = [one for one in found if one.state is not OfferState.NOT_READY]
    return best or (ready[-1] if ready else found[-1])


@query(Permission.SESSION_EDIT)
def find_week(*, actor: Actor, participant_id: int, week_starts_on: date, now: datetime) -> WeekOffers:  # noqa: ARG001
    """The same for the desk, in any week; where every door is closed, with as few others moved as can be."""
    return _offers(participant_id, week_starts_on, now, moving=True)


@query(Permission.SESSION_EDIT)
def people_without_week(*, actor: Actor, site_id: int, week_starts_on: date) -> tuple[ShortPerson, ...]:  # noqa: ARG001
    """Everybody of a published week who has orders and no full week, those with the least first."""
    index = running_index(site_id, week_starts_on)
    if index is None:
        return ()
    minutes = {s.id: s.minutes for s in index.problem.services}
    found = [
        ShortPerson(
            int(person.id[1:]), sum(minutes[s.service] for s in index.held_by(person.id)),
            sum(order.per_week * minutes[order.service] for order in person.orders),
        )
        for person in index.problem.participants
        if any(order.per_week for order in person.orders) and not is_full(index, person)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.minutes - one.ordered, one.participant_id)))


def _offers(participant_id: int, monday: date, now: datetime, *, moving: bool = False) -> WeekOffers:
    where = running(participant_id, monday, now)
    if where is None:
        return WeekOffers(participant_id, site_of_person(participant_id), monday, OfferState.NOT_READY)
    plain = WeekOffers(participant_id, where.site_id, monday, OfferState.FULL)
    if is_full(where.index, where.person):
        return plain
    weeks = tuple(offered(where, one) for one in offer(where.index, where.person))
    if not weeks and moving:
        found = insert_moving(where.index, where.person)
        weeks = (offered_with_moves(where, found),) if found is not None else ()
    if weeks:
        return WeekOffers(participant_id, where.site_id, monday, OfferState.OFFERS, weeks)
    return WeekOffers(participant_id, where.site_id, monday, OfferState.NOTHING, (), _why(where))


def _why(where: Running) -> tuple[OfferedReason, ...]:
    names = {s.code: (s.name, s.name_es) for s in where.catalogue.services}
    return tuple(
        OfferedReason(r.code, {**r.data, "names": list(names.get(str(r.data.get("service", "")), ("", "")))})
        for r in closed_doors(where.index, where.person)
    )


@command(Permission.WEEK_CHOOSE, subject="participant_id")
def choose_week(*, actor: Actor, participant_id: int, week_starts_on: date, key: str) -> int:
    """Books every seat of an offered week at once, or raises OfferGone or BookingRefused and changes nothing."""
    names = _names(key)
    _lock(participant_id, week_starts_on, names)
    where = running(participant_id, week_starts_on)
    found = None if where is None else again(where.index, where.person, names)
    if where is None or found is None:
        raise OfferGone
    return _book(actor, where, participant_id, found)


@command(Permission.SESSION_EDIT)
def place_in_week(*, actor: Actor, participant_id: int, week_starts_on: date, key: str) -> int:
    """Books a week from the desk, with the moves of others that belong to it."""
    take(site_of_person(participant_id), [], alone=True)
    where = running(participant_id, week_starts_on)
    if where is None:
        raise OfferGone
    moving = MOVES in key
    found = insert_moving(where.index, where.person) if moving else again(where.index, where.person, _names(key))
    if found is None or key_of(found) != key:
        raise OfferGone
    return _book(actor, where, participant_id, found)


def _names(key: str) -> list[str]:
    return [name for name in key.split(" ") if name]


def _lock(participant_id: int, monday: date, names: Iterable[str]) -> None:
    """Everything that this choice concerns, in the order in which all bookings lock."""
    sessions = {int(name[1:]) for name in names if NEW not in name and name[1:].isdecimal()}
    site_id = site_of_person(participant_id)
    mine = Seat.objects.filter(participant_id=participant_id, released_at=None)
    held = in_week(mine, WeekWindow(monday, program.site_clock(site_id=site_id)))
    sessions |= set(held.values_list("session_id", flat=True))
    leaders = {int(name.rpartition(f"{NEW}c")[2]) for name in names if name.rpartition(f"{NEW}c")[2].isdecimal()}
    locks = [(Kind.SESSION, number) for number in sessions] + [(Kind.CLINICIAN, number) for number in leaders]
    take(site_id, [*locks, (Kind.PARTICIPANT, participant_id)])


def _book(actor: Actor, where: Running, participant_id: int, found: Placement) -> int:
    booked = apply(where, participant_id, found)
    open_asks = WeekAsk.objects.filter(
        participant_id=participant_id, week_starts_on=where.week_starts_on, chosen=False, closed_at=None
    )
    open_asks.update(closed_at=timezone.now(), closed_by_id=actor.user_id or None)
    row = WeekAsk.objects.create(
        participant_id=participant_id, site_id=where.site_id, week_starts_on=where.week_starts_on, chosen=True,
        done=booked.as_json(),
    )  # fmt: skip
    return row.pk


@command(Permission.WEEK_CHOOSE, subject="participant_id")
def take_back_choice(*, actor: Actor, participant_id: int, choice_id: int) -> None:
    """Undoes a choice of the last half hour: the week is as it was before; raises TooLate afterwards."""
    row = WeekAsk.objects.filter(pk=choice_id, participant_id=participant_id, chosen=True).first()
    if row is None:
        raise NotFound("choice")
    _undo(actor, row, timezone.now() - UNDO)


@command(Permission.SESSION_EDIT)
def take_back_placement(*, actor: Actor, choice_id: int) -> int:
    """Undoes, at the desk, a week that was booked in one press; returns whose it was."""
    row = WeekAsk.objects.filter(pk=choice_id, chosen=True).first()
    if row is None:
        raise NotFound("choice")
    _undo(actor, row, timezone.now() - UNDO)
    return int(row.participant_id)


def _undo(actor: Actor, row: WeekAsk, since: datetime) -> None:
    take(row.site_id, [], alone=True)
    row.refresh_from_db()
    if row.closed_at is not None:
        return
    booked = Booked.from_json(row.done)
    begun = Seat.objects.filter(pk__in=booked.seats, during__startswith__lte=timezone.now()).exists()
    if row.made_at < since or begun:
        raise TooLate
    revert(row.participant_id, booked)
    row.closed_at, row.closed_by_id = timezone.now(), actor.user_id or None
    row.save(update_fields=["closed_at", "closed_by"])


@command(Permission.WEEK_CHOOSE, subject="participant_id")
def ask_clinic(*, actor: Actor, participant_id: int, week_starts_on: date, note: str = "") -> int:  # noqa: ARG001
    """Puts somebody on the list of people for whom the scheduler looks for a week; asking twice keeps one entry."""
    where = running(participant_id, week_starts_on)
    why = [] if where is None else [{"code": r.code, **r.data} for r in _why(where)]
    row, _ = WeekAsk.objects.update_or_create(
        participant_id=participant_id, week_starts_on=week_starts_on, chosen=False, closed_at=None,
        defaults={"site_id": site_of_person(participant_id), "note": note.strip()[:MOST_ASKED], "reasons": why},
    )  # fmt: skip
    return row.pk


@command(Permission.SESSION_EDIT)
def close_ask(*, actor: Actor, ask_id: int, closed: bool = True) -> None:
    """Takes somebody off the list, or puts them back; raises NotFound."""
    rows = WeekAsk.objects.filter(pk=ask_id, chosen=False)
    if not rows.exists():
        raise NotFound("ask")
    if closed:
        rows.filter(closed_at=None).update(closed_at=timezone.now(), closed_by_id=actor.user_id or None)
    else:
        rows.update(closed_at=None, closed_by_id=None)
