"""The clinic as it would be: a problem with changes made to it, one after another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from random import Random
from typing import Any

from hearthside.scheduling.domain.entities import Audience, Clinician, Order, Participant, Problem, Room, Span
from hearthside.scheduling.domain.held import MARK, base_service
from hearthside.scheduling.domain.hours import minutes_of, with_hours, without_hours
from hearthside.scheduling.domain.reading import ProblemInvalid

from .changes import (
    AddClinician,
    AddRoom,
    Admit,
    Change,
    CloseHours,
    CloseTrack,
    MoreHours,
    OpenHours,
    OpenTrack,
    RemoveClinician,
    RemoveRoom,
)
from .freeing import free_what_cannot_stay

DRAW = 20_261_130  # the same newcomers for the same clinic, whenever somebody asks


class _Fault(Exception):
    """A part of a change that cannot be used: its name and why."""


def apply_changes(problem: Problem, changes: Iterable[Change]) -> Problem:
    """The problem with the changes made in their order; raises ProblemInvalid with the path of every fault."""
    faults, before = [], problem
    for number, change in enumerate(changes):
        try:
            problem = DOES[type(change)](problem, change)
        except _Fault as fault:
            part, reason = fault.args
            faults.append((f"changes[{number}].{part}" if part else f"changes[{number}]", reason))
    if faults:
        raise ProblemInvalid(faults)
    return free_what_cannot_stay(problem, before)


def _known(part: str, name: str, ids: Collection[str], what: str) -> None:
    if name not in ids:
        raise _Fault(part, f"there is no {what} {name}")


def _all_known(part: str, names: Iterable[str], ids: Collection[str], what: str) -> None:
    for number, name in enumerate(names):
        _known(f"{part}[{number}]", name, ids, what)


def _tracks(problem: Problem) -> set[str]:
    told = {t for s in problem.services for a in s.audiences for t in a.tracks}
    return told | {t for c in problem.clinicians for t in c.tracks} | {p.track for p in problem.participants}


def _fresh(prefix: str, taken: Collection[str], count: int = 1) -> list[str]:
    names: list[str] = []
    number = 0
    while len(names) < count:
        number += 1
        if f"{prefix}{number}" not in taken:
            names.append(f"{prefix}{number}")
    return names


def _clinician(problem: Problem, part: str, name: str) -> Clinician:
    _known(part, name, {c.id for c in problem.clinicians}, "clinician")
    return next(c for c in problem.clinicians if c.id == name)


def _add_clinician(problem: Problem, change: AddClinician) -> Problem:
    _all_known("leads", change.leads, {s.id for s in problem.services}, "service")
    _all_known("tracks", change.tracks, _tracks(problem), "track")
    name = _fresh("new-c", {c.id for c in problem.clinicians})[0]
    if change.like is not None:
        base = replace(_clinician(problem, "like", change.like), id=name)
    elif not (change.leads and change.works):
        raise _Fault("", "needs somebody to be like, or the services to lead and the hours to work")
    else:
        tracks = change.tracks or tuple(sorted(_tracks(problem)))
        base = Clinician(name, (), tracks, (), None, ("in_person",), (), minutes_of(change.works))
    given = {
        "leads": change.leads, "tracks": change.tracks, "languages": change.languages, "modes": change.modes,
        "works": change.works, "max_contact_minutes": change.max_contact_minutes,
    }  # fmt: skip
    new = replace(base, **{key: value for key, value in given.items() if value not in ((), None)})  # type: ignore[arg-type]
    return replace(problem, clinicians=(*problem.clinicians, new))


def _remove_clinician(problem: Problem, change: RemoveClinician) -> Problem:
    gone = _clinician(problem, "clinician", change.clinician).id

    def person(p: Participant) -> Participant:
        orders = tuple(replace(o, clinician=None) if o.clinician == gone else o for o in p.orders)
        likes = {name: points for name, points in p.prefers.clinicians.items() if name != gone}
        return replace(p, orders=orders, prefers=replace(p.prefers, clinicians=likes))

    return replace(
        problem,
        clinicians=tuple(c for c in problem.clinicians if c.id != gone),
        participants=tuple(person(p) for p in problem.participants),
    )


def _add_room(problem: Problem, change: AddRoom) -> Problem:
    name = _fresh("new-r", {r.id for r in problem.rooms})[0]
    return replace(problem, rooms=(*problem.rooms, Room(name, change.capacity)))


def _remove_room(problem: Problem, change: RemoveRoom) -> Problem:
    _known("room", change.room, {r.id for r in problem.rooms}, "room")
    return replace(problem, rooms=tuple(r for r in problem.rooms if r.id != change.room))


def _open_hours(problem: Problem, change: OpenHours) -> Problem:
    _all_known("who", change.who, {c.id for c in problem.clinicians}, "clinician")
    return replace(
        problem,
        opening=with_hours(problem.opening, [change.span]),
        clinicians=tuple(_longer(c, (change.span,)) if c.id in change.who else c for c in problem.clinicians),
    )


def _longer(clinician: Clinician, spans: tuple[Span, ...]) -> Clinician:
    """Somebody who works at these times too, on top of what they lead now."""
    works = with_hours(clinician.works, spans)
    more = minutes_of(works) - minutes_of(with_hours(clinician.works, ()))
    return replace(clinician, works=works, max_contact_minutes=clinician.max_contact_minutes + more)


def _close_hours(problem: Problem, change: CloseHours) -> Problem:
    return replace(problem, opening=without_hours(problem.opening, [change.span]))


def _open_track(problem: Problem, change: OpenTrack) -> Problem:
    _known("like", change.like, _tracks(problem), "track")
    _all_known("who", change.who, {c.id for c in problem.clinicians}, "clinician")
    if change.track in _tracks(problem):
        raise _Fault("track", f"there is a track {change.track} already")

    def also(tracks: tuple[str, ...]) -> tuple[str, ...]:
        return (*tracks, change.track) if change.like in tracks else tracks

    opened = _audiences(problem, lambda a: replace(a, tracks=also(a.tracks)))
    clinicians = tuple(
        replace(c, tracks=(*c.tracks, change.track) if c.id in change.who else also(c.tracks))
        if not change.who or c.id in change.who else c
        for c in problem.clinicians
    )  # fmt: skip
    opened = replace(opened, clinicians=clinicians)
    if not change.count:
        return opened
    donors = [p for p in problem.participants if p.track == change.like]
    if not donors:
        raise _Fault("like", f"nobody is in the track {change.like}")
    return _admitted(opened, donors, change.count, track=change.track)


def _close_track(problem: Problem, change: CloseTrack) -> Problem:
    _known("track", change.track, _tracks(problem), "track")
    if change.into is not None:
        _known("into", change.into, _tracks(problem), "track")
        if change.into == change.track:
            raise _Fault("into", "is the track that closes")
    closed = _audiences(problem, lambda a: replace(a, tracks=tuple(t for t in a.tracks if t != change.track)))
    people: list[Participant] = []
    for person in problem.participants:
        if person.track != change.track:
            people.append(person)
        elif change.into is not None:
            people.append(replace(person, track=change.into))
    here = {p.id for p in people}
    return replace(
        closed,
        clinicians=tuple(
            replace(c, tracks=tuple(t for t in c.tracks if t != change.track)) for c in problem.clinicians
        ),
        participants=tuple(replace(p, not_with=tuple(o for o in p.not_with if o in here)) for p in people),
        published=_only(problem, here),
    )


def _only(problem: Problem, here: Collection[str]) -> Any:
    """The published week without people who are not there any more."""
    if problem.published is None:
        return None
    return tuple(replace(s, participants=tuple(p for p in s.participants if p in here)) for s in problem.published)


def _audiences(problem: Problem, change: Callable[[Audience], Audience]) -> Problem:
    services = tuple(replace(s, audiences=tuple(change(a) for a in s.audiences)) for s in problem.services)
    return replace(problem, services=services)


def _admit(problem: Problem, change: Admit) -> Problem:
    _all_known("like", change.like, {p.id for p in problem.participants}, "participant")
    if change.track is not None:
        _known("track", change.track, _tracks(problem), "track")
    donors = [
        p for p in problem.participants
        if change.track in (None, p.track) and (not change.like or p.id in change.like)
    ]  # fmt: skip
    if not donors:
        raise _Fault("track" if change.track else "", "there is nobody whose life the newcomers could be like")
    return _admitted(problem, donors, change.count)


def _admitted(problem: Problem, donors: list[Participant], count: int, track: str | None = None) -> Problem:
    """Newcomers with the lives of these people, each life once before any is used again."""
    random = Random(DRAW)  # noqa: S311
    names = _fresh("new-p", {p.id for p in problem.participants}, count)
    drawn: list[Participant] = []
    while len(drawn) < count:
        drawn += random.sample(donors, min(len(donors), count - len(drawn)))
    new = (
        replace(p, id=name, not_with=(), track=track or p.track, orders=_whole_orders(p))
        for name, p in zip(names, drawn, strict=True)
    )
    return replace(problem, participants=(*problem.participants, *new))


def _whole_orders(person: Participant) -> tuple[Order, ...]:
    """Somebody's orders, those met by a held session included."""
    found: dict[str, Order] = {}
    for order in person.orders:
        base = base_service(order.service)
        known = found.get(base)
        extra = order.per_week + (known.per_week if known else 0)
        named = order.clinician if MARK not in order.service else known.clinician if known else None
        found[base] = replace(order, service=base, per_week=extra, clinician=named)
    return tuple(found.values())


def _more_hours(problem: Problem, change: MoreHours) -> Problem:
    who = _longer(_clinician(problem, "clinician", change.clinician), change.works)
    if change.max_contact_minutes is not None:
        who = replace(who, max_contact_minutes=change.max_contact_minutes)
    return replace(problem, clinicians=tuple(who if c.id == who.id else c for c in problem.clinicians))


DOES: dict[type, Callable[[Problem, Any], Problem]] = {
    AddClinician: _add_clinician, RemoveClinician: _remove_clinician, AddRoom: _add_room, RemoveRoom: _remove_room,
    OpenHours: _open_hours, CloseHours: _close_hours, OpenTrack: _open_track, CloseTrack: _close_track,
    Admit: _admit, MoreHours: _more_hours,
}  # fmt: skip
