"""One constitution held against another. PURE; `vectors.encode` loads the sentence encoders.

compare(ours, theirs, encode(ours, theirs)).overlap
"""

from constitution.comparing.comparison import (
    MATCHED,
    PARTIAL,
    Alone,
    Comparison,
    Pairing,
    compare,
)
from constitution.comparing.opposites import CONTRADICTS
from constitution.comparing.vectors import Sides, Vectors, encode

__all__ = [
    "CONTRADICTS",
    "MATCHED",
    "PARTIAL",
    "Alone",
    "Comparison",
    "Pairing",
    "Sides",
    "Vectors",
    "compare",
    "encode",
]
