"""Workers that share a queue: sites of 50 people solved by one worker and by two, one core each, one of them killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import _clinic
from benchmarks._sites_server import Networks, Server

SITES = "BENCH_SITES"
WAIT = 1800


@dataclass
class Bench:
    """The database, the networks, and what was started."""

    folder: Path
    networks: Networks
    server: Server

    def environment(self, host: str) -> dict[str, str]:
        """Settings of a program that reaches the database at a host."""
        own = {"HEARTHSIDE_VAR": str(self.folder / "var"), "HEARTHSIDE_LOG_LEVEL": "WARNING"}
        return os.environ | own | {"DATABASE_URL": self.server.url(host)}

    def program(self, *words: str) -> str:
        """Run a program of the benchmark to its end."""
        line = [sys.executable, "-m", "benchmarks._sites_programs", *words]
        environment = self.environment("127.0.0.1")
        return subprocess.run(
            line, env=environment, cwd=_clinic.ROOT, check=True, text=True, stdout=subprocess.PIPE
        ).stdout

    def worker(self, number: int) -> subprocess.Popen[bytes]:
        """A worker as an operator starts it, on one core, in a network of its own where there is one."""
        cores = sorted(os.sched_getaffinity(0))
        line = [str(Path(sys.executable).parent / "hearthside"), "procrastinate", "worker", "--concurrency", "1"]
        os.sched_setaffinity(0, {cores[number % len(cores)]})
        try:
            return subprocess.Popen(
                [*self.networks.inside(number), *line],
                env=self.environment(self.networks.host(number)),
                cwd=_clinic.ROOT,
            )
        finally:
            os.sched_setaffinity(0, cores)

    def count(self, query: str) -> Any:
        """One figure from the database."""
        with psycopg.connect(self.server.url("127.0.0.1"), autocommit=True) as connection:
            return (connection.execute(query).fetchone() or [None])[0]  # type: ignore[call-overload]

    def until(self, query: str, wanted: int) -> None:
        """Wait until a figure is reached."""
        end = time.monotonic() + WAIT
        while (self.count(query) or 0) < wanted:
            if time.monotonic() > end:
                raise SystemExit(f"{query} did not reach {wanted} in {WAIT} s")
            time.sleep(0.2)

    def round(self, sites: int, workers: int, *, kill: bool = False) -> dict[str, Any]:
        """Solve so many sites with so many workers that wait already; seconds from the first start to the last week."""
        running = [self.worker(n) for n in range(workers)]
        try:
            self.until("SELECT count(*) FROM procrastinate_workers", workers)
            self.program("ask", str(4 * workers))  # the first job of a worker loads what was compiled
            self.until(SUCCEEDED, 4 * workers)
            before = sum(map(_processor_seconds, running))
            self.program("ask", str(sites))
            if kill:
                self.until(DONE, sites // 3)
                running[0].kill()
                running[0].wait()
            self.until(DONE, sites)
            self.until(SUCCEEDED, sites)
            spent = sum(_processor_seconds(process) for process in running if process.poll() is None) - before
        finally:
            for process in running:
                process.kill()
                process.wait()
            self.count("WITH gone AS (DELETE FROM procrastinate_workers RETURNING 1) SELECT count(*) FROM gone")
        return {**json.loads(self.program("look")), "seconds": float(self.count(SPAN)), "spent": spent}


DONE = "SELECT count(*) FROM scheduling_proposal WHERE finished_at IS NOT NULL"
SUCCEEDED = "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%solve_week' AND status = 'succeeded'"
SPAN = """
SELECT extract(epoch FROM (SELECT max(finished_at) FROM scheduling_proposal)
    - (SELECT min(at) FROM procrastinate_events WHERE type = 'started'))
"""


def _processor_seconds(process: subprocess.Popen[bytes]) -> float:
    """What a process has used of the machine's cores so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run() -> list[tuple[str, str, str]]:
    """The rows of the table."""
    sites, folder = int(os.environ.get(SITES, "200")), Path(_clinic.folder("sites"))
    networks = Networks(2)
    try:
        server = Server(
            folder / "postgres", ["127.0.0.1", *([networks.host(n) for n in range(2)] if networks.there else [])]
        )
        try:
            return _rows(Bench(folder, networks, server), sites)
        finally:
            server.end()
    finally:
        networks.end()


def _rows(bench: Bench, sites: int) -> list[tuple[str, str, str]]:
    bench.program("migrate")
    one, two = bench.round(sites, 1), bench.round(sites, 2)
    killed = bench.round(max(6, sites // 4), 2, kill=True)
    where = "a network namespace each, TCP over virtual cards" if bench.networks.there else "a process each, TCP"
    return [
        (f"{sites} sites of 50 people, 2 workers beside 1", f"{one['seconds'] / two['seconds']:.2f} times",
         f"{one['seconds']:.0f} s with one, {two['seconds']:.0f} s with two; 100,000 moves a site; "
         f"the workers had {one['spent']:.0f} and {two['spent']:.0f} s of the cores; {where}"),
        ("sites lost, or done twice", f"{_lost(one) + _lost(two)}, {_twice(one) + _twice(two)}",
         f"one worker: {_figures(one)}; two: {_figures(two)}"),
        ("the same, one of two workers killed in the middle", f"{_lost(killed)}, {_twice(killed)}",
         f"{_figures(killed)}; {killed['again']} begun again; {killed['seconds']:.0f} s with the wait for the dead"),
    ]  # fmt: skip


def _lost(found: dict[str, Any]) -> int:
    return int(found["asked"] - found["ready"] + found["unfinished"])


def _twice(found: dict[str, Any]) -> int:
    return int(found["most"] - 1)


def _figures(found: dict[str, Any]) -> str:
    return (
        f"{found['ready']} of {found['asked']} weeks, {found['full']} full weeks, preference {found['points']}, "
        f"{found['broken']} broken rules"
    )


if __name__ == "__main__":
    from benchmarks.__main__ import table

    print(table(run()))
