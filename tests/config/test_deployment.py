"""A site in production: what Django's own check says of it, its headers and its cookies."""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from tests.celery_worker import worker_database_url

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "HTTPS_ONLY": "1",
    "ALLOWED_HOSTS": "example.org",
    "SITE_URL": "https://example.org",
    "DATABASE_URL": "postgresql://concord@/concord?host=/nowhere",
    "REDIS_URL": "redis://redis.example.org:6379/0",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "Concord <concord@example.org>",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "LOG_SIGNING_KEY": secrets.token_hex(32),
    "METRICS_TOKEN": secrets.token_urlsafe(32),
}
CHECK = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")


def run(
    tmp_path: Path, *arguments: str, change: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program with the settings of a site in production, or with some that differ."""
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=inherited | PRODUCTION | {"CONCORD_DATA_DIR": str(tmp_path)} | (change or {}),
        capture_output=True,
        text=True,
    )


@pytest.mark.django_db
def test_the_check_before_deploying_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").touch()
    if connection.vendor != "postgresql":
        pytest.skip("It asks for PostgreSQL.")
    database = {"DATABASE_URL": worker_database_url(connection.settings_dict)}
    done = run(tmp_path, *CHECK, change=database)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_the_check_before_deploying_names_what_is_wrong(tmp_path: Path) -> None:
    wrong = {
        "HTTPS_ONLY": "0",
        "DEBUG": "1",
        "ALLOWED_HOSTS": "*",
        "SITE_URL": "http://127.0.0.1:8000",
        "REDIS_URL": "",
        "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
        "DEFAULT_FROM_EMAIL": "concord@localhost",
        "SECRET_KEY": "changeme-changeme-but-please-not-now",
        "METRICS_TOKEN": "short",
    }
    done = run(tmp_path, *CHECK, change=wrong)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    for words in (
        "SECRET_KEY holds the word “changeme”",
        "METRICS_TOKEN must be at least 32",
        "ALLOWED_HOSTS takes any name",
        "SITE_URL is http://127.0.0.1:8000",
        "Redis is the embedded one",
        "No e-mail leaves",
        "DEFAULT_FROM_EMAIL is at localhost",
        "DEBUG set to True",
        "SECURE_SSL_REDIRECT",
        "are not collected",
        "nothing is said about its migrations",
    ):
        assert words in said


def test_it_says_so_of_sqlite_and_of_tables_that_are_missing(tmp_path: Path) -> None:
    done = run(tmp_path, *CHECK, change={"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"})
    assert done.returncode != 0
    assert "The database is SQLite" in done.stderr
    assert "migrations are not applied" in done.stderr


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
