from django.apps import AppConfig


class DeliberationConfig(AppConfig):
    """Citizens propose statements and vote; moderators moderate; the analysis finds groups and agreement."""

    name = "deliberation"
    verbose_name = "Deliberation"
