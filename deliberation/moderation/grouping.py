"""Where waiting statements stand in the queue: with those that say about the same, by topic."""

from collections.abc import Sequence

import numpy as np
from django.db import transaction
from django.db.models import Exists, OuterRef
from numpy.typing import NDArray

from deliberation.models import Deliberation, DuplicateCandidate, QueuePlace, Statement, StatementTopic
from deliberation.results.semantic_index import (
    DEFAULT_DUPLICATE_THRESHOLD,
    DUPLICATE_THRESHOLD,
    VOTED_APART,
    encoder_for,
)
from deliberation.results.statement_vectors import vectors_of
from deliberation.semantics.alike_groups import NONE, OPPOSITES, SOME, groups_of_alike
from deliberation.semantics.encoders import unit_length
from deliberation.semantics.opposition.judgement import HARD, OPPOSITE, Likeness, judge

FARTHEST_SHARE = 0.1
"""Share of a topic map's own statements that lie farther from their topic than a waiting one may."""
BATCH = 2000

Vectors = NDArray[np.float32]


def place_waiting(deliberation: Deliberation) -> int:
    """Bring the queue in order once the statements have been compared; return how many places changed.

    Statements that say about the same get the number of the first of them; all of a group stand under the
    topic nearest to that first one, or under none where nothing accepted is about the same. Until a
    statement has been accepted there are no topics: they are found among what people vote on.

    What has not changed is not written, and run again it does nothing.
    """
    waiting = list(deliberation.statements.awaiting_moderation().only("number", "text"))
    encoder = encoder_for(deliberation)
    vectors = vectors_of(deliberation, waiting, encoder) if waiting else np.zeros((0, 0), np.float32)
    if vectors.size:
        first = _first_of_groups(deliberation, waiting, vectors, encoder)
        leaders = np.unique(first)
        topics = dict(
            zip(leaders.tolist(), _nearest_topics(deliberation, vectors[leaders], encoder), strict=True)
        )
    else:
        first, topics = np.arange(len(waiting)), dict.fromkeys(range(len(waiting)))
    places = [
        QueuePlace(
            statement=statement,
            deliberation=deliberation,
            group=waiting[int(leader)].number,
            topic_id=topics[int(leader)],
        )
        for statement, leader in zip(waiting, first, strict=True)
    ]
    return _store(deliberation, places)


def give_places(deliberation: Deliberation) -> None:
    """Give every waiting statement a place that has none yet: by itself, not sorted yet."""
    unplaced = deliberation.statements.awaiting_moderation().filter(queue_place=None)
    QueuePlace.objects.bulk_create(
        [
            QueuePlace(statement_id=pk, deliberation=deliberation, group=number)
            for pk, number in unplaced.values_list("pk", "number")
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def _first_of_groups(
    deliberation: Deliberation, waiting: Sequence[Statement], vectors: Vectors, encoder: str
) -> NDArray[np.int64]:
    position = {statement.pk: row for row, statement in enumerate(waiting)}
    alike, apart = [], []
    candidates = deliberation.duplicate_candidates.values_list("first_id", "second_id", "warning", "state")
    for first, second, warning, state in candidates.iterator():
        if first not in position or second not in position:
            continue
        if warning == VOTED_APART or state == DuplicateCandidate.State.DISMISSED:
            apart.append((position[first], position[second]))
        elif warning not in HARD:
            alike.append((position[first], position[second]))
    return groups_of_alike(
        vectors,
        [statement.text for statement in waiting],
        alike,
        apart,
        threshold=DUPLICATE_THRESHOLD.get(encoder, DEFAULT_DUPLICATE_THRESHOLD),
        doubts=lambda one, other: _doubts(waiting[one].text, waiting[other].text),
    )


def _doubts(first: str, second: str) -> int:
    judgement = judge(first, second, Likeness(1.0))
    if judgement.verdict == OPPOSITE:
        return OPPOSITES
    return SOME if judgement.warnings else NONE


def _nearest_topics(deliberation: Deliberation, vectors: Vectors, encoder: str) -> list[int | None]:
    """Return the key of the topic nearest to each vector, none where all are farther than their own are."""
    topic_map = deliberation.topic_maps.filter(encoder=encoder).order_by("-id").first()
    members = StatementTopic.objects.filter(topic__topic_map=topic_map, topic__is_other=False)
    members = list(members.select_related("statement")) if topic_map else []
    if not members:
        return [None] * len(vectors)
    own = vectors_of(deliberation, [member.statement for member in members], encoder)
    topics, topic_of = np.unique([member.topic_id for member in members], return_inverse=True)
    centres = unit_length(
        np.stack([own[topic_of == row].mean(axis=0) for row in range(len(topics))]).astype(np.float32)
    )
    least = np.quantile(np.einsum("ij,ij->i", own, centres[topic_of]), FARTHEST_SHARE)
    similarity = vectors @ centres.T
    nearest = similarity.argmax(axis=1)
    return [
        int(topics[topic]) if similarity[row, topic] >= least else None for row, topic in enumerate(nearest)
    ]


@transaction.atomic
def _store(deliberation: Deliberation, places: Sequence[QueuePlace]) -> int:
    """Write the places that changed and drop those of statements that wait no more."""
    stored = QueuePlace.objects.filter(deliberation=deliberation)
    same = deliberation.statements.filter(pk=OuterRef("statement_id")).order_by()
    stored.exclude(Exists(same.awaiting_moderation())).exclude(Exists(same.waiting_for_somebody())).delete()
    known = {pk: (group, topic) for pk, group, topic in stored.values_list("statement_id", "group", "topic")}
    changed = [place for place in places if known.get(place.statement_id) != (place.group, place.topic_id)]
    QueuePlace.objects.bulk_create(
        sorted(changed, key=lambda place: place.statement_id),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["statement"],
        update_fields=["group", "topic"],
    )
    return len(changed)
