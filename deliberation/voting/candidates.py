"""The statements of a deliberation that people can vote on, kept in this process between requests.

A vote is answered with the next statement, so this is read for every vote, and it seldom changes. Each use
asks the database for a fingerprint of what is open for voting and for the last analysis; as long as both
are the same, what was read before is used again. Translations are read again after a while.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.draws import leading_side
from deliberation.analysis.routing import UNSEEN_PRIORITY
from deliberation.integrity.prepared_statements import prepared_cursor
from deliberation.models import Analysis, Deliberation, Statement, StatementResult, StatementTranslation
from deliberation.translating.translations import translations_into

DELIBERATIONS_KEPT: Final = 8
TRANSLATION_SECONDS: Final = 10.0

Fingerprint = tuple[int | None, int, int | Decimal | None, int | Decimal | None]


class Candidate(NamedTuple):
    """A statement open for voting and what the last analysis knows of it; None where it knows nothing."""

    key: int
    number: int
    priority: float | None
    votes: int | None
    divisiveness: float | None
    side: int


@dataclass(frozen=True)
class Candidates:
    """Everything one can vote on in a deliberation, in the order of numbers, as arrays of one length.

    `merged` tells of each statement that was merged which one took its place.
    """

    fingerprint: Fingerprint
    mode: str
    rows: tuple[Candidate, ...]
    texts: tuple[Statement, ...]
    merged: dict[int, int]
    positions: dict[int, int]
    numbers: dict[int, int]
    priorities: NDArray[np.float64]
    votes: NDArray[np.int64]
    sides: NDArray[np.int64]
    translations: dict[str, tuple[float, dict[int, StatementTranslation]]] = field(default_factory=dict)

    @property
    def analysis(self) -> int | None:
        """The primary key of the analysis the priorities are from."""
        return self.fingerprint[0]

    @cached_property
    def least_priority(self) -> float:
        """The priority of whatever is least worth asking about."""
        return float(self.priorities.min())

    def position_of(self, statement: int) -> int | None:
        """Return where a statement, or the one that took its place, stands here."""
        return self.positions.get(self.merged.get(statement, statement))

    def statement_at(self, position: int, deliberation: Deliberation) -> Statement:
        """Return a statement of one's own, which may be changed."""
        kept = self.texts[position]
        values = {name.attname: getattr(kept, name.attname) for name in Statement._meta.concrete_fields}
        statement = Statement(**values)
        statement._state.adding, statement._state.db = False, kept._state.db
        statement.deliberation = deliberation
        return statement

    def translation_of(self, statement: Statement, language: str) -> StatementTranslation | None:
        """Return the statement in a reader's language, if there is a translation."""
        read_at, found = self.translations.get(language, (0.0, {}))
        if time.monotonic() - read_at > TRANSLATION_SECONDS:
            found = translations_into(self.texts, language)
            self.translations[language] = (time.monotonic(), found)
        return found.get(statement.pk)


# Written out, since building it anew for every vote takes ten times as long as the database needs for it.
FINGERPRINT: Final = """
SELECT (SELECT max(id) FROM deliberation_analysis WHERE deliberation_id = %s),
    count(*), sum(number), sum(number * number)
FROM deliberation_statement
WHERE state = %s AND merged_into_id IS NULL AND deliberation_id = %s
"""

_kept: OrderedDict[str, Candidates] = OrderedDict()
_lock = threading.Lock()


def candidates_of(deliberation: Deliberation) -> Candidates:
    """Return what can be voted on now: one query where nothing has changed since this process last asked."""
    fingerprint = _fingerprint(deliberation)
    with _lock:
        kept = _kept.get(deliberation.public_id)
        if kept is not None and kept.fingerprint == fingerprint:
            _kept.move_to_end(deliberation.public_id)
            return kept
    fresh = _read(deliberation, fingerprint)
    with _lock:
        _kept[deliberation.public_id] = fresh
        while len(_kept) > DELIBERATIONS_KEPT:
            _kept.popitem(last=False)
    return fresh


def statement_last_read(deliberation: Deliberation, number: int) -> Statement | None:
    """Return a statement as this process read it last, with no query; None where it has not."""
    kept = _kept.get(deliberation.public_id)
    position = None if kept is None else kept.numbers.get(number)
    return None if kept is None or position is None else kept.statement_at(position, deliberation)


def _fingerprint(deliberation: Deliberation) -> Fingerprint:
    """Return what tells one set of open statements from another: how many, their sum, their sum of squares.

    Two sets that agree in all three by coincidence at worst offer a statement that refuses the vote.
    """
    with prepared_cursor() as cursor:
        cursor.execute(FINGERPRINT, [deliberation.pk, Statement.State.ACCEPTED.value, deliberation.pk])
        latest, count, total, squares = cursor.fetchone()
    return latest, count, total, squares


def _read(deliberation: Deliberation, fingerprint: Fingerprint) -> Candidates:
    analysis = fingerprint[0]
    mode = Analysis.objects.values_list("mode", flat=True).get(pk=analysis) if analysis else ""
    known = {
        key: (priority, votes, divisiveness, leading_side(by_group))
        for key, priority, votes, divisiveness, by_group in StatementResult.objects.filter(
            analysis=analysis
        ).values_list("statement", "priority", "votes", "divisiveness", "by_group")
    }
    accepted = list(deliberation.statements.accepted().order_by("number"))
    texts = tuple(statement for statement in accepted if statement.merged_into_id is None)
    rows = tuple(
        Candidate(statement.pk, statement.number, *known.get(statement.pk, (None, None, None, -1)))
        for statement in texts
    )
    return Candidates(
        fingerprint=fingerprint,
        mode=mode,
        rows=rows,
        texts=texts,
        merged={statement.pk: statement.merged_into_id for statement in accepted if statement.merged_into_id},
        positions={row.key: position for position, row in enumerate(rows)},
        numbers={row.number: position for position, row in enumerate(rows)},
        priorities=np.array(
            [UNSEEN_PRIORITY if row.priority is None else row.priority for row in rows], dtype=np.float64
        ),
        votes=np.array([row.votes or 0 for row in rows], dtype=np.int64),
        sides=np.array([row.side for row in rows], dtype=np.int64),
    )
