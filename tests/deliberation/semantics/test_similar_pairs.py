"""The search for similar pairs finds exactly those of the full product, and stays a bounded list."""

import numpy as np
import pytest

from deliberation.semantics import similar_pairs as search
from deliberation.semantics.similar_pairs import similar_pairs


def crowd(count: int, width: int = 24, seed: int = 0) -> np.ndarray:
    """Unit vectors around a few dozen centres, so that many pairs are similar."""
    generator = np.random.default_rng(seed)
    centres = generator.normal(size=(40, width))
    vectors = centres[generator.integers(0, 40, count)] + generator.normal(0, 0.5, (count, width))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def pairs_of(found: search.SimilarPairs) -> set[tuple[int, int]]:
    return set(zip(found.first.tolist(), found.second.tolist(), strict=True))


@pytest.mark.parametrize("device", ["numpy", "cpu"])
def test_the_pairs_are_those_of_the_full_product(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if device != "numpy":
        pytest.importorskip("torch")
        monkeypatch.setattr(search, "ROWS_ON_GPU", 100)
        monkeypatch.setattr(search, "COLUMNS_ON_GPU", 150)
    monkeypatch.setattr(search, "COLUMNS", 300)
    vectors = crowd(900)
    expected = np.argwhere(np.triu(np.round(vectors @ vectors.T, 6) >= 0.8, k=1))

    found = similar_pairs(vectors, threshold=0.8, most=len(vectors), device=device)

    assert len(expected) > 1000
    assert pairs_of(found) == {(int(first), int(second)) for first, second in expected}
    assert np.all(np.diff(found.similarity) <= 0)


def test_each_vector_keeps_its_most_similar_predecessors() -> None:
    vectors = crowd(700)
    similarity = np.round(vectors @ vectors.T, 6)
    found = similar_pairs(vectors, threshold=0.7, most=3)
    for second in range(0, 700, 50):
        before = np.flatnonzero(similarity[second, :second] >= 0.7)
        best = sorted(before, key=lambda first: (-similarity[second, first], first))[:3]
        assert sorted(found.first[found.second == second].tolist()) == sorted(map(int, best))


def test_vectors_added_later_find_the_pairs_of_a_search_from_the_start() -> None:
    vectors = crowd(600)
    earlier = pairs_of(similar_pairs(vectors[:450], threshold=0.8))
    added = pairs_of(similar_pairs(vectors, threshold=0.8, known=450))
    assert earlier | added == pairs_of(similar_pairs(vectors, threshold=0.8))
    assert not earlier & added
    assert len(added) > 50


def test_a_flood_of_copies_stays_a_short_list_that_connects_them_all() -> None:
    copies = np.tile(crowd(1), (2000, 1))
    found = similar_pairs(copies, threshold=0.75, most=20)
    assert len(found.first) <= 20 * 2000
    assert set(found.first.tolist()) == set(range(20))
    assert set(found.second.tolist()) == set(range(1, 2000))


def test_nothing_new_finds_nothing() -> None:
    vectors = crowd(30)
    assert pairs_of(similar_pairs(vectors, threshold=0.1, known=30)) == set()
    assert pairs_of(similar_pairs(vectors[:0], threshold=0.1)) == set()


def test_vectors_are_not_written_to() -> None:
    vectors = crowd(300)
    vectors.flags.writeable = False
    similar_pairs(vectors, threshold=0.8)
