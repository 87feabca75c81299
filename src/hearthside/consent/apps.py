from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "hearthside.consent"
    label = "consent"
