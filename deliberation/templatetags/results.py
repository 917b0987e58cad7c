"""What templates of results look up."""

from collections.abc import Mapping
from typing import Any

from django import template

from deliberation.results import verdicts
from deliberation.results.overview import StatementLine

register = template.Library()


@register.filter
def of_letter(labels: Mapping[str, Any] | None, letter: str) -> Any:
    """Return what belongs to an opinion group's letter, or nothing."""
    return labels.get(letter, "") if labels else ""


@register.filter
def radius(line: StatementLine) -> str:
    """Return how many votes would end the agreement on a statement; empty where there is none."""
    return verdicts.radius(line)


@register.filter
def vote_on(held: Mapping[int, int] | None, number: int) -> int | None:
    """Return the reader's vote on a statement by its number, or None."""
    return held.get(number) if held else None
