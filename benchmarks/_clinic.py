"""The demo clinic for benchmarks: prepared once under its own folder, people signed in without a browser."""

from __future__ import annotations

import io
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def ready() -> None:
    """Sets Django up over a demo clinic of the benchmarks' own."""
    os.environ.setdefault("HEARTHSIDE_VAR", str(ROOT / "var" / "bench"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "hearthside.config.settings"
    os.environ["HEARTHSIDE_LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("demo", "--no-serve", "--seconds", "10", stdout=io.StringIO())


def folder(name: str) -> str:
    """Where a benchmark keeps a clinic of its own, apart from the others'."""
    return os.environ.get("HEARTHSIDE_VAR", str(ROOT / "var" / "bench")) + f"-{name}"


def empty() -> None:
    """Sets Django up over the database of this process, brought up to date."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "hearthside.config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)


def signed_in(email: str):
    """A client signed in as somebody of the demo clinic."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    user = get_user_model().objects.get(email=email)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["second_step_done"] = True
    session.save()
    return client
