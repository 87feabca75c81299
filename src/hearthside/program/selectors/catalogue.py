"""A site's whole offer in one answer: what a week is built from."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import Permission
from hearthside.program.domain.spans import Span, merged
from hearthside.program.models import Service, Site, Staff, Track
from hearthside.program.selectors._linked import linked_audiences, of_staff


@dataclass(frozen=True, slots=True)
class CatalogueRoom:
    """A room that sessions can be held in."""

    id: int
    name: str
    capacity: int


@dataclass(frozen=True, slots=True)
class CatalogueTrack:
    """A track that is running."""

    id: int
    code: str
    name: str
    population: str


@dataclass(frozen=True, slots=True)
class CatalogueAudience:
    """Who may share one session of a service."""

    id: int
    code: str
    name: str
    track_ids: tuple[int, ...]
    track_codes: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class CatalogueService:
    """A service that is offered."""

    id: int
    code: str
    name: str
    name_es: str
    kind: str
    minutes: int
    min_size: int
    max_size: int
    countable: bool
    audiences: tuple[CatalogueAudience, ...]


@dataclass(frozen=True, slots=True)
class CatalogueClinician:
    """Somebody who can lead sessions at the site."""

    id: int
    name: str
    leads: tuple[int, ...]
    tracks: tuple[int, ...]
    languages: tuple[str, ...]
    gender: str
    modes: tuple[str, ...]
    works: tuple[Span, ...]
    max_contact_minutes: int


@dataclass(frozen=True, slots=True)
class SiteCatalogue:
    """A site's hours, rooms, services, tracks and clinicians; archived ones are left out."""

    site_id: int
    site_name: str
    time_zone: str
    start_step: int
    opening: tuple[Span, ...]
    rooms: tuple[CatalogueRoom, ...]
    tracks: tuple[CatalogueTrack, ...]
    services: tuple[CatalogueService, ...]
    clinicians: tuple[CatalogueClinician, ...]


@query(Permission.PROGRAM_READ)
def catalogue(*, actor: Actor, site_id: int) -> SiteCatalogue:  # noqa: ARG001
    """Everything that the timetable of a site is built from, in a constant number of queries."""
    site = Site.objects.prefetch_related("opening_hours", "rooms").filter(pk=site_id).first()
    if site is None:
        raise NotFound("site")
    tracks = tuple(CatalogueTrack(t.pk, t.code, t.name, t.population) for t in Track.objects.filter(archived_at=None))
    running = {track.id for track in tracks}
    rows = Service.objects.filter(archived_at=None).prefetch_related(linked_audiences())
    services = tuple(_service(row) for row in rows)
    offered = {service.id for service in services}
    staff = Staff.objects.filter(site_id=site_id, archived_at=None)
    staff = staff.prefetch_related("working_hours").annotate(
        lead_ids=of_staff(Staff.leads.through, "service__name", "service_id"),
        track_ids=of_staff(Staff.tracks.through, "track__name", "track_id"),
    )
    clinicians = tuple(_clinician(row, offered, running) for row in staff)
    return SiteCatalogue(
        site.pk, site.name, site.time_zone, site.start_step,
        merged(Span(h.weekday, h.start_minute, h.end_minute) for h in site.opening_hours.all()),
        tuple(CatalogueRoom(r.pk, r.name, r.capacity) for r in site.rooms.all() if r.archived_at is None),
        tracks, services, clinicians,
    )  # fmt: skip


def _service(row: Service) -> CatalogueService:
    audiences = [
        CatalogueAudience(a.pk, a.code, a.name, tuple(a.running_ids), tuple(a.running_codes), a.language)  # type: ignore[attr-defined]
        for a in row.audiences.all()
    ]
    return CatalogueService(
        row.pk, row.code, row.name, row.name_es, row.kind, row.minutes, row.min_size, row.max_size, row.countable,
        tuple(audiences),
    )  # fmt: skip


def _clinician(row: Staff, offered: set[int], running: set[int]) -> CatalogueClinician:
    leads, tracks = row.lead_ids, row.track_ids  # type: ignore[attr-defined]
    return CatalogueClinician(
        row.pk, row.name, tuple(pk for pk in leads if pk in offered),
        tuple(pk for pk in tracks if pk in running), tuple(row.languages), row.gender, tuple(row.modes),
        merged(Span(h.weekday, h.start_minute, h.end_minute) for h in row.working_hours.all()), row.max_contact_minutes,
    )  # fmt: skip
