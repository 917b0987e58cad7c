from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingBridgeConfig(AppConfig):
    """A ratified version becomes training data, a fine-tuned model, and a measured difference."""

    name = "training_bridge"

    def ready(self) -> None:
        """Tell the apps below, which know nothing of training, what its runs used and what its jobs do."""
        from constitution.used_elsewhere import register, register_pages
        from deliberation.moderation import job_kinds
        from training_bridge.services.starting import TASK
        from training_bridge.services.stopping import try_job_again
        from training_bridge.uses import page_about, training_runs_of

        register(self.name, training_runs_of)
        register_pages(self.name, page_about)
        job_kinds.register(TASK, job_kinds.JobKind(_("Training a model"), try_job_again))
