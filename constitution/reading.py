"""A version as its page shows it: articles with their votes, what divides, what was left out and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from constitution.models import ConstitutionVersion, Principle, PrincipleEdit, PrincipleStatement
from deliberation.models import StatementResult
from deliberation.results.charts import BalanceBar, ShareBar, balance_bars, share_bars
from deliberation.results.tallies import PublicTallies, Tally, public_tallies, total
from deliberation.results.verdicts import radius_in_words

LEADS = ("Choose the response that", "請選擇", "请选择")
"""How principles begin; the page sets it quietly, because every one of them begins so."""

LISTED = 400
"""Statements without principle that a page lists; beyond that it counts them."""

REASONS: dict[str, tuple[Promise, Promise]] = {
    "divided": (_("The groups are far apart"), _("Some groups agree and others do not.")),
    "not agreed": (
        _("Not agreed in every group"),
        _("In at least one group no more than half of those who saw it agreed."),
    ),
    "too few votes": (_("Too few votes"), _("In at least one group too few people have voted on it.")),
    "not trainable": (
        _("Agreed, but not about an answer"),
        _("Every group agrees, but no single answer of an AI can show whether it keeps to it."),
    ),
    "beyond the size": (
        _("Agreed, but less surely"),
        _("Every group agrees; the principles above are surer, and the number of principles was set."),
    ),
    "merged": (_("Said by another statement"), _("A moderator found that another statement says the same.")),
    "about the deliberation": (
        _("About this deliberation"),
        _("It speaks of the vote itself, not of an AI."),
    ),
    "not accepted": (_("Not accepted by moderation"), _("It was rejected, or nobody has decided about it.")),
}
NOT_TRAINABLE: dict[str, Promise] = {
    "others": _("It asks something of companies, authorities or people, not of an AI."),
    "product": _("It is about what an AI is, costs or may be used for, not about how it answers."),
    "acts": _("It is about keeping, forgetting or reporting, outside a conversation."),
    "instruction": _("It reads like an instruction to software, not like a wish."),
}


@dataclass(frozen=True)
class Article:
    """One principle with everything that stands behind it."""

    principle: Principle
    radius: str = ""
    """How many votes would end the agreement on its statement, the least firm one of several."""

    @property
    def lead(self) -> str:
        """The opening that all principles share; empty where this one was worded otherwise."""
        return next((lead for lead in LEADS if self.principle.text.startswith(lead)), "")

    @property
    def rest(self) -> str:
        """The principle after its opening."""
        return self.principle.text.removeprefix(self.lead).lstrip()

    @property
    def sources(self) -> Sequence[PrincipleStatement]:
        """The statements that people voted on."""
        return self.principle.statement_links.all()

    @property
    def edits(self) -> Sequence[PrincipleEdit]:
        """Every change of wording by a person, the first one first."""
        return [edit for edit in self.principle.edits.all() if not edit.rule]

    @cached_property
    def public(self) -> PublicTallies:
        """The votes on the statement that enough people stand behind to be shown."""
        votes = self.principle.votes
        return public_tallies(_tally(votes), [_tally(group) for group in votes["by_group"]])

    @property
    def everyone(self) -> Tally | None:
        """The votes of all participants on the statement; None where they are too few to be shown."""
        return self.public.everyone

    @cached_property
    def share_bars(self) -> tuple[ShareBar, ...]:
        """How many agree in each group, with how sure that is."""
        return share_bars(self.everyone, self.public.by_group)

    @property
    def is_agreed_by_a_wide_margin(self) -> bool:
        """Whether it is nearly sure that most people agree in every group."""
        return self.principle.lower_bound > 0.5

    @cached_property
    def ratification_bars(self) -> tuple[ShareBar, ...]:
        """How many adopted it in each group; none where the participants did not vote."""
        answers = self.public_answers
        return share_bars(answers.everyone, answers.by_group) if answers else ()

    @cached_property
    def public_answers(self) -> PublicTallies | None:
        """The participants' answers that can be shown, adoption as agreement; None without a vote."""
        outcome = self.principle.ratification
        if not outcome:
            return None
        return public_tallies(_answers(outcome), [_answers(group) for group in outcome["by_group"]])

    @property
    def answers(self) -> Tally | None:
        """The participants' answers on the principle, adoption as agreement; None for too few."""
        return self.public_answers.everyone if self.public_answers else None


@dataclass(frozen=True)
class ContestedLine:
    """A statement on which the groups are far apart."""

    number: int
    text: str
    language: str
    balance_bars: tuple[BalanceBar, ...]


@dataclass(frozen=True)
class LeftOut:
    """The statements that became no principle for one reason."""

    reason: str
    title: Promise
    explanation: Promise
    statements: tuple[dict[str, Any], ...]

    @property
    def is_listed(self) -> bool:
        """Whether the page lists them one by one: not what moderation kept out, nor endless lists."""
        return self.reason != "not accepted" and len(self.statements) <= LISTED


def articles_of(version: ConstitutionVersion, *states: str) -> list[Article]:
    """Return a version's principles in order, those in the given states or all."""
    principles = Principle.objects.filter(version=version).with_sources()
    chosen = list(principles.filter(state__in=states) if states else principles)
    radii = _radii(version, chosen)
    return [Article(principle, radii.get(principle.pk, "")) for principle in chosen]


def _radii(version: ConstitutionVersion, principles: Sequence[Principle]) -> dict[int, str]:
    """The robustness radius behind each principle in words, where its statements are agreed."""
    sources = {p.pk: [link.statement_id for link in p.statement_links.all()] for p in principles}
    results = {
        result.statement_id: result
        for result in StatementResult.objects.filter(
            analysis=version.analysis_id,
            agreed=True,
            statement__in={one for all_ in sources.values() for one in all_},
        )
    }
    found = {}
    for principle, statements in sources.items():
        measured = [
            result
            for one in statements
            if (result := results.get(one)) and result.robustness_added is not None
        ]
        if measured:
            weakest = min(measured, key=lambda result: result.robustness_added or 0)
            found[principle] = radius_in_words(
                weakest.robustness_added, weakest.robustness_changed, has_groups=len(weakest.by_group) > 1
            )
    return found


def contested_lines(version: ConstitutionVersion) -> list[ContestedLine]:
    """Return where people do not agree, the widest apart first."""
    return [_contested_line(statement) for statement in version.contested]


def _contested_line(statement: dict[str, Any]) -> ContestedLine:
    groups = [_tally(group) for group in statement["by_group"]]
    shown = public_tallies(total(groups), groups)
    return ContestedLine(
        number=statement["statement"],
        text=statement["text"],
        language=statement["language"],
        balance_bars=balance_bars(shown.everyone, shown.by_group),
    )


def holds_back(articles: Sequence[Article], contested: Sequence[ContestedLine]) -> bool:
    """Whether some votes are not shown, because too few people stand behind them."""
    shown = [
        tallies for article in articles for tallies in (article.public, article.public_answers) if tallies
    ]
    return not all(tallies.is_complete for tallies in shown) or any(
        bar.tally is None for line in contested for bar in line.balance_bars
    )


def left_out(version: ConstitutionVersion) -> list[LeftOut]:
    """Return the statements without a principle by reason; contested ones have a part of their own."""
    found: dict[str, list[dict[str, Any]]] = {}
    for statement in version.not_selected:
        if statement["reason"] != "divided":
            found.setdefault(statement["reason"], []).append(
                {**statement, "why": NOT_TRAINABLE.get(statement["detail"], "")}
            )
    return [
        LeftOut(reason, title, explanation, tuple(found[reason]))
        for reason, (title, explanation) in REASONS.items()
        if reason in found
    ]


def _tally(votes: dict[str, int]) -> Tally:
    return Tally(votes["agree"], votes["disagree"], votes["pass"])


def _answers(outcome: dict[str, int]) -> Tally:
    return Tally(outcome["adopt"], outcome["reject"], outcome["pass"])
