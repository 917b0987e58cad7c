import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from deliberation.models import Analysis, Deliberation, Participant
from tests.factories import ParticipantFactory, StatementFactory, VoteFactory
from tests.shared_data import shared_data

pytestmark = pytest.mark.django_db


def run(command: str, *arguments: Any, **options: Any) -> dict[str, Any]:
    output = StringIO()
    call_command(command, *arguments, json=True, stdout=output, **options)
    return json.loads(output.getvalue().splitlines()[-1])


@pytest.fixture
def small(deliberation: Deliberation) -> Deliberation:
    for _statement in range(3):
        statement = StatementFactory(deliberation=deliberation, author=None)
        for value in (1, 1, -1, 0):
            VoteFactory(
                statement=statement,
                participant=ParticipantFactory(deliberation=deliberation),
                value=value,
            )
    return deliberation


def test_the_result_is_one_json_object(small: Deliberation) -> None:
    result = run("analyse", small.slug)

    assert list(result) == [
        "participants", "statements", "votes", "agree", "disagree", "pass",
        "groups", "explained_variance", "input_hash", "result_hash",
    ]  # fmt: skip
    assert (result["votes"], result["agree"], result["disagree"], result["pass"]) == (12, 6, 3, 3)


def test_the_same_command_twice_gives_the_same_hash(small: Deliberation) -> None:
    assert run("analyse", small.slug) == run("analyse", small.slug)


def test_other_parameters_are_another_input(small: Deliberation) -> None:
    hashes = {
        run("analyse", small.slug, **options)["input_hash"]
        for options in ({}, {"seed": 1}, {"mode": "polis"}, {"statements": "all"})
    }
    assert len(hashes) == 4


def test_excluded_participants_are_read_from_a_file(small: Deliberation, tmp_path: Path) -> None:
    file = tmp_path / "exclude.csv"
    file.write_bytes(b"1\r\n2\n\n")
    assert run("analyse", small.slug, exclude=file)["participants"] == 10


def test_a_bad_line_in_the_file_is_named(small: Deliberation, tmp_path: Path) -> None:
    file = tmp_path / "exclude.csv"
    file.write_text("1\nnobody\n")
    with pytest.raises(CommandError, match="line 2") as refused:
        run("analyse", small.slug, exclude=file)
    assert refused.value.returncode == 2
    assert not Analysis.objects.exists()


def test_an_unknown_deliberation_is_a_wrong_argument() -> None:
    with pytest.raises(CommandError, match="no deliberation") as refused:
        run("analyse", "nowhere")
    assert refused.value.returncode == 2


def test_no_votes_is_a_refusal(deliberation: Deliberation) -> None:
    with pytest.raises(CommandError, match="no votes") as refused:
        run("analyse", deliberation.slug)
    assert refused.value.returncode == 1


def test_results_are_exported_with_pseudonyms(small: Deliberation, tmp_path: Path) -> None:
    run("analyse", small.slug)
    small.participants.update(origin=Participant.Origin.SIMULATED)
    run("export_results", small.slug, to=tmp_path / "results")

    folder = tmp_path / "results"
    statements = (folder / "statements.csv").read_text().splitlines()
    assert statements[0].startswith("id,text,votes,agree,disagree,pass,")
    assert statements[1].split(",")[2:6] == ["4", "2", "1", "1"]
    participants = (folder / "participants.csv").read_text().splitlines()
    assert participants[0] == "pseudonym,x,y,group,certainty"
    assert len(participants) == 13
    public_ids = {participant.public_id for participant in small.participants.all()}
    assert not any(line.split(",")[0] in public_ids for line in participants)
    assert json.loads((folder / "analysis.json").read_text())["votes"] == 12


def test_an_export_never_overwrites(small: Deliberation, tmp_path: Path) -> None:
    run("analyse", small.slug)
    (tmp_path / "precious.txt").write_text("keep me")
    with pytest.raises(CommandError, match="not an empty folder"):
        run("export_results", small.slug, to=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]


def test_formulas_are_shown_and_not_computed(deliberation: Deliberation, tmp_path: Path) -> None:
    statement = StatementFactory(deliberation=deliberation, author=None, text='=HYPERLINK("http://x")')
    VoteFactory(statement=statement)
    run("analyse", deliberation.slug)
    run("export_results", deliberation.slug, to=tmp_path / "results")

    assert "\"'=HYPERLINK" in (tmp_path / "results" / "statements.csv").read_text()


def test_the_ccai_deliberation_gives_the_published_counts() -> None:
    folder = shared_data("ccai")
    run("import_polis", folder, slug="ccai", title="CCAI")
    options = {"min_votes": 26, "exclude": folder / "ids-to-toss.csv"}
    result = run("analyse", "ccai", **options)

    assert (result["participants"], result["statements"], result["votes"]) == (1002, 275, 34563)
    assert (result["agree"], result["disagree"], result["pass"]) == (27271, 4550, 2742)
    assert run("analyse", "ccai", **options)["result_hash"] == result["result_hash"]

    most_divisive = Analysis.objects.get(result_hash=result["result_hash"]).statement_results.order_by(
        "-divisiveness"
    )
    numbers = list(most_divisive.values_list("statement__number", flat=True)[:20])
    assert {14, 15, 17} <= set(numbers)
