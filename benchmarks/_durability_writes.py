"""The programs of the durability benchmark: one writes and says so at once, one looks afterwards what is there."""

from __future__ import annotations

import json
import sys
from datetime import date

from benchmarks import _clinic


def prepare() -> int:
    """Somebody to write about; returns their number."""
    from hearthside.access.actor import Actor
    from hearthside.participants import services as participants
    from hearthside.participants.domain.identity import Identity
    from hearthside.program import selectors as told
    from hearthside.program import services as program
    from hearthside.program.domain.spans import Span

    actor = Actor.system("durability")
    program.seed_program(actor=actor)
    site = program.save_site(
        actor=actor, site_id=None, name="Bench", time_zone="America/Chicago", opening=[Span(0, 480, 1260)]
    )
    return participants.admit_participant(
        actor=actor, site_id=site, track_id=told.tracks(actor=actor)[0].id, can_attend=("in_person",),
        identity=Identity(given_name="Ana", family_name="Delgado", date_of_birth=date(1990, 5, 4)),
    )  # fmt: skip


def write(person: int, round_name: str, most: int) -> None:
    """Saves one commitment after the other through the gate; prints a name once the use case has returned."""
    from hearthside.access.actor import Actor
    from hearthside.participants import services as participants
    from hearthside.participants.domain.lives import Weekly

    for number in range(most):
        name = f"{round_name}-{number}"
        weekly = Weekly(name, (number % 7,), 540, 600)
        participants.save_commitment(actor=Actor.system(name), participant_id=person, weekly=weekly)
        print(name, flush=True)


def look(person: int) -> dict[str, object]:
    """Names of the rows and of their trail entries, the state of the trail, and how the server keeps its word."""
    from django.db import connection

    from hearthside.audit import trail
    from hearthside.audit.models import Entry
    from hearthside.participants.models import Commitment

    entries = Entry.objects.filter(use_case__endswith=".save_commitment", verb="do", subject_id=person)
    verdict = trail.verify()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'),"
            " current_setting('full_page_writes'), current_setting('wal_sync_method')"
        )
        settings = cursor.fetchone()
        cursor.execute("SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal' AND backend_type = 'client backend'")
        (syncs,) = cursor.fetchone()
    return {
        "rows": list(Commitment.objects.filter(participant_id=person).values_list("label", flat=True)),
        "entries": list(entries.values_list("actor_name", flat=True)),
        "trail": verdict.rows, "broken_at": verdict.broken_at, "settings": settings, "syncs": int(syncs or 0),
    }  # fmt: skip


if __name__ == "__main__":
    _clinic.empty()
    if sys.argv[1] == "prepare":
        print(prepare())
    elif sys.argv[1] == "write":
        write(int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    else:
        print(json.dumps(look(int(sys.argv[2]))))
