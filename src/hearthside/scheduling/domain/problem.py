"""The file format `hearthside.timetable.problem/1`: reading it without mercy, writing it back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from zoneinfo import ZoneInfo

from .entities import (
    DAY_NAMES,
    DAY_PARTS,
    MODES,
    Audience,
    Clinician,
    Commitment,
    Order,
    Participant,
    Preferences,
    Problem,
    Room,
    Service,
    Session,
    Span,
    clock,
)
from .reading import ProblemInvalid, Reader, is_text, read_session, unique

FORMAT = "hearthside.timetable.problem/1"

__all__ = ["FORMAT", "Problem", "ProblemInvalid", "parse_problem", "problem_to_json", "session_to_json"]


def parse_problem(data: object) -> Problem:
    """The problem in parsed JSON; raises ProblemInvalid with every fault and its path."""
    root = Reader(data, "")
    if not root.table():
        raise ProblemInvalid(root.faults)
    if root.get("format").value != FORMAT:
        root.get("format", None).fault(f"must be {FORMAT}")
    services = tuple(_service(item) for item in root.get("services").items())
    clinicians = tuple(_clinician(item) for item in root.get("clinicians").items())
    participants = tuple(
        _participant(item, {s.id for s in services}, {c.id for c in clinicians})
        for item in root.get("participants").items()
    )
    published, locked = _published(root)
    week = root.get("week")
    week.table()
    problem = Problem(
        starts_on=_date(week.get("starts_on")),
        time_zone=_zone(week.get("time_zone")),
        start_step=_step(root.get("start_step")),
        opening=tuple(item.span() for item in root.get("opening").items()),
        rooms=tuple(_room(item) for item in root.get("rooms").items()),
        services=services,
        clinicians=clinicians,
        participants=participants,
        published=published,
        locked=locked,
    )
    week.no_slips()
    root.no_slips()
    _cross_check(root, problem)
    if root.faults:
        raise ProblemInvalid(list(dict.fromkeys(root.faults)))
    return problem


def _date(reader: Reader) -> date:
    try:
        return date.fromisoformat(reader.text() or "1970-01-01")
    except ValueError:
        reader.fault("must be a date such as 2026-11-30")
        return date(1970, 1, 1)


def _zone(reader: Reader) -> str:
    name = reader.text()
    try:
        ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        reader.fault(f"there is no time zone {name}")
    return name


def _step(reader: Reader) -> int:
    step = reader.whole(15, 1440)
    if step % 15:
        reader.fault("must be a multiple of 15 minutes")
    return step


def _room(reader: Reader) -> Room:
    reader.table()
    room = Room(reader.get("id").text(), reader.get("capacity").whole())
    reader.no_slips()
    return room


def _audience(reader: Reader) -> Audience:
    reader.table()
    name, tracks = reader.get("id").text(), reader.get("tracks").texts()
    audience = Audience(name, tracks, reader.get("language", None).optional_text())
    reader.no_slips()
    return audience


def _service(reader: Reader) -> Service:
    reader.table()
    audiences = tuple(_audience(item) for item in reader.get("audiences").items())
    unique(reader.get("audiences", []), [a.id for a in audiences])
    low, high = reader.get("min_size").whole(), reader.get("max_size").whole()
    if high < low:
        reader.get("max_size").fault("is below the smallest size")
    service = Service(
        id=reader.get("id").text(),
        kind=reader.get("kind", "group").one_of(("group", "individual")),
        minutes=reader.get("minutes").whole(1, 1440),
        min_size=low,
        max_size=high,
        countable=reader.get("countable", True).flag(),
        audiences=audiences,
    )
    reader.no_slips()
    return service


def _clinician(reader: Reader) -> Clinician:
    reader.table()
    clinician = Clinician(
        id=reader.get("id").text(),
        leads=reader.get("leads").texts(),
        tracks=reader.get("tracks").texts(),
        languages=reader.get("languages", []).texts(),
        gender=reader.get("gender", None).optional_text(),
        modes=reader.get("modes").texts(MODES),
        works=tuple(item.span() for item in reader.get("works").items()),
        max_contact_minutes=reader.get("max_contact_minutes").whole(),
    )
    reader.no_slips()
    return clinician


def _order(reader: Reader, services: set[str], clinicians: set[str]) -> Order:
    reader.table()
    order = Order(
        reader.get("service").text(),
        reader.get("per_week").whole(0, 1000),
        reader.get("clinician", None).optional_text(),
    )
    if order.service and order.service not in services:
        reader.get("service").fault(f"there is no service {order.service}")
    if order.clinician and order.clinician not in clinicians:
        reader.get("clinician").fault(f"there is no clinician {order.clinician}")
    reader.no_slips()
    return order


def _preferences(reader: Reader, clinicians: set[str]) -> Preferences:
    preferences = Preferences(
        modes=reader.get("modes", {}).points(MODES.__contains__, "mode"),
        day_parts=reader.get("day_parts", {}).points(DAY_PARTS.__contains__, "part of the day"),
        clinician_gender=reader.get("clinician_gender", {}).points(bool, "gender"),
        clinicians=reader.get("clinicians", {}).points(clinicians.__contains__, "clinician"),
    )
    reader.no_slips()
    return preferences


def _commitment(reader: Reader) -> Commitment:
    label = reader.get("label", "").value
    if not is_text(label):
        reader.get("label").fault("must be a text")
    return Commitment(str(label), reader.span())


def _participant(reader: Reader, services: set[str], clinicians: set[str]) -> Participant:
    reader.table()
    orders = tuple(_order(item, services, clinicians) for item in reader.get("orders").items())
    ordered = [order.service for order in orders]
    for number, service in enumerate(ordered):
        if service and service in ordered[:number]:
            reader.faults.append((f"{reader.path}.orders[{number}].service", f"{service} is ordered twice"))
    prefers = reader.get("prefers", {})
    prefers.table()
    participant = Participant(
        id=reader.get("id").text(),
        track=reader.get("track").text(),
        priority=reader.get("priority", 1).whole(),
        orders=orders,
        min_minutes=reader.get("min_minutes").whole(),
        min_days=reader.get("min_days").whole(0, 1000),
        max_minutes_per_day=reader.get("max_minutes_per_day").whole(),
        modes=reader.get("modes").texts(MODES),
        travel_minutes=reader.get("travel_minutes", 0).whole(),
        not_with=reader.get("not_with", []).texts(),
        languages=reader.get("languages", []).texts(),
        commitments=tuple(_commitment(item) for item in reader.get("commitments", []).items()),
        prefers=_preferences(prefers, clinicians),
    )
    reader.no_slips()
    return participant


def _published(root: Reader) -> tuple[tuple[Session, ...] | None, tuple[str, ...]]:
    weeks = root.get("published", None)
    locked = root.get("locked", [])
    published: tuple[Session, ...] | None = None
    if weeks.value is not None:
        read = [read_session(item) for item in weeks.items()]
        published = tuple(session for session in read if session is not None)
        unique(weeks, [session.id for session in published])
    known = {session.id for session in published or ()}
    for item in locked.items():
        name = item.text()
        if name and name not in known:
            item.fault(f"there is no published session {name}")
    return published, Reader(locked.value, locked.path).texts()


def _cross_check(root: Reader, problem: Problem) -> None:
    for key, ids in (
        ("services", [s.id for s in problem.services]),
        ("clinicians", [c.id for c in problem.clinicians]),
        ("participants", [p.id for p in problem.participants]),
        ("rooms", [r.id for r in problem.rooms]),
    ):
        unique(root.get(key, []), ids)
    services = {s.id for s in problem.services}
    for i, clinician in enumerate(problem.clinicians):
        for j, service in enumerate(clinician.leads):
            if service and service not in services:
                root.faults.append((f"clinicians[{i}].leads[{j}]", f"there is no service {service}"))
    people = {p.id for p in problem.participants}
    for i, person in enumerate(problem.participants):
        for j, other in enumerate(person.not_with):
            if other and other not in people:
                root.faults.append((f"participants[{i}].not_with[{j}]", f"there is no participant {other}"))
            elif other and other == person.id:
                root.faults.append((f"participants[{i}].not_with[{j}]", "is the participant"))


def _span(span: Span) -> dict[str, str]:
    return {"day": DAY_NAMES[span.day], "start": clock(span.start), "end": clock(span.end)}


def session_to_json(session: Session) -> dict[str, object]:
    """A session as both file formats write it."""
    return {
        "id": session.id,
        "service": session.service,
        "audience": session.audience,
        "mode": session.mode,
        "day": DAY_NAMES[session.day],
        "start": clock(session.start),
        "room": session.room,
        "clinician": session.clinician,
        "participants": list(session.participants),
    }


def _without_nothing(item: object) -> dict[str, object]:
    fields = asdict(item)  # type: ignore[call-overload]
    return {key: list(v) if isinstance(v, tuple) else v for key, v in fields.items() if v is not None}


def problem_to_json(problem: Problem) -> dict[str, object]:
    """The problem as the file format writes it; parse_problem reads it back unchanged."""
    services = [
        {**_without_nothing(s), "audiences": [_without_nothing(a) for a in s.audiences]} for s in problem.services
    ]
    clinicians = [{**_without_nothing(c), "works": [_span(w) for w in c.works]} for c in problem.clinicians]
    participants = [
        {
            **_without_nothing(p),
            "orders": [_without_nothing(o) for o in p.orders],
            "commitments": [{"label": c.label, **_span(c.span)} for c in p.commitments],
        }
        for p in problem.participants
    ]
    return {
        "format": FORMAT,
        "week": {"starts_on": problem.starts_on.isoformat(), "time_zone": problem.time_zone},
        "start_step": problem.start_step,
        "opening": [_span(o) for o in problem.opening],
        "rooms": [_without_nothing(r) for r in problem.rooms],
        "services": services,
        "clinicians": clinicians,
        "participants": participants,
        "published": None if problem.published is None else [session_to_json(s) for s in problem.published],
        "locked": list(problem.locked),
    }
