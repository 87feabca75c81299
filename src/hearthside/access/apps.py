from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "hearthside.access"
    label = "access"
