"""How sure the results are: figures read from stored rows made by hand."""

import pytest

from deliberation.analysis.stable_groups import NO_STABLE_GROUPS, NOTHING_IN_COMMON, TOO_FEW
from deliberation.results.certainty import certainty_of
from tests.deliberation.results.stored_rows import stored, with_group

pytestmark = pytest.mark.django_db


def score(name: str, rank: int, auc: float) -> dict[str, object]:
    return {"name": name, "rank": rank, "auc": auc, "log_loss": 0.4, "brier": 0.1}


HELD_OUT = {
    "scores": [score("majority", 0, 0.714), score("column mean", 2, 0.77), score("low rank 2", 2, 0.796)],
    "best": "low rank 2",
    "hidden": 5021,
}


def test_the_methods_are_compared_with_the_majority(deliberation):
    found = certainty_of(stored(deliberation, held_out=HELD_OUT)).foretelling
    assert (found.best.kind, found.best.rank, found.best.out_of_100) == ("low rank", 2, 80)
    assert found.majority.out_of_100 == 71
    assert [method.is_best for method in found.methods] == [False, False, True]


@pytest.mark.parametrize("held_out", [None, {"scores": [], "best": "majority", "hidden": 0}])
def test_where_nothing_was_hidden_nothing_was_foretold(deliberation, held_out):
    assert certainty_of(stored(deliberation, held_out=held_out)).foretelling is None


def test_the_number_of_groups_that_is_shown_is_marked(deliberation):
    analysis = stored(deliberation, group_agreement={"3": 0.67, "2": 0.84})
    with_group(analysis, 0, 60)
    with_group(analysis, 1, 40)
    found = certainty_of(analysis)
    assert [(number.count, number.is_shown) for number in found.numbers_of_groups] == [(2, True), (3, False)]
    assert (found.agreement, found.without_groups) == (0.84, None)


@pytest.mark.parametrize(
    ("note", "reason"),
    [(TOO_FEW, "too few"), (NO_STABLE_GROUPS, "halves differ"), (NOTHING_IN_COMMON, "nothing in common")],
)
def test_why_there_are_no_groups_is_known(deliberation, note, reason):
    analysis = stored(deliberation, grouping_note=note)
    with_group(analysis, 0, 100)
    assert certainty_of(analysis).without_groups == reason


def test_a_refresh_is_as_sure_as_its_grouping(deliberation):
    full = stored(deliberation, held_out=HELD_OUT, group_agreement={"2": 0.84}, lock_step=3)
    refresh = stored(deliberation, grouped_by=full)
    found = certainty_of(refresh)
    assert found.foretelling.hidden == 5021
    assert [number.agreement for number in found.numbers_of_groups] == [0.84]
    assert found.lock_step == 3
