from django.apps import AppConfig


class TrainingBridgeConfig(AppConfig):
    """A ratified version becomes training data, a fine-tuned model, and a measured difference."""

    name = "training_bridge"
