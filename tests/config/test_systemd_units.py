"""The systemd units: what they start is there, and systemd itself finds no fault with them."""

import configparser
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.queues import QUEUES

ROOT = Path(__file__).resolve().parent.parent.parent
UNITS = ROOT / "config" / "deploy" / "systemd"
INSTALLED = "/opt/concord"
SERVICES = sorted(UNITS.glob("*.service"))


class Unit(configparser.RawConfigParser):
    """A unit file; of a key that is given twice the last value."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, delimiters=["="], comment_prefixes=["#"], interpolation=None)
        self.optionxform = str
        self.read_string(path.read_text())


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_what_a_unit_starts_is_in_the_project(path: Path) -> None:
    service = Unit(path)["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert program == f"{INSTALLED}/.venv/bin/python"
    assert service["WorkingDirectory"] == INSTALLED
    if arguments[0] == "-m" and arguments[1].startswith("config."):
        assert (ROOT / arguments[1].replace(".", "/")).with_suffix(".py").exists()
    for argument in arguments:
        if argument.endswith(".py"):
            assert (ROOT / argument).exists()


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_runs_confined_and_without_rights_of_its_own(path: Path) -> None:
    service = Unit(path)["Service"]
    assert (service["User"], service["Group"]) == ("concord", "concord")
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == service["PrivateTmp"] == "yes"
    assert service["CapabilityBoundingSet"] == ""
    assert service["StateDirectory"] == "concord"


def test_the_target_starts_a_worker_for_every_queue() -> None:
    wanted = (UNITS / "concord.target").read_text()
    assert [name for name in QUEUES if f"concord-worker@{name}.service" not in wanted] == []
    assert wanted.count("concord-worker@") == len(QUEUES)


def test_a_worker_has_longer_to_end_than_its_tasks(settings) -> None:
    service = Unit(UNITS / "concord-worker@.service")["Service"]
    assert service["KillSignal"] == "SIGQUIT"
    assert int(service["TimeoutStopSec"]) > settings.CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT


def test_the_web_server_is_reloaded_and_stopped_as_gunicorn_understands() -> None:
    web = Unit(UNITS / "concord-web.service")["Service"]
    assert web["Type"] == "notify"
    assert web["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert Unit(UNITS / "concord-web.service")["Unit"]["Requires"] == "concord-web.socket"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    python = tmp_path / "opt" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    for path in UNITS.iterdir():
        # An instance is checked in place of its template; programs and documents are where they are here.
        unit = path.read_text().replace(f"file:{INSTALLED}", f"file:{ROOT}")
        for instance in QUEUES if "@" in path.name else [""]:
            name = path.name.replace("@", f"@{instance}")
            (tmp_path / name).write_text(unit.replace(INSTALLED, str(tmp_path / "opt")))
    done = subprocess.run(
        [
            "systemd-analyze",
            "verify",
            "--man=no",
            "--recursive-errors=one",
            *sorted(tmp_path.glob("concord*")),
        ],
        capture_output=True,
        text=True,
    )
    assert [line for line in done.stderr.splitlines() if "concord" in line] == []
    assert done.returncode == 0, done.stderr
