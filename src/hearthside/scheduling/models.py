"""Sessions, rooms and clinicians in time; seats; proposals of the timetable.

Every time is a range of moments, so that no two sites' clocks and no change of clocks can hide an overlap. The
exclusion constraints and the triggers that keep `Seat.during` and `Session.taken` true are in migration 0002.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q


class Session(models.Model):
    """One session of treatment, for one person or for twelve."""

    data_class: ClassVar[str] = "schedule"

    site = models.ForeignKey("program.Site", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("program.Service", on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey("program.Audience", on_delete=models.PROTECT, related_name="+")
    clinician = models.ForeignKey("program.Staff", on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey("program.Room", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    mode = models.CharField(max_length=12)
    during = DateTimeRangeField()
    places = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    proposal = models.ForeignKey("Proposal", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    locked = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["during", "id"]
        indexes: ClassVar = [models.Index(fields=["site", "during"], name="session_by_site")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="session_not_over_full"),
            models.CheckConstraint(
                condition=Q(mode="online", room=None) | Q(mode="in_person", room__isnull=False),
                name="session_room_by_mode",
            ),
        ]


class Seat(models.Model):
    """A person's place in a session; `during` is the session's, kept equal by the database."""

    data_class: ClassVar[str] = "schedule"

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="seats")
    participant = models.ForeignKey("participants.Participant", on_delete=models.PROTECT, related_name="+")
    during = DateTimeRangeField()
    booked_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["participant", "during"], name="seat_by_participant")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "participant"], condition=Q(released_at=None), name="seat_once_a_session"
            )
        ]


class ProposalState(models.TextChoices):
    """The way of a proposal: worked on in the background, then published or set aside."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    BROKEN = "broken"
    PUBLISHED = "published"
    SET_ASIDE = "set_aside"


class ProposalKind(models.TextChoices):
    """What a proposal is for: the whole week, a trial of "what if", a repair after somebody is gone, moves by hand."""

    WEEK = "week"
    WHAT_IF = "what_if"
    REPAIR = "repair"
    BY_HAND = "by_hand"


class Proposal(models.Model):
    """A week that is proposed for one site: the problem, the solution, and what was asked beside (`change`).

    `based_on` is the proposal that this one was made from; `rank` orders the repairs of one request, best first.
    `draft` holds what lists of proposals need not read: the steps of moves by hand, and the week that people knew.
    """

    data_class: ClassVar[str] = "schedule"

    site = models.ForeignKey("program.Site", on_delete=models.PROTECT, related_name="+")
    week_starts_on = models.DateField()
    kind = models.CharField(max_length=8, choices=ProposalKind, default=ProposalKind.WEEK)
    change = models.JSONField(default=dict, blank=True)
    title = models.CharField(max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    based_on = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=ProposalState, default=ProposalState.QUEUED)
    seconds = models.PositiveSmallIntegerField(default=60)
    seed = models.PositiveIntegerField(default=1)
    problem = models.JSONField(null=True)
    solution = models.JSONField(null=True)
    progress = models.JSONField(default=dict)
    draft = models.JSONField(default=dict, blank=True)
    stop_asked = models.BooleanField(default=False)
    fault = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(week_starts_on__iso_week_day=1), name="proposal_starts_on_monday"),
            models.UniqueConstraint(
                fields=["site", "week_starts_on"],
                condition=Q(state__in=["queued", "running"], kind="week"),
                name="proposal_one_at_work",
            ),
            models.CheckConstraint(
                condition=~Q(kind="what_if", state="published"), name="proposal_what_if_never_published"
            ),
        ]


class Telling(models.Model):
    """Somebody to be told what a publication changed for them, and who told them when.

    Whoever leads a session is told of another room, as those who sit in it are; `rooms` holds such sessions before
    and after.
    """

    data_class: ClassVar[str] = "schedule"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="tellings")
    participant = models.ForeignKey("participants.Participant", on_delete=models.PROTECT, related_name="+", null=True)
    staff = models.ForeignKey("program.Staff", on_delete=models.PROTECT, related_name="+", null=True)
    loses = models.JSONField(default=list)
    gains = models.JSONField(default=list)
    rooms = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "participant"], name="telling_once_a_publication"),
            models.UniqueConstraint(fields=["proposal", "staff"], name="telling_once_a_leader"),
            models.CheckConstraint(
                condition=Q(participant=None, staff__isnull=False) | Q(participant__isnull=False, staff=None),
                name="telling_somebody",
            ),
        ]


class WeekAsk(models.Model):
    """What was settled about one week of one person: offered seats that were chosen, or that the clinic should look.

    `done` holds what undoing needs: seats booked and given up, sessions opened. An ask for the clinic is open until
    `closed_at`; a choice that was undone is closed too.
    """

    data_class: ClassVar[str] = "schedule"

    participant = models.ForeignKey("participants.Participant", on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey("program.Site", on_delete=models.PROTECT, related_name="+")
    week_starts_on = models.DateField()
    chosen = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    done = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(week_starts_on__iso_week_day=1), name="week_ask_starts_on_monday"),
            models.UniqueConstraint(
                fields=["participant", "week_starts_on"],
                condition=Q(chosen=False, closed_at=None),
                name="week_ask_one_open",
            ),
        ]


class CalendarFeed(models.Model):
    """A private calendar address of a participant; only a hash of its secret is kept, and revoking is immediate."""

    data_class: ClassVar[str] = "schedule"

    participant = models.ForeignKey("participants.Participant", on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=60, default="Appointment")
    created_at = models.DateTimeField(auto_now_add=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant"], condition=Q(revoked_at=None), name="feed_one_in_force")
        ]
