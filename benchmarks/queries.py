"""F1: every list asks the database as often for sixty rows as for one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from benchmarks import _clinic

COUNTS = (1, 3, 60)
Measured = tuple[str, list[int], str]


def run() -> list[tuple[str, str, str]]:
    """A row for each list page, and how many of them stay the same."""
    environment = os.environ | {"HEARTHSIDE_VAR": _clinic.folder("queries"), "HEARTHSIDE_LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.queries", "measure"], env=environment, cwd=_clinic.ROOT, check=True,
        text=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    measured = json.loads(done.stdout)
    steady = sum(len(set(counts)) == 1 for _name, counts, _detail in measured)
    rows = [(name, " / ".join(map(str, counts)) + " queries", detail) for name, counts, detail in measured]
    return [*rows, ("all lists", f"{steady} of {len(measured)} the same", "with 1, 3 and 60 rows added")]


def _measure_all() -> list[Measured]:
    """One small clinic, and one page after the other filled and emptied again; nothing stays."""
    _clinic.empty()
    from benchmarks._lists import pages
    from tests.cast import build_world

    def all_pages() -> list[Measured]:
        world = build_world()
        return [_undone(lambda page=page: _measure(world, page)) for page in pages(world)]

    return list(_undone(all_pages))


def _measure(world: Any, page: Any) -> Measured:
    """Fills the page step by step and counts the queries of its second opening."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = _clinic.signed_in(f"{page.who}@cast.example")
    counts, sizes, made = [], [], 0
    for wanted in COUNTS:
        for row in range(made, wanted):
            page.add(world, row)
        made = wanted
        client.get(page.path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page.path)
        if answer.status_code != 200:
            raise SystemExit(f"{page.path} answered {answer.status_code}")
        counts.append(len(queries))
        sizes.append(len(answer.content) / 1000)
    address = re.sub(r"\d+", "…", page.path.split("?")[0])
    return page.name, counts, f"{address}, {' / '.join(f'{size:.0f}' for size in sizes)} kB"


def _undone(work: Callable[[], Any]) -> Any:
    """What the work answers, with everything that it wrote rolled back."""
    from django.db import transaction

    with transaction.atomic():
        answer = work()
        transaction.set_rollback(True)
    return answer


if __name__ == "__main__":
    from benchmarks.__main__ import table

    print(json.dumps(_measure_all()) if sys.argv[1:] == ["measure"] else table(run()))
