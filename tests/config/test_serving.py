"""`hearthside serve` starts, says what keeps it from starting, and leaves nothing behind when it is stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from hearthside.config.serving import port_is_free

HEARTHSIDE = str(Path(sys.executable).parent / "hearthside")


def environment(var: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEARTHSIDE_", "DATABASE_URL"))}
    return kept | {"HEARTHSIDE_VAR": str(var), "HEARTHSIDE_LOG_LEVEL": "WARNING", **more}


def hearthside(var: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HEARTHSIDE, *words], env=environment(var, **more), capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def taken() -> Iterator[int]:
    """A port where somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def processes_of(var: Path) -> list[str]:
    """Command lines of every process that was started over this folder: web, worker or database."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            started_with = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue  # it ended while we looked
        if str(var).encode() in started_with and line:
            found.append(line)
    return found


def test_a_port_is_free_until_somebody_listens(taken: int) -> None:
    assert not port_is_free("127.0.0.1", taken)
    assert port_is_free("127.0.0.1", free_port())


@pytest.mark.parametrize(("words", "advice"), [
    (("serve",), "choose another with --port"), (("demo",), "choose another: PORT=8123 make demo"),
])  # fmt: skip
def test_a_port_in_use_is_said_before_anything_starts(
    tmp_path: Path, taken: int, words: tuple[str, ...], advice: str
) -> None:
    done = hearthside(tmp_path, *words, "--port", str(taken))
    assert done.returncode == 1
    assert f"Port {taken} is in use; {advice}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "postgres").exists()


def test_an_unknown_setting_stops_every_command_with_the_nearest_known_one(tmp_path: Path) -> None:
    done = hearthside(tmp_path, "serve", HEARTHSIDE_SECRETKEY="x")
    assert done.returncode != 0
    assert "HEARTHSIDE_SECRETKEY is not a setting. Did you mean HEARTHSIDE_SECRET_KEY?" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_never_runs_in_production(tmp_path: Path) -> None:
    safe = {
        "HEARTHSIDE_MODE": "production", "HEARTHSIDE_SECRET_KEY": "s" * 50, "HEARTHSIDE_HOSTS": "care.example.org",
        "HEARTHSIDE_ORIGIN": "https://care.example.org", "HEARTHSIDE_SEALING_KEYS": f"a:{'k' * 43}",
        "HEARTHSIDE_MAIL": "smtps://u:p@mail.example.org", "DATABASE_URL": "postgresql://u:p@127.0.0.1:9/none",
    }  # fmt: skip
    done = hearthside(tmp_path, "demo", "people", **safe)
    assert done.returncode == 1
    assert "does not run in production mode" in done.stderr


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_clinic_leaves_no_process_behind(own_folder: Path, how: signal.Signals) -> None:
    port = free_port()
    serving = subprocess.Popen([HEARTHSIDE, "serve", "--port", str(port)], env=environment(own_folder))
    try:
        answer, until = "", time.monotonic() + 60
        while not answer and time.monotonic() < until and serving.poll() is None:
            try:
                with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as page:
                    answer = page.read().decode()
            except OSError:
                time.sleep(0.2)
        assert answer == "ready\n"
        assert len(processes_of(own_folder)) > 3  # this one, the web server, the worker, the database
        serving.send_signal(how)
        assert serving.wait(timeout=20) == 0
    finally:
        if serving.poll() is None:
            serving.kill()
            serving.wait()
    until = time.monotonic() + 5
    while (left := processes_of(own_folder)) and time.monotonic() < until:
        time.sleep(0.2)
    assert left == []
    assert port_is_free("127.0.0.1", port)
