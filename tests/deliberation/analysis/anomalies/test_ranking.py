"""Coordinated voters are found in every style of lock step, and honest people are left alone."""

import numpy as np
import pytest

from benchmarks.anomalies import STYLES, assembly_votes, collective_constitutional_ai, judged
from deliberation.analysis.anomalies.ranking import Conduct, TimedVotes, rank
from deliberation.analysis.anomalies.spam_texts import AuthoredText
from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.simulation.coordination import Coordination
from tests.shared_data import shared_data

LOCK_STEP = [style for style in STYLES if "scattered" not in style[0]]


@pytest.mark.parametrize("style", LOCK_STEP, ids=[name for name, _options in LOCK_STEP])
@pytest.mark.parametrize(("people", "share"), [(400, 0.05), (250, 0.10), (250, 0.20)])
def test_lock_step_voters_are_found_and_the_honest_left_alone(style, people, share) -> None:
    coordination = Coordination(share=share, **style[1])
    found = judged(*assembly_votes(people, 265, 35, coordination, seed=11))
    assert found["auc"] >= 0.95
    assert found["false_exclusions"] < 0.01
    assert found["found"] > 0.2


def test_a_campaign_in_a_dense_assembly_of_few_statements_is_found() -> None:
    coordination = Coordination(share=0.10, noise=0.05)
    found = judged(*assembly_votes(400, 60, 40, coordination, seed=3))
    assert found["auc"] >= 0.95
    assert found["false_exclusions"] < 0.01


def test_answers_from_a_list_to_statements_of_ones_own_choice_are_found_where_many_vote_on_much() -> None:
    coordination = Coordination(share=0.10, style="scattered")
    found = judged(*assembly_votes(400, 265, 120, coordination, seed=3))
    assert found["auc"] >= 0.95
    assert found["false_exclusions"] < 0.01


@pytest.mark.parametrize(("people", "statements", "votes"), [(500, 265, 35), (300, 265, 120), (300, 40, 30)])
def test_without_a_campaign_hardly_anybody_is_proposed(people, statements, votes) -> None:
    matrix, _nobody = assembly_votes(people, statements, votes, Coordination(share=0.0), seed=5)
    findings = rank(matrix)
    assert len(findings) == people
    assert sum(finding.is_proposed for finding in findings) < 0.01 * people
    assert all(finding.is_proposed == (finding.score >= 0.5) for finding in findings)


def test_people_who_came_together_and_think_alike_are_no_copies() -> None:
    generator = np.random.default_rng(4)
    agrees = np.where(np.arange(60) < 45, 0.92, 0.5)
    people, statements, values = [], [], []
    for person in range(240):
        first = 0 if person < 80 else 20
        seen = np.arange(first, first + 25) if person < 80 else generator.choice(60, 25, replace=False)
        people += [person + 1] * len(seen)
        statements += (seen + 1).tolist()
        values += np.where(generator.random(len(seen)) < agrees[seen], 1, -1).tolist()
    findings = rank(VoteMatrix.from_votes(people, statements, values))
    assert sum(finding.is_proposed for finding in findings) < 3


def test_the_same_votes_give_the_same_ranking_in_any_order() -> None:
    matrix, _coordinated = assembly_votes(120, 265, 30, Coordination(share=0.1), seed=2)
    shuffled = np.random.default_rng(0).permutation(len(matrix.values))
    again = VoteMatrix.from_votes(
        matrix.participant_ids[matrix.rows][shuffled],
        matrix.statement_ids[matrix.columns][shuffled],
        matrix.values[shuffled],
    )
    assert [(f.participant, f.score) for f in rank(matrix)] == [(f.participant, f.score) for f in rank(again)]


def test_too_few_votes_say_nothing() -> None:
    assert rank(VoteMatrix.from_votes([], [], [])) == []
    assert rank(VoteMatrix.from_votes([1, 2], [1, 1], [1, -1])) == []


def mixed_votes(people: int = 60, statements: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(1)
    rows, columns = (part.ravel() + 1 for part in np.mgrid[0:people, 0:statements])
    return rows, columns, generator.choice([1, 1, 1, 0, -1], size=len(rows))


def kinds_of(findings, number: int) -> dict[str, float]:
    finding = next(found for found in findings if found.participant == number)
    return {signal.kind: signal.strength for signal in finding.signals}


@pytest.mark.parametrize("answer", [1, 0, -1])
def test_the_same_answer_every_time_is_told(answer: int) -> None:
    rows, columns, values = mixed_votes()
    values[rows == 7] = answer
    found = rank(VoteMatrix.from_votes(rows, columns, values))
    assert kinds_of(found, 7)["straight_lining"] >= 1
    others = [kinds_of(found, number).get("straight_lining", 0.0) for number in range(1, 61) if number != 7]
    assert max(others) < 1
    assert next(f for f in found if f.participant == 7).is_proposed


def test_a_long_run_within_a_varied_ballot_is_told_where_the_order_is_known() -> None:
    rows, columns, values = mixed_votes(statements=80)
    values[(rows == 7) & (columns > 40)] = -1
    votes = VoteMatrix.from_votes(rows, columns, values)
    whole = kinds_of(rank(votes), 7).get("straight_lining", 0.0)
    in_order = kinds_of(rank(votes, Conduct(order=np.arange(len(values)))), 7)["straight_lining"]
    assert in_order >= 1 > whole


def timed(gaps: list[float], characters: float = 60.0) -> TimedVotes:
    return TimedVotes(np.cumsum([0.0, *gaps]), np.full(len(gaps) + 1, characters))


def test_votes_faster_than_reading_are_told_and_votes_sent_together_are_not() -> None:
    conduct = Conduct(
        timed={1: timed([0.3] * 30), 2: timed([4.0] * 30), 3: timed([0.001] * 30), 4: timed([0.3] * 5)}
    )
    found = {finding.participant: finding for finding in rank(VoteMatrix.from_votes([], [], []), conduct)}
    assert list(found) == [1]
    assert found[1].kind == "speed"
    assert found[1].is_proposed
    assert dict(found[1].signals[0].facts) == {"fast": 30, "timed": 30}


def test_a_burst_explains_and_proposes_nobody_by_itself() -> None:
    hours = {number: number % 40 for number in range(1, 121)} | dict.fromkeys(range(200, 300), 500)
    found = rank(VoteMatrix.from_votes([], [], []), Conduct(hours=hours, networks=hours))
    assert {finding.participant for finding in found} == set(range(200, 300))
    assert not any(finding.is_proposed for finding in found)
    assert all(finding.score < 0.5 for finding in found)
    assert {signal.kind for signal in found[0].signals} == {"burst", "network"}


def test_spam_is_told_and_rejected_opinions_alone_propose_nobody() -> None:
    texts = [AuthoredText(1, f"Buy my coins!{' ' * number}", False, False) for number in range(5)]
    texts += [AuthoredText(2, f"An unwelcome opinion, number {number}", True, False) for number in range(30)]
    texts += [AuthoredText(3, f"Spam {number}", True, True) for number in range(3)]
    texts += [AuthoredText(4, "One honest statement", False, False)]
    found = {
        finding.participant: finding
        for finding in rank(VoteMatrix.from_votes([], [], []), Conduct(texts=texts))
    }
    assert {number for number, finding in found.items() if finding.is_proposed} == {1, 3}
    assert set(found) == {1, 2, 3}


def test_those_excluded_by_hand_in_ccai_stand_out_by_what_they_wrote() -> None:
    shared_data("ccai")
    report = collective_constitutional_ai()
    assert report is not None
    assert report["excluded_by_hand"] == 37
    assert report["votes_and_statements"]["auc"] > 0.85
    assert report["votes"]["auc"] > 0.6
    assert report["votes"]["proposed"] < 0.03 * report["votes"]["ranked"]
