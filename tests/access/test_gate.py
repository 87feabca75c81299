"""The gate: permission, transaction, retry and the trail; all or nothing."""

from __future__ import annotations

import contextlib
import threading
from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError, connection, transaction

from hearthside.access import gate, policies
from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import NotFound, NotPermitted, command, may, open_to_all, query, require
from hearthside.access.permissions import Permission, Role
from hearthside.accounts.models import User
from hearthside.audit import trail
from hearthside.audit.models import Entry

SCHEDULER = Actor.staff(user_id=7, staff_id=None, name="Sue", roles=frozenset({Role.SCHEDULER}))
BILLER = Actor.staff(user_id=8, staff_id=None, name="Bo", roles=frozenset({Role.BILLER}))


@command(Permission.SESSION_EDIT)
def make_user(*, actor: Actor, email: str) -> int:
    return User.objects.create_user(email, kind="support", name="Somebody").pk


@command(Permission.ORDERS_EDIT, subject="participant_id")
def change(*, actor: Actor, participant_id: int, note: str, on: date, at: datetime, role: Role, urgent: bool) -> str:
    return note


@command(Permission.SESSION_EDIT)
def make_then_ask_more(*, actor: Actor, email: str) -> None:
    User.objects.create_user(email, kind="support", name="Somebody")
    read_trail(actor=actor)


@command(Permission.SESSION_EDIT)
def make_and_go_on_without(*, actor: Actor, email: str) -> None:
    User.objects.create_user(email, kind="support", name="Somebody")
    with pytest.raises(NotPermitted):
        read_trail(actor=actor)


@query(Permission.AUDIT_READ)
def read_trail(*, actor: Actor) -> int:
    return Entry.objects.count()


@query(Permission.PARTICIPANT_READ, subject="participant_id")
def look(*, actor: Actor, participant_id: int, search: str = "") -> int:
    return participant_id


@query(Permission.PARTICIPANT_READ, subject="participant_id")
def look_in_vain(*, actor: Actor, participant_id: int) -> int:
    raise NotFound("nobody")


def events() -> list[tuple[str, str, int | None]]:
    return [(e.verb, e.use_case.rsplit(".", 1)[1], e.subject_id) for e in Entry.objects.order_by("pk")]


def test_work_and_its_trace_are_one(db: None) -> None:
    user_id = make_user(actor=SCHEDULER, email="a@example.org")
    assert User.objects.filter(pk=user_id).exists()
    entry = Entry.objects.get()
    assert (entry.verb, entry.permission, entry.use_case) == ("do", "session.edit", "tests.access.test_gate.make_user")
    assert (entry.actor_kind, entry.actor_user_id, entry.actor_name) == ("staff", 7, "Sue")


def test_who_may_not_changes_nothing_and_leaves_the_attempt(db: None) -> None:
    with pytest.raises(NotPermitted):
        make_user(actor=BILLER, email="a@example.org")
    assert not User.objects.exists()
    assert events() == [("denied", "make_user", None)]


def test_work_that_breaks_leaves_neither_work_nor_trace(db: None) -> None:
    make_user(actor=SCHEDULER, email="a@example.org")
    with pytest.raises(Exception, match="user_email_unique"):
        make_user(actor=SCHEDULER, email="A@example.org")
    assert User.objects.count() == 1
    assert len(events()) == 1


def test_a_trace_that_cannot_be_written_undoes_the_work(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry ADD CONSTRAINT nothing_more CHECK (actor_name <> 'Sue')")
    with pytest.raises(Exception, match="nothing_more"):
        make_user(actor=SCHEDULER, email="a@example.org")
    assert not User.objects.exists()


def test_a_denial_inside_survives_the_rollback_of_what_was_around_it(db: None) -> None:
    with pytest.raises(NotPermitted):
        make_then_ask_more(actor=SCHEDULER, email="a@example.org")
    assert not User.objects.exists()
    assert events() == [("denied", "read_trail", None)]


def test_a_denial_inside_that_is_handled_is_kept_beside_the_work(db: None) -> None:
    make_and_go_on_without(actor=SCHEDULER, email="a@example.org")
    assert User.objects.count() == 1
    assert sorted(events()) == [("denied", "read_trail", None), ("do", "make_and_go_on_without", None)]


def test_the_trail_holds_numbers_dates_and_choices_but_no_free_text(db: None) -> None:
    intake = Actor.staff(user_id=9, staff_id=None, name="Ivo", roles=frozenset({Role.INTAKE}))
    change(
        actor=intake, participant_id=5, note="a return to use", on=date(2026, 11, 23),
        at=datetime(2026, 11, 23, 9, tzinfo=UTC), role=Role.BILLER, urgent=True,
    )  # fmt: skip
    entry = Entry.objects.get()
    assert entry.subject_id == 5
    assert entry.detail == {
        "participant_id": 5, "on": "2026-11-23", "at": "2026-11-23T09:00:00+00:00", "role": "biller", "urgent": True,
    }  # fmt: skip


def test_an_answer_leaves_a_read(db: None) -> None:
    assert look(actor=SCHEDULER, participant_id=4) == 4
    assert events() == [("read", "look", 4)]


def test_a_question_about_nobody_leaves_no_read(db: None) -> None:
    with pytest.raises(NotFound):
        look_in_vain(actor=SCHEDULER, participant_id=4)
    assert events() == []


def test_reads_of_one_request_are_written_together_and_once(db: None, django_assert_num_queries: object) -> None:
    with trail.one_flush_for_reads():
        for _again in range(3):
            look(actor=SCHEDULER, participant_id=4)
        look(actor=SCHEDULER, participant_id=5)
        assert events() == []
        with django_assert_num_queries(4):  # type: ignore[operator]  # savepoint, lock with head, insert, release
            trail.flush_reads()
        assert events() == [("read", "look", 4), ("read", "look", 5)]
    assert len(events()) == 2


def test_reads_of_a_request_that_broke_are_kept_and_not_repeated_in_the_next_one(db: None) -> None:
    def breaks_after_a_read() -> None:
        with trail.one_flush_for_reads():
            look(actor=SCHEDULER, participant_id=4)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks_after_a_read()
    with trail.one_flush_for_reads():
        look(actor=SCHEDULER, participant_id=5)
    assert events() == [("read", "look", 4), ("read", "look", 5)]


def test_asking_in_the_middle_allows_or_leaves_a_denial(db: None) -> None:
    require(actor=SCHEDULER, permission=Permission.PARTICIPANT_READ, subject_id=4)
    assert events() == []
    make_user(actor=SCHEDULER, email="a@example.org")
    with pytest.raises(NotPermitted):
        require(actor=BILLER, permission=Permission.ORDERS_EDIT, subject_id=4)
    assert events()[1:] == [("denied", "require", 4)]


def test_a_page_may_ask_without_leaving_a_trace(db: None) -> None:
    assert may(actor=SCHEDULER, permission=Permission.SESSION_EDIT)
    assert not may(actor=BILLER, permission=Permission.SESSION_EDIT)
    assert events() == []


def test_a_use_case_without_an_actor_is_a_mistake(db: None) -> None:
    with pytest.raises(TypeError, match="actor"):
        read_trail()  # type: ignore[call-arg]


def test_an_open_function_says_why() -> None:
    @open_to_all("because a test asks for it")
    def anything() -> int:
        return 1

    assert (anything(), anything.open_to_all) == (1, "because a test asks for it")  # type: ignore[attr-defined]


class Deadlocked(Exception):
    """What the driver raises, as far as the gate looks."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def breaks(states: list[str]) -> object:
    """A use case that meets these states of the database one after the other, and then goes through."""

    @command(Permission.SESSION_EDIT)
    def tried(*, actor: Actor) -> int:
        if states:
            raise OperationalError from Deadlocked(states.pop(0))
        return 1

    return tried


@pytest.mark.parametrize("state", ["40P01", "40001"])
def test_work_is_tried_again_when_the_database_says_so(db: None, state: str) -> None:
    assert breaks([state] * 3)(actor=SCHEDULER) == 1  # type: ignore[operator]
    assert [verb for verb, *_rest in events()] == ["do"]


def test_other_trouble_of_the_database_is_not_tried_again(db: None) -> None:
    states = ["57014", "57014"]
    with pytest.raises(OperationalError):
        breaks(states)(actor=SCHEDULER)  # type: ignore[operator]
    assert states == ["57014"]


def test_trying_again_ends(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate.time, "sleep", lambda _seconds: None)
    states = ["40P01"] * 20
    with pytest.raises(OperationalError):
        breaks(states)(actor=SCHEDULER)  # type: ignore[operator]
    assert len(states) == 20 - gate.ATTEMPTS


def test_work_inside_other_work_leaves_trying_again_to_the_outermost(db: None) -> None:
    states = ["40P01"]
    inner = breaks(states)
    calls = []

    @command(Permission.SESSION_EDIT)
    def outer(*, actor: Actor) -> int:
        calls.append(1)
        return inner(actor=actor)  # type: ignore[operator,no-any-return]

    assert outer(actor=SCHEDULER) == 1
    assert len(calls) == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_in_each_others_way_both_get_through() -> None:
    """A real deadlock: each locks one row, waits for the other to do so, and then wants the other row."""
    ids = [User.objects.create_user(f"{n}@example.org", kind="support", name="Old").pk for n in "ab"]
    meet = threading.Barrier(2, timeout=10)
    tries = []

    @command(Permission.SESSION_EDIT)
    def rename_both(*, actor: Actor, first: int, second: int) -> None:
        tries.append(first)
        User.objects.filter(pk=first).update(name=f"{first}")
        if tries.count(first) == 1:
            meet.wait()
        User.objects.filter(pk=second).update(name=f"{first}")

    def run(first: int, second: int) -> None:
        try:
            rename_both(actor=SCHEDULER, first=first, second=second)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in (ids, ids[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(tries) == 3
    assert len(events()) == 2
    assert trail.verify().broken_at is None
    assert len({*User.objects.values_list("name", flat=True)}) == 1


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_leave_one_unbroken_chain() -> None:
    def run() -> None:
        try:
            for number in range(10):
                look(actor=SCHEDULER, participant_id=number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    verdict = trail.verify()
    assert (verdict.rows, verdict.broken_at) == (40, None)


def test_what_was_read_counts_as_read_also_where_the_work_was_rolled_back(db: None) -> None:
    @command(Permission.SESSION_EDIT)
    def reads_then_breaks(*, actor: Actor) -> None:
        look(actor=actor, participant_id=4)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        reads_then_breaks(actor=SCHEDULER)
    assert events() == [("read", "look", 4)]


def test_work_inside_work_is_written_once_at_the_end_and_not_where_it_was_rolled_back(db: None) -> None:
    @command(Permission.SESSION_EDIT)
    def several(*, actor: Actor) -> None:
        make_user(actor=actor, email="one@example.org")
        with contextlib.suppress(ZeroDivisionError):
            inner(actor=actor)
        make_user(actor=actor, email="two@example.org")

    @command(Permission.SESSION_EDIT)
    def inner(*, actor: Actor) -> None:
        make_user(actor=actor, email="three@example.org")
        raise ZeroDivisionError

    several(actor=SCHEDULER)
    assert [use_case for _, use_case, _ in events()] == ["make_user", "make_user", "several"]


def test_the_rules_say_no_unless_one_says_yes() -> None:
    ana = Actor.participant(user_id=1, participant_id=5, name="Ana")
    assert policies.allowed(ana, Permission.SCHEDULE_READ, 5)
    assert not policies.allowed(ana, Permission.SCHEDULE_READ, 6)
    assert not policies.allowed(ana, Permission.SCHEDULE_READ, None)
    assert not policies.allowed(ana, Permission.PARTICIPANT_READ, 5)
    assert policies.allowed(ana, Permission.ACCOUNT_OWN, None)
    assert not policies.allowed(Actor.anonymous(), Permission.ACCOUNT_OWN, None)
    assert not any(policies.allowed(Actor.anonymous(), permission, 5) for permission in Permission)
    assert policies.allowed(Actor.system("job"), Permission.AUDIT_READ, 5)


def test_a_role_alone_does_not_open_the_clinical_record() -> None:
    clinician = Actor.staff(user_id=1, staff_id=None, name="Cy", roles=frozenset({Role.CLINICIAN}))
    assert clinician.may(Permission.CLINICAL_READ)
    assert not policies.role_allows(clinician, Permission.CLINICAL_READ, 5)
    assert policies.role_allows(clinician, Permission.ATTENDANCE_RECORD, 5)


def test_a_rule_is_asked_once_however_often_it_is_registered() -> None:
    before = len(policies._policies)
    policies.register(policies.role_allows)
    assert len(policies._policies) == before


def test_roles_add_up_and_an_actor_knows_its_kind() -> None:
    both = Actor.staff(user_id=1, staff_id=2, name="Di", roles=frozenset({Role.BILLER, Role.PRIVACY_OFFICER}))
    assert both.may(Permission.COVERAGE_READ)
    assert both.may(Permission.AUDIT_READ)
    assert not both.may(Permission.ORDERS_EDIT)
    assert Actor.support(user_id=3, name="Max").kind is ActorKind.SUPPORT
    assert Actor.staff(user_id=1, staff_id=None, name="No", roles=frozenset()).permissions == frozenset()


def test_nested_transactions_of_the_caller_are_respected(db: None) -> None:
    def undone() -> None:
        with transaction.atomic():
            make_user(actor=SCHEDULER, email="a@example.org")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    assert events() == []
