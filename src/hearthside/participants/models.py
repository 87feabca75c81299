"""People in the program: who they are, their episodes, the lives they have, what they choose."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from hearthside.participants.domain.contact import Channel


class Participant(models.Model):
    """A person in the program; `search_grams` holds the pieces of their names that a forgiving search compares.

    `last_changes` says of each section of the record at which version it was changed last, by whom and when.
    """

    data_class: ClassVar[str] = "participant"

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    site = models.ForeignKey("program.Site", on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120)
    chosen_name = models.CharField(max_length=120, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=1, blank=True, choices=[("f", "f"), ("m", "m"), ("x", "x")])
    languages = ArrayField(models.CharField(max_length=5), default=list)
    interpreter = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    preferred_channel = models.CharField(
        max_length=10, default=Channel.EMAIL, choices=[(c.value, c.value) for c in Channel]
    )
    ok_to_text = models.BooleanField(default=False)
    ok_to_email = models.BooleanField(default=True)
    ok_to_voicemail = models.BooleanField(default=False)
    may_mention_treatment = models.BooleanField(default=False)
    contact_notes = models.CharField(max_length=300, blank=True)
    search_grams = ArrayField(models.CharField(max_length=4), default=list)
    search_name = models.CharField(max_length=400, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    last_changes = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["family_name", "given_name", "id"]
        indexes: ClassVar = [
            GinIndex(fields=["search_grams"], name="participant_grams", fastupdate=False),
            models.Index(fields=["family_name", "given_name", "id"], name="participant_by_name"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(given_name="") | ~Q(family_name=""), name="participant_named")
        ]

    def __str__(self) -> str:
        return f"participant {self.pk}"


class ExternalIdentifier(models.Model):
    """The number that another system knows a person by; one person for each."""

    data_class: ClassVar[str] = "participant"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="identifiers")
    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["system", "value"], name="identifier_unique")]


class Episode(models.Model):
    """One stay in the program: a track and its level of care, from admission to discharge."""

    data_class: ClassVar[str] = "participant"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="episodes")
    track = models.ForeignKey("program.Track", on_delete=models.PROTECT, related_name="+")
    primary_clinician = models.ForeignKey(
        "program.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    admitted_on = models.DateField()
    discharged_on = models.DateField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-admitted_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant"], condition=Q(discharged_on=None), name="episode_one_open"),
            models.CheckConstraint(
                condition=Q(discharged_on=None) | Q(discharged_on__gte=F("admitted_on")), name="episode_order"
            ),
            models.CheckConstraint(condition=Q(priority__gte=1, priority__lte=9), name="episode_priority"),
        ]


class CareTeamMember(models.Model):
    """A member of staff who treats a person and may read their clinical record."""

    data_class: ClassVar[str] = "participant"

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="care_team")
    staff = models.ForeignKey("program.Staff", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode", "staff"], condition=Q(until=None), name="care_team_once")
        ]


class Order(models.Model):
    """How often a week a person is to have a service, perhaps with a named clinician."""

    data_class: ClassVar[str] = "participant"

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="orders")
    service = models.ForeignKey("program.Service", on_delete=models.PROTECT, related_name="+")
    per_week = models.PositiveSmallIntegerField()
    clinician = models.ForeignKey("program.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["service__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode", "service"], name="order_once"),
            models.CheckConstraint(condition=Q(per_week__gte=1, per_week__lte=7), name="order_per_week"),
        ]


class TaperStep(models.Model):
    """A step of a taper: from a Monday on fewer days a week, in force once somebody has decided it."""

    data_class: ClassVar[str] = "participant"

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="taper")
    starts_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode", "starts_on"], name="taper_step_once"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=7), name="taper_step_days"),
            models.CheckConstraint(condition=Q(starts_on__iso_week_day=1), name="taper_step_on_monday"),
        ]


class Choices(models.Model):
    """The choices sheet: what a person would rather have; 0 (no matter) to 4 (matters a lot) points each."""

    data_class: ClassVar[str] = "participant"

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="choices")
    can_attend = ArrayField(models.CharField(max_length=12), default=list)
    modes = models.JSONField(default=dict)
    day_parts = models.JSONField(default=dict)
    clinician_gender = models.JSONField(default=dict)
    clinicians = models.JSONField(default=dict)
    travel_minutes = models.PositiveSmallIntegerField(default=30)
    max_minutes_per_day = models.PositiveSmallIntegerField(default=240)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(can_attend__contained_by=["in_person", "online"]), name="choices_modes_known"
            ),
            models.CheckConstraint(condition=Q(travel_minutes__lte=240), name="choices_travel"),
            models.CheckConstraint(
                condition=Q(max_minutes_per_day__gte=30, max_minutes_per_day__lte=720),
                name="choices_day_minutes",
            ),
        ]


class Commitment(models.Model):
    """A weekly part of a person's life that treatment goes around; past midnight where it ends before it starts."""

    data_class: ClassVar[str] = "participant"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="commitments")
    label = models.CharField(max_length=120)
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["start_minute", "label"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekdays__contained_by=list(range(7))), name="commitment_weekdays"),
            models.CheckConstraint(condition=Q(weekdays__len__gte=1), name="commitment_some_day"),
            models.CheckConstraint(
                condition=Q(start_minute__lt=1440, end_minute__lte=1440) & ~Q(start_minute=F("end_minute")),
                name="commitment_span",
            ),
        ]


class CalendarImport(models.Model):
    """A calendar that was read once: its busy intervals and what could not be understood; the text is not kept."""

    data_class: ClassVar[str] = "participant"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="calendars")
    name = models.CharField(max_length=200)
    imported_at = models.DateTimeField(auto_now_add=True)
    covers_until = models.DateField()
    events = models.PositiveIntegerField()
    understood = models.PositiveIntegerField()
    problems = models.JSONField(default=list)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-imported_at"]


class BusyInterval(models.Model):
    """A time that an imported calendar says is taken."""

    data_class: ClassVar[str] = "participant"

    calendar = models.ForeignKey(CalendarImport, on_delete=models.CASCADE, related_name="busy")
    start = models.DateTimeField()
    end = models.DateTimeField()
    label = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["start"]
        indexes: ClassVar = [models.Index(fields=["calendar", "start", "end"], name="busy_by_calendar")]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(start__lt=F("end")), name="busy_order")]


class KeptApart(models.Model):
    """Two people who must not be in one session; the smaller number stands first."""

    data_class: ClassVar[str] = "participant"

    first = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="kept_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="kept_apart_order"),
        ]


class Condition(models.Model):
    """A diagnosis in the clinical record."""

    data_class: ClassVar[str] = "clinical"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="conditions")
    source_key = models.CharField(max_length=200)
    code_system = models.CharField(max_length=120)
    code = models.CharField(max_length=60)
    display = models.CharField(max_length=300)
    clinical_status = models.CharField(max_length=20)
    onset_on = models.DateField(null=True, blank=True)
    abated_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-onset_on", "display"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["participant", "source_key"], name="condition_once")]


class Coverage(models.Model):
    """Who pays: an insurance plan of a person."""

    data_class: ClassVar[str] = "coverage"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="coverages")
    source_key = models.CharField(max_length=200)
    payer = models.CharField(max_length=200)
    plan = models.CharField(max_length=200, blank=True)
    member_id = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=100, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["payer"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["participant", "source_key"], name="coverage_once")]


class SupportPerson(models.Model):
    """Somebody who supports a participant; sees nothing without a consent."""

    data_class: ClassVar[str] = "participant"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="support_people")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    source_key = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "source_key"], condition=~Q(source_key=""), name="support_source_once"
            )
        ]
