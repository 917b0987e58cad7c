"""Groups of what says about the same, each around a centre."""

import numpy as np
from numpy.typing import NDArray

from deliberation.semantics.alike_groups import NONE, OPPOSITES, SOME, Pairs, groups_of_alike

WORDS = ("red", "orange", "yellow", "green", "blue", "indigo", "violet")


def on_an_arc(*degrees: float) -> NDArray[np.float32]:
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def groups(
    degrees: tuple[float, ...],
    pairs: Pairs,
    apart: Pairs = (),
    *,
    doubts: int = NONE,
    texts: tuple[str, ...] = WORDS,
) -> list[int]:
    found = groups_of_alike(
        on_an_arc(*degrees),
        texts[: len(degrees)],
        pairs,
        apart,
        threshold=0.8,
        doubts=lambda one, other: doubts,
    )
    return found.tolist()


def test_a_chain_is_cut_where_it_leads_away_from_the_centre() -> None:
    chain = [(n, n + 1) for n in range(6)]
    found = groups((0, 20, 40, 60, 80, 100, 120), chain)
    assert found[0] != found[-1]
    assert len(set(found)) == 3
    for first in set(found):
        members = [20 * n for n, group in enumerate(found) if group == first]
        assert max(members) - min(members) <= 2 * 36.9


def test_only_what_pairs_connect_can_be_in_one_group() -> None:
    assert groups((0, 1, 2, 3), [(0, 1)]) == [0, 0, 2, 3]
    assert groups((0, 1, 2), []) == [0, 1, 2]


def test_a_group_is_named_by_its_first_statement() -> None:
    assert groups((30, 0, 15), [(0, 2), (1, 2)]) == [0, 0, 0]


def test_what_is_to_be_apart_is_apart_whoever_connects_it() -> None:
    found = groups((0, 5, 10), [(0, 1), (1, 2)], [(0, 2)])
    assert found[0] != found[2]


def test_likely_opposites_stay_apart_and_doubtful_ones_unless_they_are_one_letter() -> None:
    letter = tuple(f"As a {who} I ask that every AI tells people what it is." for who in ("nurse", "cook"))
    assert groups((0, 1), [(0, 1)], doubts=SOME) == [0, 1]
    assert groups((0, 1), [(0, 1)], doubts=SOME, texts=letter) == [0, 0]
    assert groups((0, 1), [(0, 1)], doubts=OPPOSITES, texts=letter) == [0, 1]


def test_one_letter_with_changed_words_may_be_less_alike() -> None:
    letter = tuple(f"As a {who} I ask that every AI tells people what it is." for who in ("nurse", "cook"))
    assert groups((0, 50), [(0, 1)]) == [0, 1]
    assert groups((0, 50), [(0, 1)], texts=letter) == [0, 0]
