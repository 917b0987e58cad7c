"""The topics of a deliberation, as a draft refers to them."""

from dataclasses import dataclass, field

from deliberation.models import Deliberation, StatementTopic, Topic, TopicMap


@dataclass(frozen=True)
class TopicsOf:
    """The topics of the latest topic map, and the numbers of the statements in each, by topic number."""

    topics: tuple[Topic, ...] = ()
    members: dict[int, list[int]] = field(default_factory=dict)
    topic_of: dict[int, Topic] = field(default_factory=dict)

    def number_of(self, statement: int) -> int | None:
        """Return the number of a statement's topic, None where it has none."""
        topic = self.topic_of.get(statement)
        return topic.number if topic else None


def topics_of(deliberation: Deliberation) -> TopicsOf:
    """Read the latest topic map of a deliberation; nothing where there is none."""
    latest = TopicMap.objects.filter(deliberation=deliberation).order_by("-id").first()
    if latest is None:
        return TopicsOf()
    topics = {topic.pk: topic for topic in Topic.objects.filter(topic_map=latest).order_by("number")}
    members: dict[int, list[int]] = {}
    topic_of = {}
    placed = StatementTopic.objects.filter(topic__in=topics).order_by("statement__number")
    for topic, number in placed.values_list("topic_id", "statement__number"):
        members.setdefault(topics[topic].number, []).append(number)
        topic_of[number] = topics[topic]
    return TopicsOf(tuple(topics.values()), members, topic_of)
