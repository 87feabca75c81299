"""Where the search looks next: small parts of a week that are decided anew while the rest stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

from .candidates import Universe
from .plan import Plan
from .scope import Scope

WEEK = frozenset(range(7))


@dataclass(slots=True)
class Kind:
    """One way to choose a part, with how large it may be and how well it did lately."""

    name: str
    size: float
    merit: float = 1.0


@dataclass(slots=True)
class Chooser:
    """Chooses parts of the week, the more often the better they did."""

    universe: Universe
    random: Random
    kinds: list[Kind] = field(
        default_factory=lambda: [
            Kind("companions", 1500.0),
            Kind("days", 1500.0),
            Kind("reseat", 3000.0),
            Kind("strangers", 1500.0),
        ]
    )

    def choose(self, plan: Plan, centre: list[int]) -> tuple[Kind, Scope]:
        """A part of the week, around the given people where there are any."""
        kinds = [k for k in self.kinds if not centre or k.name == "companions"]
        kind = self.random.choices(kinds, [k.merit for k in kinds])[0]
        if kind.name == "days":
            return kind, self._days(plan, int(kind.size))
        people = self._people(plan, kind, centre)
        if kind.name == "reseat":
            return kind, Scope(dict.fromkeys(people, WEEK), frozenset())
        opens = self._opens(people, WEEK, int(kind.size))
        return kind, Scope(dict.fromkeys(people, WEEK), opens)

    def learn(self, kind: Kind, *, better: bool, proved: bool) -> None:
        """Grow what is solved at once, shrink what is not, and prefer what helped."""
        kind.merit = max(0.15, 0.9 * kind.merit + (0.3 if better else 0.0))
        if proved:
            kind.size = min(20_000, kind.size * 1.06)
        elif not better:
            kind.size = max(300, kind.size * 0.85)

    def _people(self, plan: Plan, kind: Kind, centre: list[int]) -> list[int]:
        """People who sit together, or anybody, until the part is large enough."""
        universe, everybody = self.universe, len(self.universe.problem.participants)
        open_slots = {universe.candidates[c].slot for c in plan.members}
        room = kind.size if kind.name == "reseat" else kind.size / 2
        seats = plan.seats()
        chosen: dict[int, None] = {}
        queue = list(centre) or [self.random.randrange(everybody)]
        rest = self.random.sample(range(everybody), everybody)
        while (queue or rest) and room > 0:
            if not queue or (kind.name != "companions" and rest):
                person = rest.pop()
            else:
                person = queue.pop(self.random.randrange(len(queue)))
            if person in chosen:
                continue
            chosen[person] = None
            room -= 8 + sum(slot in open_slots for slot in universe.slots_of[person])
            sessions = sorted(c for c in seats.get(person, ()) if universe.service(c).max_size > 1)
            if sessions:
                queue += sorted(plan.members[self.random.choice(sessions)])
            elif universe.slots_of[person]:
                queue += self._neighbours(plan, person)
        return list(chosen)

    def _neighbours(self, plan: Plan, person: int) -> list[int]:
        """People in sessions that somebody without seats could have joined."""
        slots = set(self.universe.slots_of[person])
        near = [c for c in sorted(plan.members) if self.universe.candidates[c].slot in slots]
        return sorted(plan.members[self.random.choice(near)]) if near else []

    def _days(self, plan: Plan, size: int) -> Scope:
        """One or two whole days, for as many people as fit."""
        universe = self.universe
        days = sorted({slot.day for slot in universe.slots})
        picked = frozenset(self.random.sample(days, min(len(days), self.random.choice((1, 2, 2)))))
        here: dict[int, int] = defaultdict(int)
        for person, slots in enumerate(universe.slots_of):
            here[person] = sum(universe.slots[s].day in picked for s in slots)
        start = self.random.choice(sorted(plan.members)) if plan.members else None
        audience = universe.slot(start).audience if start is not None else ""
        near = {p for c, people in plan.members.items() if universe.slot(c).audience == audience for p in people}
        order = sorted(here, key=lambda p: (p not in near, self.random.random()))
        people: list[int] = []
        room = size * 2
        for person in order:
            room -= here[person]
            if room < 0 and people:
                break
            people.append(person)
        return Scope(dict.fromkeys(people, picked), self._opens(people, picked, size))

    def _opens(self, people: list[int], days: frozenset[int], size: int) -> frozenset[int]:
        """Some sessions that these people could open, as many as the size allows."""
        universe = self.universe
        hopes: dict[int, int] = defaultdict(int)
        for person in people:
            for slot in universe.slots_of[person]:
                if universe.slots[slot].day in days:
                    hopes[slot] += 1
        slots = [
            s for s, n in hopes.items() if n >= max(1, universe.problem.services[universe.slots[s].service].min_size)
        ]
        self.random.shuffle(slots)
        chosen: set[int] = set()
        for slot in slots:
            size -= hopes[slot]
            if size < 0:
                break
            chosen.update(universe.of_slot[slot])
        return frozenset(chosen)
