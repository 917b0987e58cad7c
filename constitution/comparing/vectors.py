"""The vectors that a comparison needs, from the sentence encoders. PURE; heavy imports inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from constitution.comparing.ideas import ideas
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
    ideas: Vectors | None = None
    """The same of the single ideas of all principles, in order (`ideas.ideas`)."""

    @property
    def encoders(self) -> tuple[str, ...]:
        """The names of the encoders that were there."""
        return tuple(
            name
            for name, sides in ((ENGLISH, self.english), (MULTILINGUAL, self.multilingual))
            if sides is not None
        )


def encode(ours: Sequence[str], theirs: Sequence[str], *, with_english: bool = True) -> Vectors:
    """Encode the principles of two constitutions with the encoders that are installed; with none, by none."""
    first, second = ideas_of(ours), ideas_of(theirs)
    names = ((ENGLISH,) if with_english else ()) + (MULTILINGUAL,)
    whole = {name: _sides(name, ours, theirs) for name in names}
    parts = {name: _sides(name, first, second) for name in names}
    return Vectors(
        english=whole.get(ENGLISH),
        multilingual=whole.get(MULTILINGUAL),
        ideas=Vectors(english=parts.get(ENGLISH), multilingual=parts.get(MULTILINGUAL)),
    )


def ideas_of(principles: Sequence[str]) -> list[str]:
    """Return the single ideas of all principles, in order."""
    return [idea for principle in principles for idea in ideas(plain(principle))]


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
