"""The hidden week around which a made-up clinic is built: its sessions, who leads them, and who sits in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from hearthside.scheduling.domain.entities import IN_PERSON, ONLINE, Order, Participant, Preferences, Session, Span

from .lives import LIFE_STARTS, OPENING, SCHOOL_STARTS, life

MINUTES = {"process": 90, "skills": 90, "education": 60, "family": 90, "individual": 60}
WEEKS = (
    (("process", "skills", "education"), ("process", "skills"), ("education", "process")),
    (("process", "skills", "education"), ("process", "skills"), ("family", "process")),
    (("process", "skills", "education"), ("process", "skills", "education"), ("process", "skills", "education")),
)
SCHOOL_WEEK = (("process", "skills"), ("process", "education"), ("family",))
TRACKS = ("general", "dual", "general", "trauma", "adolescent", "dual", "general", "women", "trauma", "spanish")
CONTACT, LONGEST_DAY, DAY_LIMIT = 1200, 540, 240
SMALLEST, LARGEST = 4, 12  # people in a group


@dataclass(slots=True)
class Leader:
    """A clinician while the hidden week grows: whatever it asks of them, they can do."""

    id: str
    gender: str
    leads: set[str] = field(default_factory=lambda: {"individual"})
    tracks: set[str] = field(default_factory=set)
    spanish: bool = False
    busy: list[Span] = field(default_factory=list)

    def can(self, span: Span, track: str) -> bool:
        """Whether one more session leaves this clinician within the limits of a week."""
        today = [s for s in self.busy if s.day == span.day]
        if any(s.start < span.end and span.start < s.end for s in today):
            return False
        first, last = min(s.start for s in [*today, span]), max(s.end for s in [*today, span])
        contact = sum(s.end - s.start for s in [*self.busy, span])
        known = track in self.tracks or len(self.tracks) < 3
        return known and last - first <= LONGEST_DAY and contact <= CONTACT and len({*self._days(), span.day}) <= 5

    def _days(self) -> set[int]:
        return {s.day for s in self.busy}


@dataclass(slots=True)
class Cohort:
    """People of one track who share the group sessions of the hidden week."""

    track: str
    kind: str
    mode: str
    week: tuple[tuple[str, ...], ...]
    groups: list[tuple[str, Span]] = field(default_factory=list)
    leaders: list[Leader] = field(default_factory=list)


@dataclass(slots=True)
class Hidden:
    """Everybody and every session of the hidden week."""

    random: Random
    leaders: list[Leader] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    enemies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    taken: dict[tuple[bool, int, int], int] = field(default_factory=dict)

    def rooms_needed(self) -> tuple[int, int]:
        """How many large rooms and offices the hidden week fills at once."""
        large = [count for (small, _, _), count in self.taken.items() if not small]
        offices = [count for (small, _, _), count in self.taken.items() if small]
        return max(large, default=1), max(offices, default=1)

    def room(self, span: Span, *, small: bool) -> str:
        """The first room that is free."""
        number = 1
        stems = ("room", "office")
        used = {
            s.room
            for s in self.sessions
            if s.day == span.day and s.start < span.end and span.start < s.start + MINUTES[s.service]
        }
        while f"{stems[small]}{number}" in used:
            number += 1
        for quarter in range(span.start // 15, span.end // 15):
            key = (small, span.day, quarter)
            self.taken[key] = max(number, self.taken.get(key, 0))
        return f"{stems[small]}{number}"


def plant(people: int, served: int, seed: int) -> Hidden:
    """A hidden week for the first so many people; the others lead lives like theirs and have no place in it."""
    hidden = Hidden(Random(seed))  # noqa: S311
    number = 0
    while len(hidden.participants) < people:
        left = people - len(hidden.participants)
        before = left if len(hidden.participants) >= served else min(left, served - len(hidden.participants))
        size = min(before, hidden.random.randrange(6, 12))
        if 0 < before - size < SMALLEST:
            size = before if before <= LARGEST else before - SMALLEST
        _cohort(hidden, number, size, served=len(hidden.participants) < served)
        number += 1
    _quarrels(hidden)
    return hidden


def _cohort(hidden: Hidden, number: int, size: int, *, served: bool) -> None:
    random = hidden.random
    track = TRACKS[number % len(TRACKS)]
    young = track == "adolescent"
    kind = "school" if young else random.choice(("work", "work", "parent", "shift", "free"))
    mode = ONLINE if random.random() < 0.2 else IN_PERSON
    cohort = Cohort(track, kind, mode, SCHOOL_WEEK if young else random.choice(WEEKS))
    _plan_groups(hidden, cohort)
    names = tuple(f"p{len(hidden.participants) + place + 1}" for place in range(size))
    for service, span in cohort.groups:
        if served:
            _open(hidden, cohort, service, span, names)
    if not served:
        cohort.leaders = [leader for leader in hidden.leaders if track in leader.tracks] or hidden.leaders[:1]
    for name in names:
        hidden.participants.append(_person(hidden, cohort, name, served=served))


def _plan_groups(hidden: Hidden, cohort: Cohort) -> None:
    """Three days of the week, each with its groups one after another."""
    random = hidden.random
    days = sorted(random.sample(range(6 if max(map(len, cohort.week)) <= 3 else 5), 3))
    starts = SCHOOL_STARTS if cohort.kind == "school" else LIFE_STARTS[cohort.kind]
    start = random.choice(starts)
    for day, services in zip(days, cohort.week, strict=True):
        opening = next(o for o in OPENING if o.day == day)
        length = sum(MINUTES[s] for s in services)
        at = max(opening.start, min(start if day < 5 else 540, opening.end - length))
        for service in services:
            cohort.groups.append((service, Span(day, at, at + MINUTES[service])))
            at += MINUTES[service]


def _open(hidden: Hidden, cohort: Cohort, service: str, span: Span, names: tuple[str, ...]) -> None:
    leader = next((one for one in hidden.leaders if one.can(span, cohort.track)), None)
    if leader is None:
        leader = Leader(f"c{len(hidden.leaders) + 1}", hidden.random.choice("fm"))
        hidden.leaders.append(leader)
    leader.leads.add(service)
    _busy(hidden, cohort, leader, service, span, names)
    if leader not in cohort.leaders:
        cohort.leaders.append(leader)


def _busy(hidden: Hidden, cohort: Cohort, leader: Leader, service: str, span: Span, names: tuple[str, ...]) -> None:
    leader.tracks.add(cohort.track)
    leader.spanish |= cohort.track == "spanish"
    leader.busy.append(span)
    adult = cohort.track not in {"adolescent", "spanish"}
    shared = adult and (service in {"education", "family"} or (service == "skills" and cohort.track != "trauma"))
    audience = "any" if service == "individual" else "adult" if shared else cohort.track
    room = hidden.room(span, small=service == "individual") if cohort.mode == IN_PERSON else None
    name = f"h{len(hidden.sessions) + 1}"
    hidden.sessions.append(Session(name, service, audience, cohort.mode, span.day, span.start, room, leader.id, names))


def _person(hidden: Hidden, cohort: Cohort, name: str, *, served: bool) -> Participant:
    random = hidden.random
    counts: dict[str, int] = {}
    for service, _ in cohort.groups:
        counts[service] = counts.get(service, 0) + 1
    orders = [Order(service, count) for service, count in counts.items()]
    mine = [span for _, span in cohort.groups]
    if cohort.track != "spanish" and random.random() < 0.75:
        leader = random.choice(cohort.leaders)
        alone = _alone(hidden, cohort, leader, mine) if served else Span(6, 0, 0)
        if alone is not None:
            orders.append(Order("individual", 1, leader.id))
        if alone is not None and served:
            _busy(hidden, cohort, leader, "individual", alone, (name,))
            mine.append(alone)
    travel = random.choice((15, 15, 30, 30, 45, 60))
    both = (IN_PERSON, ONLINE)
    modes = random.choice((both, both, (cohort.mode,)))
    return Participant(
        id=name,
        track=cohort.track,
        priority=3 if random.random() < 0.07 else 1,
        orders=tuple(orders),
        min_minutes=360 if cohort.kind == "school" else 540,
        min_days=3,
        max_minutes_per_day=DAY_LIMIT,
        modes=modes,
        travel_minutes=travel,
        not_with=(),
        languages=("en", "es") if cohort.track == "spanish" else ("en",),
        commitments=life(random, cohort.kind, mine, travel, days_online=cohort.mode == ONLINE),
        prefers=Preferences(
            modes={random.choice(modes): 3},
            day_parts={random.choice(("morning", "afternoon", "evening", "weekend")): 2},
            clinician_gender={random.choice("fm"): 2} if random.random() < 0.3 else {},
        ),
    )


def _alone(hidden: Hidden, cohort: Cohort, leader: Leader, mine: list[Span]) -> Span | None:
    """An hour with one clinician that fits both weeks, on a day that has room for it."""
    found = []
    for opening in OPENING:
        today = [s for s in mine if s.day == opening.day]
        if sum(s.end - s.start for s in today) + MINUTES["individual"] > DAY_LIMIT:
            continue
        for start in range(opening.start, opening.end - MINUTES["individual"] + 1, 30):
            span = Span(opening.day, start, start + MINUTES["individual"])
            near = any(abs(start - s.start) <= 180 for s in today) or cohort.kind in {"free", "parent"}
            meets = any(s.start < span.end and span.start < s.end for s in today)
            if near and not meets and leader.can(span, cohort.track):
                found.append(span)
    return hidden.random.choice(found) if found else None


def _quarrels(hidden: Hidden) -> None:
    """A few people of different cohorts who must not meet."""
    together: dict[str, set[str]] = {}
    for session in hidden.sessions:
        for name in session.participants:
            together.setdefault(name, set()).update(session.participants)
    names = [p.id for p in hidden.participants]
    for _ in range(len(names) // 40):
        one, other = hidden.random.sample(names, 2)
        if other not in together.get(one, set()):
            hidden.enemies[one] = (other,)
