"""pg_dump and pg_restore: the right ones are called, and no password is in their command."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from deliberation.backups.making import back_up
from deliberation.jobs import WorkRefused


@pytest.fixture(autouse=True)
def on_postgresql(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is copied without programs")


def program(folder: Path, *, version: int, then: str = "") -> Path:
    folder.mkdir()
    path = folder / "pg_dump"
    path.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo "pg_dump (PostgreSQL) {version}.1" && exit\n{then}\n'
    )
    path.chmod(0o755)
    return folder


def test_a_password_is_in_no_command(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tmp_path / "seen"
    then = f'echo "$@" > {seen}; echo "$PGPASSWORD $PGSSLMODE" > {seen}.variables; echo "no luck" >&2; exit 1'
    settings.PG_PROGRAMS = program(tmp_path / "bin", version=99, then=then)
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "not for all eyes")
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"sslmode": "prefer"})
    with pytest.raises(WorkRefused, match="pg_dump failed: no luck"):
        back_up(into=tmp_path / "backups")
    assert "not for all eyes" not in seen.read_text()
    assert Path(f"{seen}.variables").read_text() == "not for all eyes prefer\n"
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_program_older_than_the_server_is_refused_with_what_to_do(tmp_path: Path, settings: Any) -> None:
    settings.PG_PROGRAMS = program(tmp_path / "bin", version=9)
    with pytest.raises(WorkRefused, match="is of version 9.*PG_PROGRAMS"):
        back_up(into=tmp_path / "backups")


def test_a_folder_without_the_programs_is_told(tmp_path: Path, settings: Any) -> None:
    settings.PG_PROGRAMS = tmp_path
    with pytest.raises(WorkRefused, match="cannot be run"):
        back_up(into=tmp_path / "backups")
