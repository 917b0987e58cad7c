"""Votes that nobody hopes for: each gives a whole result or a clear refusal, and never a word on stderr."""

import dataclasses
import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from deliberation.analysis import consensus, divisiveness
from deliberation.analysis.agreement import AgreementRule, agreed
from deliberation.analysis.bridging import bridging_scores
from deliberation.analysis.held_out import choose_imputation
from deliberation.analysis.low_rank import fit_low_rank, predict
from deliberation.analysis.participant_statistics import participant_statistics
from deliberation.analysis.pipeline import AnalysisParameters, analyse
from deliberation.analysis.representativeness import count_group_votes, representative_statements
from deliberation.analysis.resampling import resample_agreement
from deliberation.analysis.robustness import robustness
from deliberation.analysis.routing import adaptive_priorities, routing_priorities
from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.analysis.weighting import effective_group_sizes, rake, weighted_group_votes
from tests.deliberation.analysis.assemblies import from_rows

STABLE = AnalysisParameters(mode="stable")
POLIS = AnalysisParameters(mode="polis")
RULE = AgreementRule()


def random_rows(participants: int, statements: int) -> list[list[int | None]]:
    return np.random.default_rng(0).integers(-1, 2, (participants, statements)).tolist()


HARD_INPUT = {
    "nothing at all": from_rows([]),
    "participants without statements": VoteMatrix.from_votes([], [], [], participant_ids=[1, 2]),
    "statements without participants": VoteMatrix.from_votes([], [], [], statement_ids=[1, 2]),
    "participants who did not vote": from_rows([[None, None], [None, None]]),
    "one participant": from_rows([[1, 0, -1]]),
    "one participant who agrees with everything": from_rows([[1] * 12]),
    "one vote": from_rows([[1]]),
    "one statement": from_rows([[1], [0], [-1]] * 10),
    "one statement that all agree with": from_rows([[1]] * 30),
    "all passes": from_rows([[0] * 9] * 20),
    "all the same vote": from_rows([[1] * 9] * 20),
    "all disagree": from_rows([[-1] * 9] * 20),
    "all the same vote, some missing": from_rows(
        [[1 if (p + s) % 3 else None for s in range(9)] for p in range(30)]
    ),
    "a statement nobody voted on": from_rows([[*row, None] for row in random_rows(20, 8)]),
    "a statement everybody passed": from_rows([[*row, 0] for row in random_rows(20, 8)]),
    "a statement one person voted on": from_rows(
        [[*row, 1 if p == 3 else None] for p, row in enumerate(random_rows(20, 8))]
    ),
    "two identical participants": from_rows([[1, -1, 0]] * 2),
    "two identical participants among others": from_rows([*random_rows(20, 9), random_rows(20, 9)[0]]),
    "everybody twice": from_rows(random_rows(20, 9) * 2),
    "two opposite participants": from_rows([[1, 1], [-1, -1]]),
    "two camps without nuance": from_rows([[1] * 9] * 20 + [[-1] * 9] * 20),
    "nobody votes on what another did": from_rows(
        [[1 if p == s else None for s in range(20)] for p in range(20)]
    ),
    "everything moderated out": from_rows(random_rows(20, 8), moderated_out=[True] * 8),
    "all but one moderated out": from_rows(random_rows(20, 8), moderated_out=[True] * 7 + [False]),
    "only meta statements": from_rows(random_rows(20, 3), is_meta=[True] * 3),
    "many statements and few participants": from_rows(random_rows(5, 10_000)),
    "few votes on many statements": from_rows([[1] + [None] * 1_999, [None] * 1_999 + [-1]] * 10),
    "no structure": from_rows(random_rows(40, 9)),
    "ids far apart": VoteMatrix.from_votes([1, 2**40], [5, 2**50], [1, -1]),
}
EVERY = pytest.mark.parametrize("votes", HARD_INPUT.values(), ids=HARD_INPUT.keys())


def assert_finite(value: Any, place: str = "result") -> None:
    """Walk through everything in a result; numbers must be numbers."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            assert_finite(getattr(value, field.name), f"{place}.{field.name}")
    elif isinstance(value, np.ndarray) and value.dtype != object:
        assert value.dtype.kind in "biufSU", place
        assert value.dtype.kind != "f" or np.all(np.isfinite(np.ma.getdata(value))), place
    elif isinstance(value, dict):
        for key, entry in value.items():
            assert_finite(entry, f"{place}[{key!r}]")
    elif isinstance(value, (list, tuple, np.ndarray)):
        for index, entry in enumerate(value):
            assert_finite(entry, f"{place}[{index}]")
    elif isinstance(value, (float, np.floating)):
        assert math.isfinite(value), place


@pytest.fixture(autouse=True)
def quiet(capfd: pytest.CaptureFixture[str]) -> Any:
    """Nothing may be printed, also not by a library that writes past Python."""
    yield
    assert tuple(capfd.readouterr()) == ("", "")


@pytest.mark.parametrize("parameters", [STABLE, POLIS], ids=["stable", "polis"])
@EVERY
def test_every_analysis_is_whole(votes: VoteMatrix, parameters: AnalysisParameters) -> None:
    result = analyse(votes, parameters)
    n, m, g = *votes.shape, len(result.groups)
    shapes = {
        "center": (m,),
        "participant_coordinates": (n, 2),
        "participant_group": (n,),
        "statement_coordinates": (m, 2),
        "group_agree": (g, m),
        "group_aware_consensus": (m,),
        "consensus_lower_bound": (m,),
        "divisiveness": (m,),
        "priorities": (m,),
    }
    assert {name: getattr(result, name).shape for name in shapes} == shapes
    assert_finite(result)
    assert sum(group.size for group in result.groups) == (result.participant_group >= 0).sum()
    json.dumps([result.result_digest_payload(), result.membership_digest_payload()], allow_nan=False)


@EVERY
def test_every_analysis_with_given_groups_is_whole(votes: VoteMatrix) -> None:
    """Nobody, everybody together, everybody alone, and a group of one."""
    n = votes.shape[0]
    for groups in ([-1] * n, [0] * n, list(range(n)), [0] + [-1] * (n - 1)):
        if len(groups) == n:
            assert_finite(analyse(votes, POLIS, groups=np.array(groups, dtype=np.int64)))


def halves(votes: VoteMatrix) -> np.ndarray:
    return np.arange(votes.shape[0], dtype=np.int64) % 2


PARTS: dict[str, Callable[[VoteMatrix, np.ndarray, int], Any]] = {
    "agreement": lambda votes, labels, g: agreed(
        count_group_votes(votes, labels, g), np.bincount(labels, minlength=g)[:g], RULE
    ),
    "robustness": lambda votes, labels, g: robustness(
        count_group_votes(votes, labels, g), np.bincount(labels, minlength=g)[:g], RULE
    ),
    "resampling": lambda votes, labels, g: resample_agreement(votes, labels, g, RULE, resamples=20),
    "consensus": lambda votes, labels, g: [
        measure(count_group_votes(votes, labels, g))
        for measure in (consensus.consensus_forms, consensus.posteriors)
    ],
    "majorities": lambda votes, labels, g: consensus.majority_statements(votes, "agree"),
    "division between groups": lambda votes, labels, g: divisiveness.between_group_variance(
        count_group_votes(votes, labels, g), np.bincount(labels, minlength=g)[:g]
    ),
    "division between halves": lambda votes, labels, g: divisiveness.between_halves(
        divisiveness.halves_along(votes, np.zeros((votes.shape[0], 2)), labels >= 0)
    ),
    "representative statements": lambda votes, labels, g: representative_statements(
        count_group_votes(votes, labels, g), votes.statement_ids, votes.moderated_out
    ),
    "weighted votes": lambda votes, labels, g: [
        [weighted_group_votes(votes, labels, g, weights), effective_group_sizes(labels, g, weights)]
        for weights in (np.zeros(votes.shape[0]), np.linspace(0, 2, votes.shape[0]))
    ],
    "weighted division": lambda votes, labels, g: divisiveness.between_group_variance(
        weighted_group_votes(votes, labels, g, np.linspace(0, 2, votes.shape[0])), np.ones(g)
    ),
    "low rank": lambda votes, labels, g: (
        [
            (model := fit_low_rank(votes, rank=rank)),
            predict(model, votes.rows, votes.columns),
        ]
        if (rank := 3)
        else None
    ),
    "bridging": lambda votes, labels, g: bridging_scores(votes),
    "foretelling hidden votes": lambda votes, labels, g: choose_imputation(votes, seed=0),
    "participant statistics": lambda votes, labels, g: [
        participant_statistics(np.zeros((votes.shape[0], 2)), labels),
        participant_statistics(np.ones((votes.shape[0], 2)), labels),
    ],
    "routing": lambda votes, labels, g: [
        routing_priorities(count_group_votes(votes, labels, g), np.zeros(votes.shape[1]), votes.is_meta),
        adaptive_priorities(
            count_group_votes(votes, labels, g), np.zeros(votes.shape[1]), votes.moderated_out
        ),
    ],
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS.keys())
@EVERY
def test_every_part_is_whole_by_itself(
    votes: VoteMatrix, part: Callable[[VoteMatrix, np.ndarray, int], Any]
) -> None:
    """With two groups, with one, with an empty one among three, and with none."""
    labels = halves(votes)
    for group, number in ((labels, 2), (labels * 0, 1), (labels * 2, 3)):
        assert_finite(part(votes, group, number))


@EVERY
def test_without_any_group_every_part_is_whole(votes: VoteMatrix) -> None:
    nobody = np.full(votes.shape[0], -1, dtype=np.int64)
    counts, sizes = count_group_votes(votes, nobody, 0), np.zeros(0, dtype=np.int64)
    assert_finite(
        [
            agreed(counts, sizes, RULE),
            robustness(counts, sizes, RULE),
            resample_agreement(votes, nobody, 0, RULE, resamples=20),
            consensus.group_aware_consensus(counts),
            consensus.consensus_lower_bound(counts),
            divisiveness.between_group_variance(counts, sizes),
            routing_priorities(counts, np.zeros(votes.shape[1]), votes.is_meta),
            adaptive_priorities(counts, np.zeros(votes.shape[1]), votes.moderated_out),
        ]
    )


@pytest.mark.parametrize(
    ("people", "statements", "values", "reason"),
    [
        ([1], [1], [np.nan], "NaN"),
        ([1], [1], [2], "must be -1, 0 or 1, not 2"),
        ([1], [1], [0.5], "must be -1, 0 or 1, not 0.5"),
        ([1], [1], [np.inf], "must be -1, 0 or 1, not inf"),
        ([1], [1], ["1"], "array of numbers"),
        ([1], [1], [None], "array of numbers"),
        ([1], [1], [True], "array of numbers"),
        ([1], [1], [1j], "array of numbers"),
        ([1], [1], [[1]], "one-dimensional"),
        ([1, 2], [1, 2], [1, -200], "must be -1, 0 or 1, not -200"),
        ([1], [1], [257], "must be -1, 0 or 1, not 257"),
        ([1], [1], [2**63], "must be -1, 0 or 1"),
        ([1, 2], [1], [1], "differ in length"),
        ([np.nan], [1], [1], "participants must be whole numbers"),
        ([1], [0.5], [1], "statements must be whole numbers"),
        ([1e300], [1], [1], "participants must be whole numbers"),
        ([np.inf], [1], [1], "participants must be whole numbers"),
        ([2**63], [1], [1], "participants must be whole numbers"),
        (["anna"], [1], [1], "participants must be whole numbers"),
        ([[1]], [1], [1], "one-dimensional"),
    ],
)
def test_votes_without_meaning_are_refused(people: Any, statements: Any, values: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        VoteMatrix.from_votes(people, statements, values)


def test_votes_as_floats_are_votes() -> None:
    as_floats = VoteMatrix.from_votes([1.0, 2.0], [3.0, 3.0], [1.0, -1.0])
    assert as_floats.values.tolist() == [1, -1]
    assert as_floats.statement_ids.tolist() == [3]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"participant_ids": [1, 1]}, "participant_ids must not repeat"),
        ({"statement_ids": [1, 1]}, "statement_ids must not repeat"),
        ({"participant_ids": [2]}, "unknown participant 1"),
        ({"statement_ids": []}, "unknown statement 1"),
        ({"moderated_out": [True]}, "need statement_ids"),
        ({"statement_ids": [1, 2], "is_meta": [True]}, "one truth value per statement"),
        ({"statement_ids": ["one"]}, "statement_ids must be whole numbers"),
    ],
)
def test_ids_that_do_not_fit_are_refused(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        VoteMatrix.from_votes([1], [1], [1], **options)


@pytest.mark.parametrize("kind", [np.int8, np.int32, np.int64, np.uint8, np.float64])
def test_arrays_of_the_caller_stay_writable(kind: type) -> None:
    given = [
        np.array([1, 2, 2], dtype=kind),
        np.array([5, 5, 6], dtype=kind),
        np.array([1, 0, 1], dtype=kind),
    ]
    ids = np.array([1, 2], dtype=kind), np.array([5, 6], dtype=kind)
    flags = np.array([True, False])
    VoteMatrix.from_votes(
        *given, participant_ids=ids[0], statement_ids=ids[1], moderated_out=flags, is_meta=flags
    )
    VoteMatrix.from_votes(*given)
    assert all(array.flags.writeable for array in (*given, *ids, flags))


@pytest.mark.parametrize(
    "margins",
    [
        {"age": {"young": np.nan, "old": 1.0}},
        {"age": {"young": -0.5, "old": 1.5}},
        {"age": {"young": np.inf, "old": 0.0}},
        {"age": {}},
        {"place": {"town": 1.0}},
    ],
)
def test_margins_without_meaning_are_refused(margins: dict[str, dict[str, float]]) -> None:
    with pytest.raises(ValueError, match=r"share|answers"):
        rake({"age": ["young", "old", None]}, margins, 3)


def test_weights_for_nobody_are_whole() -> None:
    assert_finite(rake({}, {}, 0))
    assert_finite(rake({}, {}, 3))
