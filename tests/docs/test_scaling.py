"""The capacity tables of ``docs/scaling.md`` are what the kept measurements give."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from benchmarks.capacity import BEGIN, END, Assumptions, Need, capacity_table, text, write_into
from benchmarks.kept_results import Measurements
from tests.conftest import ON_SQLITE
from tests.docs.markdown_blocks import ROOT, blocks

SCALING = ROOT / "docs" / "scaling.md"


def keep(folder: Path, name: str, report: dict[str, Any]) -> None:
    (folder / name).write_text(json.dumps(report), encoding="utf-8")


def test_the_tables_are_those_that_the_program_prints() -> None:
    between = SCALING.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert between.strip() == text(Measurements(), Assumptions()).strip(), (
        "run: python -m benchmarks.capacity --write docs/scaling.md"
    )


def test_the_newest_file_of_a_program_counts(tmp_path: Path) -> None:
    report = {"votes": 1000, "per_second": {"votes": 100.0, "batches": 900.0}}
    keep(tmp_path, "web--a-machine--2026-11-22.json", report)
    assert Measurements(tmp_path).votes_a_second.value == 100
    keep(tmp_path, "web--b-machine--2026-11-23.json", report | {"per_second": {"votes": 400.0}})
    found = Measurements(tmp_path)
    assert found.votes_a_second.value == 400
    assert found.votes_a_second.source == "web--b-machine--2026-11-23.json"
    assert found.batched_a_second is None
    assert found.bytes_a_vote is None


def test_without_measurements_the_table_says_so(tmp_path: Path) -> None:
    assert "not measured yet" in "\n".join(capacity_table(Measurements(tmp_path), Assumptions()))


def test_the_load_follows_from_people_votes_and_days() -> None:
    need = Need.of(86_400, Assumptions(votes_each=10, days=1, peak_factor=3, pages_read_each=2))
    assert (need.votes, need.votes_a_second, need.peak_votes, need.peak_reads) == (864_000, 10, 30, 6)


def test_what_goes_far_beyond_what_was_measured_is_marked(tmp_path: Path) -> None:
    stored = {
        "votes": 1_000_000,
        "bytes_per_vote": 800,
        "bytes_per_participant": 300,
        "wal_bytes_per_vote": 1000,
    }
    keep(tmp_path, "storage--a-machine--2026-11-23.json", stored)
    (row,) = [row for row in capacity_table(Measurements(tmp_path), Assumptions()) if "seals on disk" in row]
    assert row.split(" | ")[1:] == ["400 MB", "≈ 40 GB", "≈ 4 TB |"]


def test_tables_are_put_between_the_marks_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_into(page, "new\n")
    assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    page.write_text("no marks\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no lines"):
        write_into(page, "new\n")
    assert page.read_text(encoding="utf-8") == "no marks\n"


@pytest.mark.skipif(ON_SQLITE, reason="only PostgreSQL has partitions")
@pytest.mark.django_db
def test_parted_by_participant_events_still_refuse_doubles() -> None:
    (parted,) = blocks(SCALING, "sql")
    add = "INSERT INTO parted.event (deliberation_id, participant_id, client_key) VALUES (%s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA parted; SET LOCAL search_path = parted;" + parted.text)
        for values in ([1, 1, "a"], [1, None, "a"]):
            cursor.execute(add, values)
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(add, values)
        cursor.execute(add, [2, None, "a"])
        cursor.execute(add, [1, 2, "a"])
