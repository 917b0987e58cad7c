"""``manage.py export_research``: a folder in full, or none and a sentence that says why."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from deliberation.models import Deliberation, Role
from deliberation.research import tables
from tests.deliberation.research.reading import from_csv, from_parquet
from tests.deliberation.results.assemblies import analysed, two_camps
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
HOSTILE = "=1+1 is what an AI should know"


@pytest.fixture
def camps() -> Deliberation:
    """People who joined on this site, analysed."""
    deliberation = two_camps(texts=[HOSTILE])
    analysed(deliberation)
    return deliberation


def export(slug: str, folder: Path, *options: str) -> dict[str, Any]:
    output = StringIO()
    call_command("export_research", slug, "--to", str(folder), "--json", *options, stdout=output)
    return json.loads(output.getvalue().splitlines()[-1])


def test_the_same_snapshot_gives_the_same_bytes_and_either_format_alone(camps, tmp_path):
    owner = MembershipFactory(deliberation=camps, role=Role.OWNER, may_export_rows=True).user
    told = export(camps.slug, tmp_path / "one", "--rows", "--as", owner.email)
    export(camps.slug, tmp_path / "two", "--rows", "--as", owner.email)
    assert (told["unique_given_4"], told["unique_given_8"]) == (0.0, 0.0)
    assert told["files"] == sorted(path.name for path in (tmp_path / "one").iterdir())
    for name in told["files"]:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    votes = from_csv((tmp_path / "one" / "votes.csv").read_bytes(), tables.VOTES)
    assert votes == from_parquet((tmp_path / "one" / "votes.parquet").read_bytes())
    assert len(votes) == 24 * 9
    exact = export(camps.slug, tmp_path / "exact", "--format", "csv", "--exact")
    assert not any(name.endswith(".parquet") or name.startswith("votes") for name in exact["files"])
    assert f"\r\n9,{HOSTILE}".encode() in (tmp_path / "exact" / "statements.csv").read_bytes()


def test_what_may_not_be_is_refused_in_one_line_and_leaves_nothing(camps, tmp_path):
    two_camps("unanalysed")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    refused = {
        (camps.slug, "new", "--rows"): "--as EMAIL",
        (camps.slug, "new", "--rows", "--as", "nobody@example.org"): "no right",
        (camps.slug, "full"): "not an empty folder",
        ("unanalysed", "new"): "no analysis yet",
        ("nowhere", "new"): "no deliberation called",
    }
    for (slug, folder, *options), why in refused.items():
        with pytest.raises(CommandError, match=why) as refusal:
            export(slug, tmp_path / folder, *options)
        assert "\n" not in str(refusal.value)
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]


def test_a_fault_halfway_leaves_no_folder(camps, tmp_path, monkeypatch):
    def fail(*_parts: Any, **_options: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="disk full"):
        export(camps.slug, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
