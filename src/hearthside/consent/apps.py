from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "hearthside.consent"
    label = "consent"

    def ready(self) -> None:
        """Tells the gate what a consent opens."""
        from hearthside.access import policies
        from hearthside.consent.policy import consent_allows

        policies.register(consent_allows)
