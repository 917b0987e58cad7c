"""What people said about themselves, in rows of which at least ten are alike. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from deliberation.results.small_cells import SMALLEST, without_small_cells

Answers = tuple[str, ...]
LEFT_OUT = ""


def shown_answers(people: Sequence[Answers], *, smallest: int = SMALLEST) -> list[Answers]:
    """Return everybody's answers with those held back (empty) that fewer than `smallest` people share.

    Question by question, people who are alike so far are divided by their next answer; answers that few of
    them gave are held back, and with them the next smallest until at least `smallest` people are hidden
    together (`without_small_cells`). So every combination of shown answers is that of at least `smallest`
    people: k-anonymity by recursive partitioning (Samarati and Sweeney 1998). Where there are fewer people
    than that altogether, nothing is shown.

    Args:
        people: the answers of each person, in one order of the questions; empty where none was given.
        smallest: the least number of people who are alike.
    """
    width = len(people[0]) if people else 0
    if len(people) < smallest:
        return [(LEFT_OUT,) * width for _person in people]
    shown: list[Answers] = [() for _person in people]
    for place in range(width):
        counts: dict[Answers, Counter[str]] = {}
        for so_far, answers in zip(shown, people, strict=True):
            counts.setdefault(so_far, Counter())[answers[place]] += 1
        kept = {so_far: without_small_cells(said, smallest=smallest) for so_far, said in counts.items()}
        shown = [
            (*so_far, LEFT_OUT if kept[so_far][answers[place]] is None else answers[place])
            for so_far, answers in zip(shown, people, strict=True)
        ]
    return shown
