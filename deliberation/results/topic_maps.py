"""The topics of a deliberation's accepted statements, kept from one map to the next."""

from collections.abc import Sequence

import numpy as np
from django.db import transaction
from django.db.models import Max
from numpy.typing import NDArray

from deliberation.integrity.evidence import content_hash
from deliberation.models import Deliberation, Statement, StatementTopic, Topic, TopicMap
from deliberation.semantics.topics import METHOD, OTHER, TopicResult, find_topics


def map_topics(
    *,
    deliberation: Deliberation,
    statements: Sequence[Statement],
    vectors: NDArray[np.float32],
    encoder: str,
) -> TopicMap | None:
    """Return the topics of these statements: the last map if it was made of the same, else a new one.

    A topic that continues one of the last map keeps its number and name. None without statements.
    """
    if not statements:
        return None
    texts = [statement.text for statement in statements]
    input_hash = content_hash({"method": METHOD, "encoder": encoder, "texts": texts})
    last = deliberation.topic_maps.order_by("-id").first()
    if last is not None and last.input_hash == input_hash:
        return last
    topics = find_topics(vectors, texts, last=_last_numbers(last, statements))
    return _store(deliberation, statements, topics, last, TopicMap(encoder=encoder, input_hash=input_hash))


def _last_numbers(last: TopicMap | None, statements: Sequence[Statement]) -> list[int] | None:
    if last is None:
        return None
    number_of = dict(
        StatementTopic.objects.filter(topic__topic_map=last, topic__is_other=False).values_list(
            "statement_id", "topic__number"
        )
    )
    return [number_of.get(statement.pk, OTHER) for statement in statements]


@transaction.atomic
def _store(
    deliberation: Deliberation,
    statements: Sequence[Statement],
    topics: Sequence[TopicResult],
    last: TopicMap | None,
    topic_map: TopicMap,
) -> TopicMap:
    topic_map.deliberation = deliberation
    topic_map.save()
    names = dict(last.topics.values_list("number", "name")) if last else {}
    for topic, number in zip(topics, _numbers(deliberation, topics, last), strict=True):
        row = Topic.objects.create(
            topic_map=topic_map,
            number=number,
            name=names[number] if topic.continues is not None else topic.name[:200],
            is_other=topic.is_other,
        )
        StatementTopic.objects.bulk_create(
            [StatementTopic(topic=row, statement=statements[member]) for member in topic.members]
        )
    return topic_map


def _numbers(deliberation: Deliberation, topics: Sequence[TopicResult], last: TopicMap | None) -> list[int]:
    """Return each topic's number: that of the topic it continues, else one that was never used here."""
    used = Topic.objects.filter(topic_map__deliberation=deliberation).aggregate(Max("number"))["number__max"]
    fresh = 0 if used is None else used + 1
    other = last.topics.filter(is_other=True).first() if last else None
    numbers = []
    for topic in topics:
        kept = other.number if topic.is_other and other else topic.continues
        if kept is None:
            kept, fresh = fresh, fresh + 1
        numbers.append(kept)
    return numbers
