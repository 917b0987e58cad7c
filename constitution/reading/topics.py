"""Principles in the order of a reader: by topic, each with the number it has anyway."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from constitution.reading.articles import Article


@dataclass(frozen=True)
class TopicPart:
    """The principles of one topic.

    Attributes:
        number: of the topic; None for principles without one.
        name: as the draft keeps it, in the language of the deliberation; empty where there are no topics.
        is_named_by_people: whether the name is made of the words of statements, and not ours.
        articles: in the order of their numbers.
    """

    number: int | None
    name: str
    is_named_by_people: bool
    articles: tuple[Article, ...]

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return "topic-other" if self.number is None else f"topic-{self.number}"


def by_topic(articles: Sequence[Article]) -> list[TopicPart]:
    """Return the principles by topic, the topic of the first principle first; without topics one part.

    Principles without a topic, or whose topic has no name, stand together at the end.
    """
    parts: dict[int | None, list[Article]] = {}
    for article in articles:
        principle = article.principle
        named = principle.topic_number if principle.topic_name else None
        parts.setdefault(named, []).append(article)
    if set(parts) <= {None}:
        return [TopicPart(None, "", False, tuple(articles))] if articles else []
    rest = parts.pop(None, [])
    named_parts = [
        TopicPart(number, members[0].principle.topic_name, True, tuple(members))
        for number, members in parts.items()
    ]
    return (
        [*named_parts, TopicPart(None, _("Further principles"), False, tuple(rest))] if rest else named_parts
    )
