from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "hearthside.interop"
    label = "interop"
