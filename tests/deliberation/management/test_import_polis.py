"""The import_polis command: its contract, and what it says about bad input."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deliberation.models import Deliberation
from tests.deliberation.interchange.polis_folders import (
    COMMENTS,
    EARLY_SERVER,
    SERVER,
    VOTES,
    WHOLE,
    WITHOUT_HISTORY,
    write_folder,
)
from tests.factories import DeliberationFactory
from tests.shared_data import shared_data

pytestmark = pytest.mark.django_db

COUNTS = {
    "participants": 4, "statements": 3, "accepted": 1, "pending": 1, "rejected": 1,
    "votes": 4, "agree": 2, "disagree": 1, "pass": 1,
}  # fmt: skip


def import_polis(folder, *options: str, slug: str = "taken-in") -> str:
    output = StringIO()
    call_command("import_polis", str(folder), "--slug", slug, "--title", "Taken in", *options, stdout=output)
    return output.getvalue()


def answer(output: str) -> dict:
    return json.loads(output.splitlines()[-1])


@pytest.mark.parametrize("files", [WHOLE, WITHOUT_HISTORY], ids=["with history", "last votes only"])
def test_the_json_holds_the_counts_of_what_is_now_in_the_database(tmp_path, files):
    result = answer(import_polis(write_folder(tmp_path / "export", files), "--json"))
    assert result == COUNTS | {"problems": [], "written": True}
    deliberation = Deliberation.objects.get(slug="taken-in")
    assert deliberation.statements.count() == 3
    assert deliberation.votes.count() == 4


def test_the_human_text_says_the_same(tmp_path):
    text = import_polis(write_folder(tmp_path / "export", WHOLE))
    assert "3 statements: 1 accepted, 1 pending, 1 rejected." in text
    assert "4 votes of 4 participants: 2 agree, 1 disagree, 1 pass." in text


def test_a_dry_run_reports_and_writes_nothing(tmp_path):
    result = answer(import_polis(write_folder(tmp_path / "export", WHOLE), "--json", "--dry-run"))
    assert result == COUNTS | {"problems": [], "written": False}
    assert not Deliberation.objects.exists()


def test_rows_that_cannot_be_read_are_listed_and_the_others_are_taken(tmp_path):
    files = WHOLE | {"votes.csv": VOTES + "1500000070000,,0,9,2\n1500000070000,,55,9,1\n"}
    result = answer(import_polis(write_folder(tmp_path / "export", files), "--json"))
    reasons = ["vote '2' is not -1, 0 or 1", "comment-id '55' is not in comments.csv"]
    assert result["problems"] == [
        {"file": "votes.csv", "line": line, "reason": f"{reason}; the row was left out"}
        for line, reason in enumerate(reasons, start=7)
    ]
    assert result["votes"] == Deliberation.objects.get().votes.count() == 4


def test_many_problems_are_counted_in_the_text_and_listed_on_demand(tmp_path):
    files = WHOLE | {"votes.csv": VOTES + "1500000070000,,55,9,1\n" * 30}
    folder = write_folder(tmp_path / "export", files)
    assert "... and 10 more" in import_polis(folder, slug="short")
    assert import_polis(folder, "--verbosity", "2", slug="long").count("votes.csv, line") == 30


@pytest.mark.parametrize(
    ("files", "options", "message"),
    [
        (WHOLE | {"comments.csv": COMMENTS.replace("comment-body", "text")}, (), "comment-body is missing"),
        (WHOLE | {"comments.csv": COMMENTS.encode("latin-1") + b"\xe9"}, (), "is not UTF-8"),
        ({}, (), "holds no comments.csv"),
        (EARLY_SERVER, (), "--vote-sign"),
        (WHOLE, ("--slug", "Not a slug"), "slug"),
    ],
    ids=["missing column", "encoding", "empty folder", "generation B", "slug"],
)  # fmt: skip
def test_a_refusal_is_one_line_and_exit_code_1_and_nothing_is_written(tmp_path, files, options, message):
    folder = write_folder(tmp_path / "export", files)
    with pytest.raises(CommandError, match=message) as refusal:
        import_polis(folder, *options)
    assert refusal.value.returncode == 1
    assert "\n" not in str(refusal.value)
    assert not Deliberation.objects.exists()


def test_a_taken_slug_is_refused(tmp_path):
    DeliberationFactory(slug="taken-in")
    with pytest.raises(CommandError, match="already") as refusal:
        import_polis(write_folder(tmp_path / "export", WHOLE))
    assert refusal.value.returncode == 1
    assert Deliberation.objects.count() == 1


def test_an_unknown_sign_is_a_wrong_argument(tmp_path):
    with pytest.raises(CommandError, match="vote-sign"):
        import_polis(tmp_path, "--vote-sign", "upside-down")


def test_the_sign_decides_how_generation_b_is_read(tmp_path):
    folder = write_folder(tmp_path / "export", EARLY_SERVER)
    import_polis(folder, "--vote-sign", "agree-negative")
    votes = Deliberation.objects.get().votes.order_by("statement__number")
    assert list(votes.values_list("value", flat=True)) == [1, -1]


def test_generation_c_is_imported(tmp_path):
    result = answer(import_polis(write_folder(tmp_path / "export", SERVER), "--json"))
    assert (result["participants"], result["statements"], result["votes"]) == (1, 2, 2)


def test_ccai_gives_the_published_counts():
    result = answer(import_polis(shared_data("ccai"), "--json"))
    assert result == {
        "participants": 1126, "statements": 1418, "accepted": 275, "pending": 488, "rejected": 655,
        "votes": 38252, "agree": 30367, "disagree": 4858, "pass": 3027, "problems": [], "written": True,
    }  # fmt: skip
