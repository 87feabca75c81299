"""Admitting people, editing who they are, keeping two apart, discharge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission
from hearthside.participants.domain.cards import age_group
from hearthside.participants.domain.identity import Identity, check_identity
from hearthside.participants.domain.lives import IN_PERSON
from hearthside.participants.domain.refusals import ParticipantRefused, Refusal
from hearthside.participants.models import CareTeamMember, Choices, Episode, KeptApart, Order, Participant
from hearthside.participants.services.writing import _changed, _opened, _write_identity
from hearthside.program import selectors as program


@command(Permission.PARTICIPANT_ADMIT)
def admit_participant(
    *, actor: Actor, identity: Identity, site_id: int, track_id: int | None = None, admitted_on: date | None = None,
    primary_clinician_id: int | None = None, care_team: Sequence[int] = (), priority: int = 1,
    can_attend: Sequence[str] = (IN_PERSON,),
) -> int:  # fmt: skip
    """Takes somebody into the program: their record, a stay on a track, its orders, an empty choices sheet."""
    today = _today(site_id)
    check_identity(identity, today=today)
    if program.site(actor=actor, site_id=site_id).archived:
        raise ParticipantRefused("site", Refusal.SITE_ARCHIVED)
    person = Participant(site_id=site_id)
    _write_identity(person, identity)
    person.save()
    Choices.objects.create(participant=person, can_attend=list(can_attend))
    _open_episode(actor, person, track_id, admitted_on or today, primary_clinician_id, care_team, priority)
    return person.pk


@command(Permission.PARTICIPANT_ADMIT, subject="participant_id")
def admit_again(
    *, actor: Actor, participant_id: int, track_id: int | None = None, admitted_on: date | None = None,
    primary_clinician_id: int | None = None, care_team: Sequence[int] = (), priority: int = 1,
) -> int:  # fmt: skip
    """Opens a new stay for somebody who is known here; returns the episode."""
    person = _opened(participant_id)
    if Episode.objects.filter(participant=person, discharged_on=None).exists():
        raise ParticipantRefused("admitted_on", Refusal.ALREADY_ADMITTED)
    if not Choices.objects.filter(participant=person).exists():
        Choices.objects.create(participant=person, can_attend=[IN_PERSON])
    start = admitted_on or _today(person.site_id)
    return _open_episode(actor, person, track_id, start, primary_clinician_id, care_team, priority).pk


@command(Permission.PARTICIPANT_EDIT, subject="participant_id")
def edit_participant(
    *, actor: Actor, participant_id: int, identity: Identity, version: int | None = None, site_id: int | None = None
) -> None:
    """Changes names, languages and contact; a page older than the last change is refused."""
    person = _opened(participant_id, "identity", version)
    check_identity(identity, today=_today(person.site_id))
    if site_id is not None and site_id != person.site_id:
        if program.site(actor=actor, site_id=site_id).archived:
            raise ParticipantRefused("site", Refusal.SITE_ARCHIVED)
        person.site_id = site_id
    _write_identity(person, identity)
    _changed(person, "identity", actor)


@command(Permission.PARTICIPANT_ADMIT, subject="participant_id")
def discharge(*, actor: Actor, participant_id: int, on: date | None = None) -> None:
    """Ends the open stay; the record stays, the care team's access ends."""
    person = _opened(participant_id)
    stay = Episode.objects.filter(participant_id=participant_id, discharged_on=None).first()
    if stay is None:
        raise ParticipantRefused("on", Refusal.NOT_ADMITTED)
    day = on or _today(person.site_id)
    if day < stay.admitted_on:
        raise ParticipantRefused("on", Refusal.BEFORE_ADMISSION)
    stay.discharged_on = day
    stay.save(update_fields=["discharged_on"])
    stay.care_team.filter(until=None).update(until=timezone.now())
    _changed(person, "episode", actor)


@command(Permission.PARTICIPANT_ADMIT, subject="participant_id")
def join_care_team(*, actor: Actor, participant_id: int, staff_id: int, primary: bool = False) -> None:
    """Puts a member of staff on the care team of the open stay, perhaps as primary clinician."""
    stay = _open_stay(participant_id)
    if program.staff_member(actor=actor, staff_id=staff_id).archived:
        raise NotFound("staff")
    CareTeamMember.objects.get_or_create(episode=stay, staff_id=staff_id, until=None)
    if primary:
        stay.primary_clinician_id = staff_id
        stay.save(update_fields=["primary_clinician"])
    _changed(_opened(participant_id), "care_team", actor)


@command(Permission.PARTICIPANT_ADMIT, subject="participant_id")
def leave_care_team(*, actor: Actor, participant_id: int, staff_id: int) -> None:
    """Takes a member of staff off the care team; they may no longer read the clinical record."""
    stay = _open_stay(participant_id)
    stay.care_team.filter(staff_id=staff_id, until=None).update(until=timezone.now())
    if stay.primary_clinician_id == staff_id:
        stay.primary_clinician = None
        stay.save(update_fields=["primary_clinician"])
    _changed(_opened(participant_id), "care_team", actor)


@command(Permission.PARTICIPANT_EDIT, subject="participant_id")
def keep_apart(*, actor: Actor, participant_id: int, other_id: int) -> None:  # noqa: ARG001
    """Makes sure that two people are never put into one session."""
    if participant_id == other_id:
        raise ParticipantRefused("other", Refusal.SAME_PERSON)
    if Participant.objects.filter(pk__in=[participant_id, other_id]).count() != 2:
        raise NotFound("participant")
    first, second = sorted((participant_id, other_id))
    KeptApart.objects.get_or_create(first_id=first, second_id=second)


@command(Permission.PARTICIPANT_EDIT, subject="participant_id")
def end_keep_apart(*, actor: Actor, participant_id: int, other_id: int) -> None:  # noqa: ARG001
    """Two people may be in one session again."""
    _opened(participant_id)
    first, second = sorted((participant_id, other_id))
    KeptApart.objects.filter(first_id=first, second_id=second).delete()


@command(Permission.USER_INVITE, subject="participant_id")
def link_user(*, actor: Actor, participant_id: int, user_id: int) -> None:  # noqa: ARG001
    """Ties a sign-in account to a person's record."""
    person = _opened(participant_id)
    person.user_id = user_id
    person.save(update_fields=["user"])


def _open_episode(
    actor: Actor, person: Participant, track_id: int | None, admitted_on: date, primary_clinician_id: int | None,
    care_team: Sequence[int], priority: int,
) -> Episode:  # fmt: skip
    """The stay, its care team, and the weekly orders that its track asks for."""
    group = age_group(person.date_of_birth, admitted_on)
    chosen = track_id if track_id is not None else program.default_track(actor=actor, population=group)
    if chosen is None:
        raise ParticipantRefused("track", Refusal.TRACK_MISSING)
    template = program.track_template(actor=actor, track_id=chosen)
    stay = Episode.objects.create(
        participant=person, track_id=chosen, primary_clinician_id=primary_clinician_id, admitted_on=admitted_on,
        priority=priority,
    )  # fmt: skip
    Order.objects.bulk_create(
        Order(episode=stay, service_id=service_id, per_week=per_week) for service_id, per_week in template.weekly_orders
    )
    team = dict.fromkeys([*([primary_clinician_id] if primary_clinician_id else []), *care_team])
    CareTeamMember.objects.bulk_create(CareTeamMember(episode=stay, staff_id=staff_id) for staff_id in team)
    return stay


def _open_stay(participant_id: int) -> Episode:
    _opened(participant_id)
    stay = Episode.objects.filter(participant_id=participant_id, discharged_on=None).first()
    if stay is None:
        raise ParticipantRefused("episode", Refusal.NOT_ADMITTED)
    return stay


def _today(site_id: int) -> date:
    return timezone.now().astimezone(program.site_clock(site_id=site_id)).date()
