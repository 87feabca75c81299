"""Server time and queries of every page of the demo clinic, beside an empty view in the same process (F1)."""

from __future__ import annotations

import statistics
import time

from benchmarks import _clinic

ROUNDS = 15
PERSON, MOTHER = "person01@people.example", "mother@people.example"
DIRECTOR = "ruth@clinic.example"


def run() -> list[tuple[str, str, str]]:
    """Rows of page, median milliseconds, and how many empty views that is."""
    _clinic.ready()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, override_settings

    rows, times = [], {}
    with override_settings(ROOT_URLCONF="benchmarks._urls"):
        for email, paths in _pages().items():
            client = _clinic.signed_in(email)
            rows_of = {path: _median(client, path) for path in ("/empty/", *paths)}
            for path in paths:
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    status = client.get(path).status_code
                times[path] = rows_of[path] / rows_of["/empty/"]
                figure = f"{rows_of[path]:6.1f} ms  {times[path]:4.1f} x"
                rows.append(
                    (path, figure, f"{len(queries)} queries, status {status}, empty {rows_of['/empty/']:.1f} ms")
                )
    worst = max(times.values())
    rows.append(
        ("all pages", f"{sum(v < 5 for v in times.values())} of {len(times)} under 5 x", f"worst {worst:.1f} x")
    )
    return rows


def _median(client: object, path: str) -> float:
    spent = []
    for number in range(ROUNDS + 2):
        started = time.perf_counter()
        client.get(path)  # type: ignore[attr-defined]
        if number > 1:
            spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


def _pages() -> dict[str, tuple[str, ...]]:
    from django.utils import timezone

    from hearthside.access.actor import Actor
    from hearthside.kernel.weeks import monday_of
    from hearthside.participants import selectors as participants
    from hearthside.program import selectors as program
    from hearthside.scheduling import selectors as scheduling

    actor = Actor.system("bench")
    site = program.sites(actor=actor)[0].id
    week = monday_of(timezone.now().date())
    session = scheduling.week_sessions(actor=actor, site_id=site, week_starts_on=week)[0].id
    person = participants.directory(actor=actor).rows[0].card.id
    proposal = scheduling.proposals(actor=actor, site_id=site)[0].id
    track, service = program.tracks(actor=actor)[0].id, program.services(actor=actor)[0].id
    staff = program.staff_list(actor=actor)[0].id
    own = f"/participants/{person}"
    return {
        DIRECTOR: (
            "/desk/", f"/desk/week/?site={site}&week={week}", f"/desk/week/?site={site}&week={week}&lanes=clinicians",
            f"/desk/participants/{person}/", "/desk/search/?q=ram", "/participants/", "/participants/?q=ramires",
            "/participants/add/", f"{own}/edit/", f"{own}/commitments/", f"{own}/calendars/", f"{own}/choices/",
            f"{own}/orders/", f"{own}/support/", "/timetable/", f"/timetable/{proposal}/",
            f"/timetable/sessions/{session}/", f"/timetable/sites/{site}/sessions/new/", f"/sessions/{session}/",
            "/program/", f"/program/sites/{site}/", "/program/tracks/", f"/program/tracks/{track}/",
            "/program/services/", f"/program/services/{service}/", "/program/levels/", "/program/staff/",
            f"/program/staff/{staff}/", "/import/", "/account/people/", "/account/permissions/", "/account/",
        ),
        PERSON: ("/my/", "/my/week/", "/my/people/", "/my/you/", "/help/"),
        MOTHER: ("/my/people/",),
    }  # fmt: skip


if __name__ == "__main__":
    from benchmarks.__main__ import table

    print(table(run()))
