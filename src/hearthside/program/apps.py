from django.apps import AppConfig


class ProgramConfig(AppConfig):
    name = "hearthside.program"
    label = "program"
