from django.apps import AppConfig


class ConstitutionConfig(AppConfig):
    """Agreement becomes a constitution, version by version."""

    name = "constitution"
