from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "hearthside.participants"
    label = "participants"

    def ready(self) -> None:
        """Adds the care-team rule to the gate."""
        from hearthside.access import policies
        from hearthside.participants.policy import care_team_allows

        policies.register(care_team_allows)
