"""What the votes say is kept beside each undecided pair, and warns where people tell the two apart."""

import pytest

from deliberation.models import DuplicateCandidate
from deliberation.results.candidate_votes import refresh_candidates
from deliberation.results.semantic_index import VOTED_APART
from tests.factories import ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate(deliberation) -> DuplicateCandidate:
    first = StatementFactory(deliberation=deliberation, text="AI should be honest.")
    second = StatementFactory(deliberation=deliberation, text="An AI should be truthful.")
    return DuplicateCandidate.objects.create(
        deliberation=deliberation, first=first, second=second, similarity=0.9
    )


def vote(candidate: DuplicateCandidate, first: int, second: int, people: int) -> None:
    for _ in range(people):
        participant = ParticipantFactory(deliberation=candidate.deliberation)
        for statement, value in ((candidate.first, first), (candidate.second, second)):
            VoteFactory(
                deliberation=candidate.deliberation, participant=participant, statement=statement, value=value
            )


def refreshed(candidate: DuplicateCandidate) -> DuplicateCandidate:
    refresh_candidates(deliberation=candidate.deliberation, voted_apart=VOTED_APART)
    candidate.refresh_from_db()
    return candidate


def test_people_who_voted_on_both_are_counted_and_passes_are_not(candidate) -> None:
    vote(candidate, 1, 1, 2)
    vote(candidate, 1, -1, 1)
    vote(candidate, 1, 0, 4)
    assert refreshed(candidate).shared_voters == 3
    assert candidate.vote_agreement == pytest.approx(2 / 3)
    assert candidate.warning == ""


def test_nothing_is_known_while_nobody_has_voted_on_both(candidate) -> None:
    assert refreshed(candidate).shared_voters == 0
    assert candidate.vote_agreement is None


def test_people_who_vote_on_both_in_opposite_ways_are_a_warning(candidate) -> None:
    vote(candidate, 1, -1, 20)
    vote(candidate, -1, 1, 10)
    assert refreshed(candidate).warning == VOTED_APART


def test_a_warning_from_the_words_stands_before_one_from_the_votes(candidate) -> None:
    candidate.second.text = "An AI should not be truthful."
    candidate.second.save()
    vote(candidate, 1, -1, 30)
    assert refreshed(candidate).warning not in ("", VOTED_APART)


def test_decided_pairs_stay_as_they_are_and_a_second_look_writes_nothing(
    candidate, django_assert_num_queries
) -> None:
    vote(candidate, 1, 1, 2)
    assert refresh_candidates(deliberation=candidate.deliberation, voted_apart=VOTED_APART) == 1
    assert refresh_candidates(deliberation=candidate.deliberation, voted_apart=VOTED_APART) == 0
    candidate.refresh_from_db()
    candidate.state, candidate.shared_voters = DuplicateCandidate.State.DISMISSED, 0
    candidate.save()
    assert refreshed(candidate).shared_voters == 0
