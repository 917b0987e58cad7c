"""Pairs of texts, compared: encoded all at once, then judged one by one. PURE; heavy imports inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deliberation.semantics.encoders import ENGLISH, MULTILINGUAL, EncoderUnavailable, load_encoder
from deliberation.semantics.opposition.judgement import Judgement, Likeness, judge
from deliberation.semantics.opposition.languages import language_of
from deliberation.semantics.opposition.wording import evened

Pair = tuple[str, str]


def compare_pairs(pairs: Sequence[Pair], *, with_english_encoder: bool = True) -> tuple[Judgement, ...]:
    """Say for each pair of texts whether they say the same.

    Args:
        pairs: texts in any language.
        with_english_encoder: ask the English encoder about pairs that are both in English, where it is
            installed.

    Raises:
        EncoderUnavailable: the multilingual encoder is not installed.
    """
    texts = [(first or " ", second or " ") for first, second in pairs]
    multilingual = _cosines(texts, MULTILINGUAL)
    is_english = [language_of(first) == language_of(second) == "en" for first, second in texts]
    english: dict[int, float] = {}
    if with_english_encoder and any(is_english):
        places = [place for place, yes in enumerate(is_english) if yes]
        try:
            cosines = _cosines(
                [(evened(texts[place][0]), evened(texts[place][1])) for place in places], ENGLISH
            )
        except EncoderUnavailable:
            places = []
        english = (
            {place: float(cosine) for place, cosine in zip(places, cosines, strict=True)} if places else {}
        )
    return tuple(
        judge(first, second, Likeness(float(multilingual[place]), english.get(place)))
        for place, (first, second) in enumerate(texts)
    )


def _cosines(pairs: Sequence[Pair], encoder: str) -> NDArray[np.float32]:
    """Return the cosine similarity of each pair; every text is encoded once."""
    places = {
        text: place for place, text in enumerate(dict.fromkeys(text for pair in pairs for text in pair))
    }
    if not places:
        return np.zeros(0, dtype=np.float32)
    vectors = load_encoder(encoder)(list(places))
    firsts = vectors[[places[first] for first, _ in pairs]]
    seconds = vectors[[places[second] for _, second in pairs]]
    return np.asarray((firsts * seconds).sum(axis=1), dtype=np.float32)
