"""How far the opinion groups agree on each topic."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.cache import cache

from deliberation.models import Analysis, Topic, TopicMap
from deliberation.results.charts import ShareBar, share_bars
from deliberation.results.overview import public_results
from deliberation.results.tallies import Tally, total

KEPT_SECONDS = 600


@dataclass(frozen=True)
class TopicLine:
    """One topic: its number and name, how many statements it has, and the votes on them."""

    number: int
    name: str
    statements: int
    everyone: Tally
    by_group: tuple[Tally, ...]

    @property
    def bars(self) -> tuple[ShareBar, ...]:
        """How many agree, per group, or of everyone where there is only one group."""
        return share_bars(self.everyone, self.by_group)

    @property
    def difference(self) -> float:
        """Greatest difference between two groups in the share of votes that agree, from 0 to 1."""
        shares = [tally.agree_share for tally in self.by_group if tally.votes]
        return max(shares) - min(shares) if shares else 0.0


def topics_of(analysis: Analysis) -> tuple[TopicLine, ...]:
    """Return the topics of a deliberation's latest topic map with the votes that an analysis counted.

    The statements with votes and a topic count; the topic with the most of them comes first.
    """
    latest = TopicMap.objects.filter(deliberation=analysis.deliberation_id).order_by("-id").first()
    if latest is None:
        return ()
    statements = public_results(analysis).count()
    key = f"topics:{latest.pk}:{latest.input_hash}:{analysis.pk}:{analysis.result_hash}:{statements}"
    lines: tuple[TopicLine, ...] | None = cache.get(key)
    if lines is None:
        lines = _count(latest, analysis)
        cache.set(key, lines, KEPT_SECONDS)
    return lines


def _count(topic_map: TopicMap, analysis: Analysis) -> tuple[TopicLine, ...]:
    results = public_results(analysis).filter(votes__gt=0, statement__topics__topic__topic_map=topic_map)
    found: dict[int, list[tuple[Tally, list[Tally]]]] = defaultdict(list)
    for topic, agree, disagree, passed, by_group in results.values_list(
        "statement__topics__topic", "agree", "disagree", "passed", "by_group"
    ):
        groups = [Tally(votes["agree"], votes["disagree"], votes["pass"]) for votes in by_group]
        found[topic].append((Tally(agree, disagree, passed), groups))
    lines = [
        TopicLine(
            number=topic.number,
            name=topic.name,
            statements=len(found[topic.pk]),
            everyone=total(everyone for everyone, _groups in found[topic.pk]),
            by_group=tuple(
                total(group) for group in zip(*(groups for _all, groups in found[topic.pk]), strict=True)
            ),
        )
        for topic in Topic.objects.filter(topic_map=topic_map)
        if topic.pk in found
    ]
    return tuple(sorted(lines, key=lambda line: (-line.statements, line.number)))
