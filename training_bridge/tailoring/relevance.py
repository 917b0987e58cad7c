"""Whether a prompt has to do with its principle, asked of a sentence encoder. PURE; heavy imports inside.

The encoder has no part in writing the prompts, so a model cannot vouch for itself. It compares what texts are
about: it can tell a prompt on privacy from one on health, not whether the principle would be hard to keep.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deliberation.semantics.encoders import (
    ENGLISH,
    MULTILINGUAL,
    Encoder,
    EncoderUnavailable,
    load_encoder,
)


@dataclass(frozen=True)
class Relevance:
    """How near a prompt is to its own principle (cosine), and its place among all, from 1."""

    cosine: float
    rank: int


class RelevanceCheck:
    """Compares prompts with every principle of a constitution."""

    def __init__(self, name: str, encode: Encoder, principles: Sequence[str], nearest_share: float) -> None:
        """Take the principles' texts in their order."""
        self.name = name
        self.most = max(1, math.ceil(nearest_share * len(principles)))
        self._encode = encode
        self._principles = encode(list(principles))

    def relevance(self, prompts: Sequence[str], own: Sequence[int]) -> list[Relevance]:
        """Give for each prompt how near its own principle (by place) is, among all principles."""
        found = []
        for row, place in zip(self._encode(list(prompts)) @ self._principles.T, own, strict=True):
            found.append(Relevance(round(float(row[place]), 4), int((row > row[place]).sum()) + 1))
        return found

    def nearest(self, prompts: Sequence[str]) -> list[tuple[int, ...]]:
        """Give the places of the principles that are relevant to each prompt, the nearest first."""
        if not prompts:
            return []
        order = (-(self._encode(list(prompts)) @ self._principles.T)).argsort(axis=1, kind="stable")
        return [tuple(int(place) for place in row[: self.most]) for row in order]

    def cosines(self) -> NDArray[np.float64]:
        """Give how near the principles are to each other, (principles, principles)."""
        return np.asarray(self._principles @ self._principles.T, dtype=np.float64)


def load_relevance_check(
    principles: Sequence[str], *, language: str, nearest_share: float
) -> RelevanceCheck | str:
    """Load the encoder that fits the language; where it is missing, give the reason instead."""
    name = ENGLISH if language.partition("-")[0] == "en" else MULTILINGUAL
    try:
        return RelevanceCheck(name, load_encoder(name), principles, nearest_share)
    except EncoderUnavailable as error:
        return str(error)
    except ImportError as error:
        return f"The sentence encoder {name} cannot be loaded: {error}"
