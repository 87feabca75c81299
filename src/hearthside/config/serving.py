"""Runs the clinic on one machine: the web server and a worker for background work, restarted when one of them ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from urllib.request import urlopen

from django.conf import settings

from hearthside.config.embedded import server

RESTART_PAUSE = 2.0


def serve(*, host: str, port: int, threads: int, ready: Callable[[], None] | None = None) -> None:
    """Serves until told to stop (SIGINT or SIGTERM), then ends both programs and gives up the embedded database."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, stop)
    environment = os.environ | {"HEARTHSIDE_ORIGIN": os.environ.get("HEARTHSIDE_ORIGIN", f"http://{host}:{port}")}
    programs = {"web": web_command(host, port, threads), "worker": worker_command()}
    running = {name: subprocess.Popen(line, env=environment) for name, line in programs.items()}  # noqa: S603
    if ready is not None:
        threading.Thread(target=_announce, args=(f"http://{host}:{port}/readyz", ready, stopping), daemon=True).start()
    while not stopping.wait(0.5):
        for name, process in running.items():
            if process.poll() is not None and not stopping.wait(RESTART_PAUSE):
                running[name] = subprocess.Popen(programs[name], env=environment)  # noqa: S603
    for process in running.values():
        process.terminate()
    for process in running.values():
        _end(process)
    server.stop_all()


def port_is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        return probe.connect_ex((host, port)) != 0


def web_command(host: str, port: int, threads: int) -> list[str]:
    """The command of the web server."""
    address = ["--host", host, "--port", str(port)]
    manner = [
        "--interface",
        "wsgi",
        "--workers",
        "1",
        "--blocking-threads",
        str(threads),
        "--no-ws",
        "--log-level",
        "warning",
    ]
    return [_tool("granian"), *address, *manner, "hearthside.config.wsgi:application"]


def worker_command() -> list[str]:
    """The command of the worker; several jobs at once, so that sign-in links do not wait for a week being built."""
    return [_tool("hearthside"), "procrastinate", "worker", "--concurrency", "3"]


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _announce(url: str, ready: Callable[[], None], stopping: threading.Event) -> None:
    for _ in range(240):
        if stopping.is_set():
            return
        try:
            with urlopen(url, timeout=2):  # noqa: S310 -- our own address # nosec B310
                ready()
                return
        except OSError:
            time.sleep(0.25)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
