"""What the clinic offers and with what: sites, rooms, tracks, services, level-of-care rules, staff."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

DAYS = [(0, "mon"), (1, "tue"), (2, "wed"), (3, "thu"), (4, "fri"), (5, "sat"), (6, "sun")]


class Population(models.TextChoices):
    """The age group that a track or a rule is for."""

    ADULT = "adult"
    ADOLESCENT = "adolescent"


class ServiceKind(models.TextChoices):
    """Whether a service is for a group or for one person."""

    GROUP = "group"
    INDIVIDUAL = "individual"


class Gender(models.TextChoices):
    """Gender as the clinic's choices sheet asks for it."""

    FEMALE = "f"
    MALE = "m"
    OTHER = "x"


def _clock_span(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(start_minute__gte=0) & Q(end_minute__lte=1440) & Q(start_minute__lt=F("end_minute")),
            name=f"{name}_span",
        ),
        models.CheckConstraint(condition=Q(weekday__gte=0, weekday__lte=6), name=f"{name}_weekday"),
    ]


class Site(models.Model):
    """A place of the clinic with its own clock."""

    data_class: ClassVar[str] = "program"

    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    start_step = models.PositiveSmallIntegerField(default=30)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="site_name_unique"),
            models.CheckConstraint(condition=Q(start_step__in=[15, 30, 60]), name="site_start_step"),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """When a site is open on a day of the week, minutes after midnight on its wall clock."""

    data_class: ClassVar[str] = "program"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=DAYS)
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["weekday", "start_minute"]
        constraints: ClassVar = _clock_span("opening")


class Closure(models.Model):
    """A day on which a site is closed, or open only from one time to another."""

    data_class: ClassVar[str] = "program"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="closures")
    day = models.DateField()
    name = models.CharField(max_length=80)
    opens_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    closes_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "day"], condition=Q(removed_at=None), name="closure_once_a_day"),
            models.CheckConstraint(
                condition=Q(opens_minute=None, closes_minute=None)
                | Q(opens_minute__isnull=False, closes_minute__lte=1440, opens_minute__lt=F("closes_minute")),
                name="closure_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Room(models.Model):
    """A room of a site."""

    data_class: ClassVar[str] = "program"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint("site", Lower("name"), name="room_name_unique"),
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=200), name="room_capacity"),
        ]

    def __str__(self) -> str:
        return self.name


class LevelOfCareRule(models.Model):
    """The dose that a level of care asks for in a week, with the source it was read in."""

    data_class: ClassVar[str] = "program"

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    population = models.CharField(max_length=12, choices=Population)
    edition = models.CharField(max_length=60, blank=True)
    min_minutes_week = models.PositiveSmallIntegerField()
    max_minutes_week = models.PositiveSmallIntegerField(null=True, blank=True)
    min_days_week = models.PositiveSmallIntegerField()
    max_minutes_day = models.PositiveSmallIntegerField(default=240)
    source = models.CharField(max_length=300)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="level_code_unique"),
            models.CheckConstraint(condition=Q(min_days_week__gte=1, min_days_week__lte=7), name="level_days"),
            models.CheckConstraint(
                condition=Q(max_minutes_week=None) | Q(max_minutes_week__gte=F("min_minutes_week")),
                name="level_minutes",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Track(models.Model):
    """A program line that a person follows: who shares groups with whom."""

    data_class: ClassVar[str] = "program"

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    population = models.CharField(max_length=12, choices=Population)
    level = models.ForeignKey(LevelOfCareRule, on_delete=models.PROTECT, related_name="tracks")
    is_default = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="track_code_unique"),
            models.UniqueConstraint(fields=["population"], condition=Q(is_default=True), name="track_one_default"),
        ]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """Something the clinic does with people: a kind of group, or a session for one."""

    data_class: ClassVar[str] = "program"

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=ServiceKind)
    minutes = models.PositiveSmallIntegerField()
    min_size = models.PositiveSmallIntegerField(default=1)
    max_size = models.PositiveSmallIntegerField(default=1)
    countable = models.BooleanField(default=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="service_code_unique"),
            models.CheckConstraint(condition=Q(minutes__gte=15, minutes__lte=480), name="service_minutes"),
            models.CheckConstraint(condition=Q(min_size__gte=1, max_size__gte=F("min_size")), name="service_size"),
            models.CheckConstraint(
                condition=Q(kind="group") | Q(min_size=1, max_size=1), name="service_individual_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """What a session of a service can be about, by the clinic's own name and in the clinic's own order."""

    data_class: ClassVar[str] = "program"

    service = models.ForeignKey("Service", on_delete=models.PROTECT, related_name="topics")
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint("service", Lower("name"), condition=Q(archived_at=None), name="topic_name_unique")
        ]

    def __str__(self) -> str:
        return self.name


class Audience(models.Model):
    """The people who may share one session of a service: tracks, and a language where it is held in one."""

    data_class: ClassVar[str] = "program"

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="audiences")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    tracks = models.ManyToManyField(Track, related_name="audiences")
    language = models.CharField(max_length=5, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["service", "code"], name="audience_code_unique")]

    def __str__(self) -> str:
        return self.name


class WeeklyOrder(models.Model):
    """How often a week a track asks for a service: the template that orders of a new participant come from."""

    data_class: ClassVar[str] = "program"

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="weekly_orders")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    per_week = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["service__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["track", "service"], name="weekly_order_once"),
            models.CheckConstraint(condition=Q(per_week__gte=1, per_week__lte=7), name="weekly_order_per_week"),
        ]


class Staff(models.Model):
    """A member of staff as the timetable knows them; `user` signs in."""

    data_class: ClassVar[str] = "staff"

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="staff")
    name = models.CharField(max_length=200)
    credentials = models.CharField(max_length=60, blank=True)
    gender = models.CharField(max_length=1, choices=Gender, blank=True)
    languages = ArrayField(models.CharField(max_length=5), default=list)
    modes = ArrayField(models.CharField(max_length=12), default=list)
    leads = models.ManyToManyField(Service, related_name="+", blank=True)
    tracks = models.ManyToManyField(Track, related_name="+", blank=True)
    max_contact_minutes = models.PositiveSmallIntegerField(default=1500)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(modes__contained_by=["in_person", "online"]), name="staff_modes_known"),
            models.CheckConstraint(condition=Q(max_contact_minutes__lte=6000), name="staff_contact_minutes"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkingHours(models.Model):
    """When a member of staff can lead sessions, on their site's wall clock."""

    data_class: ClassVar[str] = "staff"

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(choices=DAYS)
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["weekday", "start_minute"]
        constraints: ClassVar = _clock_span("working")


class StaffAbsence(models.Model):
    """When a member of staff is away; weeks are built without them for that long. Why is nobody's business here."""

    data_class: ClassVar[str] = "staff"

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="absences")
    period = DateTimeRangeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["period", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "period"], name="absence_noted_once"),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False),
                name="absence_has_both_ends",
            ),
        ]
