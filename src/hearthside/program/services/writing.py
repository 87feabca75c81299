"""How a row of the program is written: its own constraints are the rules, and each is named in the clinic's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

from hearthside.access.gate import NotFound
from hearthside.program.domain.refusals import ProgramRefused, Refusal

M = TypeVar("M", bound=models.Model)
BROKEN: dict[str, tuple[str, Refusal]] = {
    "site_name_unique": ("name", Refusal.NAME_TAKEN),
    "site_start_step": ("start_step", Refusal.STEP_NOT_OFFERED),
    "closure_once_a_day": ("day", Refusal.DAY_TAKEN),
    "closure_hours": ("closes", Refusal.HOURS_BACKWARDS),
    "topic_name_unique": ("topics", Refusal.NAME_TAKEN),
    "room_name_unique": ("name", Refusal.NAME_TAKEN),
    "room_capacity": ("capacity", Refusal.CAPACITY),
    "level_days": ("min_days_week", Refusal.DAYS),
    "level_minutes": ("max_minutes_week", Refusal.MOST_BELOW_LEAST),
    "level_code_unique": ("name", Refusal.NAME_TAKEN),
    "track_code_unique": ("name", Refusal.NAME_TAKEN),
    "service_code_unique": ("name", Refusal.NAME_TAKEN),
    "audience_code_unique": ("name", Refusal.NAME_TAKEN),
    "service_minutes": ("minutes", Refusal.MINUTES),
    "service_size": ("max_size", Refusal.SIZES),
    "service_individual_is_one": ("max_size", Refusal.INDIVIDUAL_IS_ONE),
    "weekly_order_per_week": ("per_week", Refusal.PER_WEEK),
    "staff_modes_known": ("modes", Refusal.MODE_UNKNOWN),
    "staff_contact_minutes": ("max_contact_minutes", Refusal.CONTACT_MINUTES),
    "program_staff_user_id_key": ("user", Refusal.ACCOUNT_TAKEN),
}


def _found_or_new(model: type[M], pk: int | None) -> M:
    """The row to change, locked; a new one where there is no id."""
    if pk is None:
        return model()
    row = model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound(model.__name__.lower())
    return row


def _save(row: models.Model) -> int:
    """Saves the row, or refuses with the field and the reason that the database names."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in BROKEN:
            raise
        raise ProgramRefused(*BROKEN[name]) from error
    return int(row.pk)


def _new_code(rows: Iterable[str], name: str) -> str:
    """A short code made from a name, different from those in use."""
    taken, wanted = set(rows), slugify(name)[:36] or "item"
    return next(code for code in (wanted, *(f"{wanted}-{number}" for number in range(2, 1000))) if code not in taken)


def _put_away(model: type[M], pk: int, *, away: bool) -> None:
    """Archives a row or brings it back; nothing is deleted."""
    row = _found_or_new(model, pk)
    row.archived_at = datetime.now(UTC) if away else None  # type: ignore[attr-defined]
    row.save(update_fields=["archived_at"])
