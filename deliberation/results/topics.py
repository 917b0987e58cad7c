"""How far the opinion groups agree on each topic."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext

from deliberation.analysis.divisiveness import greatest_difference
from deliberation.models import Analysis, Topic, TopicMap
from deliberation.results.charts import LETTERS, SCALE
from deliberation.results.kept_results import kept_for
from deliberation.results.overview import public_results
from deliberation.results.tallies import PublicTallies, Tally, public_tallies, total


@dataclass(frozen=True)
class TopicCell:
    """How much a group agrees on a topic, as a figure and a bar.

    Attributes:
        letter: of the opinion group; empty for everyone together.
        share: mean over the topic's statements of the share of votes that agree, each statement counting
            alike; None where there is none to show.
        votes: how many votes that rests on.
    """

    letter: str
    share: float | None
    votes: int

    @property
    def length(self) -> int:
        """Of the bar, 0 to `SCALE`."""
        return round(SCALE * (self.share or 0.0))


@dataclass(frozen=True)
class TopicLine:
    """One topic: its statements with votes, and how each group voted on them.

    Attributes:
        number, words: of the topic; `words` are empty where it gathers what belongs to no topic.
        is_other: whether it does.
        statements: how many of its statements have votes.
        everyone, by_group: the votes on the topic, counted on the statements on which they can be shown.
        is_complete: whether those are all votes.
        share, group_shares: mean over its statements of the share that agrees, None without votes.
        difference: mean over its statements of the greatest difference between two groups in the share that
            agrees, from 0 to 1; a group with few votes on a statement is drawn towards all
            (`greatest_difference`). Statements that point opposite ways do not cancel out, as in the shares.
            None where on no statement the votes of all groups can be shown.
    """

    number: int
    words: str
    is_other: bool
    statements: int
    everyone: Tally
    by_group: tuple[Tally, ...]
    share: float | None
    group_shares: tuple[float | None, ...]
    difference: float | None
    is_complete: bool

    @property
    def name(self) -> str:
        """The name as pages show it, in the reader's language."""
        return gettext("Other") if self.is_other else self.words

    @property
    def cells(self) -> tuple[TopicCell, ...]:
        """How much each group agrees, or everyone where there are fewer than two groups."""
        if len(self.by_group) < 2:
            return (TopicCell("", self.share, self.everyone.votes),)
        return tuple(
            TopicCell(letter, share, tally.votes)
            for letter, share, tally in zip(LETTERS, self.group_shares, self.by_group, strict=False)
        )


def topics_of(analysis: Analysis) -> tuple[TopicLine, ...]:
    """Return the topics of a deliberation's latest topic map with the votes that an analysis counted.

    The statements with votes and a topic count; the topic with the most of them comes first.
    """
    latest = TopicMap.objects.filter(deliberation=analysis.deliberation_id).order_by("-id").first()
    if latest is None:
        return ()
    statements = public_results(analysis).count()
    return kept_for(
        analysis, "public-topics", lambda: _count(latest, analysis), latest.pk, latest.input_hash, statements
    )


def _count(topic_map: TopicMap, analysis: Analysis) -> tuple[TopicLine, ...]:
    results = public_results(analysis).filter(votes__gt=0, statement__topics__topic__topic_map=topic_map)
    found: dict[int, list[PublicTallies]] = defaultdict(list)
    for topic, agree, disagree, passed, by_group in results.values_list(
        "statement__topics__topic", "agree", "disagree", "passed", "by_group"
    ):
        groups = [Tally(votes["agree"], votes["disagree"], votes["pass"]) for votes in by_group]
        found[topic].append(public_tallies(Tally(agree, disagree, passed), groups))
    lines = [
        _line(topic, found[topic.pk])
        for topic in Topic.objects.filter(topic_map=topic_map)
        if topic.pk in found
    ]
    return tuple(sorted(lines, key=lambda line: (line.is_other, -line.statements, line.number)))


def _line(topic: Topic, statements: Sequence[PublicTallies]) -> TopicLine:
    # Only what can be shown is added up: the whole less its parts would else give away what is held back.
    everyone = [shown.everyone for shown in statements if shown.everyone]
    groups = [
        [tally for tally in group if tally]
        for group in zip(*(shown.by_group for shown in statements), strict=True)
    ]
    return TopicLine(
        number=topic.number,
        words=topic.name,
        is_other=topic.is_other,
        statements=len(statements),
        everyone=total(everyone),
        by_group=tuple(total(group) for group in groups),
        share=_mean_share(everyone),
        group_shares=tuple(_mean_share(group) for group in groups),
        difference=_difference(statements) if len(groups) > 1 else 0.0,
        is_complete=all(shown.is_complete for shown in statements),
    )


def _difference(statements: Sequence[PublicTallies]) -> float | None:
    shown = [
        [tally for tally in statement.by_group if tally is not None]
        for statement in statements
        if statement.is_complete
    ]
    if not shown:
        return None
    agree = np.array([[tally.agree for tally in groups] for groups in shown], dtype=np.float64).T
    seen = np.array([[tally.votes for tally in groups] for groups in shown], dtype=np.float64).T
    return float(greatest_difference(agree, seen).mean())


def _mean_share(tallies: Sequence[Tally]) -> float | None:
    shares = [tally.agree_share for tally in tallies if tally.votes]
    return sum(shares) / len(shares) if shares else None
