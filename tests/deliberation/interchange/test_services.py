"""An imported conversation becomes a deliberation whose log tells where everything came from."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.integrity.rebuild import check_deliberation
from deliberation.interchange.csv_tables import UnreadableFile
from deliberation.interchange.polis_files import RefusedFolder, read_polis_folder
from deliberation.interchange.services import import_conversation
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Event, Participant, Statement, Vote
from deliberation.voting.services import cast_vote
from tests.deliberation.interchange.polis_folders import (
    COMMENTS,
    FLAGGED_COMMENTS,
    SERVER,
    WHOLE,
    WITHOUT_HISTORY,
    write_folder,
)
from tests.factories import DeliberationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def take_in(tmp_path):
    def take_in(files, slug="taken-in"):
        conversation = read_polis_folder(write_folder(tmp_path / slug, files))
        return import_conversation(conversation=conversation, slug=slug, title="Taken in")

    return take_in


def test_statements_keep_number_author_text_time_and_decision(take_in):
    statement = take_in(WHOLE).statements.get(number=1)
    assert statement.author.number == 7
    assert statement.text == 'Trust, but "verify".'
    assert statement.proposed_at == datetime(2017, 7, 14, 2, 41, tzinfo=UTC)
    assert statement.state == Statement.State.PENDING


def test_the_current_vote_is_the_last_one_and_the_log_has_both(take_in):
    deliberation = take_in(WHOLE)
    vote = Vote.objects.get(participant__number=7, statement__number=0)
    assert vote.value == Vote.Value.AGREE
    assert vote.cast_at == datetime(2017, 7, 14, 2, 40, 9, 500_000, tzinfo=UTC)
    events = Event.objects.filter(deliberation=deliberation, participant__number=7, kind="vote.cast")
    assert [event.payload.body["value"] for event in events.order_by("id")] == [-1, 1]


def test_no_time_is_invented(take_in):
    deliberation = take_in(WITHOUT_HISTORY)
    events = Event.objects.filter(deliberation=deliberation, kind=Event.Kind.VOTE_CAST)
    assert set(events.values_list("origin", "occurred_at")) == {("imported", None)}
    assert set(Vote.objects.values_list("cast_at", flat=True)) == {None}
    assert set(Participant.objects.values_list("joined_at", flat=True)) == {None}


def test_seed_and_meta_survive(take_in):
    deliberation = take_in(WHOLE | {"comments.csv": FLAGGED_COMMENTS})
    flags = deliberation.statements.order_by("number").values_list("is_seed", "is_meta")
    assert list(flags) == [(True, False), (False, True), (False, False)]


def test_everything_imported_follows_from_the_log(take_in):
    flagged = WHOLE | {"comments.csv": FLAGGED_COMMENTS}
    for slug, files in (("history", WHOLE), ("last-votes", WITHOUT_HISTORY), ("flagged", flagged)):
        check = check_deliberation(take_in(files, slug))
        assert check.differences == ()
        assert check.log.verified == check.log.events > 0


def test_life_goes_on_after_an_import(take_in):
    deliberation = take_in(WHOLE)
    newcomer = Participant.objects.create(
        deliberation=deliberation, number=deliberation.reserve_participant_number()
    )
    statement = deliberation.statements.get(number=0)
    cast_vote(participant=newcomer, statement=statement, value=-1, client_key="from-the-web")
    assert newcomer.number == 10
    assert deliberation.reserve_statement_number() == 3
    assert deliberation.votes.count() == 5


def test_chinese_statements_are_marked_as_such(take_in):
    chinese = COMMENTS.replace("The AI should tell the truth.", "人工智慧應該說實話。")
    languages = take_in(WHOLE | {"comments.csv": chinese}).statements.order_by("number")
    assert list(languages.values_list("language", flat=True)) == ["zh-hant", "en", "en"]


@pytest.mark.parametrize(
    ("slug", "title"),
    [("not a slug!", "Title"), ("x" * 81, "Title"), ("fine", "T" * 201), ("fine", " \n "), ("", "Title")],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(tmp_path, slug, title):
    conversation = read_polis_folder(write_folder(tmp_path / "export", WHOLE))
    with pytest.raises(WorkRefused, match="Nothing was written"):
        import_conversation(conversation=conversation, slug=slug, title=title)
    assert not Deliberation.objects.exists()


def test_a_slug_that_is_taken_is_refused_and_its_deliberation_is_not_touched(take_in):
    before = DeliberationFactory(slug="taken", title="The first")
    with pytest.raises(WorkRefused, match="already"):
        take_in(WHOLE, slug="taken")
    before.refresh_from_db()
    assert (before.title, before.statements.count()) == ("The first", 0)


def test_an_import_that_fails_half_way_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("deliberation.interchange.services.VOTES_AT_ONCE", 2)
    steps = []

    def fail_at_the_second_batch(step, fraction):
        steps.append(step)
        if steps.count("Taking in the votes") == 2:
            raise RuntimeError("the power went out")

    conversation = read_polis_folder(write_folder(tmp_path / "export", WHOLE))
    with pytest.raises(RuntimeError, match="power"):
        import_conversation(
            conversation=conversation, slug="half", title="Half", report=fail_at_the_second_batch
        )
    assert not Deliberation.objects.exists()
    assert not Event.objects.exists()


def spoiled(files: dict[str, str]) -> st.SearchStrategy[dict[str, bytes]]:
    """The files with something unexpected put somewhere into one of them."""
    junk = (
        st.sampled_from([b"\0", b"\xff", b'"', b",", b"\n", b"\r", b"-9", "\u202e".encode(), b"1e9"])
        | st.binary()
    )

    def spoil(name: str, place: int, what: bytes, cut: int) -> dict[str, bytes]:
        data = {each: text.encode() for each, text in files.items()}
        place %= len(data[name]) + 1
        data[name] = data[name][:place] + what + data[name][place + cut :]
        return data

    return st.builds(spoil, st.sampled_from(sorted(files)), st.integers(0, 2000), junk, st.integers(0, 3))


@given(spoiled(WHOLE) | spoiled(SERVER) | spoiled(WITHOUT_HISTORY))
@settings(max_examples=150, deadline=None)
def test_whatever_a_file_holds_it_is_refused_with_a_reason_or_taken_in(files):
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        export = write_folder(Path(folder) / "export", files)
        try:
            conversation = read_polis_folder(export)
        except (UnreadableFile, RefusedFolder) as refusal:
            assert str(refusal)
            return
        deliberation = import_conversation(conversation=conversation, slug="spoiled", title="Spoiled")
        assert check_deliberation(deliberation).differences == ()
        assert deliberation.votes.count() == conversation.counts()["votes"]
        transaction.set_rollback(True)
