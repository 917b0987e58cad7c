"""What others have said already, while someone writes: answered by the web process, without torch."""

import functools
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Max, Sum
from numpy.typing import NDArray

from deliberation.models import Deliberation, Statement, StatementEmbedding
from deliberation.results.semantic_index import HINT_ENCODER
from deliberation.semantics.encoders import load_encoder
from deliberation.semantics.near_duplicates import opposition

LEAST_SIMILARITY = 0.6
"""Translations of one statement score 0.54 to 0.84 with this encoder, near-duplicates 0.78 to 0.95, and 98
of 100 pairs of statements about an AI less than this."""
LOOKED_UP = 100
"""Similar statements read at a time, until enough of them are open for voting."""
KEPT_DELIBERATIONS = 4
"""Deliberations whose vectors a process keeps: 20 MB for 10,000 statements each."""


@dataclass(frozen=True)
class SimilarStatement:
    """A statement on which one could vote instead, and why it may say the opposite, if it may."""

    statement: Statement
    similarity: float
    warning: str


def similar_statements(deliberation: Deliberation, text: str, limit: int = 5) -> tuple[SimilarStatement, ...]:
    """Return the statements open for voting that mean about the same, the most similar first.

    Statements are found from the moment on that they have been indexed. A warning is in English and marked
    for translation.

    Raises:
        EncoderUnavailable: the encoder for hints is not installed.
    """
    statement_ids, vectors = _index_of(deliberation)
    if not len(statement_ids) or not text.strip():
        return ()
    similarities = vectors @ load_encoder(HINT_ENCODER)([text])[0]
    alike = np.argsort(-similarities, kind="stable")[: np.count_nonzero(similarities >= LEAST_SIMILARITY)]
    found: list[SimilarStatement] = []
    for start in range(0, len(alike), LOOKED_UP):
        rows = {int(statement_ids[row]): float(similarities[row]) for row in alike[start : start + LOOKED_UP]}
        open_now = deliberation.statements.open_for_voting().in_bulk(list(rows))
        for key, similarity in rows.items():
            if key in open_now:
                statement = open_now[key]
                found.append(SimilarStatement(statement, similarity, opposition(text, statement.text)))
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def _index_of(deliberation: Deliberation) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the statements' keys and vectors, read again only when the index has changed."""
    stored = StatementEmbedding.objects.filter(statement__deliberation=deliberation, encoder=HINT_ENCODER)
    version = stored.aggregate(Count("pk"), Max("pk"), Sum("text_vector_id"))
    return _read_index(deliberation.public_id, tuple(version.values()))


@functools.lru_cache(maxsize=KEPT_DELIBERATIONS)
def _read_index(
    public_id: str, version: tuple[int | None, ...]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    rows = (
        StatementEmbedding.objects.filter(statement__deliberation__public_id=public_id, encoder=HINT_ENCODER)
        .order_by("statement_id")
        .values_list("statement_id", "text_vector__vector")
    )
    keys, vectors = [], []
    for key, vector in rows.iterator():
        keys.append(key)
        vectors.append(np.frombuffer(vector, dtype="<f4"))
    if not keys:
        return np.zeros(0, dtype=np.int64), np.zeros((0, 0), dtype=np.float32)
    return np.array(keys, dtype=np.int64), np.stack(vectors)
