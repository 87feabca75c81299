"""The settings of the environment: unknown and unsafe ones are refused, each with what to do."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from hearthside.config.environment import SettingRefused, read_environment

SAFE = {
    "HEARTHSIDE_MODE": "production",
    "HEARTHSIDE_SECRET_KEY": "s" * 50,
    "HEARTHSIDE_HOSTS": "care.example.org, www.example.org",
    "HEARTHSIDE_ORIGIN": "https://care.example.org/",
    "HEARTHSIDE_SEALING_KEYS": f"a:{'k' * 43}",
    "HEARTHSIDE_MAIL": "smtps://user:pass@mail.example.org:465",
    "DATABASE_URL": "postgresql://u:p@db/hearthside",
}


def test_a_safe_production_is_accepted(tmp_path: Path) -> None:
    settings = read_environment(SAFE, tmp_path)
    assert settings.production
    assert settings.hosts == ("care.example.org", "www.example.org")
    assert settings.origin == "https://care.example.org"
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(("name", "value", "says"), [
    ("HEARTHSIDE_SECRET_KEY", "short", "at least 50 random characters"),
    ("HEARTHSIDE_SECRET_KEY", "", "at least 50 random characters"),
    ("HEARTHSIDE_HOSTS", "", "host names"), ("HEARTHSIDE_HOSTS", "*", "without '*'"),
    ("HEARTHSIDE_HOSTS", "*.example.org", "without '*'"),
    ("HEARTHSIDE_ORIGIN", "http://care.example.org", "https://"), ("HEARTHSIDE_ORIGIN", "", "https://"),
    ("HEARTHSIDE_SEALING_KEYS", "", "32 random bytes"), ("HEARTHSIDE_SEALING_KEYS", "a:short", "32 random bytes"),
    ("HEARTHSIDE_SEALING_KEYS", "k" * 60, "32 random bytes"),
    ("HEARTHSIDE_MAIL", "folder", "smtp://"), ("HEARTHSIDE_MAIL", "", "smtp://"),
    ("DATABASE_URL", "", "DATABASE_URL is needed"), ("DATABASE_URL", "mysql://x/y", "must start with postgresql://"),
])  # fmt: skip
def test_an_unsafe_production_is_refused(tmp_path: Path, name: str, value: str, says: str) -> None:
    with pytest.raises(SettingRefused, match=says.replace("*", r"\*")):
        read_environment(SAFE | {name: value}, tmp_path)


@pytest.mark.parametrize(("name", "says"), [
    ("HEARTHSIDE_SECRETKEY", "Did you mean HEARTHSIDE_SECRET_KEY?"),
    ("HEARTHSIDE_HOST", "Did you mean HEARTHSIDE_HOSTS?"),
    ("HEARTHSIDE_ZZZ", "HEARTHSIDE_ZZZ is not a setting."),
])  # fmt: skip
def test_an_unknown_setting_is_refused_with_the_nearest_known_one(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_environment({name: "x", "HEARTHSIDE_VAR": str(tmp_path)}, tmp_path)
    assert says in str(refused.value)


@pytest.mark.parametrize(("name", "value", "says"), [
    ("HEARTHSIDE_MODE", "prod", "'prod'; it is one of: development, production"),
    ("HEARTHSIDE_LOG_LEVEL", "loud", "it is one of: DEBUG, INFO, WARNING, ERROR"),
    ("HEARTHSIDE_MAIL", "pigeon", "smtp://user:password@host:port"),
])  # fmt: skip
def test_a_value_that_is_none_of_the_choices_is_refused(tmp_path: Path, name: str, value: str, says: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_environment({name: value}, tmp_path)
    assert says in str(refused.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_environment({"HEARTHSIDE_MODE": "production", "HEARTHSIDE_NOPE": "1"}, tmp_path)
    assert len(str(refused.value).splitlines()) == 1 + 7


def test_development_needs_nothing_and_keeps_its_secrets_to_itself(tmp_path: Path) -> None:
    first, second = (read_environment({}, tmp_path) for _again in range(2))
    assert not first.production
    assert first == second
    assert first.mail == "folder"
    kept = tmp_path / "var" / "secret-key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_text() == first.secret_key
