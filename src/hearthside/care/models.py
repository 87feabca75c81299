"""What really happened: attendance, as marks that are never changed, only superseded."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class AttendanceStatus(models.TextChoices):
    """How somebody attended."""

    PRESENT = "present"
    ONLINE = "online"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    MISSED = "missed"


class AttendanceMark(models.Model):
    """One statement about one seat: status, time in and out, by whom and when; the newest is in force."""

    data_class: ClassVar[str] = "clinical"

    seat = models.ForeignKey("scheduling.Seat", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=AttendanceStatus)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seat"], condition=Q(superseded_at=None), name="mark_one_in_force"),
            models.CheckConstraint(condition=Q(status__in=AttendanceStatus.values), name="mark_status_known"),
            models.CheckConstraint(
                condition=(
                    Q(status__in=["excused", "missed"], arrived_at=None, left_at=None)
                    | Q(status__in=["present", "online", "late", "left_early"], arrived_at__isnull=False,
                        left_at__isnull=False, arrived_at__lt=F("left_at"))
                ),
                name="mark_minutes_by_status",
            ),
        ]  # fmt: skip


class SessionTopic(models.Model):
    """What a session is or was about, by one of the clinic's own topics."""

    data_class: ClassVar[str] = "clinical"

    session = models.OneToOneField("scheduling.Session", on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey("program.Topic", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(auto_now=True)
