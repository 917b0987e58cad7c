"""From what people said of an item to one label of it, and whether training may learn from that. PURE."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.integrity.evidence import content_hash
from training_bridge.feedback.preferences import TIE
from training_bridge.feedback.soft_labels import tie_weight
from training_bridge.people.comparisons import HumanComparison, HumanItem, Kind
from training_bridge.people.items import HELPFULNESS
from training_bridge.people.settings import PeopleSettings
from training_bridge.records import Provenance

TOO_FEW = "too few opinions"
DISAGREE = "people disagree"
PEOPLE = "people"
"""Stands where a record names the model that made it."""
LABEL = "(first + same / 2 + 1/2) / (first + second + same + 1)"


@dataclass(frozen=True)
class HumanPreference:
    """What people said of one item, all together: a row of `data/human_feedback.jsonl`.

    Attributes:
        id: the item's.
        first_chosen, second_chosen, same, skipped: how many people said so, of the item's answers.
        people: how many have an opinion, that is did not skip.
        share_first: (first + same / 2) / people; None where nobody has an opinion.
        p_first: the label (`LABEL`); one half where nobody has an opinion.
        chosen, rejected: the two answers by the label; p_chosen is the label of the chosen one.
        weight: how much the pair counts; 1 unless near-ties are weighted.
        dropped: why training may not learn from it; None where it may.
        provenance: constitution, prompt, the label's rule, and the hash of the comparisons it comes from.
    """

    id: str
    kind: Kind
    prompt: str
    first: str
    second: str
    chosen: str
    rejected: str
    first_chosen: int
    second_chosen: int
    same: int
    skipped: int
    people: int
    share_first: float | None
    p_first: float
    p_chosen: float
    principle_id: str | None
    principle_text: str
    principle_sha256: str | None
    statement_ids: tuple[int | str, ...]
    feedback_id: str | None
    weight: float
    dropped: str | None
    answers_provenance: Provenance
    provenance: Provenance

    def to_json(self) -> dict[str, Any]:
        """Give the row as it is written to a file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> HumanPreference:
        """Read a row back; `from_json(p.to_json()) == p` also after a trip through JSON."""
        return cls(
            **{
                **row,
                "statement_ids": tuple(row["statement_ids"]),
                "answers_provenance": Provenance(**row["answers_provenance"]),
                "provenance": Provenance(**row["provenance"]),
            }
        )


def human_label(first: int, second: int, same: int) -> float:
    """Give the probability that a person finds the first answer the better one, strictly between 0 and 1.

    The mean of the posterior under Jeffreys' prior Beta(1/2, 1/2) (Jeffreys 1946, Proceedings of the Royal
    Society A 186; Brown, Cai and DasGupta 2001, Statistical Science 16, section 4.3), "the same" counted as
    half an opinion for each answer: one person alone gives 0.75, three of one mind 0.875, and a tie exactly
    one half. A plain mean would be as sure of one person as of a hundred.
    """
    return (first + same / 2 + 0.5) / (first + second + same + 1)


def why_dropped(first: int, second: int, same: int, settings: PeopleSettings) -> str | None:
    """Say why training may not learn from what people said of an item; None where it may."""
    opinions = first + second + same
    if opinions < settings.fewest_opinions:
        return TOO_FEW
    share = max(first, second) + same / 2
    if share > settings.least_majority * opinions:
        return None
    return DISAGREE if first and second else TIE


def human_preferences(
    items: Sequence[HumanItem],
    comparisons: Iterable[HumanComparison],
    settings: PeopleSettings,
    *,
    seed: int,
    weighted: bool = False,
) -> list[HumanPreference]:
    """Put together what people said of each item, in the items' order; items nobody looked at are left out.

    `weighted` gives a pair the weight of its label, as the judge's near-ties have it.
    """
    by_item: dict[str, list[HumanComparison]] = {}
    for comparison in comparisons:
        by_item.setdefault(comparison.item_id, []).append(comparison)
    return [
        _preference(item, by_item[item.id], settings, seed=seed, weighted=weighted)
        for item in items
        if item.id in by_item
    ]


def _preference(
    item: HumanItem,
    comparisons: Sequence[HumanComparison],
    settings: PeopleSettings,
    *,
    seed: int,
    weighted: bool,
) -> HumanPreference:
    counts = Counter(comparison.choice for comparison in comparisons)
    first, second, same = counts["first"], counts["second"], counts["same"]
    opinions = first + second + same
    label = human_label(first, second, same)
    first_is_chosen = label >= 0.5
    return HumanPreference(
        id=item.id,
        kind=item.kind,
        prompt=item.prompt,
        first=item.first,
        second=item.second,
        chosen=item.first if first_is_chosen else item.second,
        rejected=item.second if first_is_chosen else item.first,
        first_chosen=first,
        second_chosen=second,
        same=same,
        skipped=counts["skip"],
        people=opinions,
        share_first=(first + same / 2) / opinions if opinions else None,
        p_first=label,
        p_chosen=max(label, 1 - label),
        principle_id=item.principle_id,
        principle_text=item.principle_text or HELPFULNESS,
        principle_sha256=item.principle_sha256,
        statement_ids=item.statement_ids,
        feedback_id=item.feedback_id,
        weight=tie_weight(label) if weighted else 1.0,
        dropped=why_dropped(first, second, same, settings),
        answers_provenance=item.answers_provenance,
        provenance=_provenance(item, comparisons, opinions, seed),
    )


def _provenance(
    item: HumanItem, comparisons: Sequence[HumanComparison], opinions: int, seed: int
) -> Provenance:
    origin = item.answers_provenance
    rows = sorted((comparison.to_json() for comparison in comparisons), key=lambda row: str(row["id"]))
    return Provenance(
        constitution_sha256=origin.constitution_sha256,
        model=PEOPLE,
        model_sha256=None,
        prompt_id=origin.prompt_id,
        prompt_sha256=origin.prompt_sha256,
        template_sha256=None,
        sampling={"label": LABEL, "people": opinions, "comparisons_sha256": content_hash({"rows": rows})},
        seed=seed,
    )
