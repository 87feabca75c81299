"""A small program and the people in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from hearthside.access.actor import Actor
from hearthside.participants import services
from hearthside.participants.services import Identity
from hearthside.program.models import LevelOfCareRule, Service, Site, Track


@pytest.fixture
def program(db: None) -> dict[str, Any]:
    """An adult and an adolescent track with their doses, and the weekly orders of the adult one."""
    adult_level = LevelOfCareRule.objects.create(
        code="iop-adult",
        name="IOP adult",
        population="adult",
        min_minutes_week=540,
        min_days_week=3,
        source="state rule",
    )
    teen_level = LevelOfCareRule.objects.create(
        code="iop-teen", name="IOP adolescent", population="adolescent", min_minutes_week=360, min_days_week=3,
        source="state rule",
    )  # fmt: skip
    adult = Track.objects.create(code="general", name="General", population="adult", level=adult_level, is_default=True)
    teen = Track.objects.create(
        code="teen", name="Adolescent", population="adolescent", level=teen_level, is_default=True
    )
    process = Service.objects.create(
        code="process",
        name="Process group",
        name_es="Grupo de proceso",
        kind="group",
        minutes=90,
        min_size=4,
        max_size=12,
    )
    individual = Service.objects.create(code="individual", name="Individual session", kind="individual", minutes=60)
    adult.weekly_orders.create(service=process, per_week=4)
    adult.weekly_orders.create(service=individual, per_week=1)
    teen.weekly_orders.create(service=process, per_week=3)
    return {"adult": adult, "teen": teen, "process": process, "individual": individual}


@pytest.fixture
def admit(site: Site, program: dict[str, Any], director: Actor) -> Callable[..., int]:
    """Admits somebody: `admit("Marisol", "Montañez", chosen_name="Mari")`."""

    def make(
        given: str = "Marisol", family: str = "Montañez", *, actor: Actor | None = None, site_id: int | None = None,
        track_id: int | None = None, admitted_on: date | None = None, **more: Any,
    ) -> int:  # fmt: skip
        team = {key: more.pop(key) for key in ("primary_clinician_id", "care_team", "priority") if key in more}
        return services.admit_participant(
            actor=actor or director, identity=Identity(given, family, **more), site_id=site_id or site.pk,
            track_id=track_id, admitted_on=admitted_on, **team,
        )  # fmt: skip

    return make
