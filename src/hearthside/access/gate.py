"""The one gate: permission or consent, transaction, work, audit; all or nothing.

`@command` runs in one transaction and is retried when the database says so; `@query` leaves a "read" in the trail;
`@open_to_all` marks the few functions that run before anybody is known, with the reason.
"""

from __future__ import annotations

import contextlib
import functools
import random
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, transaction

from hearthside.access import policies
from hearthside.access.actor import Actor
from hearthside.access.permissions import Permission
from hearthside.audit import trail

P = ParamSpec("P")
R = TypeVar("R")
RETRY_STATES = frozenset({"40P01", "40001"})
ATTEMPTS = 6
_depth: ContextVar[int] = ContextVar("hearthside_gate_depth", default=0)
_done: ContextVar[list[trail.Event]] = ContextVar("hearthside_gate_done")
_denials: ContextVar[list[trail.Event] | None] = ContextVar("hearthside_gate_denials", default=None)


class NotPermitted(Exception):
    """May not, or is not there: the two look the same to whoever asked."""


class NotFound(NotPermitted):
    """What was asked for does not exist; shown exactly as `NotPermitted` is."""


def command(permission: Permission, *, subject: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guards a use case that changes something; `subject` names the argument with the participant's id."""

    def decorate(work: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(work)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            event = _event("do", permission, work, subject, kwargs)
            return _outermost(lambda: _run_command(work, event, permission, args, kwargs))

        guarded.permission, guarded.subject = permission, subject  # type: ignore[attr-defined]
        return guarded

    return decorate


def query(permission: Permission, *, subject: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guards an answer; `subject` names the argument with the participant's id."""

    def decorate(work: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(work)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            event = _event("read", permission, work, subject, kwargs)

            def ask() -> R:
                _require(_actor(kwargs), permission, event)
                answer = work(*args, **kwargs)
                trail.note_read(event)
                return answer

            return _outermost(ask)

        guarded.permission, guarded.subject = permission, subject  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_to_all(reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks a function that runs before anybody is known; the reason is shown in the permission table."""

    def decorate(work: Callable[P, R]) -> Callable[P, R]:
        work.open_to_all = reason  # type: ignore[attr-defined]
        return work

    return decorate


def require(*, actor: Actor, permission: Permission, subject_id: int | None) -> None:
    """Asks the rules in the middle of a use case that turns out to concern a particular person."""
    _require(actor, permission, trail.Event("check", permission, "gate.require", actor, subject_id, {}))


def may(*, actor: Actor, permission: Permission, subject_id: int | None = None) -> bool:
    """Whether a page should offer something; the use case itself asks again."""
    return policies.allowed(actor, permission, subject_id)


def _run_command(work: Callable[P, R], event: trail.Event, permission: Permission, args: Any, kwargs: Any) -> R:
    done = _done.get()
    nested, mark = _depth.get() > 1, len(done)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                _require(_actor(kwargs), permission, event)
                result = work(*args, **kwargs)
                done.append(event)
                if not nested:
                    trail.write(done)
            return result
        except BaseException as error:
            del done[mark:]
            state = getattr(error.__cause__, "sqlstate", None) if isinstance(error, OperationalError) else None
            if nested or state not in RETRY_STATES or attempt == ATTEMPTS:
                raise
            time.sleep(random.uniform(0.005, 0.03) * 2**attempt)  # noqa: S311 -- spreads retries, no secret
    raise AssertionError("unreachable")


def _outermost(run: Callable[[], R]) -> R:
    """Around the outermost use case: what is done is written at its end, so that the trail is locked only then.

    Denials are written after everything that was rolled back; reads once, at the end of the request or of the use case.
    """
    if _depth.get():
        return _deeper(run)
    tokens = _done.set([]), _denials.set([])
    try:
        with contextlib.nullcontext() if trail.is_collecting() else trail.one_flush_for_reads():
            return _deeper(run)
    finally:
        events = _denials.get()
        _done.reset(tokens[0])
        _denials.reset(tokens[1])
        if events:
            trail.write(events)


def _deeper(run: Callable[[], R]) -> R:
    token = _depth.set(_depth.get() + 1)
    try:
        return run()
    finally:
        _depth.reset(token)


def _require(actor: Actor, permission: Permission, event: trail.Event) -> None:
    if policies.allowed(actor, permission, event.subject_id):
        return
    denied = event.as_denied()
    pending = _denials.get()
    if pending is None:
        trail.write([denied])
    else:
        pending.append(denied)
    raise NotPermitted(str(permission))


def _actor(kwargs: dict[str, Any]) -> Actor:
    actor = kwargs.get("actor")
    if not isinstance(actor, Actor):
        raise TypeError("a use case needs actor=Actor(…)")
    return actor


def _event(
    verb: str, permission: Permission, work: Callable[..., Any], subject: str, kwargs: dict[str, Any]
) -> trail.Event:
    name = f"{work.__module__.removeprefix('hearthside.')}.{work.__name__}"
    subject_id = int(kwargs[subject]) if subject else None
    return trail.Event(verb, permission, name, _actor(kwargs), subject_id, trail.plain_detail(kwargs))
