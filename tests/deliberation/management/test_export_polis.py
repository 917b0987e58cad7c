"""The export_polis command: its contract and its refusals."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deliberation.interchange import polis_writing
from deliberation.models import Participant
from deliberation.results.services import run_analysis
from tests.deliberation.interchange.polis_folders import WHOLE, write_folder
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


def export_polis(slug: str, target, *options: str) -> str:
    output = StringIO()
    call_command("export_polis", slug, "--to", str(target), *options, stdout=output)
    return output.getvalue()


def contents(folder) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_an_import_is_exported_as_it_was(tmp_path):
    folder = write_folder(tmp_path / "in", WHOLE)
    call_command("import_polis", str(folder), slug="back", title="And forth", stdout=StringIO())
    result = json.loads(export_polis("back", tmp_path / "out", "--json").splitlines()[-1])
    assert contents(tmp_path / "out") == WHOLE
    assert sorted(result["files"]) == sorted(WHOLE)
    assert (result["participants"], result["statements"], result["votes"]) == (4, 3, 4)


def test_groups_come_from_the_latest_analysis(deliberation, tmp_path):
    statements = StatementFactory.create_batch(8, deliberation=deliberation, author=None)
    for side in (1, -1):
        for _person in range(8):
            person = ParticipantFactory(deliberation=deliberation)
            for index, statement in enumerate(statements):
                VoteFactory(participant=person, statement=statement, value=side if index % 2 else -side)
    analysis = run_analysis(deliberation=deliberation)
    deliberation.participants.update(origin=Participant.Origin.SIMULATED)
    export_polis(deliberation.slug, tmp_path / "out")
    rows = contents(tmp_path / "out")["participants-votes.csv"].splitlines()[1:]
    groups = [row.split(",")[1] for row in rows]
    assert sorted(set(groups)) == [str(number) for number in range(analysis.groups.count())]


def test_an_unknown_slug_is_refused_with_exit_code_2(tmp_path, db):
    with pytest.raises(CommandError, match="no deliberation called") as refusal:
        export_polis("nowhere", tmp_path / "out")
    assert refusal.value.returncode == 2
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    DeliberationFactory(slug="full")
    target = write_folder(tmp_path / "out", {"diary.txt": "mine"})
    with pytest.raises(CommandError, match="not an empty folder") as refusal:
        export_polis("full", target)
    assert refusal.value.returncode == 1
    assert contents(target) == {"diary.txt": "mine"}


def test_an_export_that_fails_leaves_no_half_written_folder(tmp_path, monkeypatch):
    def fail(*_arguments: object) -> None:
        raise OSError("the disk is full")

    DeliberationFactory(slug="unlucky")
    monkeypatch.setattr(polis_writing, "_participant_rows", fail)
    with pytest.raises(OSError, match="full"):
        export_polis("unlucky", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
