"""Principles as a page shows them: their words, and the votes that can be shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from constitution.models import ConstitutionVersion, Principle, PrincipleEdit, PrincipleStatement
from constitution.reading.divided import ContestedLine
from deliberation.results.charts import ShareBar, share_bars
from deliberation.results.tallies import PublicTallies, Tally, public_tallies

LEADS = ("Choose the response that", "請選擇", "请选择", "Elige la respuesta", "اختر الإجابة")
"""How principles begin; the page sets it quietly, because every one of them begins so."""


@dataclass(frozen=True)
class Article:
    """One principle with the votes behind it."""

    principle: Principle
    is_added_by_hand: bool = False
    """Whether an organiser put it into the draft, and no rule chose it."""

    @property
    def is_agreed(self) -> bool:
        """Whether more than half of those in every group who saw its statement agree."""
        groups = [tally_of(group) for group in self.principle.votes["by_group"]]
        return all(2 * group.agree > group.votes for group in groups or [tally_of(self.principle.votes)])

    @property
    def lead(self) -> str:
        """The opening that all principles share; empty where this one was worded otherwise."""
        return next((lead for lead in LEADS if self.principle.text.startswith(lead)), "")

    @property
    def gap(self) -> str:
        """What stands between its opening and the rest: nothing in Chinese."""
        return " " if self.principle.text.removeprefix(self.lead).startswith(" ") else ""

    @property
    def rest(self) -> str:
        """The principle after its opening."""
        return self.principle.text.removeprefix(self.lead).lstrip()

    @property
    def sources(self) -> Sequence[PrincipleStatement]:
        """The statements that people voted on."""
        return self.principle.statement_links.all()

    @cached_property
    def public(self) -> PublicTallies:
        """The votes on the statement that enough people stand behind to be shown."""
        votes = self.principle.votes
        return public_tallies(tally_of(votes), [tally_of(group) for group in votes["by_group"]])

    @property
    def everyone(self) -> Tally | None:
        """The votes of all participants on the statement; None where they are too few to be shown."""
        return self.public.everyone

    @cached_property
    def share_bars(self) -> tuple[ShareBar, ...]:
        """How many agree in each group, with how sure that is."""
        return share_bars(self.everyone, self.public.by_group)

    @property
    def has_groups(self) -> bool:
        """Whether its votes are counted in more groups than one."""
        return len(self.principle.votes["by_group"]) > 1

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
        return public_tallies(answers_of(outcome), [answers_of(group) for group in outcome["by_group"]])

    @property
    def answers(self) -> Tally | None:
        """The participants' answers on the principle, adoption as agreement; None for too few."""
        return self.public_answers.everyone if self.public_answers else None


def articles_of(version: ConstitutionVersion, *states: str) -> list[Article]:
    """Return a version's principles in order with their statements, those in the given states or all."""
    return [Article(principle) for principle in _principles(version, states).with_sources()]


def articles_in_brief(version: ConstitutionVersion, *states: str) -> list[Article]:
    """Return a version's principles in order in two queries, without what stands behind them."""
    heavy = ("critique_request", "revision_request", "scores")
    principles = _principles(version, states).order_by("number").defer(*heavy)
    added = added_by_hand(version)
    return [Article(principle, principle.pk in added) for principle in principles]


def added_by_hand(version: ConstitutionVersion) -> set[int]:
    """Return the principles that an organiser put into the draft: those that a person wrote from nothing."""
    edits = PrincipleEdit.objects.filter(principle__version=version, rule="", before="")
    return set(edits.values_list("principle_id", flat=True))


def _principles(version: ConstitutionVersion, states: Sequence[str]) -> Any:
    principles = Principle.objects.filter(version=version)
    return principles.filter(state__in=states) if states else principles


def holds_back(articles: Iterable[Article], contested: Iterable[ContestedLine]) -> bool:
    """Whether some votes are not shown, because too few people stand behind them."""
    shown = [
        tallies for article in articles for tallies in (article.public, article.public_answers) if tallies
    ]
    return not all(tallies.is_complete for tallies in shown) or any(
        bar.tally is None for line in contested for bar in line.balance_bars
    )


def tally_of(votes: dict[str, int]) -> Tally:
    """Return stored counts of votes as a tally."""
    return Tally(votes["agree"], votes["disagree"], votes["pass"])


def answers_of(outcome: dict[str, int]) -> Tally:
    """Return stored counts of answers as a tally: adoption as agreement, a wish to change it as neither."""
    return Tally(outcome["adopt"], outcome["reject"], outcome["pass"] + outcome.get("change", 0))
