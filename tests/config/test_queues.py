"""Each queue has workers of its own, run with what config/queues.py says."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from celery import current_app

from config.queues import QUEUES, UnknownQueue, worker_options

ROOT = Path(__file__).resolve().parent.parent.parent


def options(*names: str, longest: int = 21_600, processes: int = 0) -> dict[str, str]:
    given = worker_options(names, longest_seconds=longest, processes=processes)
    return dict(option.removeprefix("--").partition("=")[::2] for option in given)


def test_there_is_a_queue_for_each_kind_of_work() -> None:
    assert list(QUEUES) == ["votes", "analysis", "ml", "training", "mail"]


def test_every_task_goes_to_a_queue_that_has_workers() -> None:
    current_app.loader.import_default_modules()
    tasks = [name for name in current_app.tasks if not name.startswith("celery.")]
    assert len(tasks) > 8
    queues = {name: current_app.amqp.router.route({}, name)["queue"].name for name in tasks}
    assert set(queues.values()) == set(QUEUES)
    assert queues["deliberation.tasks.seal_log"] == "votes"
    assert queues["deliberation.tasks.run_analysis"] == "analysis"
    assert queues["training_bridge.tasks.train"] == "training"


@pytest.mark.parametrize("name", QUEUES)
def test_a_worker_takes_one_task_per_process_and_tells_it_to_end_before_it_is_killed(name: str) -> None:
    chosen = options(name)
    assert chosen["pool"] == "prefork"
    assert chosen["prefetch-multiplier"] == "1"
    assert 0 < float(chosen["soft-time-limit"]) < float(chosen["time-limit"])
    assert int(chosen["max-tasks-per-child"]) > 0


@pytest.mark.parametrize("name", QUEUES)
def test_no_queue_allows_more_time_than_the_site(name: str) -> None:
    assert float(options(name, longest=100)["time-limit"]) == 100


def test_a_message_is_handed_out_again_only_after_its_task_must_have_ended(settings) -> None:
    longest = max(
        float(options(name, longest=settings.CELERY_TASK_TIME_LIMIT)["time-limit"]) for name in QUEUES
    )
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > 2 * longest


def test_a_worker_of_two_queues_has_what_the_more_demanding_needs() -> None:
    both = options("ml", "training")
    assert both["queues"] == "ml,training"
    assert both["time-limit"] == options("training")["time-limit"]
    assert both["max-memory-per-child"] == options("ml")["max-memory-per-child"]
    assert options("mail", "votes")["concurrency"] == options("mail")["concurrency"]


def test_what_is_asked_for_wins_over_what_the_queue_says() -> None:
    assert options("mail", processes=9)["concurrency"] == "9"


@pytest.mark.parametrize("names", [[], ["post"], ["mail", "post"]])
def test_an_unknown_queue_is_refused_with_those_that_there_are(names: list[str]) -> None:
    with pytest.raises(UnknownQueue, match="votes, analysis, ml, training, mail"):
        worker_options(names, longest_seconds=60)


def test_the_program_says_in_one_line_that_a_queue_is_unknown() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.worker", "post"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "No queue post" in done.stderr.splitlines()[-1]


@pytest.mark.django_db(transaction=True)
def test_a_running_worker_has_these_options(
    start_worker: Callable[..., AbstractContextManager[Any]],
) -> None:
    with start_worker(queues=["votes", "ml"]):
        inspected = current_app.control.inspect(timeout=30, limit=1)
        (stats,) = inspected.stats().values()
        (queues,) = inspected.active_queues().values()
    assert [queue["name"] for queue in queues] == ["votes", "ml"]
    assert stats["prefetch_count"] == 1
    assert stats["pool"]["implementation"] == "celery.concurrency.prefork:TaskPool"
    assert stats["pool"]["max-concurrency"] == 1
    assert stats["pool"]["max-tasks-per-child"] == 200
    assert stats["pool"]["timeouts"] == [7_140.0, 7_200.0]
