"""The choice of a repair as variables: some people seat by seat, everybody else stays where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hearthside.scheduling.domain.entities import IN_PERSON
from hearthside.scheduling.domain.held import MARK
from hearthside.scheduling.domain.model import cliques

from .board import Board, Family


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a model may go: who is spelt out, who of them keeps every seat that is not hit, which seats are new."""

    people: frozenset[int]
    keep: frozenset[int] = frozenset()
    only: Callable[[Board, int, int], bool] | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in one of several candidates of a slot that are all the same to them; `home` is a published seat."""

    person: int
    slot: int
    choices: tuple[int, ...]
    home: Family | None
    known: bool
    points: int


@dataclass(slots=True)
class Built:
    """The variables of one model."""

    board: Board
    reach: Reach
    model: Any
    seats: list[Seat] = field(default_factory=list)
    var: list[Any] = field(default_factory=list)
    open: dict[int, Any] = field(default_factory=dict)
    fill: dict[tuple[tuple[int, ...], int], Any] = field(default_factory=dict)
    staying: set[int] = field(default_factory=set)
    room: dict[tuple[int, int], Any] = field(default_factory=dict)
    full: dict[int, Any] = field(default_factory=dict)
    lost: dict[int, Any] = field(default_factory=dict)
    days: list[tuple[Any, tuple[int, ...]]] = field(default_factory=list)
    mine: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    load: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))

    @property
    def people(self) -> frozenset[int]:
        """Who is spelt out."""
        return self.reach.people

    def rest(self, family: Family) -> frozenset[int]:
        """Who sits in a published session and stays there."""
        return self.board.members[family] - self.people


def build(board: Board, reach: Reach, model: Any) -> Built:
    """All variables and rules."""
    built = Built(board, reach, model)
    for person in sorted(built.people):
        _options(built, person)
    _rest(built)
    _open(built)
    _fill(built)
    homes = _locked_rooms(board)
    for c in built.open:
        _size(built, c, homes)
    _rooms(built)
    _clinicians(built)
    for person in sorted(built.people):
        _person(built, person)
    _apart(built)
    return built


def _options(built: Built, person: int) -> None:
    """Every seat that somebody could take; candidates that are all the same to them are one seat."""
    board, reach = built.board, built.reach
    universe = board.universe
    homes = board.seats.get(person, ())
    known = {(f[0], f[3]) for f in homes}
    kept = [f for f in homes if f not in board.hit] if person in reach.keep else []
    wanted = _wanted(board, person, kept)
    for slot in universe.slots_of[person]:
        groups: dict[tuple[Family | None, bool, int, int], list[int]] = defaultdict(list)
        for c in universe.seats_of(person, slot):
            family = board.family(c)
            home = family if family in homes else None
            if not (home or wanted[family[0]] > 0):
                continue
            if home is None and ((c in board.locked and MARK in universe.service(c).id) or _clash(board, kept, c)):
                continue
            if home is None and reach.only is not None and not reach.only(board, person, c):
                continue
            alone = c if universe.enemies[person] or c in board.locked else -1
            groups[home, family[::3] in known, universe.points(person, c), alone].append(c)
        for (home, same, points, _), choices in groups.items():
            built.mine[person].append(len(built.seats))
            built.seats.append(Seat(person, slot, tuple(choices), home, same, points))
            built.var.append(built.model.new_bool_var(""))
            if home is not None and choices[0] in board.locked:
                built.model.add(built.var[-1] == 1)
    for family in kept:
        homes_of = [built.var[n] for n in built.mine[person] if built.seats[n].home == family]
        built.model.add(sum(homes_of) >= 1)


def _wanted(board: Board, person: int, kept: list[Family]) -> dict[int, int]:
    """How many more sessions of each service somebody may take, beside those that they keep."""
    problem = board.universe.problem
    orders = {o.service: o.per_week for o in problem.participants[person].orders}
    return {
        number: orders.get(service.id, 0) - sum(f[0] == number for f in kept)
        for number, service in enumerate(problem.services)
    }


def _clash(board: Board, kept: list[Family], c: int) -> bool:
    slot = board.universe.slot(c)
    for service, day, start, _ in kept:
        end = start + board.universe.problem.services[service].minutes
        if day == slot.day and (service == slot.service or (start < slot.end and slot.start < end)):
            return True
    return False


def _rest(built: Built) -> None:
    """Everybody else stays."""
    for family, home in built.board.home.items():
        rest = built.rest(family)
        if rest:
            built.staying.add(home)
            built.load[home].append(len(rest))


def _open(built: Built) -> None:
    used = {c for seat in built.seats for c in seat.choices} | built.staying
    for c in sorted(used):
        built.open[c] = var = built.model.new_bool_var("")
        if c in built.board.locked or c in built.staying:
            built.model.add(var == 1)


def _fill(built: Built) -> None:
    """How many of those who do not mind sit with each clinician of a slot."""
    alike: dict[tuple[int, ...], list[Any]] = defaultdict(list)
    for seat, var in zip(built.seats, built.var, strict=True):
        built.model.add_bool_or([*(built.open[c] for c in seat.choices), var.negated()])
        if len(seat.choices) == 1:
            built.load[seat.choices[0]].append(var)
        else:
            alike[seat.choices].append(var)
    for choices, variables in alike.items():
        most = min(built.board.universe.service(choices[0]).max_size, len(variables))
        for c in choices:
            built.fill[choices, c] = number = built.model.new_int_var(0, most, "")
            built.load[c].append(number)
        built.model.add(sum(variables) == sum(built.fill[choices, c] for c in choices))


def _locked_rooms(board: Board) -> dict[Family, str | None]:
    problem = board.situation.problem
    services = {s.id: i for i, s in enumerate(problem.services)}
    clinicians = {c.id: i for i, c in enumerate(problem.clinicians)}
    locked = [s for s in problem.published or () if s.id in problem.locked]
    return {(services[s.service], s.day, s.start, clinicians[s.clinician]): s.room for s in locked}


def _size(built: Built, c: int, homes: dict[Family, str | None]) -> None:
    board, model, opened = built.board, built.model, built.open[c]
    service, load = board.universe.service(c), built.load[c]
    top = service.max_size * opened
    if board.universe.slot(c).mode == IN_PERSON:
        rooms = board.rooms(c)
        if c in board.locked:
            room = homes.get(board.family(c))
            rooms = [(n, seats) for n, seats in rooms if room in board.universe.room_classes[n].rooms]
        for number, _ in rooms:
            built.room[c, number] = opened if len(rooms) == 1 else model.new_bool_var("")
        if len(rooms) != 1:
            model.add(sum(built.room[c, number] for number, _ in rooms) == opened)
        top = sum(seats * built.room[c, number] for number, seats in rooms)
    model.add(sum(load) >= max(1, service.min_size) * opened)
    model.add(sum(load) <= top)


def _when(built: Built, c: int, what: Any) -> tuple[int, int, Any]:
    slot = built.board.universe.slot(c)
    return slot.day * 10_000 + slot.start, slot.day * 10_000 + slot.end, what


def _rooms(built: Built) -> None:
    uses: dict[int, list[tuple[int, int, Any]]] = defaultdict(list)
    for (c, number), var in built.room.items():
        uses[number].append(_when(built, c, var))
    for number, intervals in uses.items():
        count = len(built.board.universe.room_classes[number].rooms)
        for clique in cliques(intervals):
            if len(clique) > count:
                built.model.add(sum(clique) <= count)


def _clinicians(built: Built) -> None:
    universe = built.board.universe
    uses: dict[int, list[tuple[int, int, Any]]] = defaultdict(list)
    contact: dict[int, list[Any]] = defaultdict(list)
    for c, var in built.open.items():
        clinician = universe.candidates[c].clinician
        uses[clinician].append(_when(built, c, var))
        contact[clinician].append(universe.service(c).minutes * var)
    for clinician, intervals in uses.items():
        for clique in cliques(intervals):
            if len(clique) > 1:
                built.model.add_at_most_one(clique)
        built.model.add(sum(contact[clinician]) <= universe.problem.clinicians[clinician].max_contact_minutes)


def _person(built: Built, person: int) -> None:
    """One person's week: what was ordered, never twice at once, each day possible; full where it was."""
    board, model = built.board, built.model
    who = board.universe.problem.participants[person]
    by_service: dict[str, list[Any]] = defaultdict(list)
    by_day: dict[int, list[int]] = defaultdict(list)
    for number in built.mine[person]:
        by_service[board.universe.service(built.seats[number].choices[0]).id].append(built.var[number])
        by_day[board.universe.slots[built.seats[number].slot].day].append(number)
    days = [_day(built, person, numbers) for numbers in by_day.values()]
    full = model.new_bool_var("") if person in board.full else None
    for order in who.orders:
        model.add(sum(by_service[order.service]) <= order.per_week)
        if full is not None:
            model.add(sum(by_service[order.service]) >= order.per_week * full)
    if full is not None:
        built.full[person] = full
        if max((o.per_week for o in who.orders), default=0) < who.min_days:
            model.add(sum(days) >= who.min_days * full)
    _lost(built, person)


def _lost(built: Built, person: int) -> None:
    """Countable minutes that somebody loses."""
    before, universe = built.board.minutes[person], built.board.universe
    if before:
        services = [(universe.service(built.seats[n].choices[0]), built.var[n]) for n in built.mine[person]]
        given = sum(service.minutes * var for service, var in services if service.countable)
        built.lost[person] = lost = built.model.new_int_var(0, before, "")
        built.model.add(lost >= before - given)


def _day(built: Built, person: int, numbers: list[int]) -> Any:
    """One day of one person: nothing at once, no service twice, one mode, not too long."""
    model, universe = built.model, built.board.universe
    for clique in cliques([_when(built, built.seats[n].choices[0], built.var[n]) for n in numbers]):
        if len(clique) > 1:
            model.add_at_most_one(clique)
    services: dict[int, list[Any]] = defaultdict(list)
    modes: dict[str, list[Any]] = defaultdict(list)
    for number in numbers:
        slot = universe.slots[built.seats[number].slot]
        services[slot.service].append(built.var[number])
        modes[slot.mode].append(built.var[number])
    for variables in services.values():
        if len(variables) > 1:
            model.add_at_most_one(variables)
    if len(modes) > 1:
        here = model.new_bool_var("")
        in_person = (n for n in numbers if universe.slots[built.seats[n].slot].mode == IN_PERSON)
        built.days.append((here, tuple(in_person)))
        for mode, variables in modes.items():
            for var in variables:
                model.add_implication(var, here if mode == IN_PERSON else here.negated())
    most = universe.problem.participants[person].max_minutes_per_day
    lengths = {s: universe.problem.services[s].minutes for s in services}
    if sum(lengths.values()) > most:
        model.add(sum(lengths[s] * var for s, variables in services.items() for var in variables) <= most)
    day = model.new_bool_var("")
    built.days.append((day, tuple(numbers)))
    model.add(sum(built.var[n] for n in numbers) >= day)
    return day


def _apart(built: Built) -> None:
    """People who must not meet never share a session; nor with somebody of the rest who stays in it."""
    board = built.board
    sits: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for seat, var in zip(built.seats, built.var, strict=True):
        if board.universe.enemies[seat.person]:
            sits[seat.person, seat.choices[0]].append(var)
    for (person, c), variables in sits.items():
        family = board.family(c)
        staying = built.rest(family) if board.home.get(family) == c else frozenset()
        for other in board.universe.enemies[person]:
            for var in variables:
                if other > person:
                    for theirs in sits.get((other, c), ()):
                        built.model.add_bool_or([var.negated(), theirs.negated()])
                if other in staying:
                    built.model.add(var == 0)
