"""The rebuild command finds and repairs what does not follow from the event log."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deliberation.models import EventPayload, Statement, Vote
from deliberation.moderation.services import moderate_statement
from deliberation.voting.marks import mark_vote
from deliberation.voting.proposals import propose_statement
from deliberation.voting.services import cast_vote, undo_vote
from tests.deliberation.interchange.polis_folders import WHOLE, write_folder
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory
from tests.final_tables import unprotected

pytestmark = pytest.mark.django_db


def rebuild(*options: str) -> dict:
    output = StringIO()
    try:
        call_command("rebuild", *options, "--json", stdout=output)
    finally:
        rebuild.answer = json.loads(output.getvalue().splitlines()[-1]) if output.getvalue() else None
    return rebuild.answer


def differences() -> list[tuple]:
    [found] = rebuild.answer["deliberations"]
    return [
        (d["what"], d["participant"], d["statement"], d["current"], d["log"]) for d in found["differences"]
    ]


@pytest.fixture
def lively(deliberation, moderator):
    """A deliberation in which people proposed, changed their minds and took votes back."""
    author, other = ParticipantFactory.create_batch(2, deliberation=deliberation)
    kept, copy, refused = (
        propose_statement(deliberation=deliberation, text=text, client_key=text, author=author)
        for text in ("Say why.", "Tell why.", "Buy this.")
    )
    for statement in (kept, copy):
        moderate_statement(statement=statement, outcome="accepted", decided_by=moderator)
        cast_vote(participant=author, statement=statement, value=1, client_key=f"a{statement.number}")
        cast_vote(participant=other, statement=statement, value=1, client_key=f"a{statement.number}")
        cast_vote(participant=other, statement=statement, value=0, client_key=f"b{statement.number}")
    undo_vote(participant=other, statement=kept, client_key="undo-to-agree")
    undo_vote(participant=author, statement=copy, client_key="undo-to-nothing")
    moderate_statement(statement=copy, outcome="duplicate", decided_by=moderator, duplicate_of=kept)
    moderate_statement(
        statement=refused, outcome="rejected", reason="spam", decided_by=moderator, is_meta=True
    )
    return deliberation


def test_a_lively_deliberation_follows_from_its_log(lively):
    [found] = rebuild(lively.slug, "--check")["deliberations"]
    assert found["differences"] == []
    assert (found["statements"], found["votes"]) == (3, 3)
    assert found["verified"] == found["events"] == lively.events.count()


def test_a_changed_vote_is_found_and_put_right(lively):
    vote = Vote.objects.get(statement__number=1, participant__number=1)
    before = (vote.value, vote.cast_at, vote.event_id)
    Vote.objects.filter(pk=vote.pk).update(value=-1)
    with pytest.raises(CommandError, match="differ from the event log: 1") as alarm:
        rebuild(lively.slug, "--check")
    assert alarm.value.returncode == 1
    assert differences() == [("vote", 1, 1, -1, 1)]
    assert Vote.objects.get(pk=vote.pk).value == -1, "--check only looks"
    assert rebuild(lively.slug)["remaining"] == 0
    after = Vote.objects.get(pk=vote.pk)
    assert (after.value, after.event_id) == (before[0], before[2])
    assert rebuild(lively.slug, "--check")["differences"] == 0


def test_changed_marks_are_found_and_put_right(lively):
    passed = cast_vote(
        participant=lively.participants.get(number=2), statement=lively.statements.get(number=1),
        value=0, client_key="a-late-pass",
    )  # fmt: skip
    mark_vote(
        participant=passed.participant, statement=passed.statement, client_key="mark",
        pass_reason="unclear", is_important=True,
    )  # fmt: skip
    assert rebuild(lively.slug, "--check")["differences"] == 0
    Vote.objects.filter(pk=passed.pk).update(pass_reason="unsure", is_important=False)
    with pytest.raises(CommandError, match="differ from the event log: 2"):
        rebuild(lively.slug, "--check")
    assert differences() == [
        ("reason for passing", 2, 1, "unsure", "unclear"),
        ("importance", 2, 1, False, True),
    ]
    assert rebuild(lively.slug)["remaining"] == 0
    held = Vote.objects.get(pk=passed.pk)
    assert (held.pass_reason, held.is_important) == ("unclear", True)


def test_a_vote_that_vanished_comes_back_and_one_that_was_slipped_in_goes(lively):
    vote = Vote.objects.get(statement__number=1, participant__number=1)
    event = vote.event
    vote.delete()
    Vote.objects.create(
        deliberation=lively,
        participant=lively.participants.get(number=1),
        statement=lively.statements.get(number=3),
        value=1,
        event=event,
    )
    with pytest.raises(CommandError):
        rebuild(lively.slug, "--check")
    assert differences() == [("vote", 1, 1, None, 1), ("vote", 1, 3, 1, None)]
    rebuild(lively.slug)
    assert rebuild(lively.slug, "--check")["differences"] == 0


def test_changed_statements_are_found_and_put_right(lively):
    Statement.objects.filter(number=2).update(merged_into=None)
    Statement.objects.filter(number=3).update(state="accepted", is_meta=False, text="Buy nothing.")
    with pytest.raises(CommandError):
        rebuild(lively.slug, "--check")
    assert differences() == [
        ("merged_into", None, 2, None, 1),
        ("state", None, 3, "accepted", "rejected"),
        ("is_meta", None, 3, False, True),
        ("text", None, 3, "Buy nothing.", "Buy this."),
    ]
    rebuild(lively.slug)
    assert rebuild(lively.slug, "--check")["differences"] == 0


def test_a_statement_that_vanished_is_made_again_with_its_votes(deliberation, moderator):
    author = ParticipantFactory(deliberation=deliberation)
    lost = propose_statement(deliberation=deliberation, text="Say why.", client_key="p", author=author)
    moderate_statement(statement=lost, outcome="accepted", decided_by=moderator)
    cast_vote(participant=author, statement=lost, value=1, client_key="v")
    Vote.objects.all().delete()
    lost.decisions.all().delete()
    lost.delete()
    assert rebuild(deliberation.slug)["remaining"] == 0
    again = deliberation.statements.get()
    assert (again.text, again.author, again.state) == ("Say why.", author, "accepted")
    assert again.votes.get().value == 1


def test_a_statement_the_log_knows_nothing_of_is_reported_and_left_alone(deliberation):
    StatementFactory(deliberation=deliberation)
    with pytest.raises(CommandError, match="still differ"):
        rebuild(deliberation.slug)
    assert differences() == [("presence", None, 1, "accepted", None)]
    assert deliberation.statements.count() == 1


def test_a_payload_that_was_rewritten_is_found_and_nothing_is_rebuilt_from_it(lively):
    payload = EventPayload.objects.filter(event__kind="vote.cast").first()
    payload.body["value"] = -1
    with unprotected():
        payload.save()
    with pytest.raises(CommandError):
        rebuild(lively.slug, "--check")
    assert f"commitment of event {payload.pk}" in [what for what, *_rest in differences()]
    with pytest.raises(CommandError, match="do not fit their commitments") as refusal:
        rebuild(lively.slug)
    assert refusal.value.returncode == 1


def test_an_erased_salt_is_counted_and_no_alarm(lively):
    EventPayload.objects.filter(event__kind="statement.proposed").update(salt="")
    [found] = rebuild(lively.slug, "--check")["deliberations"]
    assert found["erased"] == 3
    assert found["differences"] == []


def test_imported_deliberations_follow_from_their_logs(tmp_path):
    folder = write_folder(tmp_path / "in", WHOLE)
    call_command("import_polis", str(folder), slug="imported", title="Imported", stdout=StringIO())
    [found] = rebuild("imported", "--check")["deliberations"]
    assert (found["statements"], found["votes"], found["differences"]) == (3, 4, [])
    vote = Vote.objects.get(participant__number=7)
    cast_at = vote.cast_at
    Vote.objects.update(value=0, cast_at=None)
    rebuild("imported")
    vote.refresh_from_db()
    assert (vote.value, vote.cast_at) == (1, cast_at)


def test_all_covers_every_deliberation(lively):
    empty = DeliberationFactory()
    found = rebuild("--all", "--check")["deliberations"]
    assert [entry["slug"] for entry in found] == [lively.slug, empty.slug]
    assert found[1]["events"] == 0


def test_the_human_text_counts_and_lists(lively):
    Vote.objects.filter(participant__number=2, statement__number=1).update(value=0)
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("rebuild", lively.slug, "--check", stdout=output)
    assert "differences: 1." in output.getvalue()
    assert "vote of participant 2 on statement 1: 0 now, 1 in the log" in output.getvalue()


@pytest.mark.parametrize("options", [(), ("some-slug", "--all")])
def test_it_wants_one_deliberation_or_all(options, db):
    with pytest.raises(CommandError):
        call_command("rebuild", *options)


def test_an_unknown_slug_is_exit_code_2(db):
    with pytest.raises(CommandError) as refusal:
        call_command("rebuild", "nowhere")
    assert refusal.value.returncode == 2
