"""What is written can be read again, and looks as Polis writes it."""

import csv
import tempfile
from pathlib import Path

from hypothesis import given

from deliberation.interchange.conversation import VoteRow
from deliberation.interchange.polis_files import read_polis_folder
from deliberation.interchange.polis_writing import without_taken_back, write_polis_folder
from tests.deliberation.interchange.conversations import conversations, told
from tests.deliberation.interchange.polis_folders import (
    FLAGGED_COMMENTS,
    WHOLE,
    WITHOUT_HISTORY,
    write_folder,
)


@given(conversations())
def test_whatever_was_said_is_read_again(conversation):
    with tempfile.TemporaryDirectory() as folder:
        write_polis_folder(Path(folder), conversation)
        again = read_polis_folder(Path(folder))
    assert again.problems == ()
    assert told(again) == told(conversation)


def test_votes_are_sorted_by_statement_participant_and_time(tmp_path):
    conversation = read_polis_folder(write_folder(tmp_path / "export", WHOLE))
    write_polis_folder(tmp_path, conversation)
    rows = list(csv.DictReader((tmp_path / "votes.csv").read_text().splitlines()))
    keys = [(int(row["comment-id"]), int(row["voter-id"]), int(row["timestamp"])) for row in rows]
    assert keys == sorted(keys)
    assert (tmp_path / "votes.csv").read_text() == WHOLE["votes.csv"]


def test_without_any_known_time_there_is_no_history_to_write(tmp_path):
    conversation = read_polis_folder(write_folder(tmp_path / "export", WITHOUT_HISTORY))
    assert "votes.csv" not in write_polis_folder(tmp_path, conversation)


def test_seed_and_meta_statements_call_for_the_newer_header(tmp_path):
    files = WHOLE | {"comments.csv": FLAGGED_COMMENTS}
    conversation = read_polis_folder(write_folder(tmp_path / "export", files))
    write_polis_folder(tmp_path, conversation, {0: 0.45, 1: 0.2, 2: 0.1})
    assert (tmp_path / "comments.csv").read_text() == FLAGGED_COMMENTS


def test_votes_taken_back_are_gone_and_what_came_later_stays():
    first, other, later = (
        VoteRow(1, 5, 1, 10, "a"), VoteRow(2, 5, -1, 11, "b"), VoteRow(1, 5, 0, 13, "c"),
    )  # fmt: skip
    assert without_taken_back([first, other, (1, 5), later]) == (other, later)
