"""The trail: only ever added to, and a changed row is found and named."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from hearthside.access.actor import Actor
from hearthside.audit import trail
from hearthside.audit.models import Entry

SUE = Actor.participant(user_id=3, participant_id=5, name="Sue Ñandú")


@pytest.fixture
def five(db: None) -> list[int]:
    """Five rows, of which the third is tampered with."""
    for number in range(5):
        trail.write([trail.Event("read", "schedule.read", "a.b", SUE, number, {"week": "2026-11-23", "n": number})])
    return list(Entry.objects.order_by("pk").values_list("pk", flat=True))


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_final")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_final")


def test_an_untouched_trail_is_unbroken(five: list[int]) -> None:
    verdict = trail.verify()
    assert (verdict.rows, verdict.broken_at) == (5, None)
    assert verdict.head == Entry.objects.get(pk=five[-1]).digest


def test_an_empty_trail_is_unbroken(db: None) -> None:
    assert trail.verify() == trail.Verdict(0, None, trail.GENESIS)


@pytest.mark.parametrize(("column", "value"), [
    ("at", datetime(2020, 1, 1, tzinfo=UTC)), ("verb", "do"), ("permission", "week.read"), ("use_case", "a.c"),
    ("actor_kind", "staff"), ("actor_user_id", 4), ("actor_user_id", None), ("actor_name", "Sue Nandu"),
    ("subject_id", 9), ("subject_id", None), ("detail", '{"week": "2026-11-30", "n": 2}'), ("detail", "{}"),
    ("previous", "f" * 64), ("digest", "e" * 64),
])  # fmt: skip
def test_a_changed_column_is_found_and_the_row_is_named(five: list[int], column: str, value: object) -> None:
    run(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", value, five[2])
    assert trail.verify().broken_at == five[2]


def test_a_row_taken_out_is_found_at_the_next_one(five: list[int]) -> None:
    run("DELETE FROM audit_entry WHERE id = %s", five[2])
    assert trail.verify().broken_at == five[3]


def test_a_row_moved_to_another_place_is_found(five: list[int]) -> None:
    run("UPDATE audit_entry SET id = %s WHERE id = %s", five[-1] + 100, five[2])
    assert trail.verify().broken_at == five[3]


def test_a_row_put_in_is_found(five: list[int]) -> None:
    run(
        "INSERT INTO audit_entry (at, verb, permission, use_case, actor_kind, actor_name, detail, previous, digest) "
        "VALUES (now(), 'do', 'x', 'y', 'staff', 'Z', '{}', %s, %s)",
        Entry.objects.get(pk=five[-1]).digest,
        "d" * 64,
    )
    assert trail.verify().broken_at == Entry.objects.order_by("-pk").first().pk  # type: ignore[union-attr]


def test_rows_cut_off_the_end_show_only_against_a_head_kept_elsewhere(five: list[int]) -> None:
    head = trail.verify().head
    run("DELETE FROM audit_entry WHERE id = %s", five[-1])
    verdict = trail.verify()
    assert verdict.broken_at is None
    assert verdict.head != head


@pytest.mark.parametrize("sql", ["UPDATE audit_entry SET verb = 'do'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_or_remove_rows(five: list[int], sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(sql)
    assert trail.verify().rows == 5


def test_a_model_cannot_be_saved_over_either(five: list[int]) -> None:
    entry = Entry.objects.get(pk=five[0])
    entry.verb = "do"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()
    assert str(Entry.objects.get(pk=five[0])) == f"{five[0]} read a.b"


def test_the_command_prints_the_head_and_names_a_broken_row(five: list[int]) -> None:
    out = StringIO()
    call_command("audit", stdout=out)
    assert out.getvalue() == f"5 rows, unbroken, head {trail.verify().head}\n"
    run("UPDATE audit_entry SET verb = 'do' WHERE id = %s", five[1])
    with pytest.raises(CommandError, match=f"broken at row {five[1]}"):
        call_command("audit", stdout=StringIO())


def test_flushing_without_reads_writes_nothing(db: None) -> None:
    with trail.one_flush_for_reads():
        trail.flush_reads()
    trail.flush_reads()
    assert not Entry.objects.exists()
