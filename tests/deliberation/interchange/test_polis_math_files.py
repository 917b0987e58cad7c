"""Captured conversations in all the shapes in which programs write them down."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from deliberation.interchange.csv_tables import UnreadableFile
from deliberation.interchange.polis_math_files import CapturedConversation, read_captured_conversation

STATEMENTS = [{"tid": 0, "mod": 1}, {"tid": 1, "mod": 0}]
REFERENCE = {
    "tids": [1, 0],
    "base-clusters": {"id": [4, 7, 9], "members": [[5, 6], [8], [2]]},
    "group-clusters": [{"id": 0, "members": [7]}, {"id": 3, "members": [4]}, {"id": 5, "members": []}],
}


def vote(person: int, statement: int, value: Any, time: Any = None, name: str = "modified") -> dict[str, Any]:
    return {"pid": person, "tid": statement, "vote": value, name: time}


def read(
    folder: Path,
    votes: Any,
    statements: Any = STATEMENTS,
    reference: Any = None,
    *,
    with_reference: bool = False,
) -> CapturedConversation:
    files = {"votes": votes, "comments": statements, "math-pca2": reference}
    for name, content in files.items():
        if content is not None:
            (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return read_captured_conversation(folder, with_reference=with_reference)


def cells(conversation: CapturedConversation) -> list[list[float | None]]:
    return [
        [None if np.isnan(cell) else int(cell) for cell in row] for row in conversation.votes.dense().tolist()
    ]


def test_both_spellings_of_the_fields_are_read(tmp_path: Path) -> None:
    short = read(
        tmp_path, [vote(3, 0, 1, 1), vote(3, 1, -1, 2)], [{"tid": 0, "mod": -1}, {"tid": 1, "mod": 1}]
    )
    long = read(
        tmp_path,
        [
            {"participant_id": 3, "statement_id": 0, "vote": 1, "modified": 1},
            {"participant_id": 3, "statement_id": 1, "vote": -1, "modified": 2},
        ],
        [
            {"statement_id": 0, "participant_id": 9, "moderated": -1},
            {"statement_id": 1, "participant_id": 9, "moderated": 1},
        ],
    )
    for found in (short, long):
        assert (found.participants, found.statements) == ((3,), (0, 1))
        assert cells(found) == [[1, -1]]
        assert found.votes.moderated_out.tolist() == [True, False]


@pytest.mark.parametrize(
    "times",
    [
        (100, 200),
        ("1594984322740", "1594984415530"),
        (1594984322740.0, "1594984415530"),
        ("2020-06-29T20:11:22.421000Z", "2020-06-29T20:11:48.584000Z"),
        (None, None),
        (5, 5),
    ],
    ids=["numbers", "digits", "either", "ISO 8601", "no times", "the same time"],
)
@pytest.mark.parametrize("name", ["modified", "created"])
def test_the_last_vote_by_time_counts_and_of_equals_the_later_in_the_file(
    tmp_path: Path, times: tuple[Any, Any], name: str
) -> None:
    first, last = times
    assert cells(read(tmp_path, [vote(3, 0, 1, first, name), vote(3, 0, -1, last, name)])) == [[-1]]


def test_the_order_of_the_file_does_not_matter_where_there_are_times(tmp_path: Path) -> None:
    assert cells(read(tmp_path, [vote(3, 0, -1, 20), vote(3, 0, 1, 10)])) == [[-1]]


def test_rows_come_in_the_order_of_first_votes_and_columns_by_number(tmp_path: Path) -> None:
    found = read(tmp_path, [vote(1, 1, 1, 30), vote(7, 0, 0, 10), vote(4, 1, -1, 20)])
    assert found.participants == (7, 4, 1)
    assert found.statements == (0, 1)
    assert cells(found) == [[0, None], [None, -1], [None, 1]]


def test_a_statement_has_a_column_from_its_first_vote_on(tmp_path: Path) -> None:
    assert read(tmp_path, [vote(1, 1, 1)]).statements == (1,)


def test_a_statement_unknown_to_the_moderators_is_taken_as_it_is(tmp_path: Path) -> None:
    found = read(tmp_path, [vote(1, 1, 1), vote(1, 77, 0)])
    assert found.statements == (1, 77)
    assert found.votes.moderated_out.tolist() == [False, False]


@pytest.mark.parametrize(("mark", "is_meta"), [(True, True), (1, True), (False, False), (None, False)])
def test_meta_statements_are_moderated_out(tmp_path: Path, mark: Any, is_meta: bool) -> None:
    found = read(tmp_path, [vote(1, 0, 1)], [{"tid": 0, "mod": 1, "is_meta": mark}])
    assert found.votes.is_meta.tolist() == [is_meta]
    assert found.votes.moderated_out.tolist() == [is_meta]


def test_strict_moderation_keeps_waiting_statements(tmp_path: Path) -> None:
    (tmp_path / "conversation.json").write_text('{"strict_moderation": true}')
    found = read(tmp_path, [vote(1, 0, 1)], [{"tid": 0, "mod": 0}])
    assert found.votes.moderated_out.tolist() == [False]


def test_the_groups_of_the_reference_are_people_behind_base_clusters(tmp_path: Path) -> None:
    votes = [vote(person, 0, 1, person) for person in (2, 5, 8)]
    found = read(tmp_path, votes, reference=REFERENCE, with_reference=True)
    assert found.reference is not None
    assert found.reference.groups == {0: (8,), 3: (5, 6)}
    assert found.participants == (2, 5, 8, 6)
    assert found.reference_labels() == [-1, 1, 0, 1]
    assert found.statements == (1, 0)
    assert cells(found)[3] == [None, None]


def test_without_its_groups_the_reference_gives_the_order_of_statements(tmp_path: Path) -> None:
    votes = [vote(2, 0, 1), vote(2, 1, 1), vote(2, 5, 1)]
    found = read(tmp_path, votes, reference=REFERENCE | {"tids": [9, 1, 0]})
    assert found.participants == (2,)
    assert found.statements == (1, 0, 5)


def test_an_empty_conversation_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, [], [])
    assert (found.participants, found.statements, found.votes.shape) == ((), (), (0, 0))


@pytest.mark.parametrize(
    ("votes", "reason"),
    [
        ({}, "votes.json: a list of objects is expected"),
        ([1], "votes.json: a list of objects is expected"),
        ([{"tid": 0, "vote": 1}], "entry 0: pid or participant_id is missing"),
        ([vote(1, 0, 1), vote(1, 0, 2)], "entry 1: vote must be -1, 0 or 1, not 2"),
        ([vote(1, 0, 0.5)], "vote must be a whole number, not '0.5'"),
        ([vote(1, 0, float("nan"))], "vote must be a whole number, not 'nan'"),
        ([vote(1, 0, True)], "vote must be a whole number, not 'True'"),
        ([vote(1, 0, None)], "vote is missing"),
        ([vote("somebody", 0, 1)], "pid or participant_id must be a whole number"),  # type: ignore[arg-type]
        ([vote(1, 0, 1, "yesterday")], "entry 0: 'yesterday' is not a time"),
        ([vote(1, 0, 1, float("nan"))], "is not a time"),
        ([vote(1, 0, 1, [])], "is not a time"),
    ],
)
def test_votes_that_mean_nothing_are_refused_with_their_place(
    tmp_path: Path, votes: Any, reason: str
) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read(tmp_path, votes)
    assert reason in str(refusal.value)


def test_a_statement_told_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"comments\.json: entry 1: statement 0 appears again"):
        read(tmp_path, [], [{"tid": 0}, {"tid": 0}])


@pytest.mark.parametrize("name", ["votes.json", "comments.json"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    read(tmp_path, [])
    (tmp_path / name).unlink()
    with pytest.raises(UnreadableFile, match=f"{name}: cannot be read"):
        read_captured_conversation(tmp_path, with_reference=False)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_json_is_named(tmp_path: Path, content: bytes) -> None:
    read(tmp_path, [])
    (tmp_path / "votes.json").write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"votes\.json: is not JSON"):
        read_captured_conversation(tmp_path, with_reference=False)


@pytest.mark.parametrize(
    "change",
    [{"tids": None}, {"base-clusters": {"id": [1]}}, {"group-clusters": [{"id": 0, "members": [1]}]}],
)
def test_a_reference_that_contradicts_itself_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(UnreadableFile, match=r"math-pca2\.json: .* do not fit together"):
        read(tmp_path, [], reference=REFERENCE | change, with_reference=True)
