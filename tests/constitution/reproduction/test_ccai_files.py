"""Files that are missing, changed or do not belong together are named."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from constitution.reproduction import read_ccai, reproduce
from constitution.reproduction.steps import Step
from deliberation.interchange.csv_tables import UnreadableFile

PEOPLE, STATEMENTS = 6, 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny deliberation in the six files: six people, three statements of which two were let in."""
    votes = [
        f"{person},x,{person % 2},0,30,20,5," + ",".join(str((person + s) % 3 - 1) for s in range(STATEMENTS))
        for person in range(1, PEOPLE + 1)
    ]
    write(
        tmp_path / "participants-votes.csv",
        "participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2",
        votes,
    )
    write(
        tmp_path / "comments.csv",
        "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body",
        [f"1,{number},0,1,1,{1 if number < 2 else -1},Statement {number}" for number in range(STATEMENTS)],
    )
    (tmp_path / "ids-to-toss.csv").write_text("6\n")
    write(
        tmp_path / "clean_votes.csv",
        "participant,xid,group-id",
        [f"{person},x,{person % 2}" for person in (2, 1, 3, 4, 5)],
    )
    write(
        tmp_path / "clean_comments.csv",
        "comment-id,comment-body,group_0_consensus,group_1_consensus",
        ["0,Statement 0,0.5,0.25", "1,Statement 1,1.0,0.5"],
    )
    (tmp_path / "public_constitution_75.json").write_text(
        json.dumps({"principles": [{"text": "Choose the response that is most honest."}]})
    )
    return tmp_path


def write(path: Path, header: str, lines: list[str]) -> None:
    path.write_text("\n".join([header, *lines]) + "\n")


def test_a_small_folder_is_read(folder: Path) -> None:
    files = read_ccai(folder)
    assert files.votes.shape == (PEOPLE, STATEMENTS)
    assert files.tossed.tolist() == [6]
    assert files.clean.agreement.prod(axis=0).tolist() == [0.125, 0.5]
    assert files.principles == ("Choose the response that is most honest.",)


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is not a folder"):
        read_ccai(tmp_path / "nothing")


def test_all_missing_files_are_named(folder: Path) -> None:
    (folder / "comments.csv").unlink()
    (folder / "clean_votes.csv").unlink()
    with pytest.raises(UnreadableFile, match=r"lacks comments\.csv, clean_votes\.csv"):
        read_ccai(folder)


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("participants-votes.csv", "group-id", "group", "column group-id is missing"),
        ("participants-votes.csv", ",0,1,2\n", ",0,1,3\n", "other statements than comments.csv"),
        ("participants-votes.csv", "1,x,1,0,30,20,5,0", "1,x,1,0,30,20,5,7", "line 2: the vote on 0 is '7'"),
        ("comments.csv", "moderated,comment-body", "moderated,text", "column comment-body is missing"),
        ("clean_votes.csv", "2,x,0", "2,x,B", "line 2: group-id is 'B' and not a whole number"),
        ("clean_votes.csv", "3,x,1\n", "", "lists other participants than the rules"),
        ("clean_comments.csv", "0.5,0.25", "0.5,n/a", "line 2: group_1_consensus is no share"),
        ("clean_comments.csv", "1,Statement 1,1.0,0.5\n", "", "other statements than moderation let in"),
        ("ids-to-toss.csv", "6", "six", "line 1: is not the number of a participant"),
        ("public_constitution_75.json", '"text"', '"words"', "is not"),
    ],
)
def test_what_is_wrong_is_said_with_its_file(
    folder: Path, file: str, before: str, after: str, said: str
) -> None:
    text = (folder / file).read_text()
    assert before in text
    (folder / file).write_text(text.replace(before, after))
    with pytest.raises(UnreadableFile) as error:
        reproduce(read_ccai(folder))
    assert said in str(error.value)


def test_the_command_refuses_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"lacks participants-votes\.csv"):
        call_command("reproduce_ccai", str(tmp_path), stdout=StringIO())


def test_a_step_says_whether_both_figures_agree() -> None:
    same = Step("part", "mean", 0.6434, 0.643, "published")
    other = Step("part", "count", 90, 96, "counted before", remark="of 275")
    assert str(same) == "mean: published 0.643, here 0.643: same"
    assert str(other) == "count: counted before 96, here 90: DIFFERENT (of 275)"
    assert Step("part", "alone", 1126).same is None
    assert str(Step("part", "alone", 1126)) == "alone: here 1,126"
