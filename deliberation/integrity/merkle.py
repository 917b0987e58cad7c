"""The Merkle tree of RFC 9162, section 2.1: roots, and proofs of inclusion and of growth. PURE.

Leaves and nodes are hashed apart (0x00, 0x01), so that neither can pass for the other.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

Subroot = Callable[[int, int], bytes]
"""Gives the root over the leaves from a position (inclusive) to another (exclusive)."""

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the leaf of some data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the node above two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """All that is needed of a tree to let it grow: the roots of its complete subtrees, the largest first."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Go on where a tree stopped.

        Raises:
            ValueError: there are not as many complete subtrees as a tree of that size has.
        """
        if len(peaks) != size.bit_count():
            raise ValueError(f"A tree of {size} leaves has {size.bit_count()} complete subtrees.")
        self.size = size
        self.peaks = list(peaks)

    def append(self, leaf: bytes) -> None:
        """Add a leaf at the end."""
        at = self.size
        while at & 1:
            leaf = hashlib.sha256(b"\x01" + self.peaks.pop() + leaf).digest()
            at >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves."""
        if not self.peaks:
            return EMPTY_ROOT
        *others, root = self.peaks
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root

    def ranges(self) -> list[tuple[int, int]]:
        """Return which leaves each of the complete subtrees covers."""
        found, start = [], 0
        for power in range(self.size.bit_length() - 1, -1, -1):
            if self.size >> power & 1:
                found.append((start, start + (1 << power)))
                start += 1 << power
        return found


def root_over(leaves: Iterable[bytes]) -> bytes:
    """Return the root over some leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def split(width: int) -> int:
    """Return how many of a range's leaves lie to the left: the largest power of two less than the width."""
    return 1 << ((width - 1).bit_length() - 1)


def inclusion_path(position: int, size: int, subroot: Subroot) -> list[bytes]:
    """Return the path that proves a leaf's place among the first `size` (RFC 9162, 2.1.3.1).

    Raises:
        ValueError: there is no such position.
    """
    if not 0 <= position < size:
        raise ValueError(f"Position {position} is not among the first {size}.")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if position < middle:
            path.append(subroot(middle, end))
            end = middle
        else:
            path.append(subroot(start, middle))
            start = middle
    return path[::-1]


def consistency_path(old_size: int, new_size: int, subroot: Subroot) -> list[bytes]:
    """Return the path that proves that a tree only grew (RFC 9162, 2.1.4.1); empty from nothing.

    Only ranges that lie wholly before `old_size`, complete subtrees, or wholly after it are asked for.

    Raises:
        ValueError: the tree did not grow.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError(f"A log does not grow from {old_size} to {new_size} entries.")
    if old_size in {0, new_size}:
        return []
    path, start, end, is_whole = [], 0, new_size, True
    while old_size != end:
        middle = start + split(end - start)
        if old_size <= middle:
            path.append(subroot(middle, end))
            end = middle
        else:
            path.append(subroot(start, middle))
            start, is_whole = middle, False
    if not is_whole:
        path.append(subroot(start, end))
    return path[::-1]


def grown(frontier: Frontier, leaves: Sequence[bytes]) -> tuple[Frontier, list[bytes]]:
    """Return the tree with more leaves at its end, and the proof that it only grew. `frontier` stays."""
    old_size, peaks = frontier.size, dict(zip(frontier.ranges(), frontier.peaks, strict=True))
    after = Frontier(old_size, frontier.peaks)
    for leaf in leaves:
        after.append(leaf)

    def subroot(start: int, end: int) -> bytes:
        if end <= old_size:
            return peaks[start, end]
        return root_over(leaves[start - old_size : end - old_size])

    return after, consistency_path(old_size, after.size, subroot)
