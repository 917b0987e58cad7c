"""Which pairs of answers people are asked about: spread over principles, fixed by hashes. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from training_bridge.people.comparisons import HumanItem, Kind
from training_bridge.people.settings import PeopleSettings
from training_bridge.records import PreferencePair, row_id

HELPFULNESS = "Choose the response that is more helpful to the person who asked."
"""What people are asked where no principle is asked about, in the words that a reward function gets."""


def draw_items(pairs: Sequence[PreferencePair], settings: PeopleSettings) -> list[HumanItem]:
    """Draw what people compare out of the pairs that the judge has compared.

    Those for helpfulness come first from answers to harmless requests. The others are asked about by the
    very principle that the judge was given, one pair of each principle after the other, so that people and
    judge can be held against each other for as many principles as there are. Which pairs, and their order,
    follows from the hashes of their ids alone: nobody can pick them, and the judge's label has no part in it.
    """
    helpful = _by_hash("helpfulness", pairs)
    helpful.sort(key=lambda pair: pair.kind != "helpful")
    wanted = min(len(pairs), round(settings.items * settings.helpful_share))
    items = [_item("helpfulness", pair) for pair in helpful[:wanted]]
    items += [_item("principle", pair) for pair in _over_principles(pairs)][: settings.items - wanted]
    return sorted(items, key=lambda item: item.id)


def _over_principles(pairs: Sequence[PreferencePair]) -> Iterator[PreferencePair]:
    by_principle: dict[str, list[PreferencePair]] = {}
    for pair in _by_hash("principle", pairs):
        by_principle.setdefault(pair.principle_id, []).append(pair)
    for row in zip_longest(*(by_principle[name] for name in sorted(by_principle))):
        yield from (pair for pair in row if pair is not None)


def _by_hash(kind: Kind, pairs: Iterable[PreferencePair]) -> list[PreferencePair]:
    return sorted(pairs, key=lambda pair: row_id("people's order", kind, pair.id))


def _item(kind: Kind, pair: PreferencePair) -> HumanItem:
    by_principle = kind == "principle"
    return HumanItem(
        id=row_id("human item", kind, pair.id, pair.principle_sha256 if by_principle else ""),
        kind=kind,
        prompt=pair.prompt,
        first=pair.first,
        second=pair.second,
        principle_id=pair.principle_id if by_principle else None,
        principle_text=pair.principle_text if by_principle else None,
        principle_sha256=pair.principle_sha256 if by_principle else None,
        statement_ids=pair.statement_ids if by_principle else (),
        feedback_id=pair.id,
        answers_provenance=pair.answers_provenance,
    )
