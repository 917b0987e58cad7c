"""The image and the compose file: linted, and held against the queues and settings of the code."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.queues import QUEUES
from config.settings import ENVIRONMENT

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "config" / "deploy" / "concord.env.example"
ELSEWHERE = {"HF_HUB_OFFLINE", "TOKENIZERS_PARALLELISM", "PYTHONUNBUFFERED", "PATH"}
"""Read by libraries and by Python itself."""


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text())
    found: dict[str, Any] = composed["services"]
    return found


def ours(services: dict[str, Any]) -> dict[str, Any]:
    """Those that run the project's image."""
    return {name: service for name, service in services.items() if service["image"] == "concord"}


def test_there_is_a_container_for_every_queue(services: dict[str, Any]) -> None:
    commands = [
        service["command"] for service in services.values() if "config.worker" in service.get("command", [])
    ]
    assert commands == [["python", "-m", "config.worker", name] for name in QUEUES]


def test_nothing_starts_before_the_tables_are_those_of_its_version(services: dict[str, Any]) -> None:
    for name, service in ours(services).items():
        if name != "migrate":
            assert service["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert "manage.py migrate" in services["migrate"]["command"][-1]
    assert services["migrate"]["depends_on"]["postgres"] == {"condition": "service_healthy"}


def test_the_queue_is_written_to_disk_and_never_evicted_and_the_cache_is_another(
    services: dict[str, Any],
) -> None:
    queue = " ".join(services["queue"]["command"])
    assert "--appendonly yes" in queue and "--maxmemory-policy noeviction" in queue
    assert "allkeys-lru" in services["cache"]["command"]
    for service in ours(services).values():
        assert service["environment"]["REDIS_URL"] != service["environment"]["CACHE_URL"]


def test_only_the_web_server_is_asked_for_its_health(services: dict[str, Any]) -> None:
    checked = [name for name, service in ours(services).items() if not service.get("healthcheck")]
    assert checked == ["web"]


def test_settings_of_containers_and_of_the_example_are_settings_of_the_site(services: dict[str, Any]) -> None:
    image = re.findall(
        r"\b([A-Z_]{4,})=", (ROOT / "Dockerfile").read_text().partition("USER")[0].rpartition("FROM")[2]
    )
    example = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), re.M)
    composed = {name for service in ours(services).values() for name in service["environment"]}
    assert {*image, *example, *composed} - set(ENVIRONMENT) - ELSEWHERE == set()
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "HTTPS_ONLY", "BEHIND_PROXY", "DATABASE_URL"} <= set(example)


def test_the_image_runs_without_root_and_without_a_compiler() -> None:
    final = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001$", final, re.M)
    assert "build-essential" not in final and "apt-get" not in final


@pytest.mark.parametrize(
    "command",
    [
        ["hadolint", "Dockerfile"],
        ["yamllint", "--strict", "--config-file", "config/deploy/yamllint.yaml", "compose.yaml"],
    ],
    ids=lambda command: command[0],
)
def test_a_linter_finds_no_fault(command: list[str]) -> None:
    program = shutil.which(command[0], path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
