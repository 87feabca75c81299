"""People who sign in, and the post that reaches them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core import mail
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.permissions import Role
from hearthside.accounts import services

PASSWORD = "quiet river stone 7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _empty_queue(request: pytest.FixtureRequest) -> None:
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        _empty()


@pytest.fixture
def system() -> Actor:
    return Actor.system("tests")


@pytest.fixture
def account(system: Actor, db: None) -> Callable[..., int]:
    """Opens an account: `account("ana@example.org", ActorKind.PARTICIPANT)`."""

    def make(
        email: str, kind: ActorKind = ActorKind.PARTICIPANT, *roles: Role, password: str | None = PASSWORD, **more: Any
    ) -> int:
        return services.open_account(
            actor=system, email=email, name=email.split("@", maxsplit=1)[0].title(), kind=kind, roles=frozenset(roles),
            password=password, **more,
        )  # fmt: skip

    return make


def run_jobs() -> int:
    """Does what waits in the queue, as the worker would; returns how many jobs there were."""
    jobs = list(ProcrastinateJob.objects.filter(status="todo", queue_name="mail").order_by("pk"))
    for job in jobs:
        app.tasks[job.task_name].func(**job.args)
    _empty()
    return len(jobs)


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def address_in_mail() -> str:
    """The path of the link in the newest e-mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)
    assert found is not None
    return found.group(1)


def code_now(secret: str = SECRET, later: int = 0) -> str:
    """What the app shows now, or some half minutes later."""
    counter = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(secret, counter + later))


def offered(client: Client) -> str:
    """The key that the page for setting up shows; sealed in the session."""
    return str(decrypt(client.session["second_step_offered"]))
