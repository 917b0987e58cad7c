"""The anomaly report as organisers read it: proposals by kind, what is worth a look, who is left out."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.analysis.anomalies.ranking import KINDS
from deliberation.integrity.anomaly_report import ANOMALIES_TASK, latest_report
from deliberation.integrity.anomaly_words import NAMES, why_of
from deliberation.models import AnomalyReport, Deliberation, Job, ParticipantExclusion, Statement
from deliberation.templatetags.figures import figure

SCALE = 1000
SHOWN = 200
"""People listed of each kind; the CSV file has all of them."""


@dataclass(frozen=True)
class PersonLine:
    """One participant of whom something is unusual."""

    number: int
    kind: str
    score: float
    reasons: tuple[str, ...]

    @property
    def length(self) -> int:
        """Of the bar that stands for the score."""
        return round(SCALE * self.score)


@dataclass(frozen=True)
class KindLine:
    """Everybody who is proposed for one kind of reason, the most unusual first."""

    key: str
    name: str
    people: tuple[PersonLine, ...]
    length: int

    @property
    def shown(self) -> tuple[PersonLine, ...]:
        """Those listed on the page."""
        return self.people[:SHOWN]


@dataclass(frozen=True)
class Change:
    """What the results would be without certain people, in words, and the statements that change."""

    title: str
    groups: str
    agreed: str
    gained: tuple[Statement, ...]
    lost: tuple[Statement, ...]


@dataclass(frozen=True)
class UnusualVoting:
    """All that the page shows."""

    report: AnomalyReport | None
    job: Job | None
    kinds: tuple[KindLine, ...]
    worth_a_look: tuple[PersonLine, ...]
    changes: tuple[Change, ...]
    left_out: tuple[ParticipantExclusion, ...]

    @property
    def proposed(self) -> int:
        """How many people are proposed and not left out yet."""
        return sum(len(kind.people) for kind in self.kinds)


def unusual_voting_of(deliberation: Deliberation) -> UnusualVoting:
    """Return the latest report without those who are left out already, and the latest work on one."""
    report = latest_report(deliberation)
    left_out = tuple(
        ParticipantExclusion.objects.standing()
        .filter(participant__deliberation=deliberation)
        .select_related("participant", "decided_by")
        .order_by("-decided_at", "participant__number")
    )
    known = {exclusion.participant.number for exclusion in left_out}
    findings = [found for found in (report.findings if report else []) if found["participant"] not in known]
    return UnusualVoting(
        report=report,
        job=latest_job(deliberation),
        kinds=_by_kind([found for found in findings if found["is_proposed"]]),
        worth_a_look=tuple(_line(found) for found in findings if not found["is_proposed"])[:SHOWN],
        changes=_changes(deliberation, report.comparison if report else None),
        left_out=left_out,
    )


def latest_job(deliberation: Deliberation) -> Job | None:
    """Return the work that was asked for last."""
    key = f"{ANOMALIES_TASK}:{deliberation.public_id}:"
    return Job.objects.filter(task=ANOMALIES_TASK, key__startswith=key).order_by("-id").first()


def proposed_numbers(deliberation: Deliberation, kind: str) -> set[int]:
    """Return who is proposed for this kind of reason in the latest report."""
    report = latest_report(deliberation)
    findings = report.findings if report else []
    return {found["participant"] for found in findings if found["is_proposed"] and found["kind"] == kind}


def _line(found: Mapping[str, Any]) -> PersonLine:
    reasons = tuple(why_of(signal["kind"], signal["facts"]) for signal in found["signals"])
    return PersonLine(found["participant"], str(NAMES[found["kind"]]), found["score"], reasons)


def _by_kind(findings: list[Mapping[str, Any]]) -> tuple[KindLine, ...]:
    people: defaultdict[str, list[PersonLine]] = defaultdict(list)
    for found in findings:
        people[found["kind"]].append(_line(found))
    most = max((len(of_kind) for of_kind in people.values()), default=1)
    return tuple(
        KindLine(kind, str(NAMES[kind]), tuple(people[kind]), round(SCALE * len(people[kind]) / most))
        for kind in KINDS
        if people[kind]
    )


def _changes(deliberation: Deliberation, comparison: Mapping[str, Any] | None) -> tuple[Change, ...]:
    found = {name: part for name, part in (comparison or {}).items() if part}
    numbers = {number for part in found.values() for number in [*part["gained"], *part["lost"]]}
    statements = {one.number: one for one in deliberation.statements.filter(number__in=numbers)}
    changes = []
    for name, part in found.items():
        changes.append(
            Change(
                title=_title(name, part["people"]),
                groups=_groups(part["groups_with"], part["groups_without"]),
                agreed=_agreed(part["agreed_with"], part["agreed_without"]),
                gained=tuple(statements[number] for number in part["gained"] if number in statements),
                lost=tuple(statements[number] for number in part["lost"] if number in statements),
            )
        )
    return tuple(changes)


def _title(name: str, people: int) -> str:
    words = {"count": figure(people)}
    if name == "newcomers":
        return (
            ngettext(
                "Without the %(count)s person who joined in the last 24 hours",
                "Without the %(count)s people who joined in the last 24 hours",
                people,
            )
            % words
        )
    return (
        ngettext(
            "Without the %(count)s person proposed here",
            "Without the %(count)s people proposed here",
            people,
        )
        % words
    )


def _groups(before: int, after: int) -> str:
    if before == after:
        return _("As many opinion groups: %(count)s.") % {"count": figure(max(1, before))}
    return _("%(after)s opinion groups instead of %(before)s.") % {
        "before": figure(max(1, before)),
        "after": figure(max(1, after)),
    }


def _agreed(before: int, after: int) -> str:
    if before == after:
        return _("As many statements with agreement: %(count)s.") % {"count": figure(before)}
    return _("%(after)s statements with agreement instead of %(before)s.") % {
        "before": figure(before),
        "after": figure(after),
    }
