from django.apps import AppConfig


class TrainingBridgeConfig(AppConfig):
    """A ratified version becomes training data, a fine-tuned model, and a measured difference."""

    name = "training_bridge"

    def ready(self) -> None:
        """Let whoever reads or traces a constitution find the training runs that used it."""
        from constitution.used_elsewhere import register, register_pages
        from training_bridge.uses import page_about, training_runs_of

        register(self.name, training_runs_of)
        register_pages(self.name, page_about)
