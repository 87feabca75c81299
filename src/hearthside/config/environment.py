"""Reads the settings of the environment once and refuses what is unsafe or unknown."""

from __future__ import annotations

import difflib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "HEARTHSIDE_"
KNOWN = (
    "MODE",
    "VAR",
    "SECRET_KEY",
    "HOSTS",
    "ORIGIN",
    "SEALING_KEYS",
    "MAIL",
    "MAIL_FROM",
    "LOG_LEVEL",
    "CLINIC_NAME",
)
MODES = ("development", "production")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingRefused(SystemExit):
    """A setting is unknown, missing or unsafe; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Every setting an operator can make, checked."""

    production: bool
    var: Path
    secret_key: str
    hosts: tuple[str, ...]
    origin: str
    sealing_keys: tuple[str, ...]
    database_url: str
    mail: str
    mail_from: str
    log_level: str
    clinic_name: str


def read_environment(env: Mapping[str, str], root: Path) -> Environment:
    """The settings of this process; raises SettingRefused with one line for each thing to mend."""
    faults = _unknown(env)

    def get(name: str, default: str = "") -> str:
        return env.get(PREFIX + name, "").strip() or default

    mode = get("MODE", "development")
    if mode not in MODES:
        faults.append(f"{PREFIX}MODE is {mode!r}; it is one of: {', '.join(MODES)}.")
    production = mode == "production"
    level = get("LOG_LEVEL", "INFO").upper()
    if level not in LEVELS:
        faults.append(f"{PREFIX}LOG_LEVEL is {level!r}; it is one of: {', '.join(LEVELS)}.")
    var = Path(get("VAR", str(root / "var"))).resolve()
    origin = get("ORIGIN", "" if production else "http://127.0.0.1:8000")
    hosts = tuple(h.strip() for h in get("HOSTS", "" if production else "127.0.0.1,localhost").split(",") if h.strip())
    mail = get("MAIL", "" if production else "folder")
    database_url = env.get("DATABASE_URL", "").strip()
    secret_key = get("SECRET_KEY")
    sealing = tuple(k for k in get("SEALING_KEYS").split(",") if k)
    if production:
        faults += _production_faults(secret_key, hosts, origin, sealing, database_url, mail)
    if database_url and not database_url.startswith(("postgres://", "postgresql://")):
        faults.append("DATABASE_URL must start with postgresql:// (PostgreSQL 15 or newer is the only database).")
    if mail and mail not in ("folder", "console") and not mail.startswith(("smtp://", "smtps://")):
        faults.append(
            f"{PREFIX}MAIL is 'folder', 'console', or smtp://user:password@host:port (smtps:// for TLS from the start)."
        )
    if faults:
        raise SettingRefused("Hearthside does not start:\n  " + "\n  ".join(faults))
    if not production:
        secret_key = secret_key or _kept_secret(var / "secret-key")
        sealing = sealing or (f"dev:{_kept_secret(var / 'sealing-key')}",)
    return Environment(
        production, var, secret_key, hosts, origin.rstrip("/"), sealing, database_url, mail,
        get("MAIL_FROM", "appointments@localhost"), level, get("CLINIC_NAME", "Hearthside"),
    )  # fmt: skip


def _unknown(env: Mapping[str, str]) -> list[str]:
    faults = []
    for name in sorted(env):
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in KNOWN:
            near = difflib.get_close_matches(name.removeprefix(PREFIX), KNOWN, n=1)
            hint = f" Did you mean {PREFIX}{near[0]}?" if near else ""
            faults.append(f"{name} is not a setting.{hint}")
    return faults


def _production_faults(
    secret_key: str,
    hosts: tuple[str, ...],
    origin: str,
    sealing: tuple[str, ...],
    database_url: str,
    mail: str,
) -> list[str]:
    faults = []
    if len(secret_key) < 50:
        faults.append(f"{PREFIX}SECRET_KEY needs at least 50 random characters.")
    if not hosts or any("*" in host for host in hosts):
        faults.append(f"{PREFIX}HOSTS needs the host names this clinic answers to, without '*'.")
    if not origin.startswith("https://"):
        faults.append(f"{PREFIX}ORIGIN needs the address people open, starting with https://.")
    if not sealing or any(":" not in key or len(key.split(":", 1)[1]) < 43 for key in sealing):
        faults.append(f"{PREFIX}SEALING_KEYS needs name:key pairs, each key 32 random bytes in base64.")
    if not database_url:
        faults.append("DATABASE_URL is needed; the embedded database is for trying things out.")
    if not mail.startswith(("smtp://", "smtps://")):
        faults.append(f"{PREFIX}MAIL needs smtp:// or smtps://: sign-in links go by e-mail.")
    return faults


def _kept_secret(path: Path) -> str:
    """A random secret made on first use and kept in a file that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret
