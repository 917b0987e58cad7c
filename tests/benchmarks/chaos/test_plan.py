"""What the chaos program kills, and that what it kills is dead."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.chaos.killing import EACH_ONCE, Target, kill, plan
from config.processes import SupervisedProcess


def test_a_run_of_six_kills_or_more_meets_every_part():
    for seed in range(20):
        planned = plan(12, random.Random(seed))
        assert len(planned) == 12
        assert set(planned) == set(EACH_ONCE)


def test_a_short_run_kills_a_web_worker_a_celery_worker_and_redis():
    planned = plan(3, random.Random(1))
    assert sorted(planned, key=str) == sorted([Target.WEB_WORKER, Target.WORKER, Target.REDIS], key=str)


def test_the_same_seed_kills_the_same():
    assert plan(12, random.Random(3)) == plan(12, random.Random(3))


@pytest.fixture
def relay(tmp_path: Path):
    process = SupervisedProcess(
        "relay", [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log"
    )
    process.start()
    yield process
    process.stop()


def test_what_is_killed_is_dead(relay: SupervisedProcess):
    assert kill(Target.RELAY, [relay], random.Random(1)) == "relay"
    assert isinstance(relay.running, subprocess.Popen)
    assert relay.running.wait(10) == -9
