"""What the timetable's pages share."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from hearthside.access.actor import Actor
from hearthside.participants import selectors as participants


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def person_names(actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """The names of people as the clinic calls them, in the order of the names."""
    cards = participants.cards(actor=actor, participant_ids=list(ids))
    return {number: card.display_name for number, card in sorted(cards.items(), key=lambda c: c[1].display_name)}
