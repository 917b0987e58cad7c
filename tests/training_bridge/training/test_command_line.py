"""TRL's own command line on a folder that the stages wrote, and processes that are killed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.training_bridge.training.folders import context_of, train_all
from training_bridge.run_context import RunContext
from training_bridge.training.report import is_trained, read_report

COMMANDS = ("sft", "reward", "dpo", "grpo")
ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.slow


def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_NUM_THREADS": "1",
        "HF_DATASETS_CACHE": str(tmp_path / "datasets"),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def test_trl_trains_the_same_weights_straight_from_the_folder(
    undisturbed: RunContext, tmp_path: Path
) -> None:
    """Every command at once: each takes about twelve seconds, most of it for imports."""
    root = undisturbed.artifacts.root
    trl = Path(sys.executable).with_name("trl")
    running = {
        name: subprocess.Popen(
            [trl, name, "--config", f"recipes/{name}.yaml", "--output_dir", str(tmp_path / name)],
            cwd=root,
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name in COMMANDS
    }
    for name, process in running.items():
        said, _ = process.communicate(timeout=280)
        assert process.returncode == 0, f"trl {name}:\n{said[-2000:]}"
    for name in COMMANDS:
        here = undisturbed.artifacts.model_of(name) / "adapter_model.safetensors"
        there = tmp_path / name / "adapter_model.safetensors"
        assert largest_difference(here, there) < 1e-6, name


def largest_difference(one: Path, other: Path) -> float:
    from safetensors.torch import load_file

    first, second = load_file(one), load_file(other)
    assert first.keys() == second.keys()
    return max(float((first[name] - second[name]).abs().max()) for name in first)


def test_a_process_killed_while_it_trains_is_gone_on_from(
    undisturbed: RunContext, tmp_path: Path, tiny_model_folder: Path
) -> None:
    folders, processes = {}, {}
    for stage in ("sft", "dpo"):
        folders[stage] = tmp_path / stage
        shutil.copytree(undisturbed.artifacts.root, folders[stage], symlinks=True)
        shutil.rmtree(folders[stage] / "models" / stage)
        processes[stage] = subprocess.Popen(
            [sys.executable, "-m", "tests.training_bridge.training.kill_me"]
            + [str(folders[stage]), str(tiny_model_folder), stage, "2"],
            cwd=ROOT,
            env={**environment(tmp_path), "CONCORD_DATA_DIR": str(tmp_path / "data")},
            stderr=subprocess.PIPE,
            text=True,
        )
    kill_each_when_it_trains(processes, folders)
    for stage in processes:
        assert not is_trained(folders[stage] / "models" / stage)
        resumed = context_of(folders[stage], tiny_model_folder)
        train_all(resumed, stage)
        report = read_report(resumed.artifacts.model_of(stage))
        assert report.resumed_from_step >= 1
        assert report.losses == read_report(undisturbed.artifacts.model_of(stage)).losses
        model = Path("models", stage, "adapter_model.safetensors")
        assert (folders[stage] / model).read_bytes() == (undisturbed.artifacts.root / model).read_bytes()


def kill_each_when_it_trains(processes: dict[str, subprocess.Popen[str]], folders: dict[str, Path]) -> None:
    waiting = dict(processes)
    deadline = time.monotonic() + 200
    while waiting:
        for stage, process in list(waiting.items()):
            if (folders[stage] / "reached").exists():
                os.kill(process.pid, signal.SIGKILL)
                del waiting[stage]
            elif process.poll() is not None:
                raise AssertionError(process.communicate()[1][-2000:])
        assert time.monotonic() < deadline
        time.sleep(0.002)
    for process in processes.values():
        process.communicate()
