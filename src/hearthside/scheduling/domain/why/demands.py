"""What a place would ask of a person's life, as a number: which of their times and choices would have to give way.

A part that gives way as a whole is one bit; one that gives way by quarter hours is a run of bits, as many as quarter
hours. So "both of these" is `|`, and "asks no more than" is a comparison of bits.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from hearthside.scheduling.domain.entities import IN_PERSON, Commitment, Participant

from .week import QUARTER, Opening

LONGEST_SHIFT = 120
AWAY = "not in the program on this day"  # the label of days before admission and after discharge: nobody's to change


@dataclass(frozen=True, slots=True)
class Part:
    """A time or a choice that gives way, and by how many minutes where it is a matter of minutes.

    Kinds: `commitment`; `ends_earlier`, `starts_later` (about a commitment); `travel`, `shorter_way` (by so much);
    `day_minutes` (as many as are needed), `longer_day` (by so much); `mode` (on one day, or on any); `clinician`
    (somebody else than the one ordered for a service).
    """

    kind: str
    commitment: Commitment | None = None
    mode: str = ""
    day: int | None = None
    service: str = ""
    clinician: str = ""
    minutes: int = 0


@dataclass(slots=True)
class _Ledger:
    """Gives every part its bits."""

    person: Participant
    first: int = 0
    places: dict[Hashable, int] = field(default_factory=dict)
    parts: dict[int, Part] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)
    _next: int = 0

    def run(self, key: Hashable, part: Part, width: int = 0) -> int:
        """The position of a part's first bit; one that gives way by quarter hours has as many as its width."""
        if key not in self.places:
            self.places[key] = self._next
            self.parts[self._next] = part
            self.widths[self._next] = width
            self.first |= 1 << self._next
            self._next += max(1, width)
        return self.places[key]

    def size(self, demand: int) -> int:
        """How many parts give way."""
        return (demand & self.first).bit_count()

    def read(self, demand: int) -> tuple[Part, ...]:
        """The parts of a demand, with their minutes."""
        found = []
        for place, part in self.parts.items():
            width = self.widths[place]
            if demand >> place & 1:
                steps = (demand >> place & ((1 << width) - 1)).bit_count()
                found.append(replace(part, minutes=steps * QUARTER) if width else part)
        return tuple(found)


def _steps(minutes: int) -> int:
    return -(-minutes // QUARTER)


@dataclass(slots=True)
class Removal(_Ledger):
    """Parts that give way altogether: the person's commitments, the way there, and their choices."""

    def of(self, opening: Opening) -> list[int]:
        """The ways in which this person could sit here."""
        bare = _clashing(self.person, opening, 0)
        travel = self.person.travel_minutes if opening.mode == IN_PERSON else 0
        wide = _clashing(self.person, opening, travel) if travel else bare
        base = self._choices(opening)
        found = [base | self._commitments(wide)] if _movable(self.person, wide) else []
        if bare != wide and _movable(self.person, bare):
            way = 1 << self.run(("travel",), Part("travel", minutes=self.person.travel_minutes))
            found.append(base | way | self._commitments(bare))
        return found

    def orders(self) -> tuple[list[int], ...]:
        """Three orders in which parts may come back: day by day from either end, and those of whole days first."""
        by_day = sorted(self.parts, key=lambda place: _day_of(self.parts[place]))
        long_first = sorted(self.parts, key=lambda place: -_length(self.parts[place]))
        return by_day, by_day[::-1], long_first

    def beyond(self, minutes: int) -> int | None:
        """What so many minutes on one day would ask."""
        most = self.person.max_minutes_per_day
        return 0 if minutes <= most else 1 << self.run(("day",), Part("day_minutes", minutes=most))

    def _commitments(self, numbers: tuple[int, ...]) -> int:
        demand = 0
        for number in numbers:
            part = Part("commitment", self.person.commitments[number])
            demand |= 1 << self.run(("commitment", self.person.commitments[number]), part)
        return demand

    def _choices(self, opening: Opening) -> int:
        demand = 0
        if opening.mode not in self.person.modes:
            demand |= 1 << self.run(("mode", opening.mode), Part("mode", mode=opening.mode), 1)
        ordered = _ordered(self.person, opening)
        if ordered:
            part = Part("clinician", service=opening.service, clinician=ordered)
            demand |= 1 << self.run(("clinician", opening.service), part)
        return demand


@dataclass(slots=True)
class Shift(_Ledger):
    """Parts that give way a little: work ends earlier, one day is online, somebody else leads, a day is longer."""

    def of(self, opening: Opening) -> list[int]:
        """The ways in which this person could sit here, each with the fewest minutes."""
        base = 0
        if opening.mode not in self.person.modes:
            part = Part("mode", mode=opening.mode, day=opening.day)
            base |= 1 << self.run(("mode", opening.mode, opening.day), part)
        ordered = _ordered(self.person, opening)
        if ordered:
            part = Part("clinician", service=opening.service, clinician=ordered)
            base |= 1 << self.run(("clinician", opening.service), part)
        travel = self.person.travel_minutes if opening.mode == IN_PERSON else 0
        return [demand for shorter in self._quicker(opening, travel) for demand in self._there(base, opening, shorter)]

    def beyond(self, minutes: int) -> int | None:
        """What so many minutes on one day would ask; nothing where it is too much to ask."""
        more = minutes - self.person.max_minutes_per_day
        if more <= 0:
            return 0
        if more > LONGEST_SHIFT:
            return None
        place = self.run(("day",), Part("longer_day"), _steps(LONGEST_SHIFT))
        return ((1 << _steps(more)) - 1) << place

    def _quicker(self, opening: Opening, travel: int) -> list[int]:
        """The way there as it is, and shorter by quarter hours where something is in the way."""
        if not _clashing(self.person, opening, travel):
            return [travel]
        return [max(0, travel - QUARTER * steps) for steps in range(_steps(min(travel, LONGEST_SHIFT)) + 1)]

    def _there(self, base: int, opening: Opening, travel: int) -> list[int]:
        """What it asks to sit here when the way takes so long."""
        less = self.person.travel_minutes - travel if opening.mode == IN_PERSON else 0
        if less > 0:
            place = self.run(("way",), Part("shorter_way"), _steps(self.person.travel_minutes))
            base |= ((1 << _steps(less)) - 1) << place
        found = [base]
        for number in _clashing(self.person, opening, travel):
            ways = self._ways(number, opening, travel)
            found = [demand | way for demand in found for way in ways]
        return found

    def _ways(self, number: int, opening: Opening, travel: int) -> list[int]:
        """A commitment out of the way: it ends early enough, or starts late enough."""
        commitment = self.person.commitments[number]
        if commitment.label == AWAY:
            return []
        span, found = commitment.span, []
        for kind, more in (
            ("ends_earlier", span.end + travel - opening.start), ("starts_later", opening.end + travel - span.start),
        ):  # fmt: skip
            if more <= LONGEST_SHIFT and _steps(more) * QUARTER < span.end - span.start:
                place = self.run((kind, commitment), Part(kind, commitment, day=span.day), _steps(LONGEST_SHIFT))
                found.append(((1 << _steps(more)) - 1) << place)
        return found


def _day_of(part: Part) -> int:
    return part.commitment.span.day if part.commitment else 7


def _length(part: Part) -> int:
    return part.commitment.span.end - part.commitment.span.start if part.commitment else 0


def _clashing(person: Participant, opening: Opening, travel: int) -> tuple[int, ...]:
    """The person's commitments that a session, and the way there and back, touches."""
    return tuple(
        number
        for number, c in enumerate(person.commitments)
        if c.span.day == opening.day and opening.start - travel < c.span.end and c.span.start < opening.end + travel
    )


def _movable(person: Participant, numbers: tuple[int, ...]) -> bool:
    return all(person.commitments[n].label != AWAY for n in numbers)


def _ordered(person: Participant, opening: Opening) -> str:
    """The clinician ordered for this service, where none of those who could lead this session is the one."""
    order = next((o for o in person.orders if o.service == opening.service), None)
    return order.clinician if order and order.clinician and order.clinician not in opening.clinicians else ""
