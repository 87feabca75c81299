from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "hearthside.desk"
    label = "desk"
