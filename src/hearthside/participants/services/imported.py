"""Takes in a person from another system's records: the same person again adds nothing, and overwrites nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.participants.domain.arrivals import (
    FILLABLE,
    Arrival,
    ArrivingContact,
    NotAdmitted,
    Outcome,
    Recorded,
    is_somebody_else,
    missing_in,
    population_of,
)
from hearthside.participants.domain.contact import Channel
from hearthside.participants.domain.names import plain
from hearthside.participants.models import (
    Condition,
    Coverage,
    ExternalIdentifier,
    Participant,
    SupportPerson,
)
from hearthside.participants.services.people import admit_again
from hearthside.participants.services.writing import _changed, _make_findable, _opened
from hearthside.program import selectors as program

IMPORT_LOCK = 7_205_759_403_792_795


@command(Permission.IMPORT_RUN)
def record_imported_person(*, actor: Actor, site_id: int, arrival: Arrival, on: date) -> Recorded:
    """Finds the person by the identifiers they come with, or adds them, and puts down what the arrival tells."""
    _one_import_at_a_time()
    bearers = _bearers(arrival)
    if not bearers:
        namesakes = _namesakes(arrival)
        done = complete_imported_person(actor=actor, participant_id=_add(arrival, site_id), arrival=arrival, on=on)
        return replace(done, outcome=Outcome.ADDED, namesakes=namesakes)
    person = bearers[0]
    if len(bearers) > 1 or is_somebody_else(
        arrival, given=person.given_name, family=person.family_name, born=person.date_of_birth
    ):
        return Recorded(Outcome.SOMEBODY_ELSE)
    if person.archived_at:
        return Recorded(Outcome.UNCHANGED, person.pk)
    return complete_imported_person(actor=actor, participant_id=person.pk, arrival=arrival, on=on)


@command(Permission.IMPORT_RUN, subject="participant_id")
def complete_imported_person(*, actor: Actor, participant_id: int, arrival: Arrival, on: date) -> Recorded:
    """Adds what an arrival tells and nobody here has written down; somebody new to the program gets an episode."""
    person = _opened(participant_id)
    completed = _fill_gaps(actor, person, arrival)
    contacts = _write(SupportPerson, person, _new_contacts(person, arrival.contacts), changing=())
    conditions = _write(Condition, person, arrival.conditions, changing=("clinical_status", "abated_on"))
    coverages = _write(Coverage, person, arrival.coverages, changing=("starts_on", "ends_on"))
    is_new = not person.episodes.exists()
    obstacle = _admit(actor, person, arrival, on) if is_new else None
    changed = completed or contacts or conditions or coverages or (is_new and obstacle is None)
    return Recorded(
        outcome=Outcome.COMPLETED if changed else Outcome.UNCHANGED,
        participant_id=person.pk,
        admitted=is_new and obstacle is None,
        not_admitted=obstacle,
        contacts=contacts,
        conditions=conditions,
        coverages=coverages,
    )


def _admit(actor: Actor, person: Participant, arrival: Arrival, on: date) -> NotAdmitted | None:
    """Opens an episode in the default track of the age group with its weekly orders; or why that cannot be."""
    population = population_of(arrival, on=on)
    if not population:
        return NotAdmitted.AGE_UNKNOWN
    track_id = program.default_track(actor=actor, population=population)
    if track_id is None:
        return NotAdmitted.NO_TRACK
    admit_again(actor=actor, participant_id=person.pk, track_id=track_id, admitted_on=on)
    return None


def _one_import_at_a_time() -> None:
    """Two imports of the same people at once would both find nobody; the lock goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _bearers(arrival: Arrival) -> list[Participant]:
    """Everybody here who bears one of the identifiers."""
    wanted = Q(pk__in=())
    for system, value in arrival.identifiers:
        wanted |= Q(identifiers__system=system, identifiers__value=value)
    return list(Participant.objects.filter(wanted).distinct().order_by("pk"))


def _namesakes(arrival: Arrival) -> int:
    """How many people here have the same name and date of birth under other identifiers, or none."""
    if arrival.date_of_birth is None:
        return 0
    name = plain(f"{arrival.given_name} {arrival.family_name}")
    born_then = Participant.objects.filter(date_of_birth=arrival.date_of_birth, archived_at=None)
    names = born_then.values_list("given_name", "family_name")
    return sum(plain(f"{given} {family}") == name for given, family in names)


def _add(arrival: Arrival, site_id: int) -> int:
    channel = Channel.EMAIL if arrival.email else Channel.CALL if arrival.phone else Channel.POST
    person = Participant.objects.create(
        site_id=site_id, given_name=arrival.given_name, family_name=arrival.family_name, preferred_channel=channel
    )
    return int(person.pk)


def _fill_gaps(actor: Actor, person: Participant, arrival: Arrival) -> bool:
    """Identifiers, and what is still blank; whether that changed anything."""
    held = set(person.identifiers.values_list("system", "value"))
    new = [pair for pair in arrival.identifiers if pair not in held]
    ExternalIdentifier.objects.bulk_create(
        ExternalIdentifier(participant=person, system=system, value=value) for system, value in new
    )
    told = missing_in({name: getattr(person, name) for name in FILLABLE}, arrival)
    if told or new:
        for name, value in told.items():
            setattr(person, name, value)
        _make_findable(person)
        _changed(person, "identity", actor)
    return bool(told or new)


def _new_contacts(person: Participant, contacts: Sequence[ArrivingContact]) -> list[ArrivingContact]:
    """Those whom nobody here has entered, or removed, by hand."""
    by_hand = SupportPerson.objects.filter(participant=person, source_key="").values_list("name", flat=True)
    known = {plain(name) for name in by_hand}
    return [contact for contact in contacts if plain(contact.name) not in known]


def _write(model: Any, person: Participant, told: Sequence[Any], *, changing: Sequence[str]) -> int:
    """Adds what is new by its source's key and brings `changing` up to date; how many rows that touched."""
    rows = {row.source_key: row for row in model.objects.filter(participant=person).exclude(source_key="")}
    new, changed = [], []
    for one in told:
        values, row = asdict(one), rows.get(one.source_key)
        if row is None:
            new.append(model(participant=person, **values))
        elif any(getattr(row, name) != values[name] for name in changing):
            for name in changing:
                setattr(row, name, values[name])
            changed.append(row)
    model.objects.bulk_create(new)
    if changed:
        model.objects.bulk_update(changed, changing)
    return len(new) + len(changed)
