from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "hearthside.portal"
    label = "portal"
