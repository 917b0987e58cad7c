"""Which statement comes next, and why."""

from collections import Counter

import pytest
from django.utils.translation import override

from config.messages import compile_catalogues
from deliberation.analysis.routing import UNSEEN_PRIORITY
from deliberation.models import Analysis, Deliberation, Exposure, Statement, StatementResult
from deliberation.voting.next_statement import EXPLANATIONS, next_turn
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliberation() -> Deliberation:
    return DeliberationFactory()


def analysis_of(deliberation: Deliberation, mode: str = "stable") -> Analysis:
    counts = dict.fromkeys(
        ("participant_count", "statement_count", "vote_count", "agree", "disagree", "passed", "seed"), 0
    )
    return Analysis.objects.create(deliberation=deliberation, mode=mode, parameters={}, summary={}, **counts)


def result(
    analysis: Analysis, *, priority: float, votes: int = 50, divisiveness: float = 0.0
) -> StatementResult:
    statement = StatementFactory(deliberation=analysis.deliberation, author=None)
    numbers = dict.fromkeys(
        (
            "agree",
            "disagree",
            "passed",
            "x",
            "y",
            "extremity",
            "group_aware_consensus",
            "consensus_geometric_mean",
            "consensus_lower_bound",
        ),
        0,
    )
    return StatementResult.objects.create(
        analysis=analysis,
        statement=statement,
        priority=priority,
        votes=votes,
        divisiveness=divisiveness,
        **numbers,
    )


def drawn(deliberation: Deliberation, times: int = 300) -> Counter[Statement | None]:
    """How often each statement comes first, for that many newcomers."""
    person, counted = ParticipantFactory(deliberation=deliberation), Counter[Statement | None]()
    for number in range(times):
        person.public_id = f"newcomer-{number}"
        counted.update([next_turn(deliberation, person).statement])
        Exposure.objects.all().delete()
    return counted


def test_statements_come_in_proportion_to_their_priority(deliberation: Deliberation) -> None:
    analysis = analysis_of(deliberation)
    often, seldom = result(analysis, priority=9.0), result(analysis, priority=1.0)
    counted = drawn(deliberation)
    assert counted[often.statement] > 4 * counted[seldom.statement] > 0


@pytest.mark.parametrize("mode", ["stable", "polis"])
def test_a_statement_no_analysis_knows_comes_neither_never_nor_always(
    deliberation: Deliberation, mode: str
) -> None:
    analysis = analysis_of(deliberation, mode)
    for _ in range(4):
        result(analysis, priority=UNSEEN_PRIORITY)
    new = StatementFactory(deliberation=deliberation, author=None)
    # A tenth for the rarely seen and a fifth of the rest: 84 of 300, give or take four standard deviations.
    assert 53 < drawn(deliberation)[new] < 115


def test_before_any_analysis_all_statements_come_alike(deliberation: Deliberation) -> None:
    statements = StatementFactory.create_batch(3, deliberation=deliberation, author=None)
    counted = drawn(deliberation)
    assert set(counted) == set(statements)
    assert min(counted.values()) > 60


def test_the_page_loaded_again_shows_the_same_statement_for_the_same_reason(
    deliberation: Deliberation,
) -> None:
    StatementFactory.create_batch(20, deliberation=deliberation, author=None)
    person = ParticipantFactory(deliberation=deliberation)
    assert len({(next_turn(deliberation, person).statement, next_turn(deliberation, person).reason)}) == 1


@pytest.mark.parametrize(
    ("mode", "about", "reason"),
    [
        ("stable", {"priority": 3.0, "votes": 2}, "few votes"),
        ("stable", {"priority": 3.0}, "edge"),
        ("stable", {"priority": 3.0, "divisiveness": 0.6}, "division"),
        ("stable", {"priority": 1.1}, "balance"),
        ("polis", {"priority": 30.0}, "balance"),
    ],
)
def test_the_reason_is_told_with_the_statement(
    deliberation: Deliberation, mode: str, about: dict[str, float], reason: str
) -> None:
    analysis = analysis_of(deliberation, mode)
    settled, asked = result(analysis, priority=1.0), result(analysis, **about)
    person = VoteFactory(statement=settled.statement).participant
    turn = next_turn(deliberation, person)
    assert (turn.statement, turn.reason) == (asked.statement, reason)


def test_a_statement_asked_for_needs_no_reason(deliberation: Deliberation) -> None:
    statement = StatementFactory(deliberation=deliberation, author=None)
    assert next_turn(deliberation, None).reason == "few votes"
    turn = next_turn(deliberation, None, wanted=statement.number)
    assert (turn.statement, turn.reason, turn.explanation) == (statement, None, None)


def test_nothing_left_has_no_reason(deliberation: Deliberation) -> None:
    turn = next_turn(deliberation, None)
    assert (turn.statement, turn.reason, turn.total) == (None, None, 0)


def test_drawing_explaining_and_logging_takes_three_queries(
    deliberation: Deliberation, django_assert_num_queries: object
) -> None:
    analysis = analysis_of(deliberation)
    for _ in range(5):
        result(analysis, priority=1.0)
    person, other = ParticipantFactory.create_batch(2, deliberation=deliberation)
    next_turn(deliberation, other)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert str(next_turn(deliberation, person).explanation)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_each_reason_speaks_each_language(language: str) -> None:
    compile_catalogues()
    english = {str(sentence) for sentence in EXPLANATIONS.values()}
    with override(language):
        assert not english & {str(sentence) for sentence in EXPLANATIONS.values()}
