"""What a person sees about themselves."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.participants import selectors as participants
from hearthside.participants.selectors import CalendarRow, ChoicesSheet, CommitmentRow, PersonCard
from hearthside.portal.selectors._visits import _own_place, _places
from hearthside.program.selectors import SitePlace
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling.selectors import FeedState


@dataclass(frozen=True, slots=True)
class YouPage:
    """Name, life, choices and the private calendar."""

    card: PersonCard
    place: SitePlace
    commitments: tuple[CommitmentRow, ...]
    calendars: tuple[CalendarRow, ...]
    choices: ChoicesSheet
    feed: FeedState | None


@query(Permission.CHOICES_READ, subject="participant_id")
def you(*, actor: Actor, participant_id: int) -> YouPage:
    """The person's own page, in a constant number of queries."""
    card = participants.own_card(actor=actor, participant_id=participant_id)
    return YouPage(
        card, _own_place(_places(), card.site_id),
        participants.commitments(actor=actor, participant_id=participant_id),
        participants.calendars(actor=actor, participant_id=participant_id),
        participants.choices(actor=actor, participant_id=participant_id),
        scheduling.feed_of(actor=actor, participant_id=participant_id),
    )  # fmt: skip
