import pytest

from deliberation.analysis.pipeline import AnalysisParameters
from deliberation.jobs import WorkRefused
from deliberation.models import Analysis, Deliberation, Statement
from deliberation.models.analyses import AnalysesAreFinal
from deliberation.moderation.services import moderate_statement
from deliberation.results.services import run_analysis
from deliberation.results.vote_snapshot import Selection, take_snapshot
from deliberation.voting.services import Ballot, cast_vote, record_votes
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory

pytestmark = pytest.mark.django_db


def two_camps(people: int = 20, statements: int = 8) -> Deliberation:
    """Half agree with the even statements and disagree with the odd ones, half the other way round."""
    deliberation = DeliberationFactory()
    asked = [StatementFactory(deliberation=deliberation, author=None) for _ in range(statements)]
    cast = []
    for person in range(people):
        participant = ParticipantFactory(deliberation=deliberation)
        cast.append(
            (
                participant,
                [
                    Ballot(s, 1 if (person + position) % 2 else -1, f"{position}")
                    for position, s in enumerate(asked)
                ],
            )
        )
    record_votes(deliberation, cast, origin="web")
    return deliberation


def test_two_camps_are_two_groups() -> None:
    analysis = run_analysis(deliberation=two_camps())

    assert [group.size for group in analysis.groups.all()] == [10, 10]
    assert analysis.vote_count == 160
    assert (analysis.agree, analysis.disagree, analysis.passed) == (80, 80, 0)
    assert analysis.statement_results.count() == 8
    assert len(analysis.places().participants) == 20


def test_counts_by_group_add_up() -> None:
    analysis = run_analysis(deliberation=two_camps())
    for result in analysis.statement_results.all():
        assert sum(group["votes"] for group in result.by_group) == result.votes
        assert sum(group["agree"] for group in result.by_group) == result.agree


def test_running_again_gives_the_same_analysis() -> None:
    deliberation = two_camps()
    assert run_analysis(deliberation=deliberation) == run_analysis(deliberation=deliberation)
    assert Analysis.objects.count() == 1


def test_a_new_vote_gives_a_new_analysis_and_keeps_the_old_one() -> None:
    deliberation = two_camps()
    first = run_analysis(deliberation=deliberation)
    cast_vote(
        participant=ParticipantFactory(deliberation=deliberation),
        statement=deliberation.statements.first(),
        value=1,
        client_key="new",
    )
    second = run_analysis(deliberation=deliberation)

    assert first.input_hash != second.input_hash
    assert Analysis.objects.latest_of(deliberation) == second
    assert Analysis.objects.count() == 2


def test_hashes_do_not_depend_on_slug_title_or_database_ids() -> None:
    first, second = (run_analysis(deliberation=two_camps()) for _ in range(2))
    assert first.deliberation.slug != second.deliberation.slug
    assert (first.input_hash, first.result_hash) == (second.input_hash, second.result_hash)


def test_an_empty_deliberation_is_refused_with_a_sentence(deliberation: Deliberation) -> None:
    with pytest.raises(WorkRefused, match="no votes"):
        run_analysis(deliberation=deliberation)
    assert not Analysis.objects.exists()


@pytest.mark.parametrize("mode", ["polis", "stable"])
@pytest.mark.parametrize("values", [[1], [0], [0, 0, 0], [1, 1, 1, 1]])
def test_tiny_deliberations_have_a_result(mode: str, values: list[int]) -> None:
    statement = StatementFactory(author=None)
    for value in values:
        participant = ParticipantFactory(deliberation=statement.deliberation)
        cast_vote(participant=participant, statement=statement, value=value, client_key="one")

    analysis = run_analysis(deliberation=statement.deliberation, parameters=AnalysisParameters(mode=mode))
    assert analysis.vote_count == len(values)


def test_a_statement_nobody_voted_on_is_listed_with_no_votes() -> None:
    deliberation = two_camps()
    lonely = StatementFactory(deliberation=deliberation)
    result = run_analysis(deliberation=deliberation).statement_results.get(statement=lonely)

    assert (result.votes, result.agree) == (0, 0)


def test_minimum_votes_count_on_all_statements() -> None:
    deliberation = two_camps(people=4, statements=6)
    deliberation.statements.filter(number__lte=4).update(state=Statement.State.REJECTED)
    light = ParticipantFactory(deliberation=deliberation)
    cast_vote(participant=light, statement=deliberation.statements.get(number=6), value=1, client_key="only")

    votes = take_snapshot(deliberation, Selection(minimum_votes=6)).votes
    assert votes.shape == (4, 2)
    assert len(take_snapshot(deliberation, Selection()).votes.participant_ids) == 5


def test_excluded_participants_are_left_out() -> None:
    deliberation = two_camps(people=4)
    votes = take_snapshot(deliberation, Selection(excluded=frozenset({1, 2}))).votes
    assert votes.participant_ids.tolist() == [3, 4]


def test_a_merged_pair_counts_a_person_once_by_the_latest_vote() -> None:
    deliberation = DeliberationFactory()
    kept, merged = (StatementFactory(deliberation=deliberation, author=None) for _ in range(2))
    both, only = (ParticipantFactory(deliberation=deliberation) for _ in range(2))
    cast_vote(participant=both, statement=kept, value=1, client_key="a")
    cast_vote(participant=both, statement=merged, value=-1, client_key="b")
    cast_vote(participant=only, statement=merged, value=1, client_key="c")
    moderate_statement(
        statement=merged, outcome="duplicate", duplicate_of=kept, decided_by=None, client_key="merge"
    )

    snapshot = take_snapshot(deliberation, Selection())
    assert snapshot.votes.dense().tolist() == [[-1.0], [1.0]]
    assert [conflict.differing for conflict in snapshot.merge_conflicts] == [1]

    moderate_statement(statement=merged, outcome="accepted", decided_by=None, client_key="unmerge")
    assert len(take_snapshot(deliberation, Selection()).votes.values) == 3


def test_a_stored_analysis_is_final() -> None:
    analysis = run_analysis(deliberation=two_camps())
    with pytest.raises(AnalysesAreFinal):
        analysis.save()
