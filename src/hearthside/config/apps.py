from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "hearthside.config"
    label = "config"
