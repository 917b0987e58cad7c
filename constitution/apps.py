from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConstitutionConfig(AppConfig):
    """Agreement becomes a constitution, version by version."""

    name = "constitution"

    def ready(self) -> None:
        """Tell the deliberation, which knows nothing of constitutions, what is kept here."""
        from constitution.services import comparing, concerns, personal_data, rebuilding, suggestion_themes
        from constitution.sharing.outcome import outcome_of
        from deliberation.integrity import rebuilt_elsewhere
        from deliberation.moderation import job_kinds
        from deliberation.people import kept_elsewhere
        from deliberation.sharing import outcomes

        kept_elsewhere.register(
            "constitution", kept_elsewhere.KeptElsewhere(personal_data.data_about, personal_data.erase)
        )
        rebuilt_elsewhere.register(
            "constitution",
            rebuilt_elsewhere.RebuiltElsewhere(
                rebuilding.check_ratification, rebuilding.rewrite_ratification
            ),
        )
        outcomes.register("constitution", outcome_of)
        for task, name in (
            (concerns.TASK, _("Checking the draft")),
            (comparing.TASK, _("Comparing with another constitution")),
            (suggestion_themes.TASK, _("Grouping what people suggest")),
        ):
            job_kinds.register(task, job_kinds.JobKind(name))
