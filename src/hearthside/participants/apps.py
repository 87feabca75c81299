from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "hearthside.participants"
    label = "participants"
