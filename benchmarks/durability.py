"""D1: nothing acknowledged is lost: writers and the database killed with SIGKILL at random moments; syncs a commit."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import _clinic

WRITES, ROUND, COUNTED = 1000, (40, 160), 100


def run() -> list[tuple[str, str, str]]:
    """The rows of the table."""
    var = Path(_clinic.folder("durability"))
    shutil.rmtree(var, ignore_errors=True)
    clinic = _Clinic(var)
    person = clinic.ask("prepare")
    acknowledged, killed, database_kills = [], 0, 0
    while len(acknowledged) < WRITES:
        with_database = killed % 4 == 2
        wanted = min(random.randint(*ROUND), WRITES - len(acknowledged))
        acknowledged += clinic.round(person, f"round{killed}", wanted, with_database=with_database)
        killed, database_kills = killed + 1, database_kills + with_database
    after = clinic.ask("look", person)
    clinic.call("write", person, "counted", COUNTED)
    counted = clinic.ask("look", person)
    acknowledged += [f"counted-{number}" for number in range(COUNTED)]
    return _rows(acknowledged, counted, (killed, database_kills), counted["syncs"] - after["syncs"])


class _Clinic:
    """A database of the benchmark's own, and the programs that write to it."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.environment = os.environ | {"HEARTHSIDE_VAR": str(var), "HEARTHSIDE_LOG_LEVEL": "ERROR"}

    def call(self, *words: object) -> str:
        """Runs a program to its end."""
        return subprocess.run(
            self._line(words), env=self.environment, cwd=_clinic.ROOT, check=True, text=True, stdout=subprocess.PIPE
        ).stdout

    def ask(self, *words: object) -> Any:
        """What a program answers."""
        return json.loads(self.call(*words))

    def round(self, person: int, name: str, wanted: int, *, with_database: bool) -> list[str]:
        """Lets a writer acknowledge this many, kills it in the middle of the next, and returns what it had said."""
        line, words = self._line(("write", person, name, 100_000)), self.var / "writer.log"
        with words.open("w") as log:
            writer = subprocess.Popen(
                line, env=self.environment, cwd=_clinic.ROOT, text=True, stdout=subprocess.PIPE, stderr=log
            )
        assert writer.stdout is not None
        said = [writer.stdout.readline().strip() for _ in range(wanted)]
        if not said[-1]:
            raise SystemExit(f"{name}: the writer ended by itself: {words.read_text()[-2000:]}")
        time.sleep(random.uniform(0, 0.03))
        if with_database:
            self._kill_database()
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.read().splitlines()
        writer.wait()
        return [name for name in said if name]

    def _kill_database(self) -> None:
        """SIGKILL for the server and every process of it, as where the power goes."""
        server = int((self.var / "postgres" / "postmaster.pid").read_text().split()[0])
        family = [server, *_children(server)]
        for process in family:
            os.kill(process, signal.SIGKILL)
        until = time.monotonic() + 10
        while any(Path(f"/proc/{process}").exists() for process in family) and time.monotonic() < until:
            time.sleep(0.05)

    @staticmethod
    def _line(words: tuple[object, ...]) -> list[str]:
        return [sys.executable, "-m", "benchmarks._durability_writes", *map(str, words)]


def _children(parent: int) -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], text=True, stdout=subprocess.PIPE, check=False)
    return [int(process) for process in done.stdout.split()]


def _rows(
    acknowledged: list[str], found: dict[str, Any], kills: tuple[int, int], syncs: int
) -> list[tuple[str, str, str]]:
    rows, entries = set(found["rows"]), set(found["entries"])
    lost, unrecorded = set(acknowledged) - rows, set(acknowledged) - entries
    fsync, commit, pages, method = found["settings"]
    kept = f"fsync {fsync} by {method}, synchronous_commit {commit}, full_page_writes {pages}"
    return [
        ("acknowledged writes lost", f"{len(lost)} of {len(acknowledged)}",
         f"{kills[0]} rounds ended by SIGKILL, {kills[1]} of them with the whole database"),
        ("acknowledged writes without their trail entry", f"{len(unrecorded)} of {len(acknowledged)}",
         f"rows without an entry or entries without a row: {len(rows ^ entries)} of {len(rows | entries)}"),
        ("the trail afterwards", "whole" if found["broken_at"] is None else f"broken at {found['broken_at']}",
         f"{found['trail']} entries recomputed"),
        ("syncs of the log a commit", f"{syncs / COUNTED:.2f}",
         f"{syncs} for {COUNTED} commits; {kept}"),
    ]  # fmt: skip


if __name__ == "__main__":
    from benchmarks.__main__ import table

    print(table(run()))
