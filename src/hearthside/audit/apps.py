from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hearthside.audit"
    label = "audit"
