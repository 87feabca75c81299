"""The trail: one row for everything that was done, read or refused. Rows are only ever added."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One event; `digest` covers the row and the digest before it, so a changed row breaks the chain."""

    data_class: ClassVar[str] = "audit"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=10)
    permission = models.CharField(max_length=40)
    use_case = models.CharField(max_length=120)
    actor_kind = models.CharField(max_length=12)
    actor_user_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    subject_id = models.BigIntegerField(null=True)
    detail = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["actor_user_id", "-id"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.verb} {self.use_case}"
