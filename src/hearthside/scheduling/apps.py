from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "hearthside.scheduling"
    label = "scheduling"
