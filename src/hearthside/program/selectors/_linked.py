"""Rows with what they are linked to, in the same question."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, Prefetch, Q, QuerySet, Value

from hearthside.program.models import Audience


def linked_audiences() -> Prefetch[Any]:
    """The audiences of services, each with its tracks."""
    return Prefetch("audiences", with_tracks(Audience.objects.all()))


def with_tracks(rows: QuerySet[Audience]) -> QuerySet[Audience]:
    """Audiences with the tracks in use that they are held for, by name."""
    running = Q(tracks__archived_at=None, tracks__isnull=False)

    def held(field: str) -> ArrayAgg:
        return ArrayAgg(field, filter=running, order_by="tracks__name", default=Value([]))

    return rows.annotate(
        running_ids=held("tracks__pk"), running_names=held("tracks__name"), running_codes=held("tracks__code")
    ).order_by("code")


def of_staff(links: type[Model], order: str, value: str) -> ArraySubquery:
    """What a member of staff is linked to."""
    return ArraySubquery(links._default_manager.filter(staff_id=OuterRef("pk")).order_by(order).values(value))
