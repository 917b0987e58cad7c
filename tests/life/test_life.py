"""The whole life of a deliberation, act by act, against a model of it in plain Python.

`make test` lives some lives, the nightly run a thousand. A failure prints the shortest life that shows it.
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.life.machine import LifeOfADeliberation

LIVES = settings(
    stateful_step_count=25, suppress_health_check=list(HealthCheck), print_blob=True, database=None
)


def test_whatever_people_do_the_database_holds_what_the_model_says(transactional_db: None) -> None:
    run_state_machine_as_test(
        LifeOfADeliberation, settings=settings(LIVES, max_examples=15, derandomize=True)
    )


@pytest.mark.nightly
@pytest.mark.timeout(3 * 60 * 60)
def test_a_thousand_lives(transactional_db: None) -> None:
    run_state_machine_as_test(
        LifeOfADeliberation, settings=settings(LIVES, max_examples=1000, stateful_step_count=40)
    )
