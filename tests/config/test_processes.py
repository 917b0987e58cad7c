import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from config.processes import StartFailed, SupervisedProcess, running_site


def test_a_process_that_dies_is_started_again(tmp_path: Path) -> None:
    process = SupervisedProcess(
        "sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log"
    )
    process.start()
    first = process.running
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    process.started_at = time.monotonic() - 10

    assert process.restart_if_dead()
    assert process.running is not None
    assert process.running.pid != first.pid
    process.stop()
    assert process.running.poll() is not None


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_a_dying_process_leaves_behind_does_not_stand_in_the_way_of_the_next(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log"
    process = SupervisedProcess("with a child", ["sh", "-c", "sleep 60 & echo $!; wait"], log)
    process.start()
    wait_for(lambda: log.read_text() != "")
    child = psutil.Process(int(log.read_text()))
    assert process.running is not None
    process.running.kill()
    process.running.wait()
    process.started_at = time.monotonic() - 10

    assert child.is_running()
    assert process.restart_if_dead()
    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    process.stop()


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with (
            pytest.raises(StartFailed, match="in use"),
            running_site(tmp_path, tmp_path / "redis.sock", address),
        ):
            pass
    assert not (tmp_path / "logs").exists()


def test_terminating_the_site_leaves_no_process_behind(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environment = os.environ | {
        "CONCORD_DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
    }
    site = subprocess.Popen(
        [sys.executable, "-m", "config.processes", "--address", address],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert site.stdout is not None
    assert "Concord runs on" in site.stdout.readline()
    with urlopen(f"http://{address}/") as answer:
        assert answer.status == 200

    site.terminate()
    site.wait(60)
    left = [
        process.pid
        for process in psutil.process_iter(["cmdline", "environ"])
        if (process.info["environ"] or {}).get("CONCORD_DATA_DIR") == str(tmp_path)
    ]
    site.stdout.close()
    assert left == []
