"""How many groups are found when the rows of the same votes are shuffled: Polis' way, red-dwarf, Concord.

.venv/bin/python -m benchmarks.figures.order_of_rows

Some three minutes; needs the package red-dwarf and the conversations under ../shared/data.
"""

from __future__ import annotations

import importlib.util
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np

from benchmarks.figures.conversations import cleaned_assembly, polis_conversations
from benchmarks.figures.drawing import Drawing, Scale
from deliberation.analysis.pipeline import AnalysisParameters, analyse
from deliberation.analysis.vote_matrix import VoteMatrix

SHUFFLES = 20
MOST_GROUPS = 5


def polis_way(votes: VoteMatrix) -> int:
    """How many groups mode "polis" finds."""
    return len(analyse(votes, AnalysisParameters(mode="polis")).groups)


def stable_way(votes: VoteMatrix) -> int:
    """How many groups mode "stable" finds."""
    return len(analyse(votes, AnalysisParameters(mode="stable")).groups)


def red_dwarf(votes: VoteMatrix) -> int:
    """How many groups red-dwarf finds, which also starts from the first participants by number."""
    from reddwarf.implementations.polis import run_pipeline

    cast = zip(votes.rows.tolist(), votes.columns.tolist(), votes.values.tolist(), strict=True)
    records = [
        {"participant_id": person, "statement_id": statement, "vote": vote, "modified": 0}
        for person, statement, vote in cast
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = run_pipeline(
            votes=records,
            mod_out_statement_ids=np.flatnonzero(votes.moderated_out).tolist(),
            random_state=0,
        )
    return int(found.participants_df["cluster_id"].nunique())


WAYS: Mapping[str, tuple[str, Callable[[VoteMatrix], int]]] = {
    "Polis' way": ("b", polis_way),
    "red-dwarf": ("c", red_dwarf),
    "Concord, stable": ("a", stable_way),
}


def group_counts(votes: VoteMatrix, way: Callable[[VoteMatrix], int]) -> Counter[int]:
    """How often each number of groups was found over the shuffles."""
    generator = np.random.default_rng(0)
    return Counter(way(shuffled(votes, generator)) for _ in range(SHUFFLES))


def shuffled(votes: VoteMatrix, generator: np.random.Generator) -> VoteMatrix:
    """Number the participants at random; all of these programs take them in the order of their numbers."""
    number = generator.permutation(votes.shape[0])
    return VoteMatrix.from_votes(
        number[votes.rows],
        votes.statement_ids[votes.columns],
        votes.values,
        statement_ids=votes.statement_ids,
        moderated_out=votes.moderated_out,
    )


def draw(found: Mapping[str, Mapping[str, Counter[int]]]) -> Drawing:
    """Draw a row of bubbles per conversation, one panel per way."""
    bottom = 100 + 46 * len(found)
    drawing = Drawing(
        title="The number of opinion groups when the order of the rows is shuffled",
        description="; ".join(
            f"{name}: " + ", ".join(f"{way} {_in_words(times)}" for way, times in counts.items())
            for name, counts in found.items()
        ),
        height=bottom + 70,
    )
    scales = {
        way: Scale(1, MOST_GROUPS, 232 + 180 * place, 368 + 180 * place) for place, way in enumerate(WAYS)
    }
    for way, scale in scales.items():
        drawing.text(scale(3), 36, way, "head middle")
        for k in range(1, MOST_GROUPS + 1):
            drawing.line([(scale(k), 62), (scale(k), bottom - 22)])
            drawing.text(scale(k), bottom, str(k), "soft middle")
        drawing.text(scale(3), bottom + 24, "opinion groups found", "small middle")
    for index, (name, counts) in enumerate(found.items()):
        y = 84 + 46 * index
        drawing.text(204, y + 5, name, "end")
        for way, scale in scales.items():
            for k, times in sorted(counts[way].items()):
                radius = 15 * (times / SHUFFLES) ** 0.5
                drawing.dot(scale(k), y, radius, WAYS[way][0])
                if times < SHUFFLES:
                    drawing.text(scale(k) + radius * 0.7 + 2, y - radius * 0.7 - 2, str(times), "small")
    note = f"The same votes, shuffled {SHUFFLES} times; area and number: how often so many groups were found."
    drawing.text(24, bottom + 54, note, "small soft")
    return drawing


def _in_words(counts: Counter[int]) -> str:
    return " and ".join(f"{k} groups {times} times" for k, times in sorted(counts.items()))


def main() -> None:
    """Measure and draw."""
    if importlib.util.find_spec("reddwarf") is None:
        sys.exit("The package red-dwarf is not installed: the figure is left as it is.")
    found = {}
    for name, votes in ({"CCAI, cleaned": cleaned_assembly()} | polis_conversations()).items():
        found[name] = {way: group_counts(votes, count) for way, (_, count) in WAYS.items()}
        print(f"{name}: " + "; ".join(f"{way} {_in_words(times)}" for way, times in found[name].items()))
    print(draw(found).save("order-of-rows"))


if __name__ == "__main__":
    main()
