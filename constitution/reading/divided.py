"""Where the groups do not agree."""

from dataclasses import dataclass
from typing import Any

from constitution.models import ConstitutionVersion
from deliberation.results.charts import BalanceBar, balance_bars
from deliberation.results.tallies import Tally, public_tallies, total


@dataclass(frozen=True)
class ContestedLine:
    """A statement on which the groups are far apart."""

    number: int
    text: str
    language: str
    balance_bars: tuple[BalanceBar, ...]


def contested_lines(version: ConstitutionVersion) -> list[ContestedLine]:
    """Return where people do not agree, the widest apart first."""
    return [_line(statement) for statement in version.contested]


def _line(statement: dict[str, Any]) -> ContestedLine:
    groups = [Tally(group["agree"], group["disagree"], group["pass"]) for group in statement["by_group"]]
    shown = public_tallies(total(groups), groups)
    return ContestedLine(
        number=statement["statement"],
        text=statement["text"],
        language=statement["language"],
        balance_bars=balance_bars(shown.everyone, shown.by_group),
    )
