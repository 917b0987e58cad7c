"""Starting, doing, stopping and signing a training run: each a keyword-only function."""

from training_bridge.services.doing import run_training_run
from training_bridge.services.looking_closer import look_closer, may_be_added
from training_bridge.services.ordering import propose_order_of
from training_bridge.services.recording import record_finished
from training_bridge.services.signing import SignOffRefused, sign_off_data
from training_bridge.services.starting import (
    TASK,
    configured_settings,
    cost_of,
    seconds_of_additions,
    start_training_run,
)
from training_bridge.services.stopping import resume_training_run, stop_training_run

__all__ = [
    "TASK",
    "SignOffRefused",
    "configured_settings",
    "cost_of",
    "look_closer",
    "may_be_added",
    "propose_order_of",
    "record_finished",
    "resume_training_run",
    "run_training_run",
    "seconds_of_additions",
    "sign_off_data",
    "start_training_run",
    "stop_training_run",
]
