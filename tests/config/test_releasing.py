"""What an operator calls at a release: `concord`, static files, the two stores of Redis."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
needs_installation = pytest.mark.skipif(
    not (ROOT / ".venv" / "bin" / "python").exists(), reason="the project is not installed into .venv"
)


@needs_installation
def test_concord_runs_a_program_with_the_settings_of_the_services(tmp_path: Path) -> None:
    environment = tmp_path / "concord.env"
    environment.write_text(
        f"CONCORD_DATA_DIR={tmp_path}/data\nSITE_URL='https://concord.example/a b'\n"
        "CACHE_URL=redis://cache.example:6379/1\nREDIS_URL=redis://queue.example:6379/0\n"
    )
    account = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    done = subprocess.run(
        [
            ROOT / "config" / "deploy" / "concord",
            "-c",
            "from config import settings as s; print(s.SITE_URL, s.CACHES['default']['LOCATION'],"
            " s.CELERY_BROKER_URL)",
        ],
        env={"PATH": os.environ["PATH"], "CONCORD_ENVIRONMENT": str(environment), "CONCORD_ACCOUNT": account},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == (
        "https://concord.example/a b redis://cache.example:6379/1 redis://queue.example:6379/0"
    ), done.stderr


def test_the_cache_is_in_the_queues_redis_unless_it_has_its_own(tmp_path: Path) -> None:
    inherited = {name: value for name, value in os.environ.items() if name != "CACHE_URL"}
    code = "from config import settings as s; print(s.CACHES['default']['LOCATION'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=inherited | {"CONCORD_DATA_DIR": str(tmp_path), "REDIS_URL": "redis://one.example:6379/0"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "redis://one.example:6379/0"


def test_static_files_are_compressed_and_collected_only_when_one_has_changed(tmp_path: Path) -> None:
    def collect() -> None:
        subprocess.run(
            [sys.executable, "-m", "config.static_files"],
            cwd=ROOT,
            env=os.environ | {"CONCORD_DATA_DIR": str(tmp_path)},
            check=True,
        )

    collect()
    static = tmp_path / "static"
    (style,) = static.glob("css/base.????????????.css")
    assert style.with_suffix(".css.gz").exists() and style.with_suffix(".css.br").exists()
    changed = (static / "staticfiles.json").stat().st_mtime_ns

    collect()

    assert (static / "staticfiles.json").stat().st_mtime_ns == changed
