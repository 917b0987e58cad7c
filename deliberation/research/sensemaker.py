"""The files that Jigsaw's sensemaking tools read, in each of the forms they have had. PURE.

- `VOTES` and `GROUP_VOTES`: the runners of the TypeScript library (`runner.ts`, `categorization_runner.ts`,
  `advanced_runner.ts`; until February 2026, commit a931668) read `comment-id`, `comment_text`, `topics` and
  the counts, which are `agrees`, `disagrees`, `passes`, or those three of each group. They take a file for
  one with groups as soon as a column's name holds `-agree-count`, hence two files. An empty count would read
  as none at all, so a statement is left out where a count is held back.
- `TEXTS`: the programs in Python that replaced it (commit e2d3ec1) read `participant_id` and `survey_text`,
  one text for each id, and no votes. A statement stands there as if somebody had written it alone; who wrote
  what is not told.

Their names of columns are split at commas and at the first line feed, without regard to quotation marks, so
rows end in a line feed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deliberation.interchange.spreadsheet_cells import csv_line
from deliberation.results.tallies import PublicTallies, Tally

VOTES: Final = "sensemaker.csv"
GROUP_VOTES: Final = "sensemaker_groups.csv"
TEXTS: Final = "sensemaker_texts.csv"

READ_AS_NOTHING: Final = frozenset(
    ["#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN"]
    + ["<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"]
)
"""Texts that pandas takes for an empty cell; a space behind one keeps it a text."""


@dataclass(frozen=True)
class SensemakerStatement:
    """A statement with its topic (empty without one) and the votes on it that can be shown."""

    number: int
    text: str
    topic: str
    tallies: PublicTallies


def with_votes(statements: Sequence[SensemakerStatement]) -> Iterator[str]:
    """Give the lines of `VOTES`: everybody's votes on each statement on which they can be shown."""
    yield csv_line(["comment-id", "comment_text", "topics", "agrees", "disagrees", "passes"])
    for statement in statements:
        if statement.text and statement.tallies.everyone is not None:
            yield csv_line([*_known_by(statement), *_counts(statement.tallies.everyone)])


def with_group_votes(statements: Sequence[SensemakerStatement], letters: Sequence[str]) -> Iterator[str]:
    """Give the lines of `GROUP_VOTES`: each group's votes, where nothing of a statement is held back."""
    names = [f"Group-{letter}-{vote}-count" for letter in letters for vote in ("agree", "disagree", "pass")]
    yield csv_line(["comment-id", "comment_text", "topics", *names])
    for statement in statements:
        if statement.text and statement.tallies.is_complete:
            counts = [
                count for tally in statement.tallies.by_group if tally is not None for count in _counts(tally)
            ]
            yield csv_line([*_known_by(statement), *counts])


def as_texts(statements: Sequence[SensemakerStatement]) -> Iterator[str]:
    """Give the lines of `TEXTS`: every statement that has a text."""
    yield csv_line(["participant_id", "survey_text", "topics"])
    for statement in statements:
        if statement.text:
            number, text, topic = _known_by(statement)
            yield csv_line([f"statement-{number}", _said(str(text)), topic])


def topic_cell(name: str) -> str:
    """Return a topic's name without the signs that part topics from topics and from what is below them."""
    return " ".join(re.sub(r"[:;]", " ", name).split())


def _known_by(statement: SensemakerStatement) -> list[str | int]:
    return [statement.number, statement.text, _said(topic_cell(statement.topic))]


def _said(text: str) -> str:
    return f"{text} " if text in READ_AS_NOTHING else text


def _counts(tally: Tally) -> list[int]:
    return [tally.agree, tally.disagree, tally.passed]
