"""How alike texts are spelled: by the runs of letters they share, so that endings count little. PURE."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

RUN = (3, 5)
"""Letters in a run; runs do not cross from word to word."""


def shared_letters(ours: Sequence[str], theirs: Sequence[str]) -> NDArray[np.float64]:
    """Return the cosine of the counts of runs of letters of each pair: (ours, theirs), 0 to 1.

    A run that occurs n times counts 1 + ln n, and none counts more for being rare: a pair is as alike in a
    short list as in a long one.
    """
    runs = TfidfVectorizer(
        analyzer="char_wb", ngram_range=RUN, use_idf=False, sublinear_tf=True, lowercase=True
    )
    try:
        runs.fit([*ours, *theirs])
    except ValueError:
        return np.zeros((len(ours), len(theirs)))
    product: NDArray[np.float64] = (runs.transform(ours) @ runs.transform(theirs).T).toarray()
    return product
