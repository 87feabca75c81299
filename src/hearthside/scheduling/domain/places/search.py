"""The best week for one person out of many seats, exactly: day by day, then over the days.

All that is counted (sessions owed, minutes of a scarce clinician, seats at times of an earlier offer, people who
would have to give way) lives in the fields of one number, each with a spare bit above it: one subtraction tells
whether everything still fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .ask import MOST_A_WEEK, Ask, Choice
from .index import WeekIndex

OWED_BITS, SMALL_BITS, MINUTE_BITS = 4, 8, 16
OLD_DAYS = 1 << 10  # above every quarter-hour of waiting between sessions
DAYS = OLD_DAYS << 3
COST = DAYS << 3
POINT = COST << 24

Chain = Any  # (Choice, the chain before it) or None
Found = dict[int, tuple[int, Chain]]  # what is used up -> what it is worth, and the seats


@dataclass(frozen=True, slots=True)
class Avoid:
    """A week that the new one should not look like: no more than so many seats at its times."""

    times: frozenset[tuple[int | str, ...]]
    most: int
    exactly: bool = False

    def has(self, seat: Choice) -> bool:
        """Whether a seat is at one of its times: the same start, or only the same part of the same day."""
        return (seat.time if self.exactly else seat.part) in self.times


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for beside the rules: all that is owed or the most of it, unlike other weeks, few moved."""

    full: bool = True
    avoid: tuple[Avoid, ...] = ()
    most_moved: int = 0
    old_days: frozenset[int] = frozenset()


@dataclass(slots=True)
class Fields:
    """The layout of the one number in which everything is counted."""

    limit: int = 0
    guard: int = 0
    width: int = 0

    def add(self, most: int, bits: int) -> int:
        """A new field that counts up to `most`; its unit."""
        unit = 1 << self.width
        self.width += bits
        self.limit += min(most, (1 << (bits - 1)) - 1) * unit
        self.guard |= 1 << (self.width - 1)
        return unit


@dataclass(slots=True)
class _Layout:
    fields: Fields = field(default_factory=Fields)
    owed: dict[str, int] = field(default_factory=dict)
    scarce: dict[str, int] = field(default_factory=dict)
    avoid: list[tuple[Avoid, int]] = field(default_factory=list)
    price: int = 0
    services: int = 0


def best_week(index: WeekIndex, asked: Ask, seats: Sequence[Choice], wish: Wish = Wish()) -> list[Choice] | None:
    """The seats of the best week, in the order of time; None where there is none."""
    if wish.full and not asked.exact:
        return None
    layout = _layout(index, asked, seats, wish)
    by_day: dict[int, list[Choice]] = defaultdict(list)
    for seat in seats:
        by_day[seat.day].append(seat)
    worth = _worth(index, asked, seats, wish)
    days = [(day, _day(index, asked, layout, by_day[day], day, worth)) for day in sorted(by_day)]
    if wish.full:
        return _full(asked, layout, days)
    return _most(layout, days)


def _layout(index: WeekIndex, asked: Ask, seats: Iterable[Choice], wish: Wish) -> _Layout:
    layout = _Layout()
    for service, number in asked.owed.items():
        if number:
            layout.owed[service] = layout.fields.add(number, OWED_BITS)
    layout.services = (1 << layout.fields.width) - 1
    for clinician in sorted({seat.clinician for seat in seats if seat.scarce}):
        layout.scarce[clinician] = layout.fields.add(index.minutes_left[clinician], MINUTE_BITS)
    layout.avoid = [(avoid, layout.fields.add(avoid.most, SMALL_BITS)) for avoid in wish.avoid]
    layout.price = layout.fields.add(wish.most_moved, SMALL_BITS)
    return layout


def _uses(layout: _Layout, seat: Choice) -> int:
    uses = layout.owed[seat.service] + seat.price * layout.price
    if seat.scarce:
        uses += seat.cost * layout.scarce[seat.clinician]
    for avoid, unit in layout.avoid:
        if avoid.has(seat):
            uses += unit
    return uses


@dataclass(frozen=True, slots=True)
class _Worth:
    point: int
    day: int
    minute: int
    seat: int
    countable: dict[str, int]
    old_days: frozenset[int]

    def of(self, seat: Choice) -> int:
        counted = self.countable[seat.service]
        extra = counted * self.minute - self.seat if counted else self.seat
        return seat.points * self.point - seat.cost * COST + extra


def _worth(index: WeekIndex, asked: Ask, seats: Iterable[Choice], wish: Wish) -> _Worth:
    """Full weeks: points, cost, few days, new days, little waiting; else minutes, few sessions and days before."""
    counted = {s: index.services[s].minutes if index.services[s].countable else 0 for s in asked.owed}
    if wish.full:
        return _Worth(POINT, DAYS, 0, 0, counted, wish.old_days)
    day = POINT * (2 * sum(asked.owed.values()) * max((abs(s.points) for s in seats), default=0) + 2)
    return _Worth(POINT, day, day << 16, day << 8, counted, wish.old_days)


def _day(index: WeekIndex, asked: Ask, layout: _Layout, seats: list[Choice], day: int, worth: _Worth) -> Found:
    """The best set of seats of one day for everything that a day can use up."""
    found: Found = {}
    for mode in asked.person.modes:
        mine = [seat for seat in seats if seat.mode == mode]
        if mine:
            for uses, item in _one_mode(index, asked, layout, mine, day, worth).items():
                if uses not in found or item[0] > found[uses][0]:
                    found[uses] = item
    if day not in asked.given:
        less = worth.day + (OLD_DAYS if day in worth.old_days else 0)
        found = {uses: (value - less, chain) for uses, (value, chain) in found.items()}
    return found


def _one_mode(index: WeekIndex, asked: Ask, layout: _Layout, seats: list[Choice], day: int, worth: _Worth) -> Found:
    """Sweep the day once; what is carried along is the best chain of seats that has ended by now."""
    fields = Fields(layout.fields.limit, layout.fields.guard, layout.fields.width)
    for service, unit in layout.owed.items():
        fields.limit -= (min(asked.owed[service], MOST_A_WEEK) - 1) * unit
    minute = fields.add(max(0, asked.person.max_minutes_per_day - asked.minutes.get(day, 0)), MINUTE_BITS)
    top, guard, strip = fields.limit | fields.guard, fields.guard, minute - 1
    ended: dict[int, tuple[int, Chain]] = {}
    coming: dict[int, list[tuple[int, int, Chain]]] = defaultdict(list)
    found: dict[int, tuple[int, Chain]] = {}
    lengths = {service: index.services[service].minutes * minute for service in layout.owed}
    by_start: dict[int, list[tuple[Choice, int, int]]] = defaultdict(list)
    for seat in seats:
        by_start[seat.start].append((seat, _uses(layout, seat) + lengths[seat.service], worth.of(seat)))
    for now in sorted(by_start):
        for end in sorted(end for end in coming if end <= now):
            for uses, value, chain in coming.pop(end):
                if uses not in ended or value > ended[uses][0]:
                    ended[uses] = value, chain
        for seat, uses, value in by_start[now]:
            end = now + seat.length
            if (top - uses) & guard != guard:
                continue
            arrivals = coming[end]
            _keep(found, uses, value, (seat, None))
            arrivals.append((uses, value + end, (seat, None)))
            for before, (carried, chain) in ended.items():
                total = before + uses
                if (top - total) & guard == guard:
                    whole = carried - now + value
                    _keep(found, total, whole, (seat, chain))
                    arrivals.append((total, whole + end, (seat, chain)))
    best: Found = {}
    for uses, (value, chain) in found.items():
        _keep(best, uses & strip, value, chain)
    return best


def _keep(found: dict[int, tuple[int, Chain]], uses: int, value: int, chain: Chain) -> None:
    known = found.get(uses)
    if known is None or value > known[0]:
        found[uses] = value, chain


def _full(asked: Ask, layout: _Layout, days: list[tuple[int, Found]]) -> list[Choice] | None:
    """Over the days: all that is owed, on enough days."""
    fields, services = layout.fields, layout.services
    owed, guard = fields.limit & services, fields.guard & services
    top, every = fields.limit | fields.guard, fields.guard
    need = max(0, asked.person.min_days - len(asked.given))
    later, fresh_later = _later(asked, layout, days)
    states: list[Found] = [{} for _ in range(need + 1)]
    states[0][0] = 0, None
    for number, (day, found) in enumerate(days):
        fresh = day not in asked.given
        enough = later[number + 1] + guard - owed
        following: list[Found] = [{} for _ in range(need + 1)]
        options = list(found.items())
        for count, table in enumerate(states):
            up = min(need, count + 1) if fresh else count
            stays = count + fresh_later[number + 1] >= need
            goes = up + fresh_later[number + 1] >= need
            target = following[up]
            for used, (value, chain) in table.items():
                if stays and (enough + (used & services)) & guard == guard:
                    _keep(following[count], used, value, chain)
                if not goes:
                    continue
                for uses, (more, seats) in options:
                    total = used + uses
                    if (top - total) & every == every and (enough + (total & services)) & guard == guard:
                        whole = value + more
                        known = target.get(total)
                        if known is None or whole > known[0]:
                            target[total] = whole, (seats, chain)
        states = following
    done = [item for used, item in states[need].items() if used & services == owed]
    return _unwound(max(done, key=lambda item: item[0])[1]) if done else None


def _later(asked: Ask, layout: _Layout, days: list[tuple[int, Found]]) -> tuple[list[int], list[int]]:
    """What the days from each one on could still give: sessions of each service, and days not yet used."""
    later, fresh = [0], [0]
    for day, found in reversed(days):
        can = 0
        for unit in layout.owed.values():
            mask = unit * ((1 << OWED_BITS) - 1)
            full = later[-1] & mask == unit * ((1 << (OWED_BITS - 1)) - 1)
            can += unit if not full and any(uses & mask for uses in found) else 0
        later.append(later[-1] + can)
        fresh.append(fresh[-1] + (day not in asked.given))
    return later[::-1], fresh[::-1]


def _most(layout: _Layout, days: list[tuple[int, Found]]) -> list[Choice]:
    """Over the days: as much of what is owed as can be."""
    top, every = layout.fields.limit | layout.fields.guard, layout.fields.guard
    states: Found = {0: (0, None)}
    for _, found in days:
        following = dict(states)
        for used, (value, chain) in states.items():
            for uses, (more, seats) in found.items():
                total = used + uses
                if (top - total) & every == every:
                    _keep(following, total, value + more, (seats, chain))
        states = following
    return _unwound(max(states.values(), key=lambda item: item[0])[1])


def _unwound(chain: Chain) -> list[Choice]:
    found = []
    while chain is not None:
        seats, chain = chain
        while seats is not None:
            seat, seats = seats
            found.append(seat)
    return sorted(found, key=lambda seat: seat.start)
