"""How a record is opened for a change and closed again: one lock, one version, one place that keeps names findable."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound
from hearthside.participants.domain import names
from hearthside.participants.domain.identity import Identity
from hearthside.participants.domain.refusals import StaleTab
from hearthside.participants.models import Participant


def _opened(participant_id: int, section: str = "", version: int | None = None) -> Participant:
    """The record, locked until the end of the change; refuses a page older than the last change of its section."""
    person = Participant.objects.select_for_update(of=("self",)).filter(pk=participant_id).first()
    if person is None:
        raise NotFound("participant")
    last = person.last_changes.get(section)
    if version is not None and last and last["version"] > version:
        raise StaleTab(section, last["by"], datetime.fromisoformat(last["at"]).astimezone(UTC), person.version)
    return person


def _changed(person: Participant, section: str, actor: Actor) -> None:
    """Writes the record back with the next version, and who changed which section of it."""
    person.version += 1
    change = {"version": person.version, "by": actor.name, "at": timezone.now().isoformat()}
    person.last_changes = {**person.last_changes, section: change}
    person.save()


def _write_identity(person: Participant, identity: Identity) -> None:
    """Takes over names, languages and contact."""
    for field, value in asdict(identity).items():
        setattr(person, field, value.strip() if isinstance(value, str) else value)
    person.languages = list(identity.languages)
    _make_findable(person)


def _make_findable(person: Participant) -> None:
    """The one place that derives the search columns from the names and the phone."""
    person.search_grams, person.search_name = names.search_columns(
        given=person.given_name, family=person.family_name, chosen=person.chosen_name, phone=person.phone
    )
