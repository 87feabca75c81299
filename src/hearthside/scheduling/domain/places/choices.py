"""Every seat that could give somebody what is owed to them; of seats that are alike in all that matters, the best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hearthside.scheduling.domain.entities import IN_PERSON, Clinician, Order, Service, Session, day_part

from .ask import Ask, Choice, fitting, open_starts
from .index import Sitting, WeekIndex
from .masks import DAY, QUARTER, bits, quarters, run

BLOCKED = 99  # more people would have to give way than any chain moves


def choices(
    index: WeekIndex,
    asked: Ask,
    *,
    banned: frozenset[str] = frozenset(),
    since: int = 0,
    most_moved: int = 0,
    alike: bool = False,
) -> list[Choice]:
    """The seats of a person, from a quarter-hour of the week on.

    With `most_moved`, also seats that others sit in; with `alike`, seats at the same time beside each other.
    """
    best: dict[tuple[object, ...], Choice] = {}
    for order in asked.person.orders:
        if not asked.owed[order.service]:
            continue
        service = index.services[order.service]
        for mode in asked.person.modes:
            allowed = open_starts(asked, mode, service.minutes) >> since << since
            for choice in _of_mode(index, asked, order, service, mode, allowed, banned, most_moved):
                if service.id in asked.given.get(choice.day, ()):
                    continue
                alone = choice.clinician if choice.scarce else choice.session if alike else ""
                key = choice.service, mode, choice.start, choice.price, alone
                other = best.get(key)
                if other is None or (choice.points, -choice.cost) > (other.points, -other.cost):
                    best[key] = choice
    return sorted(best.values(), key=_order) if alike else _without_worse(best.values())


def _without_worse(found: Iterable[Choice]) -> list[Choice]:
    """Leave out what a seat at the same time beats at a price that is no higher."""
    kept: list[Choice] = []
    free: dict[tuple[str, str, int], tuple[int, int]] = {}
    for choice in sorted(found, key=_order):
        key, worth = (choice.service, choice.mode, choice.start), (choice.points, -choice.cost)
        if key in free and free[key] >= worth:
            continue
        if not choice.scarce:
            free[key] = max(worth, free.get(key, worth))
        kept.append(choice)
    return kept


def _order(choice: Choice) -> tuple[object, ...]:
    return choice.start, choice.service, choice.mode, choice.price, choice.scarce, -choice.points, choice.clinician


def _of_mode(
    index: WeekIndex,
    asked: Ask,
    order: Order,
    service: Service,
    mode: str,
    allowed: int,
    banned: frozenset[str],
    most_moved: int,
) -> Iterator[Choice]:
    audiences = {audience.id: audience for audience in fitting(asked.person, service)}
    enemies = index.enemies(asked.person)
    for sitting in index.of_service.get(service.id, {}).values():
        session = sitting.session
        if (
            allowed >> sitting.start & 1
            and session.mode == mode
            and session.audience in audiences
            and order.clinician in (None, session.clinician)
            and session.id not in banned
        ):
            price = must_leave(sitting, enemies)
            if price <= most_moved and not (price and session.id in index.locked):
                points = points_of(asked, index.clinicians[session.clinician], mode, sitting.start)
                yield Choice(service.id, mode, sitting.start, quarters(service.minutes), points, 0, session.id,
                             session.audience, session.clinician, price=price)  # fmt: skip
    if service.min_size <= 1 <= service.max_size:
        for audience in audiences:
            yield from _opened(index, asked, order, service, audience, mode, allowed)


def must_leave(sitting: Sitting, enemies: frozenset[str]) -> int:
    """How many people would have to give up their place before somebody could sit here."""
    return (
        max(len(sitting.people & enemies), len(sitting.people) + 1 - sitting.capacity) if sitting.capacity else BLOCKED
    )


def _opened(
    index: WeekIndex, asked: Ask, order: Order, service: Service, audience_id: str, mode: str, allowed: int
) -> Iterator[Choice]:
    """Sessions that could be opened for this person alone: the clinician they like best at each time."""
    count = quarters(service.minutes)
    audience = next(a for a in service.audiences if a.id == audience_id)
    if mode == IN_PERSON:
        allowed &= index.starts_of_rooms(count)
    most = asked.new_minutes(index.services)
    leaders = [
        (-_liked(asked, c), index.minutes_left[c.id] < most, number, c)
        for number, c in enumerate(index.problem.clinicians)
        if order.clinician in (None, c.id)
        and service.id in c.leads
        and mode in c.modes
        and not set(audience.tracks).isdisjoint(c.tracks)
        and (audience.language is None or audience.language in c.languages)
        and index.minutes_left[c.id] >= service.minutes
    ]
    for _, scarce, _, clinician in sorted(leaders, key=lambda item: item[:3]):
        starts = allowed & index.starts_of_leader(clinician.id, count)
        for start in bits(starts):
            points = points_of(asked, clinician, mode, start)
            yield Choice(service.id, mode, start, count, points, service.minutes, "", audience_id, clinician.id, scarce)
        if not scarce:
            allowed &= ~starts


def _liked(asked: Ask, clinician: Clinician) -> int:
    likes = asked.person.prefers
    return likes.clinicians.get(clinician.id, 0) + likes.clinician_gender.get(clinician.gender or "", 0)


def points_of(asked: Ask, clinician: Clinician, mode: str, start: int) -> int:
    """What the person's preferences give to a seat."""
    likes, (day, quarter) = asked.person.prefers, divmod(start, DAY)
    part = likes.day_parts.get(day_part(day, quarter * QUARTER), 0)
    return likes.modes.get(mode, 0) + part + _liked(asked, clinician)


def opened_session(index: WeekIndex, choice: Choice, name: str) -> Session:
    """The session that a choice opens, with the smallest free room where it needs one."""
    day, quarter = divmod(choice.start, DAY)
    room = index.room_at(run(choice.start, choice.length)) if choice.mode == IN_PERSON else None
    start = quarter * QUARTER
    return Session(name, choice.service, choice.audience, choice.mode, day, start, room, choice.clinician, ())
