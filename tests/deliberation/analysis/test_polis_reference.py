"""Mode "polis" against what Polis computed for two captured conversations (agree = +1 throughout)."""

from typing import Any

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from deliberation.analysis.consensus import MajorityStatement
from deliberation.analysis.pipeline import AnalysisParameters, AnalysisResult, analyse
from deliberation.analysis.polis_groups import polis_groups
from deliberation.analysis.representativeness import RepresentativeStatement
from tests.deliberation.analysis.conversations import Reference, polis_reference

CONVERSATIONS = ["below-100-ptpts", "150ptpt-3gp-no-strict-no-meta"]


@pytest.fixture(scope="module", params=CONVERSATIONS)
def held(request: pytest.FixtureRequest) -> tuple[Reference, AnalysisResult]:
    reference = polis_reference(request.param)
    result = analyse(reference.votes, AnalysisParameters(mode="polis"), groups=reference.groups)
    return reference, result


def signs(reference: Reference, result: AnalysisResult) -> np.ndarray:
    return np.sign(np.sum(result.components * np.array(reference.result["pca"]["comps"]), axis=1))


def per_statement(values: dict[str, float], result: AnalysisResult) -> list[float]:
    return [values[str(number)] for number in result.statement_ids]


def test_opinion_space(held: tuple[Reference, AnalysisResult]) -> None:
    reference, result = held
    pca = reference.result["pca"]
    sign = signs(reference, result)
    assert result.statement_ids.tolist() == reference.result["tids"]
    assert result.center == pytest.approx(-np.array(pca["center"]), abs=1e-6)
    assert result.components * sign[:, None] == pytest.approx(np.array(pca["comps"]), abs=1e-6)
    projection = -np.array(pca["comment-projection"]).T
    assert result.statement_coordinates * sign == pytest.approx(projection, abs=1e-6)
    assert result.extremity == pytest.approx(np.array(pca["comment-extremity"]), abs=1e-6)


def test_participants(held: tuple[Reference, AnalysisResult]) -> None:
    reference, result = held
    base = reference.result["base-clusters"]
    coordinates = result.participant_coordinates * signs(reference, result)
    row = {int(number): index for index, number in enumerate(result.participant_ids)}
    alone = 0
    for members, x, y in zip(base["members"], base["x"], base["y"], strict=True):
        if len(members) == 1:
            alone += 1
            assert coordinates[row[members[0]]] == pytest.approx([-x, -y], abs=1e-6)
    assert alone > 20


def test_everybody_polis_includes_is_included(held: tuple[Reference, AnalysisResult]) -> None:
    reference, result = held
    included = set(result.participant_ids[result.included].tolist())
    assert included >= set(reference.result["in-conv"])


def test_group_votes_and_consensus(held: tuple[Reference, AnalysisResult]) -> None:
    reference, result = held
    for group in result.groups:
        expected = reference.result["group-votes"][str(group.id)]
        assert group.size == expected["n-members"]
        for name, table in (
            ("A", result.group_agree),
            ("D", result.group_disagree),
            ("S", result.group_seen),
        ):
            counts = [expected["votes"][str(number)][name] for number in result.statement_ids]
            assert table[group.id].tolist() == counts
    expected_consensus = per_statement(reference.result["group-aware-consensus"], result)
    assert result.group_aware_consensus == pytest.approx(expected_consensus, abs=1e-12)


def test_priorities(held: tuple[Reference, AnalysisResult]) -> None:
    reference, result = held
    expected = per_statement(reference.result["comment-priorities"], result)
    assert result.priorities == pytest.approx(expected, rel=1e-9)


def test_majority_statements(held: tuple[Reference, AnalysisResult]) -> None:
    reference, result = held
    for direction, found in (("agree", result.majority_agree), ("disagree", result.majority_disagree)):
        expected = reference.result["consensus"][direction]
        assert [statement.statement_id for statement in found] == [entry["tid"] for entry in expected]
        for statement, entry in zip(found, expected, strict=True):
            assert_same_counts(statement, entry)


def test_representative_statements(held: tuple[Reference, AnalysisResult]) -> None:
    reference, result = held
    for group in result.groups:
        expected = reference.result["repness"][str(group.id)]
        assert [(s.statement_id, s.direction) for s in group.representative] == [
            (entry["tid"], entry["repful-for"]) for entry in expected
        ]
        for statement, entry in zip(group.representative, expected, strict=True):
            assert_same_counts(statement, entry)
            assert statement.ratio == pytest.approx(entry["repness"], rel=1e-9)
            assert statement.ratio_test == pytest.approx(entry["repness-test"], rel=1e-6)  # stored in 32 bits
            assert statement.best_agree == entry.get("best-agree", False)
            assert statement.agree_count == entry.get("n-agree", statement.agree_count)


def assert_same_counts(found: MajorityStatement | RepresentativeStatement, entry: dict[str, Any]) -> None:
    assert found.successes == entry["n-success"]
    assert found.trials == entry["n-trials"]
    assert found.probability == pytest.approx(entry["p-success"], rel=1e-9)
    assert found.test == pytest.approx(entry["p-test"], rel=1e-9)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_own_groups_are_those_of_polis_when_rows_come_as_polis_met_them(name: str) -> None:
    reference = polis_reference(name)
    result = analyse(reference.votes, AnalysisParameters(mode="polis"))
    rows = reference.encountered[result.included[reference.encountered]]
    found = polis_groups(result.participant_coordinates[rows])
    assert adjusted_rand_score(reference.groups[rows], found.labels) == 1.0


def test_the_groups_of_polis_depend_on_the_order_of_the_rows() -> None:
    reference = polis_reference("below-100-ptpts")
    result = analyse(reference.votes, AnalysisParameters(mode="polis"))
    rows = reference.encountered[result.included[reference.encountered]]
    counts = {
        len(polis_groups(result.participant_coordinates[order]).centers) for order in (rows, np.sort(rows))
    }
    assert counts == {2, 3}
