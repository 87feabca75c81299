from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "hearthside.care"
    label = "care"
