"""Consents: what a participant lets somebody outside the clinic see. Signed rows never change but to be revoked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from hearthside.access.permissions import ConsentCategory


class SupportConsent(models.Model):
    """A participant's consent (42 CFR 2.31) that a support person may see a category; revoked at once, with one tap."""

    data_class: ClassVar[str] = "consent"

    participant = models.ForeignKey("participants.Participant", on_delete=models.PROTECT, related_name="+")
    support_person = models.ForeignKey("participants.SupportPerson", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=[(c.value, c.value) for c in ConsentCategory])
    purpose = models.CharField(max_length=200)
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    signed_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-signed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["support_person", "category"],
                condition=Q(revoked_at=None),
                name="consent_one_in_force",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("signed_at")), name="consent_expires_later"),
            models.CheckConstraint(
                condition=Q(category__in=[c.value for c in ConsentCategory]), name="consent_category_known"
            ),
        ]
