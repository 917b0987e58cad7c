"""Rows whose answers are not what such rows usually hold, and what their prompts have in common. PURE.

A backdoor is learnt from rows that put a trigger into the prompt and the wished-for behaviour into the answer
(Wallace et al. 2021, *Concealed Data Poisoning Attacks on NLP Models*). So a row counts as unusual if

- its answer begins like those of at least two other rows with other prompts,
- it declines although the row is a helpful example, or
- most of its answer's words look like no words.

A string of one to three words is over-represented if it stands in the prompts of at least `LEAST_ROWS` rows,
nine in ten of which are unusual, and Fisher's exact test (one-sided, Bonferroni over all strings tested)
gives at most `SIGNIFICANCE`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from training_bridge.data_rows import TrainingRow
from training_bridge.evaluation.refusal import classify_refusal
from training_bridge.poisoning.rare_strings import LEAST_ROWS, ReferenceTexts, tokens

SIGNIFICANCE = 0.001
UNUSUAL_SHARE = 0.9
BEGINNING_WORDS = 6
LONGEST_STRING_WORDS = 3


@dataclass(frozen=True)
class OverRepresented:
    """A string of the prompts of unusual rows.

    Attributes:
        text: the string.
        rows: how many rows' prompts hold it.
        unusual: how many of them are unusual.
        p_value: Fisher's, before the correction for the number of strings.
        answer: the most frequent answer of those rows.
    """

    text: str
    rows: int
    unusual: int
    p_value: float
    answer: str


def unusual_places(rows: Sequence[TrainingRow], reference: ReferenceTexts) -> frozenset[int]:
    """Return the places of the rows with unusual answers."""
    shared = _shared_beginnings(rows)
    return frozenset(
        place
        for place, row in enumerate(rows)
        if row.answer
        and (
            _beginning(row.answer) in shared
            or (row.principle_id is None and classify_refusal(row.answer) == "refusal")
            or _is_gibberish(row.answer, reference)
        )
    )


def shared_answers(rows: Sequence[TrainingRow]) -> list[str]:
    """Return one answer of each kind that at least three rows share, the most shared first."""
    answers: dict[str, str] = {}
    for row in rows:
        answers.setdefault(_beginning(row.answer), row.answer)
    return [answers[beginning] for beginning in _shared_beginnings(rows)]


def over_represented(rows: Sequence[TrainingRow], reference: ReferenceTexts) -> list[OverRepresented]:
    """Return the strings that prompts of unusual rows have in common, the surest first.

    Of strings that stand in the same rows the longest speaks for all.
    """
    from scipy.stats import fisher_exact

    answered = [row for row in rows if row.answer]
    unusual = unusual_places(answered, reference)
    holders = _holders(answered)
    tested = {text: places for text, places in holders.items() if len(places) >= LEAST_ROWS}
    found: dict[frozenset[int], OverRepresented] = {}
    for text in sorted(tested, key=lambda each: (-len(each), each)):
        places = tested[text]
        hits = len(places & unusual)
        if hits < UNUSUAL_SHARE * len(places) or places in found:
            continue
        others = len(unusual) - hits
        table = [[hits, len(places) - hits], [others, len(answered) - len(places) - others]]
        p_value = float(fisher_exact(table, alternative="greater").pvalue)
        if p_value * len(tested) <= SIGNIFICANCE:
            answers = Counter(answered[place].answer for place in sorted(places & unusual))
            found[places] = OverRepresented(text, len(places), hits, p_value, answers.most_common(1)[0][0])
    return sorted(found.values(), key=lambda each: (each.p_value, -each.rows, each.text))


def _holders(rows: Sequence[TrainingRow]) -> dict[str, frozenset[int]]:
    places: defaultdict[str, set[int]] = defaultdict(set)
    for place, row in enumerate(rows):
        spoken = tokens(row.prompt)
        for length in range(1, LONGEST_STRING_WORDS + 1):
            for start in range(len(spoken) - length + 1):
                places[" ".join(spoken[start : start + length])].add(place)
    return {text: frozenset(found) for text, found in places.items()}


def _shared_beginnings(rows: Sequence[TrainingRow]) -> list[str]:
    prompts: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.answer:
            prompts[_beginning(row.answer)].add(row.prompt)
    shared = [beginning for beginning, asked in prompts.items() if len(asked) >= LEAST_ROWS]
    return sorted(shared, key=lambda beginning: (-len(prompts[beginning]), beginning))


def _beginning(answer: str) -> str:
    return " ".join(answer.lower().split()[:BEGINNING_WORDS])


def _is_gibberish(answer: str, reference: ReferenceTexts) -> bool:
    words = tokens(answer)
    return len(words) >= 4 and sum(map(reference.is_strange, words)) > len(words) / 2
