"""What others have said already, while someone writes: answered by the web process, without torch."""

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Max, QuerySet, Sum
from numpy.typing import NDArray

from deliberation.models import Deliberation, Statement, StatementEmbedding
from deliberation.results.semantic_index import HINT_ENCODER
from deliberation.semantics.encoders import EncoderUnavailable, load_encoder
from deliberation.semantics.near_duplicates import opposition

logger = logging.getLogger(__name__)

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


def prepare_hints() -> threading.Thread:
    """Load the encoder beside the work of this process, so that the first hint need not wait for it."""
    thread = threading.Thread(target=_load, name="encoder for hints", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    try:
        load_encoder(HINT_ENCODER)(["Be ready."])
    except EncoderUnavailable as error:
        logger.warning("Nobody is told what others have said: %s", error)


@dataclass(frozen=True)
class _Index:
    """Vectors as they were read: `version` counts the rows, names the last and sums what they point to."""

    version: tuple[int, int, int]
    statement_ids: NDArray[np.int64]
    vectors: NDArray[np.float32]


_indexes: OrderedDict[str, _Index] = OrderedDict()


def _index_of(deliberation: Deliberation) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the statements' keys and vectors; only what the index has gained is read, where it only grew."""
    stored = StatementEmbedding.objects.filter(statement__deliberation=deliberation, encoder=HINT_ENCODER)
    version = _version_of(stored)
    index = _indexes.pop(deliberation.public_id, None)
    if index is None or (index.version != version and _version_of(stored, index.version[1]) != index.version):
        index = _Index((0, 0, 0), np.zeros(0, dtype=np.int64), np.zeros((0, 0), dtype=np.float32))
    if index.version != version:
        index = _grown(index, stored, version)
    _indexes[deliberation.public_id] = index
    while len(_indexes) > KEPT_DELIBERATIONS:
        _indexes.popitem(last=False)
    return index.statement_ids, index.vectors


def _version_of(stored: QuerySet[StatementEmbedding], last: int | None = None) -> tuple[int, int, int]:
    rows = stored if last is None else stored.filter(pk__lte=last)
    counted = rows.aggregate(rows=Count("pk"), last=Max("pk"), sum=Sum("text_vector_id"))
    return counted["rows"], counted["last"] or 0, counted["sum"] or 0


def _grown(index: _Index, stored: QuerySet[StatementEmbedding], version: tuple[int, int, int]) -> _Index:
    _count, last, _sum = index.version
    rows = stored.filter(pk__gt=last, pk__lte=version[1]).order_by("pk")
    keys, vectors = [index.statement_ids], [index.vectors] if len(index.vectors) else []
    for key, vector in rows.values_list("statement_id", "text_vector__vector").iterator():
        keys.append(np.array([key], dtype=np.int64))
        vectors.append(np.frombuffer(vector, dtype="<f4")[None])
    return _Index(version, np.concatenate(keys), np.concatenate(vectors) if vectors else index.vectors)
