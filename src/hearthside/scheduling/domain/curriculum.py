"""Topics of a group that people join at any time, chosen so that each meets what they have missed.

A choice of topics is worth the pairs of a person and a topic that is new to them; every seat that brings nothing new is
a repetition, so the most new is also the fewest repetitions. Gains only shrink as more is chosen, which gives the bound
that prunes the search: what is met so far, plus for each session to come the best that it could add now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

WORK = 600


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session to come: who sits in it, and its topic where somebody has chosen one already."""

    id: str
    people: tuple[str, ...]
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The topic of one session, and for whom it is new."""

    meeting: str
    topic: str
    new: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Curriculum:
    """A topic for every session; `bound` is proved: no choice brings more that is new, and `proved` when none does."""

    choices: tuple[Choice, ...]
    new: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether it is proved that no choice is better."""
        return self.new == self.bound


def choose_topics(
    meetings: Iterable[Meeting], topics: Sequence[str], met: Mapping[str, Iterable[str]], *, work: int = WORK
) -> Curriculum:
    """The best topics for these sessions, in their order of time; `work` limits the steps of the search."""
    meetings = tuple(meetings)
    if not topics:
        return Curriculum((), 0, 0)
    times = {person: Counter(seen) for person, seen in met.items()}
    chosen: dict[str, str] = {}
    bound = 0
    groups = _apart(meetings)
    for group in groups:
        search = _Search(group, tuple(topics), times, max(1, work * len(group) // max(1, len(meetings))))
        search.run()
        chosen |= search.best
        bound += search.bound
    choices = _told(meetings, chosen, times)
    return Curriculum(choices, sum(len(choice.new) for choice in choices), bound)


def _apart(meetings: Sequence[Meeting]) -> list[list[Meeting]]:
    """Sessions that share nobody, not even by way of others, are chosen for apart from each other."""
    groups: list[tuple[set[str], list[Meeting]]] = []
    for meeting in meetings:
        people, together = set(meeting.people), [meeting]
        apart = []
        for known, members in groups:
            if known & people:
                people |= known
                together = members + together
            else:
                apart.append((known, members))
        groups = [*apart, (people, together)]
    place = {meeting.id: number for number, meeting in enumerate(meetings)}
    return [sorted(members, key=lambda m: place[m.id]) for _people, members in groups]


def _told(
    meetings: Sequence[Meeting], chosen: Mapping[str, str], times: Mapping[str, Counter[str]]
) -> tuple[Choice, ...]:
    """Each session's topic with those for whom it is new then, the sessions before it counted."""
    seen = {person: set(count) for person, count in times.items()}
    found = []
    for meeting in meetings:
        topic = chosen[meeting.id]
        new = tuple(p for p in dict.fromkeys(meeting.people) if topic not in seen.setdefault(p, set()))
        for person in new:
            seen[person].add(topic)
        found.append(Choice(meeting.id, topic, new, len(set(meeting.people))))
    return tuple(found)


@dataclass(slots=True)
class _Search:
    """Branch and bound over sessions that share people, the most promising topic first."""

    meetings: list[Meeting]
    topics: tuple[str, ...]
    times: Mapping[str, Counter[str]]
    work: int
    best: dict[str, str] = field(default_factory=dict)
    value: int = -1
    bound: int = 0
    masks: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    left: list[list[int]] = field(default_factory=list)

    def run(self) -> None:
        """The best topics, and the bound that is proved for them."""
        people = sorted({person for meeting in self.meetings for person in meeting.people})
        bit = {person: 1 << number for number, person in enumerate(people)}
        self.masks = [sum(bit[p] for p in set(m.people)) for m in self.meetings]
        self.missing = [
            sum(bit[p] for p in people if topic not in self.times.get(p, Counter())) for topic in self.topics
        ]
        rest = [
            [sum(mask >> n & 1 for mask in self.masks[k:]) for n in range(len(people))] for k in range(len(self.masks))
        ]
        self.left = [*rest, [0] * len(people)]
        self.bound = self._above(0, self.missing)
        if self._try(0, 0, self.missing, []):
            self.bound = self.value
        else:
            self._settle()

    def _settle(self) -> None:
        """One session after another takes the topic that adds most to all the others, until none does."""
        chosen = [self.topics.index(self.best[m.id]) for m in self.meetings]
        better = True
        while better:
            better = False
            for number in range(len(chosen)):
                missing = list(self.missing)
                for other, topic in enumerate(chosen):
                    missing[topic] &= ~self.masks[other] if other != number else -1
                topic = self._ordered(number, missing)[0]
                if self._gain(number, topic, missing) > self._gain(number, chosen[number], missing):
                    chosen[number], better = topic, True
        self.best = {m.id: self.topics[t] for m, t in zip(self.meetings, chosen, strict=True)}

    def _offered(self, number: int) -> list[int]:
        topic = self.meetings[number].topic
        return [self.topics.index(topic)] if topic in self.topics else list(range(len(self.topics)))

    def _gain(self, number: int, topic: int, missing: list[int]) -> int:
        return (self.masks[number] & missing[topic]).bit_count()

    def _above(self, number: int, missing: list[int]) -> int:
        """What the sessions from this one on could add at most: by session, and by what each person still misses."""
        by_session = sum(
            max(self._gain(n, t, missing) for t in self._offered(n)) for n in range(number, len(self.meetings))
        )
        by_person = 0
        for person, left in enumerate(self.left[number]):
            if left:
                by_person += min(left, sum(mask >> person & 1 for mask in missing))
        return min(by_session, by_person)

    def _try(self, number: int, value: int, missing: list[int], chosen: list[int]) -> bool:
        """Whether everything from here on was tried or is proved to be no better."""
        if number == len(self.meetings):
            if value > self.value:
                self.value = value
                self.best = {m.id: self.topics[t] for m, t in zip(self.meetings, chosen, strict=True)}
            return True
        if self.value >= 0 and value + self._above(number, missing) <= self.value:
            return True
        if self.work <= 0 and self.value >= 0:
            return False
        self.work -= 1
        complete = True
        for topic in self._ordered(number, missing):
            left = list(missing)
            left[topic] &= ~self.masks[number]
            gain = self._gain(number, topic, missing)
            complete = self._try(number + 1, value + gain, left, [*chosen, topic]) and complete
        return complete

    def _ordered(self, number: int, missing: list[int]) -> list[int]:
        """Topics new to most first; where nothing is new, those that these people met least often."""
        people = set(self.meetings[number].people)

        def rank(topic: int) -> tuple[int, int, int]:
            before = sum(self.times[p][self.topics[topic]] for p in people if p in self.times)
            return -self._gain(number, topic, missing), before, topic

        return sorted(self._offered(number), key=rank)
