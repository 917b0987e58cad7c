"""Proofs out of a sealed log: that an event is in it, and that it only grew.

Hashes over full blocks of entries never change again and are kept in the cache. What the cache holds can make
a proof wrong, and then it does not verify; it never gets into a seal.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from django.core.cache import cache

from deliberation.integrity.merkle import consistency_path, inclusion_path, node_hash, root_over, split
from deliberation.models import Deliberation, SealedEvent

BLOCK: Final = 256
"""Entries of which one hash is kept; a power of two."""
HASH: Final = 32
"""Bytes of a hash."""
READ_AT_ONCE: Final = 100 * BLOCK


class SealedTree:
    """The tree over the first `size` entries of a log, for as many proofs as one request needs."""

    def __init__(self, deliberation: Deliberation, size: int) -> None:
        self.deliberation = deliberation
        self.size = size
        self._blocks = _block_roots(deliberation, size // BLOCK)
        self._leaves = lru_cache(maxsize=64)(self._read_block)
        self._subroot = lru_cache(maxsize=100_000)(self._computed)

    def inclusion(self, position: int) -> list[str]:
        """Return the path that proves that an entry is at a position."""
        return [step.hex() for step in inclusion_path(position, self.size, self._subroot)]

    def growth_since(self, size: int) -> list[str]:
        """Return the path that proves that the log only grew since it had that many entries."""
        return [step.hex() for step in consistency_path(size, self.size, self._subroot)]

    def _computed(self, start: int, end: int) -> bytes:
        if end - start <= BLOCK:
            block, first = divmod(start, BLOCK)
            if end - start == BLOCK:
                return self._blocks[block * HASH : (block + 1) * HASH]
            return root_over(self._leaves(block)[first : first + end - start])
        middle = start + split(end - start)
        return node_hash(self._subroot(start, middle), self._subroot(middle, end))

    def _read_block(self, block: int) -> list[bytes]:
        return list(_leaves(self.deliberation, block * BLOCK, min((block + 1) * BLOCK, self.size)))


def keep_blocks(deliberation: Deliberation, size: int) -> None:
    """Have the hashes over full blocks ready, so that nobody who asks for a proof waits for them."""
    _block_roots(deliberation, size // BLOCK)


def _block_roots(deliberation: Deliberation, count: int) -> bytes:
    """Return the hashes over the first full blocks of entries, one after the other."""
    key = f"log-blocks:{deliberation.public_id}"
    kept: bytes = cache.get(key, b"")
    known = len(kept) // HASH
    if known < count:
        leaves = _leaves(deliberation, known * BLOCK, count * BLOCK)
        kept += b"".join(root_over(block) for block in _in_blocks(leaves))
        cache.set(key, kept, timeout=None)
    return kept[: count * HASH]


def _in_blocks(leaves: Iterator[bytes]) -> Iterator[list[bytes]]:
    block: list[bytes] = []
    for leaf in leaves:
        block.append(leaf)
        if len(block) == BLOCK:
            yield block
            block = []


def _leaves(deliberation: Deliberation, start: int, end: int) -> Iterator[bytes]:
    rows = SealedEvent.objects.filter(deliberation=deliberation, position__gte=start, position__lt=end)
    for leaf in rows.order_by("position").values_list("leaf", flat=True).iterator(chunk_size=READ_AT_ONCE):
        yield bytes.fromhex(leaf)
