"""A training run, who signed what it learns from, and the people who were asked to help with it."""

from training_bridge.models.people import HumanComparison, RowReview, TrainingInvitation
from training_bridge.models.runs import MEASURED, Data, Standing, TrainingRun
from training_bridge.models.sign_offs import SIGNERS_NEEDED, DataSignOff

__all__ = [
    "MEASURED",
    "SIGNERS_NEEDED",
    "Data",
    "DataSignOff",
    "HumanComparison",
    "RowReview",
    "Standing",
    "TrainingInvitation",
    "TrainingRun",
]
