"""What the coming sessions of a service could be about, so that each person meets what they have missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.care.domain.marks import ABSENT
from hearthside.care.models import AttendanceMark, SessionTopic
from hearthside.care.selectors._reading import _ATTENDANCE
from hearthside.participants import selectors as participants
from hearthside.program import selectors as program
from hearthside.program.selectors import TopicRow
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling.domain.curriculum import Meeting, choose_topics
from hearthside.scheduling.selectors import SeatRow, SessionCard

WEEKS = 6


@dataclass(frozen=True, slots=True)
class TopicCell:
    """One coming session: the topic that somebody chose, or the one that is suggested, and for whom it is new."""

    card: SessionCard
    topic: TopicRow
    chosen: bool
    new_for: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """The coming sessions of one group: same people's day, time and leader, week after week."""

    first: SessionCard
    cells: tuple[TopicCell, ...]


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """The topics of a service for the coming weeks; `proved` where no choice brings people more that is new."""

    topics: tuple[TopicRow, ...]
    groups: tuple[TopicGroup, ...]
    new: int
    bound: int
    sessions: int

    @property
    def proved(self) -> bool:
        """Whether no choice of topics is better."""
        return self.new == self.bound

    @property
    def suggested(self) -> dict[int, int]:
        """The topic of each session for which nobody has chosen one."""
        return {c.card.id: c.topic.id for group in self.groups for c in group.cells if not c.chosen}


@dataclass(frozen=True, slots=True)
class SessionTopicFacts:
    """The topics that a session can have, and the one that it has."""

    topics: tuple[TopicRow, ...]
    chosen: int | None
    chosen_name: str


@query(Permission.ATTENDANCE_READ)
def session_topic(*, actor: Actor, session_id: int) -> SessionTopicFacts:  # noqa: ARG001
    """What a session is about."""
    card = scheduling.session_card(actor=_ATTENDANCE, session_id=session_id)
    topics = program.topics(actor=_ATTENDANCE, service_id=card.service_id)
    row = SessionTopic.objects.filter(session_id=session_id).values_list("topic_id", "topic__name").first()
    return SessionTopicFacts(topics, row[0] if row else None, row[1] if row else "")


@query(Permission.ATTENDANCE_READ)
def topic_plan(
    *,
    actor: Actor,  # noqa: ARG001
    site_id: int,
    service_id: int,
    now: datetime | None = None,
) -> TopicPlan:
    """The published sessions of a service in the coming weeks, each with the topic that brings its people most."""
    now = now or datetime.now(UTC)
    topics = program.topics(actor=_ATTENDANCE, service_id=service_id)
    ids = scheduling.session_ids_between(
        actor=_ATTENDANCE, site_id=site_id, start=now, end=now + timedelta(days=7 * WEEKS)
    )
    cards = [c for c in scheduling.session_cards(actor=_ATTENDANCE, session_ids=ids) if c.service_id == service_id]
    seats = scheduling.session_people(actor=_ATTENDANCE, session_ids=[c.id for c in cards])
    chosen = dict(SessionTopic.objects.filter(session_id__in=seats).values_list("session_id", "topic_id"))
    known = {topic.id: topic for topic in topics}
    meetings = [
        Meeting(str(c.id), tuple(str(s.participant_id) for s in seats[c.id]), _text(known, chosen.get(c.id)))
        for c in cards
    ]
    found = choose_topics(meetings, [str(topic.id) for topic in topics], _met(service_id, now))
    people = sorted({int(person) for choice in found.choices for person in choice.new})
    names = participants.cards(actor=_ATTENDANCE, participant_ids=people)
    cells = [
        TopicCell(
            card, known[int(choice.topic)], chosen.get(card.id) in known,
            tuple(sorted((names[int(p)].display_name for p in choice.new), key=str.casefold)), choice.people,
        )
        for card, choice in zip(cards, found.choices, strict=False)
    ]  # fmt: skip
    return TopicPlan(topics, _groups(cells), found.new, found.bound, len(cards))


def _text(known: dict[int, TopicRow], topic: int | None) -> str | None:
    return str(topic) if topic in known else None


def _met(service_id: int, now: datetime) -> dict[str, list[str]]:
    """Which topics people have met: they had a place in the session, and were not marked as absent."""
    held = dict(
        SessionTopic.objects.filter(topic__service_id=service_id, session__during__startswith__lt=now).values_list(
            "session_id", "topic_id"
        )
    )
    seats: Iterable[Sequence[SeatRow]] = scheduling.session_people(actor=_ATTENDANCE, session_ids=list(held)).values()
    rows = [row for session in seats for row in session]
    absent = AttendanceMark.objects.filter(superseded_at=None, status__in=[s.value for s in ABSENT])
    gone = set(absent.filter(seat_id__in=[row.seat_id for row in rows]).values_list("seat_id", flat=True))
    met: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.seat_id not in gone:
            met[str(row.participant_id)].append(str(held[row.session_id]))
    return met


def _groups(cells: Iterable[TopicCell]) -> tuple[TopicGroup, ...]:
    found: dict[tuple[object, ...], list[TopicCell]] = defaultdict(list)
    for cell in cells:
        card = cell.card
        key = card.starts.weekday(), card.starts.time(), card.audience_id, card.clinician_id
        found[key].append(cell)
    return tuple(TopicGroup(group[0].card, tuple(group)) for group in found.values())


@query(Permission.ATTENDANCE_READ)
def may_read_topics(*, actor: Actor) -> None:
    """Nothing, for those who may read attendance; everybody else is refused."""
