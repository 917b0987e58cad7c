"""What every rule would have made of the same votes, as a page shows it."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from constitution.models import ConstitutionVersion
from constitution.reading.rules_in_words import selection_in_words
from deliberation.models import Statement
from deliberation.results.small_cells import SMALLEST

NAMES: dict[str, Promise] = {
    "equal_shares": _("Equal shares"),
    "phragmen": _("Phragmén"),
    "proportional_approval": _("Proportional approval"),
    "lower_bound": _("Surest first"),
    "geometric_mean": _("Average of the groups"),
    "minimum": _("Least of the groups"),
    "polis_product": _("Product, as in Polis"),
    "ccai_product": _("Product, as in 2023"),
    "bridging": _("Bridging"),
    "weighted_lower_bound": _("Surest first, weighted"),
}
"""What a rule of selection is called."""

WHY_ALONE: dict[str, Promise] = {
    "equal_shares": _("The people behind it have spent little of their share on the others."),
    "phragmen": _("The people behind it carry little of what the others cost."),
    "proportional_approval": _("The people behind it agree with fewer of the others than most."),
    "lower_bound": _("Many votes make it sure, though its share is not among the highest."),
    "geometric_mean": _("The groups agree with it on average, though one of them less surely."),
    "minimum": _("No group agrees with it much less than the others."),
    "polis_product": _("The groups agree with it on average, though one of them less surely."),
    "ccai_product": _("Its share is high, but this rule does not ask how many have voted on it."),
    "bridging": _("It unites people across the main line of division more than its share tells."),
    "weighted_lower_bound": _("People agree with it who are rarer here than in the population."),
}
"""Why a rule may choose what no other does."""


@dataclass(frozen=True)
class Cell:
    """Whether a rule takes a statement, and in which place."""

    rule: "RuleLine"
    place: int | None


@dataclass(frozen=True)
class RuleLine:
    """One rule and what it comes to.

    Attributes:
        number: of the rule on the page, from 1.
        rule: as the code has it.
        name: what it is called; `how` says how it chooses.
        is_drafts: whether the draft was made by it.
        taken: how many statements it takes; `in_draft` of them are in the draft.
        topics: how many topics they cover.
        is_fair: whether every part of the public gets its share; None where that was not checked.
        worst: who gets less, `{"statement", "text", "language", "people", "share", "due", "have"}`, without
            numbers where they are a handful; None where nobody does.
        alone: statements that no other rule takes, `{"statement", "text", "language", "place", "elsewhere"}`.
        why_alone: what is behind that.
    """

    number: int
    rule: str
    name: Promise | str
    how: Promise | str
    is_drafts: bool
    taken: int
    in_draft: int
    topics: int
    is_fair: bool | None
    worst: dict[str, Any] | None
    alone: list[dict[str, Any]]
    why_alone: Promise | str


@dataclass(frozen=True)
class StatementLine:
    """A statement that at least one rule takes, and which do."""

    number: int
    text: str
    language: str
    is_in_draft: bool
    cells: list[Cell]

    @property
    def takers(self) -> int:
        """How many rules take it."""
        return sum(cell.place is not None for cell in self.cells)


def rule_name(rule: str) -> Promise | str:
    """Return what a rule of selection is called."""
    return NAMES.get(rule, rule.replace("_", " "))


def rule_lines(version: ConstitutionVersion) -> list[RuleLine]:
    """Return every rule with what it comes to, in the order of the draft's record; none for older drafts."""
    outcomes: list[dict[str, Any]] = version.rule_outcomes
    drafts = version.selection.get("rule")
    return [_line(number, outcome, drafts) for number, outcome in enumerate(outcomes, start=1)]


def _line(number: int, outcome: dict[str, Any], drafts: str | None) -> RuleLine:
    audit, rule = outcome["justified_representation"], outcome["rule"]
    return RuleLine(
        number=number,
        rule=rule,
        name=rule_name(rule),
        how=selection_in_words(rule),
        is_drafts=rule == drafts,
        taken=len(outcome["statements"]),
        in_draft=outcome["in_draft"],
        topics=outcome["topics"],
        is_fair=audit["ok"] if audit else None,
        worst=_public(audit["worst"]) if audit else None,
        alone=[_alone(only, rule, drafts) for only in outcome["only_here"]],
        why_alone=WHY_ALONE.get(rule, ""),
    )


def _alone(only: dict[str, Any], rule: str, drafts: str | None) -> dict[str, Any]:
    """Add by which ranking, other than its own, the statement would come first, and where."""
    others = {other: place for other, place in only["places"].items() if place is not None and other != rule}
    nearest = min(others, key=lambda other: (others[other], other != drafts)) if others else None
    elsewhere = {"rule": rule_name(nearest), "place": others[nearest]} if nearest else None
    return {**only, "elsewhere": elsewhere}


def _public(worst: dict[str, Any] | None) -> dict[str, Any] | None:
    if worst and worst["people"] < SMALLEST:
        return {**worst, "people": None, "share": None}
    return worst


def statement_lines(version: ConstitutionVersion, rules: list[RuleLine]) -> list[StatementLine]:
    """Return the statements that any rule takes: those of most rules first, then in the draft's order."""
    places = {
        outcome["rule"]: {number: place for place, number in enumerate(outcome["statements"], start=1)}
        for outcome in version.rule_outcomes
    }
    chosen = {number for taken in places.values() for number in taken}
    texts, languages = _texts(version), _languages(version, chosen)
    drafts = places.get(version.selection.get("rule", ""), {})
    lines = [
        StatementLine(
            number=number,
            text=texts.get(number, ""),
            language=languages.get(number, version.language),
            is_in_draft=number in drafts,
            cells=[Cell(rule, places[rule.rule].get(number)) for rule in rules],
        )
        for number in chosen
    ]
    last = len(lines) + 1
    return sorted(lines, key=lambda line: (-line.takers, drafts.get(line.number, last), line.number))


def _texts(version: ConstitutionVersion) -> dict[int, str]:
    """The statements as they were when the draft was made."""
    links = version.principles.values_list("statement_links__statement__number", "statement_links__text")
    left_out = {statement["statement"]: statement["text"] for statement in version.not_selected}
    return left_out | dict(links)


def _languages(version: ConstitutionVersion, numbers: set[int]) -> dict[int, str]:
    statements = Statement.objects.filter(
        deliberation=version.constitution.deliberation_id, number__in=numbers
    )
    return dict(statements.values_list("number", "language"))


def remarks_on(version: ConstitutionVersion) -> list[str]:
    """Return what whoever asked for a draft would not expect: too few statements, no groups, a tie."""
    selection, remarks = version.selection, []
    count = version.principles.count()
    if count < selection["size"]:
        remarks.append(
            ngettext(
                "You asked for %(asked)d principles. %(count)d statement is agreed in every group and about "
                "how an AI answers.",
                "You asked for %(asked)d principles. %(count)d statements are agreed in every group and "
                "about how an AI answers.",
                count,
            )
            % {"asked": selection["size"], "count": count}
        )
    if selection["groups"] < 2:
        remarks.append(
            gettext(
                "The analysis found fewer than two groups, so agreement in every group says no more than "
                "agreement overall."
            )
        )
    if tie := selection["tie"]:
        numbers = {side: ", ".join(str(number) for number in tie[side]) for side in ("in", "out")}
        remarks.append(
            gettext(
                "A tie: by the rule, statements %(out)s are as good as %(in)s, which were taken. More "
                "certainty, a higher average, more votes and the lower number decide, in this order."
            )
            % numbers
        )
    return remarks
