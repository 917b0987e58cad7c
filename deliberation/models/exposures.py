from django.db import models
from django.utils import timezone

from deliberation.models.analyses import Analysis
from deliberation.models.people import Participant
from deliberation.models.statements import Statement


class Exposure(models.Model):
    """That a statement was shown to a participant, why, and how likely that was: the log of the routing.

    With the probabilities, measures can be corrected for who was shown what (inverse propensity).
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="exposures", db_index=False
    )
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="exposures")
    # Not checked by the database, as in `Event`: all who vote are shown statements by the same analysis.
    analysis = models.ForeignKey(
        Analysis, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    reason = models.CharField(max_length=12, blank=True)
    """One of `deliberation.analysis.routing.Reason`."""
    seed = models.CharField(max_length=80, blank=True)
    probability = models.FloatField(null=True, blank=True)
    shown_at = models.DateTimeField(default=timezone.now)

    class Meta:
        # Begins with the participant: it is also the index of all that somebody was shown.
        indexes = [models.Index(fields=["participant", "statement"], name="exposure_of_statement")]

    def __str__(self) -> str:
        return f"{self.statement_id} shown to {self.participant_id}"

    @property
    def is_logged(self) -> bool:
        """Whether this very draw is in the log; what was not drawn is shown anew each time."""
        same = Exposure.objects.filter(participant=self.participant_id, statement=self.statement_id)
        return bool(self.seed) and same.filter(seed=self.seed).exists()
