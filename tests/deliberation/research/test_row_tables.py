"""The table of votes holds what the analysis counted, of people whom it does not name."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from deliberation.models import Deliberation, Participant, ParticipantProfile, Question, Vote
from deliberation.people.erasure import erase_participant
from deliberation.research.columns import FilledTable
from deliberation.research.row_tables import row_tables
from deliberation.research.snapshot import snapshot_of
from deliberation.voting.services import cast_vote, undo_vote
from tests.deliberation.results.assemblies import SPLIT, analysed, member_of, two_camps

pytestmark = pytest.mark.django_db


@pytest.fixture
def camps() -> Deliberation:
    """Two groups of people who joined on this site, analysed."""
    deliberation = two_camps()
    analysed(deliberation)
    return deliberation


def tables_of(deliberation: Deliberation) -> tuple[FilledTable, FilledTable]:
    snapshot = snapshot_of(deliberation)
    assert snapshot is not None
    return row_tables(snapshot)


def rows(filled: FilledTable) -> list[tuple]:
    return list(zip(*(list(cells) for cells in filled.cells.values()), strict=True))


def test_each_count_of_the_results_is_the_number_of_its_rows(camps):
    votes, _participants = tables_of(camps)
    counted = Counter((statement, word) for _person, statement, word, _value, _day in rows(votes))
    for result in camps.analyses.get().statement_results.all():
        said = {word: counted[result.statement.number, word] for word in ("agree", "pass", "disagree")}
        assert said == {"agree": result.agree, "pass": result.passed, "disagree": result.disagree}


def test_votes_after_the_analysis_change_nothing(camps):
    """Changed, taken back and new votes: the table stays as it was when the analysis counted."""
    before = [rows(table) for table in tables_of(camps)]
    person = member_of(camps, 0)
    changed, taken_back = camps.statements.filter(text__in=SPLIT[:2])
    cast_vote(participant=person, statement=changed, value=Vote.Value.PASS, client_key="later")
    undo_vote(participant=person, statement=taken_back, client_key="undone")
    assert [rows(table) for table in tables_of(camps)] == before


def test_who_leaves_is_in_no_table_any_more(camps):
    erase_participant(participant=member_of(camps, 3))
    votes, participants = tables_of(camps)
    assert participants.row_count == 23
    assert votes.row_count == 23 * 8


def test_a_vote_on_a_statement_that_was_merged_counts_for_the_one_it_became():
    camps = two_camps()
    first, second = camps.statements.filter(text__in=SPLIT[:2])
    second.merged_into = first
    second.save()
    analysed(camps)
    votes, _participants = tables_of(camps)
    assert second.number not in set(votes.cells["statement"].tolist())
    on_it = [value for _p, statement, _w, value, _d in rows(votes) if statement == first.number]
    result = camps.analyses.get().statement_results.get(statement=first)
    assert (on_it.count(1), on_it.count(-1)) == (result.agree, result.disagree)


def test_people_get_other_numbers_in_another_snapshot_and_the_same_in_the_same(camps):
    # The only person with a vote of their own kind is found in every table, whatever the number.
    person, statement = member_of(camps, 0), camps.statements.first()
    Vote.objects.filter(participant=person, statement=statement).update(value=Vote.Value.PASS)
    numbers = set()
    for place in range(6):
        camps.statements.filter(text__startswith=SPLIT[0]).update(text=SPLIT[0] + "!" * place)
        first, again = tables_of(camps)[0], tables_of(camps)[0]
        assert rows(first) == rows(again)
        [number] = [who for who, on, word, *_rest in rows(first) if (on, word) == (statement.number, "pass")]
        numbers.add(number)
    assert len(numbers) > 1


def test_participants_are_told_by_group_day_and_what_ten_of_them_answered(camps):
    Question.objects.create(
        deliberation=camps, key="region", text="Where do you live?", options=["north", "south"]
    )
    Question.objects.create(deliberation=camps, key="why", text="Why?", kind=Question.Kind.TEXT)
    for place, person in enumerate(camps.participants.order_by("number")):
        said = {"region": "north" if place < 21 else "south", "why": f"my name is {place}"}
        ParticipantProfile.objects.update_or_create(participant=person, defaults={"answers": said})
    Participant.objects.filter(deliberation=camps).update(
        joined_at=datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    )
    _votes, participants = tables_of(camps)
    assert participants.table.column_names == ("participant", "votes", "group", "joined_on", "answer_region")
    told = rows(participants)
    assert [number for number, *_rest in told] == list(range(1, 25))
    assert Counter(group for _n, _v, group, _d, _a in told) == {"A": 14, "B": 10}
    assert {day.isoformat() for _n, _v, _g, day, _a in told} == {"2026-11-22"}
    # Three people in the south could be found, and the others give them away: nobody's answer is told.
    assert {answer for *_rest, answer in told} == {None}
    assert "my name is" not in repr(told)
