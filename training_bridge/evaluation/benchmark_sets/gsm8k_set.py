"""GSM8K (Cobbe et al. 2021, arXiv 2110.14168): grade-school word problems, each with one number as answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training_bridge.evaluation.benchmark_sets.data_files import (
    BenchmarkError,
    find_files,
    json_rows,
    merged,
    text_of,
)
from training_bridge.evaluation.number_answers import marked_number
from training_bridge.records import text_hash

FOLDERS = ("gsm8k", "grade-school-math", "grade_school_math")
"""One of these is in the path of the file, whose own name, test.jsonl, says nothing."""


@dataclass(frozen=True)
class MathProblem:
    """A word problem and its answer, a number without signs of grouping or currency."""

    id: str
    question: str
    answer: str


def read_gsm8k(folder: Path) -> tuple[MathProblem, ...]:
    """Read the test problems somewhere below a folder; none where there is no such file.

    Raises:
        BenchmarkError: a row is not usable.
    """
    paths = find_files(folder, _is_wanted)
    return merged(item for path in paths for item in _problems(path))


def _is_wanted(path: Path) -> bool:
    named = path.name == "test.jsonl" and any(part.lower().startswith(FOLDERS) for part in path.parts[:-1])
    return named or path.name in ("gsm8k_test.jsonl", "gsm8k.jsonl")


def _problems(path: Path) -> Iterator[tuple[str, MathProblem]]:
    for place, row in json_rows(path):
        question = text_of(row, "question", place)
        answer = marked_number(text_of(row, "answer", place))
        if answer is None:
            raise BenchmarkError(f"{place}: the answer does not end in '####' and a number")
        yield place, MathProblem(f"gsm8k-{text_hash(question)[:12]}", question, answer)
