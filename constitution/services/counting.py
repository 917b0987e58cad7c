"""Counting the answers on a version: overall, by opinion group, by principle, and on the whole."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from constitution.models import ConstitutionVersion, Principle, RatificationVote
from constitution.ratification_rule import Count, RatificationRule, decide
from constitution.services.candidates import letter

Votes = dict[int | None, Counter[int]]
"""How often each value was given, by the number of the group; None: people in no group."""


@dataclass(frozen=True)
class CountedAnswers:
    """What the answers on a version add up to.

    Attributes:
        participants: people who answered at least one principle, or the whole.
        by_group: `{"group": "A", "participants": 12}` for each group.
        members: how many people each group has.
        principles: each principle in order with its outcome, as `Principle.ratification` keeps it.
        whole: the outcome of the vote on the whole, in the same shape.
    """

    participants: int
    by_group: list[dict[str, Any]]
    members: list[int]
    principles: list[tuple[Principle, dict[str, Any]]]
    whole: dict[str, Any]


def count_answers(version: ConstitutionVersion, rule: RatificationRule) -> CountedAnswers:
    """Count the answers on a version as they are now, and apply the rule to each."""
    group_of = version.analysis.places().group_by_number()
    members = [group.size for group in version.analysis.groups.order_by("number")]
    letters = [letter(group) for group in range(len(members))]
    on_principles = RatificationVote.objects.filter(principle__version=version)
    rows = list(on_principles.values_list("principle_id", "participant__number", "value"))
    whole_rows = list(version.votes_on_whole.values_list("participant__number", "value"))
    counts: dict[int, Votes] = {}
    for principle, participant, value in rows:
        counts.setdefault(principle, {}).setdefault(group_of.get(participant), Counter())[value] += 1
    voters = {participant for _principle, participant, _value in rows} | {one for one, _v in whole_rows}
    people = Counter(group_of.get(participant) for participant in voters)

    def outcome(votes: Votes, applied: RatificationRule) -> dict[str, Any]:
        return _outcome(votes, letters, members, applied)

    return CountedAnswers(
        participants=len(voters),
        by_group=[{"group": name, "participants": people[group]} for group, name in enumerate(letters)],
        members=members,
        principles=[
            (principle, outcome(counts.get(principle.pk, {}), rule))
            for principle in version.principles.order_by("number")
        ],
        whole=outcome(_by_group(whole_rows, group_of), rule.for_the_whole() or rule),
    )


def missing_quorum(counted: CountedAnswers, rule: RatificationRule) -> str:
    """Say who is missing for the vote to count, or "" when nobody is."""
    if counted.participants < rule.quorum:
        return _(
            "There is no quorum: %(voted)d of the %(needed)d people needed have voted. "
            "Nothing was decided, every vote is kept, and the vote stays open."
        ) % {"voted": counted.participants, "needed": rule.quorum}
    absent = [
        group["group"]
        for group, members in zip(counted.by_group, counted.members, strict=True)
        if group["participants"] < rule.answers_needed(members)
    ]
    if absent and (rule.silent_groups == "wait" or len(absent) == len(counted.members)):
        return ngettext(
            "There is no quorum: too few people of group %(groups)s have voted. "
            "Nothing was decided, every vote is kept, and the vote stays open.",
            "There is no quorum: too few people of the groups %(groups)s have voted. "
            "Nothing was decided, every vote is kept, and the vote stays open.",
            len(absent),
        ) % {"groups": ", ".join(absent)}
    if rule.whole is not None and counted.whole["reason"] == "too few answers":
        return _(
            "There is no quorum on the text as a whole: too few people have answered whether it as a whole "
            "should be the constitution. Nothing was decided, every vote is kept, and the vote stays open."
        )
    return ""


def _by_group(rows: Iterable[tuple[int, int]], group_of: Mapping[int, int]) -> Votes:
    votes: Votes = {}
    for participant, value in rows:
        votes.setdefault(group_of.get(participant), Counter())[value] += 1
    return votes


def _outcome(votes: Votes, letters: list[str], members: list[int], rule: RatificationRule) -> dict[str, Any]:
    everybody = _count(sum(votes.values(), Counter()))
    by_group = tuple(_count(votes.get(group, Counter())) for group in range(len(letters)))
    decision = decide(everybody, by_group, rule, members)
    return {
        **_as_json(everybody),
        "by_group": [
            {"group": name, **_as_json(count)} for name, count in zip(letters, by_group, strict=True)
        ],
        "reason": decision.reason,
        "lacking": [letters[group] for group in decision.groups],
        "silent": [letters[group] for group in decision.silent],
    }


def _count(values: Counter[int]) -> Count:
    value = RatificationVote.Value
    return Count(
        adopt=values[value.ADOPT],
        reject=values[value.REJECT],
        passed=values[value.PASS],
        change=values[value.CHANGE],
    )


def _as_json(count: Count) -> dict[str, int]:
    return {"adopt": count.adopt, "change": count.change, "reject": count.reject, "pass": count.passed}
