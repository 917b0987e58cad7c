"""The tree of the sealed log is RFC 9162's, and its proofs prove what they say and nothing else."""

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

import verify_receipt
from deliberation.integrity.evidence import canonical_json
from deliberation.integrity.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_path,
    grown,
    inclusion_path,
    leaf_hash,
    root_over,
)
from deliberation.integrity.sealed_log import plain_json

DATA = [b"%d" % number for number in range(300)]
LEAVES = [leaf_hash(data) for data in DATA]
SIZES = st.integers(1, len(LEAVES))


def subroot(start: int, end: int) -> bytes:
    return root_over(LEAVES[start:end])


def frontier_of(size: int) -> Frontier:
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf)
    return frontier


def test_roots_and_inclusion_paths_are_those_of_pymerkle() -> None:
    tree = pymerkle.InmemoryTree()
    for size, data in enumerate(DATA, start=1):
        tree.append_entry(data)
        assert root_over(LEAVES[:size]) == tree.get_root()
        if size % 37 == 0 or size < 20:
            for position in range(size):
                proof = tree.prove_inclusion(position + 1, size)
                assert inclusion_path(position, size, subroot) == proof.path[1:]


def test_the_empty_tree_has_the_root_of_the_rfc() -> None:
    assert Frontier().root() == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(SIZES, st.data())
def test_an_entry_is_proved_at_its_place_and_nowhere_else(size: int, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, size - 1))
    elsewhere = data.draw(st.integers(0, size - 1))
    path = inclusion_path(position, size, subroot)
    root = root_over(LEAVES[:size])
    assert verify_receipt.root_by_inclusion(LEAVES[position], position, size, path) == root
    if elsewhere != position:
        assert verify_receipt.root_by_inclusion(LEAVES[elsewhere], position, size, path) != root
        assert verify_receipt.root_by_inclusion(LEAVES[position], elsewhere, size, path) != root
    if path:
        broken = list(path)
        broken[data.draw(st.integers(0, len(path) - 1))] = leaf_hash(b"other")
        assert verify_receipt.root_by_inclusion(LEAVES[position], position, size, broken) != root
        assert verify_receipt.root_by_inclusion(LEAVES[position], position, size, path[:-1]) != root
    longer = [*path, leaf_hash(b"more")]
    assert verify_receipt.root_by_inclusion(LEAVES[position], position, size, longer) != root


@given(SIZES, SIZES, st.data())
def test_a_log_that_only_grew_is_proved_and_a_rewritten_one_is_not(
    one: int, other: int, data: st.DataObject
) -> None:
    old, new = sorted((one, other))
    path = consistency_path(old, new, subroot)
    old_root, new_root = root_over(LEAVES[:old]), root_over(LEAVES[:new])
    assert verify_receipt.only_grew(old, old_root, new, new_root, path)
    assert verify_receipt.only_grew(0, EMPTY_ROOT, new, new_root, [])
    changed = list(LEAVES[:new])
    changed[data.draw(st.integers(0, old - 1))] = leaf_hash(b"other")
    forged = consistency_path(old, new, lambda start, end: root_over(changed[start:end]))
    for tried in (path, forged):
        assert not verify_receipt.only_grew(old, old_root, new, root_over(changed), tried)
    if path:
        assert not verify_receipt.only_grew(old, old_root, new, new_root, path[:-1])


@given(st.integers(0, 299), st.data())
def test_a_tree_goes_on_from_its_complete_subtrees_alone(size: int, data: st.DataObject) -> None:
    after = data.draw(st.integers(size + 1, len(LEAVES)))
    before = frontier_of(size)
    tree, path = grown(Frontier(size, before.peaks), LEAVES[size:after])
    assert (tree.size, tree.root()) == (after, root_over(LEAVES[:after]))
    assert path == (consistency_path(size, after, subroot) if size else [])
    assert before.size == size


def test_a_frontier_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="complete subtrees"):
        Frontier(3, [LEAVES[0]])


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_the_stand_alone_program_writes_the_same_canonical_json(value: object) -> None:
    assert verify_receipt.canonical_json(value) == canonical_json(value)


FLAT = st.dictionaries(st.text("abcdefghijklmnopqrstuvwxyz_"), st.none() | WHOLE | TEXTS)


@given(FLAT)
def test_entries_are_written_as_canonical_json(entry: dict[str, object]) -> None:
    assert plain_json(entry).encode() == canonical_json(entry)


@pytest.mark.parametrize("value", [0.5, 2**53, {"a": [1.5]}, "\ud800"])
def test_the_stand_alone_program_refuses_what_has_no_such_form(value: object) -> None:
    with pytest.raises(verify_receipt.Unreadable):
        verify_receipt.canonical_json(value)
