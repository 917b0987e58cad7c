"""The statements in meaning space: vectors, near-duplicate candidates and topics, kept up to date."""

from collections.abc import Sequence

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from deliberation.integrity.evidence import content_hash
from deliberation.jobs import Report, WorkRefused, request_follow_up
from deliberation.models import (
    Deliberation,
    DuplicateCandidate,
    Job,
    Statement,
    StatementEmbedding,
    StatementTopic,
    Topic,
    TopicMap,
)
from deliberation.semantics.encoders import MULTILINGUAL, EncoderUnavailable, load_encoder
from deliberation.semantics.near_duplicates import candidate_pairs
from deliberation.semantics.topics import find_topics

INDEX_TASK = "deliberation.tasks.index_statements"
DUPLICATE_THRESHOLD = {MULTILINGUAL: 0.80}
DEFAULT_DUPLICATE_THRESHOLD = 0.75
"""True paraphrases score 0.68 to 0.92 with the English encoder; unrelated statements rarely reach 0.7."""
BATCH = 256

WARNINGS = (
    gettext_noop("One of them negates what the other says."),
    gettext_noop("They use the same words in the opposite order."),
)
"""What `near_duplicates.opposition` says, marked for translation here because that module is pure."""


def index_statements(
    *, deliberation: Deliberation, report: Report = lambda step, fraction: None
) -> dict[str, int]:
    """Embed what is new, propose near-duplicates and cluster the accepted statements into topics.

    Nothing is embedded twice, no pair is proposed twice, nothing is merged.

    Raises:
        WorkRefused: the sentence encoder is not on this machine.
    """
    statements = list(deliberation.statements.exclude(state=Statement.State.REJECTED).order_by("number"))
    if not statements:
        return {"statements": 0, "embedded": 0, "candidates": 0, "topics": 0}
    encoder = encoder_for(deliberation)
    embedded = _embed(statements, encoder, report)
    vectors = _vectors(statements, encoder)
    report("Looking for statements that say the same", 0.8)
    candidates = _propose_candidates(deliberation, statements, vectors, encoder)
    report("Finding the topics", 0.9)
    topics = _map_topics(deliberation, statements, vectors, encoder)
    return {
        "statements": len(statements),
        "embedded": embedded,
        "candidates": candidates,
        "topics": topics,
    }


def request_index(*, deliberation: Deliberation) -> Job:
    """Ask for the index to be brought up to date; call it in the transaction that causes it."""
    return request_follow_up(
        task=INDEX_TASK,
        arguments={"deliberation": deliberation.public_id},
        subject=deliberation.public_id,
    )


def encoder_for(deliberation: Deliberation) -> str:
    """Return the encoder's name: the multilingual one where any statement is not in English."""
    others = deliberation.statements.exclude(language__startswith="en").exclude(
        state=Statement.State.REJECTED
    )
    return settings.MULTILINGUAL_SENTENCE_ENCODER if others.exists() else settings.SENTENCE_ENCODER


def _embed(statements: Sequence[Statement], encoder: str, report: Report) -> int:
    hashes = {statement.pk: content_hash(statement.text) for statement in statements}
    known = {
        (row.statement_id, row.text_hash)
        for row in StatementEmbedding.objects.filter(statement__in=statements, encoder=encoder)
    }
    new = [statement for statement in statements if (statement.pk, hashes[statement.pk]) not in known]
    if not new:
        return 0
    report("Loading the sentence encoder", 0.0)
    try:
        encode = load_encoder(encoder)
    except EncoderUnavailable as unavailable:
        raise WorkRefused(str(unavailable)) from unavailable
    for start in range(0, len(new), BATCH):
        batch = new[start : start + BATCH]
        vectors = encode([statement.text for statement in batch])
        StatementEmbedding.objects.bulk_create(
            [
                StatementEmbedding(
                    statement=statement,
                    encoder=encoder,
                    text_hash=hashes[statement.pk],
                    vector=vector.astype("<f4").tobytes(),
                )
                for statement, vector in zip(batch, vectors, strict=True)
            ],
            update_conflicts=True,
            unique_fields=["statement", "encoder"],
            update_fields=["text_hash", "vector"],
        )
        report("Reading what the statements mean", 0.1 + 0.7 * (start + len(batch)) / len(new))
    return len(new)


def _vectors(statements: Sequence[Statement], encoder: str) -> NDArray[np.float32]:
    stored = dict(
        StatementEmbedding.objects.filter(statement__in=statements, encoder=encoder).values_list(
            "statement_id", "vector"
        )
    )
    return np.stack([np.frombuffer(stored[statement.pk], dtype="<f4") for statement in statements])


def _propose_candidates(
    deliberation: Deliberation,
    statements: Sequence[Statement],
    vectors: NDArray[np.float32],
    encoder: str,
) -> int:
    separate = [position for position, s in enumerate(statements) if s.merged_into_id is None]
    pairs = candidate_pairs(
        vectors[separate],
        [statements[position].text for position in separate],
        threshold=DUPLICATE_THRESHOLD.get(encoder, DEFAULT_DUPLICATE_THRESHOLD),
    )
    before = deliberation.duplicate_candidates.count()
    candidates = []
    for pair in pairs:
        first, second = sorted(
            (statements[separate[pair.first]], statements[separate[pair.second]]), key=lambda s: s.pk
        )
        candidates.append(
            DuplicateCandidate(
                deliberation=deliberation,
                first=first,
                second=second,
                similarity=pair.similarity,
                warning=pair.warning,
            )
        )
    DuplicateCandidate.objects.bulk_create(candidates, ignore_conflicts=True)
    return deliberation.duplicate_candidates.count() - before


def _map_topics(
    deliberation: Deliberation,
    statements: Sequence[Statement],
    vectors: NDArray[np.float32],
    encoder: str,
) -> int:
    accepted = [
        position
        for position, statement in enumerate(statements)
        if statement.state == Statement.State.ACCEPTED and statement.merged_into_id is None
    ]
    texts = [statements[position].text for position in accepted]
    if not texts:
        return 0
    input_hash = content_hash({"encoder": encoder, "texts": texts})
    last = deliberation.topic_maps.order_by("-id").first()
    if last is not None and last.input_hash == input_hash:
        return last.topics.count()
    topics = find_topics(vectors[accepted], texts)
    with transaction.atomic():
        topic_map = TopicMap.objects.create(deliberation=deliberation, encoder=encoder, input_hash=input_hash)
        for number, topic in enumerate(topics):
            row = Topic.objects.create(topic_map=topic_map, number=number, name=topic.name[:200])
            StatementTopic.objects.bulk_create(
                [
                    StatementTopic(topic=row, statement=statements[accepted[member]])
                    for member in topic.members
                ]
            )
    return len(topics)
