"""Takes other systems' records in."""

from __future__ import annotations

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.interop.domain.arrivals import arrival_of
from hearthside.interop.domain.fhir import BundleUnreadable, NotTakenReason, read_bundle
from hearthside.interop.domain.reports import ImportReport
from hearthside.participants.domain.arrivals import Outcome
from hearthside.participants.services.imported import record_imported_person
from hearthside.program import selectors as program


@command(Permission.IMPORT_RUN)
def import_bundle(*, actor: Actor, content: bytes, source_name: str, site_id: int) -> ImportReport:
    """Records everybody in a FHIR bundle, or nobody of that file; a file that cannot be read says why."""
    today = timezone.localdate(timezone=program.site_clock(site_id=site_id))
    try:
        reading = read_bundle(content, on=today)
    except BundleUnreadable as unreadable:
        return ImportReport(source_name, unreadable.reason, unreadable.detail)
    recorded = []
    for person in reading.people:
        done = record_imported_person(actor=actor, site_id=site_id, arrival=arrival_of(person), on=today)
        recorded.append(done)
        if done.outcome is Outcome.SOMEBODY_ELSE:
            reading = reading.without(person, NotTakenReason.SOMEBODY_ELSE, "Patient.identifier")
    return ImportReport(source_name, reading=reading, recorded=tuple(recorded))
