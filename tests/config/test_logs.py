"""Log lines tell route, status and time, and never who or what a page was about."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from hearthside.config.logs import JsonLines
from tests.config.broken_urls import NAME

SECRETS = (NAME, "Montañez", "ana.delgado", "example.org", "Scheduler Person", "scheduler.person", "4711")


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What the log holds by now, as the operator reads it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_a_request_leaves_its_route_and_no_address(
    staff_client: Callable[[str], Client], lines: Callable[[], list[dict[str, Any]]]
) -> None:
    client = staff_client("scheduler")
    client.get("/desk/participants/4711/?q=ana.delgado@example.org")
    client.get("/desk/search/", {"q": NAME})
    client.get(f"/nowhere/{NAME}/")
    found = lines()
    assert [(line["route"], line["status"]) for line in found] == [
        ("desk/participants/<int:participant_id>/", 404), ("desk/search/", 200), ("", 404),
    ]  # fmt: skip
    for line in found:
        assert set(line) == {
            "at", "level", "logger", "event", "request_id", "method", "route", "status", "milliseconds", "actor_kind",
        }  # fmt: skip
        assert (line["event"], line["actor_kind"], line["method"]) == ("request", "staff", "GET")
    assert len({line["request_id"] for line in found}) == 3
    assert not any(secret in json.dumps(found, ensure_ascii=False) for secret in SECRETS)


def test_what_broke_is_logged_by_kind_and_place_without_its_words(
    staff_client: Callable[[str], Client], lines: Callable[[], list[dict[str, Any]]], settings: Any
) -> None:
    settings.ROOT_URLCONF = "tests.config.broken_urls"
    client = staff_client("scheduler")
    client.raise_request_exception = False
    client.get("/broken/ana.delgado@example.org/")
    broke, request = lines()
    assert (broke["level"], broke["error"]) == ("ERROR", "ValueError")
    assert "tests/config/broken_urls.py:" in broke["where"][-1]
    assert (request["route"], request["status"]) == ("broken/<str:person>/", 500)
    assert not any(secret in json.dumps([broke, request], ensure_ascii=False) for secret in SECRETS)


def test_arguments_extras_and_messages_of_others_are_left_out() -> None:
    def written(name: str, message: str, *arguments: object, **extra: object) -> dict[str, Any]:
        record = logging.getLogger(name).makeRecord(
            name, logging.WARNING, "f", 1, message, arguments, None, extra=extra
        )
        return dict(json.loads(JsonLines().format(record)))

    ours = written("hearthside.jobs", "job_retried", NAME, job="build_week", path="/participants/4711/", count=2)
    theirs = written("somebody.else", "mail to %s failed", NAME)
    assert (ours["event"], ours["job"], ours["count"]) == ("job_retried", "build_week", 2)
    assert set(ours) == {"at", "level", "logger", "event", "job", "count"}
    assert set(theirs) == {"at", "level", "logger"}


def test_static_files_leave_no_line(db: None, lines: Callable[[], list[dict[str, Any]]]) -> None:
    Client().get("/static/ui/absent.css")
    assert lines() == []
