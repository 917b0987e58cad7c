"""A site in production: what Django's own check says of it, its headers and its cookies."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {"HTTPS_ONLY": "1", "ALLOWED_HOSTS": "example.org", "DATABASE_URL": "sqlite://:memory:"}


def run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program with the settings of a site in production."""
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    key = {"SECRET_KEY": "k" + "3fJ9-xQ_7" * 8}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=inherited | PRODUCTION | key | {"CONCORD_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )


def test_the_check_before_deploying_finds_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_no_other_host_can_plant_a_cookie(tmp_path: Path) -> None:
    names = "[s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME]"
    done = run(tmp_path, "-c", f"import config.settings as s; print({names})")
    assert done.stdout.strip() == "['__Host-sessionid', '__Host-csrftoken']"


@pytest.mark.django_db
def test_headers_allow_no_more_than_pages_need() -> None:
    headers = Client().get("/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "Server" not in headers
