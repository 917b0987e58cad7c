"""The stored vectors of statements: each text is embedded once per encoder, wherever it is said."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from numpy.typing import NDArray

from deliberation.integrity.evidence import content_hash
from deliberation.jobs import Report, WorkRefused
from deliberation.models import Deliberation, Statement, StatementEmbedding, TextVector
from deliberation.semantics.encoders import EncoderUnavailable, load_encoder

Item = TypeVar("Item")

BATCH = 1024
"""Texts embedded and stored at a time; what is stored stays, should the work be cut off."""


def embed_statements(
    *, deliberation: Deliberation, statements: Sequence[Statement], encoder: str, report: Report
) -> int:
    """Give every statement the vector of its text and return how many texts had to be embedded.

    A text that was embedded before, in this deliberation or another, is not embedded again; if nothing is
    new the encoder is not even loaded.

    Raises:
        WorkRefused: the encoder is not on this machine.
    """
    hashes = {statement.pk: content_hash(statement.text) for statement in statements}
    placed = set(
        _embeddings(deliberation, encoder).values_list("statement_id", "text_vector__text_hash").iterator()
    )
    new = [statement for statement in statements if (statement.pk, hashes[statement.pk]) not in placed]
    texts = {hashes[statement.pk]: statement.text for statement in new}
    for some in _batches(list(texts)):
        for text_hash in TextVector.objects.filter(encoder=encoder, text_hash__in=some).values_list(
            "text_hash", flat=True
        ):
            del texts[text_hash]
    _embed(texts, encoder, report)
    for batch in _batches(new):
        _place(batch, hashes, encoder)
    return len(texts)


def vectors_of(
    deliberation: Deliberation, statements: Sequence[Statement], encoder: str
) -> NDArray[np.float32]:
    """Return the (n, d) stored vectors of statements, each of which has one."""
    row_of = {statement.pk: row for row, statement in enumerate(statements)}
    stored = _embeddings(deliberation, encoder).values_list("statement_id", "text_vector__vector")
    vectors: NDArray[np.float32] | None = None
    for statement, vector in stored.iterator():
        if statement in row_of:
            numbers = np.frombuffer(vector, dtype="<f4")
            if vectors is None:
                vectors = np.zeros((len(statements), len(numbers)), dtype=np.float32)
            vectors[row_of[statement]] = numbers
    return np.zeros((0, 0), dtype=np.float32) if vectors is None else vectors


def forget_unused_vectors() -> int:
    """Delete the vectors of texts that no statement says any more; return how many."""
    return TextVector.objects.filter(statements=None).delete()[0]


def _embeddings(deliberation: Deliberation, encoder: str) -> QuerySet[StatementEmbedding]:
    return StatementEmbedding.objects.filter(statement__deliberation=deliberation, encoder=encoder)


def _embed(texts: dict[str, str], encoder: str, report: Report) -> None:
    if not texts:
        return
    report("Loading the sentence encoder", 0.0)
    try:
        encode = load_encoder(encoder)
    except EncoderUnavailable as unavailable:
        raise WorkRefused(str(unavailable)) from unavailable
    done = 0
    for some in _batches(list(texts)):
        vectors = encode([texts[text_hash] for text_hash in some])
        TextVector.objects.bulk_create(
            [
                TextVector(encoder=encoder, text_hash=text_hash, vector=vector.astype("<f4").tobytes())
                for text_hash, vector in zip(some, vectors, strict=True)
            ],
            ignore_conflicts=True,
        )
        done += len(some)
        report("Reading what the statements mean", done / len(texts))


@transaction.atomic
def _place(statements: Sequence[Statement], hashes: dict[int, str], encoder: str) -> None:
    """Point each statement to the vector of its text; a changed text has to be compared anew."""
    wanted = [hashes[statement.pk] for statement in statements]
    vectors = dict(
        TextVector.objects.filter(encoder=encoder, text_hash__in=wanted).values_list("text_hash", "pk")
    )
    StatementEmbedding.objects.bulk_create(
        [
            StatementEmbedding(
                statement=statement, encoder=encoder, text_vector_id=vectors[hashes[statement.pk]]
            )
            for statement in statements
        ],
        update_conflicts=True,
        unique_fields=["statement", "encoder"],
        update_fields=["text_vector", "is_compared"],
    )


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
