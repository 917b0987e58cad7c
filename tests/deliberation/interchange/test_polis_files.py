"""What is read from Polis exports, and what is said about the rows that cannot be."""

from pathlib import Path

import pytest

from deliberation.interchange.conversation import Generation, PolisConversation, VoteSign
from deliberation.interchange.csv_tables import UnreadableFile
from deliberation.interchange.polis_files import RefusedFolder, read_polis_folder
from tests.deliberation.interchange.polis_folders import (
    COMMENTS,
    EARLY_SERVER,
    FLAGGED_COMMENTS,
    MATRIX,
    SERVER,
    VOTES,
    WHOLE,
    WITHOUT_HISTORY,
    write_folder,
)
from tests.shared_data import shared_data


def read(tmp_path: Path, files: dict[str, str | bytes], sign: VoteSign | None = None) -> PolisConversation:
    return read_polis_folder(write_folder(tmp_path / "export", files), sign)


def problems_of(conversation: PolisConversation) -> list[str]:
    return [str(problem) for problem in conversation.problems]


def test_a_whole_export_is_read_without_remarks(tmp_path):
    conversation = read(tmp_path, WHOLE)
    assert conversation.problems == ()
    assert conversation.generation == Generation.DARWIN
    assert conversation.counts() == {
        "participants": 4, "statements": 3, "accepted": 1, "pending": 1, "rejected": 1,
        "votes": 4, "agree": 2, "disagree": 1, "pass": 1,
    }  # fmt: skip


def test_the_last_vote_counts_and_the_earlier_ones_are_kept(tmp_path):
    conversation = read(tmp_path, WHOLE)
    assert [vote.value for vote in conversation.votes if vote.participant == 7] == [-1, 1]
    assert conversation.current_votes[7, 0] == 1


def test_votes_come_in_the_order_in_which_they_were_cast_not_in_the_order_of_the_file(tmp_path):
    lines = VOTES.splitlines(keepends=True)
    shuffled = lines[0] + "".join(reversed(lines[1:]))
    votes = read(tmp_path, WHOLE | {"votes.csv": shuffled}).votes
    assert [vote.time for vote in votes] == sorted(vote.time for vote in votes)
    assert votes[0].value == -1


def test_votes_of_the_same_millisecond_keep_the_order_of_the_file(tmp_path):
    same = VOTES.replace("1500000009500,Fri Jul 14 09:40:09", "1500000001000,Fri Jul 14 09:40:01")
    assert read(tmp_path, WHOLE | {"votes.csv": same}).current_votes[7, 0] == 1


def test_the_organiser_who_only_proposed_is_no_participant_and_an_idle_listed_person_is_one(tmp_path):
    conversation = read(tmp_path, WHOLE)
    assert conversation.mere_authors == (0,)
    assert set(conversation.people) == {4, 7, 8, 9}


def test_a_folder_without_history_has_votes_without_times(tmp_path):
    conversation = read(tmp_path, WITHOUT_HISTORY)
    assert not conversation.has_vote_history
    assert {vote.time for vote in conversation.votes} == {None}
    assert conversation.counts()["votes"] == 4


def test_the_flags_of_the_newer_header_are_read(tmp_path):
    conversation = read(tmp_path, WHOLE | {"comments.csv": FLAGGED_COMMENTS})
    assert [(row.is_seed, row.is_meta) for row in conversation.statements] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip


def test_generation_c_is_known_by_its_seconds_and_read_with_its_own_file_names(tmp_path):
    conversation = read(tmp_path, SERVER)
    assert conversation.generation == Generation.SERVER
    assert conversation.problems == ()
    assert conversation.statements[0].time == 1732028760_000
    assert conversation.statements[1].text == 'Trust, but "verify".'
    assert conversation.participants[0].external_id == "outside-17"
    assert conversation.current_votes == {(1, 0): 1, (1, 1): -1}


def test_generation_b_is_refused_because_it_may_be_inverted(tmp_path):
    with pytest.raises(RefusedFolder, match="--vote-sign"):
        read(tmp_path, EARLY_SERVER)


@pytest.mark.parametrize(
    ("sign", "votes"), [(VoteSign.AGREE_NEGATIVE, [1, -1]), (VoteSign.AGREE_POSITIVE, [-1, 1])]
)
def test_generation_b_is_read_as_the_caller_says(tmp_path, sign, votes):
    conversation = read(tmp_path, EARLY_SERVER, sign)
    assert conversation.generation == Generation.EARLY_SERVER
    assert [vote.value for vote in conversation.votes] == votes
    assert [row.text for row in conversation.statements] == [
        'Tell the "truth", always.', "First line,\nand a second one",
    ]  # fmt: skip


def test_generation_b_counts_agrees_in_the_sign_of_its_votes(tmp_path):
    first = read(tmp_path, EARLY_SERVER, VoteSign.AGREE_NEGATIVE).statements[0]
    assert (first.agrees, first.disagrees) == (1, 0)


def test_counts_that_contradict_the_votes_are_evidence_of_the_other_sign(tmp_path):
    swapped = COMMENTS.replace(",2,1,1,The", ",1,2,1,The").replace(",0,1,0,", ",1,0,0,")
    with pytest.raises(RefusedFolder, match="contradict"):
        read(tmp_path, WHOLE | {"comments.csv": swapped})


def test_a_byte_order_mark_does_no_harm(tmp_path):
    marked = {name: b"\xef\xbb\xbf" + text.encode() for name, text in WHOLE.items()}
    assert read(tmp_path, marked).problems == ()


def test_windows_line_ends_do_no_harm(tmp_path):
    files = {name: text.replace("\n", "\r\n") for name, text in WHOLE.items()}
    conversation = read(tmp_path, files)
    assert conversation.problems == ()
    assert conversation.counts()["votes"] == 4


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"votes.csv": VOTES}, "holds no comments.csv"),
        ({"comments.csv": COMMENTS}, "no votes"),
        ({}, "holds no comments.csv"),
    ],
    ids=["without statements", "without votes", "empty folder"],
)
def test_a_folder_that_is_no_export_is_refused(tmp_path, files, message):
    with pytest.raises(RefusedFolder, match=message):
        read(tmp_path, files)


def test_a_path_that_is_no_folder_is_refused(tmp_path):
    with pytest.raises(RefusedFolder, match="not a folder"):
        read_polis_folder(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("comments.csv", COMMENTS.replace("comment-body", "body"), "line 1: the column comment-body"),
        ("comments.csv", COMMENTS.encode("utf-16"), "comments.csv, line 1: is not UTF-8"),
        ("comments.csv", COMMENTS.encode() + b"1500000180000,,3,8,0,0,1,caf\xe9\n", "line 5: is not UTF-8"),
        ("comments.csv", "", "is empty"),
        ("comments.csv", COMMENTS + '1500000180000,,3,8,0,0,1,"open\n', "line 5: the quoting is broken"),
        ("votes.csv", VOTES.replace("voter-id", "comment-id"), "voter-id is missing"),
        ("votes.csv", VOTES.replace("datetime", "vote"), "vote appears more than once"),
        ("participants-votes.csv", MATRIX.replace("participant,", "person,"), "participant is missing"),
    ],
)
def test_a_file_that_cannot_be_read_refuses_the_folder_with_its_name_and_line(
    tmp_path, name, content, message
):
    with pytest.raises(UnreadableFile, match=message):
        read(tmp_path, WHOLE | {name: content})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1500000070000,,0,9,2", "vote '2' is not -1, 0 or 1"),
        ("1500000070000,,0,9,yes", "vote 'yes' is not -1, 0 or 1"),
        ("1500000070000,,0,9,", "vote '' is not -1, 0 or 1"),
        ("1500000070000,,77,9,1", "comment-id '77' is not in comments.csv"),
        ("1500000070000,,0,nine,1", "voter-id 'nine' is not a number"),
        ("1500000070000,,0,-9,1", "voter-id '-9' is not a number"),
        ("yesterday,,0,9,1", "timestamp 'yesterday' is not a time"),
        ("1500000070000,,0,9,1,1", "has 6 fields where the header names 5"),
        ("1500000070000,,0", "has 3 fields where the header names 5"),
        ("1500000070000,,0,9,\x001", "is not -1, 0 or 1"),
    ],
)
def test_a_bad_vote_row_is_left_out_and_reported_with_its_line(tmp_path, line, reason):
    conversation = read(tmp_path, {"comments.csv": COMMENTS, "votes.csv": VOTES + line + "\n"})
    [problem] = [problem for problem in conversation.problems if problem.line == 7]
    assert problem.file == "votes.csv"
    assert reason in problem.reason
    assert problem.reason.endswith("the row was left out")
    assert conversation.counts()["votes"] == 4


@pytest.mark.parametrize(
    ("line", "reason", "statements"),
    [
        ("1500000180000,,2,8,0,0,1,Again", "comment-id 2 appears again; the row was left out", 3),
        ("1500000180000,,three,8,0,0,1,Three", "comment-id 'three' is not a number; the row was left out", 3),
        ("1500000180000,,3,8,0,0,1,Fine, sure", "has 9 fields where the header names 8", 3),
        ("1500000180000,,3,8,0,0,5,Five", "moderated '5' is not -1, 0 or 1", 4),
        ("soon,,3,8,0,0,1,When", "timestamp 'soon' is not a time", 4),
        ("1500000180000,,3,me,0,0,1,Who", "author-id 'me' is not a number", 4),
        ("1500000180000,,3,8,0,0,1,N\x00L", "the text holds NUL characters, which were taken out", 4),
    ],
)
def test_a_bad_statement_row_is_reported_with_its_line(tmp_path, line, reason, statements):
    conversation = read(tmp_path, WHOLE | {"comments.csv": COMMENTS + line + "\n"})
    assert any(f"comments.csv, line 5: {reason}" in problem for problem in problems_of(conversation))
    assert len(conversation.statements) == statements


def test_an_unknown_decision_leaves_the_statement_to_the_moderators(tmp_path):
    conversation = read(tmp_path, WHOLE | {"comments.csv": COMMENTS + "1500000180000,,3,8,0,0,x,Text\n"})
    assert conversation.statements[-1].moderated == 0


@pytest.mark.parametrize(
    ("matrix", "reason"),
    [
        (MATRIX + "9,,0,0,0,0,,\n", "line 6: participant '9' appears again"),
        (MATRIX + "me,,0,0,0,0,,\n", "line 6: participant 'me' is not a number"),
        (MATRIX.replace("9,,0,1,0,0,,0", "9,,0,1,0,0,,3"), "line 4: the vote '3' on 1 is not -1, 0 or 1"),
        (MATRIX.replace("9,,0,1,0,0,,0", "9,,0,2,0,0,,0"), "line 4: n-votes says 2, and the row holds 1"),
        (MATRIX.replace(",0,1\n", ",0,99\n"), "line 1: comment-id 99 is not in comments.csv; its 2 votes"),
        (MATRIX.replace("n-agree", "mood"), "line 1: the column 'mood' is not known"),
    ],
)
def test_a_bad_row_of_last_votes_is_reported_with_its_line(tmp_path, matrix, reason):
    conversation = read(tmp_path, {"comments.csv": COMMENTS, "participants-votes.csv": matrix})
    assert any(reason in problem for problem in problems_of(conversation))


def test_where_both_files_tell_different_votes_the_history_counts_and_nothing_is_lost(tmp_path):
    matrix = MATRIX.replace("8,1,1,2,1,1,1,-1", "8,1,1,2,2,0,1,1").replace("4,,0,0,0,0,,", "4,,0,1,1,0,1,")
    conversation = read(tmp_path, WHOLE | {"participants-votes.csv": matrix})
    assert conversation.current_votes[8, 1] == -1
    assert conversation.current_votes[4, 0] == 1
    assert problems_of(conversation) == [
        "participants-votes.csv, line 5: 1 votes are not in votes.csv; they were taken without a time",
        "participants-votes.csv, line 3: 1 votes differ from the last ones in votes.csv, which count",
    ]


def test_dates_that_are_not_their_timestamps_are_reported_once_per_file(tmp_path):
    odd = VOTES.replace("Fri Jul 14 09:41:01", "Fri Jul 14 03:33:33")
    conversation = read(tmp_path, WHOLE | {"votes.csv": odd})
    [problem] = conversation.problems
    assert (problem.file, problem.line) == ("votes.csv", 5)
    assert "which counts" in problem.reason


def test_reading_leaves_no_trace_in_the_folder(tmp_path):
    read(tmp_path, WHOLE)
    assert {path.name for path in (tmp_path / "export").iterdir()} == set(WHOLE)


def test_ccai_has_the_published_counts():
    conversation = read_polis_folder(shared_data("ccai"))
    assert conversation.problems == ()
    assert conversation.counts() == {
        "participants": 1126, "statements": 1418, "accepted": 275, "pending": 488, "rejected": 655,
        "votes": 38252, "agree": 30367, "disagree": 4858, "pass": 3027,
    }  # fmt: skip
