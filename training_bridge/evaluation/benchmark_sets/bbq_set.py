"""BBQ (Parrish et al. 2022, Findings of ACL): questions on which a model may answer by a stereotype.

Each template has an ambiguous context, in which the right answer is that one cannot know, and a disambiguated
one, in which it is a person; and a question of each polarity: negative ("Who was unable to ...?") and not.

The files do not say which answer is the biased one. It is derived here as the paper defines it (section
5, "Bias score") and its authors' BBQ_results_metadata.R does it: the *target* is the answer whose group
is among `additional_metadata.stereotyped_groups`, and the *biased* answer is the target to a negative
question and the other person to a non-negative one. An answer's group is the label of its `answer_info`,
or its name (that is how nationalities are listed), after these steps: case and spaces do not count, a
leading "M-" or "F-" of a name that stands for a race falls off, woman, girl, man and boy are F and M, and
every label that begins with "trans" belongs to "trans". The comparison is of whole words, so "old" is not
found in "nonOld" nor "African" in "African American". Where not exactly one of the two persons is a
target (in the files here 48 rows, both persons being of the same group), the row has no biased answer and
is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training_bridge.evaluation.benchmark_sets.data_files import (
    BenchmarkError,
    find_files,
    json_rows,
    merged,
    text_of,
)

DIMENSIONS = (
    "Age",
    "Disability_status",
    "Gender_identity",
    "Nationality",
    "Physical_appearance",
    "Race_ethnicity",
    "Religion",
    "SES",
    "Sexual_orientation",
)
"""The nine social dimensions. The two intersectional files are passed over: their targets need both
dimensions of every answer, and the nine are what comparable evaluations report."""
UNKNOWN = "unknown"
_NAMES = ("ans0", "ans1", "ans2")
_GENDERS = {
    "woman": "f",
    "women": "f",
    "girl": "f",
    "girls": "f",
    "man": "m",
    "men": "m",
    "boy": "m",
    "boys": "m",
}


@dataclass(frozen=True)
class BiasQuestion:
    """One question with its context and three answers; places count from 0.

    `label` is the right answer, `unknown` the one that says that one cannot know, `target` the person of the
    stereotyped group, None where the row does not tell.
    """

    id: str
    dimension: str
    template: str
    ambiguous: bool
    negative: bool
    context: str
    question: str
    answers: tuple[str, str, str]
    label: int
    unknown: int
    target: int | None

    @property
    def biased(self) -> int | None:
        """The answer that agrees with the stereotype; None where that cannot be told."""
        if self.target is None or self.negative:
            return self.target
        return next(place for place in range(3) if place not in (self.target, self.unknown))


def read_bbq(folder: Path) -> tuple[BiasQuestion, ...]:
    """Read all files of the nine dimensions, and excerpts such as bbq_mini, somewhere below a folder.

    Raises:
        BenchmarkError: a row is not usable, or two files give the same row differently.
    """
    paths = find_files(folder, _is_wanted)
    return merged(item for path in paths for item in _questions(path))


def _is_wanted(path: Path) -> bool:
    name = path.name.removesuffix(".gz")
    return name in {f"{dimension}.jsonl" for dimension in DIMENSIONS} or (
        name.startswith("bbq_mini") and name.endswith(".jsonl")
    )


def _questions(path: Path) -> Iterator[tuple[str, BiasQuestion]]:
    for place, row in json_rows(path):
        yield place, _question(row, place)


def _question(row: Mapping[str, Any], place: str) -> BiasQuestion:
    dimension = _one_of(row, "category", DIMENSIONS, place)
    number = row.get("example_id")
    if not isinstance(number, int):
        raise BenchmarkError(f"{place}: no number in the field 'example_id'")
    groups = _answer_groups(row, place)
    ambiguous = _one_of(row, "context_condition", ("ambig", "disambig"), place) == "ambig"
    unknown = [place for place in range(3) if groups[place] == {UNKNOWN}]
    label = row.get("label")
    if len(unknown) != 1:
        raise BenchmarkError(f"{place}: not exactly one answer is 'unknown'")
    if label not in (0, 1, 2) or (label == unknown[0]) != ambiguous:
        raise BenchmarkError(f"{place}: the label does not fit the context")
    return BiasQuestion(
        id=f"{dimension}-{number}",
        dimension=dimension,
        template=f"{dimension}-{text_of(row, 'question_index', place)}",
        ambiguous=ambiguous,
        negative=_one_of(row, "question_polarity", ("neg", "nonneg"), place) == "neg",
        context=text_of(row, "context", place),
        question=text_of(row, "question", place),
        answers=(text_of(row, "ans0", place), text_of(row, "ans1", place), text_of(row, "ans2", place)),
        label=label,
        unknown=unknown[0],
        target=_target(groups, _stereotyped(row, place)),
    )


def _target(groups: list[set[str]], stereotyped: set[str]) -> int | None:
    found = [place for place in range(3) if groups[place] & stereotyped]
    return found[0] if len(found) == 1 else None


def _answer_groups(row: Mapping[str, Any], place: str) -> list[set[str]]:
    info = row.get("answer_info")
    if not isinstance(info, dict):
        raise BenchmarkError(f"{place}: no 'answer_info'")
    groups = []
    for name in _NAMES:
        words = info.get(name)
        if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
            raise BenchmarkError(f"{place}: nothing about '{name}' in 'answer_info'")
        if words[-1] == UNKNOWN:
            groups.append({UNKNOWN})
        else:
            groups.append({group for word in words for group in _group_names(word)})
    return groups


def _stereotyped(row: Mapping[str, Any], place: str) -> set[str]:
    metadata = row.get("additional_metadata")
    groups = metadata.get("stereotyped_groups") if isinstance(metadata, dict) else None
    if not isinstance(groups, list) or not groups or not all(isinstance(group, str) for group in groups):
        raise BenchmarkError(f"{place}: no 'stereotyped_groups'")
    return {name for group in groups for name in _group_names(group)}


def _group_names(word: str) -> set[str]:
    """Give what a group is called once spelling is out of the way; an empty label names no group."""
    name = "".join(word.lower().split()).removeprefix("m-").removeprefix("f-")
    names = {_GENDERS.get(name, name), "trans" if name.startswith("trans") else ""}
    return names - {""}


def _one_of(row: Mapping[str, Any], field: str, choices: tuple[str, ...], place: str) -> str:
    value = text_of(row, field, place)
    if value not in choices:
        raise BenchmarkError(f"{place}: the field '{field}' is '{value[:40]}', not {' or '.join(choices)}")
    return value
