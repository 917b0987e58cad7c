"""Statements that are no principle, each with the reason."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from constitution.models import ConstitutionVersion

SHOWN = 5
"""Statements of one reason that the constitution's own page lists."""
PER_PAGE = 50
NEVER_LISTED = "not accepted"
"""What moderation kept out stands in the public log, where its words are hidden where they do harm."""

REASONS: dict[str, tuple[Promise, Promise]] = {
    "divided": (_("The groups are far apart"), _("Some groups agree and others do not.")),
    "not trainable": (
        _("Agreed, but not about an answer"),
        _("Every group agrees, but no single answer of an AI can show whether it keeps to it."),
    ),
    "beyond the size": (
        _("Agreed, but beyond the number of principles"),
        _("Every group agrees; the number of principles was set, and the rule of choosing took others."),
    ),
    "below the threshold": (
        _("Agreed, but below the score asked for"),
        _("Every group agrees; the organiser set a score that a principle needs."),
    ),
    "dropped": (_("Taken out of the draft"), _("The organiser took it out, for the reason that is given.")),
    "not agreed": (
        _("Not agreed in every group"),
        _("In at least one group no more than half of those who saw it agreed."),
    ),
    "too few votes": (_("Too few votes"), _("In at least one group too few people have voted on it.")),
    "merged": (_("Said by another statement"), _("A moderator found that another statement says the same.")),
    "about the deliberation": (
        _("About this deliberation"),
        _("It speaks of the vote itself, not of an AI."),
    ),
    NEVER_LISTED: (_("Not accepted by moderation"), _("It was rejected, or nobody has decided about it.")),
}
NOT_TRAINABLE: dict[str, Promise] = {
    "others": _("It asks something of companies, authorities or people, not of an AI."),
    "product": _("It is about what an AI is, costs or may be used for, not about how it answers."),
    "acts": _("It is about keeping, forgetting or reporting, outside a conversation."),
    "instruction": _("It reads like an instruction to software, not like a wish."),
}


@dataclass(frozen=True)
class LeftOut:
    """The statements that became no principle for one reason."""

    reason: str
    title: Promise
    explanation: Promise
    statements: tuple[dict[str, Any], ...]

    @property
    def is_listed(self) -> bool:
        """Whether they are listed one by one: not what moderation kept out."""
        return self.reason != NEVER_LISTED

    @property
    def slug(self) -> str:
        """The reason as an address has it."""
        return self.reason.replace(" ", "-")

    @property
    def first(self) -> tuple[dict[str, Any], ...]:
        """Those that stand on the constitution's own page."""
        return self.statements[:SHOWN]

    @property
    def more(self) -> int:
        """How many stand on a page of their own."""
        return max(0, len(self.statements) - SHOWN)


def left_out(version: ConstitutionVersion, *, with_divided: bool = False) -> list[LeftOut]:
    """Return the statements without a principle by reason; on request those too that divide the groups."""
    found: dict[str, list[dict[str, Any]]] = {}
    for statement in version.not_selected:
        if with_divided or statement["reason"] != "divided":
            found.setdefault(statement["reason"], []).append(
                {**statement, "why": why_not_trainable(statement)}
            )
    known = [reason for reason in REASONS if reason in found]
    other = [reason for reason in found if reason not in REASONS]
    return [_part(reason, tuple(found[reason])) for reason in [*known, *other]]


def why_not_trainable(statement: dict[str, Any]) -> Promise | str:
    """Return why no answer can show whether it keeps to a statement; empty for other reasons."""
    return NOT_TRAINABLE.get(statement["detail"], "") if statement["reason"] == "not trainable" else ""


def _part(reason: str, statements: tuple[dict[str, Any], ...]) -> LeftOut:
    title, explanation = REASONS.get(reason, (pgettext_lazy("reason", "Other"), ""))
    return LeftOut(reason, title, explanation, statements)
