"""A stored comparison as its pages and files show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from constitution.comparing.differing import differing_words
from constitution.models import Comparison, ComparisonMatch, Principle, PrincipleEdit
from constitution.services.comparing import principles_of
from deliberation.interchange.spreadsheet_cells import csv_line

Kind, State = ComparisonMatch.Kind, ComparisonMatch.State

gettext_noop("They are in languages in which opposites cannot be told.")
gettext_noop("One of them demands what the other forbids.")
gettext_noop("Each puts first what the other puts second.")

COLUMNS = ("relation", "state", "confidence", "ours", "our_principle", "theirs", "their_principle")


@dataclass(frozen=True)
class Side:
    """A pair as a row: ours, theirs, and the words in which they differ."""

    match: ComparisonMatch
    theirs: str
    only_ours: tuple[str, ...]
    only_theirs: tuple[str, ...]

    @property
    def number(self) -> int:
        """Number of theirs, from 1."""
        return self.match.position + 1

    @property
    def why(self) -> list[str]:
        """What is in doubt about it, in the reader's language."""
        return [_(reason) for reason in self.match.why]


@dataclass(frozen=True)
class ComparisonPage:
    """A comparison, read: pairs by kind, what only one side has, and the counts of the line on top."""

    comparison: Comparison
    matched: tuple[Side, ...]
    partial: tuple[Side, ...]
    opposed: tuple[Side, ...]
    refused: tuple[Side, ...]
    only_ours: tuple[Principle, ...]
    only_theirs: tuple[tuple[int, str], ...]
    principles: int
    matched_count: int
    partial_count: int
    overlap: float
    is_outdated: bool

    @property
    def pairs(self) -> tuple[Side, ...]:
        """All pairs that nobody refused."""
        return self.matched + self.partial + self.opposed

    @property
    def confirmed(self) -> int:
        """How many pairs a person has confirmed."""
        return sum(side.match.state == State.CONFIRMED for side in self.pairs)

    @property
    def open(self) -> int:
        """How many pairs nobody has looked at."""
        return sum(side.match.state == State.PROPOSED for side in self.pairs)


def comparison_page(comparison: Comparison) -> ComparisonPage:
    """Read a comparison with its principles and matches."""
    ours = list(principles_of(comparison.version))
    matches = comparison.matches.select_related("principle").order_by("principle__number", "position")
    sides = [_side(match, comparison.principles) for match in matches]
    standing = [side for side in sides if side.match.state != State.REFUSED]
    by_kind = {kind: tuple(side for side in standing if side.match.kind == kind) for kind in Kind.values}
    whole, partly = _places(by_kind[Kind.MATCHED]), _places(by_kind[Kind.PARTIAL])
    in_both = [whole[side] | partly[side] for side in (0, 1)]
    counted = sum(len(whole[side]) + len(partly[side] - whole[side]) / 2 for side in (0, 1))
    edits = PrincipleEdit.objects.filter(principle__version=comparison.version)
    return ComparisonPage(
        comparison,
        by_kind[Kind.MATCHED],
        by_kind[Kind.PARTIAL],
        by_kind[Kind.OPPOSED],
        tuple(side for side in sides if side.match.state == State.REFUSED),
        tuple(principle for principle in ours if principle.pk not in in_both[0]),
        tuple(
            (place + 1, text) for place, text in enumerate(comparison.principles) if place not in in_both[1]
        ),
        len(ours),
        len(whole[0]),
        len(partly[0] - whole[0]),
        counted / max(1, len(ours) + len(comparison.principles)),
        edits.filter(edited_at__gt=comparison.compared_at).exists(),
    )


def as_json(page: ComparisonPage) -> dict[str, Any]:
    """Return a comparison for programs."""
    comparison = page.comparison
    return {
        "version": comparison.version.number,
        "with": comparison.name,
        "source": comparison.source,
        "library_key": comparison.library_key,
        "compared_at": comparison.compared_at.isoformat(),
        "encoders": comparison.encoders,
        "overlap": round(page.overlap, 4),
        "confirmed": page.confirmed,
        "not_looked_at": page.open,
        "matched": [_pair(side) for side in page.matched],
        "partial": [_pair(side) for side in page.partial],
        "opposed": [_pair(side) for side in page.opposed],
        "only_ours": [{"id": one.label, "text": one.text} for one in page.only_ours],
        "only_theirs": [{"n": number, "text": text} for number, text in page.only_theirs],
    }


def as_csv(page: ComparisonPage) -> Iterator[str]:
    """Return the lines of the same as a table; nothing in it is computed by a spreadsheet program."""
    yield csv_line(COLUMNS)
    for side in page.pairs:
        match = side.match
        yield csv_line(
            (match.kind, match.state, match.confidence, match.principle.label, match.principle.text)
            + (side.number, side.theirs)
        )
    for principle in page.only_ours:
        yield csv_line(("only ours", "", "", principle.label, principle.text, "", ""))
    for number, text in page.only_theirs:
        yield csv_line(("only theirs", "", "", "", "", number, text))


def _side(match: ComparisonMatch, principles: Sequence[str]) -> Side:
    theirs = principles[match.position]
    return Side(match, theirs, *differing_words(match.principle.text, theirs))


def _places(sides: Sequence[Side]) -> tuple[set[int], set[int]]:
    return {side.match.principle_id for side in sides}, {side.match.position for side in sides}


def _pair(side: Side) -> dict[str, Any]:
    match = side.match
    return {
        "ours": {"id": match.principle.label, "text": match.principle.text},
        "theirs": {"n": side.number, "text": side.theirs},
        "confidence": match.confidence,
        "state": str(match.state),
        "why": match.why,
    }
