"""Answers about participants."""

from __future__ import annotations

from hearthside.access.gate import open_to_all
from hearthside.participants.models import Participant


@open_to_all("builds the actor of every request; the gate cannot be asked before it")
def participant_id_of_user(*, user_id: int) -> int | None:
    """The participant behind an account."""
    return Participant.objects.filter(user_id=user_id).values_list("pk", flat=True).first()
