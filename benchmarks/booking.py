"""B1: never double-booked, never refused wrongly: 64 clients, 10,000 attempts over HTTP, on the real database."""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from hearthside.config.serving import web_command

ROOT = Path(__file__).resolve().parent.parent
THREADS = 4  # as `hearthside serve` starts it


def run() -> list[tuple[str, str, str]]:
    """The rows of the table."""
    port = _free_port()
    environment = os.environ | {
        "HEARTHSIDE_VAR": os.environ.get("HEARTHSIDE_VAR", str(ROOT / "var" / "bench")) + "-booking",
        "HEARTHSIDE_LOG_LEVEL": "ERROR", "HEARTHSIDE_ORIGIN": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    (Path(environment["HEARTHSIDE_VAR"]) / "static").mkdir(parents=True, exist_ok=True)
    plan = _ask("benchmarks._booking_clinic", "prepare", environment=environment)
    server = subprocess.Popen(web_command("127.0.0.1", port, THREADS), env=environment, cwd=ROOT)
    try:
        _wait(port)
        started = time.perf_counter()
        result = _ask("benchmarks._booking_clients", str(port), environment=environment, given=plan)
        seconds = time.perf_counter() - started
        answers = [*result["crowd"], *result["rivals"], *result["beside"]]
        verdict = _ask("benchmarks._booking_clinic", "count", environment=environment, given=answers)
    finally:
        server.terminate()
        server.wait(timeout=30)
    return _rows(result, answers, verdict, seconds)


def _rows(
    result: dict[str, Any], answers: list[dict[str, Any]], verdict: dict[str, Any], seconds: float
) -> list[tuple[str, str, str]]:
    asked, booked = len(result["crowd"]), sum(a["status"] == 302 for a in result["crowd"])
    odd = [a["status"] for a in answers if a["status"] not in {302, 422}]
    lost = sum(a["status"] != 302 for a in result["beside"])
    cuts = statistics.quantiles([a["milliseconds"] for a in result["crowd"]], n=100)
    won = f"{result['exactly_one']} of {len(result['rivals']) // 8}"
    refused = f"{len(result['beside'])} different free places: {lost} lost"
    pace = f"{asked / seconds:.0f} attempts a second"
    return [
        ("double bookings", str(sum(verdict["doubles"].values())), f"by self-join: {verdict['doubles']}"),
        ("one free place, eight at once", won, "exactly one won"),
        ("false refusals", str(len(verdict["false"]) + lost), refused),
        ("server errors", str(len(odd)), f"answers other than booked or refused: {sorted(set(odd))}"),
        ("attempts", f"{asked}", f"64 clients, {booked} done, {asked - booked} refused with a reason, {seconds:.0f} s"),
        ("time of an answer", f"p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms", pace),
    ]  # fmt: skip


def _ask(module: str, what: str, *, environment: dict[str, str], given: Any = None) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", module, what], env=environment, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE,
        input=json.dumps(given),
    )  # fmt: skip
    return json.loads(done.stdout)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    for row in run():
        print("  ".join(row))
