"""Everything behind one principle: what people said, how they voted, by which rules it is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from constitution.models import Concern, ConstitutionVersion, Principle, PrincipleStatement, Suggestion
from constitution.reading.articles import Article
from constitution.reading.changes import Change, changes_of, differing
from constitution.reading.rules_in_words import SCORES, SHARES, selection_in_words
from deliberation.models import ModerationDecision, StatementLineage, StatementResult
from deliberation.results.verdicts import radius_in_words
from deliberation.templatetags.figures import figure, hundredths, percent, signed

PUBLIC_STATES = (ConstitutionVersion.State.RATIFIED, ConstitutionVersion.State.SUPERSEDED)


@dataclass(frozen=True)
class Source:
    """A statement behind a principle, and what moderators decided about it.

    Attributes:
        link: the statement with its text as it was drafted.
        decisions: the oldest first.
        came_from: numbers of the statements it was put into other words from.
    """

    link: PrincipleStatement
    decisions: tuple[ModerationDecision, ...]
    came_from: tuple[int, ...]


@dataclass(frozen=True)
class Conflict:
    """What was decided where this principle and another one may conflict."""

    other: Principle
    prevails: bool | None
    """Whether this one goes before the other; None where both stand side by side."""
    why: str


@dataclass(frozen=True)
class Why:
    """One principle with everything that stands behind it."""

    article: Article
    version: ConstitutionVersion

    @property
    def principle(self) -> Principle:
        """The principle itself."""
        return self.article.principle

    @cached_property
    def sources(self) -> list[Source]:
        """Its statements."""
        links = list(self.article.sources)
        statements = [link.statement_id for link in links]
        decisions: dict[int, list[ModerationDecision]] = {}
        for decision in ModerationDecision.objects.filter(statement__in=statements).order_by("id"):
            decisions.setdefault(decision.statement_id, []).append(decision)
        origins: dict[int, list[int]] = {}
        for result, source in (
            StatementLineage.objects.filter(result__in=statements)
            .order_by("source__number")
            .values_list("result_id", "source__number")
        ):
            origins.setdefault(result, []).append(source)
        return [
            Source(
                link,
                tuple(decisions.get(link.statement_id, ())),
                tuple(origins.get(link.statement_id, ())),
            )
            for link in links
        ]

    @cached_property
    def changes(self) -> list[Change]:
        """How the wording came about."""
        return changes_of(list(self.principle.edits.all()))

    @property
    def chosen_by(self) -> Promise | str:
        """The rule by which its version was chosen, in words."""
        return selection_in_words(self.version.selection.get("rule", ""))

    @property
    def radius(self) -> str:
        """How many votes would end the agreement on its least firm statement."""
        added, changed = self._robustness
        return radius_in_words(added, changed, has_groups=self.article.has_groups)

    @property
    def _robustness(self) -> tuple[int | None, int | None]:
        """As drafted; for drafts that do not keep it, from the analysis they were made from."""
        if self.principle.robustness_added is not None:
            return self.principle.robustness_added, self.principle.robustness_changed
        measured = (
            StatementResult.objects.filter(
                analysis=self.version.analysis_id,
                statement__in=[link.statement_id for link in self.article.sources],
                agreed=True,
                robustness_added__isnull=False,
            )
            .order_by("robustness_added")
            .values_list("robustness_added", "robustness_changed")
            .first()
        )
        return measured or (None, None)

    @property
    def stability(self) -> str:
        """In how many re-drawn assemblies it would be chosen again; empty where that was not tried."""
        share, redrawn = self.principle.stability, self.version.selection.get("resamples")
        if share is None:
            return ""
        if not redrawn:
            return _("Chosen in %(share)s of the re-drawn assemblies.") % {"share": percent(share)}
        words = {"chosen": figure(share * redrawn), "redrawn": figure(redrawn)}
        return (
            ngettext(
                "It would be chosen in %(chosen)s of %(redrawn)s other assembly of people like these.",
                "It would be chosen in %(chosen)s of %(redrawn)s other assemblies of people like these.",
                redrawn,
            )
            % words
        )

    @cached_property
    def scores(self) -> list[tuple[Promise, str]]:
        """Its scores in words and figures; none where they would give a small group's votes away."""
        if not self.article.public.is_complete:
            return []
        principle = self.principle
        stored = {
            "lower_bound": principle.lower_bound,
            "geometric_mean": principle.group_aware_consensus,
        } | {name: value for name, value in principle.scores.items() if value is not None}
        return [(words, _written(name, stored[name])) for name, words in SCORES.items() if name in stored]

    @cached_property
    def other_rules(self) -> list[Promise | str]:
        """The other rules that would have chosen it too, in words."""
        own = self.version.selection.get("rule", "")
        return [
            selection_in_words(rule) for rule in self.principle.scores.get("chosen_by", []) if rule != own
        ]

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """What was decided where it may conflict with other principles."""
        decided = Concern.objects.filter(
            Q(principle=self.principle) | Q(other=self.principle),
            kind__in=[Concern.Kind.CONTRADICTION, Concern.Kind.NEGATION],
            other__isnull=False,
            state__in=[Concern.State.ORDERED, Concern.State.DISMISSED],
        ).select_related("principle", "other")
        return [self._conflict(concern) for concern in decided]

    def _conflict(self, concern: Concern) -> Conflict:
        mine = concern.principle_id == self.principle.pk
        other = concern.other if mine else concern.principle
        assert other is not None  # noqa: S101 (the query asks for it)  # nosec
        prevails = None if concern.prevails_id is None else concern.prevails_id == self.principle.pk
        return Conflict(other, prevails, concern.why)

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """What participants suggested in the vote on it, as far as it was let in; those alike together."""
        shown = self.principle.suggestions.filter(state=Suggestion.State.SHOWN)
        return list(shown.order_by("theme", "id"))

    @property
    def came_from(self) -> Principle | None:
        """The principle of the earlier version that it goes on from."""
        return self.principle.replaces

    @cached_property
    def change_since(self) -> tuple[Any, Any] | None:
        """What changed since the earlier version, in pieces; None where nothing did."""
        earlier = self.came_from
        if earlier is None or earlier.text == self.principle.text:
            return None
        return differing(earlier.text, self.principle.text)

    @cached_property
    def goes_on(self) -> list[Principle]:
        """The principles of later ratified versions that go on from it."""
        later = self.principle.replaced_by.filter(version__state__in=PUBLIC_STATES)
        return list(later.exclude(version__ratified_at=None).select_related("version"))


def why_of(version: ConstitutionVersion, number: int) -> Why | None:
    """Return what stands behind one principle of a version; None where it has no such principle."""
    principle = (
        Principle.objects.filter(version=version, number=number)
        .with_sources()
        .select_related("replaces__version")
        .first()
    )
    if principle is None:
        return None
    by_hand = any(not edit.rule and not edit.before for edit in principle.edits.all())
    return Why(Article(principle, by_hand), version)


def neighbours(
    version: ConstitutionVersion, principle: Principle
) -> tuple[Principle | None, Principle | None]:
    """Return the principles before and after one, as its version shows them."""
    shown: Sequence[Principle] = list(
        Principle.objects.filter(version=version)
        .exclude(state=Principle.State.REJECTED)
        .only("number", "version_id")
    )
    before = [other for other in shown if other.number < principle.number]
    after = [other for other in shown if other.number > principle.number]
    return (before[-1] if before else None), (after[0] if after else None)


def _written(name: str, value: float) -> str:
    if name in SHARES:
        return percent(value)
    return signed(value, 2) if name == "bridging" else hundredths(value)
