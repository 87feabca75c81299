"""The week board as the page draws it: words and addresses for every card, made before the template runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from hearthside.desk.domain.board import Board, Cell, LaneHead, Now, Spot, lay_out
from hearthside.desk.selectors import WeekFacts
from hearthside.desk.views import addresses, words
from hearthside.kernel.intervals import Interval
from hearthside.scheduling.selectors import SessionCard

ROOMS, CLINICIANS = "rooms", "clinicians"
ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Slot:
    """One card of the board."""

    id: str
    name: str
    times: str
    seats: str
    mark: str
    tone: str
    href: str
    spoken: str


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell with its classes; its rows are written out here, because a template spells every number anew."""

    classes: str
    rows: str
    slot: Slot | None


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row with its time."""

    time: str
    head: int
    hour: bool
    now: bool
    cells: tuple[DrawnCell, ...]


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """A lane's heading."""

    name: str
    columns: int
    first: bool


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """A day's heading and its lanes."""

    number: int
    day: date
    columns: int
    lanes: tuple[DrawnLane, ...]
    today: bool
    count: int


@dataclass(frozen=True, slots=True)
class DrawnBoard:
    """Everything the template loops over."""

    step: int
    days: tuple[DrawnDay, ...]
    rows: tuple[DrawnRow, ...]
    columns: int
    phone_day: int


def draw(facts: WeekFacts, *, lanes: str, week: date, days: Sequence[int], now: datetime) -> DrawnBoard:
    """The board of these days of a week."""
    sessions = [card for card in facts.sessions if (card.day - week).days in days]
    key = _key(lanes)
    spots = [_spot(card, week, key(card)) for card in sessions]
    present = _now(now, week)
    names = _lane_names(facts, sessions, lanes)
    board = lay_out(spots, days=days, lanes=list(names), opening=_opening(facts), now=present)
    slots = {card.id: _slot(card, facts, now, lanes) for card in sessions}
    return DrawnBoard(
        board.step,
        tuple(_day(head.day, head.lanes, head.columns, week, names, present, sessions) for head in board.days),
        _rows(board, slots), board.columns, _phone_day(board, spots, present),
    )  # fmt: skip


def _key(lanes: str) -> Callable[[SessionCard], str]:
    if lanes == CLINICIANS:
        return lambda card: str(card.clinician_id)
    return lambda card: str(card.room_id) if card.room_id else ONLINE


def _lane_names(facts: WeekFacts, sessions: Sequence[SessionCard], lanes: str) -> dict[str, str]:
    """The lanes in their order: rooms as the site lists them and then online, or clinicians by name."""
    if lanes == CLINICIANS:
        return {str(c.clinician_id): c.clinician_name for c in sorted(sessions, key=lambda c: c.clinician_name)}
    known = {str(room.id): room.name for room in facts.site.rooms}
    elsewhere = {str(card.room_id): card.room_name for card in sessions if card.room_id}
    return known | elsewhere | {ONLINE: _("Online")}


def _spot(card: SessionCard, week: date, lane: str) -> Spot:
    start, end = words.minute_of_day(card)
    return Spot(card.id, (card.day - week).days, lane, start, end)


def _now(now: datetime, week: date) -> Now | None:
    day = (now.date() - week).days
    return Now(day, now.hour * 60 + now.minute) if 0 <= day < 7 else None


def _opening(facts: WeekFacts) -> dict[int, list[Interval]]:
    opening: dict[int, list[Interval]] = {}
    for span in facts.site.opening:
        opening.setdefault(span.day, []).append(Interval(span.start, span.end))
    return opening


def _day(
    number: int, lanes: Sequence[LaneHead], columns: int, week: date, names: dict[str, str], now: Now | None,
    sessions: Sequence[SessionCard],
) -> DrawnDay:  # fmt: skip
    day = week + timedelta(days=number)
    drawn = tuple(DrawnLane(names.get(lane.key, ""), lane.columns, lane.first) for lane in lanes)
    count = sum(card.day == day and not card.cancelled for card in sessions)
    return DrawnDay(number, day, columns, drawn, now is not None and now.day == number, count)


def _rows(board: Board, slots: dict[int, Slot]) -> tuple[DrawnRow, ...]:
    return tuple(
        DrawnRow(
            words.clock(row.minute), row.head, row.hour, row.now,
            tuple(DrawnCell(_classes(cell), str(cell.rows), slots.get(cell.spot or 0)) for cell in row.cells),
        )
        for row in board.rows
    )  # fmt: skip


def _classes(cell: Cell) -> str:
    names = [_DAYS[cell.day]]
    if cell.first:
        names.append("board-day-start")
    if cell.spot is None:
        names.append("board-gap-half" if cell.half else "board-gap")
        if cell.closed:
            names.append("board-closed")
        if cell.now:
            names.append("board-line")
    return " ".join(names)


_DAYS = ("on-0", "on-1", "on-2", "on-3", "on-4", "on-5", "on-6")


def _slot(card: SessionCard, facts: WeekFacts, now: datetime, lanes: str) -> Slot:
    mark, tone = _mark(card, facts, now)
    beside = words.where(card) if lanes == CLINICIANS else card.clinician_initials
    return Slot(
        str(card.id), words.service_name(card), words.times(card),
        f"{words.seats(card)} · {beside}" if words.is_group(card) else beside, mark, tone,
        addresses.to("desk:session", card.id),
        f"{words.where(card)}, {card.clinician_name}",
    )  # fmt: skip


def _mark(card: SessionCard, facts: WeekFacts, now: datetime) -> tuple[str, str]:
    """What is to be known about a session, in words, and the tone that goes with it."""
    if card.cancelled:
        return _("Cancelled"), "slot-cancelled"
    if not card.taken:
        return _("Nobody yet"), "slot-care"
    if card.ends > now and card.taken < facts.least.get(card.service_id, 1):
        return _("Below minimum"), "slot-care"
    if card.starts <= now < card.ends:
        return _("Now"), "slot-now"
    if words.is_group(card) and not card.free and card.starts > now:
        return _("Full"), "slot-full"
    return "", "slot-past" if card.ends <= now else ""


def _phone_day(board: Board, spots: Sequence[Spot], now: Now | None) -> int:
    """The day a narrow screen shows first: today, else the first with a session."""
    shown = [head.day for head in board.days]
    if now is not None and now.day in shown:
        return now.day
    return min((spot.day for spot in spots), default=shown[0] if shown else 0)
