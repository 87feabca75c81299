"""The site that somebody works at now: chosen in the address, remembered in the session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hearthside.access.gate import NotFound
from hearthside.access.requests import ActorRequest
from hearthside.kernel.numbers import number
from hearthside.program import selectors as program
from hearthside.program.selectors import SitePlace

KEY = "desk_site"


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A site one can switch to, on the same page."""

    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The chosen site, its clock, and the others."""

    site: SitePlace | None
    links: tuple[SiteLink, ...]

    @property
    def zone(self) -> ZoneInfo:
        """The clock on the site's wall."""
        return ZoneInfo(self.site.time_zone if self.site else "UTC")

    def local(self, moment: datetime) -> datetime:
        """A moment on that clock."""
        return moment.astimezone(self.zone)


def place_of(request: ActorRequest) -> Place:
    """The site asked for, else the one chosen before, else the reader's own, else the first."""
    sites = {site.id: site for site in sorted(program.site_places(), key=lambda site: site.id)}
    asked = request.GET.get("site", "")
    chosen = number(asked)
    if asked and chosen not in sites:
        raise NotFound("site")
    if chosen is not None and request.session.get(KEY) != chosen:
        request.session[KEY] = chosen
    site_id = chosen or request.session.get(KEY) or _own_site(request)
    current = sites.get(site_id or 0) or next(iter(sites.values()), None)
    return Place(current, tuple(_link(request, site, current) for site in sites.values()))


def _own_site(request: ActorRequest) -> int | None:
    """Asked once: from then on the session knows."""
    staff_id = request.actor.staff_id
    if staff_id is None:
        return None
    site_id = program.staff_member(actor=request.actor, staff_id=staff_id).site_id
    request.session[KEY] = site_id
    return site_id


def _link(request: ActorRequest, site: SitePlace, current: SitePlace | None) -> SiteLink:
    asked = request.GET.copy()
    asked["site"] = str(site.id)
    asked.pop("person", None)
    return SiteLink(site.name, f"{request.path}?{asked.urlencode()}", current is not None and site.id == current.id)
