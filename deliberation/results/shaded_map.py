"""How people voted on one statement, laid over the opinion map and said in words."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from deliberation.models import Analysis, Vote
from deliberation.results.charts import LETTERS
from deliberation.results.integer_columns import integer_columns
from deliberation.results.kept_results import kept_for
from deliberation.results.map_shading import Shading, shade
from deliberation.results.opinion_map import OpinionMap
from deliberation.results.overview import StatementLine, public_results
from deliberation.results.tallies import Tally
from deliberation.templatetags.figures import percent

NO_SHADING = Shading((), ())


@dataclass(frozen=True)
class ShadedMap:
    """The statement with its votes, the shading, and for the labels on the map a share per group letter."""

    line: StatementLine
    shading: Shading

    @property
    def title(self) -> str:
        """What the shading shows."""
        if self.line.everyone is None:
            return _("Too few people have voted on this statement to show how")
        ends = self.line.most_and_least() if len(self.line.by_group) > 1 else None
        if ends is None:
            return _("%(share)s agree with this statement") % {
                "share": percent(self.line.everyone.agree_share)
            }
        (most, agreeing), (least, opposing) = ends
        return _("%(high)s of group %(most)s agree with this statement, and %(low)s of group %(least)s") % {
            "high": percent(agreeing.agree_share),
            "most": most,
            "low": percent(opposing.agree_share),
            "least": least,
        }

    @property
    def tallies(self) -> dict[str, Tally | None]:
        """The votes of each group by letter; of everyone under the first where there is only one.

        None where too few people voted to show them.
        """
        return dict(self.line.group_cells) or {LETTERS[0]: self.line.everyone}

    @property
    def labels(self) -> dict[str, str]:
        """What stands under each group's letter."""
        return {letter: percent(tally.agree_share) for letter, tally in self.line.group_cells if tally}


def shaded_by(
    analysis: Analysis, drawn: OpinionMap, letters: tuple[str, ...], number: int
) -> ShadedMap | None:
    """Return the map shaded by the votes on a statement; None where the public cannot see the statement."""
    result = public_results(analysis).filter(statement__number=number).first()
    if result is None:
        return None
    line = StatementLine(result, letters)
    if line.everyone is None:
        return ShadedMap(line, NO_SHADING)
    return ShadedMap(
        line, kept_for(analysis, "shading", lambda: _shading(analysis, drawn, result.statement_id), number)
    )


def _shading(analysis: Analysis, drawn: OpinionMap, statement: int) -> Shading:
    places = analysis.places()
    voters, values = integer_columns(Vote.objects.filter(statement=statement), "participant__number", "value")
    if not len(places.participants):
        return shade(np.empty((0, 2)), np.empty(0, dtype=np.int64), drawn.frame)
    position = np.minimum(np.searchsorted(places.participants, voters), len(places.participants) - 1)
    known = places.participants[position] == voters
    position = position[known]
    points = np.column_stack([places.x[position], places.y[position]])
    return shade(points, values[known], drawn.frame)
