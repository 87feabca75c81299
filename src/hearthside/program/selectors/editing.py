"""What the forms of the program offer to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.program.selectors.offer import LevelRule, ServiceRow, TrackTemplate, level_rules, services, tracks
from hearthside.program.selectors.places import SiteSummary, sites


@dataclass(frozen=True, slots=True)
class EditOptions:
    """Everything in use that a form can point to."""

    sites: tuple[SiteSummary, ...]
    tracks: tuple[TrackTemplate, ...]
    services: tuple[ServiceRow, ...]
    levels: tuple[LevelRule, ...]


@query(Permission.PROGRAM_EDIT)
def edit_options(*, actor: Actor) -> EditOptions:
    """What somebody who edits the program can choose from."""
    return EditOptions(sites(actor=actor), tracks(actor=actor), services(actor=actor), level_rules(actor=actor))
