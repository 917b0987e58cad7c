"""What can be said of one statement, and how sure that is, in plain sentences worded by rule."""

import math
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.results.overview import StatementLine
from deliberation.templatetags.figures import figure, hundredths, percent

CLEAR_BRIDGE = 0.05
"""Least distance of a bridging score from 0, the average statement, that is put into words."""

Kind = Literal["agreed", "rejected", "divided", "open"]


@dataclass(frozen=True)
class Verdict:
    """A statement's outcome.

    Attributes:
        kind: what it is; pages mark each with a shape.
        words: the outcome in one line.
        radius: how many votes would end the agreement.
        redrawn: how it fared in re-drawn assemblies.
        distance: how far apart the groups are.
        second_opinion: what a measure says that knows no groups.
        weighted: how many agree when participants are weighted to the population.

    Empty where nothing is known.
    """

    kind: Kind
    words: str
    radius: str
    redrawn: str
    distance: str
    second_opinion: str
    weighted: str

    @property
    def firmness(self) -> str:
        """What would end it and how it fared in re-drawn assemblies."""
        return " ".join(part for part in (self.radius, self.redrawn) if part)


def verdict_of(line: StatementLine, redrawn: int | None) -> Verdict:
    """Return the outcome of a statement; `redrawn` is how many assemblies were re-drawn, if it is known."""
    kind = kind_of(line)
    return Verdict(
        kind=kind,
        words=_words(line, kind),
        radius=radius(line),
        redrawn=_redrawn(line, redrawn),
        distance=distance(line),
        second_opinion=_second_opinion(line.result.bridging) if line.everyone else "",
        weighted=_weighted(line),
    )


def radius(line: StatementLine) -> str:
    """Return how many votes, or changed minds, would end the agreement; empty where there is none.

    It is the robustness radius stored with the analysis, see `analysis.robustness`.
    """
    return radius_in_words(
        line.result.robustness_added if line.is_agreed else None,
        line.result.robustness_changed,
        has_groups=len(line.by_group) > 1,
    )


def radius_in_words(added: int | None, changed: int | None, *, has_groups: bool) -> str:
    """Return a robustness radius as a sentence; empty where it was not measured."""
    if added is None or changed is None:
        return ""
    words = {
        "added": ngettext("%(count)s more vote against", "%(count)s more votes against", added)
        % {"count": figure(added)},
        "changed": ngettext("%(count)s changed mind", "%(count)s changed minds", changed)
        % {"count": figure(changed)},
    }
    if has_groups:
        return _("%(added)s in one group, or %(changed)s, would end this.") % words
    return _("%(added)s, or %(changed)s, would end this.") % words


def firmness(line: StatementLine, redrawn: int | None) -> str:
    """Return what it would take to end the agreement, and in how many re-drawn assemblies there is one."""
    return " ".join(part for part in (radius(line), _redrawn(line, redrawn)) if part)


def weakness(line: StatementLine, redrawn: int | None) -> str:
    """Return what it would take to end the agreement; re-drawn assemblies only if some are without it."""
    return firmness(line, redrawn if line.result.resample_share != 1 else None)


def distance(line: StatementLine) -> str:
    """Return how far apart the groups are, in percentage points, with the interval; empty if not measured."""
    bar = line.division_bar
    if bar is None:
        return ""
    low, high = bar.interval
    words = {"about": _points(bar.value), "low": _points(low), "high": _points(high)}
    if len(line.by_group) > 1:
        return _("The groups are %(about)s points apart (%(low)s to %(high)s).") % words
    return _("The two sides of the map are %(about)s points apart (%(low)s to %(high)s).") % words


def kind_of(line: StatementLine) -> Kind:
    """Return what became of a statement, as one of four words."""
    if line.is_agreed:
        return "agreed"
    if line.is_rejected_by_all:
        return "rejected"
    return "divided" if line.is_divisive else "open"


def _words(line: StatementLine, kind: Kind) -> str:
    has_groups = len(line.by_group) > 1
    if kind == "agreed" and not line.is_complete:
        return _("Most surely agree, in every group") if has_groups else _("Most surely agree")
    if kind == "agreed":
        # Rounded down: what is sure must not be made more of.
        words = {"share": percent(math.floor(100 * line.result.consensus_lower_bound) / 100)}
        if has_groups:
            return _("In every group surely over %(share)s agree") % words
        return _("Surely over %(share)s agree") % words
    if kind == "rejected":
        return _("Most say no, in every group") if has_groups else _("Most say no")
    if kind == "open":
        return _("Neither surely agreed nor clearly divided")
    if line.division_bar is None:
        return _("Divided")
    low, high = (_points(end) for end in line.division_bar.interval)
    return _("Divided, by %(low)s to %(high)s points") % {"low": low, "high": high}


def _redrawn(line: StatementLine, redrawn: int | None) -> str:
    share = line.result.resample_share
    if share is None or not redrawn or (not share and not line.is_agreed):
        return ""
    words = {"share": percent(share), "count": figure(redrawn)}
    if line.is_agreed and share == 1:
        return _("It holds in all %(count)s re-drawn assemblies.") % words
    if line.is_agreed:
        return _("It holds in %(share)s of %(count)s re-drawn assemblies.") % words
    return _("It would be agreed in %(share)s of %(count)s re-drawn assemblies.") % words


def _second_opinion(bridging: float | None) -> str:
    """The bridging score in words: how much agreement is left once the main line of division is explained."""
    if bridging is None:
        return ""
    score = hundredths(abs(bridging))
    words = {"score": f"+{score}" if bridging >= 0 else f"\N{MINUS SIGN}{score}"}
    if bridging >= CLEAR_BRIDGE:
        return _("More agreement across the main divide than usual here (%(score)s).") % words
    if bridging <= -CLEAR_BRIDGE:
        return _("Less agreement across the main divide than usual here (%(score)s).") % words
    return _("About as much agreement across the main divide as usual here (%(score)s).") % words


def _weighted(line: StatementLine) -> str:
    weighted = line.result.weighted_agree
    if weighted is None or line.everyone is None:
        return ""
    words = {"weighted": percent(weighted), "plain": percent(line.everyone.agree_share)}
    return _("%(weighted)s agree, where %(plain)s of those who came do.") % words


def _points(share: float) -> str:
    return figure(100 * share)
