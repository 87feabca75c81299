"""Answers about the program."""

from __future__ import annotations

from hearthside.access.gate import open_to_all
from hearthside.program.models import Staff


@open_to_all("builds the actor of every request; the gate cannot be asked before it")
def staff_id_of_user(*, user_id: int) -> int | None:
    """The staff profile of an account."""
    return Staff.objects.filter(user_id=user_id, archived_at=None).values_list("pk", flat=True).first()
