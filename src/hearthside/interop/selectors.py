"""Answers for importing."""

from __future__ import annotations

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.program import selectors as program


@query(Permission.IMPORT_RUN)
def import_sites(*, actor: Actor) -> tuple[tuple[int, str], ...]:
    """The sites that people can be imported to, the one that was set up first in front."""
    sites = sorted(program.sites(actor=actor), key=lambda site: site.id)
    return tuple((site.id, site.name) for site in sites)
