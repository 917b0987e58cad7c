"""What an analysis found is stored whole or not at all, and read back as it was found."""

import numpy as np
import pytest
from django.db.models import QuerySet

from deliberation.models import (
    Analysis,
    OpinionGroup,
    ParticipantPlaces,
    Place,
    Places,
    StatementResult,
    StoredResamples,
)
from deliberation.models import places as places_module
from deliberation.models.packed_arrays import narrowed, packed, unpacked
from deliberation.results import services
from deliberation.results.services import run_analysis
from tests.deliberation.results.assemblies import analysed, member_of, two_camps
from tests.factories import ParticipantFactory

pytestmark = pytest.mark.django_db


def some_places(numbers: list[int]) -> Places:
    count = len(numbers)
    return Places(
        participants=np.array(numbers),
        x=np.arange(count) / 3,
        y=-np.arange(count) / 7,
        groups=np.arange(count) % 3 - 1,
        certainties=np.where(np.arange(count) % 2, 0.75, np.nan),
    )


@pytest.mark.parametrize(
    "array",
    [
        np.array([], dtype=np.int64),
        np.array([[0.1, np.nan], [np.inf, -1 / 3]]),
        np.array([True, False]),
        np.arange(12, dtype=np.uint16).reshape(3, 4)[:, ::2],
        np.array([-(2**62), 2**62]),
    ],
)
def test_an_array_comes_back_as_it_was(array: np.ndarray) -> None:
    back = unpacked(packed(array))
    assert back.dtype == array.dtype
    assert np.array_equal(back, array, equal_nan=array.dtype.kind == "f")
    assert not back.flags.writeable


@pytest.mark.parametrize(("largest", "kind"), [(255, np.uint8), (256, np.uint16), (2**32, np.uint64)])
def test_whole_numbers_take_the_smallest_type_that_holds_them(largest: int, kind: type) -> None:
    assert narrowed(np.array([0, largest])).dtype == kind


def test_places_are_found_one_by_one_and_together(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis = analysed(two_camps())
    analysis.participant_places.all().delete()
    monkeypatch.setattr(places_module, "PARTICIPANTS_PER_ROW", 2)
    ParticipantPlaces.objects.keep(analysis, some_places([3, 5, 8, 13, 21]))

    assert analysis.participant_places.count() == 3
    assert analysis.places().participants.tolist() == [3, 5, 8, 13, 21]
    assert analysis.places().group_by_number() == {5: 0, 8: 1, 21: 0}
    assert analysis.participant_places.of_number(3) == Place(0.0, 0.0, None, None)
    assert analysis.participant_places.of_number(13) == Place(1.0, -3 / 7, None, 0.75)
    assert [analysis.participant_places.of_number(number) for number in (1, 4, 10, 99)] == [None] * 4


def test_a_participant_who_came_later_has_no_place() -> None:
    deliberation = two_camps()
    analysis = analysed(deliberation)
    assert analysis.place_of(member_of(deliberation, 0)) is not None
    assert analysis.place_of(ParticipantFactory(deliberation=deliberation)) is None


def test_members_of_a_group_stand_around_its_center() -> None:
    analysis = analysed(two_camps())
    places = analysis.places()
    for group in analysis.groups.all():
        members = places.groups == group.number
        assert members.sum() == group.size
        assert places.x[members].mean() == pytest.approx(group.center_x)


@pytest.mark.parametrize("model", [OpinionGroup, StatementResult, ParticipantPlaces])
def test_nothing_is_stored_if_a_part_of_it_fails(model: type, monkeypatch: pytest.MonkeyPatch) -> None:
    deliberation = two_camps()
    create = QuerySet.bulk_create

    def broken(rows: QuerySet, *arguments: object, **more: object) -> object:
        if rows.model is model:
            raise OSError("the disk is full")
        return create(rows, *arguments, **more)

    monkeypatch.setattr(QuerySet, "bulk_create", broken)
    with pytest.raises(OSError, match="disk"):
        run_analysis(deliberation=deliberation)
    assert not Analysis.objects.exists()


def test_the_same_votes_are_not_analysed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    deliberation = two_camps()
    first = run_analysis(deliberation=deliberation)

    def not_again(*_arguments: object, **_more: object) -> None:
        raise AssertionError("this was computed again")

    monkeypatch.setattr(services, "analyse", not_again)
    assert run_analysis(deliberation=deliberation) == first


def test_who_stands_where_has_a_hash_of_its_own() -> None:
    one, other = (analysed(two_camps(slug)) for slug in ("one", "other"))
    assert len(one.membership_hash) == 64
    assert one.membership_hash == other.membership_hash != one.result_hash


def test_resamples_keep_one_bit_per_statement() -> None:
    analysis = analysed(two_camps())
    StoredResamples.objects.filter(analysis=analysis).delete()
    agreed = np.arange(30).reshape(3, 10) % 3 == 0
    StoredResamples.objects.create(
        analysis=analysis,
        count=3,
        scores=np.full((3, 10), 65535, dtype=np.uint16),
        passes=np.packbits(agreed, axis=1),
    )
    stored = StoredResamples.objects.get(analysis=analysis)
    assert stored.passes.shape == (3, 2)
    assert np.array_equal(stored.agreed, agreed)
    assert stored.scores.max() == 65535


def test_every_group_of_a_statement_has_its_bounds_and_the_measures_agree_with_each_other() -> None:
    for result in analysed(two_camps()).statement_results.all():
        assert [len(bounds) for bounds in result.group_bounds] == [2] * len(result.by_group)
        for counts, (low, high) in zip(result.by_group, result.group_bounds, strict=True):
            assert low < (counts["agree"] + 1) / (counts["votes"] + 2) < high
        assert min(low for low, _high in result.group_bounds) == pytest.approx(
            result.consensus_lower_bound, abs=1e-5
        )
        assert result.agreed == (result.consensus_lower_bound > 0.5)
        assert (result.robustness_added is not None) == result.agreed
        assert result.divisiveness_low <= result.divisiveness <= result.divisiveness_high
