"""Which kind of people somebody belongs to, by their answers. PURE."""

from collections.abc import Mapping, Sequence

Cell = Mapping[str, str]
"""Answers that describe a kind of people, such as `{"age_band": "18-29", "region": "north"}`."""


def cell_of(answers: Mapping[str, str], cells: Sequence[Cell]) -> int | None:
    """Return the position of the cell that the answers fall into, or None where no cell has a place for them.

    The cell that says most counts, of several such the first. The empty cell is everybody whom no other
    cell fits, those who left a question out among them.
    """
    fitting = [position for position, cell in enumerate(cells) if _fits(answers, cell)]
    return max(fitting, key=lambda position: len(cells[position]), default=None)


def open_questions(answers: Mapping[str, str], cells: Sequence[Cell]) -> list[str]:
    """Return the keys of unanswered questions whose answer could still find a cell, in order of first use."""
    known = {key: answer for key, answer in answers.items() if answer}
    possible = [
        cell
        for cell in cells
        if cell and all(known.get(key, answer) == answer for key, answer in cell.items())
    ]
    return list(dict.fromkeys(key for cell in possible for key in cell if key not in known))


def keys_of(cells: Sequence[Cell]) -> list[str]:
    """Return the keys of the questions that cells speak of, in order of first use."""
    return list(dict.fromkeys(key for cell in cells for key in cell))


def _fits(answers: Mapping[str, str], cell: Cell) -> bool:
    return all(answers.get(key) == answer for key, answer in cell.items())
