from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "hearthside.ui"
    label = "ui"
