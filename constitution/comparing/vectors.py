"""The vectors that a comparison needs, from the sentence encoders. PURE; heavy imports inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from constitution.comparing.plain_wording import plain
from deliberation.semantics.encoders import ENGLISH, MULTILINGUAL, EncoderUnavailable, load_encoder
from deliberation.semantics.opposition.wording import evened

TEXT, CORE, TURNED = 0, 1, 2


@dataclass(frozen=True)
class Sides:
    """Unit vectors of both constitutions by one encoder: (principles, 3, d).

    Of each principle its plain text, its core, and the opposite demand (`plain_wording.Plain`).
    """

    ours: NDArray[np.float32]
    theirs: NDArray[np.float32]


@dataclass(frozen=True)
class Vectors:
    """The vectors by each encoder that was there; None by one that was not."""

    english: Sides | None = None
    multilingual: Sides | None = None

    @property
    def encoders(self) -> tuple[str, ...]:
        """The names of the encoders that were there."""
        return tuple(
            name
            for name, sides in ((ENGLISH, self.english), (MULTILINGUAL, self.multilingual))
            if sides is not None
        )


def encode(ours: Sequence[str], theirs: Sequence[str]) -> Vectors:
    """Encode the principles of two constitutions with the encoders that are installed; with none, by none."""
    return Vectors(english=_sides(ENGLISH, ours, theirs), multilingual=_sides(MULTILINGUAL, ours, theirs))


def texts_to_encode(principles: Sequence[str]) -> list[str]:
    """Return three texts for each principle, in order: plain, core and turned."""
    read = [plain(principle) for principle in principles]
    return [text for one in read for text in (evened(one.text), one.core or " ", evened(one.turned) or " ")]


def _sides(name: str, ours: Sequence[str], theirs: Sequence[str]) -> Sides | None:
    try:
        encoder = load_encoder(name)
    except (EncoderUnavailable, ImportError):
        return None
    vectors = encoder(texts_to_encode([*ours, *theirs]))
    shaped = vectors.reshape(len(ours) + len(theirs), 3, -1)
    return Sides(shaped[: len(ours)], shaped[len(ours) :])
