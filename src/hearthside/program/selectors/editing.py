"""What the forms of the program offer to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.program.selectors.choices import (
    Choice,
    ServiceChoice,
    service_choices,
    site_choices,
    track_choices,
)
from hearthside.program.selectors.offer import LevelRule, level_rules


@dataclass(frozen=True, slots=True)
class EditOptions:
    """Everything in use that a form can point to."""

    sites: tuple[Choice, ...]
    tracks: tuple[Choice, ...]
    services: tuple[ServiceChoice, ...]
    levels: tuple[LevelRule, ...]


@query(Permission.PROGRAM_EDIT)
def edit_options(*, actor: Actor) -> EditOptions:
    """What somebody who edits the program can choose from."""
    return EditOptions(
        site_choices(actor=actor), track_choices(actor=actor), service_choices(actor=actor), level_rules(actor=actor)
    )
